"""YAML bytes -> data, and the line and column of any route in them.

The only importer of ruamel. Values follow the core scalars of YAML 1.2, so that `non`, `12:30` and
`2026-09-01` stay texts; keys are always texts. What our files have no use for (tags, anchors,
several documents, complex keys) is refused.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cached_property

from ruamel.yaml import YAML

from clausekit import encoding
from clausekit.finding import Place, Route, UnreadableFile
from clausekit.source import events
from clausekit.source.events import FAST, Position
from clausekit.source.refusal import ERRORS, refused, told
from clausekit.source.spots import Locator, Spot
from clausekit.source.tokens import Token, tokens
from clausekit.source.values import MAX_DEPTH, Value, build


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file that was read: `data` is what it holds, the methods say where each thing stands.

    Positions cost a second reading of the text, done the first time that one is asked for.
    """

    file: str
    text: str
    data: dict[str, Value]

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _root(self) -> Spot:
        return Locator(events.of(self.text)).document()

    def at(self, route: Route) -> Value:
        """The value at a route, which must exist."""
        value: Value = self.data
        for step in route:
            value = value[step]
        return value

    def spot(self, route: Route) -> Spot:
        """Where the value at `route` stands; for a missing key, the nearest parent."""
        spot = self._root
        for step in route:
            # Keys are texts here; a caller may well hold lot 1 as a number.
            inner = spot.inside.get(step) or spot.inside.get(str(step))
            if inner is None:
                break
            spot = inner
        return spot

    def position(self, route: Route) -> Position:
        """Line and column of the value at `route`; for a missing key, of the nearest parent."""
        spot = self.spot(route)
        return spot.line, spot.column

    def key_position(self, route: Route) -> Position:
        """Line and column of the key at `route` (of the item itself in a list)."""
        return self.spot(route).key

    def place(self, route: Route) -> Place:
        """The place of the value at `route`, for a finding."""
        line, column = self.position(route)
        return Place(file=self.file, route=route, line=line, column=column)

    def raw(self, route: Route) -> str:
        """The value at `route` as it is typed, or the first line of it."""
        spot = self.spot(route)
        line = self.line_text(spot.line)
        end = spot.end[1] - 1 if spot.end[0] == spot.line else len(line)
        return line[spot.column - 1 : end].rstrip()

    def line_text(self, number: int) -> str:
        """A line of the file, from 1; empty beyond its ends."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def excerpt(self, line: int, column: int) -> str:
        """The line that is read, over a caret."""
        return encoding.excerpt(self.line_text(line), column)


def load(data: bytes, *, file: str) -> Source:
    """What a YAML file holds. Raises `UnreadableFile`, whose findings say why, in French."""
    text = encoding.decode(data, file=file)
    try:
        value, problems = build(text, events.of(text))
    except ERRORS as error:
        raise UnreadableFile(refused(text, file, error)) from None
    if problems:
        raise UnreadableFile(told(problems, text=text, file=file))
    if value is None:
        raise UnreadableFile([encoding.empty(file)])
    if not isinstance(value, dict):
        raise UnreadableFile(told([("racine", 1, 1, "")], text=text, file=file))
    return Source(file=file, text=text, data=value)


def dump(data: dict[str, Value]) -> bytes:
    """Data as YAML in block style, UTF-8, keys in their order: what `load` reads back equal."""
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.allow_unicode = True
    writer.width = _DUMP_WIDTH
    stream = io.BytesIO()
    writer.dump(data, stream)
    return stream.getvalue()


_DUMP_WIDTH = 4096  # no folding: a hash or a sentence stays on its line


__all__ = [
    "FAST",
    "MAX_DEPTH",
    "Position",
    "Source",
    "Spot",
    "Token",
    "Value",
    "dump",
    "load",
    "tokens",
]
