"""Propose clauses, criteria, a grid and annexes for a contract, each with its reason; say what is left out, and why.

The rules judge: an entry serves a minimum when the rule, run again with the entry in the lot, is
satisfied. So a new clause, a new measure or another authority's policy needs no line here.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import check, terms
from clausekit.marche import Lot, Marche
from clausekit.policy import Minimum
from clausekit.suggest import choice, fit, pool, trial
from clausekit.suggest.closure import closure, owners
from clausekit.suggest.pool import COMPOSED, Candidate
from clausekit.suggest.proposal import (
    COMPANION,
    LAW,
    POLICY,
    POSSIBLE,
    PRIORITIES,
    PROPORTION,
    RECOMMENDED,
    Aside,
    LotSuggestion,
    Need,
    Proposal,
    Remaining,
    Share,
    Suggestion,
)
from clausekit.suggest.work import Key, Pick, Work

_MOST_ALTERNATIVES = 4
_FRAME = "CRT"  # an annex prints it: the response frame


def _facts(candidate: Candidate, work: Work) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts that match and those to confirm."""
    why = fit.matches(candidate.applicable, work.lot.terms, work.marche.dossier)
    confirm = fit.supposes(candidate.applicable, work.lot.terms, work.marche.dossier)
    annex = work.marche.library.annexes.get(candidate.id)
    if annex and annex.type == "charte" and annex.id not in work.marche.authority.adopted:
        confirm += ("modèle : il n'oblige qu'une fois adopté par l'autorité",)
    clause = work.marche.library.clauses.get(candidate.id)
    if clause and clause.type == "variante" and work.lot.terms.variants.allowed is None:
        confirm += ("variantes autorisées",)
    return why or ("vaut pour toute famille d'achat",), confirm


def _served(candidate: Candidate, work: Work) -> tuple[Need, ...]:
    keys = work.covers.get(candidate.id, set())
    found = [need for key, need in work.needs.items() if key in keys]
    return tuple(sorted(found, key=lambda need: PRIORITIES.index(need.priority)))


def _alternatives(pick: Pick, work: Work) -> tuple[str, ...]:
    """Other entries of the same kind that reach the required minima for which this one was picked."""
    wanted = {key for key in pick.gain & work.covers[pick.candidate.id] if work.needs[key].required}
    if not wanted:
        return ()
    return tuple(
        name
        for name, item in work.pool.candidates.items()
        if name not in work.picks
        and item.kind == pick.candidate.kind
        and not item.vague
        and wanted <= work.covers.get(name, set())
    )[:_MOST_ALTERNATIVES]


def _reason(name: str, work: Work) -> str:
    entry = work.marche.library.find(name)
    return " ".join(entry.reason.split()) if entry else ""


def _proposal(candidate: Candidate, work: Work, pick: Pick | None) -> Proposal:
    why, confirm = _facts(candidate, work)
    return Proposal(
        id=candidate.id,
        kind=candidate.kind,
        title=candidate.title,
        level=candidate.level,
        priority=pick.priority if pick else POSSIBLE,
        why=why,
        confirm=confirm,
        needs=_served(candidate, work),
        brought_by=tuple(pick.brought_by) if pick else (),
        alternatives=_alternatives(pick, work) if pick else (),
        reason=_reason(candidate.id, work),
    )


def _criteria(pick: Pick, work: Work) -> Iterator[Proposal]:
    """The criteria of a grid, or of a composed set, one by one."""
    composed = pick.candidate.kind == COMPOSED
    for criterion in pick.candidate.criteria:
        why, confirm = _facts(work.pool.candidates[criterion.id], work)
        yield Proposal(
            id=criterion.id,
            kind="criterion",
            title=criterion.title,
            level=None,
            priority=pick.priority,
            why=why,
            confirm=confirm,
            needs=_served(pick.candidate if composed else work.pool.candidates[criterion.id], work),
            brought_by=() if composed else (pick.candidate.id,),
            alternatives=(),
            reason=_reason(criterion.id, work),
        )


def _taken(work: Work) -> tuple[Proposal, ...]:
    found: list[Proposal] = []
    for pick in work.picks.values():
        if pick.candidate.kind != COMPOSED:
            found.append(_proposal(pick.candidate, work, pick))
        found += _criteria(pick, work)
    return tuple(sorted(found, key=lambda item: PRIORITIES.index(item.priority)))


def _label(keys: frozenset[Key], work: Work) -> str:
    minima = (work.needs[key].minimum for key in work.needs if key in keys)
    return ", ".join(dict.fromkeys(minimum.measure or minimum.title.lower() for minimum in minima))


def _cause(candidate: Candidate, work: Work) -> tuple[str, str] | None:
    """Why a candidate was not picked: cause and reason; None when it stays possible."""
    closed = closure(work, candidate)
    if closed.cause and closed.refusal:
        return closed.cause, closed.refusal
    supported = owners(work, candidate)
    if supported:
        return COMPANION, f"ne vaut qu'avec {' ou '.join(supported)}"
    if choice.left_by_proportion(work, closed):
        return PROPORTION, f"au-delà de la proportion ; répondrait à {_label(closed.gain, work)}"
    return None


