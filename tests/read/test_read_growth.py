"""How the work of reading a text grows with its length, counted: no machine makes these tests pass or fail."""

from __future__ import annotations

import pytest

from clausekit import read
from clausekit.read import listed, measure, plain
from read_specimen import docx, drafted, para, texts
from steps import growth

SHAPES = {
    "alinéas": "Le titulaire remet le bilan du mois {n} avant la fin du mois qui suit.\n\n",
    "tableau": "Poste {n} du bordereau                    40 %\n",
    "libellés": "et le reste du libellé du poste {n} qui continue\n",
    "colonnes": "remise du bilan du mois                remise du plan du mois\n",
    "sommaire": "{n}. Remise des bilans ............ {n}\n",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_work_grows_like_the_text(shape):
    def reading(size: int):
        data = "".join(shape.format(n=n) for n in range(size)).encode()
        return lambda: read.draft(data, file="piege.txt")

    assert growth(reading, 600) < 2.4


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("# Objet", "Objet"),
        ("## Objet ##", "Objet"),
        ("# Lot n° # 2 #", "Lot n° # 2"),
        ("# Objet # ", "Objet #"),
        ("# " + "#" * 900 + "x", "#" * 900 + "x"),
    ],
)
def test_the_signs_that_close_a_title_are_no_part_of_it(line, title):
    found = plain._HEADING.fullmatch(line)
    assert plain._unclosed(found["text"]).strip() == title


@pytest.mark.parametrize(
    "line", ["3 Objet du marché ........ 12", "3 Objet du marché . . . . 12", "3 Objet du marché 12"]
)
def test_the_page_of_an_entry_is_no_part_of_its_title(line):
    known = listed.Listed()
    known.add(line)
    assert known.title("3 Objet du marché").text == "Objet du marché"
    assert known.title("3 Objet du marché 12") is None


def test_blanks_without_end_are_made_one():
    blanks = "<w:r>" + "<w:tab/>" * 300 + "</w:r>"
    words = "<w:r><w:t>Remise du bilan</w:t></w:r>"
    assert texts(drafted(docx(f"<w:p>{words}{blanks}{words}</w:p>"))) == ["Remise du bilan Remise du bilan"]
    few = "<w:r>" + "<w:tab/>" * 30 + "</w:r>"
    assert texts(drafted(docx(f"<w:p>{words}{few}{words}</w:p>")))[0].count("\t") == 30
    assert measure._BLANK.search(" " * 59) is None
    assert texts(drafted(docx(para("a")))) == ["a"]
