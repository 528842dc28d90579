"""The shares of the year's contracts that policies set: subject, basis and target, read from their minima."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clausekit import device
from clausekit.library import Library
from clausekit.policy import Minimum, Policy
from clausekit.portfolio.count import NUMBER, VALUE, Line

# What the objectives are about: the considerations, and purchases from solidarity enterprises.
SOLIDARITY = "solidaire"
SUBJECTS = (*device.CONSIDERATIONS, SOLIDARITY)
# Rules whose minima are judged on the year. One that each contract must meet makes a target of 100 %.
_EACH, _SHARE, _SPENT = "consideration-presente", "part-des-marches", "part-des-achats"
_RULES = frozenset({_EACH, _SHARE, _SPENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A share to reach. `target` is None for a subject on which no policy in force sets one.

    `subject` is one of SUBJECTS, `basis` what the share is counted in.
    """

    policy: str
    id: str
    title: str
    measure: str | None
    source: str
    subject: str
    basis: str
    target: float | None

    @property
    def key(self) -> tuple[str, str]:
        """What a contract is said to be concerned by."""
        return self.policy, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An objective and where the year stands: all contracts first, then each family."""

    objective: Objective
    lines: tuple[Line, ...]


def yearly(policy: Policy) -> Iterator[Minimum]:
    """The minima of a policy that are judged on the year."""
    return (minimum for minimum in policy.minima.values() if minimum.rule in _RULES and _subject(minimum) in SUBJECTS)


def _subject(minimum: Minimum) -> str:
    return SOLIDARITY if minimum.rule == _SPENT else str(minimum.given["consideration"])


def objective_of(minimum: Minimum) -> Objective:
    """The share that a minimum sets, in its own figures."""
    return Objective(
        policy=minimum.policy,
        id=minimum.id,
        title=minimum.title,
        measure=minimum.measure,
        source=minimum.source,
        subject=_subject(minimum),
        basis=VALUE if minimum.rule == _SPENT else NUMBER,
        target=100.0 if minimum.rule == _EACH else float(minimum.given["part"]),
    )


def _within(start: str | None, end: str | None, year: int) -> bool:
    return (start is None or start <= f"{year}-12-31") and (end is None or end >= f"{year}-01-01")


def _over(policy: Policy, year: int) -> bool:
    return policy.end is not None and policy.end < f"{year}-01-01"


def _applies(policy: Policy, year: int) -> bool:
    if _over(policy, year):
        return policy.beyond != "ne_pas_appliquer"
    return _within(policy.start, policy.end, year)


def minima(library: Library, year: int) -> tuple[Minimum, ...]:
    """The minima of every policy that are judged on the year, in force that year."""
    return tuple(
        minimum
        for policy in library.policies.values()
        if _applies(policy, year)
        for minimum in yearly(policy)
        if _within(minimum.start, minimum.end, year)
    )


def outlived(library: Library, year: int) -> tuple[str, ...]:
    """What to say of a policy that has ended and still applies."""
    return tuple(
        f"« {policy.title} » s'est achevé avant {year} : ses objectifs restent appliqués, comme il le dit (au_dela)."
        for policy in library.policies.values()
        if _over(policy, year) and _applies(policy, year) and any(yearly(policy))
    )


_UNSET = {
    device.ENVIRONMENTAL: "Considération environnementale",
    device.SOCIAL: "Considération sociale",
    SOLIDARITY: "Achats auprès d'entreprises solidaires",
}


def _bare(subject: str) -> Objective:
    """A subject on which no policy sets a share: counted all the same."""
    return Objective(
        policy="",
        id="",
        title=_UNSET[subject],
        measure=None,
        source="",
        subject=subject,
        basis=VALUE if subject == SOLIDARITY else NUMBER,
        target=None,
    )


def completed(objectives: Iterable[Objective]) -> tuple[Objective, ...]:
    """The objectives, then each subject that none of them is about."""
    found = tuple(objectives)
    unset = [subject for subject in SUBJECTS if subject not in {item.subject for item in found}]
    return (*found, *(_bare(subject) for subject in unset))
