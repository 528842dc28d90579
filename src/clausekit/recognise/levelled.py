"""Two columns of weights in one table: that of the criteria, and that of what they hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from clausekit.recognise import kinds
from clausekit.recognise.layout import Grid, Layout

_TWO: Final = 2


def _cell(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def shared(table: Grid, form: Layout) -> tuple[int, int] | None:
    """Two columns of weights, that of the criteria and that of what they hold, when each row fills but one of them."""
    if len(form.weights) != _TWO or len(form.labels) != 1 or form.lots:
        return None
    one, other = form.weights
    filled = [(bool(_cell(row, one)), bool(_cell(row, other))) for row in table.rows[form.start :]]
    told = [pair for pair in filled if any(pair)]
    if not told or any(map(all, told)) or min(sum(pair[0] for pair in told), sum(pair[1] for pair in told)) < _TWO:
        return None
    upper, lower = (one, other) if told[0][0] else (other, one)
    return None if _in_turn(table, form, upper, lower) else (upper, lower)


def _in_turn(table: Grid, form: Layout, upper: int, lower: int) -> bool:
    """Whether a column only begins where the other ends, with a price of its own: two lots, one after the other."""
    rows = table.rows[form.start :]
    last = max(index for index, row in enumerate(rows) if _cell(row, upper))
    first = min(index for index, row in enumerate(rows) if _cell(row, lower))
    priced = [set(kinds.told(_cell(row, form.labels[0])).natures) == {"price"} for row in rows]
    return last < first and not priced[last] and any(priced[first:])
