"""Which entries answer each row of the measures: by what an entry is and says, never by a list of ids.

A row (an action of a measure, graded) names the kinds of answer that it expects (a clause, a criterion,
an annex…), families and segments. It is answered when, in each of them, an entry of one of these kinds
bears its facts, and when each kind is found in at least one of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, TypeAlias

from clausekit.annex import Annex
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.grid import Grid
from clausekit.library import Entry, Library
from clausekit.registry import Answer, Family, Measure, MeasureRow

OUTSIDE: Final = "hors_pieces"
_DUTIES: Final = frozenset({"condition_execution", "specification", "revue"})
_PIECES: Final = frozenset({"RC", "CCAP", "CCTP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A family, or one of its segments, in which a row wants an answer."""

    family: str
    segment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A row and the entries that answer it. `holes`: the cells and the kinds that nothing answers."""

    measure: Measure
    row: MeasureRow
    entries: tuple[Entry, ...]
    families: tuple[str, ...]
    empty: tuple[Cell, ...]
    unmet: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether each cell and each kind has an entry."""
        return not self.empty and not self.unmet


def _duty(entry: Entry) -> bool:
    return isinstance(entry, Clause) and entry.type in _DUTIES


def _typed(*types: str) -> Callable[[Entry], bool]:
    return lambda entry: isinstance(entry, Clause) and entry.type in types


def _frame(entry: Entry) -> bool:
    if isinstance(entry, Clause):
        return "CRT" in entry.texts
    return isinstance(entry, Criterion) or (isinstance(entry, Annex) and entry.filled_by == "candidat")


_Kind: TypeAlias = Callable[[Entry], bool]
# The « Type » of a row (facts of the SPASER) and what may answer it.
KINDS: Final[Mapping[str, _Kind]] = {
    "CE": _duty,
    "ST": _duty,
    "CR": lambda entry: isinstance(entry, Criterion),
    "VAR": _typed("variante"),
    "RES": _typed("reservation"),
    "ANX": lambda entry: isinstance(entry, Annex),
    "PEN": lambda entry: isinstance(entry, Clause) and bool(entry.consequences),
    "DOC": lambda entry: isinstance(entry, Clause) and not _PIECES.isdisjoint(entry.texts),
    "CRT": _frame,
    "BPU": lambda entry: isinstance(entry, Clause) and (entry.type == "ligne_prix" or "BPU" in entry.texts),
    "ALL": lambda entry: isinstance(entry, Clause) and "RC" in entry.texts,
}


def _said(entry: Entry) -> Iterator[str]:
    """The title of an entry and every text that it prints."""
    yield entry.title
    if isinstance(entry, Clause):
        yield from entry.texts.values()
        for texts in entry.complements.values():
            yield from texts.values()
    elif isinstance(entry, Criterion):
        yield from (entry.judges, entry.question, *entry.elements, *entry.scale.steps.values())
    elif isinstance(entry, Annex):
        for section in entry.sections:
            yield from (section.title, section.text)


@lru_cache(maxsize=256)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word.lower()) for word in words)})")


_Text: TypeAlias = Callable[[], str]


def _text(entry: Entry) -> _Text:
    """All that an entry says, in small letters; put together once, when a row asks for words."""
    return cache(lambda: " ".join(" ".join(_said(entry)).lower().split()))


def _about(entry: Entry) -> frozenset[str]:
    return frozenset() if isinstance(entry, Grid) else frozenset(entry.themes)


def _kinship(entry: Entry) -> str:
    if isinstance(entry, Clause):
        return entry.consideration
    return entry.nature if isinstance(entry, Criterion) else ""


def _bears(entry: Entry, answer: Answer, text: _Text) -> bool:
    """Whether an entry has the facts that a row asks."""
    themes = _about(entry)
    return bool(
        (not answer.themes or not themes.isdisjoint(answer.themes))
        and themes.issuperset(answer.all_themes)
        and (not answer.considerations or _kinship(entry) in answer.considerations)
        and (not answer.control or (isinstance(entry, Clause) and entry.control is not None))
        and (not answer.natures or not entry.applicable.natures or set(answer.natures) & set(entry.applicable.natures))
        and (not answer.words or _words(answer.words).search(text()) is not None)
    )


def _holds(entry: Entry, cell: Cell) -> bool:
    applicable = entry.applicable
    return (not applicable.families or cell.family in applicable.families) and (
        cell.segment is None or not applicable.segments or cell.segment in applicable.segments
    )


def _cells(row: MeasureRow, families: Mapping[str, Family]) -> Iterator[Cell]:
    """Where a row wants an answer; every family that has a prefix of its own when it names none."""
    named = row.answer.families or row.families
    if not row.segments:
        yield from (Cell(family=name) for name in named or [name for name, item in families.items() if item.segments])
        return
    for segment in row.segments:
        for name, family in families.items():
            if any(item.id == segment for item in family.segments):
                yield Cell(family=name, segment=segment)


def _answers(entry: Entry, row: MeasureRow, cells: Iterable[Cell], text: _Text) -> bool:
    return bool(
        entry.state != "retiree"
        and any(KINDS[kind](entry) for kind in row.types)
        and any(_holds(entry, cell) for cell in cells)
        and _bears(entry, row.answer, text)
    )


def _covered(measure: Measure, row: MeasureRow, library: Library) -> Covered:
    cells = tuple(_cells(row, library.registers.families))
    entries = (library.find(name) for name in library.ids)
    found = tuple(entry for entry in entries if entry and _answers(entry, row, cells, _text(entry)))
    served = [cell for cell in cells if any(_holds(entry, cell) for entry in found)]
    return Covered(
        measure=measure,
        row=row,
        entries=found,
        families=tuple(dict.fromkeys(cell.family for cell in served)),
        empty=tuple(cell for cell in cells if cell not in served),
        unmet=tuple(kind for kind in row.types if not any(KINDS[kind](entry) for entry in found)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A row of a measure and the cells where it wants an answer."""

    measure: str
    row: MeasureRow
    cells: tuple[Cell, ...]


def asked(library: Library) -> tuple[Asked, ...]:
    """Every row that reaches a contract's pieces."""
    families = library.registers.families
    return tuple(
        Asked(measure=measure.id, row=row, cells=tuple(_cells(row, families)))
        for measure in library.registers.measures.values()
        for row in measure.rows
        if row.grade != OUTSIDE
    )


def measures_of(entry: Entry, rows: Iterable[Asked]) -> frozenset[str]:
    """The ids of the measures of which an entry answers a row."""
    text = _text(entry)
    return frozenset(item.measure for item in rows if _answers(entry, item.row, item.cells, text))


def coverage(library: Library) -> tuple[Covered, ...]:
    """Every row of the measures that reaches a contract's pieces, with what answers it."""
    return tuple(
        _covered(measure, row, library)
        for measure in library.registers.measures.values()
        for row in measure.rows
        if row.grade != OUTSIDE
    )
