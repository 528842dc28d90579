"""Turned text of a PDF: one line for each line that a reader sees, in its cell; the text beside it is as it was."""

import pytest

from clausekit.draft import Table
from conftest import run
from read_specimen import Sheet, drafted, pdf, shown

RISING, FALLING = "0 1 -1 0", "0 -1 1 0"


def say(sheet: Sheet, matrix: str, x: float, y: float, text: str) -> None:
    sheet.drawn.append(f"BT /F0 9 Tf {matrix} {x} {842 - y} Tm ({text}) Tj ET")


def cells(sheet: Sheet) -> list[list[str]]:
    (table,) = (block for block in drafted(pdf(sheet)).blocks if isinstance(block, Table))
    return [[" / ".join(line.text for line in cell.blocks) for cell in row] for row in table.rows]


@pytest.mark.parametrize(("matrix", "foot"), [(RISING, 290), (FALLING, 165)])
def test_each_turned_label_is_that_of_its_cell(matrix, foot):
    """Labels that stand on their side above a row of marks, the columns narrow."""
    sheet = Sheet().grid([72, 172, 192, 212, 232], [160, 300, 320])
    sheet.say(80, 240, "Qualité du service")
    sheet.say(80, 315, "Note")
    for rank, label in enumerate(("Délais de commande", "Remplacement", "Coeurs de métier")):
        say(sheet, matrix, 172 + 20 * rank + (13 if matrix == RISING else 7), foot, label)
        sheet.say(178 + 20 * rank, 315, str(rank + 4), size=9)
    assert cells(sheet) == [
        ["Qualité du service", "Délais de commande", "Remplacement", "Coeurs de métier"],
        ["Note", "4", "5", "6"],
    ]


@pytest.mark.parametrize(("matrix", "foot", "step"), [(RISING, 290, 11), (FALLING, 165, -11)])
def test_a_turned_label_of_two_lines_is_read_in_their_order(matrix, foot, step):
    sheet = Sheet().grid([72, 172, 212], [160, 300, 320])
    sheet.say(80, 240, "Critère")
    first = 184 if matrix == RISING else 200
    say(sheet, matrix, first, foot, "Gestion des déchets")
    say(sheet, matrix, first + step, foot, "de chantier")
    sheet.say(80, 315, "Note")
    sheet.say(190, 315, "5", size=9)
    assert cells(sheet)[0] == ["Critère", "Gestion des déchets de chantier"]


def test_a_turned_text_in_the_margin_leaves_the_lines_that_it_spans_as_they_are():
    sheet = Sheet()
    sheet.paragraph(72, 140, "Le titulaire remet un bilan.", "Il le signe.", "- le bois ;", "- le métal.")
    plain = shown(drafted(pdf(sheet)))
    say(sheet, RISING, 40, 260, "Marché 2026-04 Ville de Rennes")
    found = shown(drafted(pdf(sheet)))
    assert sorted(found) == sorted([*plain, "Marché 2026-04 Ville de Rennes"])


def test_turned_labels_on_a_page_laid_on_its_side():
    """What is turned for the file is level for the reader, and the other way about."""
    sheet = Sheet(turned=90)
    sheet.drawn.append("BT /F0 9 Tf 0 1 -1 0 200 100 Tm (Le titulaire trie) Tj ET")
    sheet.drawn.append("BT /F0 9 Tf 1 0 0 1 300 400 Tm (Note de bord) Tj ET")
    assert sorted(shown(drafted(pdf(sheet)))) == ["Le titulaire trie", "Note de bord"]


@pytest.mark.parametrize(("sheets", "told"), [(1, ", 1 page."), (2, ", 2 pages.")])
def test_the_pages_of_a_file_are_counted_in_french(tmp_path, sheets, told):
    path = tmp_path / "RC.pdf"
    path.write_bytes(pdf(*[Sheet().say(72, 140, "Règlement de la consultation")] * sheets))
    assert told in run("inspect", path).out.replace("\u00a0", " ").replace("\n  ", " ")


def test_a_rule_parts_the_labels_of_two_narrow_columns():
    """As near as the lines of one paragraph would be, and each in its own cell."""
    sheet = Sheet().grid([72, 172, 184, 196], [160, 300, 320])
    sheet.say(80, 240, "Service")
    sheet.say(80, 315, "Note")
    for rank, label in enumerate(("Livraison", "Remplacement")):
        say(sheet, RISING, 181 + 12 * rank, 290, label)
        sheet.say(175 + 12 * rank, 315, str(rank + 4), size=9)
    assert cells(sheet) == [["Service", "Livraison", "Remplacement"], ["Note", "4", "5"]]
