"""The chain behind a sustainability criterion: what makes a promise of the offer hold.

criterion -> elements of appreciation -> question of the response frame and proof -> clause
-> control -> penalty or incentive. A criterion with a missing link is void in practice
(TA Grenoble, 14 November 2025, n° 2510707: a criterion with nothing behind it was annulled).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausekit import terms
from clausekit.clause import Clause
from clausekit.marche import Lot, Taken, Weighted

LINKS = ("éléments d'appréciation", "question du cadre de réponse", "justificatif", "clause", "contrôle", "conséquence")


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
        return tuple(taken for taken in self.clauses if not leaves_room(taken.clause))


def leaves_room(clause: Clause) -> bool:
    """Whether an offer can promise more than the clause: a floor, a ceiling, or a value that the offer gives."""
    return any(item.sense is not None or item.origin == "offre" for item in clause.parameters.values())


def _behind(item: Weighted, lot: Lot) -> tuple[Taken, ...]:
    names = item.criterion.clauses if item.criterion else ()
    return tuple(lot.taken[name] for name in names if name in lot.taken)


def _controlled(clauses: tuple[Taken, ...]) -> str:
    return ", ".join(t.clause.id for t in clauses if t.clause.control and t.clause.control.verification)


def _sanctioned(clauses: tuple[Taken, ...]) -> str:
    return ", ".join(t.clause.id for t in clauses if t.clause.consequences)


def _chain(item: Weighted, lot: Lot) -> Chain:
    clauses = _behind(item, lot)
    # A question that no response frame carries is put to nobody.
    asked = item.criterion is not None and any(annex.type == "cadre_reponse" for annex in lot.annexes)
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
