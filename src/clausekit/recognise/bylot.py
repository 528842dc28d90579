"""A table whose first column names lots, cut into one for each."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.layout import Grid
from clausekit.recognise.lots import LotName, lot_of

# « Lot », « N° du lot » head a column of lots.
_LOTS: Final = re.compile(r"\W*(?:n\s?[°os]*\s*)?(?:d[eu]s?\s)?lots?(?:\s*n\s?[°os]*)?\W*")


def by_lot(table: Grid) -> list[tuple[LotName | None, Grid]]:
    """A table cut where its first column, headed « Lot », names another lot; whole, with no lot, where none does."""
    (head, *_), *rows = table.rows
    if not rows or not rows[0][0] or not _LOTS.fullmatch(words.fold(head)):
        return [(None, table)]
    lots: list[LotName | None] = []
    for cell, *_ in rows:
        lots.append(lot_of(cell) or lot_of(f"lot {cell}") if cell else lots[-1])
    starts = [rank for rank, lot in enumerate(lots) if not rank or lot != lots[rank - 1]]
    # A row for each lot has its criteria in columns.
    if None in lots or len(starts) == len(rows):
        return [(None, table)]
    return [(lots[start], _without_first(table, start, end)) for start, end in pairwise([*starts, len(rows)])]


def _without_first(table: Grid, start: int, end: int) -> Grid:
    """Some rows of a table below its headings, without its first column."""
    kept = [0, *range(start + 1, end + 1)]
    return Grid(rows=tuple(table.rows[row][1:] for row in kept), places=tuple(table.places[row] for row in kept))
