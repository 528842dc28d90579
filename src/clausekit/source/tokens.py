"""A text as its signs, in their order, for what rewrites it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from clausekit.source import events
from clausekit.source.events import STARTS, Position, end_of, start_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a text is made of, in its order. `kind`: map, list, end (of either) or text.

    `flow` says that a mapping or a list stands between brackets; `style` is the sign that opens a text
    (`"`, `'`, `|`, `>`), empty for a plain one; `text` is what a text says once its quotes, folds and
    escapes are undone. Lines and columns from 1; those of an `end` without bracket mean nothing.
    """

    kind: str
    start: Position
    end: Position
    flow: bool = False
    style: str = ""
    text: str = ""


_KINDS: Final = {MappingStartEvent: "map", SequenceStartEvent: "list", MappingEndEvent: "end", SequenceEndEvent: "end"}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text that `load` has read without a finding."""
    following = events.of(text)
    following()
    following()
    depth = 0
    while True:
        event = following()
        kind = type(event)
        if kind is ScalarEvent:
            style, value = event.style or "", event.value
            yield Token(kind="text", start=start_of(event), end=end_of(event), style=style, text=value)
        elif kind in _KINDS:
            depth += 1 if kind in STARTS else -1
            flow = kind in STARTS and bool(event.flow_style)
            yield Token(kind=_KINDS[kind], start=start_of(event), end=end_of(event), flow=flow)
        if not depth:
            return
