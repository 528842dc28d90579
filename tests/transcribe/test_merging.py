"""A prose that a person changed, written over that of the file: what did not change keeps its lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausekit import prose, sentences
from clausekit.transcribe.merging import folded, merged, same

OLD = """\
Le titulaire trie les déchets
produits par le chantier, et les pèse.
Il remet un bilan. Il le signe.
Les flux sont :
- le bois ;
- le métal,
  ferreux ou non ;
- le verre.

Il remet {{ delai }} après, à [[COM-007]].

| Flux | Masse |
|---|:---:|
| Bois |  {{ masse }} |
"""


def flat(text: str) -> str:
    """The words as Word holds them and as they are read: one sentence a line, curly signs."""
    return prose.unparse(tuple(map(_read, prose.parse(text))))


def _read(block: prose.Block) -> prose.Block:
    if not isinstance(block, prose.Para):
        return block
    joined = " ".join(map(prose.line_source, block.lines)).replace("'", "’")
    return prose.Para(tuple(map(prose.inline, sentences.cut([joined]))))


def came(text: str) -> str:
    return merged(OLD, prose.parse(flat(text)))


def test_nothing_changed_is_the_same_text() -> None:
    assert same(OLD, prose.parse(flat(OLD)))
    assert came(OLD) == OLD


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("et les pèse", "et les compte"),
        ("le verre", "le verre plat"),
        ("ferreux ou non", "ferreux"),
        ("Il le signe.", "Il le date et le signe."),
        ("à [[COM-007]]", "à [[COM-008]]"),
    ],
)
def test_a_word_changed_touches_its_line_only(old: str, new: str) -> None:
    assert came(OLD.replace(old, new)) == OLD.replace(old, new)


def test_a_sentence_added_is_a_line_added() -> None:
    longer = OLD.replace("et les pèse.\n", "et les pèse.\nIl les range.\n")
    assert came(longer).replace("\nIl les range.", "") == OLD
    assert "\nIl les range.\n" in came(longer)


def test_a_paragraph_split_moved_merged_or_taken_out() -> None:
    split = OLD.replace("Il remet un bilan.", "\nIl remet un bilan.")
    assert came(split) == split
    gone = OLD.replace("Il remet {{ delai }} après, à [[COM-007]].\n\n", "")
    assert came(gone) == gone
    blocks = prose.parse(flat(OLD))
    moved = merged(OLD, (blocks[2], *blocks[:2], *blocks[3:]))
    assert moved.startswith("Il remet {{ delai }} après, à [[COM-007]].\n\nLe titulaire trie les déchets\nproduits")
    assert "\n- le métal,\n  ferreux ou non ;\n" in moved


def test_what_word_changes_by_itself_is_no_change() -> None:
    assert folded("L’eau – « ici »\u202f; 5\u00a0%") == folded("L'eau - «ici» ; 5%")
    assert folded("L'eau") != folded("Leau")


WORDS = st.lists(
    st.sampled_from(["le", "titulaire", "trie", "{{ delai }}", "[[COM-007]]", "Fin.", "bois,", ";"]), min_size=1
)


@given(old=st.lists(WORDS, min_size=1, max_size=4), new=st.lists(WORDS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_merged_text_says_what_was_asked(old: list[list[str]], new: list[list[str]]) -> None:
    before, after = ("\n\n".join("mot " + " ".join(item) for item in some) + "\n" for some in (old, new))
    blocks = prose.parse(after)
    assert same(merged(before, blocks), blocks)
    assert merged(before, prose.parse(before)) == before
