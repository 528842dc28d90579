"""The contract with every id replaced by the thing itself, lot by lot: what rules and pieces read."""

from __future__ import annotations

from typing import Any

from clausekit.annex import Annex
from clausekit.dossier import Authority, Dossier, Terms
from clausekit.library import Library
from clausekit.marche.applies import misfits
from clausekit.marche.award import criteria_of
from clausekit.marche.clauses import automatic_in, taken_by
from clausekit.marche.model import Lot, Marche, Taken, Unknown, Weighted


def annex_values(annex: Annex, lot: Lot) -> dict[str, Any]:
    """Values of an annex's parameters for a lot: defaults, then what the dossier says."""
    values = {name: item.default for name, item in annex.parameters.items() if item.default is not None}
    return {**values, **lot.terms.annex_values.get(annex.id, {})}


def _annexes(lot: Terms, dossier: Dossier, library: Library) -> tuple[tuple[Annex, ...], list[Unknown]]:
    found: list[Annex] = []
    unknown: list[Unknown] = []
    for number, name in enumerate(lot.annexes):
        annex = library.annexes.get(name)
        if annex is None:
            unknown.append(Unknown(name=name, kind="annex", file=dossier.file, route=(*lot.annexes_at, number)))
        else:
            found.append(annex)
    return tuple(found), unknown


def _themed(every: tuple[Taken, ...]) -> dict[str, tuple[Taken, ...]]:
    found: dict[str, list[Taken]] = {}
    for taken in every:
        for theme in taken.clause.themes:
            found.setdefault(theme, []).append(taken)
    return {theme: tuple(clauses) for theme, clauses in found.items()}


def _lot(lot: Terms, dossier: Dossier, library: Library) -> Lot:
    taken, unknown = taken_by(lot, dossier, library)
    annexes, unknown_annexes = _annexes(lot, dossier, library)
    grid, criteria, unknown_criteria = criteria_of(lot, dossier, library)
    automatic = automatic_in(lot, dossier, library, taken)
    return Lot(
        name=lot.name,
        terms=lot,
        taken=taken,
        automatic=automatic,
        annexes=annexes,
        grid=grid,
        criteria=criteria,
        every=tuple(below for item in criteria for below in item.walk()),
        themed=_themed((*taken.values(), *automatic.values())),
        unknown=(*unknown, *unknown_annexes, *unknown_criteria),
    )


def resolve(dossier: Dossier, authority: Authority, library: Library, *, on: str | None = None) -> Marche:
    """A dossier resolved; `on` (ISO date) only supplies a missing launch date."""
    return Marche(
        dossier=dossier,
        authority=authority,
        library=library,
        day=dossier.launch or on,
        lots=tuple(_lot(lot, dossier, library) for lot in dossier.lots.values()),
    )


__all__ = [
    "Lot",
    "Marche",
    "Taken",
    "Unknown",
    "Weighted",
    "annex_values",
    "misfits",
    "resolve",
]
