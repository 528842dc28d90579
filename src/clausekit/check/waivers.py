"""Waivers: which ones hold, which are refused, lapsed or useless."""

from __future__ import annotations

from collections.abc import Iterable

from clausekit import terms
from clausekit.finding import Finding, Place
from clausekit.marche import Lot, Marche
from clausekit.policy import Minimum, Policy
from clausekit.waiver import Waiver

_SHORT_WORKS_MONTHS = 6  # L. 2112-2-1, II, 4°
_LEGAL_CASES = frozenset({1, 2, 3, 4})
_EXCEPTED_RULE = "condition-sociale"


def names_of(minimum: Minimum) -> frozenset[str]:
    """The words by which a waiver may name a minimum."""
    return frozenset({minimum.id, minimum.rule, *([minimum.measure] if minimum.measure else [])})


def covering(minimum: Minimum, marche: Marche, lot: Lot) -> Waiver | None:
    """The waiver of the dossier that names this minimum for this lot, lapsed ones aside."""
    day = marche.day or ""
    for waiver in marche.dossier.waivers:
        if waiver.covers(names_of(minimum), lot.name) and not waiver.expired(day):
            return waiver
    return None


def refusal(waiver: Waiver, minimum: Minimum, policy: Policy, marche: Marche, lot: Lot) -> Finding | None:
    """Why a waiver cannot be used for a minimum; None when it can."""
    if policy.kind == "loi":
        return _law_refusal(waiver, minimum, marche, lot)
    if minimum.severity == terms.BLOCKING and not waiver.signed:
        return _incomplete(waiver, marche, "motif, decideur et date")
    return None if waiver.motive.strip() else _incomplete(waiver, marche, "motif")


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
            why="L'acheteur déroge à sa propre politique, non au code de la commande publique.",
            remedy="Écrire ce que la loi demande, ou viser l'un de ses propres motifs.",
        )
    if waiver.case == 4 and (lot.terms.nature != "travaux" or (lot.terms.months or 99) >= _SHORT_WORKS_MONTHS):
        return Finding(
            rule="derogation-refusee",
            severity="bloquante",
            message="Le motif 4° ne vaut que pour des travaux de moins de six mois.",
            read=f"nature : {lot.terms.nature}, durée : {lot.terms.months} mois",
            expected="un marché de travaux d'une durée inférieure à six mois",
            places=(Place(file=marche.dossier.file, route=(*waiver.route, "cas")),),
            why="Article L. 2112-2-1, II, 4° du code de la commande publique.",
            remedy="Viser un autre motif, ou écrire une condition sociale.",
        )
    return None if waiver.signed else _incomplete(waiver, marche, "motif, decideur et date")


def _incomplete(waiver: Waiver, marche: Marche, wanted: str) -> Finding:
    return Finding(
        rule="derogation-incomplete",
        severity="bloquante",
        message="Une dérogation incomplète ne compte pas.",
        read=f"motif : {waiver.motive or 'vide'} ; décideur : {waiver.decided_by or 'vide'} ; date : {waiver.date or 'vide'}",
        expected=wanted,
        places=(Place(file=marche.dossier.file, route=waiver.route),),
        why="Une dérogation se motive et se signe : elle est versée au dossier.",
        remedy="Compléter la dérogation.",
    )


def lapsed(marche: Marche) -> Iterable[Finding]:
    """Waivers whose date has passed at launch."""
    for waiver in marche.dossier.waivers:
        if waiver.expired(marche.day or ""):
            yield Finding(
                rule="derogation-echue",
                severity="avertissement",
                message=f"La dérogation à {', '.join(waiver.rules)} est échue depuis le {waiver.expires}.",
                read=f"expire: {waiver.expires}",
                expected=f"une date après le lancement ({marche.day})",
                places=(Place(file=marche.dossier.file, route=(*waiver.route, "expire")),),
                why="Une dérogation vaut jusqu'à la date décidée.",
                remedy="La faire renouveler, ou l'ôter.",
            )


def unused(marche: Marche, used: set[Waiver]) -> Iterable[Finding]:
    """Waivers that hid nothing."""
    for waiver in marche.dossier.waivers:
        if waiver in used or waiver.expired(marche.day or ""):
            continue
        yield Finding(
            rule="derogation-inutile",
            severity="avertissement",
            message=f"La dérogation à {', '.join(waiver.rules)} ne couvre aucun manque.",
            read=", ".join(waiver.rules),
            expected="une règle que le dossier ne satisfait pas",
            places=(Place(file=marche.dossier.file, route=waiver.route),),
            why="Une dérogation sans objet laisse croire à un manque.",
            remedy="L'ôter, ou corriger le nom de la règle.",
        )
