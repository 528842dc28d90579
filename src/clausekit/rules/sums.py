"""Coherence of weights: every level adds up."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import terms
from clausekit.finding import Finding, Place
from clausekit.marche import Lot, Marche, Weighted
from clausekit.rules.case import figure
from clausekit.rules.told import told

_CENT = 0.01


def sommes(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Weights add up at every level: criteria to 100 %, sub-criteria to their criterion (or its base)."""
    if _applied_otherwise(marche, lot):
        return
    written = _unit(lot)
    if written == "rang":
        yield from _ranked(lot.criteria)
        return
    if lot.criteria and written == "pourcentage":
        yield from _sum_is(lot.criteria, 100, "critères", " %")
    if lot.criteria and written == "points" and any(item.weight is None for item in lot.criteria):
        yield _unweighted(lot.criteria)
    for item in lot.judged():
        if item.children and any(child.weight is not None for child in item.children):
            yield from _sum_is(item.children, item.base or item.weight or 0, f"sous-critères de « {item.label} »", "")


def _applied_otherwise(marche: Marche, lot: Lot) -> bool:
    """Whether no criterion has a weight or a rank, and the rules say otherwise how they apply (procédure adaptée)."""
    if marche.dossier.procedure in terms.FORMALISED or not marche.dossier.facts.get("mise_en_oeuvre_criteres"):
        return False
    return all(item.weight is None and item.rank is None for item in lot.judged())


def _unit(lot: Lot) -> str:
    if lot.terms.rows:
        return lot.terms.unit
    return "pourcentage" if lot.grid else "points"


def _ranked(items: tuple[Weighted, ...]) -> Iterator[Finding]:
    bare = [item for item in items if item.rank is None]
    if bare:
        yield told(
            "sommes",
            f"« {bare[0].label} » n'a pas de rang.",
            Place(file=bare[0].file, route=bare[0].route),
            read="sans rang",
            expected="rang: un nombre, 1 pour le plus important",
            why="Des critères hiérarchisés se publient par ordre décroissant d'importance (R. 2152-12).",
            remedy="Donner un rang à chaque critère, ou un poids à chacun.",
        )


def _unweighted(items: tuple[Weighted, ...]) -> Finding:
    bare = next(item for item in items if item.weight is None)
    return told(
        "sommes",
        f"« {bare.label} » n'a pas de poids.",
        Place(file=bare.file, route=bare.route),
        read="sans poids",
        expected="poids: un nombre",
        why="Une pondération incomplète ne permet pas de classer les offres.",
        remedy="Donner un poids à chaque critère, ou choisir « ponderation: rang ».",
    )


def _sum_is(items: tuple[Weighted, ...], wanted: float, what: str, unit: str) -> Iterator[Finding]:
    if any(item.weight is None for item in items):
        yield _unweighted(items)
        return
    total = sum(item.weight or 0 for item in items)
    if abs(total - wanted) > _CENT:
        yield told(
            "sommes",
            f"Les poids des {what} font {figure(total)}{unit} au lieu de {figure(wanted)}{unit}.",
            Place(file=items[0].file, route=items[0].route[:-1]),
            read=" + ".join(figure(item.weight or 0) for item in items) + f" = {figure(total)}",
            expected=figure(wanted),
            why="Les critères et leur pondération se publient et s'additionnent (R. 2152-11 et R. 2152-12).",
            remedy="Corriger les poids ; si les sous-critères ont leur base, écrire « sur: 100 » sur leur critère.",
        )
