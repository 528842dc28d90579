"""Tables whose criteria stand side by side: labels above, weights below, one row a lot."""

from __future__ import annotations

from collections.abc import Sequence

from clausekit.recognise.entries import Entry, entries
from clausekit.recognise.labels import clean
from clausekit.recognise.layout import Grid, names
from clausekit.recognise.lots import LotName, lot_of
from clausekit.recognise.weights import alone, weights


def turned(table: Grid) -> list[tuple[LotName | None, list[Entry]]]:
    """Entries of a table whose criteria stand in columns: labels above, weights below, one row a lot."""
    found: list[tuple[LotName | None, list[Entry]]] = []
    labels: dict[int, str] = {}
    for index in range(1, len(table.rows)):
        row = table.rows[index]
        columns = [column for column, text in enumerate(row) if alone(text)]
        others = [text for column, text in enumerate(row) if text and column not in columns]
        if len(columns) < 2 or len(others) > 1:
            continue
        labels = labels or _labels_above(table.rows[index - 1], columns)
        lot = lot_of(others[0]) if others else None
        if not labels or (found and lot is None):
            break
        read = ((labels.get(column, ""), alone(row[column])) for column in columns)
        entries_ = [Entry(label=name, weight=weight, place=table.places[index]) for name, weight in read if name]
        found.append((lot, entries_))
    return found


def headed(table: Grid) -> list[tuple[LotName | None, list[Entry]]]:
    """Entries of a table whose first row tells each criterion with its weight, and the rows below what it holds."""
    head, below = table.rows[0], table.rows[1:]
    read = [entries(" ".join(text.split()), table.places[0]) for text in head if text]
    whole = len(read) > 1 and all(len(found) == 1 and found[0].named and found[0].weight for found in read)
    if not whole or any(weights(text) for row in below for text in row):
        return []
    return [(None, [found[0] for found in read])]


def _labels_above(above: Sequence[str], columns: Sequence[int]) -> dict[int, str]:
    """The names of columns of weights; none when one of them is a lot, a heading of weights or nothing."""
    labels = {column: clean(above[column] if column < len(above) else "") for column in columns}
    named = all(labels.values()) and not any(lot_of(text) or names(text, "poids") for text in labels.values())
    return labels if named else {}
