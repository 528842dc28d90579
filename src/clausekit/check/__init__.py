"""Judge a contract: the dossier's coherence, then each policy's minima, lot by lot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from clausekit import terms
from clausekit import typography as typo
from clausekit.assemble import note
from clausekit.chain import chains
from clausekit.check import periods, selection, waivers
from clausekit.check.gravity import decision, severity, source
from clausekit.check.selection import Facts
from clausekit.check.verdict import DRAFT, PUBLICATION, Judged, LotVerdict, PolicySeen, Verdict, exit_code
from clausekit.finding import Finding, Place, Severity
from clausekit.marche import Lot, Marche
from clausekit.policy import Minimum, Policy
from clausekit.rules import AT_PUBLICATION, COHERENCES, RULES, Case, Outcome
from clausekit.rules.chaine import repeated
from clausekit.slips import slips
from clausekit.waiver import Waiver

_OUT_OF_SCOPE = {
    "concession": "une concession, dont les règles sont hors du champ de clausekit (L. 3114-2 et suivants)",
    "defense": "un marché de défense ou de sécurité, auquel ces obligations ne s'appliquent pas (L. 2312-1-1)",
}
ONLY_DOSSIER = "les pièces Word elles-mêmes : seul le dossier YAML a été jugé"
_ALWAYS_BY_HAND = (
    "la rédaction, la proportion et le lien réel avec l'objet du marché demandent une relecture juridique",
    ONLY_DOSSIER,
)


@dataclass(slots=True)
class _Run:
    """What one run collects."""

    marche: Marche
    stage: str
    used: set[tuple[Waiver, str]] = field(default_factory=set)


def _outcome(minimum: Minimum, run: _Run, lot: Lot, known: Facts) -> Outcome:
    unstated = selection.unstated(minimum, known)
    if unstated:
        return Outcome(status=terms.MANUAL, why=f"le dossier ne dit pas « {unstated} », dont cette exigence dépend")
    rule = RULES.get(minimum.rule)
    if rule is None:
        return Outcome(status=terms.MANUAL, why=f"la règle « {minimum.rule} » est inconnue de ce programme")
    decided = decision(minimum, run.marche)
    asked = minimum if decided is minimum.decision else replace(minimum, decision=decided)
    return rule(Case(marche=run.marche, lot=lot, minimum=asked, draft=run.stage == DRAFT))


_SHOWN_STATUS = {terms.TO_JUSTIFY: terms.STATUS_TO_JUSTIFY, terms.BY_HAND: terms.MANUAL}


def _told(minimum: Minimum, policy: Policy, outcome: Outcome, grave: str, marche: Marche) -> Finding:
    return Finding(
        rule=minimum.rule,
        severity=cast(Severity, grave),
        message=f"{minimum.id} – {minimum.title} : {outcome.why}.",
        read=outcome.read,
        expected=outcome.expected,
        places=outcome.places or (Place(file=marche.dossier.file),),
        why=source(minimum, policy, marche),
        remedy=outcome.remedy or minimum.advice,
    )


def _judge(minimum: Minimum, policy: Policy, run: _Run, lot: Lot, known: Facts) -> tuple[Judged, tuple[Finding, ...]]:
    outcome, grave = _outcome(minimum, run, lot, known), severity(minimum, run.marche)
    judged = Judged(minimum=minimum, severity=grave, status=outcome.status, why=outcome.why, evidence=outcome.evidence)
    if outcome.status != terms.MISSING:
        return judged, ()
    found = waivers.covering(minimum, run.marche, lot)
    run.used.update((waiver, name) for waiver in found for name in waivers.names_of(minimum))
    refusals = [waivers.refusal(waiver, judged, policy, run.marche, lot) for waiver in found]
    for waiver, refused in zip(found, refusals, strict=True):
        if refused is None:
            return replace(judged, status=terms.WAIVED, waiver=waiver), ()
    told = _told(minimum, policy, outcome, grave, run.marche)
    refused_first = tuple(refused for refused in refusals if refused)
    if grave in _SHOWN_STATUS:
        judged = replace(judged, status=_SHOWN_STATUS[grave])
    return judged, (*refused_first, told)


def _not_yet(minimum: Minimum) -> Judged:
    """A minimum that is not in force at the launch date: shown, so that nobody looks for it."""
    start, end = minimum.start, minimum.end
    since = f"à partir du {typo.plain(typo.date(start))}" if start else ""
    until = f"jusqu'au {typo.plain(typo.date(end))}" if end else ""
    return Judged(
        minimum=minimum,
        severity=minimum.severity,
        status=terms.NOT_APPLICABLE,
        why=f"vaut pour un lancement {' et '.join(filter(None, (since, until)))}",
    )


def _coherence(run: _Run, lot: Lot) -> Iterable[Finding]:
    for name, rule in COHERENCES.items():
        if name not in AT_PUBLICATION or run.stage == PUBLICATION:
            yield from rule(run.marche, lot)


def _bare(minima: Iterable[Judged]) -> frozenset[Place]:
    """Where the criteria stand that the law's rule finds without elements or proofs: `chaine` says no more of it."""
    return frozenset(
        item.place
        for judged in minima
        if judged.minimum.rule == "critere-environnemental" and judged.status == terms.MISSING
        for item in judged.evidence
        if item.place
    )


