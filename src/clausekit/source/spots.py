"""Events -> where each value and its key stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from clausekit import encoding
from clausekit.source.events import STARTS, Next, Position, end_of, start_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a value and its key stand; lines and columns from 1."""

    line: int
    column: int
    end: Position
    key: Position
    inside: Mapping[str | int, Spot]


class Locator:
    """Events -> spots; `doubles` holds, for each key written twice, where it was first."""

    __slots__ = ("_next", "doubles")

    def __init__(self, following: Next) -> None:
        self._next = following
        self.doubles: dict[Position, Position] = {}

    def document(self) -> Spot:
        """The spot of the whole document."""
        self._next()
        self._next()
        return self._node(self._next(), None, (1, 1))

    def _node(self, event: Any, key: Position | None, absent: Position) -> Spot:
        """The spot of a value; `absent` is where it is said to stand when nothing is written."""
        kind, start, end = type(event), start_of(event), end_of(event)
        inside: dict[str | int, Spot] = {}
        if kind is ScalarEvent and not event.value and not event.style:
            # The parsers do not agree on where an absent value stands: its key is what one can see.
            start = end = absent
        elif kind in STARTS:
            last = self._mapping(inside) if kind is MappingStartEvent else self._sequence(inside, start)
            # Without brackets the end is of no use, and the parsers do not agree on it.
            end = end_of(last) if event.flow_style else end
        return Spot(line=start[0], column=start[1], end=end, key=key or start, inside=inside)

    def _mapping(self, inside: dict[str | int, Spot]) -> Any:
        while type(event := self._next()) is not MappingEndEvent:
            key = self._node(event, None, start_of(event)).key
            value = self._node(self._next(), key, key)
            # Of a key that is no text, only the extent matters: such a file is refused.
            name = encoding.normal(event.value) if type(event) is ScalarEvent else ""
            first = inside.setdefault(name, value)
            if first is not value:
                self.doubles[key] = first.key
        return event

    def _sequence(self, inside: dict[str | int, Spot], here: Position) -> Any:
        while type(event := self._next()) is not SequenceEndEvent:
            inside[len(inside)] = self._node(event, None, here)
        return event
