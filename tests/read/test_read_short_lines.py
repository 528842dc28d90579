"""Lines of a PDF that are short: titles and lists that end alike by chance, weights cut by the end of a line."""

import pytest

from clausekit.draft import Table
from read_specimen import Sheet, drafted, pdf, shown


def test_short_lines_that_end_alike_do_not_tell_the_width_of_the_page():
    """Two of them end at one place: those that do so are not full, and what follows them is of its own."""
    listed = Sheet()
    for rank, text in enumerate(("Critères du lot 1", "Délai remis (40 %)", "Critères du lot 2", "Prix offert (60 %)")):
        listed.say(72, 140 + 24 * rank, text)
    assert shown(drafted(pdf(listed))) == [
        "Critères du lot 1", "Délai remis (40 %)", "Critères du lot 2", "Prix offert (60 %)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Performances en insertion ... 15", "points"), ["Performances en insertion\t15 points"]),
        (("Le délai est de 15", "jours."), ["Le délai est de 15 jours."]),
        (
            ("Qualité des moyens humains remis par le candidat : 25 points", "Compréhension du besoin : 40 points"),
            ["Qualité des moyens humains remis par le candidat : 25 points", "Compréhension du besoin : 40 points"],
        ),
        (
            ("Qualité des moyens humains remis par le candidat : 25 points", "au plus."),
            ["Qualité des moyens humains remis par le candidat : 25 points au plus."],
        ),
    ],
)
def test_a_weight_at_the_end_of_a_line(lines, expected):
    longest = "x" * 60
    assert shown(drafted(pdf(_set(lines, longest))))[: len(expected)] == expected


def _set(lines, longest):
    """A page whose margins other lines tell: these are full."""
    sheet = Sheet()
    sheet.paragraph(72, 140, *lines)
    width = 72 + 5 * max(map(len, lines))
    sheet.paragraph(72, 300, *(longest[: (width - 72) // 5] for _ in range(4)))
    return sheet


def test_how_a_criterion_is_marked_stands_under_its_name_in_a_cell():
    sheet = Sheet().grid([72, 200, 420], [140, 180, 220])
    for rank, name in enumerate(("Valeur technique du dossier", "Valeur sociale de cette offre")):
        sheet.paragraph(78, 155 + 40 * rank, name, "Noté sur 70 points", size=9)
        sheet.say(206, 155 + 40 * rank, "Mémoire", size=9)
    (table,) = (block for block in drafted(pdf(sheet)).blocks if isinstance(block, Table))
    assert [[line.text for line in row[0].blocks] for row in table.rows] == [
        ["Valeur technique du dossier", "Noté sur 70 points"],
        ["Valeur sociale de cette offre", "Noté sur 70 points"],
    ]
