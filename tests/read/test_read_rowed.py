"""Tables without rules: where their rows begin, whatever the place of the figure beside its label."""

from __future__ import annotations

import time

import pytest

from clausekit.draft import Table
from clausekit.read.columns import Aligned, aligned
from clausekit.read.rowed import beginning
from clausekit.read.sheet import Word, rows
from read_specimen import Sheet, drafted, pdf

Cell = tuple[str, float, float]


def words(text: str, left: float, top: float) -> list[Word]:
    """Words set from `left`, five points a letter, on one line."""
    found = []
    for part in text.split():
        found.append(Word(part, left, top, left + 5 * len(part), top + 11, 10, False))
        left += 5 * len(part) + 3
    return found


def blocks(*cells: Cell) -> list[list[list[str]] | str]:
    """What lines make: the cells of each table, the text of each other line."""
    lines = rows([word for cell in cells for word in words(*cell)], 1)
    return [
        [[" ".join(line.text for line in cell) for cell in row] for row in part.rows]
        if isinstance(part, Aligned)
        else part.text
        for part in aligned(sorted(lines, key=lambda row: row.top))
    ]


LABELS = (("Prix du repas servi aux", "convives de la cantine"), ("Saveur des plats et des", "sauces du midi"))
HEADER = ("Critères", 50.0, 100.0), ("Poids", 300.0, 100.0)


def stacked(shift: float, header: tuple[Cell, ...] = HEADER) -> list[list[list[str]] | str]:
    """Two labels of two lines, twelve points apart, each figure `shift` points below the first of them."""
    cells: list[Cell] = list(header)
    for rank, lines in enumerate(LABELS):
        top = 112.0 + 24 * rank
        cells += [(text, 50.0, top + 12 * n) for n, text in enumerate(lines)]
        cells.append((f"{60 - 20 * rank} %", 300.0, top + shift))
    return blocks(*cells)


BODY = [[" ".join(lines), figure] for lines, figure in zip(LABELS, ("60 %", "40 %"), strict=True)]


@pytest.mark.parametrize("shift", [0.0, 6.0, 12.0], ids=["top", "middle", "foot"])
def test_the_figure_stands_at_the_same_place_all_along(shift: float) -> None:
    assert stacked(shift) == [[["Critères", "Poids"], *BODY]]


@pytest.mark.parametrize("shift", [6.0, 12.0], ids=["middle", "foot"])
def test_the_first_label_begins_above_the_first_figure(shift: float) -> None:
    assert stacked(shift, header=()) == [BODY]


def test_a_sentence_across_the_page_above_the_first_label_is_not_of_it() -> None:
    above = ("Les offres sont jugées ainsi, selon les critères et les poids que voici", 50.0, 100.0)
    assert stacked(6, header=(above,)) == [above[0], BODY]


def test_a_sentence_under_a_label_begins_no_row() -> None:
    found = blocks(
        *HEADER,
        ("Accueil des convives", 50, 112), ("Ce point est jugé sur le cadre que les candidats", 50, 124),
        ("remplissent. Il vaut pour chaque site.", 50, 136), ("30 %", 300, 124),
        ("Prix", 50, 148), ("Ce point est jugé sur le devis type de la ville.", 50, 160), ("70 %", 300, 154),
    )  # fmt: skip
    assert [row[0].split(" Ce ")[0] for row in found[0]] == ["Critères", "Accueil des convives", "Prix"]


def test_items_in_a_label_begin_no_row() -> None:
    found = blocks(
        *HEADER,
        ("Accueil", 50, 112), ("• horaires", 50, 124), ("• confort", 50, 136), ("30 %", 300, 136),
        ("Prix", 50, 148), ("• prix du repas", 50, 160), ("• prix du pain", 50, 172), ("70 %", 300, 172),
    )  # fmt: skip
    assert [row[0].split()[0] for row in found[0]] == ["Critères", "Accueil", "Prix"]


def test_numbers_in_the_margin_are_a_column() -> None:
    found = blocks(
        ("N°", 50, 100), ("Critères", 90, 100), ("Poids", 300, 100),
        ("Prix du repas servi aux", 90, 112), ("1", 50, 118), ("60 %", 300, 118), ("convives de la cantine", 90, 124),
        ("Saveur des plats et des", 90, 136), ("2", 50, 142), ("40 %", 300, 142), ("sauces du midi", 90, 148),
    )  # fmt: skip
    assert found == [[["N°", "Critères", "Poids"], *([str(n), *row] for n, row in enumerate(BODY, start=1))]]