def _left(work: Work) -> tuple[list[Proposal], list[Aside]]:
    """Candidates that were not picked: possible, or left aside with the reason."""
    possible: list[Proposal] = []
    asides: list[Aside] = []
    taken = {item.id for pick in work.picks.values() for item in pick.candidate.criteria}
    for name, candidate in work.pool.candidates.items():
        entry = work.marche.library.find(name)
        if entry is None or name in work.picks or name in taken:
            continue
        cause = _cause(candidate, work)
        if cause:
            asides.append(pool.aside(entry, *cause, work.lot))
        else:
            possible.append(_proposal(candidate, work, None))
    return possible, asides


def _perhaps(minimum: Minimum, work: Work) -> tuple[str, ...]:
    """Entries that would serve a minimum left unserved, once a fact is stated or a place made for them."""
    wanted = (minimum.policy, minimum.id)
    return tuple(
        name
        for name, item in work.pool.candidates.items()
        if name not in work.picks
        and any(key[:2] == wanted for key in work.covers.get(name, set()))
        and not owners(work, item)
        and closure(work, item).refusal is None
    )


def _remaining(work: Work) -> tuple[Remaining, ...]:
    found = [
        Remaining(
            minimum=judged.minimum,
            severity=judged.severity,
            law=law,
            why=judged.why,
            perhaps=_perhaps(judged.minimum, work),
        )
        for judged, law in trial.unmet(work.current(), work.policies)
    ]
    return tuple(sorted(found, key=lambda item: (terms.SEVERITIES.index(item.severity), not item.law)))


def _shares(work: Work) -> tuple[Share, ...]:
    pick = work.picks.get(COMPOSED)
    if pick is None:
        return ()
    criteria = pick.candidate.criteria
    points = pool.shares(criteria, work.level)
    return tuple(Share(id=item.id, title=item.title, points=part) for item, part in zip(criteria, points, strict=True))


def _resting(lot: Lot) -> bool:
    """Whether a clause of the lot takes its level from the silence of the dossier."""
    stated = {name for name, choice in lot.terms.clauses.items() if choice.level}
    return any(taken.level and name not in stated for name, taken in lot.taken.items())


def _pieces(work: Work) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The pieces that the clauses picked write in, and that the lot does not have."""
    found: dict[str, list[str]] = {}
    for name, pick in work.picks.items():
        clause = work.marche.library.clauses.get(name)
        for piece in (*clause.texts, *clause.complements.get(pick.candidate.level or "", {})) if clause else ():
            if piece not in {*work.lot.terms.pieces, _FRAME} and name not in found.setdefault(piece, []):
                found[piece].append(name)
    return tuple((piece, tuple(names)) for piece, names in found.items() if names)


def _lot(marche: Marche, lot: Lot, policies: tuple[str, ...]) -> LotSuggestion:
    level, reason, stated = fit.level(marche, lot)
    work = choice.choose(marche, lot, policies, level)
    possible, left = _left(work)
    return LotSuggestion(
        name=lot.name,
        object=lot.terms.object,
        level=level,
        level_reason=reason,
        stated=stated,
        proposals=(*_taken(work), *possible),
        asides=(*left, *work.pool.asides.values()),
        remaining=_remaining(work),
        annexes=(*lot.terms.annexes, *work.added().annexes),
        annex_values=lot.terms.annex_values,
        criteria=_shares(work),
        unsaid=fit.unsaid(lot.terms, marche.dossier),
        budget=fit.budget(marche.dossier.value, lot.terms.months),
        resting=not stated and _resting(lot),
        pieces=_pieces(work),
    )


def _house(lots: tuple[LotSuggestion, ...]) -> tuple[str, ...]:
    rules = []
    if any(not lot.stated for lot in lots):
        rules.append(fit.LEVEL_RULE)
    if any(aside.cause == PROPORTION for lot in lots for aside in lot.asides):
        rules.append(fit.BUDGET_RULE)
    if any(lot.criteria for lot in lots):
        rules.append(pool.POINTS_RULE)
    return tuple(rules)


def suggest(marche: Marche, *, policies: tuple[str, ...] = ()) -> Suggestion:
    """What to take, lot by lot. `policies` names those to serve; by default the authority's own, as in `check`."""
    out_of_scope = check.check(marche, policies=policies).out_of_scope
    lots = () if out_of_scope else tuple(_lot(marche, lot, policies) for lot in marche.lots)
    return Suggestion(
        file=marche.dossier.file,
        object=marche.dossier.object,
        lots=lots,
        house=_house(lots),
        out_of_scope=out_of_scope,
    )


__all__ = [
    "LAW",
    "POLICY",
    "POSSIBLE",
    "RECOMMENDED",
    "Aside",
    "LotSuggestion",
    "Need",
    "Proposal",
    "Remaining",
    "Share",
    "Suggestion",
    "suggest",
]
