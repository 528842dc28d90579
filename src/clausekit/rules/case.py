"""What a rule reads and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from clausekit import terms
from clausekit import typography as typo
from clausekit.finding import Place
from clausekit.marche import Lot, Marche, Taken, Weighted
from clausekit.policy import Minimum


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One minimum, judged on one lot of one contract; in a `draft`, a blank is to be filled later."""

    marche: Marche
    lot: Lot
    minimum: Minimum
    draft: bool = False

    def place(self, *route: str | int) -> Place:
        """A place of the dossier."""
        return Place(file=self.marche.dossier.file, route=route)

    @property
    def award(self) -> Place:
        """Where the lot's criteria are chosen: its own list, or its grid."""
        if self.lot.terms.rows:
            return self.place(*self.lot.terms.rows[0].route[:-1])
        return self.place(*(self.lot.terms.grid.route if self.lot.terms.grid else ("grille",)))

    @property
    def conditions(self) -> tuple[Taken, ...]:
        """The lot's conditions d'exécution."""
        return tuple(taken for taken in self.lot.taken.values() if taken.clause.type == "condition_execution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a judgement rests on: an entry id (or a criterion's label), the piece, the place."""

    id: str
    piece: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A rule's answer. `status` is one of the terms (met, missing, to_follow, manual, not_applicable)."""

    status: str
    why: str
    evidence: tuple[Evidence, ...] = ()
    places: tuple[Place, ...] = ()
    read: str | None = None
    expected: str | None = None
    remedy: str = ""


_TITLED = 2  # beyond, titles would hide the ids

Rule: TypeAlias = Callable[[Case], Outcome]


def met(why: str, *evidence: Evidence) -> Outcome:
    """The minimum is reached."""
    return Outcome(status=terms.MET, why=why, evidence=evidence)


def missing(
    why: str,
    *places: Place,
    read: str | None = None,
    expected: str | None = None,
    remedy: str = "",
    evidence: Iterable[Evidence] = (),
) -> Outcome:
    """The minimum is not reached."""
    return Outcome(
        status=terms.MISSING,
        why=why,
        places=places,
        read=read,
        expected=expected,
        remedy=remedy,
        evidence=tuple(evidence),
    )


def not_applicable(why: str) -> Outcome:
    """The minimum does not concern this lot."""
    return Outcome(status=terms.NOT_APPLICABLE, why=why)


def manual(why: str, *evidence: Evidence) -> Outcome:
    """A person must judge."""
    return Outcome(status=terms.MANUAL, why=why, evidence=evidence)


def to_follow(why: str, *evidence: Evidence) -> Outcome:
    """Judged elsewhere, on the year's contracts."""
    return Outcome(status=terms.TO_FOLLOW, why=why, evidence=evidence)


def proofs(found: Iterable[Taken], case: Case) -> tuple[Evidence, ...]:
    """Clauses as evidence, each at its place in the dossier."""
    file = case.marche.dossier.file
    return tuple(
        Evidence(
            id=taken.clause.id,
            piece=taken.clause.carrier,
            place=Place(file=file, route=taken.route) if taken.route else None,
        )
        for taken in found
    )


def shown(item: Weighted) -> Evidence:
    """A criterion as evidence."""
    name = item.criterion.id if item.criterion else item.label
    return Evidence(id=name, piece="RC", place=Place(file=item.file, route=item.route))


def named(found: Iterable[Taken]) -> str:
    """« DEC-014 (Tri à la source…), COM-003 (…) »; of more than two, the ids only."""
    clauses = [taken.clause for taken in found]
    if len(clauses) > _TITLED:
        return ", ".join(clause.id for clause in clauses)
    return ", ".join(f"{clause.id} ({clause.title})" for clause in clauses)


def quoted(labels: Iterable[str]) -> str:
    """« Prix », « Valeur technique »."""
    return ", ".join(f"« {label} »" for label in labels)


def counted(number: int, words: str) -> str:
    """« 1 condition d'exécution », « 3 conditions d'exécution »; the words are given in the plural."""
    return f"{number} {typo.agree(words, number)}"


def figure(value: float) -> str:
    """A number as French writes it, with plain spaces."""
    return typo.plain(typo.number(round(value, 2)))


def euros(value: float) -> str:
    """« 216 000 euros », with plain spaces."""
    return typo.plain(typo.euros(value))


def day(value: object) -> str:
    """« 10 septembre 2026 » for an ISO date; any other value as it is."""
    return typo.plain(typo.date(str(value)))
