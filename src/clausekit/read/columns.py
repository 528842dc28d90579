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

from clausekit.read import rowed
from clausekit.read.sheet import GAP, Row, Word, extent
from clausekit.read.values import is_value

_LEADER = re.compile(r"(?:[.…_·]\s?){4,}")
_RANK = re.compile(r"(?:[-–—•▪*o·§➢✓]|\(?\w{1,3}[.)°]?|[\d.]{1,9}[.)°-]?)")
_PITCH = 2.6  # heights of print between two lines of the same table
_CLOSE = 1.5  # heights of print between two lines of the same label
_LEAST_BLANK = 0.9  # heights of print left between two columns
_CODE = re.compile(r"\d{1,2}|[A-H]\d?|[Nn]°")
_NARROW = 0.75  # heights of print between a figure and the words beside it
_MOST_FIGURE = 3  # words
_FEWEST = 2  # rows
_MOST_ABOVE = 12
_MOST_LINES = 600  # of a table: a longer one goes on as another
_TRIES = 8  # to begin a table in lines side by side that make none, before lines are left out
_LONGEST_PROSE = 18  # rows of two long columns: a page in two columns, not a table


@dataclass(slots=True)
class Aligned:
    """A table found: rows of cells, each made of lines of print."""

    rows: list[list[list[Row]]]
    page: int
    top: float
    gutters: list[tuple[float, float]]
    above: int = 0  # lines taken from those before it


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
    index = tries = end = after = since = 0
    while index < len(lines):
        tries = tries if index < end else 0
        count, gutters = _region(lines, index) if not tries or index >= after else (0, [])
        above = lines[max(since, index - _MOST_ABOVE) : index]
        table = _table(lines[index : index + count], gutters, above) if count else None
        if table:
            del out[len(out) - table.above :]
            out.append(table)
            index = since = index + count
        else:
            if count:  # no table begins here: one may begin a few lines below, not at each line of a long text
                tries, end = tries + 1, max(end, index + count)
                after = index + (1 << max(0, tries - _TRIES))
            out.append(lines[index].row)
            index += 1
    return out


def _line(row: Row) -> _Line:
    segments = row.segments()
    first = " ".join(word.text for word in segments[0])
    if len(segments) > 1 and _RANK.fullmatch(first) and not _CODE.fullmatch(first):
        segments = [segments[0] + segments[1], *segments[2:]]
    if _LEADER.search(row.text):
        segments = [row.words]
    return _Line(row, segments)


def _region(lines: Sequence[_Line], start: int) -> tuple[int, list[tuple[float, float]]]:
    """How many lines from `start` share blanks, and these blanks; the last of them has two columns or close by."""
    gutters = lines[start].gaps or _beside_labels(lines, start)
    if not gutters:
        return 0, []
    count, kept, paired = 1, gutters, 1
    size = lines[start].row.size
    for index in range(start + 1, min(len(lines), start + _MOST_LINES)):
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


def _beside_labels(lines: Sequence[_Line], number: int) -> list[tuple[float, float]]:
    """The blank between a figure alone on its line, half-way down a label, and the lines of this label."""
    row = lines[number].row
    near = [line.row for line in lines[max(0, number - 1) : number + 2] if line.row is not row]
    near = [other for other in near if abs(other.top - row.top) < _CLOSE * row.size]
    right = max((other.x1 for other in near), default=row.x0)
    apart = row.x0 - right > _NARROW * row.size and all(other.x0 < row.x0 for other in near)
    return [(right, row.x0)] if apart and is_value(row.text) else []


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


def _table(lines: Sequence[_Line], gutters: list[tuple[float, float]], above: Sequence[_Line]) -> Aligned | None:
    """The table that lines make, with those of the lines above that begin its first row."""
    gutters = _all_gutters(lines, gutters)
    cuts = [(low + high) / 2 for low, high in gutters]
    before = _labels_above(lines[0], gutters, above)
    cells = _united([_cells(line, cuts) for line in (*before, *lines)])
    found = _figured(cells, len(before)) or _paired(cells[len(before) :])
    if found is None or len(found[1]) < _FEWEST:
        return None
    start, rows = found
    row = ([*before, *lines])[start].row
    return Aligned(rows, row.page, row.top, gutters, len(before) - start)


