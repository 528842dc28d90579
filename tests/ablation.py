"""What a contract loses when one thing is taken out of it: every removal of the examples, and what `check` sees.

A removal is made in memory, on the data of the dossier or of a library file, as if somebody had deleted the
lines: the rest is read, resolved and judged again. It is seen when a status, the exit code, or a finding that
was not there says so, in a draft or at publication; or when the schema refuses the file. What is not seen
stands in `data/sans-effet.yaml`, with the reason why it may be.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from clausekit import check, clause, criterion, dossier, grid, marche, schema, source
from clausekit.check import DRAFT, PUBLICATION, Verdict
from clausekit.dossier import SINGLE_LOT, Authority
from clausekit.library import Library
from clausekit.marche import Marche

Route = tuple[str | int, ...]

# Keys of a dossier that state the purchase; `objet` and `famille` are left out: no dossier is read without them.
_KEYS = (
    "contrat", "forme", "nature", "procedure", "ccag", "pieces", "segments", "cpv", "valeur_estimee", "duree_mois",
    "services_specifiques", "renouvellement_de", "niveau", "grille", "ponderation", "notation", "variantes",
    "reservation", "montant", "acheteur",
)  # fmt: skip
# What a criterion of the library stands on.
_CHAIN = ("elements_appreciation", "preuves", "question_crt", "clauses", "lien_objet", "juge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A dossier of the examples, read once."""

    name: str
    data: Mapping[str, Any]
    authority: Authority
    library: Library

    def contract(self, *, data: Mapping[str, Any] | None = None, library: Library | None = None) -> Marche:
        """The contract, or what it becomes with other data."""
        read = dossier.read(data or self.data, file=f"{self.name}.dossier.yaml")
        return marche.resolve(read, self.authority if read.buyer else dossier.NO_AUTHORITY, library or self.library)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """One thing taken out. `kind` and `id` name it in the reviewed list; `made` gives the contract without it.

    `file` is the schema of the file that it is taken out of, `left` what is left there.
    """

    example: str
    kind: str
    id: str
    made: Callable[[], Marche]
    file: str
    left: Mapping[str, Any]

    @property
    def name(self) -> str:
        """How it is told."""
        return f"{self.example} / {self.kind} / {self.id}"


def read(path: Path, library: Library) -> Example:
    """An example and its authority."""
    data = source.load(path.read_bytes(), file=path.name).data
    buyer = path.parent / data["acheteur"]
    authority = dossier.read_authority(source.load(buyer.read_bytes(), file=buyer.name).data, file=buyer.name)
    return Example(name=path.parent.name, data=data, authority=authority, library=library)


def without(data: Any, route: Route) -> Any:
    """The same data without what stands at the route; only what is on the way is copied."""
    key, *rest = route
    if rest:
        return _with(data, key, without(data[key], tuple(rest)))
    if isinstance(data, list):
        return [item for rank, item in enumerate(data) if rank != key]
    return {name: value for name, value in data.items() if name != key}


def _with(data: Any, key: str | int, value: Any) -> Any:
    if isinstance(data, list):
        return [value if rank == key else item for rank, item in enumerate(data)]
    return {**data, key: value}


def removals(example: Example) -> Iterator[Removal]:
    """Everything that can be taken out of an example, one at a time."""
    whole = example.contract()
    for kinds in (_clauses, _values, _annexes, _controls, _criteria, _chains, _statements, _waivers):
        yield from kinds(example, whole)


def _from_dossier(example: Example, kind: str, name: str, data: Mapping[str, Any]) -> Removal:
    made = partial(example.contract, data=data)
    return Removal(example=example.name, kind=kind, id=name, made=made, file="dossier", left=data)


def _cut(example: Example, kind: str, name: str, *route: str | int) -> Removal:
    return _from_dossier(example, kind, name, without(example.data, route))


def _in_lot(example: Example, lot: str, key: str, value: Any) -> Mapping[str, Any]:
    """The dossier's data with another value under a key of one lot."""
    lots = example.data["lots"]
    name = next(item for item in lots if str(item) == lot)
    changed: Mapping[str, Any] = _with(example.data, "lots", _with(lots, name, {**(lots[name] or {}), key: value}))
    return changed


