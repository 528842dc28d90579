"""A table whose criteria come back on each row of what they hold, as a file without merged cells gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.layout import Grid, read_weight

_TWO: Final = 2


def once(table: Grid) -> Grid:
    """The table with each criterion, and the weight that comes back with it, on the first of its rows only."""
    groups = [list(run) for _, run in groupby(range(len(table.rows)), key=lambda index: _head(table.rows[index]))]
    told = [rows for rows in groups if _again(table, rows)]
    if not told:
        return table
    blank = {0, *_constant(table, told)}
    later = {index for rows in told for index in rows[1:]}
    return replace(
        table, rows=tuple(_blanked(row, blank) if index in later else row for index, row in enumerate(table.rows))
    )


def _head(row: Sequence[str]) -> str:
    return " ".join(words.fold(row[0]).split()) if row else ""


def _again(table: Grid, rows: Sequence[int]) -> bool:
    """Whether rows open on one criterion and each name something else beside it, with a weight."""
    if len(rows) < _TWO or not _head(table.rows[rows[0]]) or read_weight(table.rows[rows[0]][0], "none"):
        return False
    own = [table.rows[index] for index in rows if len(table.rows[index]) > _TWO and table.rows[index][1]]
    names = {words.fold(row[1]) for row in own}
    weighed = all(any(read_weight(text, "none") for text in row[_TWO:]) for row in own)
    return len(own) == len(rows) == len(names) and weighed and not any(read_weight(row[1], "none") for row in own)


def _constant(table: Grid, told: Sequence[Sequence[int]]) -> set[int]:
    """The columns that say the same on all the rows of each criterion, when another column does not."""
    width = min(len(table.rows[index]) for rows in told for index in rows)
    same = {column for column in range(_TWO, width) if all(_one(table, rows, column) for rows in told)}
    return same if len(same) < width - _TWO else set()


def _one(table: Grid, rows: Sequence[int], column: int) -> bool:
    return len({table.rows[index][column] for index in rows}) == 1


def _blanked(row: Sequence[str], columns: set[int]) -> tuple[str, ...]:
    return tuple("" if index in columns else text for index, text in enumerate(row))
