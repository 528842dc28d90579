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
# « La consultation est divisée en cinq lots »: some may have no other word.
_COUNTED: Final = re.compile(r"\b(?P<count>\d{1,2}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)\s+lots\b")
_WORDS: Final = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
_MOST: Final = 40


def named(draft: Draft) -> tuple[str, ...]:
    """The lots of a document, from 1 on without a gap; none where its words leave one out or name none."""
    texts = [words.fold(text) for text in _texts(draft)]
    found = {number for text in texts for each in _NAMED.finditer(text) for number in numbers(each["ids"]).split(", ")}
    found |= {number for block in draft.blocks if isinstance(block, Table) for number in _column(block)}
    told = sorted({int(number) for number in found if number.isdigit() and 0 < int(number) <= _MOST})
    counts = (_count(each["count"]) for text in texts for each in _COUNTED.finditer(text))
    whole = told == list(range(1, len(told) + 1)) and max(counts, default=0) <= len(told)
    return tuple(map(str, told)) if len(told) > 1 and whole else ()


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS.index(word) + 2


def _texts(draft: Draft) -> Iterator[str]:
    for block in draft.blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (text for row in block.texts for text in row)


def _column(table: Table) -> Iterator[str]:
    """The numbers of a first column headed « Lot »."""
    rows = table.texts
    if rows and rows[0] and _COLUMN.fullmatch(words.fold(rows[0][0])):
        yield from (row[0].strip() for row in rows[1:] if row and row[0].strip().isdigit())


def rest(told: Iterable[str], named: Sequence[str]) -> str:
    """The lots of a document that no grid names, as a grid does (« 5, 6 »); `ALL` where they cannot be told."""
    own = {number for lot in told if lot not in {"", ALL} for number in lot.split(", ")}
    left = [number for number in named if number not in own]
    return ", ".join(left) if own and left and own <= set(named) else ALL
