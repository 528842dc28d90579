"""Tables that no rule draws: labels on the left, weights or prices in line on the right.

Lines that leave the same blank between their words make a table. Its rows begin where the narrow
column (figures, « 40 % », « 20 points ») has something; a label of several lines goes whole with the
figure that stands beside it, at its top or half-way down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from clausekit.read.sheet import Row, Word, extent

# A figure alone: « 40 % », « 40/100 », « 15 points », « 12 000,00 € », « sur 20 ».
VALUE = re.compile(
    r"(?:sur\s*)?[-–]?\d[\d\s.,]*(?:\s*[%€]|\s*/\s*\d+|\s*(?:points?|pts?|euros?)\b\.?)?(?:\s*(?:HT|TTC))?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\W*(?:\d|[A-ZÀ-ÖØ-ÞŒ])")  # how a label begins: a line in small letters goes on with one
_LONGEST_VALUE = 40  # characters
_LEADER = re.compile(r"(?:[.…_·]\s?){4,}")
_RANK = re.compile(r"(?:[-–—•▪*o·§➢✓]|\(?\w{1,3}[.)°]?|[\d.]{1,9}[.)°-]?)")
_PITCH = 2.6  # heights of print between two lines of the same table
_CLOSE = 1.5  # heights of print between two lines of the same label
_LEAST_BLANK = 0.9  # heights of print left between two columns
_LONGEST_PROSE = 18  # rows of two long columns: a page in two columns, not a table


def is_value(text: str) -> bool:
    """Whether a text is a figure alone."""
    return len(text) <= _LONGEST_VALUE and VALUE.fullmatch(text) is not None


@dataclass(slots=True)
class Aligned:
    """A table found: rows of cells, each made of lines of print."""

    rows: list[list[list[Row]]]
    page: int
    top: float


@dataclass(slots=True)
class _Line:
    """A line of print cut in segments; a bullet or a rank stays with the words that follow it."""

    row: Row
    segments: list[list[Word]]

    @property
    def gaps(self) -> list[tuple[float, float]]:
        return [(extent(before)[1], extent(after)[0]) for before, after in pairwise(self.segments)]


def aligned(rows: Sequence[Row]) -> list[Row | Aligned]:
    """Lines of a page, from top to bottom, with those that make a table put together."""
    lines = [_line(row) for row in rows]
    out: list[Row | Aligned] = []
    index = 0
    while index < len(lines):
        count, gutters = _region(lines, index)
        table = _table(lines[index : index + count], gutters) if count > 1 else None
        if table:
            out.append(table)
            index += count
        else:
            out.append(lines[index].row)
            index += 1
    return out


def _line(row: Row) -> _Line:
    segments = row.segments()
    if len(segments) > 1 and _RANK.fullmatch(" ".join(word.text for word in segments[0])):
        segments = [segments[0] + segments[1], *segments[2:]]
    if _LEADER.search(row.text):
        segments = [row.words]
    return _Line(row, segments)


def _region(lines: Sequence[_Line], start: int) -> tuple[int, list[tuple[float, float]]]:
    """How many lines from `start` share blanks, and these blanks; the last of them has two columns or close by."""
    gutters = lines[start].gaps
    if not gutters:
        return 0, []
    count, kept, paired = 1, gutters, 1
    size = lines[start].row.size
    for index in range(start + 1, len(lines)):
        line, before = lines[index], lines[index - 1].row
        if line.row.top - before.bottom > _PITCH * size:
            break
        gutters = _narrowed(gutters, line, size)
        if not gutters:
            break
        if any(_spans(line, gutter) or line.row.x0 >= gutter[1] - 1 for gutter in gutters):
            paired += 1
            count, kept = index - start + 1, gutters
        elif index - start == count and line.row.top - before.bottom < (_CLOSE - 1) * size:
            count, kept = index - start + 1, gutters
    return (count, kept) if paired > 1 else (0, [])


def _narrowed(gutters: list[tuple[float, float]], line: _Line, size: float) -> list[tuple[float, float]]:
    """What a line leaves blank of these gutters."""
    cut = [_cut_by(gutter, line) for gutter in gutters]
    return [(low, high) for low, high in cut if high - low > _LEAST_BLANK * size]


def _cut_by(gutter: tuple[float, float], line: _Line) -> tuple[float, float]:
    low, high = gutter
    for left, right in map(extent, line.segments):
        if right < high and left < (low + high) / 2:
            low = max(low, right)
        elif left > low:
            high = min(high, left)
        else:
            return 0.0, 0.0
    return low, high


def _spans(line: _Line, gutter: tuple[float, float]) -> bool:
    left, right = line.row.x0, line.row.x1
    return left < gutter[0] + 1 and right > gutter[1] - 1


def _table(lines: Sequence[_Line], gutters: list[tuple[float, float]]) -> Aligned | None:
    cuts = [(low + high) / 2 for low, high in gutters]
    cells = [_cells(line, cuts) for line in lines]
    anchor = _anchor(cells, len(cuts) + 1)
    if anchor is None:
        return None
    rows = _rows(cells, anchor)
    page, top = lines[0].row.page, lines[0].row.top
    return Aligned(rows, page, top) if len(rows) > 1 else None


def _cells(line: _Line, cuts: list[float]) -> list[Row | None]:
    words: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    for word in line.row.words:
        words[sum(word.centre > cut for cut in cuts)].append(word)
    return [Row(found, line.row.page) if found else None for found in words]


def _anchor(cells: list[list[Row | None]], width: int) -> int | None:
    """The column whose lines begin the rows; None when two columns of prose stand side by side."""
    best, most = None, 0
    for column in range(1, width):
        values = sum(1 for row in cells if (cell := row[column]) and is_value(cell.text))
        if values > most:
            best, most = column, values
    if best is not None:
        return best
    paired = [row for row in cells if row[0] and any(row[1:])]
    long = sum(1 for row in paired if all(cell is None or len(cell.text) > 30 for cell in row))
    if len(paired) > _LONGEST_PROSE and long > len(paired) / 2:
        return None
    return 0 if len(paired) * 2 >= len(cells) else None


def _rows(cells: list[list[Row | None]], anchor: int) -> list[list[list[Row]]]:
    starts = _starts(cells, anchor)
    width = len(cells[0])
    out = []
    for start, end in pairwise((*starts, len(cells))):
        out.append([[cell for line in cells[start:end] if (cell := line[column])] for column in range(width)])
    return [row for row in out if any(row)]


def _starts(cells: list[list[Row | None]], anchor: int) -> list[int]:
    """The lines that begin a row."""
    if anchor == 0:
        paired = [n for n, row in enumerate(cells) if row[0] and any(row[1:])]
        return [0, *(n for n in paired if n > 0)]
    anchors = [n for n, row in enumerate(cells) if row[anchor]]
    starts = [0]
    for before, after in pairwise(anchors):
        starts.append(_cut(cells, before, after, top=anchors[0] == 0 or _opens(cells, anchors)))
    return sorted(set(starts))


def _opens(cells: list[list[Row | None]], anchors: list[int]) -> bool:
    """Whether figures stand at the top of their labels: nothing stands above the first of them."""
    return not any(cells[number][0] for number in range(anchors[0]))


def _cut(cells: list[list[Row | None]], before: int, after: int, *, top: bool) -> int:
    """Where the row of the figure at `after` begins: at the widest blank, else as the others do."""
    blanks = []
    for number in range(before + 1, after + 1):
        above, below = _bottom(cells[number - 1]), _top(cells[number])
        blanks.append((below - above, number))
    widest, number = max(blanks, key=lambda blank: (round(blank[0]), blank[1] == after))
    narrowest = min(blank for blank, _ in blanks)
    if widest - narrowest > 2:
        return number
    begun = [n for n in range(before + 1, after + 1) if (label := cells[n][0]) and _LABEL.match(label.text)]
    if len(begun) == 1:
        return begun[0]
    return after if top or not begun else begun[0]


def _top(row: list[Row | None]) -> float:
    return min(cell.top for cell in row if cell)


def _bottom(row: list[Row | None]) -> float:
    return max(cell.bottom for cell in row if cell)


def split(cells: list[list[Row]]) -> list[list[list[Row]]]:
    """A ruled row whose last column gives a figure to each of several labels, cut in as many rows."""
    figures = [n for n in range(1, len(cells)) if len(cells[n]) > 1 and all(is_value(r.text) for r in cells[n])]
    if not figures or not cells[0]:
        return [cells]
    column = figures[-1]
    starts = [_beside(cells[0], figure) for figure in cells[column]]
    if None in starts or len(set(starts)) < len(starts):
        return [cells]
    tops = [cells[0][start].top for start in starts if start is not None]
    tops[0] = min(row.top for cell in cells for row in cell)
    bounds = [*tops, float("inf")]
    return [[[r for r in cell if low - 2 <= r.top < high - 2] for cell in cells] for low, high in pairwise(bounds)]


def _beside(labels: list[Row], figure: Row) -> int | None:
    """The line of a label that stands level with a figure."""
    middle = (figure.top + figure.bottom) / 2
    return next((n for n, label in enumerate(labels) if label.top <= middle <= label.bottom), None)
