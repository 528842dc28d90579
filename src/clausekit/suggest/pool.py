"""What could be proposed to a lot, and what could not, with the reason."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from clausekit import terms
from clausekit.annex import Annex
from clausekit.clause import Applicability, Clause
from clausekit.criterion import Criterion
from clausekit.dossier import GridChoice
from clausekit.grid import Grid, Row
from clausekit.library import Library
from clausekit.marche import Lot, Marche, misfits
from clausekit.suggest import fit
from clausekit.suggest.proposal import AUTOMATIC, EXCLUDED, MISFIT, PRESENT, RETIRED, Aside
from clausekit.suggest.trial import Added

Entry: TypeAlias = Clause | Criterion | Grid | Annex

COMPOSED: Final = "criteres"
# Rule of the house: points of price, technical value and sustainability, by level, as the library's grids have them.
POINTS: Final = {"socle": (50, 35, 15), "renforce": (45, 35, 20), "exemplaire": (40, 30, 30)}
POINTS_RULE: Final = (
    "Critères sans grille (règle de la maison) : 50 points de prix, 35 de valeur technique et 15 de développement "
    "durable au socle ; 45, 35 et 20 au niveau renforcé ; 40, 30 et 30 au niveau exemplaire, partagés entre des "
    "critères environnementaux : un pour deux clauses conseillées, trois au plus. Aucun texte ne fixe ces poids."
)
_MOST_CRITERIA: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry that fits the lot. `added` is what a trial adds, `criteria` those that come with it.

    `needs` are the clauses and annexes that it asks for: (name, who asks, whether a stand-in is refused).
    `matched` and `supposed` count the facts that match and those left to confirm; `vague` entries are never
    picked by themselves. `alone` is false for a criterion that would change weights already chosen.
    """

    id: str
    kind: str
    title: str
    applicable: Applicability
    level: str | None
    added: Added
    needs: tuple[tuple[str, str, bool], ...] = ()
    criteria: tuple[Criterion, ...] = ()
    matched: int = 0
    supposed: int = 0
    vague: bool = False
    alone: bool = True


@dataclass(slots=True, kw_only=True)
class Pool:
    """Candidates and entries set aside, in the order of the library."""

    candidates: dict[str, Candidate] = field(default_factory=dict)
    asides: dict[str, Aside] = field(default_factory=dict)


def kind_of(entry: Entry) -> str:
    """The kind of an entry, as the JSON output names it."""
    kinds = {Clause: "clause", Criterion: "criterion", Grid: "grid", Annex: "annex"}
    return kinds[type(entry)]


def conflict(library: Library, one: str, other: str) -> bool:
    """Whether two clauses exclude each other, whichever says so."""
    for name, against in ((one, other), (other, one)):
        clause = library.clauses.get(name)
        if clause and against in (*clause.excludes, *clause.replaces):
            return True
    return False


def _entries(library: Library) -> Iterator[Entry]:
    yield from library.grids.values()
    yield from library.criteria.values()
    yield from library.clauses.values()
    yield from library.annexes.values()


def _present(entry: Entry, lot: Lot) -> bool:
    judged = {item.criterion.id for item in lot.judged() if item.criterion}
    grid = {lot.terms.grid.id} if lot.terms.grid else set()
    return entry.id in {*lot.taken, *(annex.id for annex in lot.annexes), *judged, *grid}


def _refusal(entry: Entry, lot: Lot, marche: Marche) -> tuple[str, str] | None:
    """Why an entry is not a candidate: cause and reason."""
    if _present(entry, lot):
        return PRESENT, "déjà dans le dossier"
    if isinstance(entry, Clause) and entry.automatic:
        return AUTOMATIC, "article récapitulatif : le moteur l'ajoute d'office"
    if entry.state == "retiree":
        successor = entry.replaced_by if isinstance(entry, Clause) else None
        return RETIRED, "retirée" + (f", remplacée par {successor}" if successor else " de la bibliothèque")
    reasons = misfits(entry.applicable, lot.terms, marche.dossier)
    if reasons:
        return MISFIT, " ; ".join(reasons)
    decided = _decided(entry, lot, marche)
    return (EXCLUDED, decided) if decided else None


def _decided(entry: Entry, lot: Lot, marche: Marche) -> str | None:
    """What the dossier has decided against an entry."""
    if entry.id in marche.dossier.withdrawn.get(lot.name, ()):
        return "le dossier l'ôte de ce lot"
    if isinstance(entry, Grid) and (lot.criteria or lot.terms.grid):
        return "le dossier a déjà ses critères"
    if isinstance(entry, Clause) and entry.type == "variante" and lot.terms.variants.allowed is False:
        return "le dossier refuse les variantes"
    if isinstance(entry, Clause) and entry.type == "reservation" and lot.reservation is None:
        return "le dossier ne réserve pas ce lot"
    rivals = [name for name in lot.taken if conflict(marche.library, entry.id, name)]
    return f"ne va pas avec {rivals[0]}, qui est dans le dossier" if rivals else None


def aside(entry: Entry, cause: str, reason: str, lot: Lot) -> Aside:
    """An entry left aside."""
    families = entry.applicable.families
    near = not families or lot.terms.family in families
    return Aside(id=entry.id, kind=kind_of(entry), title=entry.title, cause=cause, reason=reason, near=near)


