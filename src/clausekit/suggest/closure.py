"""A candidate with all that it cannot go without, or why it cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from clausekit.suggest import fit, pool
from clausekit.suggest.pool import Candidate
from clausekit.suggest.proposal import BLOCKED, EXCLUDED
from clausekit.suggest.work import Key, Work

_OTHER_FACTS = "suppose d'autres faits que les entrées déjà proposées"


@dataclass(slots=True, kw_only=True)
class Closure:
    """What comes with a candidate: `found` is id -> who asks for it.

    `refusal` says why the candidate cannot be taken, `cause` which kind of reason it is.
    """

    work: Work
    candidate: Candidate
    found: dict[str, list[str]] = field(default_factory=dict)
    supposed: fit.Supposed = field(default_factory=dict)
    cause: str | None = None
    refusal: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The candidate, then what comes with it."""
        return (self.candidate.id, *self.found)

    @property
    def cost(self) -> int:
        """How many clauses it adds to the contract, as the house counts them (BUDGET_RULE)."""
        return sum(self._counts(self.work.pool.candidates[name]) for name in self.ids)

    def _counts(self, candidate: Candidate) -> bool:
        if candidate.kind != "clause":
            return False
        return self.work.each_counts or set(owners(self.work, candidate)).isdisjoint(self.ids)

    @property
    def gain(self) -> frozenset[Key]:
        """The open needs that it serves."""
        served: set[Key] = set().union(*(self.work.covers.get(name, set()) for name in self.ids))
        return frozenset(served & self.work.open)

    def _refuse(self, cause: str, reason: str) -> None:
        self.cause, self.refusal = cause, reason

    def _rival(self, name: str) -> str | None:
        library = self.work.marche.library
        return next((other for other in (*self.work.picks, *self.ids) if pool.conflict(library, name, other)), None)

    def _suppose(self, candidate: Candidate) -> bool:
        for applicable in (candidate.applicable, *(criterion.applicable for criterion in candidate.criteria)):
            narrowed = fit.narrowed(self.supposed, applicable, self.work.lot.terms, self.work.marche.dossier)
            if narrowed is None:
                return False
            self.supposed = narrowed
        return True

    def _why_not(self, name: str) -> str | None:
        candidate = self.work.pool.candidates.get(name)
        if candidate is None:
            known = self.work.pool.asides.get(name)
            return known.reason if known else "inconnue de la bibliothèque"
        rival = self._rival(name)
        if rival:
            return f"ne va pas avec {rival}, qui est proposée"
        return None if self._suppose(candidate) else _OTHER_FACTS

    def _stand_in(self, name: str, owner: str) -> bool:
        """A criterion may rest on the clause that stands for the one it names (the wording without a CCAG)."""
        clause = self.work.marche.library.clauses.get(name)
        others = clause.excludes if clause else ()
        if any(other in self.work.present or other in self.work.picks or other in self.found for other in others):
            return True
        usable = next((other for other in others if self._why_not(other) is None), None)
        return usable is not None and self._need(usable, owner, True)

    def _known(self, name: str, owner: str) -> bool:
        """Whether the lot has it, or is about to; its owner is noted."""
        if name in self.work.present or name in self.work.picks or name == self.candidate.id:
            return True
        if name in self.found and owner not in self.found[name]:
            self.found[name].append(owner)
        return name in self.found

    def _need(self, name: str, owner: str, strict: bool) -> bool:
        if self._known(name, owner):
            return True
        reason = self._why_not(name)
        if reason is None:
            self.found[name] = [owner]
            return all(self._need(*needed) for needed in self.work.pool.candidates[name].needs)
        if not strict and self._stand_in(name, owner):
            return True
        self._refuse(BLOCKED, f"{owner} demande {name}, écartée : {reason}")
        return False

    def close(self) -> Closure:
        """Follow every need, or say why it cannot be."""
        self.supposed = self.work.supposed
        rival = self._rival(self.candidate.id)
        if rival:
            self._refuse(EXCLUDED, f"ne va pas avec {rival}, qui est proposée")
        elif not self._suppose(self.candidate):
            self._refuse(EXCLUDED, _OTHER_FACTS)
        elif all(self._need(*needed) for needed in self.candidate.needs) and self._one_too_many():
            self._refuse(EXCLUDED, "les critères du lot sont déjà choisis")
        return self

    def _one_too_many(self) -> bool:
        """Criteria that come on their own are chosen once for a lot."""
        return self.candidate.alone and bool(self.candidate.criteria) and self.work.weighed


def closure(work: Work, candidate: Candidate) -> Closure:
    """A candidate with all that comes with it."""
    return Closure(work=work, candidate=candidate).close()


def _supports(work: Work, candidate: Candidate, other: Candidate) -> bool:
    """Whether `other` asks for the candidate, which says nothing without it."""
    if not any(name == candidate.id for name, _, _ in other.needs):
        return False
    if candidate.kind == "annex":
        return work.covers.get(candidate.id, set()) <= work.covers.get(other.id, set())
    one, owner = work.marche.library.clauses[candidate.id], work.marche.library.clauses[other.id]
    same = one.type == owner.type and one.consideration == owner.consideration
    return same and set(owner.themes) <= set(one.themes)


def owners(work: Work, candidate: Candidate) -> tuple[str, ...]:
    """The clauses that it only supports: it is never proposed without one of them.

    The follow-up of an insertion clause counts as a social consideration; without the clause it is void.
    """
    if candidate.kind not in {"clause", "annex"}:
        return ()
    clauses = (other for other in work.pool.candidates.values() if other.kind == "clause")
    return tuple(other.id for other in clauses if _supports(work, candidate, other))
