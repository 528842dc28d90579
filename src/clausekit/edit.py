"""Keys and items added to a YAML file in place, and values replaced: not a byte of the rest moves or changes.

The text is spliced at positions that `source` gives, instead of being written anew: comments, order,
quotes, blank lines, line ends and the mark at the head of the file stay by construction. What comes
out is read back, and must hold exactly what was there and what was added.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from clausekit import source
from clausekit.finding import Route, UnreadableFile
from clausekit.source import Position, Source, Spot

_BOM: Final = b"\xef\xbb\xbf"
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
# A text that YAML reads back as it is, without quotes.
_SENTENCE = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ][A-Za-zÀ-ÖØ-öø-ÿŒœ0-9 ,.;()/’'«»-]*[A-Za-zÀ-ÖØ-öø-ÿŒœ0-9.)»]")
_STEP: Final = "  "
_EMPTY: Final[tuple[Any, ...]] = (None, {}, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """Keys for the mapping at `route`, or items for the list there, as YAML lines at the margin.

    A key already there takes the value only when its own is empty. A mapping or a list that is missing
    is made, in the mapping above. Where the lines land, `after` names the keys that come before them, in
    order; without any of these the lines come last.
    """

    route: Route
    lines: tuple[str, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """Another value, as YAML on one line, for the text, number or word at `route`, which stands on one line."""

    route: Route
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Splice:
    """At a line (from 1) and an offset in it, `cut` characters give way to a text.

    Of those of one place, the more indented come first: a list of a lot ends before the lot does.
    """

    line: int
    offset: int
    text: str
    cut: int = 0

    @property
    def order(self) -> tuple[int, int, int]:
        """Where it comes among the others."""
        bare = self.text.lstrip("\n")
        return self.line, self.offset, len(bare.lstrip(" ")) - len(bare)


class _NotFaithful(Exception):
    """A shape in which nothing can be added without touching the rest."""


def word(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{word(key)}: {word(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(word, value)) + "]"
    if value is None:
        return ""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def scalar(text: str) -> str:
    """A text as a YAML scalar, without quotes where it may stand so in a block."""
    if _SENTENCE.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def _held(lines: Iterable[str]) -> Any:
    """What lines say: a mapping, or a list."""
    text = "\n".join(["held:", *(_STEP + line for line in lines)])
    return source.load(text.encode(), file="").data["held"]


def _starts(spot: Spot) -> Iterator[Position]:
    yield spot.key
    for inner in spot.inside.values():
        yield from _starts(inner)


class _Editor:
    """The splices of each addition, found in the text as it was."""

    def __init__(self, read: Source) -> None:
        self._read = read
        self._lines = read.text.split("\n")[:-1]
        self._keys = sorted(_starts(read.spot(())))
        self._spaced: set[int] = set()

    def splice(self, addition: Addition) -> Iterator[_Splice]:
        """Where the addition goes."""
        addition = self._rooted(addition)
        route, known = addition.route, self._read.at(addition.route)
        filled = [key for key in _held(addition.lines) if isinstance(known, dict) and key in known]
        if filled:
            yield from self._fill(addition, filled)
        elif self._flow(route):
            yield self._inside_brackets(addition)
        elif known in _EMPTY:
            yield from self._open(addition)
        else:
            yield self._below(addition)

    def replaced(self, wanted: Replacement) -> _Splice:
        """The value of a key in the place of the one that is there."""
        known = self._read.at(wanted.route) if self._there(wanted.route) else None
        if not isinstance(known, (str, int, float)):
            raise _NotFaithful
        return self._instead(self._read.spot(wanted.route), wanted.text)

    def _rooted(self, addition: Addition) -> Addition:
        """The addition from the nearest mapping that exists."""
        route, lines = addition.route, addition.lines
        while route and not self._there(route):
            lines = (f"{route[-1]}:", *(_STEP + line for line in lines))
            route = route[:-1]
        return Addition(route=route, lines=lines, after=addition.after)

    def _there(self, route: Route) -> bool:
        above = self._read.at(route[:-1]) if len(route) == 1 or self._there(route[:-1]) else {}
        return isinstance(above, list) or (isinstance(above, dict) and route[-1] in above)

    def _flow(self, route: Route) -> bool:
        """Whether the value is written between brackets, and holds something."""
        spot = self._read.spot(route)
        return bool(spot.inside) and self._lines[spot.line - 1][spot.column - 1] in "{["

    def _fill(self, addition: Addition, keys: list[str]) -> Iterator[_Splice]:
        """Give its value to a key that has an empty one (`grille: null`)."""
        held = _held(addition.lines)
        if len(keys) != len(held) or any(self._read.at((*addition.route, key)) not in _EMPTY for key in keys):
            raise _NotFaithful
        for key in keys:
            spot = self._read.spot((*addition.route, key))
            if (spot.line, spot.column) == spot.key:
                raise _NotFaithful
            yield self._instead(spot, word(held[key]))

    def _instead(self, spot: Spot, text: str) -> _Splice:
        """A text in the place of an empty value."""
        if spot.end[0] != spot.line:
            raise _NotFaithful
        return _Splice(line=spot.line, offset=spot.column - 1, cut=spot.end[1] - spot.column, text=text)

    def _open(self, addition: Addition) -> Iterator[_Splice]:
        """Lines under a key whose value is empty, in the place of that value."""
        spot = self._read.spot(addition.route)
        if (spot.line, spot.column) != spot.key:
            head = self._lines[spot.line - 1][: spot.column - 1]
            if not head.rstrip().endswith(":"):
                raise _NotFaithful
            found = self._instead(spot, "")
            spaces = len(head) - len(head.rstrip())
            yield replace(found, offset=found.offset - spaces, cut=found.cut + spaces)
        indent = " " * (spot.key[1] - 1) + _STEP
        yield self._after(spot.key[0], [indent + line for line in addition.lines])

    def _inside_brackets(self, addition: Addition) -> _Splice:
        spot, held = self._read.spot(addition.route), _held(addition.lines)
        line, offset = spot.end[0], spot.end[1] - 2
        before = self._lines[line - 1][:offset]
        if re.search(r"[^\s:,] $", before):
            before, offset = before[:-1], offset - 1
        comma = "" if before.rstrip().endswith(",") else ", "
        return _Splice(line=line, offset=offset, text=comma + word(held)[1:-1])

    def _below(self, addition: Addition) -> _Splice:
        """Lines at the end of a mapping or of a list, or after one of its keys."""
        known = self._read.spot(addition.route)
        indent = self._indent(known)
        anchor = [name for name in addition.after if name in known.inside]
        last = known.inside[anchor[-1]] if anchor else known
        end, lines = self._end(last, len(indent)), [indent + line for line in addition.lines]
        return self._after(end, self._space(end) + lines if anchor else lines)

    def _space(self, line: int) -> list[str]:
        """A blank line before new keys, once, where one stands before those that follow."""
        blank = line < len(self._lines) and not self._lines[line].strip() and line not in self._spaced
        self._spaced.add(line)
        return [""] if blank else []

    def _indent(self, spot: Spot) -> str:
        """What stands before the keys of a mapping, or before the dashes of a list."""
        first = next(iter(spot.inside.items()), None)
        if first is None:
            return ""
        name, inner = first
        head = self._lines[inner.key[0] - 1][: inner.key[1] - 1]
        if isinstance(name, int):
            head = head.rstrip().removesuffix("-")
        if head.strip(" -"):
            raise _NotFaithful
        return " " * len(head)

    def _end(self, spot: Spot, indent: int) -> int:
        """The last line of a value; what is said of the key after it is not its own."""
        starts = list(_starts(spot))
        following = [line for line, column in self._keys if (line, column) > max(starts)]
        number = following[0] - 1 if following else len(self._lines)
        while number > starts[0][0] and self._idle(self._lines[number - 1], indent):
            number -= 1
        return number

    @staticmethod
    def _idle(line: str, indent: int) -> bool:
        bare = line.lstrip(" ")
        outside = len(line) - len(bare) < max(indent, 1)
        return not bare or line == "..." or (bare.startswith("#") and outside)

    def _after(self, line: int, lines: list[str]) -> _Splice:
        return _Splice(line=line + 1, offset=0, text="".join(f"{item.rstrip()}\n" for item in lines))


def _spliced(text: str, splices: Iterable[_Splice]) -> str:
    """The text with its splices; new lines end as the first line of the text does."""
    lines = [found for found in _LINE.findall(text) if found]
    ending = lines[0][len(lines[0].rstrip("\r\n")) :] or "\n"
    lines = [*lines, ""]
    # From the last to the first, so that no splice moves another; those of one place stay in order.
    ordered = sorted(splices, key=lambda item: item.order)
    for item in ordered[::-1]:
        line, added = lines[item.line - 1], item.text.replace("\n", ending)
        lines[item.line - 1] = line[: item.offset] + added + line[item.offset + item.cut :]
    if lines[-1] and not lines[-2].endswith(("\r", "\n")):
        lines[-2] += ending
    return "".join(lines)


def _merged(data: dict[str, Any], additions: Iterable[Addition], replacements: Iterable[Replacement]) -> dict[str, Any]:
    """The data with what is added and replaced: what the edited text must hold."""
    merged = copy.deepcopy(data)
    for item in replacements:
        _reached(merged, item.route[:-1], dict)[item.route[-1]] = _held([item.text])
    for addition in additions:
        held = _held(addition.lines)
        node = _reached(merged, addition.route, type(held))
        node.extend(held) if isinstance(node, list) else node.update(held)
    return merged


def _reached(data: Any, route: Route, kind: type) -> Any:
    """The mapping or the list at a route; an empty value gives way to one of this kind."""
    for number, step in enumerate(route, start=1):
        empty = kind() if number == len(route) else {}
        if isinstance(data, dict) and data.get(step) in _EMPTY:
            data[step] = empty
        data = data[step]
    return data


def edited(
    data: bytes, read: Source, additions: Iterable[Addition], replacements: Iterable[Replacement] = ()
) -> bytes | None:
    """The file with the additions and the replacements; None when all the rest could not stay as it is.

    `data` are the bytes from which `read` was read.
    """
    wanted, others = tuple(additions), tuple(replacements)
    head = _BOM if data.startswith(_BOM) else b""
    try:
        editor = _Editor(read)
        splices = [found for addition in wanted for found in editor.splice(addition)]
        splices += [editor.replaced(item) for item in others]
        result = head + _spliced(data.removeprefix(_BOM).decode("utf-8"), splices).encode("utf-8")
        faithful = source.load(result, file=read.file).data == _merged(read.data, wanted, others)
    except (_NotFaithful, UnreadableFile):
        return None
    return result if faithful else None
