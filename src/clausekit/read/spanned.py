"""Tables without rules where a label stands beside several rows: a criterion, and the sub-criteria that it gathers.

Such a label is set at the top of its rows or half-way down, all along the table. Every way to share the lines out
between the labels is weighed, each with the best rows that it leaves (`rowed`); the way that costs least is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Final, TypeAlias

from clausekit.read import rowed
from clausekit.read.rowed import AWAY, NEAR, NEVER, SURE, Cells
from clausekit.read.sheet import Row
from clausekit.read.values import is_value

# A cell is None where the one above it goes on.
Line: TypeAlias = list[list[Row] | None]
_LOOSE: Final = 1.3  # times the distance of the lines of a label
_MOST_LINES: Final = 80
_MOST_TRIES: Final = 800
_FEWEST: Final = 2  # labels
_MOST_NAMES: Final = 3  # lines of the name of a column of figures
# What a criterion may weigh: a schedule of prices, however long, gathers nothing.
_WEIGHT: Final = re.compile(
    r"\W*\d{1,3}(?:[.,]\d{1,2}\s*(?:%|points?|pts?)|\s*(?:%|points?|pts?|/\s*\d+)?)\W*", re.IGNORECASE
)
# A label that ends with its weight.
_WEIGHED: Final = re.compile(r"\d\s?(?:%|points?|pts?|/\s?\d+)\s*\)?$", re.IGNORECASE)

_NAMES: Final = re.compile(
    r"crit[eè]res?(?!\s*(?:n\s?[°o]\s*)?\d)|pond[eé]ration|points|notes?\b|libell[eé]|poids|coefficient|bar[eè]me",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold: labels, their weights (none: -1), what they gather and the weights of these."""

    label: int
    weight: int
    name: int
    figure: int
    count: int


def columns(cells: Cells) -> Columns | None:
    """The columns of a table that may gather rows under labels."""
    told = [_told(cells, column) for column in range(len(cells[0]))]
    texts = [column for column, figures in enumerate(told) if not figures]
    if len(texts) != 2:
        return None
    label, name = texts
    figures = [column for column in range(len(told)) if column not in texts]
    right = [column for column in figures if column > name]
    others = [column for column in figures if column != right[0]] if right else []
    if not right or len(others) > 1 or any(column < label for column in figures):
        return None
    values = (cell.text for line in cells if (cell := line[right[0]]) and is_value(cell.text))
    if not all(map(_WEIGHT.fullmatch, values)):
        return None
    return Columns(label, others[0] if others else -1, name, right[0], len(told))


def _told(cells: Cells, column: int) -> bool:
    """Whether a column holds figures; a label may have its own below it."""
    held = [cell.text for line in cells if (cell := line[column])]
    first = next((rank for rank, text in enumerate(held) if is_value(text)), len(held))
    return first <= _MOST_NAMES and all(map(is_value, held[first:])) and first < len(held)


def names(line: Sequence[Row | None]) -> bool:
    """Whether a line names its columns."""
    held = [cell.text for cell in line if cell]
    return len(held) > 1 and all(_NAMES.search(text) for text in held)


