"""The contract with every id replaced by the thing itself, lot by lot: what rules and pieces read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from clausekit import calcul, terms
from clausekit import typography as typo
from clausekit.annex import Annex
from clausekit.clause import Applicability, Clause, Parameter
from clausekit.criterion import Criterion
from clausekit.dossier import Authority, Choice, Dossier, Reservation, Terms
from clausekit.grid import Grid, Row
from clausekit.library import Library
from clausekit.registry import CcagArticle, LegalReference

Route = tuple[str | int, ...]


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


def annex_values(annex: Annex, lot: Lot) -> dict[str, Any]:
    """Values of an annex's parameters for a lot: defaults, then what the dossier says."""
    values = {name: item.default for name, item in annex.parameters.items() if item.default is not None}
    return {**values, **lot.terms.annex_values.get(annex.id, {})}


def misfits(applicable: Applicability, lot: Terms, dossier: Dossier) -> tuple[str, ...]:
    """Why an entry does not apply, in French; empty when it does.

    A fact that the dossier does not state yet never excludes: a prescriber drafts a CCTP
    before anybody has chosen a procedure.
    """
    found = [
        f"{name} : {_words(have)}, alors que l'entrée vaut pour {_words(wanted)}"
        for name, wanted, have in _compared(applicable, lot, dossier)
        if set(wanted).isdisjoint(have)
    ]
    if applicable.cpv and lot.cpv and not any(code.startswith(applicable.cpv) for code in lot.cpv):
        found.append(f"CPV : {_words(lot.cpv)}, alors que l'entrée vaut pour {_words(applicable.cpv)}")
    if lot.months is not None and not applicable.months.holds(lot.months):
        found.append(f"durée : {typo.number(lot.months)} mois, hors des bornes de l'entrée")
    if dossier.value is not None and not applicable.value.holds(dossier.value):
        found.append(f"valeur : {typo.plain(typo.euros(dossier.value))}, hors des bornes de l'entrée")
    return tuple(found)


def _compared(
    applicable: Applicability, lot: Terms, dossier: Dossier
) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Each fact that the entry names and that the purchase states: its word, what is wanted, what is."""
    if applicable.families:
        yield "famille", applicable.families, (lot.family,)
    if applicable.segments and lot.segments:
        yield "segment", applicable.segments, lot.segments
    if applicable.natures and lot.nature:
        yield "nature", applicable.natures, (lot.nature,)
    if applicable.ccag and lot.ccag:
        yield "CCAG", applicable.ccag, (lot.ccag,)
    if applicable.procedures and dossier.procedure:
        yield "procédure", applicable.procedures, (dossier.procedure,)
    if applicable.forms:
        yield "forme", applicable.forms, (dossier.form,)
    if applicable.contracts:
        yield "contrat", applicable.contracts, (dossier.contract,)


def _words(values: tuple[str, ...]) -> str:
    return ", ".join(values)


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


def _taken(lot: Terms, dossier: Dossier, library: Library) -> tuple[dict[str, Taken], list[Unknown]]:
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


def _automatic(lot: Terms, dossier: Dossier, library: Library, taken: Mapping[str, Taken]) -> dict[str, Taken]:
    return {
        clause.id: take(clause, None, lot, dossier)
        for clause in library.clauses.values()
        if clause.automatic
        and clause.id not in taken
        and clause.state != "retiree"
        and not misfits(clause.applicable, lot, dossier)
    }


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


def _criteria(
    lot: Terms, dossier: Dossier, library: Library
) -> tuple[Grid | None, tuple[Weighted, ...], list[Unknown]]:
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
    taken, unknown = _taken(lot, dossier, library)
    annexes, unknown_annexes = _annexes(lot, dossier, library)
    grid, criteria, unknown_criteria = _criteria(lot, dossier, library)
    automatic = _automatic(lot, dossier, library, taken)
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