def _lot(lot: Lot, policies: tuple[Policy, ...], run: _Run) -> LotVerdict:
    minima: list[Judged] = []
    findings, known = list(_coherence(run, lot)), selection.facts(run.marche, lot)
    for policy in policies:
        for minimum in policy.minima.values():
            if not selection.selected(minimum, known):
                continue
            if not selection.in_force(minimum, run.marche.day):
                minima.append(_not_yet(minimum))
                continue
            judged, told = _judge(minimum, policy, run, lot, known)
            minima.append(judged)
            findings += told
    twice = repeated(lot, _bare(minima))
    return LotVerdict(
        lot=lot.name,
        object=lot.terms.object,
        minima=tuple(minima),
        findings=tuple(finding for finding in findings if finding not in twice),
        chains=tuple(chains(lot)),
    )


def _undated(marche: Marche) -> Iterable[Finding]:
    if marche.day is None:
        yield Finding(
            rule="date-absente",
            severity="avertissement",
            message="Le dossier n'a pas de date de lancement : les exigences sont toutes jugées, les seuils non.",
            read="dates.lancement absente",
            expected="une date, au format AAAA-MM-JJ",
            places=(Place(file=marche.dossier.file, route=("dates",)),),
            why="La loi et les seuils s'appliquent selon la date de lancement de la consultation.",
            remedy="Écrire « dates: {lancement: 2026-12-15} », ou donner --on.",
        )


def _everywhere(lots: tuple[LotVerdict, ...]) -> tuple[tuple[LotVerdict, ...], tuple[Finding, ...]]:
    """Findings that are the same in every lot are told once, for the whole file."""
    if len(lots) < 2:
        return lots, ()
    others = [frozenset(lot.findings) for lot in lots[1:]]
    shared = dict.fromkeys(finding for finding in lots[0].findings if all(finding in other for other in others))
    trimmed = tuple(
        replace(lot, findings=tuple(finding for finding in lot.findings if finding not in shared)) for lot in lots
    )
    return trimmed, tuple(shared)


def _out_of_scope(marche: Marche, reason: str) -> Verdict:
    return Verdict(
        file=marche.dossier.file,
        object=marche.dossier.object,
        day=marche.day,
        policies=(),
        findings=(),
        lots=(),
        todo=(),
        not_judged=(f"tout le dossier : c'est {reason}",),
        out_of_scope=reason,
    )


def check(marche: Marche, *, policies: tuple[str, ...] = (), stage: str = DRAFT) -> Verdict:
    """The verdict on a contract. `policies` names those to judge by; by default the authority's own."""
    reason = _OUT_OF_SCOPE.get(marche.dossier.contract)
    if reason:
        return _out_of_scope(marche, reason)
    run = _Run(marche=marche, stage=stage)
    chosen = periods.chosen(marche, policies)
    applied = tuple(policy for policy in chosen if periods.applied(policy, marche))
    lots, shared = _everywhere(tuple(_lot(lot, applied, run) for lot in marche.lots))
    findings = [*slips(marche), *periods.unknown(marche, policies), *_undated(marche)]
    findings += [*periods.before(chosen, marche), *periods.beyond(chosen, marche)]
    findings += [*waivers.lapsed(marche), *waivers.unused(marche, run.used), *shared]
    return Verdict(
        file=marche.dossier.file,
        object=marche.dossier.object,
        day=marche.day,
        policies=tuple(
            PolicySeen(id=policy.id, title=policy.title, kind=policy.kind, order=tuple(policy.minima))
            for policy in applied
        ),
        findings=tuple(findings),
        lots=lots,
        todo=note.blanks(marche),
        not_judged=_ALWAYS_BY_HAND,
    )


__all__ = ["DRAFT", "ONLY_DOSSIER", "PUBLICATION", "Judged", "LotVerdict", "Verdict", "check", "exit_code"]
