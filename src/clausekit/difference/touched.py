"""The entries that a dossier uses: those that it chooses, and those that the engine adds to it."""

from __future__ import annotations

from clausekit.marche import Lot, Marche


def used(marche: Marche) -> frozenset[str]:
    """Ids of clauses, criteria, grids and annexes, also of those that the library no longer holds."""
    return frozenset().union(*(_lot(lot) for lot in marche.lots))


def _lot(lot: Lot) -> set[str]:
    named = {item.name for item in lot.unknown if item.kind != "level"}
    criteria = {item.criterion.id for item in lot.every if item.criterion}
    grids = {lot.grid.id} if lot.grid else set()
    return {*lot.taken, *lot.automatic, *(annex.id for annex in lot.annexes), *criteria, *grids, *named}
