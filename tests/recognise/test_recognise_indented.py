"""Lists whose levels nothing tells but the left margin."""

from __future__ import annotations

import io

import docx
import pytest
from docx.shared import Cm

from clausekit import read
from clausekit.recognise import recognise

# Each with its level; the first four of the inner list add up to what stands after it.
ROWS = [
    (0, "Prix de l'offre", 30), (0, "Qualité de la prestation", 40), (1, "Qualité des matériaux", 20),
    (1, "Moyens matériels", 10), (1, "Gestion des interfaces", 20), (1, "Références de l'équipe", 50),
    (0, "Performance environnementale", 20), (0, "Planning d'exécution", 10),
]  # fmt: skip
LEAD = "Les critères de jugement des offres sont les suivants :"


def word(rows, style: str = "") -> bytes:
    document = docx.Document()
    document.add_heading("6 Jugement des offres", 1)
    document.add_paragraph(LEAD)
    for level, name, weight in rows:
        sign = "" if style else "- "
        line = document.add_paragraph(f"{sign}{name} ({weight} %)", style=f"{style}{' 2' * level}" if style else None)
        if not style:
            line.paragraph_format.left_indent = Cm(0.5 + level)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def typed(rows) -> bytes:
    lines = (f"{'    ' * level}- {name} ({weight} %)" for level, name, weight in rows)
    return "\n\n".join(["6 Jugement des offres", LEAD, *lines]).encode()


def told(data: bytes, file: str):
    found = recognise(read.draft(data, file=file)).criteria
    return [(item.label, item.weight, [sub.weight for sub in item.sub]) for item in found]


EXPECTED = [
    ("Prix de l'offre", 30, []), ("Qualité de la prestation", 40, [20, 10, 20, 50]),
    ("Performance environnementale", 20, []), ("Planning d'exécution", 10, []),
]  # fmt: skip


def test_a_margin_alone_tells_levels_in_word():
    assert told(word(ROWS), "rc.docx") == EXPECTED


def test_a_list_of_the_second_rank_stands_under_the_first():
    assert told(word(ROWS, "List Bullet"), "rc.docx") == EXPECTED


def test_a_margin_alone_tells_levels_in_a_text():
    assert told(typed(ROWS), "rc.txt") == EXPECTED


@pytest.mark.parametrize(
    "rows",
    [
        # A margin that moves within one list.
        [(0, "Prix", 40), (1, "Valeur technique", 40), (0, "Délai", 10), (1, "Environnement", 10)],
        [(0, "Prix", 60), (1, "Valeur technique", 30), (1, "Délai", 10)],
    ],
)
def test_a_margin_says_nothing_where_sums_do_not_agree(rows):
    assert told(word(rows), "rc.docx") == [(name, weight, []) for _, name, weight in rows]


def test_one_list_after_all_criteria_goes_to_the_one_that_it_makes():
    rows = [(0, "Valeur technique", 60), (0, "Prix", 40), (1, "Méthodologie", 40), (1, "Moyens humains", 20)]
    assert ("Prix", 40, []) in told(word(rows), "rc.docx")