class Gathered:
    """The lines of a table below its header, and the cheapest way to gather them."""

    def __init__(self, cells: Cells, known: Columns) -> None:
        self._cells = cells
        self._known = known
        both = ([cell for line in cells if (cell := line[column])] for column in (known.label, known.name))
        self._pitch = min(map(rowed.pitch, both))
        self._begun = _begun(cells, known.label, self._pitch)
        self._names = rowed.beginnings(cells, known.name, len(cells))
        self._rows: dict[tuple[int, int], rowed.Cutting | None] = {}

    @cached_property
    def groups(self) -> list[tuple[int, int]]:
        """The first line of each label's share and the one after its last; none when no way will do."""
        spans = list(self._spans())
        if len(spans) > _MOST_TRIES:
            return []
        return min(self._cheapest(spans, middle=middle) for middle in (False, True))[1]

    def _spans(self) -> Iterator[tuple[int, int]]:
        """The lines that may go with one label: no two of them begin one for sure."""
        end = len(self._cells)
        labels = [n for n in range(end) if n in self._begun]
        for start in range(end):
            own = [n for n in labels if n >= start]
            sure = [n for n in own[1:] if self._begun[n] <= SURE]
            if own:
                yield from ((start, stop) for stop in range(own[0] + 1, (sure[0] if sure else end) + 1))

    def _cheapest(self, spans: Sequence[tuple[int, int]], *, middle: bool) -> tuple[float, list[tuple[int, int]]]:
        best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
        for start, stop in spans:
            if start in best:
                cost = best[start][0] + self._cost(start, stop, middle=middle)
                if cost < best.get(stop, (inf, []))[0]:
                    best[stop] = cost, [*best[start][1], (start, stop)]
        return best.get(len(self._cells), (inf, []))

    def _cost(self, start: int, stop: int, *, middle: bool) -> float:
        """What it costs to gather these lines under one label."""
        known, lines = self._known, self._cells[start:stop]
        own = [cell for line in lines if (cell := line[known.label])]
        weights = [cell for line in lines if known.weight >= 0 and (cell := line[known.weight])]
        if known.weight >= 0 and len(weights) != 1:
            return inf
        held = [cell for line in lines for cell in line if cell]
        top, foot = min(cell.top for cell in held), max(cell.bottom for cell in held)
        cost = sum(self._away(block, top, foot, middle=middle) for block in (own, weights) if block)
        if named := [cell for line in lines if (cell := line[known.name])]:
            cost += min(self._away(named, top, foot, middle=way) for way in (False, True))
        begun = next(n for n in range(start, stop) if n in self._begun)
        cost += (self._names[start] if start else 0.0) + (self._begun[begun] if start else 0.0)
        cutting = self.rows(start, stop)
        return cost + (cutting.cost if cutting else 0.0)

    def _away(self, block: Sequence[Row], top: float, foot: float, *, middle: bool) -> float:
        high, low = block[0].top, block[-1].bottom
        if middle:
            return 2 * AWAY * max(0.0, abs(high + low - top - foot) / 2 / self._pitch - NEAR) + 0.1
        return AWAY * (high - top) / self._pitch

    def rows(self, start: int, stop: int) -> rowed.Cutting | None:
        """Where the rows of a label's share begin, counted from its first line; none when it holds no figure."""
        if (start, stop) not in self._rows:
            lines = self._cells[start:stop]
            at = rowed.figures(lines, [self._known.figure])
            self._rows[start, stop] = rowed.starts(lines, [self._known.name], at, range(1)) if at else None
        return self._rows[start, stop]


def _begun(cells: Cells, column: int, pitch: float) -> dict[int, float]:
    """What it costs to begin a label at each line of its column."""
    told = [(number, row) for number, line in enumerate(cells) if (row := line[column])]
    right = max((row.x1 for _, row in told), default=0.0)
    return {
        number: _cost(told[rank - 1][1], row, right, pitch) if rank else SURE for rank, (number, row) in enumerate(told)
    }


def _cost(above: Row, below: Row, right: float, pitch: float) -> float:
    if is_value(below.text):
        return NEVER
    if below.top - above.top > _LOOSE * pitch or _WEIGHED.search(above.text):
        return SURE
    return rowed.beginning(above, below, right, 0.0)


def gathered(cells: Cells, known: Columns) -> list[Line] | None:
    """The rows of a table, its labels in the first of those that they gather; nothing when each label has but one."""
    if len(cells) > _MOST_LINES:
        return None
    found = Gathered(cells, known)
    groups = found.groups
    cut = [found.rows(*group) for group in groups]
    if len(groups) < _FEWEST or all(rows and len(rows.starts) == 1 for rows in cut):
        return None
    out: list[Line] = []
    for (start, stop), rows in zip(groups, cut, strict=True):
        out += _lines(cells[start:stop], rows.starts if rows else (0,), known)
    return out


def gathers(rows: Sequence[Line]) -> bool:
    """Whether a label of a table stands beside several rows."""
    return any(cell is None for row in rows for cell in row)


def _lines(cells: Cells, starts: Sequence[int], known: Columns) -> Iterator[Line]:
    """The rows of one label: what is its own goes whole into the first."""
    for rank, (start, stop) in enumerate(zip(starts, (*starts[1:], len(cells)), strict=True)):
        row: Line = [[cell for line in cells[start:stop] if (cell := line[n])] for n in range(known.count)]
        for column in (known.label, known.weight):
            if column >= 0:
                row[column] = None if rank else [cell for line in cells if (cell := line[column])]
        yield row
