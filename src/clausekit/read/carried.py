"""Tables that go on from one page to the next: a header said again is left out, a row cut is made whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from clausekit.read.flow import HANGING, STOPS, Manner, joined
from clausekit.read.ruled import Grid
from clausekit.read.values import is_value

# {"text", "page", "contents", "strong", "large", "calls"} for a paragraph; {"rows", "page"} for a table, whose cells
# are {"paragraphs", "span", "calls"}, or {"paragraphs": None} for the rest of the cell above.
# `calls` are ranks of notes.
Item: TypeAlias = dict[str, Any]
_SAME_COLUMN = 6.0  # points
_MOST_HEADERS = 3
# A weight alone in a cell.
_WEIGHT = re.compile(r"(?:Notée? sur |Pondération\s?: ?|\()?\d+(?:,\d+)?\s?(?:%|points?|pts?|/\s?\d+)\)?")
_BULLETS = "-–—•▪◦·➢✓("


def follows(first: Grid, second: Grid) -> bool:
    """Whether a grid stands on the page after another, with the same columns."""
    return first.page + 1 == second.page and same_columns(first.xs, second.xs)


def same_columns(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether columns are cut at the same places."""
    return len(first) == len(second) and all(abs(a - b) < _SAME_COLUMN for a, b in zip(first, second, strict=True))


def add(table: list[list[Item]], more: list[list[Item]], known: Manner) -> None:
    """Add the rows of the next page to a table."""
    more = _without_header(table, more)
    if more and _goes_on(table[-1], more[0]):
        for column, below in enumerate(more[0]):
            _lengthen(table, column, below, known)
        more = more[1:]
    elif more:
        for column, below in enumerate(more[0]):
            if _is_rest(table, column, more[0]):
                _lengthen(table, column, below, known)
                more[0][column] = {**below, "paragraphs": None}
    table += more


def _without_header(table: list[list[Item]], more: list[list[Item]]) -> list[list[Item]]:
    for row in table[: min(_MOST_HEADERS, len(more) - 1)]:
        if _said(more[0]) != _said(row):
            break
        more = more[1:]
    return more


def _said(row: list[Item]) -> list[Any]:
    return [cell["paragraphs"] for cell in row]


def _goes_on(above: list[Item], below: list[Item]) -> bool:
    """Whether a row is the rest of the one above: its words go on, and its cells make it whole."""
    if len(above) != len(below):
        return False
    pairs = [(a["paragraphs"], b["paragraphs"]) for a, b in zip(above, below, strict=True)]
    if _weighs(*pairs[0]):
        return True
    starts = [after[0] for _, after in pairs if after]
    uneven = any(before is not None and bool(before) != bool(after) for before, after in pairs)
    if not starts or not uneven or any(before and after and is_value(after[0]) for before, after in pairs):
        return False  # or each has its own figure
    ends = [before[-1] for before, after in pairs if before and after]
    hanging = bool(ends) and all(HANGING.search(end) for end in ends)
    listed = all(text[:1] in _BULLETS for text in starts) and any(before and not after for before, after in pairs)
    return hanging or listed or _small(starts)


def _weighs(above: list[str] | None, below: list[str] | None) -> bool:
    """Whether a cell holds but the weight of the label above it: « Valeur technique », then « 35 points »."""
    alone = above is not None and below is not None and len(above) > 0 and len(below) == 1
    return alone and _WEIGHT.fullmatch(below[0]) is not None and not is_value(above[-1])  # type: ignore[index]


def _small(starts: list[str]) -> bool:
    """Whether words begin as the rest of a sentence does: in small letters, but for signs and figures."""
    small = [text[:1].islower() for text in starts]
    return any(small) and all(own or not text[:1].isalpha() for own, text in zip(small, starts, strict=True))


def _owner(table: list[list[Item]], column: int) -> Item | None:
    """The last cell of a column that holds words of its own, those that go on over several rows found at their top."""
    for row in reversed(table):
        if column >= len(row):
            return None
        if row[column]["paragraphs"] is not None:
            return row[column]
    return None


def _is_rest(table: list[list[Item]], column: int, row: list[Item]) -> bool:
    """Whether one cell of a row only ends the cell above, while the others begin something."""
    above, below = _owner(table, column), row[column]["paragraphs"]
    starts = [cell["paragraphs"][0][:1] for cell in row if cell["paragraphs"]]
    others = any(start.isalpha() and not start.islower() for start in starts)
    if above is None or not above["paragraphs"] or not below:
        return False
    return others and below[0][:1].islower() and not above["paragraphs"][-1].endswith(STOPS)


def _lengthen(table: list[list[Item]], column: int, below: Item, known: Manner) -> None:
    if not below["paragraphs"]:
        return
    above = _owner(table, column)
    if above is None:
        above = table[-1][column]
    first, last = below["paragraphs"][0], (above["paragraphs"] or [""])[-1]
    whole = bool(last) and (first[:1].islower() or HANGING.search(last)) and not last.endswith(STOPS)
    kept = (above["paragraphs"] or [])[:-1] if whole else above["paragraphs"] or []
    begun = [joined([last, first], known)] if whole else [first]
    above["paragraphs"] = [*kept, *begun, *below["paragraphs"][1:]]
    above["calls"] = [*above["calls"], *below["calls"]]
