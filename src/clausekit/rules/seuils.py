"""Rules of the law that depend on the value of the whole need: social condition, energy, the value itself."""

from __future__ import annotations

from clausekit.marche import Taken
from clausekit.rules import accord
from clausekit.rules.case import (
    Case,
    Outcome,
    counted,
    day,
    euros,
    manual,
    met,
    missing,
    named,
    not_applicable,
    proofs,
)
from clausekit.rules.presence import noted

_ENTITY = "entite_adjudicatrice"
_CENT = 0.01


def european_threshold(case: Case) -> float | None:
    """The European threshold for the contract's nature, at its date of launch; None when unknown."""
    marche = case.marche
    name = "europeen-travaux" if case.lot.terms.nature == "travaux" else "europeen-fournitures-services"
    threshold = marche.library.registers.thresholds.get(name)
    return threshold.at(marche.day, marche.authority.status) if threshold and marche.day else None


def _specific_threshold(case: Case) -> float | None:
    """That of social and other specific services: known for pouvoirs adjudicateurs only (fact SOCSP-01)."""
    threshold = case.marche.library.registers.thresholds.get("europeen-fournitures-services")
    if threshold is None or case.marche.day is None or case.marche.authority.status == _ENTITY:
        return None
    return threshold.at(case.marche.day, "services_specifiques")


def social_threshold(case: Case) -> float | None:
    """The threshold from which the social condition is due: that of specific services where it is known."""
    return (_specific_threshold(case) if case.marche.dossier.specific_services else None) or european_threshold(case)


def none(case: Case, kind: str) -> str:
    """What was read where a condition of this kind is wanted."""
    if not case.conditions:
        return "aucune condition d'exécution"
    return counted(len(case.conditions), "conditions d'exécution") + f", aucune {kind}"


def conditions_of(case: Case, consideration: str) -> list[Taken]:
    """The lot's conditions d'exécution of a consideration."""
    return [taken for taken in case.conditions if taken.clause.consideration == consideration]


def condition_sociale(case: Case) -> Outcome:
    """At or above the European threshold, a social or employment condition (L. 2112-2-1).

    Judged on the value of the whole need (ADD-01). Between the general threshold and the one
    of specific services the text does not settle the question (SOCSP-02): a person judges.
    """
    found = conditions_of(case, "sociale")
    if found:
        return met(named(found), *proofs(found, case))
    elsewhere = accord.of_agreement(case, "aucune condition d'exécution sociale")
    if elsewhere:
        return elsewhere
    value, threshold = case.marche.dossier.value, european_threshold(case)
    if value is None or threshold is None:
        return manual(f"{_unjudged(case)} ; la condition sociale est due à partir du seuil européen")
    if value < threshold:
        return _under(case, value, threshold)
    return _without_social(case, value, threshold)


def _under(case: Case, value: float, threshold: float) -> Outcome:
    if accord.subsequent(case):
        return manual(f"le seuil se juge sur l'accord-cadre entier, non sur ce marché subséquent ; {accord.UNNOTED}")
    return not_applicable(f"besoin de {euros(value)}, sous le seuil européen de {euros(threshold)}")


def _without_social(case: Case, value: float, threshold: float) -> Outcome:
    if case.marche.dossier.specific_services:
        doubt = _unsettled(case, value, threshold)
        if doubt:
            return manual(f"{doubt} ; par prudence, écrire une condition sociale")
        threshold = social_threshold(case) or threshold
    wanted = "une condition d'exécution sociale ou d'emploi, ou l'un des quatre motifs de L. 2112-2-1, II"
    return missing(
        f"aucune condition d'exécution sociale, pour un besoin de {euros(value)} et un seuil de {euros(threshold)}",
        case.place("clauses"),
        read=none(case, "sociale"),
        expected=accord.expected(case, wanted),
    )


def _unsettled(case: Case, value: float, threshold: float) -> str:
    """Why the threshold of specific services is in doubt at this value; empty when it is not."""
    if case.marche.authority.status == _ENTITY:
        return (
            "services spécifiques d'une entité adjudicatrice, au-dessus de "
            f"{euros(threshold)}, dont la bibliothèque ne connaît pas le seuil propre"
        )
    specific = _specific_threshold(case)
    if specific is None:
        return f"services spécifiques au-dessus de {euros(threshold)}, le texte ne tranche pas"
    if value < specific:
        return f"services spécifiques de {euros(threshold)} à {euros(specific)}, le texte ne tranche pas"
    return ""


def _unjudged(case: Case) -> str:
    """Why a European threshold cannot be judged."""
    if case.marche.dossier.value is None:
        return "sans valeur estimée du besoin, le seuil ne se juge pas"
    if case.marche.day is None:
        return "sans date de lancement, le seuil ne se juge pas"
    return f"la bibliothèque n'a pas de seuil européen au {day(case.marche.day)}"


def energie_au_seuil(case: Case) -> Outcome:
    """From the European thresholds on, the need takes energy efficiency into account (L. 2111-1, al. 2)."""
    fact = case.marche.dossier.facts.get("energie_analysee")
    elsewhere = None if fact else accord.of_agreement(case, "aucune analyse de l'énergie")
    if elsewhere:
        return elsewhere
    value, threshold = case.marche.dossier.value, european_threshold(case)
    if value is None or threshold is None:
        return manual(_unjudged(case))
    if value < threshold:
        return _under(case, value, threshold)
    if fact:
        return met("analysées à la définition du besoin" + ("" if fact is True else f" ({day(fact)})"))
    return _by_clause(case)


def _by_clause(case: Case) -> Outcome:
    found = [taken for taken in case.lot.taken.values() if "energie" in taken.clause.themes]
    if found:
        return met(named(found), *proofs(found, case))
    return missing(
        "rien ne montre que le besoin en tient compte",
        case.place("faits", "energie_analysee"),
        read=noted(case),
        expected=accord.expected(case, "faits: {energie_analysee: date ou note}, ou une clause sur l'énergie"),
    )


def besoin_entier(case: Case) -> Outcome:
    """The estimated value holds every lot, at the maximum of a framework agreement (R. 2121-1, R. 2121-8)."""
    lots = case.marche.dossier.lots
    highest = {name: lot.amount.maximum for name, lot in lots.items() if lot.amount.maximum is not None}
    if not highest or accord.subsequent(case):
        return not_applicable("aucun maximum de lot à comparer avec la valeur du besoin entier")
    total, value = sum(highest.values()), case.marche.dossier.value
    said = f"{counted(len(highest), 'lots')} pour {euros(total)} au plus"
    if value is None:
        return manual(f"{said} ; la valeur du besoin entier n'est pas dite, elle les compte tous")
    if total <= value + _CENT:
        return met(f"besoin entier de {euros(value)}, {said}")
    return missing(
        f"la valeur du besoin ne compte pas tout, {said}",
        case.place("valeur_estimee"),
        read=euros(value),
        expected=f"{euros(total)} au moins, tous lots, options et reconductions compris",
    )
