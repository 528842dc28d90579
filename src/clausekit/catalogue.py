"""The library as a shelf to look through: each entry with its texts, and what one looks for it by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from clausekit.coverage import coverage
from clausekit.library import Entry, Library
from clausekit.listing import Row, row
from clausekit.showing import Sheet, levels_of, show


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entry of the catalogue. `measures` are the rows that it answers (M14b), `words` all that it prints."""

    entry: Entry
    row: Row
    sheet: Sheet
    measures: tuple[str, ...]
    levels: tuple[str, ...]
    words: str


def _answered(library: Library) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item in coverage(library):
        for entry in item.entries:
            found[entry.id].append(item.row.id)
    return found


def _words(sheet: Sheet) -> str:
    """What the search reads: the title and each sentence, once."""
    sentences = (sentence for level in sheet.levels for text in level.texts for sentence in text.sentences)
    return " ".join(dict.fromkeys((sheet.entry.title, *sentences)))


def cards(library: Library) -> tuple[Card, ...]:
    """Every entry in force, family by family, clauses first."""
    measures = _answered(library)
    found = []
    for entry in library.in_force:
        sheet = show(entry, library)
        found.append(
            Card(
                entry=entry,
                row=row(entry),
                sheet=sheet,
                measures=tuple(measures.get(entry.id, ())),
                levels=levels_of(entry),
                words=_words(sheet),
            )
        )
    kinds = ("clause", "criterion", "grid", "annex")
    return tuple(
        sorted(found, key=lambda item: (item.entry.id.split("-")[0], kinds.index(item.row.kind), item.entry.id))
    )
