"""Rules on award criteria: distinct category, weight, scattering (SPASER M13), and the law's minimum."""

from __future__ import annotations

from clausekit import terms
from clausekit import typography as typo
from clausekit.marche import Weighted
from clausekit.rules import accord
from clausekit.rules.attribution import judged, places
from clausekit.rules.case import (
    Case,
    Outcome,
    counted,
    figure,
    manual,
    met,
    missing,
    not_applicable,
    quoted,
    shown,
)
from clausekit.rules.presence import about, wanted_themes

_NATURES = {"environnementale": " environnemental", "sociale": " social"}
_ROUNDING = 1e-6  # weights in points are turned into shares of 100


def _distinct(case: Case) -> tuple[Weighted, ...]:
    return tuple(item for item in case.lot.criteria if item.nature in terms.SUSTAINABLE and item.effective != 0)


def _hidden(case: Case) -> tuple[tuple[Weighted, Weighted], ...]:
    """Sustainability sub-criteria under a criterion that is not one: (parent, child)."""
    return tuple(
        (item, child)
        for item in case.lot.criteria
        if item.nature not in terms.SUSTAINABLE
        for child in item.children
        if child.natures & terms.SUSTAINABLE
    )


@judged
def critere_distinct(case: Case) -> Outcome:
    """A first-level category of sustainability criteria, distinct from technical value (M13)."""
    found = _distinct(case)
    if found:
        return met(quoted(item.label for item in found), *(shown(item) for item in found))
    hidden = _hidden(case)
    first = hidden[0][1] if hidden else case.lot.criteria[0]
    shown_there = "".join(
        f" ; « {child.label} » est un sous-critère de « {parent.label} », il est montré sans compter"
        for parent, child in hidden
    )
    return missing(
        f"aucun critère de développement durable au premier niveau{shown_there}",
        *places(first),
        read=quoted(item.label for item in case.lot.criteria),
        expected="un critère « developpement-durable », distinct de la valeur technique",
        evidence=(shown(child) for _, child in hidden),
    )


@judged
def poids_minimal(case: Case) -> Outcome:
    """The weight of the distinct sustainability criteria reaches the authority's floor.

    M13 of the SPASER holds no number: the floor is the authority's choice, shown as such.
    """
    part = float(case.minimum.given["part"])
    found = _distinct(case)
    unweighted = [item for item in case.lot.criteria if item.effective is None]
    if unweighted:
        return _without_weight(unweighted, part)
    total = sum(item.effective or 0 for item in found)
    if total >= part - _ROUNDING:
        why = f"{figure(total)} % du total, pour un plancher de {figure(part)} % ({case.minimum.floor})"
        return met(why, *(shown(item) for item in found))
    return missing(
        f"le développement durable pèse {figure(total)} % du total, sous {figure(part)} % ({case.minimum.floor})",
        *places(found[0] if found else case.lot.criteria[0]),
        read=f"{figure(total)} %",
        expected=f"au moins {figure(part)} %",
    )


def _without_weight(items: list[Weighted], part: float) -> Outcome:
    """A rank has no weight: a floor cannot be reached by ranking the criteria instead of weighting them."""
    ranked = all(item.rank is not None for item in items)
    told = "critères hiérarchisés" if ranked else quoted(item.label for item in items)
    return missing(
        f"{told}, sans poids ; un plancher de {figure(part)} % ne s'y vérifie pas",
        *places(items[0]),
        read="ponderation: rang" if ranked else "sans poids",
        expected=f"un poids pour chaque critère, dont {figure(part)} % au moins pour le développement durable",
    )


def _leaves(case: Case) -> tuple[Weighted, ...]:
    return tuple(leaf for item in _distinct(case) for leaf in item.walk() if not leaf.children)


@judged
def eparpillement(case: Case) -> Outcome:
    """No sustainability sub-criterion is so light that it separates nothing (M13, « saupoudrage »)."""
    part = float(case.minimum.given["part"])
    leaves = [(leaf, leaf.effective) for leaf in _leaves(case) if leaf.effective is not None]
    if not leaves and any(item.rank is not None for item in case.lot.criteria):
        return manual("critères hiérarchisés, sans poids, dont l'émiettement ne se mesure pas")
    if not leaves:
        return not_applicable("aucun sous-critère de développement durable pondéré")
    light = [(leaf, weight) for leaf, weight in leaves if weight < part - _ROUNDING]
    if not light:
        why = f"chaque sous-critère pèse au moins {figure(part)} points sur 100"
        return met(why, *(shown(leaf) for leaf, _ in leaves))
    names = ", ".join(f"« {leaf.label} » ({_points(weight)})" for leaf, weight in light)
    return missing(
        f"saupoudrage, avec {names}",
        *places(light[0][0]),
        read=f"{counted(len(light), 'sous-critères')} sous {figure(part)} points",
        expected=f"au moins {figure(part)} points sur 100 pour chacun",
    )


