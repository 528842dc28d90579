"""Bare numbers that stand under the words « Critères Pondération », as a page without rulings gives a table.

« 1 - Prix 60 », « 2 - Valeur technique », then « 40 » on a line of its own: numbered lines are
criteria, a number that ends one or follows it is its weight. Lines without a number before them
need no heading when each names what it judges. Nothing is read unless each has its own and the
criteria make 100.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from clausekit.recognise import kinds, words
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import TOTAL, close
from clausekit.recognise.labels import clean
from clausekit.recognise.trailing import spaced
from clausekit.recognise.weights import bare

_HEADING: Final = re.compile(
    r"\W*criteres?(?: de (?:jugement|choix|selection))?(?: d'attribution)?(?: des offres)?(?: et sous[ -]?criteres)?"
    r"\W+(?:ponderations?|poids|points|notes?|coefficients?|bareme)\b.{0,20}"
)
# « Prix : 60 » is read with its neighbours, whatever their words.
_TIED: Final = re.compile(r"[:=]\s*\d[\d.,]*\W*\Z")
_LONE: Final = re.compile(r"\W*(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\W*")
_MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Column:
    """Numbered lines under such a heading, each with its number: by their places among the entries."""

    rows: dict[int, Entry]
    lone: frozenset[int]

    @property
    def tops(self) -> list[Entry]:
        """The criteria, sub-criteria left out."""
        least = min((len(row.ids) for row in self.rows.values()), default=0)
        return [row for row in self.rows.values() if len(row.ids) == least]

    @property
    def total(self) -> float:
        """The sum of the criteria."""
        return sum(row.weight.value for row in self.tops if row.weight)

    @property
    def likely(self) -> bool:
        """Whether there are several lines, each with a number, a price among them."""
        told = [kinds.told(row.label).natures for row in self.rows.values()]
        priced = any(set(natures) & kinds.PRICES for natures in told)
        return len(told) > 1 and priced and all(row.weight for row in self.rows.values())


def headed(found: Sequence[Entry]) -> list[Entry]:
    """Entries where such lines have their weights, when they make 100 together."""
    column = under_heading(found)
    if column is None or not column.likely or not close(column.total, TOTAL):
        return _ended(found)
    return [column.rows.get(index, entry) for index, entry in enumerate(found) if index not in column.lone]


def _ended(found: Sequence[Entry]) -> list[Entry]:
    """Entries where neighbours that end in a number (« Prix 60 ») weigh it: known words, a price, 100 in all."""
    read = [entry if entry.weight or _TIED.search(entry.label) else _row(entry) for entry in found]
    told = [row is not entry and bool(kinds.told(row.label).natures) for row, entry in zip(read, found, strict=True)]
    out = list(found)
    for known, run in groupby(range(len(found)), key=told.__getitem__):
        own = Column({index: read[index] for index in run}, frozenset())
        if known and own.likely and close(own.total, TOTAL):
            out = [own.rows.get(index, entry) for index, entry in enumerate(out)]
    return out


def under_heading(found: Sequence[Entry]) -> Column | None:
    """The numbered lines that follow the first heading of weights; None without one."""
    start = next((index for index, entry in enumerate(found) if _is_heading(entry)), None)
    return _column(found, start + 1) if start is not None else None


def _is_heading(entry: Entry) -> bool:
    text = words.fold(f"{entry.label} {entry.detail}".strip())
    return entry.weight is None and _HEADING.fullmatch(text) is not None


def _column(found: Sequence[Entry], start: int) -> Column:
    rows: dict[int, Entry] = {}
    lone: set[int] = set()
    for index in range(start, min(len(found), start + _MOST)):
        entry = found[index]
        if entry.weight is not None:
            break
        last = max(rows, default=None)
        if (number := _LONE.fullmatch(entry.label)) and last is not None and rows[last].weight is None:
            rows[last] = replace(rows[last], weight=bare(number["n"], "none"))
            lone.add(index)
        elif entry.ids:
            rows[index] = _row(entry)
    return Column(rows, frozenset(lone))


def _row(entry: Entry) -> Entry:
    ended = spaced(entry.label)
    label = clean(ended.label) if ended else ""
    return replace(entry, label=label, weight=bare(ended.number, "none")) if ended and label else entry
