"""Words that the edge of a narrow cell cuts in two, and words that only stand side by side."""

import pytest

from clausekit.recognise.words import mended


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("Critère environnemental e", "Critère environnementale"),
        ("Valeur techniq\nue", "Valeur technique"),
        ("PERFORMANCE ENVIRONNEMEN TALE", "PERFORMANCE ENVIRONNEMENTALE"),
    ],
)
def test_a_word_cut_in_two_is_whole_again(cut: str, whole: str) -> None:
    assert mended(cut) == whole


@pytest.mark.parametrize(
    "text",
    [
        "PRIX DES PRODUITS\nIl est jugé au vu du devis",
        "Valeur technique eu égard au mémoire",
        "Valeur technique vu le mémoire",
        "Valeur technique et prix",
    ],
)
def test_two_words_stay_two(text: str) -> None:
    assert mended(text) == text
