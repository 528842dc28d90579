"""The weights of a grid, one row a fact of a criterion or sub-criterion, whatever their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausekit import terms
from clausekit import typography as typo
from clausekit.grid import Grid, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """`path` knows a row from an edition to another: its level, and the criteria that lead to it."""

    path: tuple[str, ...]
    what: str
    route: str
    level: str
    said: str


def weights(grid: Grid) -> Iterator[Weight]:
    """Every fact of every row, level by level."""
    names = ", ".join(terms.LEVEL_TITLES[name] for name in terms.LEVELS if name in grid.levels)
    yield Weight(path=(), what="niveaux", route="niveaux", level="", said=names)
    for level, rows in grid.levels.items():
        yield from _rows(rows, ("niveaux", level), level)


def _rows(rows: Sequence[Row], path: tuple[str, ...], level: str) -> Iterator[Weight]:
    seen: dict[str, int] = {}
    for row in rows:
        name = row.criterion or row.title or ""
        seen[name] = seen.get(name, 0) + 1
        own = (*path, name if seen[name] == 1 else f"{name}#{seen[name]}")
        yield from _row(row, own, level)
        yield from _rows(row.children, own, level)
    order = " ; ".join(_label(row) for row in rows) if len(rows) > 1 else ""
    yield Weight(path=path, what="ordre", route=".".join(path[:2]), level=level, said=order)


def _label(row: Row) -> str:
    known = terms.CRITERIA.get(row.criterion or "")
    return row.title or (known[0] if known else row.criterion or "")


def _row(row: Row, path: tuple[str, ...], level: str) -> Iterator[Weight]:
    told = {
        "poids": typo.number(row.weight) if row.weight is not None else "",
        "rang": f"rang {row.rank}" if row.rank is not None else "",
        "sur": f"sur {typo.number(row.base)}" if row.base is not None else "",
        "nature": row.nature or "",
        "elements_appreciation": " ; ".join(row.elements),
        "preuves": " ; ".join(row.proofs),
        "clauses": ", ".join(sorted(row.clauses)),
        "lien_objet": row.link,
    }
    if not any((told["poids"], told["rang"])):
        told["poids"] = "sans poids"
    for what, said in told.items():
        if said:
            route = ".".join(str(key) for key in (*row.route, what))
            yield Weight(path=path, what=what, route=route, level=level, said=typo.plain(f"{_label(row)} : {said}"))
