"""The words that lead to the criteria of a lot: each grid goes to the lot that the line above it names."""

from __future__ import annotations

import pytest

from clausekit.recognise import criteria, lots
from recognise_drafts import draft

LEADS = [
    "Les offres du lot n°{} seront jugées sur les critères suivants :",
    "Pour ce qui concerne le lot {}, les critères sont :",
    "S'agissant du lot {} :",
    "Concernant le lot {} :",
    "Critères du lot {} (Travaux) :",
    "Critères de jugement – Lot n°{} : Papier",
    "Lot(s) {} :",
    "Les critères retenus pour le jugement des offres du lot {} sont :",
    "La pondération applicable au lot {} est la suivante :",
    "Au titre du lot {} :",
    "En ce qui concerne le lot n°{} « peinture », les critères sont les suivants :",
    "Le lot {} sera attribué selon les critères suivants :",
    "Pour l'attribution du lot {}, les critères sont :",
    "LOT {} : FOURNITURE DE PAPIER",
    "Lot {} - Nettoyage des locaux (critères pondérés)",
    "Jugement des offres – lot {}",
    "Notation du lot {} :",
    "b) Lot n° {}",
    "Attribution du lot {}",
    "Analyse des offres du lot n° {} :",
    "Classement des offres - Lot {}",
]
GRIDS = (
    "- Prix : 60 %\n- Valeur technique : 40 %\n",
    "- Prix : 50 %\n- Valeur technique : 30 %\n- Environnement : 20 %\n",
)
TABLES = tuple(
    "| Critères | Pondération |\n" + grid.replace("- ", "| ").replace(" : ", " | ").replace("\n", " |\n")
    for grid in GRIDS
)


def read(text: str) -> list[tuple[str, float, str]]:
    return [(item.label, item.weight, item.lot) for item in criteria(draft(text))]


def award(lead: str, names: tuple[str, str], grids: tuple[str, str], sign: str = "") -> str:
    first, second = (f"{sign}{lead.format(name)}\n{grid}" for name, grid in zip(names, grids, strict=True))
    opening = "# 7 Jugement des offres\nLes critères d'attribution sont définis par lot.\n"
    return f"{opening}{first}{second}# 8 Recours\nTribunal."


def expected(one: str, other: str) -> list[tuple[str, float, str]]:
    first = [("Prix", 60, one), ("Valeur technique", 40, one)]
    return [*first, ("Prix", 50, other), ("Valeur technique", 30, other), ("Environnement", 20, other)]


@pytest.mark.parametrize("grids", [GRIDS, TABLES], ids=["list", "table"])
@pytest.mark.parametrize("lead", LEADS)
def test_a_line_gives_its_lot_to_the_grid_below(lead: str, grids: tuple[str, str]) -> None:
    assert read(award(lead, ("1", "2"), grids)) == expected("1", "2")


@pytest.mark.parametrize("lead", [lead for lead in LEADS if not lead.endswith(":")])
def test_a_title_gives_its_lot_to_the_grid_below(lead: str) -> None:
    assert read(award(lead, ("1", "2"), TABLES, "## ")) == expected("1", "2")


@pytest.mark.parametrize(("one", "other"), [("I", "II"), ("A", "B"), ("01", "02"), ("1 et 3", "2")])
def test_lots_by_letters_and_figures(one: str, other: str) -> None:
    told = [("1" if name == "01" else "2" if name == "02" else name.replace(" et ", ", ")) for name in (one, other)]
    assert read(award("Lot {} :", (one, other), GRIDS)) == expected(*told)


@pytest.mark.parametrize(
    "line",
    [
        "Les candidats répondent à un ou plusieurs lots.",
        "Les offres du lot 2 sont remises dans un pli séparé.",
        "Le mémoire technique du lot 2 compte dix pages.",
    ],
)
def test_a_line_on_something_else_names_no_lot(line: str) -> None:
    assert {lot for *_, lot in read(f"# 7 Jugement des offres\n{line}\n{GRIDS[1]}")} == {""}


@pytest.mark.parametrize(
    ("lot", "beside", "expected"),
    [
        ("", (), ""), ("2", (), "lot 2"), ("1, 3", (), "lots 1 et 3"), ("1, 2, 4", (), "lots 1, 2 et 4"),
        ("*", ("3",), "autres lots"), ("*", ("*",), ""),
    ],
)  # fmt: skip
def test_lots_are_said_in_words(lot, beside, expected):
    assert lots.said(lot, beside) == expected
