"""Lines of a table of contents on a page: a title, dots or a blank, the number of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausekit.read import typed
from clausekit.read.sheet import GAP, Row

_LEADER = re.compile(r"(?<![.…_·])(?<![.…_·]\s)(?:[.…_·]\s?){4,}+\s*\d{1,4}\s*$")
_NAMED = re.compile(r"\s*(?:s\s*o\s*m\s*m\s*a\s*i\s*r\s*e|table\s+des\s+mati[èe]res)\b.*", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:^|\s)\d{1,3}$")
_LONGEST = 300  # characters of an entry
_LEAST, _LEAST_UNNAMED = 3, 6
_IN_LINE = 5.0  # points


def contents(rows: Sequence[Row], pages: int, *, goes_on: bool) -> set[int]:
    """The ranks, among the lines of a page, of those that belong to a table of contents.

    `goes_on`: the page before ended with one.
    """
    led = [number for number, row in enumerate(rows) if _LEADER.search(row.text[-_LONGEST:])]
    blank = [number for number, row in enumerate(rows) if _ends_with_page(row, pages)]
    named = any(_NAMED.fullmatch(row.text[:_LONGEST]) for row in rows)
    found = led if len(led) >= _LEAST else []
    if len(blank) >= (_LEAST if named else _LEAST_UNNAMED) and _orderly([rows[number] for number in blank]):
        found = [*found, *blank]
    alone = [
        n for n, row in enumerate(rows) if n and row.text.isdecimal() and typed.title(rows[n - 1].text, strong=True)
    ]
    if len(alone) >= _LEAST and _rising([rows[number] for number in alone]):
        found = [*found, *alone]
    if not found:
        return set()
    # A title of two lines has its number on the second.
    first, last = 0 if goes_on else min(found), max(found)
    while first and (
        typed.title(rows[first - 1].text, strong=True) or _NUMBERED.search(rows[first - 1].text[-_LONGEST:])
    ):
        first -= 1
    while last + 1 < len(rows) and _NUMBERED.search(rows[last + 1].text[-_LONGEST:]):
        last += 1
    return set(range(first, last + 1))


def _ends_with_page(row: Row, pages: int) -> bool:
    if len(row.words) < 2:
        return False
    before, last = row.words[-2:]
    return last.text.isdecimal() and int(last.text) <= pages and last.x0 - before.x1 > GAP / 2 * row.size


def _orderly(rows: Sequence[Row]) -> bool:
    """Whether the numbers stand in line and never go down, as those of pages do."""
    ends = sorted(row.x1 for row in rows)
    return ends[-1] - ends[len(ends) // 4] < _IN_LINE and _rising(rows)


def _rising(rows: Sequence[Row]) -> bool:
    numbers = [int(row.words[-1].text) for row in rows]
    return numbers == sorted(numbers) and numbers[0] < numbers[-1]
