"""Tables cut by a page: a row made whole, a cell over several rows, columns that no rule draws."""

from __future__ import annotations

import pytest
from test_read_banded import words

from clausekit.draft import Table
from clausekit.read import carried
from clausekit.read.ruled import grids
from clausekit.read.sheet import Rule
from clausekit.read.sheet import Sheet as Page
from read_specimen import Sheet, drafted, pdf

XS = [72.0, 200.0, 400.0, 520.0]


def sheet(*rows: tuple[str, str, str], merged: int = 0) -> Sheet:
    """A page that a table of three columns fills; the first column is one cell over its last `merged` rows."""
    ys = [140 + 30 * n for n in range(len(rows) + 1)]
    found = Sheet().grid(XS, ys[: len(ys) - merged]) if len(ys) - merged > 1 else Sheet()
    if merged:
        found.grid(XS[:2], [ys[-merged - 1], ys[-1]]).grid(XS[1:], ys[-merged - 1 :])
    for row, y in zip(rows, ys, strict=False):
        for text, x in zip(row, XS, strict=False):
            if text:
                found.say(x + 6, y + 14, text)
    return found


def cells(*sheets: Sheet) -> list[tuple[str, ...]]:
    (table,) = drafted(pdf(*sheets)).blocks
    assert isinstance(table, Table)
    return list(table.texts)


HEAD = ("Critères", "Détail", "Poids")


def test_a_row_cut_in_the_middle_of_a_label() -> None:
    assert cells(sheet(HEAD, ("Prix", "Devis de la", "40 %")), sheet(("", "ville", ""), ("Goût", "Plats", "60 %"))) == [
        HEAD, ("Prix", "Devis de la ville", "40 %"), ("Goût", "Plats", "60 %"),
    ]  # fmt: skip


def test_a_row_cut_before_its_figure() -> None:
    found = cells(sheet(HEAD, ("Prix", "Devis des", "")), sheet(("", "repas", "40 %"), ("Goût", "Plats", "60 %")))
    assert found[1] == ("Prix", "Devis des repas", "40 %")


def test_the_last_line_of_a_row_alone_on_the_next_page() -> None:
    assert cells(sheet(HEAD, ("Goût", "Plats et", "60 %")), sheet(("", "sauces", "")))[-1] == (
        "Goût", "Plats et sauces", "60 %",
    )  # fmt: skip


def test_a_cell_over_several_rows_goes_on_beside_a_row_of_its_own() -> None:
    first = sheet(HEAD, ("Service de la", "Accueil", "20 %"), ("", "Horaires", "10 %"), merged=2)
    assert cells(first, sheet(("salle", "Confort", "30 %"), ("Prix", "Devis", "40 %")))[1:] == [
        ("Service de la salle", "Accueil", "20 %"), ("", "Horaires", "10 %"), ("", "Confort", "30 %"),
        ("Prix", "Devis", "40 %"),
    ]  # fmt: skip


def test_a_label_in_small_letters_with_its_own_figure_is_a_row() -> None:
    assert cells(
        sheet(HEAD, ("Service", "Accueil", "20 %")), sheet(("dont salle", "", "5 %"), ("Prix", "Devis", "40 %"))
    )[2] == ("dont salle", "", "5 %")


def test_a_header_of_two_rows_said_again_is_left_out() -> None:
    under = ("", "", "en %")
    assert cells(sheet(HEAD, under, ("Prix", "Devis", "40")), sheet(HEAD, under, ("Goût", "Plats", "60")))[2:] == [
        ("Prix", "Devis", "40"), ("Goût", "Plats", "60"),
    ]  # fmt: skip


@pytest.mark.parametrize("known", [True, False])
def test_columns_without_rules_are_those_of_the_page_before(known: bool) -> None:
    """Alone, the second page has one row with two columns: nothing says where they part."""
    before = _flat((("Prix du repas", 55), ("40 points", 300)), (("Tenue", 55), ("20 points", 300)))
    (table,), _ = grids(before)
    after = _flat((("Saveur des plats", 55), ("20 points", 300)), (("Confort de la salle", 55),))
    found, _ = grids(after, table if known else None)
    assert [grid.xs for grid in found] == ([table.xs] if known else [])


def test_a_rule_of_one_column_tells_where_it_begins() -> None:
    page = _flat((("Prix du repas", 55), ("40 points", 300)), (("Tenue", 55), ("20 points", 300)))
    page.flat.append(Rule(132, 290, 400))
    (table,), _ = grids(page)
    assert table.xs == [50, 290, 400]


def _flat(*rows: tuple[tuple[str, float], ...]) -> Page:
    page = Page(number=1, width=595, height=842)
    page.words = [word for n, row in enumerate(rows) for text, x in row for word in words(text, x, 105 + 20 * n)]
    page.flat = [Rule(100 + 20 * n, 50, 400) for n in range(len(rows) + 1)]
    return page


@pytest.mark.parametrize(("shift", "same"), [(0.0, True), (5.0, True), (7.0, False), (60.0, False)])
def test_columns_cut_elsewhere_are_those_of_another_table(shift: float, same: bool) -> None:
    assert carried.same_columns(XS, [XS[0], XS[1] + shift, *XS[2:]]) is same


def _row(*texts: str) -> list[carried.Item]:
    return [{"paragraphs": [text] if text else [], "span": 1, "calls": []} for text in texts]


def test_an_even_row_in_small_letters_is_a_row_of_its_own() -> None:
    above = _row("Goût des", "Plats et")
    assert carried._goes_on(above, _row("", "sauces"))
    assert not carried._goes_on(above, _row("repas", "sauces"))


def test_the_weight_of_a_label_alone_on_the_next_page():
    found = cells(sheet(HEAD, ("Qualité", "Plats", "")), sheet(("35 points", "Sauces", ""), ("Prix", "Devis", "")))
    assert found[1:] == [("Qualité\n35 points", "Plats\nSauces", ""), ("Prix", "Devis", "")]


def test_a_column_of_weights_that_goes_on_is_cut_row_by_row():
    found = cells(sheet(("35 points", "Plats", "Oui")), sheet(("65 points", "Devis", "Non")))
    assert found == [("35 points", "Plats", "Oui"), ("65 points", "Devis", "Non")]
