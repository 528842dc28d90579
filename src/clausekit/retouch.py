"""Ids renamed and keys taken out of a YAML file in place: not a byte of the rest moves or changes.

As in `edit`, what comes out is read back, and must hold exactly what was there with what was asked.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clausekit import source
from clausekit.finding import Route, UnreadableFile
from clausekit.source import Source, Spot

_BOM: Final = b"\xef\xbb\xbf"
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """`keys`: keys of mappings to rename, `items`: texts of lists to replace, `removed`: keys to take out."""

    keys: Mapping[Route, str]
    items: Mapping[Route, str]
    removed: tuple[Route, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """From a place to another (lines and columns from 0), a text instead."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str = ""


class _NotFaithful(Exception):
    """A shape that cannot be changed without touching the rest."""


def retouched(data: bytes, read: Source, changes: Changes) -> bytes | None:
    """The file changed; None when it cannot be so that all the rest stays. `read` was read from `data`."""
    head = _BOM if data.startswith(_BOM) else b""
    lines = [found for found in _LINE.findall(data.removeprefix(_BOM).decode("utf-8")) if found]
    try:
        cuts = [*_renames(read, lines, changes.keys, keys=True), *_renames(read, lines, changes.items, keys=False)]
        cuts += _removals(read, lines, changes.removed)
        result = head + "".join(_applied(lines, cuts)).encode("utf-8")
        faithful = _bare(source.load(result, file=read.file).data) == _bare(_wanted(read.data, changes))
    except (_NotFaithful, UnreadableFile, IndexError):
        return None
    return result if faithful else None


def _bare(value: Any) -> Any:
    """A value in which a mapping that was emptied is worth the absent one that is left in its place."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items()} or None
    return [_bare(item) for item in value] if isinstance(value, list) else value


def _applied(lines: list[str], cuts: Iterable[_Cut]) -> list[str]:
    """The lines with the cuts, from the last to the first, so that none moves another."""
    done = list(lines)
    limit: tuple[int, int] | None = None
    for cut in sorted(cuts, key=lambda item: item.start, reverse=True):
        if limit is not None and cut.end > limit:
            raise _NotFaithful
        limit = cut.start
        (first, at), (last, to) = cut.start, cut.end
        tail = done[last][to:] if last < len(done) else ""
        done[first : last + 1] = [done[first][:at] + cut.text + tail]
    return done


def _renames(read: Source, lines: list[str], wanted: Mapping[Route, str], *, keys: bool) -> list[_Cut]:
    found = []
    for route, name in wanted.items():
        spot = read.spot(route)
        line, column = spot.key if keys else (spot.line, spot.column)
        old = str(route[-1]) if keys else str(read.at(route))
        at = column - 1 + (lines[line - 1][column - 1] in "\"'")
        if lines[line - 1][at : at + len(old)] != old:
            raise _NotFaithful
        found.append(_Cut(start=(line - 1, at), end=(line - 1, at + len(old)), text=name))
    return found


def _removals(read: Source, lines: list[str], routes: Iterable[Route]) -> list[_Cut]:
    cuts: list[_Cut] = []
    gone: dict[Route, list[Spot]] = {}
    for route in routes:
        gone.setdefault(route[:-1], []).append(read.spot(route))
    for above, spots in gone.items():
        holder = read.spot(above)
        if lines[holder.line - 1][holder.column - 1] in "{[":
            cuts += _from_brackets(holder, {spot.key for spot in spots}, lines)
        else:
            cuts += [_from_block(spot, lines) for spot in spots]
    return cuts


def _from_brackets(above: Spot, gone: set[tuple[int, int]], lines: list[str]) -> Iterator[_Cut]:
    """Keys between brackets, each with the comma after it; the last ones, with the comma before them."""
    siblings = list(above.inside.values())
    kept = [number for number, item in enumerate(siblings) if item.key not in gone]
    last = kept[-1] if kept else -1
    for number, item in enumerate(siblings[: last + 1]):
        if item.key in gone:
            yield _Cut(start=_zero(item.key), end=_zero(siblings[number + 1].key))
    if last + 1 == len(siblings):
        return
    line, column = _zero(above.end)
    start = _zero(siblings[last].end) if kept else (above.line - 1, above.column)
    empty = kept and siblings[last].end == siblings[last].key  # an empty value, whose end nobody knows
    if empty or lines[line][column - 1] not in "}]":
        raise _NotFaithful
    yield _Cut(start=start, end=(line, column - 1))


def _zero(place: tuple[int, int]) -> tuple[int, int]:
    return place[0] - 1, place[1] - 1


def _from_block(spot: Spot, lines: list[str]) -> _Cut:
    """The lines of a key, down to the next line that is not more indented; what follows it stays."""
    first, column = _zero(spot.key)
    indent = len(lines[first]) - len(lines[first].lstrip(" "))
    if indent != column:
        raise _NotFaithful
    last = first
    for number in range(first + 1, len(lines)):
        bare = lines[number].strip()
        inside = len(lines[number]) - len(lines[number].lstrip(" ")) > indent
        item = lines[number][indent : indent + 2] in {"- ", "-\n", "-\r"} and not lines[number][:indent].strip()
        if bare and not (inside or item):
            break
        if bare:
            last = number
    return _Cut(start=(first, 0), end=(last + 1, 0))


def _wanted(data: dict[str, Any], changes: Changes) -> dict[str, Any]:
    """What the file must hold at the end: items, then what goes, then keys, the deepest first."""
    wanted = copy.deepcopy(data)
    for route, name in changes.items.items():
        _at(wanted, route[:-1])[route[-1]] = name
    for route in changes.removed:
        del _at(wanted, route[:-1])[route[-1]]
    for route, name in sorted(changes.keys.items(), key=lambda item: -len(item[0])):
        above = _at(wanted, route[:-1])
        above[name] = above.pop(route[-1])
    return wanted


def _at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data
