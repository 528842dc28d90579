"""Dates, durations and values of lots that documents print: what is sure has its place, the rest is for a person."""

from __future__ import annotations

import pytest

from clausekit import inspect
from clausekit.draft import Cell, Draft, Line, Table
from clausekit.finding import Place
from clausekit.inspect import Inspected
from clausekit.library import Library
from clausekit.match import Index
from clausekit.recognise.dates import by_lot
from clausekit.reread import reread
from clausekit.understood import understood
from test_understood import data_of

HEAD = ("Règlement de la consultation", "Article 1 – Calendrier et durée")


def document(*lines: str | tuple[tuple[str, ...], ...], file: str = "RC.docx") -> Inspected:
    place = Place(file=file, page=2)

    def block(rank: int, said: str | tuple[tuple[str, ...], ...]) -> Line | Table:
        if isinstance(said, str):
            return Line(text=said, place=place, heading=1 if rank < 2 or said == "Durée du marché" else None)
        rows = (tuple(Cell(blocks=(Line(text=text, place=place),)) for text in row) for row in said)
        return Table(rows=tuple(rows), place=place)

    blocks = tuple(block(rank, said) for rank, said in enumerate((*HEAD, *lines)))
    return inspect.inspect(Draft(file=file, format="docx", blocks=blocks), Index(()))


def told(shipped: Library, *files: Inspected) -> str:
    text = understood(list(files), shipped)
    data_of(text)
    return text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Date d'envoi du présent avis à la publication : 15 décembre 2026.", "2026-12-15"),
        ("Date d’envoi de l’avis : 15/12/2026", "2026-12-15"),
        ("L'avis d'appel public à la concurrence a été envoyé à la publication le 1er décembre 2026.", "2026-12-01"),
        ("Date de lancement de la consultation : 2026-12-15", "2026-12-15"),
    ],
)
def test_the_day_the_notice_was_sent_is_the_launch(line: str, day: str, shipped: Library) -> None:
    text = told(shipped, document(line))
    assert data_of(text)["dates"] == {"lancement": day}
    assert f"  lancement: {day}  # lu dans RC.docx, page 2" in text


def test_a_date_in_the_next_cell_or_on_the_next_line_is_that_of_its_label(shipped: Library) -> None:
    table = (("Étape", "Jour"), ("Date d'envoi de l'avis", "15/12/2026"), ("Date de notification prévue", "01/06/2027"))
    text = told(
        shipped, document(table, "Date et heure limites de réception des offres :", "le 20 janvier 2027 à 12 h")
    )
    assert data_of(text)["dates"] == {"lancement": "2026-12-15"}
    assert "# date limite de remise : 20 janvier 2027 (RC.docx) ; à confirmer" in text
    assert "# notification prévue : 1er juin 2027 (RC.docx) ; à confirmer" in text


@pytest.mark.parametrize(
    "line",
    [
        "Date de notification : 3 mars 2027",
        "Marché notifié au titulaire le 3 mars 2027.",
    ],
)
def test_a_contract_notified_has_the_date(line: str, shipped: Library) -> None:
    assert data_of(told(shipped, document(line)))["dates"] == {"notification": "2027-03-03"}


@pytest.mark.parametrize(
    "line",
    [
        "Date de notification prévisionnelle : 3 mars 2027",
        "Le marché prend effet à compter de la date de notification, au plus tôt le 3 mars 2027.",
        "Date de notification : 31 février 2027",
        "Les questions se posent avant le 3 mars 2027.",
        "L'arrêté du 30 mars 2021 approuve le CCAG. La date d'envoi de l'avis est au profil d'acheteur.",
        "Un avis rectificatif modifie la date d'envoi de l'avis : 3 mars 2027",
    ],
)
def test_another_date_is_not_written(line: str, shipped: Library) -> None:
    assert "dates" not in data_of(told(shipped, document(line)))


def test_a_launch_told_in_two_ways_is_left_to_a_person(shipped: Library) -> None:
    one, two = (f"Date d'envoi de l'avis : {day} décembre 2026" for day in (15, 16))
    text = told(shipped, document(one), document(two, file="AE.docx"))
    assert "dates" not in data_of(text)
    assert "# lancement:  # 15 décembre 2026 (RC.docx), 16 décembre 2026 (AE.docx) ; à confirmer" in text


def test_a_launch_after_the_offers_are_due_is_left_to_a_person(shipped: Library) -> None:
    lines = ("Date limite de remise des offres : 20 janvier 2026", "Date d'envoi de l'avis : 15 décembre 2026")
    assert "dates" not in data_of(told(shipped, document(*lines)))


# --- durations -----------------------------------------------------------------------------------


def test_a_duration_that_may_be_renewed_is_to_be_confirmed(shipped: Library) -> None:
    lines = ("La durée du marché est de 12 mois.", "Il est reconductible trois fois, par période d'un an.")
    text = told(shipped, document(*lines))
    line = next(line for line in text.splitlines() if line.startswith("duree_mois: 12"))
    assert "à confirmer (les reconductions s'y ajoutent)" in line
    for no in ("n'est pas reconductible", "est non-reconductible", "ne pourra être reconduit"):
        sure = told(shipped, document(lines[0], f"Le marché {no}."))
        assert "duree_mois: 12  # lu dans RC.docx, page 2\n" in sure