def test_numbered_titles_are_no_table() -> None:
    assert blocks(("1", 50, 100), ("Objet du marché", 90, 100), ("2", 50, 112), ("Durée du marché", 90, 112)) == [
        "1\tObjet du marché", "2\tDurée du marché",
    ]  # fmt: skip


def test_a_figure_before_its_label_and_close_to_it() -> None:
    found = blocks(
        ("Poids", 50, 100), ("Critères de la ville", 150, 100),
        ("60 %", 121, 112), ("Prix du repas", 150, 112), ("40 %", 121, 124), ("Saveur", 150, 124),
    )  # fmt: skip
    assert found == [[["Poids", "Critères de la ville"], ["60 %", "Prix du repas"], ["40 %", "Saveur"]]]


def test_a_criterion_beside_several_sub_criteria() -> None:
    found = blocks(
        ("Critères", 50, 100), ("Sous-critères", 200, 100), ("Points", 400, 100),
        ("Service de la salle", 50, 112), ("Accueil des convives", 200, 112), ("10 points", 400, 112),
        ("et des abords", 50, 124), ("Tenue des délais", 200, 124), ("20 points", 400, 124),
    )  # fmt: skip
    assert found[0][1:] == [
        ["Service de la salle et des abords", "Accueil des convives", "10 points"],
        ["", "Tenue des délais", "20 points"],
    ]  # fmt: skip


def test_two_columns_of_figures_part_the_rows_of_one_label() -> None:
    found = blocks(
        ("Critères", 50, 100), ("Détail", 250, 100), ("Poids", 400, 100),
        ("Service rendu aux", 50, 112), ("60 %", 400, 112), ("convives", 50, 124),
        ("Accueil", 50, 136), ("20 %", 250, 136), ("Tenue", 50, 148), ("40 %", 250, 148),
        ("Prix", 50, 160), ("40 %", 400, 160),
    )  # fmt: skip
    assert [row[0] for row in found[0]] == ["Critères", "Service rendu aux convives", "Accueil", "Tenue", "Prix"]


def test_many_lines_without_rest_are_read_in_time() -> None:
    cells: list[Cell] = [("Critères", 50, 0), ("Poids", 300, 0)]
    for line in range(1_500):
        cells += [
            ("Mot suivi d'un autre", 50, 12.0 * (line + 1)),
            *([("5 %", 300, 12.0 * line + 18)] * (line % 39 == 0)),
        ]
    start = time.process_time()
    blocks(*cells)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("dots", ["." * 60, ". " * 30, "…" * 20, "_" * 40])
def test_dots_lead_from_a_label_to_its_weight(dots: str) -> None:
    """Each line is its own, however full it is; a label of two lines is made whole."""
    sheet = Sheet()
    sheet.paragraph(72, 140, f"1. Prix des repas {dots} 60 %", "2. Saveur des plats et des sauces servis à midi")
    sheet.paragraph(72, 168, f"et le soir {dots} 40 %", "Une note sur vingt est donnée à chaque plat.")
    assert [line.text for line in drafted(pdf(sheet)).lines()] == [
        "Prix des repas\t60 %",
        "Saveur des plats et des sauces servis à midi et le soir\t40 %",
        "Une note sur vingt est donnée à chaque plat.",
    ]


def test_dots_to_fill_in_stay() -> None:
    sheet = Sheet()
    sheet.paragraph(72, 140, "Fait à ................ le ................")
    assert ".........." in next(iter(drafted(pdf(sheet)).lines())).text


def test_a_sentence_in_a_cell_does_not_go_on_with_the_label_above_it() -> None:
    sheet = Sheet().grid([72, 260, 340], [140, 200])
    sheet.say(80, 154, "Qualité des repas et des soins").say(80, 168, "Le candidat dit ses recettes.").say(
        270, 154, "40 %"
    )
    (table,) = drafted(pdf(sheet)).blocks
    assert isinstance(table, Table)
    assert table.texts[0][0] == "Qualité des repas et des soins\nLe candidat dit ses recettes."


def begins(above: str, below: str) -> float:
    """What it costs to begin a row at the second of two lines of a wide column, as close as those of a label."""
    first, second = rows([*words(above, 50, 100), *words(below, 50, 112)], 1)
    return beginning(first, second, 400, 0.0)


@pytest.mark.parametrize("text", ["Critère 2", "Sous-critère b", "Total", "Lot 3"])
def test_a_name_of_rows_begins_one(text: str) -> None:
    assert begins("Prix des repas", text) < begins("Prix des repas", "Saveur")


@pytest.mark.parametrize("text", ["Il sera jugé", "Ce point est noté", "L'analyse porte"])
def test_a_sentence_on_a_label_goes_on_with_it(text: str) -> None:
    assert begins("Prix des repas", text) > begins("Prix des repas", "Saveur")
