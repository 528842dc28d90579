"""Tables whose criteria, or what one of them holds, stand side by side; columns of weights each headed by a lot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from clausekit.finding import Place
from clausekit.recognise import fits, kinds, levels, wording, words
from clausekit.recognise.entries import Entry, entries
from clausekit.recognise.labels import clean
from clausekit.recognise.layout import Grid, names, of_phase, read_weight
from clausekit.recognise.lots import LotName, lot_of
from clausekit.recognise.weights import Weight, alone, bare, weights

_MOST_WORDS: Final = 8
_NAME: Final = re.compile(r"[^\W\d_]{4,}")
# « note maxi/20 », before the marks of a row.
_OUT_OF: Final = re.compile(
    r"(?:notes?|points?|pts|bareme|notation)?\s?(?:max\w*)?\W{0,3}(?:sur\s)?(?P<base>\d{1,3})\W*"
)
_CORNER: Final = re.compile(r"\W*(?:(?:sous[ -]?)?criteres?\b.{0,40}|intitules?|libelles?)?\W*")


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


def marked(table: Grid) -> list[tuple[LotName | None, list[Entry]]]:
    """Entries of a table with a criterion, what it holds beside it, and the marks below, which make what is printed."""
    found: list[Entry] = []
    for index, (above, below) in enumerate(pairwise(table.rows), start=1):
        out_of = _OUT_OF.fullmatch(words.fold(below[0])) if below else None
        marks = [bare(text, "points") for text in below[1:]]
        told = [mark for mark in marks if mark]
        labels = [clean(text) for text in above]
        whole = bool(out_of) and len(told) == len(below) - 1 == len(labels) - 1 > 1 and all(labels)
        offers = any(words.holds(words.fold(text), "criteres", "entetes", "autres") for text in labels[1:])
        if not out_of or not whole or offers or not fits.close(sum(mark.value for mark in told), float(out_of["base"])):
            continue
        place = table.places[index - 1]
        base = Weight(text=f"sur {out_of['base']}", value=float(out_of["base"]), unit="points", scale=True)
        found.append(Entry(label=labels[0], weight=base, place=place, depth=1, opens=True))
        found += [
            Entry(label=name, weight=mark, place=place, depth=2) for name, mark in zip(labels[1:], told, strict=True)
        ]
    return [(None, found)] if found else []


def _labels_above(above: Sequence[str], columns: Sequence[int]) -> dict[int, str]:
    """The names of columns of weights; none when one of them is a lot, a heading of weights or nothing."""
    labels = {column: clean(above[column] if column < len(above) else "") for column in columns}
    named = all(labels.values()) and not any(
        lot_of(text) or names(text, "poids") or of_phase(text) for text in labels.values()
    )
    return labels if named else {}


def parallel(table: Grid) -> list[tuple[LotName | None, list[Entry]]]:
    """Entries of a table whose columns of weights each make 100 under a name of their own: lots, by what they buy."""
    head, rows = table.rows[0], table.rows[1:]
    named = head[1:]
    if len(named) < 2 or not _CORNER.fullmatch(words.fold(head[0])) or not _apart(named):
        return []
    found: list[tuple[LotName | None, list[Entry]]] = []
    for column, name in enumerate(named, start=1):
        read = [_told(row, column, place) for row, place in zip(rows, table.places[1:], strict=True)]
        own = [entry for entry in read if entry]
        if len(own) < len(rows) or not _award([entry for entry in own if wording.is_criterion(entry)]):
            return []
        found.append((LotName(name=clean(name)), own))
    return found


def _apart(headings: Sequence[str]) -> bool:
    """Whether headings name things bought: several, all told, none of them a heading of weights or of offers."""
    folded = [words.fold(text) for text in headings]
    plain = all(
        _NAME.search(text) and len(text.split()) <= _MOST_WORDS and not weights(text) and not lot_of(text)
        for text in folded
    )
    other = any(
        of_phase(text)
        or names(text, "poids")
        or names(text, "sous_critere")
        or words.holds(text, "criteres", "entetes", "autres")
        for text in folded
    )
    return plain and not other and len(set(folded)) == len(folded)


def _told(row: Sequence[str], column: int, place: Place) -> Entry | None:
    """A criterion beside its weight for one lot; None when either is missing."""
    read = entries(" ".join(row[0].split()), place) if row[0] else ()
    weight = read_weight(row[column], "none") if column < len(row) else None
    alone_ = len(read) == 1 and read[0].named and read[0].weight is None
    return replace(read[0], weight=weight) if alone_ and weight else None


def _award(rows: Sequence[Entry]) -> bool:
    """Whether rows make 100, a price among known words."""
    told = [kinds.told(row.label).natures for row in rows]
    priced = any(set(natures) & kinds.PRICES for natures in told)
    nodes = levels.tree(rows, expected=fits.TOTAL)
    return priced and len(nodes) > 1 and fits.close(levels.spread(nodes), fits.TOTAL)
