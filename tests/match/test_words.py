"""The words of a text, read by the byte where its letters allow: the same as read the long way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit.match import folding
from clausekit.match.folding import words

LETTERS = "".join(map(chr, range(0x20, 0x180))) + "’‘“”«»–—…œŒŸž€™‰\u202f\u2009\u00a0\u0301ﬁ½²\t\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’exécution, à 40 % : n° 12 d'œuvre", ("l", "execution", "a", "40", "%", "n", "12", "d", "œuvre")),
        ("1\u202f000\u00a0€ hors_taxes", ("1", "000", "€", "hors", "taxes")),
        ("STRASSE, straße ; m² et ½", None),
        ("e\u0301cole Łódź", None),
    ],
)
def test_words(text, found):
    assert words(text) == (found or folding._folded(text))


def test_every_sign_between_two_letters():
    for code in range(0x3000):
        text = f"À{chr(code)}b {chr(code)} É{chr(code)}"
        assert words(text) == folding._folded(text), hex(code)


@given(st.text(alphabet=LETTERS, max_size=60))
def test_any_text(text):
    assert words(text) == folding._folded(text)


@given(st.text(LETTERS, max_size=12), st.text(LETTERS, max_size=12))
def test_paragraphs_are_folded_together_as_they_are_one_by_one(one, other):
    assert words(f"{one}\n{other}") == (*words(one), *words(other))
