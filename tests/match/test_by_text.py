"""Clauses are found by their words when the marks are gone, and told apart from their near-duplicates."""

from __future__ import annotations

import random

import pytest

from clausekit.match import CHANGED, IDENTICAL, Index, match
from clausekit.match.expected import Reference
from foreign_prose import prose
from match_documents import closed, draft, printed, reworded, scores, shipped, trial


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_recall_and_precision_without_marks(seed: int) -> None:
    asked = trial(seed, clauses=98)

    found = match(asked.draft, asked.references, index=Index(asked.references))

    recall, precision = scores(((item.entry, item.piece) for item in found), asked)
    assert min(recall.values()) >= 0.95, recall
    assert precision >= 0.99


def test_other_sentences_are_no_clause() -> None:
    text = draft(line for part in prose(2000, random.Random(4)) for line in part)
    assert match(text, shipped()) == ()


def test_a_short_text_does_not_take_the_words_of_the_longer_one_that_it_sums_up() -> None:
    """DEC-002 has two sentences of its CCTP text in its AE text; the CCTP alone is written here."""
    long = next(item for item in shipped() if (item.entry, item.piece) == ("DEC-002", "CCTP"))
    texts = [reworded(text, 1.0, random.Random(1)) for text in printed(long, random.Random(1))]
    assert [item.piece for item in match(draft(texts), shipped())] == ["CCTP"]


def test_a_paragraph_that_two_lines_only_resemble_recognises_nothing() -> None:
    """Both lines say the same half of a long paragraph: they are not its two halves."""
    long = next(item for item in shipped() if (item.entry, item.piece) == ("COM-001", "CCAP"))
    half = " ".join(next(item.words for item in long.paragraphs if "cotraitance" in item.words)[:17])
    texts = [f"{half} {text}" for part in prose(2, random.Random(2)) for text in part]
    assert match(draft(texts), [long]) == ()


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
    assert any("sauf avis contraire du préfet" in change.new for change in found.changes)


def test_a_link_may_print_the_heading_of_a_text_without_title() -> None:
    """In a document whose headings have no number, « l'article « Pénalités et primes » » is what the engine writes."""
    reference = next(item for item in shipped() if (item.entry, item.piece) == ("COM-025", "CCAP"))
    [said] = [item for item in reference.paragraphs if "fixees" in item.words]
    link = said.holes[max(said.holes)]
    assert link.among is not None
    assert {"article", "penalites", "primes"} <= link.among
    assert not {"avis", "prefet", "derogations"} & link.among
