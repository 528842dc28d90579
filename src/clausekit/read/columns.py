"""Tables that no rule draws: labels on the left, weights or prices in line on the right.

Lines that leave the same blank between their words make a table. Its rows begin where the narrow
column (figures, « 40 % », « 20 points ») has something; a label of several lines goes whole with the
figure that stands beside it, at its top or half-way down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from clausekit.read import rowed, spanned
from clausekit.read.gutters import CLOSE, CODE, FEWEST, Gutter, Line, all_gutters, line_of, region
from clausekit.read.sheet import Row, Word
from clausekit.read.values import is_value

_MOST_ABOVE = 12
_MOST_HEADERS = 2
_TRIES = 8  # to begin a table in lines side by side that make none, before lines are left out
_CARRIED = re.compile(r"(?!dont\b)[a-zà-öø-ÿœ]")  # what goes on with the label above
_LONGEST_PROSE = 18  # rows of two long columns: a page in two columns, not a table


@dataclass(slots=True)
class Aligned:
    """A table found: rows of cells, each made of lines of print; None for the rest of the cell above."""

    rows: list[spanned.Line]
    page: int
    top: float
    gutters: list[Gutter]
    above: int = 0  # lines taken from those before it
    lines: int = 0  # lines that it takes, when it is not as many as share its blanks


def aligned(rows: Sequence[Row]) -> list[Row | Aligned]:
    """Lines of a page, from top to bottom, with those that make a table put together."""
    lines = [line_of(row) for row in rows]
    out: list[Row | Aligned] = []
    index = tries = end = after = since = 0
    while index < len(lines):
        tries = tries if index < end else 0
        count, gutters = region(lines, index) if not tries or index >= after else (0, [])
        table = None
        if count:
            above = lines[max(since, index - _MOST_ABOVE) : index]
            held = lines[index : index + count]
            known = all_gutters(held, gutters)
            table = _beneath(lines, index, count, len(known)) or _table(held, known, above)
        if table:
            del out[len(out) - table.above :]
            out.append(table)
            index = since = index + max(count, table.lines)
        else:
            if count:  # no table begins here: one may begin a few lines below, not at each line of a long text
                tries, end = tries + 1, max(end, index + count)
                after = index + (1 << max(0, tries - _TRIES))
            out.append(lines[index].row)
            index += 1
    return out


def _table(lines: Sequence[Line], gutters: list[Gutter], above: Sequence[Line]) -> Aligned | None:
    """The table that lines make, with those of the lines above that begin its first row."""
    cuts = [(low + high) / 2 for low, high in gutters]
    before = _labels_above(lines[0], gutters, above)
    cells = _united([_cells(line, cuts) for line in (*before, *lines)])
    found = _figured(cells, len(before)) or _paired(cells[len(before) :])
    if found is None or len(found[1]) < FEWEST:
        return None
    start, rows = found
    row = ([*before, *lines])[start].row
    return Aligned(rows, row.page, row.top, gutters, len(before) - start)


def _beneath(lines: Sequence[Line], start: int, count: int, known: int) -> Aligned | None:
    """The table beneath a header of one or two lines that stands across its columns, with this header.

    `known` is how many blanks are shared with the header: beneath it there are more.
    """
    head = lines[start : start + min(count - 1, _MOST_HEADERS)]
    named = list(takewhile(lambda line: not any(is_value(word.text) for word in line.row.words), head))
    for below in range(start + 1, start + len(named) + 1):
        more, own = region(lines, below)
        if below + more < start + count:
            continue
        shared = all_gutters(lines[below : below + more], own)
        table = _table(lines[below : below + more], shared, ()) if len(shared) > known else None
        if table and spanned.gathers(table.rows):
            cuts = [(low + high) / 2 for low, high in table.gutters]
            header = [_across(line, cuts) for line in lines[start:below]]
            return Aligned([*header, *table.rows], table.page, lines[start].row.top, own, 0, below + more - start)
    return None


def _across(line: Line, cuts: Sequence[float]) -> spanned.Line:
    """A line of a header, each of its words in the first column that they stand over."""
    cells: list[list[Row] | None] = [[] for _ in range(len(cuts) + 1)]
    for segment in line.segments:
        cells[sum(segment[0].x0 > cut for cut in cuts)] = [Row(segment, line.row.page)]
    return cells


def _labels_above(first: Line, gutters: list[Gutter], above: Sequence[Line]) -> list[Line]:
    """Lines close above a table that keep to its first column: its first label may begin there."""
    taken: list[Line] = []
    below, left, right = first.row, gutters[0][0], gutters[0][1]
    for line in reversed(above):
        row = line.row
        far = below.top - row.bottom > (CLOSE - 1) * row.size or len(line.segments) > 1
        if far or row.x1 > right or row.x0 > left or row.text.endswith(":") or len(taken) == _MOST_ABOVE:
            break
        taken.append(line)
        below = row
    return taken[::-1]


def _cells(line: Line, cuts: list[float]) -> list[Row | None]:
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


def _figured(cells: list[list[Row | None]], extra: int) -> tuple[int, list[spanned.Line]] | None:
    """Where a table with columns of figures begins, and its rows; its first `extra` lines may belong to it."""
    if (spanning := _spanned(cells, extra)) is not None:
        return spanning
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


def _spanned(cells: list[list[Row | None]], extra: int) -> tuple[int, list[spanned.Line]] | None:
    """Where a table whose labels stand beside several rows begins, and its rows."""
    known = spanned.columns(cells)
    if known is None:
        return None
    figures = [column for column in (known.weight, known.figure) if column >= 0]
    first = rowed.figures(cells, figures)[0]
    named = (n for n in range(extra, first) if any(cells[n][column] for column in figures) or spanned.names(cells[n]))
    head = max(named, default=extra - 1) + 1
    rows = spanned.gathered(cells[head:], known)
    if rows is None:
        return None
    header: list[spanned.Line] = [[[c for line in cells[extra:head] if (c := line[n])] for n in range(known.count)]]
    return extra, [*(header if head > extra else []), *rows]


def _begun_before(label: Row | None) -> bool:
    """Whether the first label of a table goes on with a row of the page before, under its header said again."""
    return label is not None and label.text[:1].islower()


def _count(cells: list[list[Row | None]], column: int) -> int:
    """How many figures a column holds; none when it holds more words than figures, or ranks before labels."""
    held = [cell.text for line in cells if (cell := line[column])]
    values = [text for text in held if is_value(text)]
    ranks = not column and all(text.strip(" .").isdigit() for text in values)
    return 0 if ranks or 2 * len(values) + 2 < len(held) else len(values)


def _gathered(rows: list[list[list[Row | None]]], wide: Sequence[int], headed: bool) -> list[spanned.Line]:
    """The cells of rows; in the `wide` columns a label goes on beside several rows, and is put in the first of them."""
    out = [[[cell for line in row if (cell := line[at])] for at in range(len(row[0]))] for row in rows]
    for column in wide:
        right = max((line.x1 for row in out for line in row[column]), default=0.0)
        owner = out[headed][column] if len(out) > headed else []
        for row in out[headed + 1 :]:
            while row[column] and owner and rowed.goes_on(owner[-1], row[column][0], right):
                owner.append(row[column].pop(0))
            owner = row[column] or owner
    return [list(row) for row in out if any(row)]


def _paired(cells: list[list[Row | None]]) -> tuple[int, list[spanned.Line]] | None:
    """A table without figures, its rows begun where two columns stand side by side; not a page in two columns."""
    paired = [number for number, row in enumerate(cells) if row[0] and any(row[1:])]
    if all(CODE.fullmatch(cells[number][0].text) for number in paired):  # type: ignore[union-attr]
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
    # « Valeur financière de l'offre : / 60 points » is one label, beside two sub-criteria.
    if any(_CARRIED.match(cells[0][start].text) or is_value(cells[0][start].text) for start in starts[1:] if start):
        return [cells]
    tops = [cells[0][start].top for start in starts if start is not None]
    tops[0] = min(row.top for cell in cells for row in cell)
    bounds = [*tops, float("inf")]
    return [[[r for r in cell if low - 2 <= r.top < high - 2] for cell in cells] for low, high in pairwise(bounds)]


def _beside(labels: list[Row], figure: Row) -> int | None:
    """The line of a label that stands level with a figure."""
    middle = (figure.top + figure.bottom) / 2
    return next((n for n, label in enumerate(labels) if label.top <= middle <= label.bottom), None)
