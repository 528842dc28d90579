"""Durations and dates that agree: a lot within its contract, periods within a lot, dates in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from clausekit import guess, prose
from clausekit.finding import Finding, Route
from clausekit.marche import Lot, Marche, Taken
from clausekit.rules.case import day, figure
from clausekit.rules.told import at, told

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
# What is done before the consultation is launched.
_BEFORE = {
    "sourcing": "le sourcing",
    "facilitateur_consulte": "la consultation du facilitateur",
    "energie_analysee": "l'analyse de l'énergie",
    "etude_energies_renouvelables": "l'étude des énergies renouvelables",
}
# A frequency that has no other occasion (« à chaque livraison », « en fin de marché »), in months.
_FREQUENCIES = {
    "mensuelle": 1, "mensuel": 1, "une fois par mois": 1, "tous les mois": 1, "chaque mois": 1,
    "bimestrielle": 2, "bimestriel": 2, "tous les deux mois": 2,
    "trimestrielle": 3, "trimestriel": 3, "une fois par trimestre": 3, "tous les trois mois": 3, "chaque trimestre": 3,
    "semestrielle": 6, "semestriel": 6, "une fois par semestre": 6, "tous les six mois": 6, "chaque semestre": 6,
    "annuelle": 12, "annuel": 12, "une fois par an": 12, "tous les ans": 12, "chaque annee": 12,
    "tous les deux ans": 24, "biennale": 24,
}  # fmt: skip
_MONTHS = {"mois": 1.0, "an": 12.0, "ans": 12.0, "annees": 12.0, "semaines": 12 / 52, "jours": 12 / 365}
_EVERY = re.compile(r"\btou(?:s|tes) les\s*$", re.IGNORECASE)


def durees(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Durations and dates that contradict one another."""
    yield from _longer_than_contract(marche, lot)
    yield from _dates(marche)
    yield from _controls(marche, lot)
    yield from _periods(marche, lot)


def _months(value: float) -> str:
    return f"{figure(value)} mois"


def _whole(marche: Marche, lot: Lot) -> str:
    return f"le lot {lot.name}" if marche.dossier.split else "le marché"


def _longer_than_contract(marche: Marche, lot: Lot) -> Iterator[Finding]:
    whole, months = marche.dossier.whole.months, lot.terms.months
    if whole is not None and months is not None and months > whole:
        yield told(
            "durees",
            f"Le lot {lot.name} dure plus que le contrat : {_months(months)}, contre {_months(whole)}.",
            at(marche, ("lots", lot.name, "duree_mois")),
            read=f"duree_mois: {figure(months)}",
            expected=f"au plus {_months(whole)}",
            why="La durée du contrat est celle de son plus long lot : les exigences et les clauses s'y mesurent.",
            remedy=f"Porter « duree_mois » du dossier à {figure(months)}, ou corriger celle du lot.",
        )


def _dates(marche: Marche) -> Iterator[Finding]:
    launch, notified = marche.dossier.launch, marche.dossier.notification
    if launch and notified and notified < launch:
        yield told(
            "durees",
            f"Le marché serait notifié le {day(notified)}, avant le lancement de sa consultation, le {day(launch)}.",
            at(marche, ("dates", "notification")),
            read=f"notification: {notified}",
            expected=f"une date à partir du {day(launch)}",
            why="Tout est jugé à la date de lancement : une date fausse change les règles applicables.",
            remedy="Corriger l'une des deux dates.",
        )
    for fact, words in _BEFORE.items():
        noted = marche.dossier.facts.get(fact)
        if launch and isinstance(noted, str) and _ISO.fullmatch(noted) and noted > launch:
            yield told(
                "durees",
                f"Le dossier date {words} du {day(noted)}, après le lancement de la consultation, le {day(launch)}.",
                at(marche, ("faits", fact)),
                severity="avertissement",
                read=f"{fact}: {noted}",
                expected=f"une date jusqu'au {day(launch)}",
                why="Ce fait compte parce qu'il précède la consultation et la prépare.",
                remedy="Corriger la date, ou ôter le fait s'il n'a pas eu lieu à temps.",
            )


def _controls(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Controls whose only occasion comes after the end, told together by frequency."""
    months = lot.terms.months
    late: dict[str, list[Taken]] = {}
    for taken in lot.taken.values():
        frequency = taken.clause.control.frequency if taken.clause.control else ""
        if months is not None and _FREQUENCIES.get(guess.bare(frequency).rstrip("."), 0) > months:
            late.setdefault(guess.bare(frequency).rstrip("."), []).append(taken)
    for frequency, found in late.items():
        names = ", ".join(taken.clause.id for taken in found)
        yield _too_long(
            marche,
            found[0].route,
            f"{names} : le contrôle a lieu tous les {_months(_FREQUENCIES[frequency])} et {_whole(marche, lot)} en "
            f"dure {figure(months or 0)} : il peut n'avoir jamais lieu.",
            read=f"fréquence : {found[0].clause.control.frequency if found[0].clause.control else ''}",
            expected=f"un contrôle qui tombe avant la fin des {_months(months or 0)}",
            remedy="Écrire une fréquence plus courte, ou « et à la fin du marché » à sa suite ; sinon, ôter la clause.",
        )


def _too_long(marche: Marche, route: Route, message: str, *, read: str, expected: str, remedy: str) -> Finding:
    return told(
        "durees",
        message,
        at(marche, route),
        severity="avertissement",
        read=read,
        expected=expected,
        why="Ce qui revient moins d'une fois dans la durée du marché peut n'y arriver jamais : rien ne le prouverait.",
        remedy=remedy,
    )


@lru_cache(maxsize=4096)
def _intervals(text: str) -> tuple[str, ...]:
    """Names of the parameters that a text prints after « tous les »."""
    pairs = (pair for block in prose.parse(text) for line in prose.lines_of(block) for pair in pairwise(line))
    return tuple(
        piece.name
        for before, piece in pairs
        if isinstance(before, prose.Words) and isinstance(piece, prose.Slot) and _EVERY.search(before.text)
    )


def _periods(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """« Tous les {{ periodicite }} », with a period longer than the lot."""
    for taken in lot.taken.values():
        for name in dict.fromkeys(name for text in taken.clause.texts.values() for name in _intervals(text)):
            parameter, value = taken.clause.parameters.get(name), taken.values.get(name)
            unit = _MONTHS.get(guess.bare((parameter.unit if parameter else None) or "").partition(" ")[0])
            if parameter is None or unit is None or not isinstance(value, (int, float)) or lot.terms.months is None:
                continue
            if value * unit > lot.terms.months:
                yield _too_long(
                    marche,
                    (*taken.route, name) if name in taken.chosen else taken.route,
                    f"{taken.clause.id}, « {parameter.title} » : {figure(value)} {parameter.unit}, et "
                    f"{_whole(marche, lot)} ne dure que {_months(lot.terms.months)}.",
                    read=f"{name}: {figure(value)}",
                    expected=f"au plus {_months(lot.terms.months)}",
                    remedy="Réduire l'intervalle, ou ôter la clause.",
                )