def level_of(levels: Mapping[str, object], wanted: str) -> str | None:
    """The wanted level, or the nearest one below, or the first there is; None without levels."""
    order = terms.LEVELS[terms.LEVELS.index(wanted) :: -1] if wanted in terms.LEVELS else ()
    return next((level for level in order if level in levels), next(iter(levels), None))


def _criteria_of(rows: Iterable[Row], library: Library) -> Iterator[Criterion]:
    for row in rows:
        criterion = library.criteria.get(row.criterion or "")
        if criterion:
            yield criterion
        yield from _criteria_of(row.children, library)


def _asked(criteria: Iterable[Criterion]) -> tuple[tuple[str, str, bool], ...]:
    return tuple((name, criterion.id, False) for criterion in criteria for name in criterion.clauses)


def _candidate(entry: Entry, level: str | None, lot: Lot, marche: Marche, **more: object) -> Candidate:
    return Candidate(
        id=entry.id,
        kind=kind_of(entry),
        title=entry.title,
        applicable=entry.applicable,
        level=level,
        matched=len(fit.matches(entry.applicable, lot.terms, marche.dossier)),
        supposed=len(fit.supposes(entry.applicable, lot.terms, marche.dossier)),
        vague=fit.vague(entry.applicable, lot.terms, marche.dossier),
        **more,  # type: ignore[arg-type]
    )


def grid_candidate(grid: Grid, wanted: str, lot: Lot, marche: Marche) -> Candidate:
    """A grid at a level, with its criteria and the clauses that they rest on."""
    level = level_of(grid.levels, wanted) or terms.LEVELS[0]
    criteria = tuple(_criteria_of(grid.levels[level], marche.library))
    added = Added(grid=GridChoice(id=grid.id, level=level, route=()))
    return _candidate(grid, level, lot, marche, added=added, criteria=criteria, needs=_asked(criteria))


def _made(entry: Entry, wanted: str, lot: Lot, marche: Marche) -> Candidate:
    if isinstance(entry, Grid):
        return grid_candidate(entry, wanted, lot, marche)
    if isinstance(entry, Criterion):
        added = Added(rows=composed_rows((entry,), wanted))
        return _candidate(entry, None, lot, marche, added=added, criteria=(entry,), needs=_asked((entry,)), alone=False)
    if isinstance(entry, Annex):
        return _candidate(entry, None, lot, marche, added=Added(annexes=(entry.id,)))
    level = level_of(entry.levels or entry.complements, wanted)
    needs = tuple((name, entry.id, True) for name in entry.requires)
    return _candidate(entry, level, lot, marche, added=Added(clauses=(entry.id,)), needs=needs)


def _row(key: str, weight: int, children: tuple[Row, ...] = ()) -> Row:
    return Row(
        criterion=key,
        title=None,
        nature=None,
        weight=weight,
        rank=None,
        base=None,
        elements=(),
        proofs=(),
        children=children,
        route=(),
    )


def shares(criteria: tuple[Criterion, ...], level: str) -> tuple[int, ...]:
    """The points of each criterion of a composed set: equal shares, the first ones rounded up."""
    total, number = POINTS[level][2], len(criteria) or 1
    return tuple(total // number + (1 if rank < total % number else 0) for rank in range(len(criteria)))


def composed_rows(criteria: tuple[Criterion, ...], level: str) -> tuple[Row, ...]:
    """Price, technical value, and these criteria as a category of their own (POINTS_RULE); without any, the frame."""
    price, technical, sustainable = POINTS[level]
    children = tuple(_row(item.id, points) for item, points in zip(criteria, shares(criteria, level), strict=True))
    return (
        _row("prix", price),
        _row("valeur-technique", technical),
        _row("developpement-durable", sustainable, children),
    )


def composed(pool: Pool, wanted: str, allowed: int) -> Candidate | None:
    """Criteria one by one, when no grid suits the lot: as many environmental ones as POINTS_RULE says.

    A criterion written for every family is bound to no object: a person chooses it.
    """
    fitting = [
        item
        for item in pool.candidates.values()
        if item.kind == "criterion"
        and not item.vague
        and item.applicable.families
        and item.criteria[0].nature in terms.ENVIRONMENTAL
    ]
    most = min(_MOST_CRITERIA, math.ceil(allowed / 2))
    chosen = sorted(fitting, key=lambda item: (-item.matched, len(item.needs)))[:most]
    if not chosen:
        return None
    criteria = tuple(item.criteria[0] for item in chosen)
    return Candidate(
        id=COMPOSED,
        kind=COMPOSED,
        title="Critères composés",
        applicable=Applicability(),
        level=wanted,
        added=Added(rows=composed_rows(criteria, wanted)),
        needs=_asked(criteria),
        criteria=criteria,
        matched=sum(item.matched for item in chosen),
        supposed=sum(item.supposed for item in chosen),
    )


def build(marche: Marche, lot: Lot, wanted: str) -> Pool:
    """Every entry of the library: a candidate, or set aside with its reason."""
    pool = Pool()
    for entry in _entries(marche.library):
        refused = _refusal(entry, lot, marche)
        if refused:
            pool.asides[entry.id] = aside(entry, *refused, lot)
        else:
            pool.candidates[entry.id] = _made(entry, wanted, lot, marche)
    return pool
