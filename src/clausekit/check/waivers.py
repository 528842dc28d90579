"""Waivers: which ones hold, which are refused, lapsed or useless."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from clausekit import terms
from clausekit import typography as typo
from clausekit.check.verdict import Judged
from clausekit.finding import Finding, Place, Severity
from clausekit.marche import Lot, Marche
from clausekit.policy import Minimum, Policy
from clausekit.waiver import ON_FILES, Waiver

_SHORT_WORKS_MONTHS = 6  # L. 2112-2-1, II, 4°
_LEGAL_CASES = frozenset({1, 2, 3, 4})
_EXCEPTED_RULE = "condition-sociale"
_SIGNED = "motif, decideur et date"


def names_of(minimum: Minimum) -> frozenset[str]:
    """The words by which a waiver may name a minimum."""
    return frozenset({minimum.id, minimum.rule, *([minimum.measure] if minimum.measure else [])})


def covering(minimum: Minimum, marche: Marche, lot: Lot) -> tuple[Waiver, ...]:
    """The waivers of the dossier that name this minimum for this lot, lapsed ones aside."""
    day = marche.day or ""
    return tuple(
        waiver
        for waiver in marche.dossier.waivers
        if waiver.covers(names_of(minimum), lot.name) and not waiver.expired(day)
    )


def refusal(waiver: Waiver, judged: Judged, policy: Policy, marche: Marche, lot: Lot) -> Finding | None:
    """Why a waiver cannot be used for a minimum; None when it can."""
    if policy.kind == "loi":
        return _law_refusal(waiver, judged.minimum, marche, lot)
    if judged.severity == terms.BLOCKING:
        return None if waiver.signed else _incomplete(waiver, marche, _SIGNED, judged.severity)
    return None if waiver.motive.strip() else _incomplete(waiver, marche, "motif", judged.severity)


def _law_refusal(waiver: Waiver, minimum: Minimum, marche: Marche, lot: Lot) -> Finding | None:
    if minimum.rule != _EXCEPTED_RULE or waiver.case not in _LEGAL_CASES:
        closed = (
            "l'un des quatre motifs de L. 2112-2-1, II : « cas: 1 » à « cas: 4 »"
            if minimum.rule == _EXCEPTED_RULE
            else "aucune dérogation : la loi n'en ouvre pas"
        )
        return Finding(
            rule="derogation-refusee",
            severity="bloquante",
            message=f"Une dérogation de l'acheteur ne dispense pas de la loi ({minimum.title}).",
            read=f"dérogation à {', '.join(waiver.rules)}",
            expected=closed,
            places=(Place(file=marche.dossier.file, route=waiver.route),),
            why="L'acheteur déroge à sa propre politique, non à la loi.",
            remedy=_law_remedy(minimum),
        )
    if waiver.case == 4 and (lot.terms.nature != "travaux" or (lot.terms.months or 99) >= _SHORT_WORKS_MONTHS):
        return Finding(
            rule="derogation-refusee",
            severity="bloquante",
            message="Le motif 4° ne vaut que pour des travaux de moins de six mois.",
            read=_works(lot),
            expected="un marché de travaux d'une durée inférieure à six mois",
            places=(Place(file=marche.dossier.file, route=(*waiver.route, "cas")),),
            why="Article L. 2112-2-1, II, 4° du code de la commande publique.",
            remedy="Viser un autre motif, ou écrire une condition sociale.",
        )
    return None if waiver.signed else _incomplete(waiver, marche, _SIGNED, terms.BLOCKING)


def _law_remedy(minimum: Minimum) -> str:
    if minimum.rule == _EXCEPTED_RULE:
        return "Écrire une condition sociale, ou dire lequel des quatre motifs de la loi vaut ici (« cas »)."
    return "Ôter la dérogation et écrire ce que la loi demande."


def _works(lot: Lot) -> str:
    months = "durée non dite" if lot.terms.months is None else f"durée de {typo.number(lot.terms.months)} mois"
    return f"nature : {lot.terms.nature or 'non dite'} ; {months}"


def _incomplete(waiver: Waiver, marche: Marche, wanted: str, severity: str) -> Finding:
    fields = {"motif": waiver.motive.strip(), "décideur": waiver.decided_by.strip(), "date": waiver.date}
    return Finding(
        rule="derogation-incomplete",
        severity=cast(Severity, terms.BLOCKING if severity == terms.BLOCKING_UNLESS_REASON else severity),
        message=f"La dérogation à {', '.join(waiver.rules)} est incomplète : elle ne compte pas.",
        read="sans " + ", sans ".join(name for name, value in fields.items() if not value),
        expected=wanted,
        places=(Place(file=marche.dossier.file, route=waiver.route),),
        why="Une dérogation se motive et se signe : elle est versée au dossier.",
        remedy="Compléter la dérogation.",
    )


def _day(date: str | None) -> str:
    return typo.plain(typo.date(date or ""))


def lapsed(marche: Marche) -> Iterable[Finding]:
    """Waivers whose date has passed at launch."""
    for waiver in marche.dossier.waivers:
        if waiver.expired(marche.day or ""):
            yield Finding(
                rule="derogation-echue",
                severity="avertissement",
                message=f"La dérogation à {', '.join(waiver.rules)} est échue depuis le {_day(waiver.expires)}.",
                read=f"expire: {waiver.expires}",
                expected=f"une date qui n'est pas avant le lancement ({_day(marche.day)})",
                places=(Place(file=marche.dossier.file, route=(*waiver.route, "expire")),),
                why="Une dérogation vaut jusqu'à la date décidée.",
                remedy="La faire renouveler, ou l'ôter.",
            )


def unused(marche: Marche, used: set[tuple[Waiver, str]]) -> Iterable[Finding]:
    """Names that a waiver sets aside and nothing lacks: « M13 » exempted while its criterion is there, and weighs."""
    for waiver in marche.dossier.waivers:
        idle = [name for name in waiver.rules if (waiver, name) not in used and name not in ON_FILES]
        if not idle or waiver.expired(marche.day or ""):
            continue
        yield Finding(
            rule="derogation-inutile",
            severity="avertissement",
            message=f"La dérogation à {', '.join(idle)} ne couvre aucun manque.",
            read=", ".join(idle),
            expected="une exigence que le dossier ne satisfait pas",
            places=(Place(file=marche.dossier.file, route=waiver.route),),
            why="Une dérogation sans objet laisse croire à un manque.",
            remedy="L'ôter, ou corriger le nom de l'exigence ou le lot.",
        )