def _clauses(example: Example, whole: Marche) -> Iterator[Removal]:
    """Each clause, lot by lot."""
    for lot in whole.lots:
        for name in lot.taken:
            if lot.name == SINGLE_LOT:
                yield _cut(example, "clause", name, "clauses", name)
                continue
            own = _lot(example, lot.name).get("clauses") or {}
            left = {**own, name: False} if name in example.data["clauses"] else without(own, (name,))
            data = _in_lot(example, lot.name, "clauses", left)
            yield _from_dossier(example, "clause", f"{name} lot {lot.name}", data)


def _lot(example: Example, name: str) -> Mapping[str, Any]:
    """What the dossier writes under a lot."""
    return next(lot or {} for key, lot in example.data["lots"].items() if str(key) == name)


def _values(example: Example, _whole: Marche) -> Iterator[Removal]:
    """Each value given to a clause."""
    places: list[tuple[Route, str, Mapping[str, Any]]] = [(("clauses",), "", example.data["clauses"])]
    for name, lot in (example.data.get("lots") or {}).items():
        places.append((("lots", name, "clauses"), f" lot {name}", (lot or {}).get("clauses") or {}))
    for route, where, chosen in places:
        for name, given in chosen.items():
            for key in given or ():
                if key != "lots":
                    yield _cut(example, "valeur", f"{name}.{key}{where}", *route, name, key)


def _annexes(example: Example, whole: Marche) -> Iterator[Removal]:
    for lot in whole.lots:
        for annex in lot.annexes:
            left = [item for item in lot.terms.annexes if item != annex.id]
            if lot.name == SINGLE_LOT:
                yield _from_dossier(example, "annexe", annex.id, {**example.data, "annexes": left})
            else:
                data = _in_lot(example, lot.name, "annexes", left)
                yield _from_dossier(example, "annexe", f"{annex.id} lot {lot.name}", data)


def _controls(example: Example, whole: Marche) -> Iterator[Removal]:
    """The control of each clause, then each of its keys; its consequences, then each of them."""
    for name in dict.fromkeys(name for lot in whole.lots for name in lot.taken):
        raw = example.library.sources[example.library.clauses[name].file].data
        routes: list[tuple[str, Route]] = []
        if raw.get("controle"):
            routes += [("", ("controle",)), *((f".{key}", ("controle", key)) for key in raw["controle"])]
        for suffix, route in routes:
            yield _clause_cut(example, "controle", name + suffix, name, route)
        if raw.get("consequences"):
            yield _clause_cut(example, "consequence", name, name, ("consequences",))
        for rank in range(len(raw.get("consequences") or ())):
            yield _clause_cut(example, "consequence", f"{name}.{rank + 1}", name, ("consequences", rank))


def _clause_cut(example: Example, kind: str, told: str, name: str, route: Route) -> Removal:
    library, path = example.library, example.library.clauses[name].file
    left = without(library.sources[path].data, route)
    other = replace(library, clauses={**library.clauses, name: clause.read(left, file=path)})
    made = partial(example.contract, library=other)
    return Removal(example=example.name, kind=kind, id=told, made=made, file="clause", left=left)


Rows = Iterator[tuple[Route, str, Mapping[str, Any]]]


def _rows(rows: list[Mapping[str, Any]], route: Route, label: str = "") -> Rows:
    """Every row below a route: the route, a name that a reader finds, and the row."""
    for rank, row in enumerate(rows):
        name = label + str(row.get("critere") or row.get("titre"))
        yield (*route, rank), name, row
        yield from _rows(row.get("sous") or [], (*route, rank, "sous"), f"{name} > ")


def _criteria(example: Example, whole: Marche) -> Iterator[Removal]:
    """Each criterion, sub-criterion and weight, of the dossier's own rows and of the grids that it takes."""
    yield from _own_rows(example, example.data, (), "")
    for name, lot in (example.data.get("lots") or {}).items():
        yield from _own_rows(example, lot or {}, ("lots", name), f" lot {name}")
    taken = {(lot.terms.grid.id, lot.terms.grid.level): None for lot in whole.lots if lot.grid and lot.terms.grid}
    for name, level in taken:
        yield from _grid_rows(example, name, level)


def _grid_rows(example: Example, name: str, level: str) -> Iterator[Removal]:
    found = example.library.grids[name]
    raw = example.library.sources[found.file].data
    for route, label, row in _rows(raw["niveaux"][level], ("niveaux", level)):
        for kind, cut in _row_cuts(route, row):
            left = without(raw, cut)
            library = replace(example.library, grids={**example.library.grids, name: grid.read(left, file=found.file)})
            made, told = partial(example.contract, library=library), f"{name} {level} : {label}"
            yield Removal(example=example.name, kind=kind, id=told, made=made, file="grille", left=left)


