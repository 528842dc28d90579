"""Clauses are found by their words when the marks are gone, and told apart from their near-duplicates."""

from __future__ import annotations

import random

import pytest

from clausekit.match import CHANGED, IDENTICAL, Index, match
from clausekit.match.reference import Reference
from match_documents import closed, draft, edited, other_sentences, printed, shipped, twins

KINDS = ("exact", "5", "15", "30", "reordered", "merged")


def _text(reference: Reference, kind: str, chance: random.Random, vocabulary: list[str]) -> list[str]:
    paragraphs = printed(reference, chance)
    if kind.isdecimal():
        return [edited(text, int(kind) / 100, chance, vocabulary) for text in paragraphs]
    if kind == "reordered":
        chance.shuffle(paragraphs)
    return [" ".join(paragraphs)] if kind == "merged" else paragraphs


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_recall_and_precision_without_marks(seed: int) -> None:
    chance = random.Random(seed)
    own = list(shipped())
    references = [*own, *twins(own, chance)]
    vocabulary = sorted({word for reference in own for item in reference.paragraphs for word in item.words})
    chosen = chance.sample(references, 96)
    kinds = {(item.entry, item.piece): KINDS[number % len(KINDS)] for number, item in enumerate(chosen)}
    parts = [_text(item, kinds[item.entry, item.piece], chance, vocabulary) for item in chosen]
    parts += other_sentences(1200, chance)
    chance.shuffle(parts)

    found = match(draft(text for part in parts for text in part), references, index=Index(references))

    have = {(item.entry, item.piece) for item in found}
    for kind in KINDS:
        wanted = {key for key, its in kinds.items() if its == kind}
        assert len(wanted & have) / len(wanted) >= 0.95, kind
    assert len(have & set(kinds)) / len(have) >= 0.99


def test_other_sentences_are_no_clause() -> None:
    chance = random.Random(4)
    text = draft(line for part in other_sentences(800, chance) for line in part)
    assert match(text, shipped()) == ()


@pytest.mark.parametrize("reference", shipped(), ids=lambda item: f"{item.entry}-{item.piece}")
def test_every_text_is_identical_to_itself(reference: Reference) -> None:
    [found] = match(draft(printed(reference, random.Random(5))), [reference])
    assert (found.status, found.by, found.changes) == (IDENTICAL, "text", ())


@pytest.mark.parametrize("reference", closed(), ids=lambda item: f"{item.entry}-{item.piece}")
def test_a_few_words_added_to_a_text_are_shown(reference: Reference) -> None:
    paragraphs = printed(reference, random.Random(5))
    longest = max(range(len(paragraphs)), key=lambda number: len(paragraphs[number]))
    paragraphs[longest] += " sauf avis contraire du préfet"
    [found] = match(draft(paragraphs), [reference])
    assert found.status == CHANGED
    assert any("sauf avis contraire du prefet" in change.new for change in found.changes)
