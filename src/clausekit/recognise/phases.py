"""A table that tells the choice of candidatures and that of offers: the part on offers alone is the award."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.layout import Grid, of_phase
from clausekit.recognise.weights import weights

_MOST_WORDS: Final = 12
_CANDIDATURES: Final = re.compile(r"\bcandidatures?\b|\bselection des candidats\b|\bcandidats admis\b")
_OFFERS: Final = re.compile(r"\boffres?\b|\bpropositions?\b|\bprojets? remis\b")


def about(text: str) -> str:
    """« candidatures » or « offres » when the words of a heading say the one and not the other; empty otherwise."""
    folded = words.fold(text)
    if len(folded.split()) > _MOST_WORDS or weights(text):
        return ""
    told = bool(_CANDIDATURES.search(folded)), bool(_OFFERS.search(folded))
    return {(True, False): "candidatures", (False, True): "offres"}.get(told, "")


def in_phases(table: Grid, start: int, columns: Sequence[int]) -> tuple[int, ...]:
    """The columns of weights of a table that are headed by phases: « Phase 1 | Phase 2 »; none when one is not."""
    heads = [
        words.fold(" ".join(row[index] for row in table.rows[:start] if index < len(row) and row[index]))
        for index in columns
    ]
    told = len(set(heads)) == len(heads) > 1 and all(map(of_phase, heads))
    return tuple(columns) if told else ()


def both(table: Grid) -> bool:
    """Whether a table has a part on candidatures and one on offers, side by side or one above the other."""
    return of_offers(table) is not table


def of_offers(table: Grid) -> Grid:
    """A table without what it tells of the choice of candidatures; the table itself when it tells but one choice."""
    return _beside(table) or _first_column(table) or _bands(table) or table


def _both(told: Sequence[str]) -> bool:
    return {"candidatures", "offres"} <= set(told)


def _carried(told: Sequence[str]) -> list[str]:
    """What each cell is about, an empty or a silent one going with the one before it."""
    found: list[str] = []
    for item in told:
        found.append(item or (found[-1] if found else ""))
    return found


def _beside(table: Grid) -> Grid | None:
    """Columns: « Candidatures | % | Offres | % »."""
    head = [about(text) for text in table.rows[0]] if len(table.rows) > 1 else []
    if not _both(head):
        return None
    kept = [index for index, item in enumerate(_carried(head)) if item != "candidatures"]
    rows = [tuple(row[index] for index in kept if index < len(row)) for row in table.rows]
    return _of(table, rows, [any(row) for row in rows])


def _first_column(table: Grid) -> Grid | None:
    """A first column of phases: « Candidature », then « Offre », each beside its criteria."""
    cells = [row[0] for row in table.rows[1:]]
    told = [about(text) for text in cells]
    if not _both(told) or any(text and not item for text, item in zip(cells, told, strict=True)):
        return None
    rows = [row[1:] for row in table.rows]
    if not all(sum(map(bool, row)) > 1 for row in rows):
        return None
    return _of(table, rows, [True, *(item != "candidatures" for item in _carried(told))])


def _bands(table: Grid) -> Grid | None:
    """Rows of one cell that head what follows: « Phase candidature », then « Phase offre »."""
    told = [about(row[0]) if not any(row[1:]) else "" for row in table.rows]
    if not _both(told):
        return None
    kept = [item != "candidatures" for item in _carried(told)]
    return _of(table, table.rows, [keep and not item for keep, item in zip(kept, told, strict=True)])


def _of(table: Grid, rows: Sequence[tuple[str, ...]], kept: Sequence[bool]) -> Grid:
    """The rows that are kept, with their places."""
    chosen = [(row, place) for row, place, keep in zip(rows, table.places, kept, strict=True) if keep]
    return Grid(rows=tuple(row for row, _ in chosen), places=tuple(place for _, place in chosen))