def _all_gutters(lines: Sequence[_Line], known: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The blanks that lines share, also the narrow ones that a figure or a number leaves beside a label."""
    words = sorted((word for line in lines for word in line.row.words), key=lambda word: word.x0)
    least, reach, found = _NARROW * lines[0].row.size, words[0].x1, []
    for word in words:
        if word.x0 - reach > least:
            found.append((reach, word.x0))
        reach = max(reach, word.x1)
    kept = [gutter for gutter in found if any(_meet(gutter, own) for own in known) or _parts(lines, gutter, known)]
    return kept if all(any(_meet(gutter, own) for gutter in kept) for own in known) else known


def _meet(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def _parts(lines: Sequence[_Line], gutter: tuple[float, float], known: list[tuple[float, float]]) -> bool:
    """Whether a blank parts figures, or numbers without a sign, from words, or many words; no bullet from its item."""
    told = wide = 0
    lefts = []
    for line in lines:
        for before, after in pairwise(line.row.words):
            blank = before.x1, after.x0
            if blank[0] <= gutter[0] + 1 and blank[1] >= gutter[1] - 1 and not any(_meet(blank, own) for own in known):
                told += 1
                wide += blank[1] - blank[0] > GAP * line.row.size
                left = [word.text for word in line.row.words if word.x1 <= before.x1]
                lefts.append(" ".join(left[-_MOST_FIGURE:]))
    figures = sum(is_value(text) or _CODE.fullmatch(text) is not None for text in lefts)
    return figures >= _FEWEST or (wide > _FEWEST and 2 * wide > told)


def _labels_above(first: _Line, gutters: list[tuple[float, float]], above: Sequence[_Line]) -> list[_Line]:
    """Lines close above a table that keep to its first column: its first label may begin there."""
    taken: list[_Line] = []
    below, left, right = first.row, gutters[0][0], gutters[0][1]
    for line in reversed(above):
        row = line.row
        far = below.top - row.bottom > (_CLOSE - 1) * row.size or len(line.segments) > 1
        if far or row.x1 > right or row.x0 > left or row.text.endswith(":") or len(taken) == _MOST_ABOVE:
            break
        taken.append(line)
        below = row
    return taken[::-1]


def _cells(line: _Line, cuts: list[float]) -> list[Row | None]:
    words: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    for word in line.row.words:
        words[sum(word.centre > cut for cut in cuts)].append(word)
    return [Row(found, line.row.page) if found else None for found in words]


def _united(cells: list[list[Row | None]]) -> list[list[Row | None]]:
    """The cells of lines, a column that holds but the heading of the one beside it made one with it."""
    column = 1
    while column < len(cells[0]):
        left, right = ([n for n, line in enumerate(cells) if line[at]] for at in (column - 1, column))
        if left and right and (left[-1] < right[0] or right[-1] < left[0]):
            cells = [[*line[: column - 1], line[column - 1] or line[column], *line[column + 1 :]] for line in cells]
        else:
            column += 1
    return cells


def _figured(cells: list[list[Row | None]], extra: int) -> tuple[int, list[list[list[Row]]]] | None:
    """Where a table with columns of figures begins, and its rows; its first `extra` lines may belong to it."""
    counts = [_count(cells, column) for column in range(len(cells[0]))]
    if not any(counts):
        return None
    texts = [column for column, count in enumerate(counts) if not count]
    if not texts:
        return None
    main = max(range(len(counts)), key=lambda column: (counts[column], -column))
    label = max((column for column in texts if column < main), default=texts[0])
    columns = [main] if len(texts) > 1 else [column for column, count in enumerate(counts) if count]
    at = rowed.figures(cells, columns)
    beside = rowed.figures(cells, [column for column, count in enumerate(counts) if count and column != main])
    if beside and beside[0] == at[0]:  # at the top of their rows, these too
        at = sorted({*at, *beside})
    head = max((n for n in range(extra, at[0]) if any(cells[n][column] for column in columns)), default=-1) + 1
    first = range(head, at[0] + 1) if not head or _begun_before(cells[head][label]) else range(head, head + 1)
    cutting = rowed.starts(cells, [label, *(column for column in texts if column > main)], at, first)
    begun = [*([extra] if head else []), *([head] if head and cutting.starts[0] > head else []), *cutting.starts]
    rows = [cells[start:end] for start, end in pairwise((*begun, len(cells)))]
    return begun[0], _gathered(rows, [column for column in texts if column < label], bool(head))


def _begun_before(label: Row | None) -> bool:
    """Whether the first label of a table goes on with a row of the page before, under its header said again."""
    return label is not None and label.text[:1].islower()


def _count(cells: list[list[Row | None]], column: int) -> int:
    """How many figures a column holds; none when it holds more words than figures, or ranks before labels."""
    held = [cell.text for line in cells if (cell := line[column])]
    values = [text for text in held if is_value(text)]
    ranks = not column and all(text.strip(" .").isdigit() for text in values)
    return 0 if ranks or 2 * len(values) + 2 < len(held) else len(values)


def _gathered(rows: list[list[list[Row | None]]], wide: Sequence[int], headed: bool) -> list[list[list[Row]]]:
    """The cells of rows; in the `wide` columns a label goes on beside several rows, and is put in the first of them."""
    out = [[[cell for line in row if (cell := line[column])] for column in range(len(row[0]))] for row in rows]
    for column in wide:
        right = max((line.x1 for row in out for line in row[column]), default=0.0)
        owner = out[headed][column] if len(out) > headed else []
        for row in out[headed + 1 :]:
            while row[column] and owner and rowed.goes_on(owner[-1], row[column][0], right):
                owner.append(row[column].pop(0))
            owner = row[column] or owner
    return [row for row in out if any(row)]


def _paired(cells: list[list[Row | None]]) -> tuple[int, list[list[list[Row]]]] | None:
    """A table without figures, its rows begun where two columns stand side by side; not a page in two columns."""
    paired = [number for number, row in enumerate(cells) if row[0] and any(row[1:])]
    if all(_CODE.fullmatch(cells[number][0].text) for number in paired):  # type: ignore[union-attr]
        return None  # titles and items with their numbers
    long = sum(1 for number in paired if all(cell is None or len(cell.text) > 30 for cell in cells[number]))
    if (len(paired) > _LONGEST_PROSE and long > len(paired) / 2) or len(paired) * 2 < len(cells):
        return None
    starts = [0, *(number for number in paired if number > 0)]
    rows = [cells[start:end] for start, end in pairwise((*starts, len(cells)))]
    return 0, _gathered(rows, (), False)


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
