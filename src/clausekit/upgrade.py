"""Which changes of a dossier follow its library: a retired clause gives its place, and its values, to its successor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clausekit.clause import Clause
from clausekit.finding import Route
from clausekit.outdated import EDITED, NEWER, REMOVED, RETIRED, Aged, Outdated
from clausekit.retouch import Changes

_WORDS: Final = frozenset({"niveau", "lots"})
_CLAUSES: Final = "clauses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A clause and the one that stands for it today, at a place of the dossier: its successor, or itself.

    `carried` and `lost` are the values that the dossier gives, by name; `merged`: the successor was already there.
    """

    old: str
    new: str
    route: Route
    carried: tuple[str, ...]
    lost: Mapping[str, Any]
    merged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What is taken of the library of today, what cannot be (with why), and what becomes of the dossier.

    `whole`: nothing is kept at its issued revision. `cited`: the retired ids that a clause of the dossier's own cites.
    """

    taken: tuple[Aged, ...]
    left: tuple[tuple[Aged, str], ...]
    replaced: tuple[Replaced, ...]
    cited: tuple[str, ...]
    changes: Changes
    whole: bool


def upgrade(held: Outdated, chosen: Iterable[Aged], data: Mapping[str, Any], standing: Mapping[str, Clause]) -> Upgrade:
    """The upgrade of a dossier for the chosen entries; `standing`: by id, the clause that stands for it today."""
    taken, left = [], []
    for item in chosen:
        why = _why_not(item, standing)
        left.append((item, why)) if why else taken.append(item)
    now = {item.id: standing[item.id] for item in taken if item.id in standing}
    retired = {name: clause for name, clause in now.items() if clause.id != name}
    replaced = tuple(found for name, clause in now.items() for found in _replaced(name, clause, data))
    return Upgrade(
        taken=tuple(taken),
        left=tuple(left),
        replaced=replaced,
        cited=tuple(name for name in retired if f"[[{name}]]" in str(data.get("clauses_propres") or "")),
        changes=_changes(replaced, retired, data),
        whole=len(taken) == len(held.entries),
    )


def _why_not(item: Aged, standing: Mapping[str, Clause]) -> str:
    if item.status == RETIRED and item.id not in standing:
        return "retirée sans successeur : l'ôter du dossier, ou la garder telle qu'émise"
    if item.status == REMOVED:
        return "absente de la bibliothèque : elle est gardée telle qu'émise"
    return "" if item.status in {RETIRED, NEWER, EDITED} else "la bibliothèque est plus ancienne que ce qui a été émis"


def _places(data: Mapping[str, Any]) -> Iterator[tuple[Route, Mapping[str, Any]]]:
    """The mappings in which a dossier chooses clauses: its own, and that of each lot."""
    if isinstance(data.get(_CLAUSES), dict):
        yield (_CLAUSES,), data[_CLAUSES]
    for name, lot in (data.get("lots") or {}).items():
        if isinstance(lot, dict) and isinstance(lot.get(_CLAUSES), dict):
            yield ("lots", name, _CLAUSES), lot[_CLAUSES]


def _replaced(old: str, clause: Clause, data: Mapping[str, Any]) -> Iterator[Replaced]:
    for route, choices in _places(data):
        if old not in choices:
            continue
        choice = choices[old] if isinstance(choices[old], dict) else {}
        given = [name for name in choice if name not in _WORDS]
        merged = clause.id != old and clause.id in choices
        carried = () if merged else tuple(name for name in given if name in clause.parameters)
        lost = {name: choice[name] for name in given if name not in carried}
        if lost or clause.id != old:
            yield Replaced(old=old, new=clause.id, route=(*route, old), carried=carried, lost=lost, merged=merged)


def _changes(replaced: Iterable[Replaced], retired: Mapping[str, Clause], data: Mapping[str, Any]) -> Changes:
    keys: dict[Route, str] = {}
    removed: list[Route] = []
    for item in replaced:
        if item.merged:
            removed.append(item.route)
            continue
        if item.new != item.old:
            keys[item.route] = item.new
        removed += [(*item.route, name) for name in item.lost]
    return Changes(keys=keys, items=dict(_cited(data, retired)), removed=tuple(removed))


def _cited(data: Mapping[str, Any], retired: Mapping[str, Clause]) -> Iterator[tuple[Route, str]]:
    """The retired ids that a criterion of the dossier names among the clauses that make it binding."""
    lots = (("lots", name, "criteres") for name in data.get("lots") or {})
    for route in (("criteres",), *lots):
        yield from _rows(_at(data, route), route, retired)


def _rows(rows: Any, route: Route, retired: Mapping[str, Clause]) -> Iterator[tuple[Route, str]]:
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        for rank, name in enumerate(row.get(_CLAUSES) or ()):
            if name in retired:
                yield (*route, number, _CLAUSES, rank), retired[name].id
        yield from _rows(row.get("sous"), (*route, number, "sous"), retired)


def _at(data: Any, route: Route) -> Any:
    for step in route:
        data = data.get(step) if isinstance(data, dict) else None
    return data
