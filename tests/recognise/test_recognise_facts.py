"""What else a document says, and the sentences that look like it and say something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausekit import source, terms
from clausekit.recognise import words
from clausekit.recognise.facts import facts
from recognise_drafts import draft

_FILE = Path(__file__).parent / "faits.yaml"
CASES = source.load(_FILE.read_bytes(), file=_FILE.name).data["cas"]


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_facts(case):
    read = facts(draft(case["texte"]))
    assert "\n".join(f"{fact.name} = {fact.value}" for fact in read) == case["attendu"].strip("\n")


def test_each_fact_shows_the_words_and_the_place():
    (fact,) = facts(draft("# 2 Variantes\nAucune variante n'est autorisée."))
    assert fact.excerpt == "Aucune variante n'est autorisée."
    assert (fact.place.article, fact.place.line) == ("2 Variantes", 2)


def test_values_are_those_of_the_house():
    vocabulary = words.vocabulary()["faits"]
    assert set(vocabulary["procedures"]) == set(terms.PROCEDURES)
    assert set(vocabulary["ccag"]) == set(terms.CCAGS)
