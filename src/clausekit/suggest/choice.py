"""Choose few entries, and well: what is required first, then a bounded number of what is recommended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from clausekit import terms
from clausekit.grid import Row
from clausekit.marche import Lot, Marche
from clausekit.suggest import fit, pool, trial
from clausekit.suggest.pool import COMPOSED, Candidate, Pool
from clausekit.suggest.proposal import LAW, POLICY, RECOMMENDED, Need
from clausekit.suggest.trial import Added

Key = tuple[str, str, str]

_LAW_FIRST: Final = 1000
_POLICY_NEXT: Final = 100
# What a minimum that does not block weighs, by severity: only to rank recommended entries.
_WEIGHTS: Final = {terms.TO_JUSTIFY: 5, terms.WARNING: 3, terms.ADVICE: 1}
_YEARLY: Final = 2
_ROUNDS: Final = 5


@dataclass(slots=True, kw_only=True)
class Pick:
    """An entry that is taken. `gain` are the needs for which it was picked; empty when others brought it."""

    candidate: Candidate
    priority: str
    gain: frozenset[Key] = frozenset()
    brought_by: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Work:
    """One lot under way. `covers` are the needs that each candidate serves; `open` those not served yet."""

    marche: Marche
    lot: Lot
    level: str
    policies: tuple[str, ...]
    pool: Pool
    allowed: int
    needs: dict[Key, Need] = field(default_factory=dict)
    covers: dict[str, set[Key]] = field(default_factory=dict)
    open: set[Key] = field(default_factory=set)
    picks: dict[str, Pick] = field(default_factory=dict)
    supposed: fit.Supposed = field(default_factory=dict)

    @property
    def present(self) -> set[str]:
        """What the lot already has, chosen or added by the engine."""
        return {*self.lot.taken, *self.lot.automatic, *(annex.id for annex in self.lot.annexes)}

    @property
    def weighed(self) -> bool:
        """Whether the lot has its criteria, or is given some."""
        return bool(self.lot.criteria) or any(pick.candidate.criteria for pick in self.picks.values())

    def added(self) -> Added:
        """Everything picked so far."""
        parts = [pick.candidate.added for pick in self.picks.values()]
        rows: tuple[Row, ...] = next((part.rows for part in parts if part.rows), ())
        return Added(
            clauses=tuple(name for part in parts for name in part.clauses),
            annexes=tuple(name for part in parts for name in part.annexes),
            grid=next((part.grid for part in parts if part.grid), None),
            rows=rows,
        )


@dataclass(slots=True, kw_only=True)
class Closure:
    """A candidate with all that it cannot go without. `refusal` says why it cannot be taken."""

    work: Work
    candidate: Candidate
    found: dict[str, list[str]] = field(default_factory=dict)
    supposed: fit.Supposed = field(default_factory=dict)
    refusal: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The candidate, then what comes with it."""
        return (self.candidate.id, *self.found)

    @property
    def cost(self) -> int:
        """How many clauses it adds to the contract."""
        candidates = self.work.pool.candidates
        brought = sum(candidates[name].kind == "clause" for name in self.found)
        return brought + (self.candidate.kind == "clause")

    @property
    def gain(self) -> frozenset[Key]:
        """The open needs that it serves."""
        served: set[Key] = set().union(*(self.work.covers.get(name, set()) for name in self.ids))
        return frozenset(served & self.work.open)

    def _rival(self, name: str) -> str | None:
        taken = (*self.work.picks, *self.ids)
        return next((other for other in taken if pool.conflict(self.work.marche.library, name, other)), None)

    def _suppose(self, candidate: Candidate) -> bool:
        wanted = (candidate.applicable, *(criterion.applicable for criterion in candidate.criteria))
        for applicable in wanted:
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
        return None if self._suppose(candidate) else "suppose d'autres faits que les entrées déjà proposées"

    def _stand_in(self, name: str, owner: str) -> bool:
        """A criterion may rest on the clause that stands for the one it names (the wording without a CCAG)."""
        clause = self.work.marche.library.clauses.get(name)
        others = clause.excludes if clause else ()
        if any(other in self.work.present or other in self.work.picks or other in self.found for other in others):
            return True
        usable = next((other for other in others if self._why_not(other) is None), None)
        return usable is not None and self._need(usable, owner, True)

    def _need(self, name: str, owner: str, strict: bool) -> bool:
        if name in self.work.present or name == self.candidate.id:
            return True
        if name in self.found or name in self.work.picks:
            owners = self.found[name] if name in self.found else self.work.picks[name].brought_by
            if name in self.found and owner not in owners:
                owners.append(owner)
            return True
        reason = self._why_not(name)
        if reason is None:
            self.found[name] = [owner]
            return all(self._need(*needed) for needed in self.work.pool.candidates[name].needs)
        if not strict and self._stand_in(name, owner):
            return True
        self.refusal = f"{owner} demande {name}, écartée : {reason}"
        return False

    def close(self) -> Closure:
        """Follow every need, or say why it cannot be."""
        self.supposed = self.work.supposed
        rival = self._rival(self.candidate.id)
        if rival:
            self.refusal = f"ne va pas avec {rival}, qui est proposée"
        elif self.candidate.criteria and self.work.weighed:
            self.refusal = "les critères du lot sont déjà choisis"
        elif not self._suppose(self.candidate):
            self.refusal = "suppose d'autres faits que les entrées déjà proposées"
        else:
            all(self._need(*needed) for needed in self.candidate.needs)
        return self


