"""Choose few entries, and well: what is required first, then a bounded number of what is recommended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from clausekit import terms
from clausekit.marche import Lot, Marche
from clausekit.suggest import fit, pool, trial
from clausekit.suggest.closure import Closure, closure, owners
from clausekit.suggest.pool import COMPOSED, Candidate, Pool
from clausekit.suggest.proposal import BLOCKED, LAW, POLICY, RECOMMENDED, Need
from clausekit.suggest.trial import Added
from clausekit.suggest.work import Key, Pick, Work

_LAW_FIRST: Final = 1000
_POLICY_NEXT: Final = 100
# What a minimum that does not block weighs, by severity: only to rank recommended entries.
_WEIGHTS: Final = {terms.TO_JUSTIFY: 5, terms.WARNING: 3, terms.ADVICE: 1}
_YEARLY: Final = 2
# A piece of advice of the policy does not, alone, add a clause to a contract: the entry stays possible.
_LEAST: Final = 2
# Each round may only make a few minima appear, and there is an end to them.
_ROUNDS: Final = 5


def _takeable(work: Work) -> Iterator[Closure]:
    for candidate in work.pool.candidates.values():
        if candidate.id in work.picks or candidate.vague or not candidate.alone or owners(work, candidate):
            continue
        closed = closure(work, candidate)
        if closed.refusal is None and closed.gain:
            yield closed


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
    for name, by in closed.found.items():
        work.picks[name] = Pick(candidate=work.pool.candidates[name], priority=priority, brought_by=by)
    work.supposed = closed.supposed
    work.open -= gain


def _priority(work: Work, gain: Iterable[Key]) -> str:
    return LAW if LAW in {work.needs[key].priority for key in gain} else POLICY


def _rank(work: Work, closed: Closure) -> tuple[float, ...]:
    """Required minima first; then what else is served; then the surest and the closest to the object."""
    return (
        -_worth(work, closed.gain, required=True),
        -_worth(work, closed.gain, required=False),
        closed.candidate.supposed,
        -closed.candidate.matched,
    )


def left_by_proportion(work: Work, closed: Closure) -> bool:
    """Whether only the house rule of proportion leaves it out."""
    return closed.candidate.alone and _advisable(work, closed)


def _required(work: Work) -> None:
    while found := [item for item in _takeable(work) if _worth(work, item.gain, required=True)]:
        best = min(found, key=lambda item: _rank(work, item))
        _take(work, best, _priority(work, best.gain))


def _efficiency(work: Work, closed: Closure) -> tuple[float, ...]:
    """What is served for each clause added: the fewer clauses the better."""
    worth = _worth(work, closed.gain, required=False)
    return -worth / max(closed.cost, 0.5), -worth, -closed.candidate.matched


def _advisable(work: Work, closed: Closure) -> bool:
    """Advice rests on stated facts only; what is required may rest on facts to confirm."""
    return not closed.candidate.supposed and _worth(work, closed.gain, required=False) >= _LEAST


def _called_for(work: Work, closed: Closure) -> bool:
    """Whether the facts alone call for it: entries already taken never make room for more of them."""
    return work.advised is None or closed.candidate.id in work.advised


def _affordable(work: Work, closed: Closure) -> bool:
    return _advisable(work, closed) and _called_for(work, closed) and closed.cost <= work.allowed


def _recommended(work: Work) -> None:
    while found := [item for item in _takeable(work) if _affordable(work, item)]:
        best = min(found, key=lambda item: _efficiency(work, item))
        work.allowed -= best.cost
        _take(work, best, RECOMMENDED)


def _served(work: Work, base: Marche, added: Added, wanted: list[Need]) -> set[Key]:
    tried = trial.contract(base, base.lots[0], added, work.level)
    return {need.key for need in wanted if trial.serves(need, tried)}


def _learn(work: Work, base: Marche, names: Iterable[str], keys: Iterable[Key]) -> None:
    """Which of these needs each candidate serves, on top of what is in `base`."""
    wanted = [work.needs[key] for key in keys]
    frame = _served(work, base, Added(rows=pool.composed_rows((), work.level)), wanted)
    for name in names:
        candidate = work.pool.candidates[name]
        served = _served(work, base, candidate.added, wanted)
        # What any set of criteria would serve is not to the credit of one of them.
        work.covers.setdefault(name, set()).update(served if candidate.alone else served - frame)


def _refresh(work: Work) -> bool:
    """Look again once entries are in: some minima appear with them (the follow-up of an insertion clause)."""
    base = work.current()
    now = {need.key: need for need in trial.needs(base, work.policies)}
    new = [key for key in now if key not in work.needs]
    work.needs.update({key: now[key] for key in new})
    _learn(work, base, [name for name in work.pool.candidates if name not in work.picks], new)
    work.open = set(now)
    return bool(new)


def _lower(work: Work, item: Candidate) -> Iterator[Candidate]:
    grid = work.marche.library.grids[item.id]
    start = terms.LEVELS.index(item.level or terms.LEVELS[0])
    for level in terms.LEVELS[start::-1]:
        if level in grid.levels:
            yield pool.grid_candidate(grid, level, work.lot, work.marche)


def _settle(work: Work, item: Candidate) -> None:
    """Keep a grid at the highest level, at most the wanted one, whose clauses can all be had; or set it aside."""
    found = next((lower for lower in _lower(work, item) if closure(work, lower).refusal is None), None)
    if found:
        work.pool.candidates[item.id] = found
        return
    reason = closure(work, item).refusal or ""
    work.pool.asides[item.id] = pool.aside(work.marche.library.grids[item.id], BLOCKED, reason, work.lot)
    del work.pool.candidates[item.id]


def _sound(work: Work) -> Pool:
    """The criteria whose clauses can all be had."""
    found = work.pool.candidates.items()
    kept = {name: item for name, item in found if item.kind == "criterion" and closure(work, item).refusal is None}
    return Pool(candidates=kept)


def _grids(work: Work) -> None:
    """Settle each grid; compose criteria when no grid suits the lot."""
    for item in [item for item in work.pool.candidates.values() if item.kind == "grid"]:
        _settle(work, item)
    chosen = work.lot.criteria or work.lot.terms.grid
    if chosen or any(item.kind == "grid" for item in work.pool.candidates.values()):
        return
    made = pool.composed(_sound(work), work.level, work.allowed)
    if made:
        work.pool.candidates[COMPOSED] = made


def _advised(marche: Marche, lot: Lot, policies: tuple[str, ...], level: str) -> frozenset[str] | None:
    """What would be chosen for the lot from its facts alone."""
    if not lot.terms.clauses:
        return None
    bare = trial.bare(marche, lot)
    return frozenset(choose(bare, bare.lots[0], policies, level).picks)


def choose(marche: Marche, lot: Lot, policies: tuple[str, ...], level: str) -> Work:
    """The entries for one lot."""
    work = Work(
        marche=marche,
        lot=lot,
        level=level,
        policies=policies,
        pool=pool.build(marche, lot, level),
        allowed=fit.budget(marche.dossier.value, lot.terms.months),
        advised=_advised(marche, lot, policies, level),
        each_counts=fit.each_counts(marche.dossier.value, lot.terms.months),
    )
    _grids(work)
    base = work.current()
    work.needs = {need.key: need for need in trial.needs(base, policies)}
    work.open = set(work.needs)
    _learn(work, base, work.pool.candidates, work.needs)
    for _ in range(_ROUNDS):
        _required(work)
        _recommended(work)
        if not _refresh(work):
            break
    return work
