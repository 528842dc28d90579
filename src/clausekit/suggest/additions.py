"""What `suggest` adds to a dossier that exists; what it already decides stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from clausekit import schema
from clausekit.edit import Addition, word
from clausekit.suggest import paste
from clausekit.suggest.proposal import LAW, POLICY, PRIORITIES, RECOMMENDED, LotSuggestion, Proposal, Suggestion

# In a file, the reason why a clause was added is still true once it is there.
_TITLES: Final = {
    LAW: "Proposées par clausekit : la loi les demande",
    POLICY: "Proposées par clausekit : la politique de l'autorité les demande",
    RECOMMENDED: "Proposées par clausekit : conseillées",
}
# What a dossier that names no piece has.
_USUAL: Final = ("CCTP: CCTP", "CCAP: CCAP", "RC: RC")
_AWARD: Final = frozenset({"grille", "criteres"})
_Data = Mapping[str, Any]
_Lines = Callable[[LotSuggestion], tuple[str, ...]]


@cache
def _order() -> tuple[str, ...]:
    """The keys of a dossier, in the order in which people read it."""
    known: Mapping[str, Any] = json.loads(schema.schema_text("dossier"))["properties"]
    return tuple(known)


def _before(key: str) -> tuple[str, ...]:
    return _order()[: _order().index(key)]


def _own(data: _Data, lot: LotSuggestion) -> _Data:
    """What the lot says for itself."""
    own: _Data = (data.get("lots") or {}).get(lot.name) or {}
    return own


def _spread(found: Suggestion, data: _Data, keys: frozenset[str], lines: _Lines) -> Iterator[Addition]:
    """A key that is the same for every lot without its own goes to the top; otherwise, to each lot."""
    sharing = [lot for lot in found.lots if keys.isdisjoint(_own(data, lot))]
    shared = {lines(lot) for lot in sharing}
    common = shared.pop() if len(shared) == 1 else ()
    if common:
        yield Addition(route=(), lines=common, after=_before(common[0].partition(":")[0]))
    for lot in found.lots:
        if lines(lot) and not (common and lot in sharing):
            yield Addition(route=("lots", lot.name), lines=lines(lot))


def _takers(found: Suggestion) -> dict[str, dict[str, Proposal]]:
    """Each clause to take, with the lots that take it."""
    takers: dict[str, dict[str, Proposal]] = {}
    for lot in found.lots:
        for item in lot.of("clause"):
            takers.setdefault(item.id, {})[lot.name] = item
    return takers


def _levels(found: Suggestion, taking: Mapping[str, Proposal]) -> dict[str, str | None]:
    """The level to write beside a clause, lot by lot; None where the lot's own level gives it."""
    bases = {lot.name: lot.base_level for lot in found.lots}
    return {name: None if item.level in {None, bases[name]} else item.level for name, item in taking.items()}


def _together(name: str, taking: Mapping[str, Proposal], found: Suggestion, data: _Data) -> list[str]:
    """The lots for which a clause is said once, at the top; none when the dossier speaks of it already."""
    places = (data, *(_own(data, lot) for lot in found.lots))
    if any(name in (place.get("clauses") or {}) for place in places):
        return []
    levels = _levels(found, taking)
    first = next(iter(levels.values()))
    return [lot for lot, level in levels.items() if level == first]


def _at_the_top(found: Suggestion, data: _Data) -> tuple[str, ...]:
    """The lines of the clauses that are said once, by what asks for them."""
    lines: dict[str, list[str]] = {}
    for name, taking in _takers(found).items():
        lots = _together(name, taking, found, data)
        if lots:
            priority = min((item.priority for item in taking.values()), key=PRIORITIES.index)
            named = () if len(lots) == len(found.lots) else tuple(lots)
            line = paste.clause(taking[lots[0]], named, _levels(found, taking)[lots[0]])
            lines.setdefault(priority, []).append(line)
    return tuple(line for key in _TITLES if key in lines for line in (f"# {_TITLES[key]}", *lines[key]))


def _clauses(found: Suggestion, data: _Data) -> Iterator[Addition]:
    """Clauses at the top, with their lots; under a lot when the dossier speaks of them elsewhere."""
    lines = _at_the_top(found, data)
    if lines:
        yield Addition(route=("clauses",), lines=lines, after=_before("clauses"))
    for lot in found.lots:
        alone = [
            paste.clause(taking[lot.name], (), taking[lot.name].level)
            for name, taking in _takers(found).items()
            if lot.name in taking and lot.name not in _together(name, taking, found, data)
        ]
        if alone:
            yield Addition(route=("lots", lot.name, "clauses"), lines=tuple(alone))


def _piece_lines(lots: Iterable[LotSuggestion]) -> tuple[str, ...]:
    found: dict[str, dict[str, None]] = {}
    for lot in lots:
        for piece, names in lot.pieces:
            found.setdefault(piece, {}).update(dict.fromkeys(names))
    return tuple(f"{piece}: {piece}  # {', '.join(names)} y écrit" for piece, names in found.items())


def _pieces(found: Suggestion, data: _Data) -> Iterator[Addition]:
    """The pieces without which a part of the proposed clauses would stand nowhere."""
    lines = _piece_lines(lot for lot in found.lots if "pieces" not in _own(data, lot))
    usual = () if "pieces" in data else _USUAL
    if lines:
        yield Addition(route=("pieces",), lines=(*usual, *lines), after=_before("pieces"))
    for lot in found.lots:
        if lot.pieces and "pieces" in _own(data, lot):
            yield Addition(route=("lots", lot.name, "pieces"), lines=_piece_lines([lot]))


def _items(lot: LotSuggestion) -> tuple[str, ...]:
    return tuple(f"- {item.id}  # {paste.one_line(item.title)}" for item in lot.of("annex"))


def _annexes(found: Suggestion, data: _Data) -> Iterator[Addition]:
    """Annexes at the end of the list that a lot reads, its own or the whole file's."""
    sharing = [lot for lot in found.lots if "annexes" not in _own(data, lot)]
    alike = len({_items(lot) for lot in sharing}) == 1
    if sharing and alike and _items(sharing[0]):
        yield Addition(route=("annexes",), lines=_items(sharing[0]), after=_before("annexes"))
    for lot in found.lots:
        if not _items(lot) or (lot in sharing and alike):
            continue
        # A list of its own stands for the whole file's: it holds both.
        kept = tuple(f"- {word(item)}" for item in data.get("annexes") or ()) if lot in sharing else ()
        yield Addition(route=("lots", lot.name, "annexes"), lines=(*kept, *_items(lot)))


def additions(found: Suggestion, data: _Data) -> tuple[Addition, ...]:
    """What to add to the file whose content is `data`; nothing when nothing is proposed."""
    if not paste.block(found):
        return ()
    return (
        *_pieces(found, data),
        *_spread(found, data, frozenset({"niveau"}), paste.level),
        *_clauses(found, data),
        *_annexes(found, data),
        *_spread(found, data, _AWARD, lambda lot: (*paste.grid(lot), *paste.criteria(lot))),
    )