def closure(work: Work, candidate: Candidate) -> Closure:
    """A candidate with all that comes with it."""
    return Closure(work=work, candidate=candidate).close()


def _takeable(work: Work) -> Iterator[Closure]:
    for candidate in work.pool.candidates.values():
        if candidate.id in work.picks or candidate.vague or not candidate.alone or _supporting(work, candidate):
            continue
        closed = closure(work, candidate)
        if closed.refusal is None and closed.gain:
            yield closed


def _supporting(work: Work, candidate: Candidate) -> bool:
    """Whether it only supports others: what it serves, an entry that asks for it serves too.

    The follow-up of an insertion clause counts as a social consideration; without the clause it is void.
    """
    served = work.covers.get(candidate.id, set())
    return any(
        served <= work.covers.get(other.id, set())
        for other in work.pool.candidates.values()
        if other.kind == "clause" and any(name == candidate.id for name, _, _ in other.needs)
    )


def _weight(need: Need) -> int:
    if need.yearly:
        return _YEARLY
    if need.required:
        return _LAW_FIRST if need.law else _POLICY_NEXT
    return _WEIGHTS.get(need.severity, 1)


def _worth(work: Work, keys: Iterable[Key], *, required: bool) -> int:
    return sum(_weight(work.needs[key]) for key in keys if work.needs[key].required is required)


def _take(work: Work, closed: Closure, priority: str) -> None:
    gain = closed.gain
    work.picks[closed.candidate.id] = Pick(candidate=closed.candidate, priority=priority, gain=gain)
    for name, owners in closed.found.items():
        candidate = work.pool.candidates[name]
        work.picks[name] = Pick(candidate=candidate, priority=priority, brought_by=owners)
    work.supposed = closed.supposed
    work.open -= gain


def _priority(work: Work, gain: Iterable[Key]) -> str:
    found = {work.needs[key].priority for key in gain}
    return LAW if LAW in found else POLICY


def _rank(work: Work, closed: Closure) -> tuple[float, ...]:
    """Required minima first; then what else is served; then the surest and the closest to the object."""
    gain, one = closed.gain, closed.candidate
    return (
        -_worth(work, gain, required=True),
        -_worth(work, gain, required=False),
        one.supposed,
        -one.matched,
    )


def _required(work: Work) -> None:
    while True:
        found = [item for item in _takeable(work) if _worth(work, item.gain, required=True)]
        if not found:
            return
        best = min(found, key=lambda item: _rank(work, item))
        _take(work, best, _priority(work, best.gain))


def _efficiency(work: Work, closed: Closure) -> tuple[float, ...]:
    """What is served for each clause added: the fewer clauses the better."""
    worth = _worth(work, closed.gain, required=False)
    return -worth / max(closed.cost, 0.5), -worth, closed.candidate.supposed, -closed.candidate.matched


