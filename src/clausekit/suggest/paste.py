"""The YAML to paste into a dossier: `niveau`, `clauses`, `annexes`, `grille` or `criteres`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from clausekit.suggest import pool
from clausekit.suggest.proposal import LAW, POLICY, RECOMMENDED, LotSuggestion, Proposal, Suggestion

TITLES: Final = {
    LAW: "À prendre (loi)",
    POLICY: "À prendre (SPASER)",
    RECOMMENDED: "Conseillées",
}
Item = TypeVar("Item")


def lot_word(name: str) -> str:
    """A lot as YAML cites it: a number, or a text between quotes."""
    return name if name.isdigit() and not name.startswith("0") else json.dumps(name, ensure_ascii=False)


def one_line(text: str) -> str:
    """A title as a comment holds it."""
    return " ".join(text.split())


def merged(suggestion: Suggestion) -> tuple[tuple[Proposal, tuple[str, ...]], ...]:
    """Each clause to take once, with the lots that take it (empty: all)."""
    found: dict[str, tuple[Proposal, list[str]]] = {}
    for lot in suggestion.lots:
        for proposal in lot.of("clause"):
            found.setdefault(proposal.id, (proposal, []))[1].append(lot.name)
    every = len(suggestion.lots)
    return tuple((item, () if len(lots) == every else tuple(lots)) for item, lots in found.values())


def clause(proposal: Proposal, lots: tuple[str, ...], level: str | None) -> str:
    """The line of a clause, with the level and the lots that it states."""
    keys = [f"niveau: {level}"] if level else []
    keys += [f"lots: [{', '.join(map(lot_word, lots))}]"] if lots else []
    settings = f" {{{', '.join(keys)}}}" if keys else ""
    brought = f" ; vient avec {', '.join(proposal.brought_by)}" if proposal.brought_by else ""
    return f"{proposal.id}:{settings}  # {one_line(proposal.title)}{brought}"


def _clause(proposal: Proposal, lots: tuple[str, ...], base: str) -> str:
    return "  " + clause(proposal, lots, None if proposal.level == base else proposal.level)


def clauses(suggestion: Suggestion) -> Iterator[str]:
    """The `clauses` key, by priority."""
    found = merged(suggestion)
    if found:
        yield "clauses:"
    for priority, title in TITLES.items():
        some = [(item, lots) for item, lots in found if item.priority == priority]
        lines = [_clause(item, lots, suggestion.lots[0].base_level) for item, lots in some]
        yield from [f"  # {title}", *lines] if lines else []


def grid(lot: LotSuggestion) -> tuple[str, ...]:
    """The line of the grid proposed to a lot, if any."""
    return tuple(
        f"grille: {{id: {item.id}, niveau: {item.level}}}  # {one_line(item.title)}" for item in lot.of("grid")
    )


def criteria(lot: LotSuggestion) -> tuple[str, ...]:
    """The lines of the criteria proposed one by one, if any."""
    if not lot.criteria:
        return ()
    price, technical, sustainable = pool.POINTS[lot.level]
    return (
        "criteres:  # poids de la maison, à discuter",
        f"  - {{critere: prix, poids: {price}}}",
        f"  - {{critere: valeur-technique, poids: {technical}}}",
        "  - critere: developpement-durable",
        f"    poids: {sustainable}",
        "    sous:",
        *(f"      - {{critere: {item.id}, poids: {item.points}}}  # {one_line(item.title)}" for item in lot.criteria),
    )


def _annex(name: str, lot: LotSuggestion) -> str:
    values = lot.annex_values.get(name, {})
    words = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return f"{{id: {name}, {', '.join(words)}}}" if words else name


def _annexes(lot: LotSuggestion) -> tuple[str, ...]:
    titles = ", ".join(one_line(item.title) for item in lot.of("annex"))
    known = ", ".join(_annex(name, lot) for name in lot.annexes)
    return (f"annexes: [{known}]  # {titles}",) if titles else ()


def level(lot: LotSuggestion) -> tuple[str, ...]:
    """The line of the level, where the dossier has none and nothing rests on its silence."""
    if lot.stated or lot.base_level != lot.level:
        return ()
    return (f"niveau: {lot.level}  # {one_line(lot.level_reason)}",)


_KEYS: Final[tuple[Callable[[LotSuggestion], tuple[str, ...]], ...]] = (level, _annexes, grid, criteria)


def _by_lot(suggestion: Suggestion) -> Iterator[str]:
    """Keys that differ from lot to lot, under `lots`."""
    differing = [key for key in _KEYS if not _same(key, suggestion)]
    for lot in suggestion.lots:
        lines = [line for key in differing for line in key(lot)]
        yield from [f"  {lot_word(lot.name)}:", *(f"    {line}" for line in lines)] if lines else []


def _same(key: Callable[[LotSuggestion], Item], suggestion: Suggestion) -> bool:
    return all(key(lot) == key(suggestion.lots[0]) for lot in suggestion.lots)


def _nothing(suggestion: Suggestion) -> bool:
    kinds = ("clause", "annex", "grid", "criterion")
    return not any(lot.of(kind) for lot in suggestion.lots for kind in kinds)


def block(suggestion: Suggestion) -> str:
    """The whole block; empty when there is nothing to take."""
    if _nothing(suggestion):
        return ""
    first = suggestion.lots[0]
    head, *others = ([*key(first)] if _same(key, suggestion) else [] for key in _KEYS)
    lines = [*head, *clauses(suggestion), *(line for found in others for line in found)]
    lots = [*_by_lot(suggestion)]
    return "\n".join([*lines, *(["lots:", *lots] if lots else [])])
