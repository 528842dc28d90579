"""Coherence of values: declared, filled, of the right type and within bounds."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterator
from typing import Any

from clausekit import terms
from clausekit.clause import Clause, Parameter
from clausekit.finding import Finding, Place
from clausekit.marche import Lot, Marche, annex_values
from clausekit.rules.case import figure
from clausekit.rules.told import at, told


def valeur_inconnue(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A value for a parameter that the clause does not declare."""
    for taken in lot.taken.values():
        for name in taken.strangers:
            near = difflib.get_close_matches(name, taken.clause.parameters, n=2, cutoff=0.4)
            yield told(
                "valeur-inconnue",
                f"{taken.clause.id} n'a pas de paramètre « {name} ».",
                at(marche, (*taken.route, name)),
                read=name,
                expected=", ".join(near or taken.clause.parameters) or "aucun paramètre",
                why="Une valeur sans paramètre ne s'écrirait nulle part.",
                remedy=_right_name(near, taken.clause),
            )


def _right_name(near: list[str], clause: Clause) -> str:
    if near:
        return f"Écrire « {near[0]} » si c'est lui."
    return f"« clausekit show {clause.id} » donne les paramètres." if clause.parameters else "Ôter cette valeur."


def valeur_manquante(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A blank that somebody on the buyer's side must still fill. `check` tells it at publication only."""
    for taken in lot.taken.values():
        for blank in taken.blanks:
            yield from _unfilled(taken.clause.id, blank, at(marche, taken.route))
    for annex in lot.annexes:
        given = annex_values(annex, lot)
        for name, parameter in annex.parameters.items():
            if name not in given:
                yield from _unfilled(annex.id, parameter, at(marche, ("annexes",)))


def _unfilled(owner: str, blank: Parameter, place: Place) -> Iterator[Finding]:
    if blank.filled_by == "candidat":
        return
    yield told(
        "valeur-manquante",
        f"{owner}, « {blank.title} » : à compléter par {terms.WHO_TITLES[blank.filled_by]}.",
        place,
        read=f"{blank.name} sans valeur",
        expected=expectation(blank),
        why="Un blanc publié laisse l'obligation sans mesure.",
        remedy=f"Écrire « {blank.name}: … » sous {owner}.",
    )


def expectation(parameter: Parameter) -> str:
    """What a parameter takes: its choices, or its unit and bounds."""
    bounds = parameter.bounds
    words = [_KIND_WORDS[parameter.kind] + (f" ({parameter.unit})" if parameter.unit else "")]
    if parameter.choices:
        words = [", ".join(f"« {choice} »" for choice in parameter.choices)]
    if parameter.kind == "tableau" and parameter.columns:
        words.append("une ligne par entrée : {" + ", ".join(f"{column}: …" for column in parameter.columns) + "}")
    if bounds.minimum is not None:
        words.append(f"au moins {figure(bounds.minimum)}")
    if bounds.maximum is not None:
        words.append(f"au plus {figure(bounds.maximum)}")
    return ", ".join(words)


_KIND_WORDS = {
    "pourcentage": "un pourcentage",
    "nombre": "un nombre",
    "entier": "un nombre entier",
    "montant": "un montant",
    "duree": "une durée",
    "date": "une date AAAA-MM-JJ",
    "texte": "un texte",
    "choix": "un choix",
    "liste": "une liste",
    "tableau": "un tableau",
    "contact": "un contact (nom, telephone, courriel)",
}


_NUMERIC = frozenset({"pourcentage", "nombre", "entier", "montant", "duree"})


def bad_value(parameter: Parameter, value: Any) -> bool:
    """Whether a value has the wrong type for a parameter, or is out of its bounds."""
    if parameter.kind in _NUMERIC:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return True
        return not parameter.bounds.holds(value) or (parameter.kind == "entier" and value != int(value))
    if parameter.kind == "choix":
        return value not in parameter.choices
    if parameter.kind in {"liste", "tableau"}:
        return not isinstance(value, list) or not all(_fits(parameter, item) for item in value)
    if parameter.kind == "contact":
        return not isinstance(value, dict)
    return not isinstance(value, str) or (parameter.kind == "date" and not _iso(value))


def _fits(parameter: Parameter, item: Any) -> bool:
    """Whether an item of a list prints on one line, or a row of a table names only its columns."""
    if parameter.kind == "tableau":
        return isinstance(item, dict) and set(item) <= set(parameter.columns)
    return not isinstance(item, (dict, list))


def _iso(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return figure(value) if isinstance(value, (int, float)) else f"« {value} »"


def valeur_hors_bornes(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A value of the wrong type, or out of the clause's bounds."""
    for taken in lot.taken.values():
        for name in sorted(taken.chosen & taken.clause.parameters.keys()):
            parameter, value = taken.clause.parameters[name], taken.values[name]
            if bad_value(parameter, value):
                yield told(
                    "valeur-hors-bornes",
                    f"{taken.clause.id}, « {parameter.title} » : la valeur {_typed(value)} ne convient pas.",
                    at(marche, (*taken.route, name)),
                    read=_typed(value),
                    expected=expectation(parameter),
                    why="Les bornes disent entre quelles valeurs la clause a été pensée et relue.",
                    remedy="Écrire le nombre seul : le document imprime l'unité et l'accorde."
                    if parameter.kind in _NUMERIC and isinstance(value, str)
                    else "Choisir une valeur admise, ou faire évoluer la clause dans la bibliothèque.",
                )
