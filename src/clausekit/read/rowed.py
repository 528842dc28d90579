"""Where the rows of a table without rules begin: each holds one figure, which stands at the top of its
label, half-way down or at its foot, and does so all along the table.

Every way to cut the lines is weighed: a row begins like a label (a number, a capital, after a blank),
not in the middle of a sentence; the way that costs least is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final, TypeAlias

from clausekit.read import typed
from clausekit.read.flow import HANGING, STOPS
from clausekit.read.sheet import Row
from clausekit.read.values import is_value

Cells: TypeAlias = Sequence[Sequence[Row | None]]
_MOST_LINES: Final = 40  # between two figures; beyond, a row begins at its figure
_SMALL: Final = re.compile(r"[a-zà-öø-ÿœ)(%&,;:/»+]")
_NAMED: Final = re.compile(r"\W*(?:(?:sous[- ]?)?crit[eè]re\b|total\b|lot\s*(?:n\s?°\s*)?\d)", re.IGNORECASE)
_DETAILED: Final = re.compile(r"\W*dont\W*", re.IGNORECASE)  # below a figure, says that others make it
# A sentence on the label above.
_TOLD: Final = re.compile(r"(?:C(?:e|et|ette|es)|Ils?|Elles?|Sont|Est|Sera|Seront|Le candidat|L['’]analyse)(?!\w)")
_BLANK: Final = 1.2  # points more than between the lines of a label
NEVER, _SELDOM, _LIKELY, SURE = 6.0, 2.0, -2.0, -4.0
AWAY: Final = 1.5  # for each line by which a figure misses its place
TIGHT: Final = 0.5  # bodies of type between two lines of one label
NEAR: Final = 0.3  # of a line: half-way down, not far from it
_BETWEEN: Final = 0.25  # bodies of type between two words
_LINE: Final = 1.6  # bodies of type that a line takes
_BY_HAND: Final = 1.0
_WAYS: Final = 4  # places where figures stand
Way: TypeAlias = tuple[float, tuple[int, ...]]
Ways: TypeAlias = Mapping[int, Way]


@dataclass(frozen=True, slots=True)
class Cutting:
    """The lines that begin rows, the first of them past `before`, and how much this way of cutting costs."""

    starts: tuple[int, ...]
    cost: float


def figures(cells: Cells, columns: Sequence[int]) -> list[int]:
    """The lines that hold a figure in one of these columns, or another word of theirs once figures have begun."""
    found: list[int] = []
    for number, line in enumerate(cells):
        held = [cell for column in columns if (cell := line[column])]
        told = any(_DETAILED.fullmatch(cell.text) is None for cell in held)
        if any(is_value(cell.text) for cell in held) or (found and told and number - found[-1] > 1):
            found.append(number)
    return found


def goes_on(above: Row, below: Row, right: float) -> bool:
    """Whether a line of a label goes on with the one above it in a column that ends at `right`."""
    near = below.top - above.bottom < TIGHT * above.size
    return near and beginning(above, below, right, 0.0) > 0


def starts(cells: Cells, texts: Sequence[int], at: Sequence[int], first: range) -> Cutting:
    """How to cut lines in rows around the figures of the lines `at`; `first` is where the first row may begin.

    `texts` are the columns whose words tell where rows begin.
    """
    known = _Lines(cells, texts, len(at))
    return min(_cheapest(known, at, first), key=lambda way: round(way.cost, 1))


class _Lines:
    """The labels of a table line by line, and what it would cost to begin a row at each."""

    def __init__(self, cells: Cells, texts: Sequence[int], figures: int) -> None:
        self.middles = [_middle_of([cell for cell in line if cell]) for line in cells]
        self.labels = [[cell for column in texts if (cell := line[column])] for line in cells]
        self.counts = [0]
        for held in self.labels:
            self.counts.append(self.counts[-1] + bool(held))
        self.tops = [min((row.top for row in held), default=inf) for held in self.labels]
        self.feet = [max((row.bottom for row in held), default=-inf) for held in self.labels]
        self.pitch = pitch([held[0] for held in self.labels if held])
        self.costs = [0.0] * len(cells)
        for column in texts:
            for number, cost in enumerate(beginnings(cells, column, figures)):
                self.costs[number] += cost

    def above(self, start: int, line: int) -> int:
        """How many lines of labels stand from one line to another, that one left out."""
        return self.counts[line] - self.counts[start]

    def opening(self, start: int) -> float:
        """What it costs to begin the table at a line: it may go on with the page before."""
        return NEVER if any(_SMALL.match(row.text) for row in self.labels[start][:1]) else 0.0

    def extent(self, start: int, end: int) -> tuple[float, float]:
        """The top and the foot of the labels of some lines."""
        return min(self.tops[start:end]), max(self.feet[start:end])


def _middle_of(held: Sequence[Row]) -> float:
    figure = next((row for row in reversed(held) if is_value(row.text)), held[-1])
    return (figure.top + figure.bottom) / 2


def pitch(rows: Sequence[Row]) -> float:
    """The distance of lines set as close as any, in points."""
    return min((step for above, below in pairwise(rows) if (step := below.top - above.top) > 1), default=12.0)


def beginnings(cells: Cells, column: int, figures: int) -> list[float]:
    """What it costs to begin a row at each line: between the words of a column above it and those below."""
    told = [(number, row) for number, line in enumerate(cells) if (row := line[column])]
    right = max((row.x1 for _, row in told), default=0.0)
    gaps = sorted(below.top - above.bottom for (_, above), (_, below) in pairwise(told))
    usual = gaps[len(gaps) // 4] if gaps else 0.0
    costs = [0.0] * len(cells)
    # More items than figures: they detail the rows.
    within = sum(typed.item(row.text) is not None for _, row in told) > figures
    for (here, above), (there, below) in pairwise(told):
        blank = below.top - above.bottom - usual
        # In a text, a figure half-way between two lines of a label parts them by a line of its own.
        alone = there == here + 2 and blank < _LINE * above.size and all(map(_is_figure, filter(None, cells[here + 1])))
        cost = beginning(above, below, right, 0.0 if alone else blank)
        if within and typed.item(below.text) is not None:
            cost = NEVER / 2
        costs[here + 1 : there + 1] = [cost] * (there - here)
    return costs


def _is_figure(row: Row) -> bool:
    return is_value(row.text)


def beginning(above: Row, below: Row, right: float, blank: float) -> float:
    """What it costs to begin a row at the lower of two lines, `blank` apart, of a column that ends at `right`."""
    listed = typed.item(below.text) is not None or below.text.startswith("dont ")
    cost = NEVER if _SMALL.match(below.text) and not listed else 0.0
    if above.text.endswith(":"):  # announces what follows
        cost += NEVER / 2
    if HANGING.search(above.text) or above.text.count("(") > above.text.count(")"):
        cost += NEVER
    if _TOLD.match(below.text):
        cost += NEVER / 2
    if listed or _NAMED.match(below.text) or typed.numbered(below.text):
        cost += _LIKELY
    if below.bold and not above.bold:
        cost += _LIKELY
    if blank > _BLANK:
        return cost + SURE
    first = below.words[0]
    fitted = above.x1 + (first.x1 - first.x0) + _BETWEEN * above.size <= right
    if above.text.endswith(STOPS):
        return cost + (_LIKELY / 2 if fitted else 0.0)
    return cost + (0.0 if fitted else _SELDOM)


def _top(known: _Lines, start: int, _end: int, at: int) -> float:
    return AWAY * (known.above(start, at) + (not known.labels[at]))


def _foot(known: _Lines, _start: int, end: int, at: int) -> float:
    return AWAY * (known.above(at + 1, end) + (not known.labels[at])) + 0.1


def _middle(known: _Lines, start: int, end: int, at: int) -> float:
    extent = known.extent(start, end)
    away = abs(sum(extent) / 2 - known.middles[at]) / known.pitch
    return 2 * AWAY * max(0.0, away - NEAR) + 0.1


def _stands(known: _Lines, start: int, end: int, at: int) -> tuple[float, ...]:
    """What a row costs by where its figure stands: at its top, half-way down, at its foot, anywhere.

    Anywhere is for a table made by hand, where no other place does.
    """
    if not known.above(start, end):
        return (NEVER,) * _WAYS
    costs = _top(known, start, end, at), _middle(known, start, end, at), _foot(known, start, end, at)
    return *costs, min(costs) + _BY_HAND


def _cheapest(known: _Lines, at: Sequence[int], first: range) -> list[Cutting]:
    """The best starts for each place where figures may stand: what each start costs, and the best rows before it."""
    begun = {start: (known.costs[start] if start > first.start else known.opening(start), (start,)) for start in first}
    ways: list[Ways] = [begun for _ in range(_WAYS)]
    end = len(known.costs)
    for here, after in pairwise((*at, end)):
        ends = [after] if after == end or after - here > _MOST_LINES else range(here + 1, after + 1)
        costs = {to: [(start, _stands(known, start, to, here)) for start in ways[0]] for to in ends}
        ways = [{to: _best(known, way, costs[to], to, rank) for to in ends} for rank, way in enumerate(ways)]
    return [Cutting(starts[:-1], cost) for cost, starts in (way[end] for way in ways)]


def _best(known: _Lines, ways: Ways, rows: Iterable[tuple[int, tuple[float, ...]]], to: int, rank: int) -> Way:
    """The best rows up to a line: the last of them from each start, as the figures of this `rank` stand."""
    own = known.costs[to] if to < len(known.costs) else 0.0
    cost, begun = min((ways[start][0] + costs[rank], ways[start][1]) for start, costs in rows)
    return cost + own, (*begun, to)
