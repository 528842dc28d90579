"""Clause prose <-> blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit import prose
from clausekit.prose import Computed, Grid, Link, Listing, Para, Slot, Title, Words


def test_a_newline_is_a_space_and_a_blank_line_a_paragraph() -> None:
    assert prose.parse("Une phrase.\nUne autre.\n\nUn paragraphe.") == (
        Para(((Words("Une phrase."),), (Words("Une autre."),))),
        Para(((Words("Un paragraphe."),),)),
    )


def test_blanks_and_links_are_seen_inside_words() -> None:
    (block,) = prose.parse("Il remet {{ taux }} à [[DEC-014]].")
    assert block == Para(((Words("Il remet "), Slot("taux"), Words(" à "), Link("DEC-014"), Words(".")),))


def test_lists_tables_titles_and_computed_blocks() -> None:
    text = "Liste :\n\n- un ;\n- deux.\n\n1. a\n2. b\n\n| x | y |\n|---|---|\n| 1 | {{ t }} |\n\n## Titre\n\n"
    text += "[[=penalites]]"
    blocks = prose.parse(text)
    assert [type(block) for block in blocks] == [Para, Listing, Listing, Grid, Title, Computed]
    assert blocks[1] == Listing(False, (((Words("un ;"),),), ((Words("deux."),),)))
    assert blocks[3] == Grid(((Words("x"),), (Words("y"),)), (((Words("1"),), (Slot("t"),)),))


def test_an_item_may_run_over_several_lines() -> None:
    (block,) = prose.parse("- le bois,\n  traité ou non ;\n- le métal.")
    assert block == Listing(False, (((Words("le bois,"),), (Words("traité ou non ;"),)), ((Words("le métal."),),)))


def test_escaped_signs_are_text() -> None:
    assert prose.inline(r"\{{ x }} et \[[DEC-001]]") == (Words("{{ x }} et [[DEC-001]]"),)


@pytest.mark.parametrize("text", ["{{ Taux }}", "{{taux", "[[DEC14]]", "{% if x %}", "a }} b", "{# note #}"])
def test_stray_signs_are_told(text: str) -> None:
    assert prose.stray_signs(f"Une ligne.\n{text}")[0][0] == 1


@pytest.mark.parametrize("text", ["{{ taux }}", "[[DEC-014]]", "[[=penalites]]", r"\{{ x"])
def test_known_signs_are_not_stray(text: str) -> None:
    assert prose.stray_signs(text) == ()


_words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(
    lambda text: text[0] not in "-|#[0123456789" and "|" not in text
)
_line = st.lists(
    st.one_of(
        _words.map(Words),
        st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).map(Slot),
        st.from_regex(r"[A-Z]{3}-[0-9]{3}", fullmatch=True).map(Link),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
_block = st.one_of(
    st.lists(_line, min_size=1, max_size=3).map(lambda lines: Para(tuple(lines))),
    st.lists(_line, min_size=1, max_size=3).map(lambda items: Listing(False, tuple((item,) for item in items))),
    st.lists(_line, min_size=1, max_size=3).map(lambda items: Listing(True, tuple((item,) for item in items))),
)


@given(st.lists(_block, min_size=1, max_size=4))
def test_printing_then_reading_gives_the_same_blocks(blocks: list[prose.Block]) -> None:
    once = prose.parse(prose.unparse(tuple(blocks)))
    assert prose.parse(prose.unparse(once)) == once
