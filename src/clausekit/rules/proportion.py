"""Proportion: as many clauses and sub-criteria as the contract can bear. Figures are the policy's, no text sets any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clausekit import terms
from clausekit.marche import Weighted
from clausekit.rules.case import (
    Case,
    Outcome,
    counted,
    euros,
    figure,
    manual,
    met,
    missing,
    not_applicable,
    proofs,
    shown,
)

_SUSTAINABLE = frozenset({"environnementale", "sociale"})
_HOUSE = "règle de la maison, aucun texte ne la fixe"


def _lot_value(case: Case) -> float | None:
    """Euros: the lot's maximum when it is said, else the value of the whole need."""
    return case.lot.terms.amount.maximum or case.marche.dossier.value


def _reached(step: Mapping[str, Any], value: float, months: float) -> bool:
    return value <= float(step.get("valeur", value)) and months <= float(step.get("duree_mois", months))


def _of_step(step: Mapping[str, Any]) -> str:
    """« jusqu'à 90 000 euros », « jusqu'à 6 mois »; empty for the step of all contracts."""
    bounds = [euros(step["valeur"])] if "valeur" in step else []
    bounds += [f"{figure(step['duree_mois'])} mois"] if "duree_mois" in step else []
    return f", jusqu'à {' et '.join(bounds)}" if bounds else ""


def proportion_clauses(case: Case) -> Outcome:
    """No more sustainability conditions than the policy's step for the lot's value and duration (M53).

    Given `paliers`: each has `nombre`, and `valeur` (euros) or `duree_mois` up to which it holds; the lowest
    number wins.
    """
    found = [taken for taken in case.conditions if taken.clause.consideration in _SUSTAINABLE]
    said = counted(len(found), "conditions d'exécution") + " environnementales ou sociales"
    value, months = _lot_value(case), case.lot.terms.months
    if value is None or months is None:
        return manual(f"{said}, à rapporter à la valeur et à la durée, que le dossier ne dit pas toutes deux")
    steps = [step for step in case.minimum.given["paliers"] if _reached(step, value, months)]
    if not steps:
        return not_applicable("aucun palier de l'exigence ne vise un marché de cette valeur et de cette durée")
    step = min(steps, key=lambda item: float(item["nombre"]))
    limit = f"{figure(step['nombre'])} au plus{_of_step(step)} ({_HOUSE})"
    if len(found) <= step["nombre"]:
        return met(f"{said}, pour {limit}", *proofs(found, case))
    return missing(
        f"{said}, pour {limit}",
        case.place("clauses"),
        read=f"{', '.join(taken.clause.id for taken in found)} ; {euros(value)}, {figure(months)} mois",
        expected=f"{figure(step['nombre'])} au plus",
        evidence=proofs(found, case),
    )


def _leaves(criteria: Iterable[Weighted]) -> list[Weighted]:
    """What is scored: a sub-criterion, or a criterion without any."""
    return [leaf for item in criteria for leaf in item.walk() if not leaf.children and leaf.effective != 0]


def proportion_sous_criteres(case: Case) -> Outcome:
    """No more scored lines than the policy's figure: `nombre` in all, `durables` for sustainability (M13)."""
    leaves = _leaves(case.lot.criteria)
    if not leaves:
        return not_applicable("aucun critère d'attribution à compter")
    durable = [leaf for leaf in leaves if leaf.nature in terms.SUSTAINABLE]
    most, most_durable = case.minimum.given["nombre"], case.minimum.given["durables"]
    said = f"{counted(len(leaves), 'lignes notées')}, dont {figure(len(durable))} de développement durable"
    limit = f"{figure(most)} au plus, dont {figure(most_durable)} au plus de développement durable ({_HOUSE})"
    if len(leaves) <= most and len(durable) <= most_durable:
        return met(f"{said}, pour {limit}", *(shown(leaf) for leaf in durable))
    return missing(
        f"{said}, pour {limit}",
        case.award,
        read=", ".join(f"« {leaf.label} »" for leaf in (durable if len(durable) > most_durable else leaves)),
        expected=limit,
        evidence=(shown(leaf) for leaf in durable),
    )
