"""A weighting grid: a family's criteria and sub-criteria with their weights, by level of ambition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clausekit.clause import Applicability, Review, Revision, applicability, history, review


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One criterion or sub-criterion as written.

    `criterion` is a closed word (prix, valeur-technique…) or the id of a library criterion.
    `weight` is in the unit of the whole (%, points); `rank` replaces it in a ranked list.
    `base`: when set, the weights of the children are said on that base (100), not in points
    of the total. `clauses` are the ids of those that make binding what the row judges, beside those
    that its criterion names. `link` is what ties it to the contract's object.
    `route` leads to the row in its file.
    """

    criterion: str | None
    title: str | None
    nature: str | None
    weight: float | None
    rank: int | None
    base: float | None
    elements: tuple[str, ...]
    proofs: tuple[str, ...]
    children: tuple[Row, ...]
    route: tuple[str | int, ...]
    clauses: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """See docs/format.md."""

    id: str
    title: str
    state: str
    applicable: Applicability
    levels: Mapping[str, tuple[Row, ...]]
    reason: str
    history: tuple[Revision, ...]
    file: str
    review: Review | None = None

    @property
    def revision(self) -> int:
        """Number of the current revision."""
        return self.history[0].number if self.history else 0


def rows(data: Sequence[Mapping[str, Any]], route: tuple[str | int, ...]) -> tuple[Row, ...]:
    """Rows from a `criteres` list or a level of a grid found at `route`."""
    return tuple(_row(item, (*route, number)) for number, item in enumerate(data))


def _row(data: Mapping[str, Any], route: tuple[str | int, ...]) -> Row:
    return Row(
        criterion=data.get("critere"),
        title=data.get("titre"),
        nature=data.get("nature"),
        weight=data.get("poids"),
        rank=data.get("rang"),
        base=data.get("sur"),
        elements=tuple(data.get("elements_appreciation") or ()),
        proofs=tuple(data.get("preuves") or ()),
        children=rows(data.get("sous") or (), (*route, "sous")),
        route=route,
        clauses=tuple(data.get("clauses") or ()),
        link=data.get("lien_objet") or "",
    )


def read(data: Mapping[str, Any], *, file: str = "") -> Grid:
    """A grid from data that the schema has accepted."""
    return Grid(
        id=data["id"],
        title=data["titre"],
        state=data.get("etat", "projet"),
        applicable=applicability(data.get("applicable")),
        levels={level: rows(items, ("niveaux", level)) for level, items in data["niveaux"].items()},
        reason=data.get("justification", ""),
        history=history(data),
        file=file,
        review=review(data),
    )
