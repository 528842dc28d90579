"""Lines of a table of contents on a page: a title, dots or a blank, the number of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausekit.read import typed
from clausekit.read.sheet import GAP, Row

_LEADER = re.compile(r"(?<![.…_·])(?<![.…_·]\s)(?:[.…_·]\s?){4,}+\s*\d{1,4}\s*$")
_NAMED = re.compile(r"\s*(?:s\s*o\s*m\s*m\s*a\s*i\s*r\s*e|table\s+des\s+mati[èe]res)\b.*", re.IGNORECASE)
# What is printed above « Prix ......... 60 »: numbers that make 100 are then weights.
_WEIGHED = re.compile(r"crit[èe]res?\b|pond[ée]r|bar[èe]me|notation", re.IGNORECASE)
_WHOLE = 100
_NUMBERED = re.compile(r"(?:^|\s)\d{1,3}$")
_LONGEST = 300  # characters of an entry
_LEAST, _LEAST_UNNAMED = 3, 6
_IN_LINE = 5.0  # points
_ABOVE = 6  # lines, from the words that announce weights to the first of them


def contents(rows: Sequence[Row], pages: int, *, goes_on: bool) -> set[int]:
    """The ranks, among the lines of a page, of those that belong to a table of contents.

    `goes_on`: the page before ended with one.
    """
    led = [number for number, row in enumerate(rows) if _LEADER.search(row.text[-_LONGEST:])]
    blank = [number for number, row in enumerate(rows) if _ends_with_page(row, pages)]
    named = any(_NAMED.fullmatch(row.text[:_LONGEST]) for row in rows)
    weights = set() if named or goes_on else _weights(rows, led)
    led = [number for number in led if number not in weights]
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


def _weights(rows: Sequence[Row], led: Sequence[int]) -> set[int]:
    """The lines led to a number that are weights: lines in a row that make 100, under words that announce them."""
    runs: list[list[int]] = []
    for number in led:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return {number for run in runs if _announced(rows, run[0]) and _made(rows, run) == _WHOLE for number in run}


def _announced(rows: Sequence[Row], first: int) -> bool:
    return any(_WEIGHED.search(row.text[:_LONGEST]) for row in rows[max(0, first - _ABOVE) : first])


def _made(rows: Sequence[Row], run: Sequence[int]) -> int:
    numbers = (re.search(r"\d{1,4}\s*$", rows[number].text) for number in run)
    return sum(int(found[0]) for found in numbers if found)


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
