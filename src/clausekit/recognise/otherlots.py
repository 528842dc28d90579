"""« Pour les autres lots » in numbers: the lots that a document names, without those that have a grid of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clausekit.draft import Draft, Line, Table
from clausekit.recognise import words
from clausekit.recognise.lots import ALL, numbers

_NAMED: Final = re.compile(
    r"\blots?\s*(?:n\s?[°os]*\s*)?(?P<ids>\d{1,2}(?:\s*(?:,|et|a|&)\s*(?:lots?\s*)?(?:n\s?[°o]\s*)?\d{1,2}\b)*)\b"
    r"(?!\s*(?:%|€|points?|euros?|mois|jours?))"
)
_COLUMN: Final = re.compile(r"\W*(?:n\s?[°os]*\s*(?:d[eu]s?\s)?)?lots?(?:\s*n\s?[°os]*)?\W*")
_MOST: Final = 40


def named(draft: Draft) -> tuple[str, ...]:
    """The lots of a document, from 1 on without a gap; none where its words leave one out or name none."""
    found = {number for text in _texts(draft) for number in text}
    told = sorted({int(number) for number in found if number.isdigit() and 0 < int(number) <= _MOST})
    return tuple(map(str, told)) if len(told) > 1 and told == list(range(1, len(told) + 1)) else ()


def _texts(draft: Draft) -> Iterator[list[str]]:
    for block in draft.blocks:
        if isinstance(block, Line):
            yield from _numbers(block.text)
        else:
            yield from _of_table(block)


def _of_table(table: Table) -> Iterator[list[str]]:
    head, *rows = table.texts
    column = bool(head) and _COLUMN.fullmatch(words.fold(head[0])) is not None
    for row in (head, *rows):
        for text in row:
            yield from _numbers(text)
        if column and row and row[0].strip().isdigit():
            yield [row[0].strip()]


def _numbers(text: str) -> Iterator[list[str]]:
    for found in _NAMED.finditer(words.fold(text)):
        yield numbers(found["ids"]).split(", ")


def rest(told: Iterable[str], named: Sequence[str]) -> str:
    """The lots of a document that no grid names, as a grid does (« 5, 6 »); `ALL` where they cannot be told."""
    own = {number for lot in told if lot not in {"", ALL} for number in lot.split(", ")}
    left = [number for number in named if number not in own]
    return ", ".join(left) if own and left and own <= set(named) else ALL
