"""The blanks that the lines of a table without rules leave between its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf
from operator import attrgetter
from typing import Final, TypeAlias

from clausekit.read.sheet import GAP, Row, Word, extent
from clausekit.read.values import is_value

Gutter: TypeAlias = tuple[float, float]
CODE: Final = re.compile(r"\d{1,2}|[A-H]\d?|[Nn]°")
CLOSE: Final = 1.5  # heights of print between two lines of the same label
FEWEST: Final = 2  # rows
_LEADER: Final = re.compile(r"(?:[.…_·]\s?){4,}")
_RANK: Final = re.compile(r"(?:[-–—•▪*o·§➢✓]|\(?\w{1,3}[.)°]?|[\d.]{1,9}[.)°-]?)")
_PITCH: Final = 2.6  # heights of print between two lines of the same table
_LEAST_BLANK: Final = 0.9  # heights of print left between two columns
_NARROW: Final = 0.75  # heights of print between a figure and the words beside it
_MOST_FIGURE: Final = 3  # words
_MOST_LINES: Final = 600  # of a table: a longer one goes on as another


@dataclass
class Line:
    """A line of print cut in segments; a bullet or a rank stays with the words that follow it."""

    row: Row
    segments: list[list[Word]]

    @cached_property
    def extents(self) -> list[tuple[float, float]]:
        """Left and right of each: every line that a table begins on asks for those of the ones below."""
        return [extent(segment) for segment in self.segments]

    @property
    def gaps(self) -> list[Gutter]:
        """The blanks between them."""
        return [(before[1], after[0]) for before, after in pairwise(self.extents)]


def line_of(row: Row) -> Line:
    """A line of print; one that dots lead to its end is whole."""
    segments = row.segments()
    if len(segments) > 1:
        first = " ".join(word.text for word in segments[0])
        if _RANK.fullmatch(first) and not CODE.fullmatch(first):
            segments = [segments[0] + segments[1], *segments[2:]]
    if _LEADER.search(row.text):
        segments = [row.words]
    return Line(row, segments)


def region(lines: Sequence[Line], start: int) -> tuple[int, list[Gutter]]:
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
        elif index - start == count and line.row.top - before.top < CLOSE * size:
            count, kept = index - start + 1, gutters
    return (count, kept) if paired > 1 else (0, [])


def _beside_labels(lines: Sequence[Line], number: int) -> list[Gutter]:
    """The blank between a figure alone on its line, half-way down a label, and the lines of this label."""
    row = lines[number].row
    near = [line.row for line in lines[max(0, number - 1) : number + 2] if line.row is not row]
    near = [other for other in near if abs(other.top - row.top) < CLOSE * row.size]
    right = max((other.x1 for other in near), default=row.x0)
    apart = row.x0 - right > _NARROW * row.size and all(other.x0 < row.x0 for other in near)
    return [(right, row.x0)] if apart and is_value(row.text) else []


def _narrowed(gutters: list[Gutter], line: Line, size: float) -> list[Gutter]:
    """What a line leaves blank of these gutters."""
    cut = [_cut_by(gutter, line) for gutter in gutters]
    return [(low, high) for low, high in cut if high - low > _LEAST_BLANK * size]


def _cut_by(gutter: Gutter, line: Line) -> Gutter:
    """What a line leaves of a gutter; a narrow one parts words that look like one run."""
    low, high = gutter
    for left, right in line.extents:
        if right < high and left < (low + high) / 2:
            low = max(low, right)
        elif left > low:
            high = min(high, left)
        else:
            return _between_words(gutter, line)
    return low, high


def _between_words(gutter: Gutter, line: Line) -> Gutter:
    """The widest blank that words which look like one run leave there: a label may go beyond its middle."""
    low, high = gutter
    blanks = [
        (max(low, before.x1), min(high, after.x0))
        for before, after in pairwise(line.row.words)
        if before.x1 < high and after.x0 > low and after.text[0].isalnum()  # « Prix : 40 % » is no row
    ]
    return max(blanks, key=lambda blank: blank[1] - blank[0], default=(0.0, 0.0))


def _spans(line: Line, gutter: Gutter) -> bool:
    left, right = line.row.x0, line.row.x1
    return left < gutter[0] + 1 and right > gutter[1] - 1


def all_gutters(lines: Sequence[Line], known: list[Gutter]) -> list[Gutter]:
    """The blanks that lines share, also the narrow ones that a figure or a number leaves beside a label."""
    words = sorted([word for line in lines for word in line.row.words], key=attrgetter("x0"))
    least, reach, found = _NARROW * lines[0].row.size, words[0].x1, []
    for word in words:
        if word.x0 - reach > least:
            found.append((reach, word.x0))
        reach = max(reach, word.x1)
    edges = [-inf, *(high for _, high in found)], [*(low for low, _ in found), inf]
    figured = [_figures(lines, strip) for strip in zip(*edges, strict=True)]
    kept = [
        gutter
        for rank, gutter in enumerate(found)
        if any(_meet(gutter, own) for own in known) or any(figured[rank : rank + 2]) or _parts(lines, gutter, known)
    ]
    return kept if all(any(_meet(gutter, own) for gutter in kept) for own in known) else known


def _figures(lines: Sequence[Line], strip: Gutter) -> bool:
    """Whether what stands between two blanks is figures under the words of a header."""
    low, high = strip
    held = [[word.text for word in line.row.words if low <= word.centre <= high] for line in lines]
    texts = [" ".join(words) for words in held if words]
    first = next((rank for rank, text in enumerate(texts) if is_value(text)), len(texts))
    return len(texts) - first >= FEWEST and all(is_value(text) and not text.isdigit() for text in texts[first:])


def _meet(first: Gutter, second: Gutter) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def _parts(lines: Sequence[Line], gutter: Gutter, known: list[Gutter]) -> bool:
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
    figures = sum(is_value(text) or CODE.fullmatch(text) is not None for text in lefts)
    if figures >= FEWEST or 2 * wide <= told or wide < FEWEST:
        return figures >= FEWEST
    return wide > FEWEST or (min(map(len, lefts)) > _MOST_FIGURE and _apart(lines, gutter))


def _apart(lines: Sequence[Line], gutter: Gutter) -> bool:
    """Whether lines keep to one side of a blank, and others to its other side."""
    middle = sum(gutter) / 2
    left = sum(line.row.x1 < middle for line in lines)
    right = sum(line.row.x0 > middle for line in lines)
    return min(left + 1, right) >= FEWEST
