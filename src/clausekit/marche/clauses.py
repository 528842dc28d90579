"""The clauses of a lot with their level and their values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from clausekit import calcul, terms
from clausekit.clause import Clause
from clausekit.dossier import Choice, Dossier, Terms
from clausekit.library import Library
from clausekit.marche.applies import misfits
from clausekit.marche.model import Taken, Unknown


def _level(clause: Clause, choice: Choice | None, lot: Terms) -> str | None:
    if not clause.levels and not clause.complements:
        return None
    return (choice.level if choice else None) or lot.level or terms.LEVELS[0]


def _computed(clause: Clause, values: dict[str, Any], dossier: Dossier, lot: Terms) -> None:
    facts = {"valeur_estimee": dossier.value, "duree_mois": lot.months}
    for name, parameter in clause.parameters.items():
        if parameter.origin != "calcul" or name in values or not parameter.formula:
            continue
        numbers = {
            key: float(value)
            for key, value in {**facts, **values}.items()
            if isinstance(value, (int, float)) and not isinstance(value, bool)
        }
        try:
            result = calcul.evaluate(parameter.formula, numbers)
        except calcul.Incomputable:
            continue
        values[name] = round(result) if parameter.kind == "entier" else round(result, 2)


def _values(clause: Clause, level: str | None, written: Mapping[str, Any]) -> dict[str, Any]:
    if not clause.parameters:
        return {}
    values = {name: item.default for name, item in clause.parameters.items() if item.default is not None}
    values.update({name: value for name, value in clause.levels.get(level or "", {}).items() if value is not None})
    values.update({name: value for name, value in written.items() if name in clause.parameters})
    return values


def take(clause: Clause, choice: Choice | None, lot: Terms, dossier: Dossier) -> Taken:
    """A clause with its level and values: level < default < dossier, value by value."""
    level = _level(clause, choice, lot)
    written = {name: value for name, value in choice.values.items() if value is not None} if choice else {}
    values = _values(clause, level, written)
    _computed(clause, values, dossier, lot)
    return Taken(
        clause=clause,
        level=level,
        values=values,
        blanks=tuple(item for name, item in clause.parameters.items() if name not in values),
        strangers=tuple(name for name in written if name not in clause.parameters),
        chosen=frozenset(written),
        route=choice.route if choice else (),
    )


def taken_by(lot: Terms, dossier: Dossier, library: Library) -> tuple[dict[str, Taken], list[Unknown]]:
    """The clauses that a lot takes, by id, and the ids that nobody knows."""
    own = {clause.id: clause for clause in dossier.own}
    taken: dict[str, Taken] = {}
    unknown: list[Unknown] = []
    for name, choice in lot.clauses.items():
        clause = library.clauses.get(name) or own.get(name)
        if clause is None:
            unknown.append(Unknown(name=name, kind="clause", file=dossier.file, route=choice.route))
            continue
        taken[name] = take(clause, choice, lot, dossier)
    for number, (name, clause) in enumerate(own.items()):
        route = ("clauses_propres", number)
        taken.setdefault(name, replace(take(clause, None, lot, dossier), route=route))
    return taken, unknown


def automatic_in(lot: Terms, dossier: Dossier, library: Library, taken: Mapping[str, Taken]) -> dict[str, Taken]:
    """The entries that the engine adds to a lot by itself."""
    return {
        clause.id: take(clause, None, lot, dossier)
        for clause in library.clauses.values()
        if clause.automatic
        and clause.id not in taken
        and clause.state != "retiree"
        and not misfits(clause.applicable, lot, dossier)
    }
