"""Judge a contract: the dossier's coherence, then each policy's minima, lot by lot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import cast

from clausekit import terms
from clausekit.assemble import note
from clausekit.check import selection, waivers
from clausekit.check.verdict import DRAFT, PUBLICATION, Judged, LotVerdict, PolicySeen, Verdict, exit_code
from clausekit.finding import Finding, Place, Severity
from clausekit.marche import Lot, Marche
from clausekit.policy import Minimum, Policy
from clausekit.rules import COHERENCES, RULES, Case, Outcome
from clausekit.waiver import Waiver

_OUT_OF_SCOPE = {
    "concession": "une concession : ses règles sont hors du champ de clausekit (L. 3114-2 et suivants)",
    "defense": "un marché de défense ou de sécurité : ces obligations ne s'y appliquent pas (L. 2312-1-1)",
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
        return Outcome(status=terms.MANUAL, why=f"le dossier ne dit pas « {unstated} » : cette exigence en dépend")
    rule = RULES.get(minimum.rule)
    if rule is None:
        return Outcome(status=terms.MANUAL, why=f"règle inconnue de ce programme : {minimum.rule}")
    decision = minimum.decision or run.marche.authority.decisions.get(minimum.id)
    return rule(Case(marche=run.marche, lot=lot, minimum=replace(minimum, decision=decision)))


_SHOWN_STATUS = {terms.TO_JUSTIFY: terms.STATUS_TO_JUSTIFY, terms.BY_HAND: terms.MANUAL}


def _source(minimum: Minimum, policy: Policy, marche: Marche) -> str:
    texts = [found.title for item in minimum.references if (found := marche.reference(item.ref))]
    head = ", ".join(texts) or " ".join(filter(None, (policy.title, minimum.measure)))
    origin = "" if minimum.origin == "texte" else f" Chiffre : {minimum.origin} ({minimum.motive.rstrip('.')})."
    return f"{head}.{origin}"


def _told(minimum: Minimum, policy: Policy, outcome: Outcome, severity: str, run: _Run, lot: Lot) -> Finding:
    names = f"{minimum.id} – {minimum.title}"
    return Finding(
        rule=minimum.rule,
        severity=cast(Severity, severity),
        message=f"{names} : {outcome.why}.",
        read=outcome.read,
        expected=outcome.expected,
        places=outcome.places or (Place(file=run.marche.dossier.file),),
        why=_source(minimum, policy, run.marche),
        remedy=outcome.remedy or minimum.advice,
    )


def _judge(minimum: Minimum, policy: Policy, run: _Run, lot: Lot) -> tuple[Judged, tuple[Finding, ...]]:
    outcome, severity = _outcome(minimum, run, lot), _severity(minimum, run.marche)
    judged = Judged(
        minimum=minimum, severity=severity, status=outcome.status, why=outcome.why, evidence=outcome.evidence
    )
    if outcome.status != terms.MISSING:
        return judged, ()
    waiver = waivers.covering(minimum, run.marche, lot)
    if waiver is not None:
        run.used.add(waiver)
        refused = waivers.refusal(waiver, minimum, policy, run.marche, lot)
        if refused is None:
            return replace(judged, status=terms.WAIVED, waiver=waiver), ()
        return judged, (refused, _told(minimum, policy, outcome, severity, run, lot))
    judged = replace(judged, status=_SHOWN_STATUS.get(severity, terms.MISSING))
    return judged, (_told(minimum, policy, outcome, severity, run, lot),)


def _coherence(run: _Run, lot: Lot) -> Iterable[Finding]:
    for name, rule in COHERENCES.items():
        for finding in rule(run.marche, lot):
            if name == "valeur-manquante":
                if run.stage == PUBLICATION:
                    yield replace(finding, severity="bloquante")
                continue
            yield finding


def _lot(lot: Lot, policies: tuple[Policy, ...], run: _Run) -> LotVerdict:
    minima: list[Judged] = []
    findings = list(_coherence(run, lot))
    for policy in policies:
        for minimum in policy.minima.values():
            if not selection.in_force(minimum, run.marche.day) or not selection.selected(minimum, run.marche, lot):
                continue
            judged, told = _judge(minimum, policy, run, lot)
            minima.append(judged)
            findings += told
    return LotVerdict(lot=lot.name, object=lot.terms.object, minima=tuple(minima), findings=tuple(findings))


def _unknown_policy(name: str, marche: Marche) -> Finding:
    return Finding(
        rule="politique-inconnue",
        severity="bloquante",
        message=f"La politique « {name} » n'est pas dans la bibliothèque.",
        read=name,
        expected=", ".join(marche.library.policies),
        places=(Place(file=marche.authority.file or marche.dossier.file, route=("politiques",)),),
        why="Une politique dit quelles exigences juger.",
        remedy="Corriger son nom, ou l'ajouter dans clauses/exigences/.",
    )


def _beyond(policy: Policy, marche: Marche) -> Iterable[Finding]:
    if policy.end and marche.day and marche.day > policy.end:
        yield Finding(
            rule="politique-echue",
            severity="avertissement",
            message=f"{policy.title} s'arrête le {policy.end} ; le marché est lancé le {marche.day}.",
            read=f"lancement : {marche.day}",
            expected=f"un lancement jusqu'au {policy.end}",
            places=(Place(file=marche.dossier.file, route=("dates", "lancement")),),
            why="Les exigences sont jugées quand même, dans l'attente du schéma suivant.",
            remedy="Vérifier si un nouveau schéma a été adopté et le nommer dans le fichier de l'autorité.",
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
            message="Le dossier n'a pas de date de lancement : toutes les exigences sont jugées, les seuils ne le sont pas.",
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
    shared = [finding for finding in lots[0].findings if all(finding in lot.findings for lot in lots[1:])]
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
    lots, shared = _everywhere(tuple(_lot(lot, chosen, run) for lot in marche.lots))
    findings = [*unknown, *_undated(marche)]
    for policy in chosen:
        findings += _beyond(policy, marche)
    findings += [*waivers.lapsed(marche), *waivers.unused(marche, run.used), *shared]
    return Verdict(
        file=marche.dossier.file,
        object=marche.dossier.object,
        day=marche.day,
        policies=tuple(PolicySeen(id=policy.id, title=policy.title, kind=policy.kind) for policy in chosen),
        findings=tuple(findings),
        lots=lots,
        todo=note.blanks(marche),
        not_judged=_ALWAYS_BY_HAND,
    )


__all__ = ["DRAFT", "PUBLICATION", "Judged", "LotVerdict", "Verdict", "check", "exit_code"]
