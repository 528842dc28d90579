"""Tables drawn with rules: which rules meet, which cells they close, which words lie in each.

The rules of a page are put together in grids. A grid cuts the page in small squares; two squares
without a rule between them belong to the same cell, so that merged cells come out whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from clausekit.read import banded
from clausekit.read.sheet import Framed, Rule, Sheet, Word, aligned, rows

_NEAR = 3.0  # points: rules that close are the same, or touch
_THIN = 4.0  # points: a row or column so thin is the gap of a double rule
_MOST_RULES = 3_000  # on a page; more is a drawing
_MOST_SQUARES = 40_000


@dataclass(slots=True)
class Box:
    """A cell on the page: rows and columns that it covers (from 0, both ends in), and its words."""

    row: int
    column: int
    last_row: int
    last_column: int
    words: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table drawn: where its columns and rows are cut, and its cells."""

    page: int
    xs: list[float]
    ys: list[float]
    boxes: list[Box]

    @property
    def top(self) -> float:
        """Where it starts."""
        return self.ys[0]

    def rows(self) -> Iterator[list[tuple[Box, bool]]]:
        """The cells of each row, left to right; True for one that starts there, False for the rest of one above."""
        held: list[list[Box]] = [[] for _ in self.ys[1:]]
        for box in sorted(self.boxes, key=lambda box: box.column):
            for row in range(box.row, box.last_row + 1):
                held[row].append(box)
        yield from ([(box, box.row == row) for box in across] for row, across in enumerate(held))


def framed(sheet: Sheet) -> Framed:
    """The tables of a page before any of its words is taken out of it, looked for once."""
    if sheet.framed is None:
        drawn = _drawn(sheet, None)
        tables = [(grid.top, grid.ys[-1], [word for box in grid.boxes for word in box.words])
                  for grid in _filled(drawn, sheet.words, None)[0]]  # fmt: skip
        sheet.framed = Framed(sum((len(grid.xs) - 1) * (len(grid.ys) - 1) for grid in drawn), tables)
    return sheet.framed


def grids(sheet: Sheet, before: Grid | None = None) -> tuple[list[Grid], list[Word]]:
    """The tables of a page, and the words that are in none. A box around a text is no table.

    `before` is the table on which the page before ends: its columns are those of a table that goes on.
    """
    return _filled(_drawn(sheet, before), sheet.words, before)


def _drawn(sheet: Sheet, before: Grid | None) -> list[Grid]:
    """What the rules of a page close, still empty."""
    if len(sheet.flat) > _MOST_RULES or len(sheet.upright) > _MOST_RULES:
        return []
    flat, upright = _joined(sheet.flat), _joined(sheet.upright)
    upright += banded.uprights(flat, upright, sheet.words, sheet.height, before.xs if before else ())
    return [grid for group in _groups(flat, upright) if (grid := _grid(*group, sheet.number))]


def _filled(found: list[Grid], words: list[Word], before: Grid | None) -> tuple[list[Grid], list[Word]]:
    """The grids that are tables, their words in them, and the other words."""
    rest, kept = words, list[Grid]()
    for grid in sorted(found, key=_area):  # a table inside a frame takes its words first
        inside, outside = _fill(grid, rest)
        filled = sum(1 for box in grid.boxes if box.words)
        goes_on = before is not None and _same(before.xs, grid.xs)
        if inside and len(grid.boxes) > 1 and (filled > 1 or goes_on):
            rest = outside
            kept.append(_parted(_tidy(grid)))
        else:
            for box in grid.boxes:
                box.words = []
    return sorted(kept, key=lambda grid: (round(grid.top), grid.xs[0])), rest


