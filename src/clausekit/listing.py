"""The entries of a library as rows: what each is, chosen by facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from clausekit import terms
from clausekit.annex import Annex
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.grid import Grid
from clausekit.library import Entry, Library

# What the command line says -> the closed value of the JSON output.
KINDS: Final[Mapping[str, str]] = {"clause": "clause", "critere": "criterion", "grille": "grid", "annexe": "annex"}
KIND_TITLES: Final[Mapping[str, str]] = {
    "clause": "clause",
    "criterion": "critère",
    "grid": "grille",
    "annex": "annexe",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry, for a list. `type` is a clause's or an annex's; `consideration` a clause's or a criterion's nature."""

    id: str
    kind: str
    type: str | None
    title: str
    families: tuple[str, ...]
    segments: tuple[str, ...]
    consideration: str | None
    themes: tuple[str, ...]
    pieces: tuple[str, ...]
    revision: int
    state: str


def kind_of(entry: Entry) -> str:
    """clause, criterion, grid or annex."""
    if isinstance(entry, Clause):
        return "clause"
    if isinstance(entry, Criterion):
        return "criterion"
    return "grid" if isinstance(entry, Grid) else "annex"


def type_title(type_: str | None) -> str:
    """The type of a clause or of an annex, in words."""
    return {**terms.TYPE_TITLES, **terms.ANNEX_TITLES}.get(type_ or "", "")


def _type(entry: Entry) -> str | None:
    return entry.type if isinstance(entry, (Clause, Annex)) else None


def _consideration(entry: Entry) -> str | None:
    if isinstance(entry, Clause):
        return entry.consideration
    return entry.nature if isinstance(entry, Criterion) else None


def _pieces(entry: Entry) -> tuple[str, ...]:
    """The pieces in which an entry writes."""
    if isinstance(entry, Clause):
        return tuple(entry.texts)
    if isinstance(entry, Criterion):
        return ("RC", "CRT")
    return ("RC",) if isinstance(entry, Grid) else (entry.attached_to,)


def row(entry: Entry) -> Row:
    """An entry as a row."""
    return Row(
        id=entry.id,
        kind=kind_of(entry),
        type=_type(entry),
        title=entry.title,
        families=entry.applicable.families,
        segments=entry.applicable.segments,
        consideration=_consideration(entry),
        themes=entry.themes,
        pieces=_pieces(entry),
        revision=entry.revision,
        state=entry.state,
    )


def _homes(segment: str, library: Library) -> frozenset[str]:
    """The families that have this segment."""
    families = library.registers.families.values()
    return frozenset(family.id for family in families if any(item.id == segment for item in family.segments))


def _meets(wanted: tuple[str, ...], have: Iterable[str]) -> bool:
    """Whether an entry that wants one of these (or says nothing) may be used."""
    return not wanted or not set(wanted).isdisjoint(have)


def listing(
    library: Library,
    *,
    family: str | None = None,
    segment: str | None = None,
    type_: str | None = None,
    kind: str | None = None,
    theme: str | None = None,
) -> tuple[Row, ...]:
    """The entries that hold for these facts, by prefix; an entry that names no family holds for all."""
    rows = [row(entry) for entry in library.entries]
    homes = {family} if family else (_homes(segment, library) if segment else set())
    found = (
        item
        for item in rows
        if (not homes or _meets(item.families, homes))
        and (segment is None or _meets(item.segments, {segment}))
        and (type_ is None or item.type == type_)
        and (kind is None or item.kind == kind)
        and (theme is None or theme in item.themes)
    )
    return tuple(sorted(found, key=lambda item: (item.id.split("-")[0], list(KIND_TITLES).index(item.kind), item.id)))
