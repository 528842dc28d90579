"""Laws of a comparison, over the whole shipped library and over any reflow."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausekit import annex, clause, criterion, difference, grid
from clausekit.clause import Clause, Span
from clausekit.library import Entry, Library, kind_of

_MAKERS: dict[str, Callable[..., Entry]] = {
    "clause": clause.read,
    "critere": criterion.read,
    "grille": grid.read,
    "annexe": annex.read,
}
# What no comparison of editions tells: the id knows the entry, exceptions are between an author and `lint`, a reading
# says of the text what its digest holds.
_ASIDE = {"id", "exceptions", "lecture"}


def entries(library: Library) -> list[Entry]:
    return [found for name in library.ids if (found := library.find(name))]


def test_an_edition_is_not_different_from_itself(shipped: Library) -> None:
    assert difference.compare(shipped, shipped) == ()
    for entry in entries(shipped):
        # A copy: not the very object, nor its texts.
        assert difference.of_entry(entry, copy.deepcopy(entry)) is None, entry.id


def ways(old: Entry, new: Entry, route: str) -> list[str]:
    change = difference.of_entry(old, new)
    assert change is not None
    assert change.severity == "substantielle"
    return [figure.direction for figure in change.figures if figure.route == route]


def _numeric(entry: Clause) -> Iterator[tuple[str, str, float, str | None]]:
    """Level, parameter, value and sense of each number of the levels."""
    for level, values in entry.levels.items():
        for name, value in values.items():
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                yield level, name, value, entry.parameters[name].sense


def test_raising_a_floor_is_stricter_and_lowering_it_looser_and_the_reverse_for_a_ceiling(shipped: Library) -> None:
    seen = {"plancher": 0, "plafond": 0}
    for entry in shipped.clauses.values():
        for level, name, value, sense in _numeric(entry):
            up, down = {"plancher": ("stricter", "looser"), "plafond": ("looser", "stricter")}.get(
                sense or "", ("neutral", "neutral")
            )
            for moved, expected in ((value + 1, up), (value - 0.5, down)):
                levels = {**entry.levels, level: {**entry.levels[level], name: moved}}
                found = ways(entry, replace(entry, levels=levels), f"niveaux.{level}.{name}")
                assert found == [expected], (entry.id, level, name)
            if sense:
                seen[sense] += 1
    assert all(count > 100 for count in seen.values()), seen


@pytest.mark.parametrize("side", ["minimum", "maximum"])
def test_a_bound_goes_the_way_of_its_parameter(shipped: Library, side: str) -> None:
    seen = 0
    for entry in shipped.clauses.values():
        for name, item in entry.parameters.items():
            value = getattr(item.bounds, side)
            if value is None or item.sense is None:
                continue
            bounds = Span(**{"minimum": item.bounds.minimum, "maximum": item.bounds.maximum, side: value + 1})
            new = replace(entry, parameters={**entry.parameters, name: replace(item, bounds=bounds)})
            route = f"parametres.{name}.bornes.{'min' if side == 'minimum' else 'max'}"
            assert ways(entry, new, route) == ["stricter" if item.sense == "plancher" else "looser"]
            without = replace(item, sense=None)
            bare = replace(entry, parameters={**entry.parameters, name: without})
            moved = replace(new, parameters={**entry.parameters, name: replace(without, bounds=bounds)})
            assert ways(bare, moved, route) == ["neutral"]
            seen += 1
    assert seen > 100


def test_another_unit_or_another_sense_cannot_be_compared(shipped: Library) -> None:
    entry = shipped.clauses["COM-007"]
    item = entry.parameters["delai_justificatif"]
    for other in (replace(item, unit="mois"), replace(item, sense="plancher"), replace(item, kind="entier")):
        levels = {name: {**values, item.name: 2} for name, values in entry.levels.items()}
        new = replace(entry, parameters={**entry.parameters, item.name: other}, levels=levels)
        assert ways(entry, new, f"niveaux.socle.{item.name}") == ["neutral"]


# ---------------------------------------------------------------------------- nothing is lost


def _leaves(value: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*route, key))
    elif isinstance(value, list):
        for rank, inner in enumerate(value):
            yield from _leaves(inner, (*route, rank))
    elif value is not None:
        yield route


def _altered(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    return f"Autrement.\n\n{value}" if "\n" in value else f"{value} autrement."


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("start", range(6))
def test_whatever_key_of_an_entry_changes_it_is_told(shipped: Library, start: int) -> None:
    """One entry in six, key by key: no fact of the format is forgotten."""
    for entry in entries(shipped)[start * 7 :: 42]:
        make = _MAKERS[str(kind_of(entry.file))]
        data = _plain(shipped.sources[entry.file].data)
        for route in _leaves(data):
            if route[0] in _ASIDE:
                continue
            new = copy.deepcopy(data)
            inner = new
            for key in route[:-1]:
                inner = inner[key]
            inner[route[-1]] = _altered(inner[route[-1]])
            told = difference.of_entry(entry, make(new, file=entry.file))
            assert told is not None, (entry.id, route)
            assert told.figures or told.prose or told.reason, (entry.id, route)


# ------------------------------------------------------------------------------ any reflow

_WORDS = re.compile(r"(?:\{\{.*?\}\}|\S)+")
_OPENS = re.compile(r"(?:-|\d+\.|\||##)(?:\s|$)")


def _reflowed(text: str, seed: int) -> str:
    """Paragraphs broken anywhere, indented, with curly quotes and no-break spaces; a list keeps its lines."""
    hand = random.Random(seed)
    blocks = []
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        lines = block.split("\n")
        if any(_OPENS.match(line.strip()) for line in lines):
            blocks.append("\n".join(_dressed(line, hand) for line in lines))
            continue
        words = _WORDS.findall(" ".join(lines))
        out = words[:1]
        for word in words[1:]:
            out.append("\n" if hand.random() < 0.15 and not _OPENS.match(word) else " " * hand.choice((1, 1, 2)))
            out.append(word)
        blocks.append(_dressed("".join(out), hand))
    return ("\n" * hand.choice((2, 3))).join(blocks) + "\n" * hand.choice((0, 1, 2))


def _dressed(text: str, hand: random.Random) -> str:
    if hand.random() < 0.5:
        text = text.replace("'", "\u2019")
    if hand.random() < 0.5:
        text = re.sub(r" (?=[;:!?%»])", "\u00a0", text).replace("« ", "«\u202f")
    return text


def test_a_reflow_changes_nothing(shipped: Library) -> None:
    clauses = list(shipped.clauses.values())

    @settings(max_examples=30, deadline=None)
    @given(seed=st.integers(0, 2**32), rank=st.integers(0, 10_000))
    def holds(seed: int, rank: int) -> None:
        for entry in clauses[rank % len(clauses) :: 40]:
            texts = {piece: _reflowed(text, seed) for piece, text in entry.texts.items()}
            new = replace(entry, texts=texts, reason=_reflowed(entry.reason, seed))
            assert difference.of_entry(entry, new) is None, entry.id

    holds()


def test_paragraphs_in_another_order_are_moved_not_rewritten(shipped: Library) -> None:
    clauses = [item for item in shipped.clauses.values() if item.texts[item.carrier].count("\n\n") > 1]

    @settings(max_examples=30, deadline=None)
    @given(seed=st.integers(0, 2**32), rank=st.integers(0, 10_000))
    def holds(seed: int, rank: int) -> None:
        entry = clauses[rank % len(clauses)]
        blocks = [block.strip("\n") for block in entry.texts[entry.carrier].split("\n\n")]
        random.Random(seed).shuffle(blocks)
        new = replace(entry, texts={**entry.texts, entry.carrier: "\n\n".join(blocks) + "\n"})
        change = difference.of_entry(entry, new)
        if change is None:
            return
        assert change.severity == "redactionnelle", (entry.id, change.prose)
        assert all(item.moved and item.old == item.new for item in change.prose), (entry.id, change.prose)

    holds()