def _same(first: Sequence[float], second: Sequence[float]) -> bool:
    return len(first) == len(second) > 2 and all(abs(a - b) < _NEAR for a, b in zip(first, second, strict=True))


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules in line put together, and rules that nearly coincide made one."""
    out: list[Rule] = []
    for bundle in aligned(sorted(rules), _NEAR):
        at = sum(rule.at for rule in bundle) / len(bundle)
        pieces = sorted((rule.start, rule.end) for rule in bundle)
        start, end = pieces[0]
        for next_start, next_end in pieces[1:]:
            if next_start - end > _NEAR:
                out.append(Rule(at, start, end))
                start, end = next_start, next_end
            else:
                end = max(end, next_end)
        out.append(Rule(at, start, end))
    return out


def _groups(flat: list[Rule], upright: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that touch, directly or through others."""
    parent = list(range(len(flat) + len(upright)))

    known = sorted((plumb.at, other) for other, plumb in enumerate(upright))
    ats = [at for at, _ in known]
    for number, level in enumerate(flat):
        for _, other in known[bisect_left(ats, level.start - _NEAR) : bisect_right(ats, level.end + _NEAR)]:
            if _between(level.at, upright[other]):
                parent[_root(parent, number)] = _root(parent, len(flat) + other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate((*flat, *upright)):
        group = groups.setdefault(_root(parent, number), ([], []))
        group[number >= len(flat)].append(rule)
    for levels, plumbs in groups.values():
        if levels and plumbs:
            yield levels, plumbs


def _root(owner: list[int], item: int) -> int:
    """The one that stands for all those put together."""
    while owner[item] != item:
        owner[item] = owner[owner[item]]
        item = owner[item]
    return item


def _between(value: float, rule: Rule) -> bool:
    return rule.start - _NEAR <= value <= rule.end + _NEAR


def _cuts(values: Iterable[float]) -> list[float]:
    cuts: list[float] = []
    for value in sorted(values):
        if not cuts or value - cuts[-1] > _NEAR:
            cuts.append(value)
    return cuts


def _grid(flat: list[Rule], upright: list[Rule], page: int) -> Grid | None:
    """The cells that these rules close; a table without outer rules is closed at its ends."""
    left, right = min(rule.start for rule in flat), max(rule.end for rule in flat)
    top, bottom = min(rule.start for rule in upright), max(rule.end for rule in upright)
    left, right = min(left, *(rule.at for rule in upright)), max(right, *(rule.at for rule in upright))
    top, bottom = min(top, *(rule.at for rule in flat)), max(bottom, *(rule.at for rule in flat))
    xs = _cuts([left, right, *(rule.at for rule in upright)])
    ys = _cuts([top, bottom, *(rule.at for rule in flat)])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_SQUARES:
        return None
    return Grid(page=page, xs=xs, ys=ys, boxes=_boxes(xs, ys, flat, upright))


def _boxes(xs: list[float], ys: list[float], flat: list[Rule], upright: list[Rule]) -> list[Box]:
    height, columns = len(ys) - 1, len(xs) - 1
    owner = list(range(height * columns))

    plumb, level = _walls(upright, xs, ys), _walls(flat, ys, xs)
    for row in range(height):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not plumb[column + 1][row]:
                owner[_root(owner, here + 1)] = _root(owner, here)
            if row + 1 < height and not level[row + 1][column]:
                owner[_root(owner, here + columns)] = _root(owner, here)
    members: dict[int, list[int]] = {}
    for square in range(height * columns):
        members.setdefault(_root(owner, square), []).append(square)
    return [box for squares in members.values() for box in _rectangles(squares, columns)]


def _walls(rules: Iterable[Rule], cuts: Sequence[float], across: Sequence[float]) -> list[bytearray]:
    """For each cut, whether a rule stands there along most of each square that the cuts `across` part."""
    middles = [(start + end) / 2 for start, end in pairwise(across)]
    known = sorted(rules)
    ats = [rule.at for rule in known]
    walls = [bytearray(len(middles)) for _ in cuts]
    for cut, wall in zip(cuts, walls, strict=True):
        for rule in known[bisect_left(ats, cut - _NEAR) : bisect_right(ats, cut + _NEAR)]:
            first, end = bisect_left(middles, rule.start - _NEAR), bisect_right(middles, rule.end + _NEAR)
            wall[first:end] = bytes([True]) * (end - first)
    return walls


def _rectangles(squares: list[int], columns: int) -> Iterator[Box]:
    """The cell that squares make together; an odd shape is cut in rows."""
    if len(squares) == 1:
        row, column = divmod(squares[0], columns)
        yield Box(row, column, row, column)
        return
    down = [square // columns for square in squares]
    across = [square % columns for square in squares]
    first, last, left, right = min(down), max(down), min(across), max(across)
    if (last - first + 1) * (right - left + 1) == len(squares):
        yield Box(first, left, last, right)
        return
    for row in range(first, last + 1):
        run: list[int] = []
        for column in sorted(c for r, c in zip(down, across, strict=True) if r == row):
            if run and column != run[-1] + 1:
                yield Box(row, run[0], row, run[-1])
                run = []
            run.append(column)
        if run:
            yield Box(row, run[0], row, run[-1])


def _fill(grid: Grid, words: list[Word]) -> tuple[int, list[Word]]:
    """Put each word in the cell where its middle lies; how many went in, and the others."""
    at = {(row, column): box for box in grid.boxes for row in range(box.row, box.last_row + 1)
          for column in range(box.column, box.last_column + 1)}  # fmt: skip
    outside = []
    for word in words:
        row, column = bisect_right(grid.ys, word.middle) - 1, bisect_right(grid.xs, word.centre) - 1
        box = at.get((row, column))
        if box is None:
            outside.append(word)
        else:
            box.words.append(word)
    return len(words) - len(outside), outside


def _tidy(grid: Grid) -> Grid:
    """Without the thin rows and columns that double rules leave, nor those in which no cell begins."""
    lines = _kept(grid.ys, {box.row for box in grid.boxes})
    columns = _kept(grid.xs, {box.column for box in grid.boxes})
    boxes = [
        Box(
            bisect_right(lines, max(box.row, lines[0])) - 1,
            bisect_right(columns, max(box.column, columns[0])) - 1,
            bisect_right(lines, box.last_row) - 1,
            bisect_right(columns, box.last_column) - 1,
            box.words,
        )
        for box in grid.boxes
        if _holds(lines, box.row, box.last_row) and _holds(columns, box.column, box.last_column)
    ]
    return Grid(
        page=grid.page,
        xs=[*(grid.xs[column] for column in columns), grid.xs[-1]],
        ys=[*(grid.ys[row] for row in lines), grid.ys[-1]],
        boxes=boxes,
    )


def _holds(numbers: Sequence[int], first: int, last: int) -> bool:
    """Whether one of them, in order, lies there."""
    return bisect_left(numbers, first) < bisect_right(numbers, last)


def _kept(cuts: list[float], begun: set[int]) -> list[int]:
    wide = [number for number in sorted(begun) if cuts[number + 1] - cuts[number] > _THIN]
    return wide or [0]


def _parted(grid: Grid) -> Grid:
    """With the headers that are drawn as one band cut in columns, when each of their words stands over one."""
    boxes: list[Box] = []
    for box in grid.boxes:
        parts = _columns(box, grid.xs) if box.last_column > box.column and box.words else []
        boxes += parts or [box]
    grid.boxes = boxes
    return grid


def _columns(box: Box, xs: list[float]) -> list[Box]:
    parts = [Box(box.row, n, box.last_row, n) for n in range(box.column, box.last_column + 1)]
    columns = []
    for row in rows(box.words, 0):
        for segment in row.segments():
            left, right = bisect_right(xs, segment[0].x0) - 1, bisect_right(xs, segment[-1].x1) - 1
            if left != right or not box.column <= left <= box.last_column:
                return []
            columns.append(left)
            parts[left - box.column].words += segment
    return parts if len(set(columns)) > 1 else []
