"""Values of a YAML file written anew in place, and an item put at the head of a list: the rest is not touched.

As in `edit`, the text is spliced at the positions that `source` gives, and what comes out is read back: it must hold
what was there, but for what was asked.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from clausekit import edit, source
from clausekit.finding import Route, UnreadableFile
from clausekit.source import Source, Spot

_BOM: Final = b"\xef\xbb\xbf"
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_HEADER = re.compile(r"\|[ \t]*(?:#.*)?$")
_STEP: Final = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A value for the key at `route`, which exists; a text of several lines is written as a `|` block."""

    route: Route
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """An item for the head of the list at `route`, which has one; `line` is the item as YAML, on one line."""

    route: Route
    line: str


Act = Put | Head


class _NotFaithful(Exception):
    """A shape in which the value cannot be changed without touching the rest."""


def rewritten(data: bytes, read: Source, acts: Iterable[Act]) -> bytes | None:
    """The file with what is asked; None when it cannot be so changed that all the rest stays as it is.

    `data` are the bytes from which `read` was read.
    """
    wanted = tuple(acts)
    head = _BOM if data.startswith(_BOM) else b""
    text = data.removeprefix(_BOM).decode("utf-8")
    try:
        hand = _Hand(read, text)
        found = sorted((hand.splice(act) for act in wanted), reverse=True)
        for start, end, put in found:
            text = text[:start] + put + text[end:]
        result = head + text.encode("utf-8")
        faithful = source.load(result, file=read.file).data == _expected(read.data, wanted)
    except (_NotFaithful, UnreadableFile):
        return None
    return result if faithful else None


class _Hand:
    """Turns lines and columns into places of the text as it is on the disk, whatever its line ends."""

    def __init__(self, read: Source, text: str) -> None:
        self._read = read
        self._lines = [found for found in _LINE.findall(text) if found]
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))
        first = self._lines[0] if self._lines else "\n"
        self._ending = first[len(first.rstrip("\r\n")) :] or "\n"

    def splice(self, act: Act) -> tuple[int, int, str]:
        """Where the act cuts the text, from and to, and what it puts there."""
        if isinstance(act, Head):
            return self._head(act)
        spot = self._read.spot(act.route)
        if (spot.line, spot.column) == spot.key:
            raise _NotFaithful
        indicator = self._bare(spot.line)[spot.column - 1 :]
        if isinstance(act.value, str) and (_HEADER.fullmatch(indicator) or "\n" in act.value):
            return self._block(spot, act.value, kept=_HEADER.fullmatch(indicator) is not None)
        return self._at(spot.line, spot.column), self._at(*spot.end), _word(act.value)

    def _bare(self, line: int) -> str:
        return self._lines[line - 1].rstrip("\r\n") if line <= len(self._lines) else ""

    def _at(self, line: int, column: int) -> int:
        return self._starts[min(line, len(self._starts)) - 1] + column - 1

    def _block(self, spot: Spot, value: str, *, kept: bool) -> tuple[int, int, str]:
        """The lines of a `|` block; the line of its key stays when it was one already."""
        indent = " " * (spot.key[1] - 1) + _STEP
        last = spot.line
        if kept:
            inside = [number for number in range(spot.line + 1, spot.end[0] + 1) if self._within(number, spot)]
            filled = [number for number in inside if self._bare(number).strip()]
            if not filled:
                raise _NotFaithful
            first = self._bare(filled[0])
            indent, last = first[: len(first) - len(first.lstrip(" "))], filled[-1]
        lines = "".join(f"{indent}{line}".rstrip() + self._ending for line in value.rstrip("\n").split("\n"))
        if kept:
            return self._starts[spot.line], self._starts[last], lines
        if self._bare(spot.end[0])[spot.end[1] - 1 :].strip():
            raise _NotFaithful
        return self._at(spot.line, spot.column), self._starts[spot.end[0]], f"|{self._ending}{lines}"

    def _within(self, number: int, spot: Spot) -> bool:
        """Whether a line stands in the block of a key, not after it."""
        line = self._bare(number)
        return not line.strip() or len(line) - len(line.lstrip(" ")) >= spot.key[1]

    def _head(self, act: Head) -> tuple[int, int, str]:
        first = self._read.spot(act.route).inside.get(0)
        if first is None:
            raise _NotFaithful
        line = self._bare(first.line)
        before = line[: first.column - 1]
        if before.strip() == "-":
            start = self._starts[first.line - 1]
            return start, start, before + act.line + self._ending
        if not before.rstrip().endswith("["):
            raise _NotFaithful
        place = self._at(first.line, first.column)
        return place, place, f"{act.line}, "


def _word(value: Any) -> str:
    return edit.scalar(value) if isinstance(value, str) and not isinstance(value, bool) else edit.word(value)


def _expected(data: dict[str, Any], acts: Iterable[Act]) -> dict[str, Any]:
    """The data once changed: what the text must hold."""
    changed = copy.deepcopy(data)
    for act in acts:
        above: Any = changed
        for step in act.route[:-1]:
            above = above[step]
        if isinstance(act, Put):
            above[act.route[-1]] = act.value
        else:
            item = source.load(f"held:\n  - {act.line}\n".encode(), file="").data["held"][0]
            above[act.route[-1]].insert(0, item)
    return changed


__all__ = ["Act", "Head", "Put", "rewritten"]
