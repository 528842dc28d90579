"""Rules on award criteria: distinct category, weight, scattering (SPASER M13), and the law's minimum."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from clausekit import terms
from clausekit.finding import Place
from clausekit.marche import Weighted
from clausekit.rules.case import Case, Outcome, Rule, manual, met, missing, not_applicable, quoted, shown


def _judged(rule: Callable[[Case], Outcome]) -> Rule:
    """Set a criterion rule aside where there are no criteria to judge, and say why (law.md ADD-03, ADD-08)."""

    @wraps(rule)
    def guarded(case: Case) -> Outcome:
        if case.marche.dossier.procedure == "sans_publicite":
            return not_applicable("marché sans publicité ni mise en concurrence : pas de critère d'attribution à juger")
        if case.marche.dossier.form == "marche_subsequent":
            return manual("marché subséquent : les critères se jugent sur l'accord-cadre et sa date de lancement")
        if not case.lot.criteria:
            return missing(
                "aucun critère d'attribution n'est écrit",
                case.place("grille"),
                read="ni grille, ni critères",
                expected="une grille de la bibliothèque, ou des critères",
                remedy="Écrire « grille: {id: …, niveau: …} » ou « criteres: ». « clausekit suggest » propose une grille.",
            )
        return rule(case)

    return guarded


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


@_judged
def critere_distinct(case: Case) -> Outcome:
    """A first-level category of sustainability criteria, distinct from technical value (M13)."""
    found = _distinct(case)
    if found:
        return met(f"catégorie distincte : {quoted(item.label for item in found)}", *(shown(item) for item in found))
    hidden = _hidden(case)
    first = hidden[0][1] if hidden else case.lot.criteria[0]
    shown_there = "".join(
        f" ; « {child.label} » est un sous-critère de « {parent.label} » : il est montré, il ne compte pas"
        for parent, child in hidden
    )
    return missing(
        f"aucun critère de développement durable au premier niveau{shown_there}",
        *_places(first),
        read=quoted(item.label for item in case.lot.criteria),
        expected="un critère « developpement-durable », distinct de la valeur technique",
        evidence=(shown(child) for _, child in hidden),
    )


def _places(item: Weighted) -> tuple[Place, ...]:
    return (Place(file=item.file, route=item.route),)


@_judged
def poids_minimal(case: Case) -> Outcome:
    """The weight of the distinct sustainability criteria reaches the authority's floor.

    M13 of the SPASER holds no number: the floor is the authority's choice, shown as such.
    """
    part = float(case.minimum.given["part"])
    found = _distinct(case)
    if any(item.rank is not None for item in case.lot.criteria):
        return manual("critères classés sans pondération : le rang du critère se juge à la main")
    total = sum(item.effective or 0 for item in found)
    chosen = "plancher décidé par l'autorité" if case.minimum.decision else "plancher de travail, M13 ne donne pas de chiffre"
    if total >= part:
        return met(f"{total:g} % du total, pour un plancher de {part:g} % ({chosen})", *(shown(item) for item in found))
    return missing(
        f"le développement durable pèse {total:g} % du total, sous {part:g} % ({chosen})",
        *_places(found[0] if found else case.lot.criteria[0]),
        read=f"{total:g} %",
        expected=f"au moins {part:g} %",
    )


def _leaves(case: Case) -> tuple[Weighted, ...]:
    return tuple(
        leaf
        for item in _distinct(case)
        for leaf in item.walk()
        if not leaf.children
    )


@_judged
def eparpillement(case: Case) -> Outcome:
    """No sustainability sub-criterion is so light that it separates nothing (M13, « saupoudrage »)."""
    part = float(case.minimum.given["part"])
    leaves = [leaf for leaf in _leaves(case) if leaf.effective is not None]
    if not leaves:
        return not_applicable("aucun sous-critère de développement durable pondéré")
    light = [leaf for leaf in leaves if (leaf.effective or 0) < part]
    if not light:
        return met(f"chaque sous-critère pèse au moins {part:g} points effectifs sur 100", *(shown(leaf) for leaf in leaves))
    names = ", ".join(f"« {leaf.label} » ({leaf.effective:.3g} points effectifs)" for leaf in light)
    return missing(
        f"saupoudrage : {names}",
        *_places(light[0]),
        read=f"{len(light)} sous-critère(s) sous {part:g} points",
        expected=f"au moins {part:g} points effectifs sur 100 pour chacun",
    )


@_judged
def pas_de_prix_seul(case: Case) -> Outcome:
    """Price alone no longer awards a contract (R. 2152-7, from 21 August 2026)."""
    natures = {item.nature for item in case.lot.criteria}
    if natures == {"prix"}:
        return missing(
            "le prix est le seul critère",
            *_places(case.lot.criteria[0]),
            read=quoted(item.label for item in case.lot.criteria),
            expected="plusieurs critères, ou le critère unique du coût",
        )
    return met("le prix n'est pas le seul critère")


def _environmental(case: Case) -> tuple[Weighted, ...]:
    return tuple(
        item
        for item in case.lot.judged()
        if item.nature in terms.ENVIRONMENTAL and item.effective != 0 and not item.children
    )


@_judged
def critere_environnemental(case: Case) -> Outcome:
    """At least one criterion takes the environmental characteristics of the offer into account (L. 2152-7).

    It may sit anywhere, under technical value too (law.md CLI-12): M13 is stricter.
    """
    criteria = case.lot.criteria
    if len(criteria) == 1 and criteria[0].nature == "cout":
        return _single_cost(case, criteria[0])
    found = _environmental(case)
    if not found:
        vague = [item for item in case.lot.judged() if item.nature == "durable" and not item.children]
        if vague:
            return manual(f"{quoted(item.label for item in vague)} ne dit pas s'il prend en compte l'environnement", *(shown(i) for i in vague))
        return missing(
            "aucun critère ne prend en compte les caractéristiques environnementales de l'offre",
            *_places(criteria[0]),
            read=quoted(item.label for item in criteria),
            expected="au moins un critère ou sous-critère environnemental, ou le critère unique du coût",
        )
    bare = [item for item in found if not item.elements or not item.proofs]
    if len(bare) == len(found):
        return missing(
            f"{quoted(item.label for item in bare)} : rien ne dit ce qui sera apprécié ni sur quelle preuve",
            *_places(bare[0]),
            read="un critère environnemental sans élément d'appréciation ou sans justificatif",
            expected="elements_appreciation et preuves",
            evidence=(shown(item) for item in bare),
        )
    return met(f"critère environnemental : {quoted(item.label for item in found)}", *(shown(item) for item in found))


def _single_cost(case: Case, item: Weighted) -> Outcome:
    if item.elements or item.children:
        return manual(
            "critère unique du coût : vérifier que la méthode prend en compte les caractéristiques environnementales "
            "(R. 2152-7, 1°)",
            shown(item),
        )
    return missing(
        "critère unique du coût, dont rien ne dit comment il prend en compte l'environnement",
        *_places(item),
        read="un coût sans méthode",
        expected="elements_appreciation : les coûts du cycle de vie retenus et leur méthode",
    )


@_judged
def ponderation_publiee(case: Case) -> Outcome:
    """Weighting is compulsory in formalised procedures, ranking only if weighting is impossible (R. 2152-12)."""
    if case.marche.dossier.procedure not in terms.FORMALISED:
        return not_applicable("la pondération n'est obligatoire que dans les procédures formalisées")
    ranked = [item for item in case.lot.criteria if item.rank is not None]
    if ranked:
        return manual("critères hiérarchisés : noter pourquoi la pondération est objectivement impossible (R. 2152-12)")
    bare = [item for item in case.lot.criteria if item.weight is None]
    if bare:
        return missing(
            f"critère sans pondération : {quoted(item.label for item in bare)}",
            *_places(bare[0]),
            expected="un poids pour chaque critère",
        )
    return met("chaque critère a son poids")
