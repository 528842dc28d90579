"""How far a criterion separates offers: closed forms, and the ranking of offers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit import calcul, offers, weigh
from clausekit.cli.loading import Purchase
from clausekit.finding import UnreadableFile
from conftest import ROOT, run

DOSSIER = ROOT / "examples" / "collecte-dechets" / "collecte-dechets.dossier.yaml"


@pytest.mark.parametrize(
    ("price", "criterion", "one", "whole"),
    [(60, 5, 1.7, 8.3), (60, 10, 3.3, 16.7), (50, 15, 6.0, 30.0), (40, 20, 10.0, 50.0)],
)
def test_closed_forms_of_the_linear_formula(price: float, criterion: float, one: float, whole: float) -> None:
    assert round(weigh.gap_for(criterion / 5, weigh.LINEAR, price) or 0, 1) == one
    assert round(weigh.gap_for(criterion, weigh.LINEAR, price) or 0, 1) == whole


def test_closed_form_of_the_inverse_formula() -> None:
    # P = Pmin / (1 - points/weight)
    assert weigh.gap_for(12, weigh.INVERSE, 60) == pytest.approx(25.0, abs=0.01)


def test_an_expression_of_the_buyer_gives_the_same_gap() -> None:
    expression = "note_max * (1 - (prix - prix_min) / prix_min)"
    assert weigh.gap_for(3, expression, 50) == pytest.approx(6.0, abs=0.01)


def test_no_gap_costs_more_points_than_the_price_has() -> None:
    assert weigh.gap_for(70, weigh.LINEAR, 60) is None
    assert weigh.gap_for(60, weigh.INVERSE, 60) is None


def test_code_is_not_an_expression() -> None:
    with pytest.raises(calcul.Incomputable):
        weigh.price_points("__import__('os').getpid()", 60, 10)


@given(st.floats(1, 99), st.floats(0.1, 50), st.sampled_from([weigh.LINEAR, weigh.INVERSE]))
def test_the_gap_costs_just_the_points(price: float, points: float, formula: str) -> None:
    gap = weigh.gap_for(points, formula, price)
    if gap is not None:
        lost = weigh.price_points(formula, price, 0) - weigh.price_points(formula, price, gap)
        assert lost == pytest.approx(points, abs=0.05)


def test_lots_weighed_apart_are_told_apart(purchase: Callable[[Path], Purchase]) -> None:
    found = weigh.weigh(purchase(DOSSIER).marche, target=3)
    assert [weighing.lots for weighing in found] == [("1",), ("2",)]
    assert found[0].needed == pytest.approx(6.75)


def _csv(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


LABELS = ("Qualité", "Environnement")


@pytest.mark.parametrize(
    "data",
    [
        _csv("offre;prix;Qualité;Environnement\nA;85 000,50;3;5\nB;80000;4,5;2\n", "cp1252"),
        _csv("\ufeffoffre;prix;Qualité;Environnement\r\nA;85\u00a0000,50 €;3;5\r\nB;80000;4,5;2\r\n"),
        _csv("offre,prix,Qualité,Environnement\nA,85000.50,3,5\nB,80000,4.5,2\n"),
    ],
)
def test_offers_as_spreadsheets_write_them(data: bytes) -> None:
    first, second = offers.read(data, file="offres.csv", labels=LABELS)
    assert (first.name, first.price, first.marks) == ("A", 85000.5, {"Qualité": 3, "Environnement": 5})
    assert second.marks["Qualité"] == 4.5


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "vide"),
        ("offre;Qualité;Environnement\n", 1, "prix"),
        ("offre;prix;Qualité\nA;1;2\n", 1, "critère"),
        ("offre;prix;Qualité;Environnement\n", 2, "aucune offre"),
        ("offre;prix;Qualité;Environnement\nA;vingt;1;1\n", 2, "nombre"),
        ("offre;prix;Qualité;Environnement\nA;10;1;1\nB;0;1;1\n", 3, "supérieur"),
    ],
)
def test_bad_offers_are_told_with_their_line(text: str, line: int, word: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        offers.read(text.encode(), file="offres.csv", labels=LABELS)
    finding = refused.value.findings[0]
    assert finding.places[0].line == line
    assert word in finding.message


def test_the_criterion_changes_who_wins(tmp_path: Path) -> None:
    dossier = tmp_path / "x.dossier.yaml"
    dossier.write_text(
        "objet: Essai\nfamille: autre\ncriteres:\n"
        "  - {critere: prix, poids: 60}\n"
        "  - {critere: valeur-technique, poids: 30}\n"
        "  - {titre: Environnement, nature: environnementale, poids: 10}\n",
        encoding="utf-8",
    )
    table = tmp_path / "offres.csv"
    table.write_bytes(
        _csv("offre;prix;Valeur technique;Environnement\nMoins chère;100;3;0\nMieux-disante;105;3;5\n", "cp1252")
    )
    done = run("weigh", dossier, "--offers", table)
    assert done.code == 0
    rows = [line.split() for line in done.out.splitlines() if "chère" in line or "disante" in line]
    assert rows[0][0] == "1" and "Mieux-disante" in rows[0]
    assert "rang 2" in " ".join(rows[0]), "without the criterion the dearer offer loses"


def test_weigh_writes_a_chart_and_json(tmp_path: Path) -> None:
    chart = tmp_path / "poids.svg"
    done = run("weigh", DOSSIER, "--svg", chart, "--format", "json")
    assert done.code == 0 and '"one"' in done.out
    assert chart.read_text(encoding="utf-8").startswith("<svg ")
    assert run("weigh", DOSSIER, "--lot", "9", "--offers", chart).code == 2
