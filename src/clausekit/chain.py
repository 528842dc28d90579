"""The chain behind a sustainability criterion: what makes a promise of the offer hold.

criterion -> elements of appreciation -> question of the response frame and proof -> clause
-> control -> penalty or incentive. A criterion with a missing link is void in practice
(TA Grenoble, 14 November 2025, n° 2510707: a criterion with nothing behind it was annulled).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clausekit import terms
from clausekit.clause import Parameter
from clausekit.marche import Lot, Taken, Weighted

ELEMENTS, QUESTION, PROOF = "éléments d'appréciation", "question du cadre de réponse", "justificatif"
CLAUSE, CONTROL, CONSEQUENCE = "clause", "contrôle", "conséquence"
LINKS = (ELEMENTS, QUESTION, PROOF, CLAUSE, CONTROL, CONSEQUENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One criterion: for each link of LINKS, what holds it; an empty text is a missing link."""

    criterion: Weighted
    links: tuple[str, ...]
    clauses: tuple[Taken, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the missing links."""
        return tuple(name for name, held in zip(LINKS, self.links, strict=True) if not held)

    @property
    def complete(self) -> bool:
        """Whether every link holds."""
        return not self.missing

    @property
    def fixed(self) -> tuple[Taken, ...]:
        """Clauses that impose everything at a fixed level: nothing is left for the offer to exceed."""
        return tuple(taken for taken in self.clauses if not leaves_room(taken))

    @property
    def imposed(self) -> bool:
        """Whether the contract already imposes all that stands behind the criterion; without a clause, no."""
        return bool(self.clauses) and len(self.fixed) == len(self.clauses)


# A floor or a ceiling in the words of a text (« au moins 60 % »); a parameter has its own sense.
_FLOOR = re.compile(r"\b(?:au moins|au plus|au minimum|au maximum)\b(?!\s*\{\{)", re.IGNORECASE)


def leaves_room(taken: Taken) -> bool:
    """Whether an offer can promise more than a clause imposes.

    It can beat a floor, a ceiling or a higher level's paragraph, and give a value that the clause leaves to it.
    It cannot beat 100 %, nor nothing at all; and nobody promises a heavier penalty.
    """
    amounts = {item.amount for item in taken.clause.consequences}
    parameters = [item for item in taken.clause.parameters.values() if item.name not in amounts]
    return (
        any(item.origin == "offre" or _beatable(item, taken) for item in parameters)
        or any(_FLOOR.search(text) for text in taken.clause.texts.values())
        or _higher_text(taken)
    )


def _beatable(item: Parameter, taken: Taken) -> bool:
    value = taken.values.get(item.name)
    if item.sense == "plancher":
        return not (item.kind == "pourcentage" and value == _WHOLE)
    return item.sense == "plafond" and value != 0


_WHOLE = 100  # %


def _higher_text(taken: Taken) -> bool:
    """Whether a level above the one taken adds to the text."""
    rank = terms.LEVELS.index(taken.level) if taken.level in terms.LEVELS else len(terms.LEVELS)
    return any(taken.clause.complements.get(level) for level in terms.LEVELS[rank + 1 :])


def _behind(item: Weighted, lot: Lot) -> tuple[Taken, ...]:
    found = [taken for name in item.clauses for taken in _standing(name, lot)]
    return tuple({taken.clause.id: taken for taken in found}.values())


def _standing(name: str, lot: Lot) -> tuple[Taken, ...]:
    """The clause named, or the wording that excludes it and so stands for it (the one without a CCAG)."""
    if name in lot.taken:
        return (lot.taken[name],)
    return tuple(taken for taken in lot.taken.values() if name in taken.clause.excludes)


def _controlled(clauses: tuple[Taken, ...]) -> str:
    return ", ".join(t.clause.id for t in clauses if t.clause.control and t.clause.control.verification)


def _sanctioned(clauses: tuple[Taken, ...]) -> str:
    return ", ".join(t.clause.id for t in clauses if t.clause.consequences)


def _chain(item: Weighted, lot: Lot) -> Chain:
    clauses = _behind(item, lot)
    # The frame asks a question of the library, or the elements one by one; carried by no frame, neither is put.
    frame = any(annex.type == "cadre_reponse" for annex in lot.annexes)
    asked = frame and (item.criterion is not None or bool(item.elements))
    return Chain(
        criterion=item,
        links=(
            _count(item.elements, "élément"),
            "posée" if asked else "",
            _count(item.proofs, "justificatif"),
            ", ".join(taken.clause.id for taken in clauses),
            _controlled(clauses),
            _sanctioned(clauses),
        ),
        clauses=clauses,
    )


def _count(items: tuple[str, ...], word: str) -> str:
    if not items:
        return ""
    return f"{len(items)} {word}" + ("s" if len(items) > 1 else "")


def chains(lot: Lot) -> Iterator[Chain]:
    """The chain of each sustainability criterion that scores (a leaf with a weight), wherever it stands."""
    for item in lot.judged():
        if not item.children and item.nature in terms.SUSTAINABLE and item.effective != 0:
            yield _chain(item, lot)