def _recommended(work: Work) -> None:
    while True:
        # Advice rests on stated facts only; what is required may rest on facts to confirm.
        found = [item for item in _takeable(work) if item.cost <= work.allowed and not item.candidate.supposed]
        if not found:
            return
        best = min(found, key=lambda item: _efficiency(work, item))
        work.allowed -= best.cost
        _take(work, best, RECOMMENDED)


def _learn(work: Work, base: Marche, names: Iterable[str], keys: Iterable[Key]) -> None:
    """Which of these needs each candidate serves, on top of what is in `base`."""
    wanted = [work.needs[key] for key in keys]
    frame = _served(work, base, Added(rows=pool.composed_rows((), work.level)), wanted)
    for name in names:
        candidate = work.pool.candidates[name]
        served = _served(work, base, candidate.added, wanted)
        # What any set of criteria would serve is not to the credit of one of them.
        work.covers.setdefault(name, set()).update(served if candidate.alone else served - frame)


def _served(work: Work, base: Marche, added: Added, wanted: list[Need]) -> set[Key]:
    tried = trial.contract(base, base.lots[0], added, work.level)
    return {need.key for need in wanted if trial.serves(need, tried)}


def current(work: Work) -> Marche:
    """The contract of this lot with everything picked so far."""
    return trial.contract(work.marche, work.lot, work.added(), work.level)


def _refresh(work: Work) -> bool:
    """Look again once entries are in: some minima appear with them (the follow-up of an insertion clause)."""
    base = current(work)
    now = {need.key: need for need in trial.needs(base, work.policies)}
    new = [key for key in now if key not in work.needs]
    work.needs.update({key: now[key] for key in new})
    _learn(work, base, [name for name in work.pool.candidates if name not in work.picks], new)
    work.open = set(now)
    return bool(new)


def _grids(work: Work) -> None:
    """Lower the level of a grid that cannot be taken whole; compose criteria when no grid suits the lot."""
    from clausekit.suggest.proposal import BLOCKED

    grids = [item for item in work.pool.candidates.values() if item.kind == "grid"]
    for item in grids:
        found = next((lower for lower in _lower(work, item) if closure(work, lower).refusal is None), None)
        if found is None:
            reason = closure(work, item).refusal or ""
            entry = work.marche.library.grids[item.id]
            work.pool.asides[item.id] = pool.aside(entry, BLOCKED, reason, work.lot)
            del work.pool.candidates[item.id]
        else:
            work.pool.candidates[item.id] = found
    if not work.lot.criteria and not any(item.kind == "grid" for item in work.pool.candidates.values()):
        made = pool.composed(_sound(work), work.level)
        if made:
            work.pool.candidates[COMPOSED] = made


def _lower(work: Work, item: Candidate) -> Iterator[Candidate]:
    grid = work.marche.library.grids[item.id]
    start = terms.LEVELS.index(item.level or terms.LEVELS[0])
    for level in terms.LEVELS[start::-1]:
        if level in grid.levels:
            yield pool.grid_candidate(grid, level, work.lot, work.marche)


def _sound(work: Work) -> Pool:
    """The criteria whose clauses can all be had."""
    kept = {
        name: item
        for name, item in work.pool.candidates.items()
        if item.kind == "criterion" and closure(work, item).refusal is None
    }
    return Pool(candidates=kept)


def choose(marche: Marche, lot: Lot, policies: tuple[str, ...], level: str) -> Work:
    """The entries for one lot."""
    work = Work(
        marche=marche,
        lot=lot,
        level=level,
        policies=policies,
        pool=pool.build(marche, lot, level),
        allowed=fit.budget(marche.dossier.value, lot.terms.months),
    )
    _grids(work)
    base = current(work)
    work.needs = {need.key: need for need in trial.needs(base, policies)}
    work.open = set(work.needs)
    _learn(work, base, work.pool.candidates, work.needs)
    for _ in range(_ROUNDS):
        _required(work)
        _recommended(work)
        if not _refresh(work):
            break
    return work
