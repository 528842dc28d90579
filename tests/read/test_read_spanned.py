"""Tables without rules whose labels stand beside several rows, at their top or half-way down."""

from __future__ import annotations

import time

import pytest

from clausekit.read import spanned
from clausekit.recognise import criteria
from read_specimen import Sheet, drafted, pdf, shown

STEP = 14.0
LEFT, NAME, FIGURE, WEIGHT = 72.0, 220.0, 400.0, 480.0
NAMES = (("Critères", LEFT), ("Sous-critères", NAME), ("Points", FIGURE), ("Pondération", WEIGHT))
Rows = tuple[tuple[tuple[str, ...], str], ...]
# A criterion, its weight, and its sub-criteria with their points.
TABLE: tuple[tuple[tuple[str, ...], str, Rows], ...] = (
    (("Valeur technique", "des repas"), "60 %", (
        (("Saveur des plats",), "20 points"), (("Variété des menus et", "choix des entrées"), "25 points"),
        (("Accueil des convives",), "15 points"),
    )),
    (("Prix du repas", "servi"), "30 %", ()),
    (("Environnement",), "10 %", ((("Tri des restes",), "4 points"), (("Filière locale",), "6 points"))),
)  # fmt: skip


def table(*, middle: bool, header: tuple[tuple[str, float], ...] = NAMES, own: bool = False) -> Sheet:
    """The table drawn; `middle`: labels stand half-way down; `own`: their weight stands below them."""
    sheet = Sheet()
    sheet.say(LEFT, 80, "Les offres sont jugées selon les critères d'attribution suivants :")
    for text, x in header:
        sheet.say(x, 110, text, bold=True)
    y = 134.0
    for label, weight, rows in TABLE:
        said = (*label, weight) if own else label
        height = max(len(said), sum(len(lines) for lines, _ in rows))
        top = y + (height - len(said)) * STEP / 2 * middle
        sheet.paragraph(LEFT, top, *said, step=STEP)
        if not own:
            sheet.say(WEIGHT, y + (height - 1) * STEP / 2 * middle, weight)
        at = y
        for lines, points in rows:
            sheet.paragraph(NAME, at, *lines, step=STEP)
            sheet.say(FIGURE, at + (len(lines) - 1) * STEP / 2 * middle, points)
            at += len(lines) * STEP
        y += height * STEP + 4
    return sheet


def read(sheet: Sheet) -> list[str]:
    return [text for text in shown(drafted(pdf(sheet))) if text.startswith("|")]


GATHERED = [
    "| Valeur technique des repas | Saveur des plats | 20 points | 60 % |",
    "| ^ | Variété des menus et choix des entrées | 25 points | ^ |",
    "| ^ | Accueil des convives | 15 points | ^ |",
    "| Prix du repas servi |  |  | 30 % |",
    "| Environnement | Tri des restes | 4 points | 10 % |",
    "| ^ | Filière locale | 6 points | ^ |",
]


@pytest.mark.parametrize("middle", [False, True], ids=["top", "half-way"])
def test_a_label_beside_several_rows(middle: bool) -> None:
    assert read(table(middle=middle)) == ["| Critères | Sous-critères | Points | Pondération |", *GATHERED]


@pytest.mark.parametrize("middle", [False, True], ids=["top", "half-way"])
def test_a_label_with_its_weight_below_it(middle: bool) -> None:
    rows = read(table(middle=middle, header=NAMES[:3], own=True))
    assert [row.replace("\n", " ").split(" | ")[:2] for row in rows] == [
        ["| Critères", "Sous-critères"], ["| Valeur technique des repas 60 %", "Saveur des plats"],
        ["| ^", "Variété des menus et choix des entrées"], ["| ^", "Accueil des convives"],
        ["| Prix du repas servi 30 %", ""], ["| Environnement 10 %", "Tri des restes"], ["| ^", "Filière locale"],
    ]  # fmt: skip


def test_the_criteria_of_such_a_table() -> None:
    found = criteria(drafted(pdf(table(middle=True))))
    assert [(c.label, c.weight, [(sub.label, sub.weight) for sub in c.sub]) for c in found] == [
        (
            "Valeur technique des repas",
            60,
            [("Saveur des plats", 20), ("Variété des menus et choix des entrées", 25), ("Accueil des convives", 15)],
        ),
        ("Prix du repas servi", 30, []),
        ("Environnement", 10, [("Tri des restes", 4), ("Filière locale", 6)]),
    ]


def test_a_header_across_columns() -> None:
    header = (("Critères d'attribution et sous-critères", 120.0), ("Points", FIGURE), ("Pondération", WEIGHT))
    assert read(table(middle=True, header=header)) == [
        "| Critères d'attribution et sous-critères |  | Points | Pondération |",
        *GATHERED,
    ]


def test_a_name_that_reaches_its_figure_ends_no_table() -> None:
    sheet = table(middle=True)
    sheet.say(LEFT, 274, "Délai").say(NAME, 274, "Remise des menus de la semaine").say(FIGURE, 274, "5 points")
    sheet.say(WEIGHT, 274, "5 %")
    assert read(sheet)[-1] == "| Délai | Remise des menus de la semaine | 5 points | 5 % |"


def test_labels_of_one_row_each_gather_none() -> None:
    sheet = Sheet()
    for n, (label, name, figure) in enumerate((("Critères", "Jugés sur", "Poids"), ("Prix", "Le devis", "60 %"),
                                               ("Délai", "Le planning", "40 %"))):  # fmt: skip
        sheet.say(LEFT, 110 + 24 * n, label).say(NAME, 110 + 24 * n, name).say(FIGURE, 110 + 24 * n, figure)
    assert read(sheet) == [
        "| Critères | Jugés sur | Poids |",
        "| Prix | Le devis | 60 % |",
        "| Délai | Le planning | 40 % |",
    ]


def test_a_long_table_is_left_to_the_usual_way() -> None:
    sheet = Sheet()
    for n in range(spanned._MOST_LINES + 1):
        sheet.say(NAME, 20 + 9 * n, f"Article {n}", size=7).say(FIGURE, 20 + 9 * n, f"{n + 1} %", size=7)
        if n % 3 == 1:
            sheet.say(LEFT, 20 + 9 * n, f"Lot de fournitures {n}", size=7)
    start = time.process_time()
    rows = read(sheet)
    assert time.process_time() - start < 1
    assert len(rows) > spanned._MOST_LINES - 1
    assert not any("^" in row for row in rows)


def test_a_schedule_of_prices_gathers_nothing() -> None:
    sheet = table(middle=False)
    sheet.drawn = [drawn.replace(" points)", ",50 euros)") for drawn in sheet.drawn]
    assert not any("^" in row for row in read(sheet))
