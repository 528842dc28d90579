"""The award, lot by lot: the grid of the first file that prints one, and what each lot has of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from clausekit.inspect import Inspected
from clausekit.recognise import Fact, ReadCriterion
from clausekit.reread import Reread
from clausekit.understood.clauses import choice
from clausekit.understood.terms import lots
from clausekit.understood.told import TO_CONFIRM, quoted, read_in

_NATURES = {
    "price": "prix",
    "cost": "cout",
    "technical": "technique",
    "environmental": "environnementale",
    "social": "sociale",
    "mixed": "mixte",
    "other": "autre",
}


def written(read: Sequence[Inspected], known: Sequence[Fact], values: Mapping[str, Reread]) -> Iterator[str]:
    """The grid of the first file that prints one; lot by lot when it does."""
    criteria = next((item.criteria for item in read if item.criteria), ())
    titles = dict(_titles(known))
    grids: dict[str, list[ReadCriterion]] = {}
    for item in criteria:
        for lot in _lots_of(item.lot):
            grids.setdefault(lot, []).append(item)
    yield from _unit(criteria)
    if "" in grids or not criteria:
        yield from ("", *_grid(grids.get("", []), ""))
    apart = {lot for item in values.values() for lot in (*item.only, *item.by_lot)}
    durations = lots(known)
    names = dict.fromkeys((*titles, *sorted(apart | set(durations) | set(grids) - {""}, key=_in_order)))
    if names:
        yield from ("", "lots:")
    for lot in names:
        yield f"  {lot}:"
        yield f"    objet: {quoted(titles.get(lot) or f'Lot {lot}, objet à préciser')}"
        yield from _own_duration(durations.get(lot, ()))
        yield from _own_values(lot, values)
        yield from _grid(grids[lot], "    ") if lot in grids else ()


def _in_order(lot: str) -> tuple[int, str]:
    """« 2 » before « 10 »."""
    return len(lot), lot


def _own_duration(found: Sequence[Fact]) -> Iterator[str]:
    """The months of a lot; told in several ways, they are left to a person."""
    told = [fact.value.partition(" : ")[2] for fact in found]
    if len(found) == 1:
        yield f"    duree_mois: {told[0]}{read_in(found[0].place)}"
    elif found:
        yield f"    # duree_mois:  # {' ou '.join(told)}{TO_CONFIRM}"


def _own_values(lot: str, values: Mapping[str, Reread]) -> Iterator[str]:
    """What the documents say of the clauses for one lot only."""
    own = {
        name: told for name, item in values.items() if lot in item.by_lot and (told := choice(item.by_lot[lot], None))
    }
    if own:
        yield from ("    clauses:", *(f"      {name}:{told}" for name, told in sorted(own.items())))


def _unit(items: Sequence[ReadCriterion]) -> Iterator[str]:
    """How weights are written: one word for the whole dossier."""
    units = {item.unit for item in items if item.weight is not None}
    if units:
        yield ""
        yield f"ponderation: {'rang' if units == {'rank'} else 'pourcentage' if units == {'percent'} else 'points'}"


def _titles(known: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    for fact in known:
        number, _, title = fact.value.partition(" : ")
        if fact.name == "lot" and title:
            yield number, title


def _lots_of(printed: str) -> tuple[str, ...]:
    """The lots that a grid is printed for: « 2, 3 »; all of them are told by nothing."""
    names = tuple(name.strip() for name in printed.split(",")) if printed not in {"", "*"} else ("",)
    return tuple(name for name in names if name.isalnum() or not name)


def _grid(items: Sequence[ReadCriterion], margin: str) -> Iterator[str]:
    if not items or any(item.weight is None or item.unit == "range" for item in items):
        yield f"{margin}# criteres:  # {'non lus' if not items else 'sans poids lisible, à écrire'}"
        return
    ranked = items[0].unit == "rank"
    yield f"{margin}criteres:"
    for item in items:
        yield f"{margin}  - titre: {quoted(item.label)}{read_in(item.place)}"
        yield f"{margin}    nature: {_NATURES[item.kind]}"
        yield f"{margin}    {'rang' if ranked else 'poids'}: {item.weight or 0:g}"
        yield from _below(item, f"{margin}    ")


def _below(item: ReadCriterion, margin: str) -> Iterator[str]:
    weighed = [sub for sub in item.sub if sub.weight]
    if not weighed or len(weighed) < len(item.sub):
        return
    base = weighed[0].base
    if base:
        yield f"{margin}sur: {base:g}"
    yield f"{margin}sous:"
    for sub in weighed:
        yield f"{margin}  - titre: {quoted(sub.label)}"
        yield f"{margin}    poids: {sub.weight:g}"
