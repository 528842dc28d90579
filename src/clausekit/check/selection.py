"""Which minima concern a lot: chosen by facts, never by listing ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clausekit.clause import span
from clausekit.marche import Lot, Marche
from clausekit.policy import Minimum

# A lot without a segment or a clause is not in the segments or under the themes that a minimum names;
# any other fact that the dossier does not state excludes nothing.
_MUST_BE_STATED = frozenset({"segments", "themes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a selection reads of a lot, gathered once for all its minima.

    `lists` holds the values of each fact by its key in `quand`; empty: the dossier does not state it.
    `numbers` holds euros before VAT (valeur) and months (duree_mois), None when unknown.
    """

    lists: Mapping[str, frozenset[str]]
    numbers: Mapping[str, float | None]
    specific: bool | None
    adopted: frozenset[str]


def facts(marche: Marche, lot: Lot) -> Facts:
    """The facts of a lot."""
    terms, dossier = lot.terms, marche.dossier
    return Facts(
        lists={
            "familles": frozenset({terms.family}),
            "segments": frozenset(terms.segments),
            "natures": _stated(terms.nature),
            "formes": frozenset({dossier.form}),
            "procedures": _stated(dossier.procedure),
            "qualites": _statuses(marche.authority.status),
            "ccag": _stated(terms.ccag),
            "themes": frozenset(theme for taken in lot.taken.values() for theme in taken.clause.themes),
        },
        numbers={"valeur": dossier.value, "duree_mois": terms.months},
        specific=dossier.specific_services,
        adopted=marche.authority.adopted,
    )


def _statuses(status: str) -> frozenset[str]:
    """A central authority is a pouvoir adjudicateur too."""
    return frozenset({status, "pouvoir_adjudicateur"} if status == "autorite_centrale" else {status})


def _stated(value: str | None) -> frozenset[str]:
    return frozenset({value} if value else ())


def in_force(minimum: Minimum, day: str | None) -> bool:
    """Whether the minimum is in force at the launch date; without a date, it is judged."""
    if day is None:
        return True
    return (minimum.start is None or minimum.start <= day) and (minimum.end is None or day <= minimum.end)


_NEEDED = {
    "natures": "nature",
    "procedures": "procedure",
    "ccag": "ccag",
    "valeur": "valeur_estimee",
    "duree_mois": "duree_mois",
    "services_specifiques": "services_specifiques",
}


def unstated(minimum: Minimum, known: Facts) -> str | None:
    """The fact that the selection needs and that the dossier does not state."""
    for key, name in _NEEDED.items():
        if minimum.when.get(key) is not None and not _known(key, known):
            return name
    return None


def _known(key: str, known: Facts) -> bool:
    if key == "services_specifiques":
        return known.specific is not None
    return known.numbers[key] is not None if key in known.numbers else bool(known.lists[key])


def selected(minimum: Minimum, known: Facts) -> bool:
    """Whether every stated fact that the minimum names holds for the lot."""
    return all(_holds(key, wanted, known) for key, wanted in minimum.when.items())


def _holds(key: str, wanted: Any, known: Facts) -> bool:
    if key in known.lists:
        have = known.lists[key]
        return not wanted or not have.isdisjoint(wanted) or (not have and key not in _MUST_BE_STATED)
    if key in known.numbers:
        number = known.numbers[key]
        return not wanted or number is None or span(wanted).holds(number)
    if key == "services_specifiques":
        return wanted is None or bool(known.specific) == wanted
    return key != "annexe_adoptee" or _adopted(wanted, known)


def _adopted(wanted: Any, known: Facts) -> bool:
    return not wanted or not known.adopted.isdisjoint({wanted} if isinstance(wanted, str) else wanted)
