"""Judge a contract: the dossier's coherence, then each policy's minima, lot by lot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from clausekit import terms
from clausekit import typography as typo
from clausekit.assemble import note
from clausekit.chain import chains
from clausekit.check import selection, waivers
from clausekit.check.verdict import DRAFT, PUBLICATION, Judged, LotVerdict, PolicySeen, Verdict, exit_code
from clausekit.finding import Finding, Place, Severity
from clausekit.marche import Lot, Marche
from clausekit.policy import Minimum, Policy
from clausekit.rules import AT_PUBLICATION, COHERENCES, RULES, Case, Outcome
from clausekit.slips import slips
from clausekit.waiver import Waiver

_OUT_OF_SCOPE = {
    "concession": "une concession, dont les règles sont hors du champ de clausekit (L. 3114-2 et suivants)",
    "defense": "un marché de défense ou de sécurité, auquel ces obligations ne s'appliquent pas (L. 2312-1-1)",
}
_ALWAYS_BY_HAND = (
    "la rédaction, la proportion et le lien réel avec l'objet du marché demandent une relecture juridique",
    "les pièces Word elles-mêmes : seul le dossier YAML a été jugé",
)


@dataclass(slots=True)
class _Run:
    """What one run collects."""

    marche: Marche
    stage: str
    used: set[Waiver] = field(default_factory=set)


def _severity(minimum: Minimum, marche: Marche) -> str:
    """The severity in force: a hypothesis becomes blocking once the authority has decided it."""
    decided = minimum.decision or marche.authority.decisions.get(minimum.id)
    if minimum.origin == "hypothese" and decided and minimum.severity == terms.WARNING:
        return terms.BLOCKING
    return minimum.severity


def _outcome(minimum: Minimum, run: _Run, lot: Lot) -> Outcome:
    unstated = selection.unstated(minimum, run.marche, lot)
    if unstated:
        return Outcome(status=terms.MANUAL, why=f"le dossier ne dit pas « {unstated} », dont cette exigence dépend")
    rule = RULES.get(minimum.rule)
    if rule is None:
        return Outcome(status=terms.MANUAL, why=f"la règle « {minimum.rule} » est inconnue de ce programme")
    decision = minimum.decision or run.marche.authority.decisions.get(minimum.id)
    return rule(Case(marche=run.marche, lot=lot, minimum=replace(minimum, decision=decision)))


_SHOWN_STATUS = {terms.TO_JUSTIFY: terms.STATUS_TO_JUSTIFY, terms.BY_HAND: terms.MANUAL}


def _source(minimum: Minimum, policy: Policy, marche: Marche) -> str:
    measure = f", mesure {minimum.measure}" if minimum.measure else ""
    return f"{minimum.source or policy.title + measure}.{_origin(minimum, marche)}"


def _origin(minimum: Minimum, marche: Marche) -> str:
    """Whose figure it is: nothing to say of one that the text gives."""
    decided = minimum.decision or marche.authority.decisions.get(minimum.id)
    if decided:
        day = typo.plain(typo.date(decided.date))
        return f" Chiffre décidé le {day} ({decided.body}, {decided.reference})."
    if minimum.origin == "texte":
        return ""
    return f" Chiffre de travail, que l'autorité n'a pas décidé : {minimum.motive.rstrip('.')}."


def _told(minimum: Minimum, policy: Policy, outcome: Outcome, severity: str, marche: Marche) -> Finding:
    return Finding(
        rule=minimum.rule,
        severity=cast(Severity, severity),
        message=f"{minimum.id} – {minimum.title} : {outcome.why}.",
        read=outcome.read,
        expected=outcome.expected,
        places=outcome.places or (Place(file=marche.dossier.file),),
        why=_source(minimum, policy, marche),
        remedy=outcome.remedy or minimum.advice,
    )


def _judge(minimum: Minimum, policy: Policy, run: _Run, lot: Lot) -> tuple[Judged, tuple[Finding, ...]]:
    outcome, severity = _outcome(minimum, run, lot), _severity(minimum, run.marche)
    judged = Judged(
        minimum=minimum, severity=severity, status=outcome.status, why=outcome.why, evidence=outcome.evidence
    )
    if outcome.status != terms.MISSING:
        return judged, ()
    found = waivers.covering(minimum, run.marche, lot)
    run.used.update(found)
    refusals = [waivers.refusal(waiver, judged, policy, run.marche, lot) for waiver in found]
    for waiver, refused in zip(found, refusals, strict=True):
        if refused is None:
            return replace(judged, status=terms.WAIVED, waiver=waiver), ()
    judged = replace(judged, status=_SHOWN_STATUS.get(severity, terms.MISSING))
    told = _told(minimum, policy, outcome, severity, run.marche)
    return judged, (*(refused for refused in refusals if refused), told)


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


def _lot(lot: Lot, policies: tuple[Policy, ...], run: _Run) -> LotVerdict:
    minima: list[Judged] = []
    findings = list(_coherence(run, lot))
    for policy in policies:
        for minimum in policy.minima.values():
            if not selection.selected(minimum, run.marche, lot):
                continue
            if not selection.in_force(minimum, run.marche.day):
                minima.append(_not_yet(minimum))
                continue
            judged, told = _judge(minimum, policy, run, lot)
            minima.append(judged)
            findings += told
    return LotVerdict(
        lot=lot.name,
        object=lot.terms.object,
        minima=tuple(minima),
        findings=tuple(findings),
        chains=tuple(chains(lot)),
    )


def _unknown_policy(name: str, marche: Marche) -> Finding:
    authority = marche.authority
    named = Place(file=authority.file, route=("politiques",)) if name in authority.policies else None
    return Finding(
        rule="politique-inconnue",
        severity="bloquante",
        message=f"La politique « {name} » n'est pas dans la bibliothèque.",
        read=name,
        expected=", ".join(marche.library.policies),
        places=(named or Place(file=marche.dossier.file),),
        why="Une politique dit quelles exigences juger.",
        remedy="Corriger son nom, ou l'ajouter dans clauses/exigences/.",
    )


def _over(policy: Policy, marche: Marche) -> bool:
    return bool(policy.end and marche.day and marche.day > policy.end)


def _applied(policy: Policy, marche: Marche) -> bool:
    return policy.beyond != "ne_pas_appliquer" or not _over(policy, marche)


def _beyond(policy: Policy, marche: Marche) -> Iterable[Finding]:
    if _over(policy, marche):
        end, day = typo.plain(typo.date(policy.end or "")), typo.plain(typo.date(marche.day or ""))
        applied = _applied(policy, marche)
        yield Finding(
            rule="politique-echue",
            severity="avertissement",
            message=f"La politique « {policy.title} » va jusqu'au {end} ; le marché est lancé le {day}.",
            read=f"lancement : {marche.day}",
            expected=f"un lancement jusqu'au {end}",
            places=(Place(file=marche.dossier.file, route=("dates", "lancement")),),
            why="Ses exigences sont jugées quand même, dans l'attente de la politique suivante."
            if applied
            else "Ses exigences ne sont plus jugées : la politique elle-même le dit (au_dela).",
            remedy="Vérifier si une politique nouvelle a été adoptée et la nommer dans le fichier de l'autorité.",
        )


def _policies(marche: Marche, names: tuple[str, ...]) -> tuple[tuple[Policy, ...], tuple[Finding, ...]]:
    known = marche.library.policies
    asked = names or marche.authority.policies or tuple(known)
    found = tuple(known[name] for name in asked if name in known)
    return found, tuple(_unknown_policy(name, marche) for name in asked if name not in known)


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
    chosen, unknown = _policies(marche, policies)
    applied = tuple(policy for policy in chosen if _applied(policy, marche))
    lots, shared = _everywhere(tuple(_lot(lot, applied, run) for lot in marche.lots))
    findings = [*slips(marche), *unknown, *_undated(marche)]
    for policy in chosen:
        findings += _beyond(policy, marche)
    findings += [*waivers.lapsed(marche), *waivers.unused(marche, run.used), *shared]
    return Verdict(
        file=marche.dossier.file,
        object=marche.dossier.object,
        day=marche.day,
        policies=tuple(PolicySeen(id=policy.id, title=policy.title, kind=policy.kind) for policy in applied),
        findings=tuple(findings),
        lots=lots,
        todo=note.blanks(marche),
        not_judged=_ALWAYS_BY_HAND,
    )


__all__ = ["DRAFT", "PUBLICATION", "Judged", "LotVerdict", "Verdict", "check", "exit_code"]