def test_two_documents_that_tell_two_durations_are_both_told(shipped: Library) -> None:
    files = [document(f"La durée du marché est de {n} mois.", file=f"{n}.docx") for n in (12, 24)]
    assert "duree_mois: 12  # lu dans 12.docx, page 2 ; à confirmer (ailleurs 24)" in told(shipped, *files)


@pytest.mark.parametrize(
    "said",
    [
        ("La durée du marché est de 12 mois pour le lot 1 et de 2 ans pour le lot 2.",),
        ("La durée du marché est de 12 mois pour le lot n° 1.", "La durée du marché est de 24 mois pour le lot n° 2."),
        ("Durée du marché", (("Lot", "Durée"), ("Lot 1", "12 mois"), ("Lot 2", "24 mois"))),
    ],
)
def test_durations_of_lots_go_to_their_lots(said: tuple[object, ...], shipped: Library) -> None:
    found = data_of(told(shipped, document(*said)))
    assert "duree_mois" not in found
    assert {name: lot["duree_mois"] for name, lot in found["lots"].items()} == {"1": 12, "2": 24}


def test_lots_stand_in_the_order_of_their_numbers(shipped: Library) -> None:
    said = [f"La durée du marché est de {n} mois pour le lot n° {n}." for n in (10, 2, 1)]
    assert list(data_of(told(shipped, document(*said)))["lots"]) == ["1", "2", "10"]


def test_durations_and_lots_that_do_not_go_two_by_two_are_not_written(shipped: Library) -> None:
    found = data_of(
        told(shipped, document("La durée du marché est de 12 mois, 24 pour les lots 2 et 3, 36 mois sinon."))
    )
    assert "duree_mois" not in found
    assert "duree_mois" not in str(found.get("lots"))


# --- values that differ by lot ---------------------------------------------------------------------


def test_a_value_of_each_lot_parted_by_a_semicolon_is_read(shipped: Library) -> None:
    line = (
        "La performance de référence est de 58 kilogrammes par habitant et par an pour le lot 1 ; "
        "41 kilogrammes par habitant et par an pour le lot 2."
    )
    found = reread(shipped.clauses["DEC-009"], [line])
    assert {lot: item.values["performance_reference"] for lot, item in found.by_lot.items()} == {"1": 58, "2": 41}


def test_a_number_of_its_own_unit_is_no_lot(shipped: Library) -> None:
    line = (
        "Le titulaire assure, chaque mois de travaux, la présence du référent sur le chantier pendant au moins "
        "5 demi-journées pour les lots 1 et 2 et 3 demi-journées pour le lot 3."
    )
    found = reread(shipped.clauses["TRA-011"], [line])
    assert {lot: item.values["presence"] for lot, item in found.by_lot.items()} == {"1": 5, "2": 5, "3": 3}


FAILING = "Heures d'insertion dues et non réalisées"


def test_amounts_of_a_table_of_penalties_go_to_the_lots_that_its_rows_name(shipped: Library) -> None:
    rows = [(f"{FAILING} (lot 1)", "70 euros par heure"), (f"{FAILING} (lots 2 et 3)", "80 euros par heure")]
    found = reread(shipped.clauses["COM-001"], [], rows)
    assert {lot: item.values["penalite_heure"] for lot, item in found.by_lot.items()} == {"1": 70, "2": 80, "3": 80}
    column = [("Lot 1", FAILING, "70 euros par heure"), ("Lot 2", FAILING, "80 euros par heure")]
    again = reread(shipped.clauses["COM-001"], [], column)
    assert {lot: item.values["penalite_heure"] for lot, item in again.by_lot.items()} == {"1": 70, "2": 80}


def test_two_amounts_for_a_lot_are_not_read(shipped: Library) -> None:
    rows = [(f"{FAILING} (lot 1)", "70 euros"), (f"{FAILING} (lots 1 et 2)", "80 euros")]
    found = reread(shipped.clauses["COM-001"], [], rows)
    assert found.by_lot == {}
    assert "penalite_heure" not in found.values


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("24 mois pour le lot 1 et 12 mois pour le lot 2", (("1", 24), ("2", 12))),
        ("24 mois pour le lot 1 et 12 mois pour le lot 2, reconductible pour le lot 3", ()),
    ],
)
def test_a_lot_named_without_a_duration_of_its_own_leaves_all_to_a_person(
    said: str, known: tuple[tuple[str, int], ...]
) -> None:
    assert by_lot(said) == known


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Les plis parviennent avant la date limite de remise des offres fixée au 20 janvier 2027.", True),
        ("Les questions se posent 10 jours avant la date limite de remise des offres, soit le 10 janvier 2027.", False),
        ("Les plis sont ouverts après la date limite de remise des offres, le 21 janvier 2027.", False),
    ],
)
def test_a_deadline_before_which_one_answers_is_read(line: str, read: bool, shipped: Library) -> None:
    assert ("date limite de remise : 20 janvier 2027" in told(shipped, document(line))) is read
    assert ("date limite de remise : " in told(shipped, document(line))) is read
