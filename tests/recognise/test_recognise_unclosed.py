"""Lists of weights that make no sum are shown with their place, and never counted."""

from __future__ import annotations

import pytest

from clausekit.finding import Place
from clausekit.recognise import recognise, unclosed
from clausekit.recognise.entries import Entry
from clausekit.recognise.weights import Weight
from recognise_drafts import draft

HEAD = "# Règlement de la consultation\n# 7 Jugement des offres\n"


def left(text: str):
    return recognise(draft(HEAD + text)).unclosed


def labels(text: str) -> list[str]:
    return [line.label for item in recognise(draft(HEAD + text)).criteria for line in (item, *item.sub)]


LONG = [
    f"{what} {of}"
    for what in ("moyens", "méthode", "planning", "délai", "qualité", "suivi")
    for of in ("de la base", "du lot", "du site", "de l'équipe")
][:23]
SHORT = "- Prix : 40 %\n- Valeur technique : 60 %, jugée selon : méthode (20 points), délais (15 points)"


@pytest.mark.parametrize(
    ("text", "under", "total", "expected"),
    [
        (SHORT, "Valeur technique", 35, 60),
        (
            "- Prix : 40 %\n- Valeur technique : 60 %\nLa valeur technique est notée ainsi :\n"
            "- méthode : 20 points\n- délais : 15 points\n- moyens : 10 points",
            "Valeur technique",
            45,
            60,
        ),
        (
            "- Prix : 40 %\n- Valeur technique (méthode 20 %, délais 15 %, moyens 10 %) : 60 %",
            "Valeur technique",
            45,
            60,
        ),
        # The first rows of a list that goes on make a usual total by chance.
        (
            "- Prix : 40 %\n- Valeur technique : 60 %\nLa valeur technique est jugée sur :\n"
            + "\n".join(f"- {name} : 2 points" for name in LONG),
            "Valeur technique",
            46,
            60,
        ),
        ("- Prix : 60 %\n- Valeur technique : 50 %\n- Délai : 20 %", "", 130, 100),
        (
            "Les critères sont pondérés ainsi :\nCritères Pondération\n1-Prix 55.0\n2-Valeur technique 25.0\n"
            "2.1-Équipe 15.0\n2.2-Méthode 10.0",
            "",
            80,
            100,
        ),
        (
            "- Prix : 40 %\n- Valeur technique : 60 %\n- méthode : 12 points\n- équipe : 8 points\n- délai : 15 points",
            "Valeur technique",
            35,
            60,
        ),
        ("Les critères sont pondérés ainsi :\n- Prix : 55\n- Valeur technique : 25\n- Délai : 10", "", 90, 100),
    ],
)
def test_a_list_that_makes_no_sum_is_told(text, under, total, expected):
    (found,) = left(text)
    assert (found.under, found.total, found.expected) == (under, total, expected)
    assert found.place.article == "7 Jugement des offres"
    assert f"et non {expected}" in found.why


def test_it_is_no_criterion():
    assert labels(SHORT) == ["Prix", "Valeur technique"]


@pytest.mark.parametrize(
    "text",
    [
        "- Prix : 40 %\n- Valeur technique : 60 %",
        "- Prix : 40 %\n- Valeur technique : 60 %, jugée selon : méthode (40 points), délais (20 points)",
        "- Prix : 40 %\n- Valeur technique : 60 %\nLe prix est noté par la formule N = 40 x (P1 / P2).",
        "- Prix : 40 %\n- Valeur technique : 60 %\nLes notes sont : très satisfaisant : 5 points ; moyen : 3 points.",
        "- Prix : 55\n- Valeur technique : 25\n- Délai : 20",
        "- Lot 1 : 2\n- Annexe : 4\n- Page : 12",
        "- Prix : 40 %\n- Valeur technique : 60 %\nSuivent le prix (20 points) et la valeur technique (20 points).",
    ],
)
def test_what_closes_or_weighs_nothing_is_not_told(text):
    assert left(text) == ()


def test_what_is_said_twice_is_told_once():
    assert len(left(f"{SHORT}\n{SHORT}")) == 1


@pytest.mark.parametrize(("marks", "told"), [(("20 points", "15 points"), 1), (("note sur 20", "note sur 15"), 0)])
def test_a_scale_of_marks_is_no_list(marks, told):
    noted = "- Prix : 40 %\n- Valeur technique : 60 %\nElle est notée ainsi :\n- méthode : {}\n- délais : {}"
    assert len(left(noted.format(*marks))) == told


def test_a_long_list_is_told_by_its_first_weights():
    place = Place(file="x")
    rows = [
        Entry(label="Méthode", weight=Weight(text="1,1 point", value=1.1, unit="points"), place=place)
        for _ in range(26)
    ]
    assert unclosed._likely(rows)
    told = unclosed.Unclosed(
        under="", expected=100, total=28.6, printed=("1,1 point",) * 26, excerpt="Méthode", place=place
    )
    assert told.why.count("1,1 point") == 24
    assert "1,1 point + … = 28,6" in told.why


def test_a_whole_list_that_makes_a_usual_total_stands_under_its_criterion():
    rows = "\n".join(f"- {name} : 2 points" for name in LONG[:10])
    text = f"- Prix : 40 %\n- Valeur technique : 60 %\nLa valeur technique est jugée sur :\n{rows}"
    assert labels(text) == ["Prix", "Valeur technique", *LONG[:10]]
    assert left(text) == ()


@pytest.mark.parametrize(
    ("row", "answer"), [("Performance environnementale", "to_confirm"), ("Délai de livraison", "no")]
)
def test_a_list_left_over_that_may_be_a_criterion_of_sustainable_development(row, answer):
    """Two lines may be parts of the criterion above them, or criteria: those after them are left, and told."""
    told = (
        "Montant : 20",
        "Valeur technique : 60",
        "Hygiène : 5",
        "Méthode : 15",
        f"{row} : 10",
        "Délai d'intervention : 10",
    )
    read = recognise(draft(HEAD + "".join(f"- {line} points\n" for line in told)))
    assert read.unclosed
    assert [verdict.answer for verdict in read.verdicts] == [answer]
