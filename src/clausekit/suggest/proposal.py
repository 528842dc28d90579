"""What `suggest` answers: what to take, why, what it serves, what was left aside and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from clausekit import terms
from clausekit.policy import Minimum

LAW: Final = "law"
POLICY: Final = "policy"
RECOMMENDED: Final = "recommended"
POSSIBLE: Final = "possible"
PRIORITIES: Final = (LAW, POLICY, RECOMMENDED, POSSIBLE)

# Why an entry was left aside.
MISFIT: Final = "misfit"
EXCLUDED: Final = "excluded"
RETIRED: Final = "retired"
PRESENT: Final = "present"
AUTOMATIC: Final = "automatic"
PROPORTION: Final = "proportion"
BLOCKED: Final = "blocked"
COMPANION: Final = "companion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A minimum that the dossier does not reach yet. `law` says whether the law asks for it.

    `theme` is set when the minimum asks for one clause by theme: there is then one need by theme.
    `yearly` marks a minimum judged on the year's contracts, to which this one could contribute.
    """

    minimum: Minimum
    severity: str
    law: bool
    yearly: bool = False
    theme: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from the others."""
        return self.minimum.policy, self.minimum.id, self.theme or ""

    @property
    def required(self) -> bool:
        """Whether nothing but a written reason lets the dossier go without."""
        return self.severity in {terms.BLOCKING, terms.BLOCKING_UNLESS_REASON}

    @property
    def priority(self) -> str:
        """Law and policy are told apart; what does not block is only recommended."""
        if not self.required:
            return RECOMMENDED
        return LAW if self.law else POLICY


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One entry to take, or that could be.

    `kind`: clause, criterion, grid, annex. `why` are the facts that match, `confirm` the facts that
    the entry supposes and the dossier does not state. `needs` are the minima that it serves.
    `brought_by` are the proposed entries that cannot go without it; `alternatives` the ids that
    would serve the same required minima. `reason` is the library's own word on the entry.
    """

    id: str
    kind: str
    title: str
    level: str | None
    priority: str
    why: tuple[str, ...]
    confirm: tuple[str, ...]
    needs: tuple[Need, ...]
    brought_by: tuple[str, ...]
    alternatives: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """One entry left aside. `cause` is one of the words above; `near` is false for another family's entry."""

    id: str
    kind: str
    title: str
    cause: str
    reason: str
    near: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """A minimum that the proposals do not reach: what is read, what to do, which entries might do."""

    minimum: Minimum
    severity: str
    law: bool
    why: str
    perhaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A criterion of a composed set, with its points of 100, when no grid of the library fits."""

    id: str
    title: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSuggestion:
    """One lot. `level` is an idea, with its reason; `stated` when the dossier says it itself.

    `resting` says that clauses of the dossier take the lowest level for want of a stated one: stating one
    would change them.
    `pieces` are those that a proposed clause writes in and that the lot lacks, each with these clauses.
    `annexes` are all the lot's annexes, those it has (with `annex_values`) and those proposed.
    `criteria` are filled when criteria are proposed one by one, for want of a grid.
    `unsaid` are the facts that the dossier leaves out. `budget` is how many recommended clauses the
    house rule allows.
    """

    name: str
    object: str
    level: str
    level_reason: str
    stated: bool
    proposals: tuple[Proposal, ...]
    asides: tuple[Aside, ...]
    remaining: tuple[Remaining, ...]
    annexes: tuple[str, ...]
    annex_values: Mapping[str, Mapping[str, Any]]
    criteria: tuple[Share, ...]
    unsaid: tuple[str, ...]
    budget: int
    resting: bool = False
    pieces: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def base_level(self) -> str:
        """The level of a clause that states none, once the proposals are in the dossier."""
        return terms.LEVELS[0] if self.resting else self.level

    def of(self, kind: str) -> tuple[Proposal, ...]:
        """Proposals to take, of one kind."""
        return tuple(item for item in self.proposals if item.kind == kind and item.priority != POSSIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """All lots. `house` are the rules of the house that played a part; `out_of_scope` says why nothing was."""

    file: str
    object: str
    lots: tuple[LotSuggestion, ...]
    house: tuple[str, ...]
    out_of_scope: str | None = None
