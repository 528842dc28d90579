"""Words that an expression cannot do without: never one too many, or a fault would go unseen."""

from __future__ import annotations

import re

import pytest

from clausekit.library import Library
from clausekit.lint.drafting import legal, signs, words
from clausekit.lint.drafting.literals import Word, literals
from clausekit.lint.reading import Reading

KEYS = (
    "verbes_faibles",
    "hors_des_pieces_du_contrat",
    "hors_des_criteres",
    "preferences",
    "marques",
    "normes",
    "labels",
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("favorise(?:nt|ra)?", ["favorise"]),
        ("circuits? courts?", ["circuit"]),
        ("(?:cinq|5) flux", [" flux"]),
        ("a|b+c", None),
        ("(?:local|locaux)", ["local", "locaux"]),
        ("(?:local)?", None),
        (r"15804 ?(?:/|\+) ?A1\b", ["15804"]),
        (r"\u00a0|\.\.\.", ["\u00a0", "..."]),
        (r"[0-9]+ km", [" km"]),
        ("d[ée]cret", ["cret"]),
        (r"\bN°|n{2}", None),
        ("(?<!en )veille", ["veille"]),
        ("ab(?=cdefg)", ["ab"]),
    ],
)  # fmt: skip
def test_what_must_be_there(expression: str, expected: list[str] | None) -> None:
    found = literals(expression)
    assert (None if found is None else [word.text for word in found]) == expected


def test_capitals_are_kept_where_they_count() -> None:
    assert literals("(?-i:Zoom|Bic)|Café") == (Word("Zoom", True), Word("Bic", True), Word("café", False))


def test_the_words_find_all_that_the_expressions_find(shipped: Library) -> None:
    """On the library, and on its sentences with a fault put in each."""
    clean = [item.text for item in words.said(Reading(library=shipped, day="2026-12-01", unread=frozenset()))]
    faults = (
        "favorisent", "Au mieux", "S'EFFORCE", "les candidats", "le titulaire", "d'origine France", "Post-it",
        "NF EN 15804", "FSC", "SOSED", "article 29 du CCAG-MI", "1ère", "m2 ;a", "n ° 3", "deux  espaces",
        'un "mot"', "km 2", "221 000 €",
    )  # fmt: skip
    texts = [*clean, *(f"{text} {faults[rank % len(faults)]}." for rank, text in enumerate(clean))]
    patterns = [*map(words.pattern, KEYS), legal._any_error(), *(pattern for pattern, _, _ in signs._FLAWS)]
    hits = 0
    for pattern in patterns:
        wanted = [rank for rank, text in enumerate(texts) if pattern.search(text)]
        assert set(wanted) <= set(words.likely(pattern, texts)), pattern.pattern
        hits += len(wanted)
    assert hits > len(clean)


def test_a_sign_that_grows_in_lower_case_hides_nothing() -> None:
    assert list(words.likely(re.compile("favorise", re.IGNORECASE), ["İİİ", "il favorise"])) == [0, 1]
