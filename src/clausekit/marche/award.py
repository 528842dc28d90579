"""The criteria of a lot with their share of the total."""

from __future__ import annotations

from clausekit import terms
from clausekit.criterion import Criterion
from clausekit.dossier import Dossier, Terms
from clausekit.grid import Grid, Row
from clausekit.library import Library
from clausekit.marche.model import Unknown, Weighted


def _nature(row: Row, criterion: Criterion | None, above: str) -> str:
    """A sub-criterion that says nothing of its nature has that of its criterion (`above`)."""
    if row.nature:
        return row.nature
    if criterion:
        return criterion.nature
    return terms.CRITERIA[row.criterion][1] if row.criterion in terms.CRITERIA else above


def _label(row: Row, criterion: Criterion | None) -> str:
    if row.title:
        return row.title
    if criterion:
        return criterion.title
    if row.criterion in terms.CRITERIA:
        return terms.CRITERIA[row.criterion][0]
    return row.criterion or ""


def _weigh(row: Row, factor: float | None, library: Library, file: str, above: str = "autre") -> Weighted:
    """`factor` turns a written weight into % of the total; None when nothing can be computed."""
    criterion = library.criteria.get(row.criterion or "")
    nature = _nature(row, criterion, above)
    effective = row.weight * factor if row.weight is not None and factor is not None else None
    inner = factor
    if row.base and effective is not None:
        inner = effective / row.base
    return Weighted(
        label=_label(row, criterion),
        nature=nature,
        key=row.criterion if row.criterion in terms.CRITERIA else None,
        criterion=criterion,
        weight=row.weight,
        effective=effective,
        rank=row.rank,
        base=row.base,
        elements=row.elements or (criterion.elements if criterion else ()),
        proofs=row.proofs or (criterion.proofs if criterion else ()),
        children=tuple(_weigh(child, inner, library, file, nature) for child in row.children),
        file=file,
        route=row.route,
        clauses=tuple(dict.fromkeys((*(criterion.clauses if criterion else ()), *row.clauses))),
        link=row.link or (criterion.link if criterion else ""),
    )


def _factor(rows: tuple[Row, ...], unit: str) -> float | None:
    if unit == "rang":
        return None
    if unit == "pourcentage":
        return 1.0
    total = sum(row.weight or 0 for row in rows)
    return 100 / total if total else None


def _unknown_criteria(rows: tuple[Row, ...], library: Library, file: str) -> list[Unknown]:
    found = []
    for row in rows:
        name = row.criterion
        if name and name not in terms.CRITERIA and name not in library.criteria:
            found.append(Unknown(name=name, kind="criterion", file=file, route=(*row.route, "critere")))
        found += _unknown_criteria(row.children, library, file)
    return found


def criteria_of(
    lot: Terms, dossier: Dossier, library: Library
) -> tuple[Grid | None, tuple[Weighted, ...], list[Unknown]]:
    """The grid of a lot when it has one, its criteria weighed, and the ids that nobody knows."""
    if lot.rows:
        factor = _factor(lot.rows, lot.unit)
        rows = tuple(_weigh(row, factor, library, dossier.file) for row in lot.rows)
        return None, rows, _unknown_criteria(lot.rows, library, dossier.file)
    if lot.grid is None:
        return None, (), []
    grid = library.grids.get(lot.grid.id)
    if grid is None:
        unknown = Unknown(name=lot.grid.id, kind="grid", file=dossier.file, route=(*lot.grid.route, "id"))
        return None, (), [unknown]
    chosen = grid.levels.get(lot.grid.level)
    if chosen is None:
        unknown = Unknown(name=lot.grid.level, kind="level", file=dossier.file, route=(*lot.grid.route, "niveau"))
        return grid, (), [unknown]
    factor = _factor(chosen, "points")
    rows = tuple(_weigh(row, factor, library, grid.file) for row in chosen)
    return grid, rows, _unknown_criteria(chosen, library, grid.file)
