"""A contract resolved: what each lot takes, by what it is judged, and what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clausekit.annex import Annex
from clausekit.clause import Clause, Parameter
from clausekit.criterion import Criterion
from clausekit.dossier import Authority, Dossier, Reservation, Terms
from clausekit.finding import Route
from clausekit.grid import Grid
from clausekit.library import Library
from clausekit.registry import CcagArticle, LegalReference


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A clause as a lot takes it.

    `values` holds one value per filled parameter; `blanks` the parameters still empty.
    `strangers` are value names that the clause does not declare. `route` is the place in the
    dossier; empty for an entry that the engine adds by itself.
    """

    clause: Clause
    level: str | None
    values: Mapping[str, Any]
    blanks: tuple[Parameter, ...]
    strangers: tuple[str, ...]
    chosen: frozenset[str]
    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """A criterion of the award, with its share of the total.

    `weight` is as written, `effective` its share of the total in %, None when ranked or unsaid.
    `nature`: prix, cout, technique, durable, environnementale, sociale, mixte, autre.
    `clauses` are the ids of those that make its promises binding; `link` ties it to the contract's object.
    `file` and `route` are where it is written (the dossier, or the grid).
    """

    label: str
    nature: str
    key: str | None
    criterion: Criterion | None
    weight: float | None
    effective: float | None
    rank: int | None
    base: float | None
    elements: tuple[str, ...]
    proofs: tuple[str, ...]
    children: tuple[Weighted, ...]
    file: str
    route: Route
    clauses: tuple[str, ...] = ()
    link: str = ""

    @property
    def natures(self) -> frozenset[str]:
        """Natures met in the criterion and below."""
        return frozenset({self.nature}).union(*(child.natures for child in self.children))

    def walk(self) -> Iterator[Weighted]:
        """Itself, then everything below."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An id that the library does not hold. `kind`: clause, criterion, grid, annex, level."""

    name: str
    kind: str
    file: str
    route: Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One lot, resolved. `automatic` are the entries that the engine adds (recapitulations).

    `every` are the criteria and their sub-criteria, each followed by those below it. `themed` are the clauses
    by theme, those taken before the automatic ones.
    """

    name: str
    terms: Terms
    taken: Mapping[str, Taken]
    automatic: Mapping[str, Taken]
    annexes: tuple[Annex, ...]
    grid: Grid | None
    criteria: tuple[Weighted, ...]
    every: tuple[Weighted, ...]
    themed: Mapping[str, tuple[Taken, ...]]
    unknown: tuple[Unknown, ...]

    @property
    def reservation(self) -> Reservation | None:
        """The lot's reservation, if any."""
        return self.terms.reservation

    def judged(self) -> Iterator[Weighted]:
        """Every criterion and sub-criterion."""
        return iter(self.every)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marche:
    """A dossier resolved against a library. `day` is the ISO date at which it is judged, if known."""

    dossier: Dossier
    authority: Authority
    library: Library
    day: str | None
    lots: tuple[Lot, ...]

    def reference(self, name: str) -> LegalReference | None:
        """A legal reference of the library."""
        return self.library.registers.references.get(name)

    def ccag_article(self, topic: str) -> tuple[CcagArticle, bool] | None:
        """The article of the contract's CCAG on a topic, and whether it may be printed; None without one."""
        ccag = self.library.registers.ccags.get(self.dossier.whole.ccag or "")
        article = ccag.articles.get(topic) if ccag else None
        if ccag is None or article is None:
            return None
        own = f"ccag-{ccag.id.lower()}-{article.number}" in self.authority.verified
        return article, own or not article.unverified

    def verified(self, reference: LegalReference) -> bool:
        """Whether a reference may be printed: verified by the library, or by the authority itself."""
        return not reference.unverified or reference.id in self.authority.verified