def _points(weight: float) -> str:
    """« 3 points sur 100 »."""
    return f"{figure(weight)} {typo.agree('points', weight)} sur 100"


@judged
def pas_de_prix_seul(case: Case) -> Outcome:
    """Price alone no longer awards a contract (R. 2152-7, from 21 August 2026)."""
    counting = [item for item in case.lot.criteria if item.effective != 0]
    if counting and {item.nature for item in counting} == {"prix"}:
        return missing(
            "les offres sont jugées sur le prix seul",
            *places(counting[0]),
            read=quoted(item.label for item in case.lot.criteria),
            expected="plusieurs critères, ou le critère unique du coût",
        )
    return met(quoted(item.label for item in case.lot.criteria))


def _environmental(case: Case) -> tuple[Weighted, ...]:
    return tuple(
        item
        for item in case.lot.judged()
        if item.nature in terms.ENVIRONMENTAL and item.effective != 0 and not item.children
    )


def critere_environnemental(case: Case) -> Outcome:
    """At least one criterion takes the environmental characteristics of the offer into account (L. 2152-7).

    It may sit anywhere, under technical value too (law.md CLI-12): M13 is stricter.
    """
    if accord.without_competition(case):
        return manual("marché sans publicité ni mise en concurrence, le code ne dit pas si L. 2152-7 s'y applique")
    return _takes_environment(case)


@judged
def _takes_environment(case: Case) -> Outcome:
    criteria = case.lot.criteria
    if len(criteria) == 1 and criteria[0].nature == "cout":
        return _single_cost(case, criteria[0])
    found = _environmental(case)
    if not found:
        return _no_environment(case)
    bare = [item for item in found if not item.elements or not item.proofs]
    if len(bare) == len(found):
        return missing(
            f"rien ne dit ce qui sera apprécié, ni sur quelle preuve, pour {quoted(item.label for item in bare)}",
            *places(bare[0]),
            read="un critère environnemental sans élément d'appréciation ou sans justificatif",
            expected="elements_appreciation et preuves",
            evidence=(shown(item) for item in bare),
        )
    return met(quoted(item.label for item in found), *(shown(item) for item in found))


def _no_environment(case: Case) -> Outcome:
    vague = [item for item in case.lot.judged() if item.nature == "durable" and not item.children]
    if vague:
        why = f"{quoted(item.label for item in vague)} ne dit pas s'il prend en compte l'environnement"
        return manual(why, *(shown(item) for item in vague))
    return missing(
        "aucun critère ne prend en compte les caractéristiques environnementales de l'offre",
        *places(case.lot.criteria[0]),
        read=quoted(item.label for item in case.lot.criteria),
        expected="au moins un critère ou sous-critère environnemental, ou le critère unique du coût",
    )


def _single_cost(case: Case, item: Weighted) -> Outcome:
    if item.elements or item.children:
        return manual(
            "critère unique du coût, vérifier que la méthode prend en compte les caractéristiques environnementales "
            "(R. 2152-7, 1°)",
            shown(item),
        )
    return missing(
        "critère unique du coût, dont rien ne dit comment il prend en compte l'environnement",
        *places(item),
        read="un coût sans méthode",
        expected="elements_appreciation : les coûts du cycle de vie retenus et leur méthode",
    )


@judged
def critere_present(case: Case) -> Outcome:
    """A criterion of the themes or the nature asked."""
    themes, nature = set(wanted_themes(case)), case.minimum.given.get("nature")
    found = [
        item
        for item in case.lot.judged()
        if item.effective != 0
        and (not themes or (item.criterion is not None and themes & set(item.criterion.themes)))
        and (nature is None or item.nature in {nature, "mixte"})
    ]
    if found:
        return met(quoted(item.label for item in found), *(shown(item) for item in found))
    wanted = f"critère{_NATURES.get(nature or '', '')}{about(case, wanted_themes(case))}"
    return missing(
        f"aucun {wanted}",
        case.award,
        read=quoted(item.label for item in case.lot.criteria),
        expected=f"un {wanted}",
    )
