"""What a lint rule reads: the entries, their texts with the lines they stand on, and how a problem is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from clausekit import guess
from clausekit.annex import Annex
from clausekit.clause import Clause, Parameter
from clausekit.criterion import Criterion
from clausekit.finding import Finding, Place, Route, Severity
from clausekit.library import Entry, Library
from clausekit.policy import Minimum


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A library under lint.

    `day` is the ISO date at which references are judged. `unread` are the ids of files that could
    not be read: what leads to them is not lost, it waits for the file to be mended. `memo` keeps
    what several rules read, so that texts are cut once.
    """

    library: Library
    day: str
    unread: frozenset[str]
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry, of every kind."""
        return self.library.entries

    @property
    def minima(self) -> Iterator[tuple[str, Minimum]]:
        """Every minimum, with the file of its policy."""
        for policy in self.library.policies.values():
            for minimum in policy.minima.values():
                yield policy.file, minimum


Lint: TypeAlias = Callable[[Reading], Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text of an entry and the route that leads to it.

    `filled` says that the engine fills its blanks and follows its links; any other text is printed
    as it is.
    """

    entry: Entry
    route: Route
    text: str
    filled: bool


def parameters_of(entry: Entry) -> dict[str, Parameter]:
    """The blanks that an entry declares."""
    return dict(entry.parameters) if isinstance(entry, (Clause, Annex)) else {}


def _clause_texts(clause: Clause) -> Iterator[tuple[Route, str, bool]]:
    for piece, text in clause.texts.items():
        yield ("textes", piece), text, True
    for level, texts in clause.complements.items():
        for piece, text in texts.items():
            yield ("complements", level, piece), text, True
    if clause.control and clause.control.formula:
        yield ("controle", "formule"), clause.control.formula, True


def _clause_words(clause: Clause) -> Iterator[tuple[Route, str, bool]]:
    control = clause.control
    if control:
        yield ("controle", "indicateur"), control.indicator, False
        yield ("controle", "preuve"), control.proof, False
        yield ("controle", "frequence"), control.frequency, False
        yield ("controle", "verification"), control.verification, False
    for number, item in enumerate(clause.consequences):
        yield ("consequences", number, "manquement"), item.failing, False
        yield ("consequences", number, "fait_generateur"), item.trigger, False
        yield ("consequences", number, "plafond"), item.cap or "", False
        yield ("consequences", number, "unite"), item.unit or "", False


def _criterion_words(criterion: Criterion) -> Iterator[tuple[Route, str, bool]]:
    yield ("question_crt",), criterion.question, True
    for number, text in enumerate(criterion.elements):
        yield ("elements_appreciation", number), text, False
    for number, text in enumerate(criterion.proofs):
        yield ("preuves", number), text, False


def _annex_texts(annex: Annex) -> Iterator[tuple[Route, str, bool]]:
    for number, section in enumerate(annex.sections):
        yield ("sections", number, "titre"), section.title, False
        yield ("sections", number, "texte"), section.text, True


def passages(entry: Entry) -> Iterator[Passage]:
    """Every text of an entry that reaches a document."""
    yield Passage(entry=entry, route=("titre",), text=entry.title, filled=False)
    found: list[tuple[Route, str, bool]] = []
    if isinstance(entry, Clause):
        found = [*_clause_texts(entry), *_clause_words(entry)]
    elif isinstance(entry, Criterion):
        found = [*_criterion_words(entry)]
    elif isinstance(entry, Annex):
        found = [*_annex_texts(entry)]
    for route, text, filled in found:
        yield Passage(entry=entry, route=route, text=text, filled=filled)


def filled_passages(entry: Entry) -> Iterator[Passage]:
    """The texts of an entry whose blanks the engine fills."""
    return (passage for passage in passages(entry) if passage.filled)


def spot(passage: Passage, line: int, words: str, reading: Reading) -> Place:
    """Where `words`, read on a line (from 0) of a passage, stand in its file.

    The lines of a `|` block follow its key one for one; a text in quotes is searched for.
    """
    place = Place(file=passage.entry.file, route=passage.route)
    source = reading.library.sources.get(passage.entry.file)
    if source is None:
        return place
    held = source.spot(passage.route)
    block = source.line_text(held.line)[held.column - 1 : held.column] in {"|", ">"}
    likely = held.line + 1 + line if block else held.line
    for number in (likely, *range(held.line, held.end[0] + 1)):
        column = source.line_text(number).find(words)
        if words and column >= 0:
            return Place(file=place.file, route=place.route, line=number, column=column + 1)
    return Place(file=place.file, route=place.route, line=held.line, column=held.column)


def at(file: str, *route: str | int) -> Place:
    """A place of a file, by its route."""
    return Place(file=file, route=route)


def proposed(name: str, known: Iterable[str], *, whole: str) -> tuple[str, str]:
    """What was expected and what to do, for a name that is not one of `known`; `whole` says them all."""
    found = guess.near_ids(name, sorted(known))
    if not found:
        return whole, f"Corriger « {name} », ou l'ôter. Ce qui est admis : {whole}."
    return ", ".join(found), f"Écrire « {found[0]} » si c'est bien cela ; sinon, déclarer « {name} » ou l'ôter."


def told(
    rule: str,
    message: str,
    *places: Place,
    read: str,
    expected: str,
    why: str,
    remedy: str,
    severity: Severity = "bloquante",
) -> Finding:
    """One problem of the library."""
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        read=read,
        expected=expected,
        places=places,
        why=why,
        remedy=remedy,
    )
