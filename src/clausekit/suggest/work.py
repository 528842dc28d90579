"""One lot under way: what could be proposed, what is needed, what is picked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from clausekit.grid import Row
from clausekit.marche import Lot, Marche
from clausekit.suggest import fit, trial
from clausekit.suggest.pool import Candidate, Pool
from clausekit.suggest.proposal import Need
from clausekit.suggest.trial import Added

Key: TypeAlias = tuple[str, str, str]


@dataclass(slots=True, kw_only=True)
class Pick:
    """An entry that is taken. `gain` are the needs for which it was picked; empty when others brought it."""

    candidate: Candidate
    priority: str
    gain: frozenset[Key] = frozenset()
    brought_by: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Work:
    """One lot under way. `covers` are the needs that each candidate serves; `open` those not served yet.

    `each_counts` says that clauses that only support another count too.
    `advised` are the entries that the facts alone call for; None when the lot holds nothing else yet.
    """

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
    advised: frozenset[str] | None = None
    each_counts: bool = False

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

    def current(self) -> Marche:
        """The contract of this lot with everything picked so far."""
        return trial.contract(self.marche, self.lot, self.added(), self.level)