def _own_rows(example: Example, data: Mapping[str, Any], route: Route, where: str) -> Iterator[Removal]:
    for at, name, row in _rows(data.get("criteres") or [], (*route, "criteres")):
        for kind, cut in _row_cuts(at, row):
            yield _cut(example, kind, name + where, *cut)


def _row_cuts(route: Route, row: Mapping[str, Any]) -> Iterator[tuple[str, Route]]:
    """What can be taken out of a row: itself, its weight, what it is judged on, the proofs."""
    yield "sous-critere" if "sous" in route else "critere", route
    for key in ("poids", "elements_appreciation", "preuves"):
        if row.get(key) is not None:
            yield key, (*route, key)


def _chains(example: Example, whole: Marche) -> Iterator[Removal]:
    """What stands behind each sustainability criterion of the library: elements, proofs, question, clauses, link."""
    used = {item.criterion.id: item.criterion for lot in whole.lots for item in lot.judged() if item.criterion}
    for name, found in used.items():
        raw = example.library.sources[found.file].data
        for key in _CHAIN:
            other = criterion.read({**raw, key: type(raw[key])()}, file=found.file)
            library = replace(example.library, criteria={**example.library.criteria, name: other})
            made, left = partial(example.contract, library=library), without(raw, (key,))
            told = f"{name}.{key}"
            yield Removal(example=example.name, kind="chaine", id=told, made=made, file="critere", left=left)


def _statements(example: Example, _whole: Marche) -> Iterator[Removal]:
    """Each date, fact and key that states the purchase."""
    for key in example.data.get("faits") or {}:
        yield _cut(example, "fait", key, "faits", key)
    for key, day in example.data["dates"].items():
        if day is not None:
            yield _cut(example, "date", key, "dates", key)
    for key in _KEYS:
        if example.data.get(key) is not None:
            yield _cut(example, "cle", key, key)
    for name, lot in (example.data.get("lots") or {}).items():
        for key in _KEYS:
            if (lot or {}).get(key) is not None:
                yield _cut(example, "cle", f"{key} lot {name}", "lots", name, key)


def _waivers(example: Example, _whole: Marche) -> Iterator[Removal]:
    """Each waiver, and each rule of those that name several."""
    for rank, item in enumerate(example.data.get("derogations") or ()):
        names = ", ".join(item["regles"])
        yield _cut(example, "derogation", names, "derogations", rank)
        for number, rule in enumerate(item["regles"] if len(item["regles"]) > 1 else ()):
            yield _cut(example, "derogation", f"{rule} parmi {names}", "derogations", rank, "regles", number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is compared of a verdict."""

    statuses: frozenset[tuple[str, str, str, str]]
    findings: Counter[tuple[str, str, str, str]]
    code: int


def seen(verdict: Verdict) -> Seen:
    """Statuses, findings and exit code; neither places nor what the evidence names."""
    told = [("*", found) for found in verdict.findings]
    told += [(lot.lot, found) for lot in verdict.lots for found in lot.findings]
    return Seen(
        statuses=frozenset(
            (lot.lot, item.minimum.policy, item.minimum.id, item.status) for lot in verdict.lots for item in lot.minima
        ),
        findings=Counter((lot, found.rule, found.severity, found.message) for lot, found in told),
        code=check.exit_code(verdict, strict=False),
    )


def differs(before: Seen, after: Seen) -> bool:
    """Whether somebody would know: a finding that goes away tells nobody."""
    return (
        before.statuses != after.statuses
        or before.code != after.code
        or any(after.findings[found] > before.findings[found] for found in after.findings)
    )


def refused(removal: Removal) -> bool:
    """Whether the schema does not accept what is left of the file."""
    written = json.dumps(removal.left, ensure_ascii=False).encode()
    return bool(schema.validate(removal.file, source.load(written, file=removal.file)))


def unseen(example: Example) -> Iterator[tuple[Removal, bool]]:
    """Every removal of an example, and whether nothing tells it."""
    whole = example.contract()
    before = {stage: seen(check.check(whole, stage=stage)) for stage in (PUBLICATION, DRAFT)}
    for removal in removals(example):
        made = removal.made()
        told = any(differs(before[stage], seen(check.check(made, stage=stage))) for stage in before)
        yield removal, not told and not refused(removal)
