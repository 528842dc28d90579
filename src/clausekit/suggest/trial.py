"""Try entries on a lot and see which minima they reach: the rules themselves answer, never a list of ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from clausekit import check, terms
from clausekit.check import Judged, Verdict
from clausekit.dossier import Choice, GridChoice
from clausekit.grid import Row
from clausekit.marche import Lot, Marche, resolve
from clausekit.policy import Minimum
from clausekit.rules import RULES, Case
from clausekit.suggest.proposal import Need

_UNMET = frozenset({terms.MISSING, terms.STATUS_TO_JUSTIFY})
_TAKEN = Choice(level=None, lots=(), values={}, route=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a trial adds to a lot."""

    clauses: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    grid: GridChoice | None = None
    rows: tuple[Row, ...] = ()


def contract(marche: Marche, lot: Lot, added: Added, level: str) -> Marche:
    """The contract reduced to this lot, as it would be with what is added."""
    known = lot.terms
    grid = added.grid or known.grid
    tried = replace(
        known,
        level=level,
        clauses={**known.clauses, **dict.fromkeys(added.clauses, _TAKEN)},
        annexes=(*known.annexes, *added.annexes),
        grid=None if added.rows else grid,
        rows=added.rows or known.rows,
    )
    dossier = replace(marche.dossier, lots={lot.name: tried})
    return resolve(dossier, marche.authority, marche.library, on=marche.day)


def bare(marche: Marche, lot: Lot) -> Marche:
    """The contract reduced to the facts of this lot: no clause, no annex, no criterion."""
    facts = replace(lot.terms, clauses={}, annexes=(), annex_values={}, grid=None, rows=())
    dossier = replace(marche.dossier, lots={lot.name: facts}, own=(), withdrawn={})
    return resolve(dossier, marche.authority, marche.library, on=marche.day)


def _parts(minimum: Minimum) -> tuple[tuple[Minimum, str | None], ...]:
    """A minimum that wants one clause by theme, theme by theme; any other, whole."""
    themes = tuple(minimum.given.get("themes") or ())
    if not minimum.given.get("tous") or len(themes) < 2:
        return ((minimum, None),)
    return tuple(
        (replace(minimum, given={**minimum.given, "themes": [theme], "tous": False}), theme) for theme in themes
    )


def _needs_of(judged: Judged, tried: Marche, law: bool) -> Iterable[Need]:
    if judged.status == terms.TO_FOLLOW and not judged.evidence:
        yield Need(minimum=judged.minimum, severity=judged.severity, law=law, yearly=True)
    if judged.status not in _UNMET:
        return
    for minimum, theme in _parts(judged.minimum):
        need = Need(minimum=minimum, severity=judged.severity, law=law, theme=theme)
        if not serves(need, tried):
            yield need


def laws(verdict: Verdict) -> frozenset[str]:
    """Ids of the policies that are the law."""
    return frozenset(policy.id for policy in verdict.policies if policy.kind == "loi")


def needs(tried: Marche, policies: tuple[str, ...]) -> tuple[Need, ...]:
    """The minima that this one-lot contract does not reach."""
    verdict = check.check(tried, policies=policies)
    law = laws(verdict)
    return tuple(
        need
        for lot in verdict.lots
        for judged in lot.minima
        for need in _needs_of(judged, tried, judged.minimum.policy in law)
    )


def unmet(tried: Marche, policies: tuple[str, ...]) -> tuple[tuple[Judged, bool], ...]:
    """The minima still missing, each with whether the law asks for it."""
    verdict = check.check(tried, policies=policies)
    law = laws(verdict)
    return tuple(
        (judged, judged.minimum.policy in law)
        for lot in verdict.lots
        for judged in lot.minima
        if judged.status in _UNMET
    )


def serves(need: Need, tried: Marche) -> bool:
    """Whether the contract reaches the minimum; on a minimum of the year, whether it contributes."""
    rule = RULES.get(need.minimum.rule)
    if rule is None:
        return False
    outcome = rule(Case(marche=tried, lot=tried.lots[0], minimum=need.minimum))
    if need.yearly:
        return bool(outcome.evidence)
    return outcome.status == terms.MET
