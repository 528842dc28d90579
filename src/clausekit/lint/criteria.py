"""Criteria and grids: weights that add up, scales without a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausekit import terms
from clausekit.finding import Finding, Route
from clausekit.grid import Grid, Row
from clausekit.lint.reading import Reading, at, told

_CENT = 0.01


def _sum(grid: Grid, rows: Sequence[Row], wanted: float, what: str, route: Route) -> Iterator[Finding]:
    total = sum(row.weight or 0 for row in rows)
    if abs(total - wanted) <= _CENT:
        return
    yield told(
        "grille-sommes",
        f"{grid.id} : {what} font {total:g} au lieu de {wanted:g}.",
        at(grid.file, *route),
        read=" + ".join(f"{row.weight or 0:g}" for row in rows) + (f" = {total:g}" if len(rows) > 1 else ""),
        expected=f"{wanted:g}",
        why="Les critères et leur pondération se publient et s'additionnent (R. 2152-11 et R. 2152-12).",
        remedy="Corriger les poids ; si les sous-critères sont notés sur 100, écrire « sur: 100 » sur leur critère.",
    )


def _below(grid: Grid, row: Row) -> Iterator[Finding]:
    if not row.children:
        return
    name = row.title or (terms.CRITERIA[row.criterion][0] if row.criterion in terms.CRITERIA else row.criterion)
    wanted = row.base or row.weight or 0
    yield from _sum(grid, row.children, wanted, f"les poids sous « {name} »", (*row.route, "sous"))
    for child in row.children:
        yield from _below(grid, child)


def grille_sommes(reading: Reading) -> Iterator[Finding]:
    """Weights sum to 100 at each level of a grid, and sub-criteria to their criterion."""
    for grid in reading.library.grids.values():
        for level, rows in grid.levels.items():
            title = terms.LEVEL_TITLES[level]
            yield from _sum(grid, rows, 100, f"les poids du niveau {title}", ("niveaux", level))
            for row in rows:
                yield from _below(grid, row)


def mixte_partage(reading: Reading) -> Iterator[Finding]:
    """A mixed criterion says how its points split, between both natures, up to 100."""
    for criterion in reading.library.criteria.values():
        split = criterion.split
        both = min(split.get("environnementale", 0), split.get("sociale", 0)) > 0
        if criterion.nature != "mixte" or (both and abs(sum(split.values()) - 100) <= _CENT):
            continue
        yield told(
            "mixte-partage",
            f"{criterion.id} : le partage des points de ce critère mixte ne fait pas 100 entre les deux natures.",
            at(criterion.file, "partage"),
            read=" + ".join(f"{name} {share:g}" for name, share in split.items()) or "aucun partage",
            expected="partage: {environnementale: 60, sociale: 40}, de somme 100, aucune part nulle",
            why="Les considérations environnementales et sociales se comptent à part.",
            remedy="Corriger le partage, en % des points ; si une nature est seule, écrire « nature: » de ce nom.",
        )


def echelle_paliers(reading: Reading) -> Iterator[Finding]:
    """A scale in steps describes every mark, from 0 to its maximum."""
    for criterion in reading.library.criteria.values():
        scale = criterion.scale
        if scale.kind != "paliers":
            continue
        wanted = list(range(int(scale.maximum) + 1))
        if sorted(scale.steps) == wanted and all(text.strip() for text in scale.steps.values()):
            continue
        yield told(
            "echelle-paliers",
            f"{criterion.id} : l'échelle ne décrit pas chaque note de 0 à {scale.maximum:g}.",
            at(criterion.file, "echelle", "paliers"),
            read=", ".join(str(mark) for mark in sorted(scale.steps)) or "aucun palier",
            expected=", ".join(str(mark) for mark in wanted),
            why="Une note sans description laisse l'analyse des offres à l'appréciation de celui qui note.",
            remedy="Décrire les paliers manquants, ôter les autres, ou corriger « max ».",
        )
