"""Sentences that leave an entry for another: a clause cut in two, two clauses joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from clausekit.difference.change import Change, Sentence
from clausekit.difference.folding import fold_item

Place: TypeAlias = tuple[str, str]  # an entry, a piece of it
_LEAST: Final = 6  # words: a shorter sentence is the same in many clauses


def handed(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The same changes, where a sentence that one entry lost and another gained says where it went or came from."""
    found = tuple(changes)
    gone, come = _places(found, lost=True), _places(found, lost=False)
    return tuple(
        replace(change, prose=tuple(_told(item, change.id, gone, come) for item in change.prose)) for change in found
    )


def _places(changes: Sequence[Change], *, lost: bool) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for change in changes:
        for item in change.prose:
            text, other = (item.old, item.new) if lost else (item.new, item.old)
            if not other and len(text.split()) >= _LEAST:
                found.setdefault(fold_item(text), (change.id, item.piece))
    return found


def _told(item: Sentence, name: str, gone: Mapping[str, Place], come: Mapping[str, Place]) -> Sentence:
    if item.old and item.new:
        return item
    entry, piece = (gone if item.new else come).get(fold_item(item.new or item.old), (name, ""))
    if entry == name:
        return item
    way = f"{entry}, {piece} -> {item.piece}" if item.new else f"{item.piece} -> {entry}, {piece}"
    return replace(item, piece=way, moved=True)
