"""The redline of every entry of the library, each of its texts and levels changed: accepted or refused, exact."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
import redline_edits as edits

from clausekit import word
from clausekit.annex import Annex
from clausekit.clause import Clause
from clausekit.cli import changes
from clausekit.criterion import Criterion
from clausekit.grid import Grid, Row
from clausekit.library import Entry, Library
from clausekit.report.paged import pages

GROUP = 15  # entries in one document
LISTS = 1000
SIGNED = {"author": "A → B", "date": "2026-11-22T10:00:00Z"}


def reworded(text: str, rng: random.Random) -> str:
    """A text after a revision: a word changed in each line, a line moved, another one taken out."""
    lines = text.split("\n")
    for rank, line in enumerate(lines):
        words = line.split(" ")
        if len(words) > 4 and not line.startswith("|") and rng.random() < 0.6:
            words[rng.randrange(2, len(words))] = "autrement"
            lines[rank] = " ".join(words)
    said = [rank for rank, line in enumerate(lines) if line.strip() and not line.startswith(("|", "-", "1."))]
    if len(said) > 3:
        del lines[rng.choice(said)]
    told = "\n".join(lines)
    return f"{told}\n\nUn alinéa de plus." if told == text else told


def _values(levels: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        level: {name: value + 1 if type(value) in (int, float) else value for name, value in values.items()}
        for level, values in levels.items()
    }


def _heavier(row: Row) -> Row:
    return replace(row, weight=None if row.weight is None else row.weight + 1)


def revised(entry: Entry, rng: random.Random) -> Entry:
    """The entry after a revision of all that it prints."""
    if isinstance(entry, Clause):
        texts = {piece: reworded(text, rng) for piece, text in entry.texts.items()}
        added = {
            level: {piece: reworded(text, rng) for piece, text in own.items()}
            for level, own in entry.complements.items()
        }
        return replace(entry, texts=texts, complements=added, levels=_values(entry.levels))
    if isinstance(entry, Annex):
        sections = tuple(replace(item, text=reworded(item.text, rng)) for item in entry.sections)
        return replace(entry, sections=sections)
    if isinstance(entry, Criterion):
        return replace(entry, question=reworded(entry.question, rng), judges=f"{entry.judges} Autrement.")
    assert isinstance(entry, Grid)
    levels = {level: tuple(map(_heavier, rows)) for level, rows in entry.levels.items()}
    return replace(entry, levels=levels)


def document(entries: list[Entry], library: Library) -> bytes:
    blocks = [
        block
        for rank, entry in enumerate(entries, start=1)
        for block in pages(entry, library, lists=count(rank * LISTS))
    ]
    return changes._document(blocks, title="Essai", subject="Essai", bases=[])


def told(body: Any) -> list[Any]:
    """What a body says. A column is as wide as what it holds: the widths are those of the new text, in both."""
    return [item for item in edits.said(body) if not isinstance(item, list) or isinstance(item[0], list)]


def groups(library: Library) -> list[list[Entry]]:
    ordered = sorted(library.in_force, key=lambda entry: entry.id)
    return [ordered[start : start + GROUP] for start in range(0, len(ordered), GROUP)]


@pytest.mark.parametrize("rank", range(20))
def test_every_entry_at_every_level_gives_back_both_texts(rank: int, shipped: Library) -> None:
    every = groups(shipped)
    assert len(every) <= 20
    if rank >= len(every):
        return
    rng = random.Random(rank)
    after = [revised(entry, rng) for entry in every[rank]]
    assert all(new != old for new, old in zip(after, every[rank], strict=True))
    old, new = document(every[rank], shipped), document(after, shipped)
    made = word.redline(old, new, file="essai", **SIGNED)
    assert made.data is not None
    assert made.changed >= len(after)
    assert told(edits.settle(made.data, accepted=True)) == told(edits.body_of(new))
    assert told(edits.settle(made.data, accepted=False)) == told(edits.body_of(old))
