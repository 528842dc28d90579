"""Tables ruled by flat lines alone: their columns are told by the blank that their rows share."""

from __future__ import annotations

from clausekit.read.ruled import grids
from clausekit.read.sheet import Rule, Sheet, Word


def words(text: str, left: float, top: float) -> list[Word]:
    """Words set from `left`, six points a letter, on one line."""
    found = []
    for part in text.split():
        found.append(Word(part, left, top, left + 6 * len(part), top + 10, 10, False))
        left += 6 * len(part) + 3
    return found


def sheet(*lines: tuple[str, float, float], rules: tuple[float, ...]) -> Sheet:
    """A page with lines of text and flat rules from 50 to 400."""
    page = Sheet(number=1, width=595, height=842)
    page.words = [word for line in lines for word in words(*line)]
    page.flat = [Rule(at, 50, 400) for at in rules]
    return page


TABLE = (
    ("Critère", 55, 105), ("Poids", 300, 105),
    ("Prix du repas", 55, 125),
    ("Valeur du service et", 55, 145), ("40 points", 300, 151), ("tenue des délais", 55, 157),
)  # fmt: skip
LINES = (100, 120, 140, 170)


def texts(page: Sheet) -> list[list[str]]:
    """The words of each cell of the only table of a page."""
    (grid,) = grids(page)[0]
    return [[" ".join(word.text for word in box.words) for box, _ in row] for row in grid.rows()]


def test_rows_and_columns():
    assert texts(sheet(*TABLE, rules=LINES)) == [
        ["Critère", "Poids"],
        ["Prix du repas", ""],
        ["Valeur du service et tenue des délais", "40 points"],
    ]


def test_a_cell_over_two_rows_has_no_rule_through_it():
    page = sheet(*TABLE, rules=(100, 120, 170))
    page.flat.append(Rule(140, 280, 400))
    assert [row[0] for row in texts(page)][1:] == ["Prix du repas Valeur du service et tenue des délais"] * 2


def test_sentences_between_rules_are_no_table():
    prose = [("Les offres sont jugées selon les critères que voici et leur", 55, top) for top in (105, 125, 145, 157)]
    assert grids(sheet(*prose, rules=LINES))[0] == []


def test_a_page_between_its_header_and_its_foot_is_no_table():
    assert grids(sheet(*TABLE, rules=(60, 80, 800)))[0] == []


def test_two_rules_frame_a_text():
    assert grids(sheet(*TABLE, rules=(100, 170)))[0] == []


GATHERED = (
    ("Valeur", 55, 105), ("Saveur des plats", 150, 105), ("40 points", 305, 105),
    ("Accueil", 150, 125), ("5 points", 330, 125),
    ("Prix", 55, 145), ("Selon le devis du mois", 150, 145), ("50 points", 305, 145),
)  # fmt: skip


def test_rules_beside_a_label_part_its_rows_and_no_column_more():
    page = sheet(*GATHERED, rules=(100, 140, 160))
    page.flat += [Rule(at, 145, 400) for at in (100, 120, 140)]
    assert texts(page) == [
        ["Valeur", "Saveur des plats", "40 points"],
        ["Valeur", "Accueil", "5 points"],
        ["Prix", "Selon le devis du mois", "50 points"],
    ]


def test_a_header_across_columns_leaves_those_below_it():
    header = ("Critères d'attribution du marché", 55, 85), ("Poids", 305, 85)
    page = sheet(*header, *GATHERED[:3], *GATHERED[5:], rules=(80, 100, 140, 160))
    assert texts(page) == [
        ["Critères d'attribution du marché", "Poids"],
        ["Valeur", "Saveur des plats", "40 points"],
        ["Prix", "Selon le devis du mois", "50 points"],
    ]
