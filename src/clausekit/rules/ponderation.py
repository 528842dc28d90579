"""Weights and ranks: what is published of the criteria and of their sub-criteria, procedure by procedure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from clausekit import terms
from clausekit.marche import Weighted
from clausekit.rules.attribution import judged, places, set_aside
from clausekit.rules.case import Case, Outcome, counted, day, manual, met, missing, not_applicable, quoted

_IMPOSSIBLE = "ponderation_impossible"
_APPLIED = "mise_en_oeuvre_criteres"
# A weight among the elements: « (5 points) », « noté sur 10 »; « 5 points de pourcentage » is a measure.
_SCORED = re.compile(
    r"\(\s*\d+(?:[.,]\d+)?\s*(?:points?|pts?)\s*\)|\b(?:notée?s?|comptée?s?) sur \d|\bsur \d+ points?\b"
    r"|\bcoefficient \d|[:,–]\s*\d+(?:[.,]\d+)?\s*(?:points?|pts?)\s*\.?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def _bears_points(element: str) -> bool:
    return bool(_SCORED.search(element))


def _bare(items: tuple[Weighted, ...]) -> list[Weighted]:
    return [item for item in items if item.weight is None and item.rank is None]


def _ranked(items: tuple[Weighted, ...]) -> list[Weighted]:
    """Criteria that count by their rank: one with a weight counts by it."""
    return [item for item in items if item.rank is not None and item.effective is None]


def _reason(case: Case) -> str:
    """The reason written for a ranking; a date or `true` says that there is one, not which."""
    noted = case.marche.dossier.facts.get(_IMPOSSIBLE)
    return noted.rstrip(". ") if isinstance(noted, str) and re.search(r"[^\W\d]", noted) else ""


@judged
def ponderation_publiee(case: Case) -> Outcome:
    """Weights in formalised procedures, or ranks for a reason; elsewhere, weights, ranks or how criteria are applied.

    R. 2152-11, R. 2152-12; in procédure adaptée, CE, 30 January 2009, ANPE, n° 290236.
    """
    criteria = case.lot.criteria
    ranked, bare = _ranked(criteria), _bare(criteria)
    if not ranked and not bare:
        return met("chaque critère a son poids")
    if len(ranked) not in {0, len(criteria)}:
        return _mixed(case, ranked)
    if case.marche.dossier.procedure is None:
        return manual("le dossier ne dit pas sa procédure, dont dépend la pondération")
    if case.marche.dossier.procedure in terms.FORMALISED:
        return _formalised(case) if ranked else _unweighted(bare, "un poids pour chaque critère")
    return _adapted(case, bare)


def _mixed(case: Case, ranked: list[Weighted]) -> Outcome:
    others = [item for item in case.lot.criteria if item not in ranked]
    return missing(
        f"{quoted(item.label for item in others)} sans rang, alors que d'autres critères en ont un",
        *places(others[0]),
        read=counted(len(ranked), "critères hiérarchisés") + f" sur {len(case.lot.criteria)}",
        expected="un poids pour chaque critère, ou un rang pour chacun",
    )


def _unweighted(bare: list[Weighted], expected: str) -> Outcome:
    return missing(
        f"{quoted(item.label for item in bare)}, sans poids",
        *places(bare[0]),
        read="sans poids",
        expected=expected,
    )


def _formalised(case: Case) -> Outcome:
    reason = _reason(case)
    if reason:
        return manual(
            f"critères hiérarchisés, pondération dite impossible ({reason}) ; une personne juge si la raison est "
            "objective (R. 2152-12)"
        )
    return missing(
        "critères hiérarchisés, sans la raison pour laquelle la pondération est objectivement impossible",
        case.award,
        read="des rangs, dans une procédure formalisée",
        expected=f"un poids pour chaque critère, ou faits: {{{_IMPOSSIBLE}: la raison objective}} (R. 2152-12)",
    )


def _adapted(case: Case, bare: list[Weighted]) -> Outcome:
    if not bare:
        return met("critères hiérarchisés, ce que la procédure adaptée admet")
    noted = case.marche.dossier.facts.get(_APPLIED)
    if noted:
        return met(f"mise en œuvre des critères dite au règlement ({day(noted)})")
    wanted = f"un poids ou un rang pour chaque critère, ou faits: {{{_APPLIED}: l'article du règlement qui le dit}}"
    return _unweighted(bare, wanted)


def sous_criteres_publies(case: Case) -> Outcome:
    """Sub-criteria have their weight or their rank, and elements of appreciation have none.

    CE, 18 June 2010, Commune de Saint-Pal-de-Mons, n° 337377; sub-criteria themselves are optional
    (CE, 31 March 2010, Collectivité territoriale de Corse, n° 334279).
    """
    aside = set_aside(case)
    if aside:
        return aside
    faults = [*_unpublished(case), *_hidden(case)]
    if faults:
        return missing(
            " ; ".join(fault.why for fault in faults),
            *places(faults[0].item),
            read=", ".join(fault.read for fault in faults),
            expected=" ; ".join(dict.fromkeys(fault.expected for fault in faults)),
        )
    children = [child for item in case.lot.criteria for child in item.children]
    if not children:
        return not_applicable("aucun sous-critère")
    return met(counted(len(children), "sous-critères") + ", chacun avec son poids ou son rang")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fault:
    """What is not published as it counts, under one criterion; `item` is where it is written."""

    item: Weighted
    why: str
    read: str
    expected: str


def _unpublished(case: Case) -> Iterator[_Fault]:
    """Sub-criteria without weight or rank, criterion by criterion."""
    for item in case.lot.criteria:
        bare = _bare(item.children)
        if bare:
            yield _Fault(
                item=bare[0],
                why=f"sous « {item.label} », {quoted(child.label for child in bare)} sans poids ni rang",
                read=f"{counted(len(bare), 'sous-critères')} sans poids ni rang",
                expected="un poids ou un rang pour chaque sous-critère, ou un élément d'appréciation à sa place",
            )


def _hidden(case: Case) -> Iterator[_Fault]:
    """Elements of appreciation that bear points: sub-criteria under another name."""
    for item in case.lot.judged():
        scored = [element for element in item.elements if _bears_points(element)]
        if scored:
            yield _Fault(
                item=item,
                why=f"sous « {item.label} », des points parmi les éléments d'appréciation ({quoted(scored)})",
                read=f"{counted(len(scored), 'éléments')} d'appréciation avec des points",
                expected="des éléments d'appréciation sans points, ou des sous-critères avec leur poids",
            )
