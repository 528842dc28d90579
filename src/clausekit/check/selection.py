"""Which minima concern a lot: chosen by facts, never by listing ids."""

from __future__ import annotations

from clausekit.clause import span
from clausekit.marche import Lot, Marche
from clausekit.policy import Minimum

_NATURES = {"fournitures": "des fournitures", "services": "des services", "travaux": "des travaux"}


def in_force(minimum: Minimum, day: str | None) -> bool:
    """Whether the minimum is in force at the launch date; without a date, it is judged."""
    if day is None:
        return True
    return (minimum.start is None or minimum.start <= day) and (minimum.end is None or day <= minimum.end)


def unstated(minimum: Minimum, marche: Marche, lot: Lot) -> str | None:
    """The fact that the selection needs and that the dossier does not state."""
    when = minimum.when
    needs = {
        "natures": ("nature", lot.terms.nature),
        "procedures": ("procedure", marche.dossier.procedure),
        "ccag": ("ccag", lot.terms.ccag),
        "valeur": ("valeur_estimee", marche.dossier.value),
        "duree_mois": ("duree_mois", lot.terms.months),
        "services_specifiques": ("services_specifiques", marche.dossier.specific_services),
    }
    for key, (name, value) in needs.items():
        if when.get(key) is not None and value is None:
            return name
    return None


def selected(minimum: Minimum, marche: Marche, lot: Lot) -> bool:
    """Whether every stated fact that the minimum names holds for the lot."""
    when, terms = minimum.when, lot.terms
    themes = {theme for taken in lot.taken.values() for theme in taken.clause.themes}
    lists = (
        ("familles", {terms.family}),
        ("segments", set(terms.segments)),
        ("natures", {terms.nature} - {None}),
        ("formes", {marche.dossier.form}),
        ("procedures", {marche.dossier.procedure} - {None}),
        ("qualites", {marche.authority.status}),
        ("ccag", {terms.ccag} - {None}),
        ("themes", themes),
    )
    for key, have in lists:
        wanted = when.get(key)
        if wanted and have and not set(wanted) & have:
            return False
        if wanted and not have and key in {"segments", "themes"}:
            return False
    return _numbers_hold(minimum, marche, lot) and _adopted(minimum, marche)


def _numbers_hold(minimum: Minimum, marche: Marche, lot: Lot) -> bool:
    when, value, months = minimum.when, marche.dossier.value, lot.terms.months
    if when.get("valeur") and value is not None and not span(when["valeur"]).holds(value):
        return False
    if when.get("duree_mois") and months is not None and not span(when["duree_mois"]).holds(months):
        return False
    specific = when.get("services_specifiques")
    return specific is None or bool(marche.dossier.specific_services) == specific


def _adopted(minimum: Minimum, marche: Marche) -> bool:
    wanted = minimum.when.get("annexe_adoptee")
    if not wanted:
        return True
    names = {wanted} if isinstance(wanted, str) else set(wanted)
    return bool(names & marche.authority.adopted)
