"""What is proposed for a value that is not written as expected."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit import guess


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1er septembre 2026", "2026-09-01"),
        ("le 1er Septembre 2026", "2026-09-01"),
        ("mardi 3 août 2026", "2026-08-03"),
        ("14 juil. 2026", "2026-07-14"),
        ("14 juin 2026", "2026-06-14"),
        ("15 déc. 2026", "2026-12-15"),
        ("01/09/2026", "2026-09-01"),
        ("1-9-2026", "2026-09-01"),
        ("2026/9/1", "2026-09-01"),
        ("2026-09-01T10:00:00", "2026-09-01"),
        ("20260901", "2026-09-01"),
        ("20261301", None),
        ("30 février 2026", None),
        ("septembre 2026", None),
        ("14 jui 2026", None),
        ("bientôt", None),
    ],
)
def test_french_dates(text: str, iso: str | None) -> None:
    assert guess.iso_date(text) == iso


MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


@given(st.dates())
def test_a_date_in_full_is_always_understood(day: date) -> None:
    number = "1er" if day.day == 1 else str(day.day)
    assert guess.iso_date(f"{number} {MONTHS[day.month - 1]} {day.year:04d}") == day.isoformat()


def test_an_impossible_date_still_looks_like_one() -> None:
    assert guess.looks_like_date("30 février 2026") and guess.looks_like_date("2026-02-30")
    assert not guess.looks_like_date("bientôt") and not guess.looks_like_date("3 lots 2026")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("vingt", "20"),
        ("24 000 000 €", "24000000"),
        ("24\u202f000\u00a0€", "24000"),
        ("12,5 %", "12.5"),
        ("50%", "50"),
        ("48 mois", "48"),
        ("48mois", "48"),
        ("2 millions d'euros", "2000000"),
        ("1,5 M€", "1500000"),
        ("1 k€", "1000"),
        ("2 milliards", "2000000000"),
        ("-3", "-3"),
        ("24.000 €", None),
        ("3 ou 4", None),
        ("30 jours ou 3 mois", None),
        ("beaucoup", None),
        ("", None),
    ],
)
def test_numbers(text: str, number: str | None) -> None:
    assert guess.number(text) == number


@given(st.text())
def test_no_text_is_too_odd_to_guess_from(text: str) -> None:
    guess.number(text), guess.iso_date(text), guess.boolean(text), guess.identifier(text)
    assert guess.slug(guess.slug(text)) == guess.slug(text)
    assert set(guess.near(text, ["objet", "famille"])) <= {"objet", "famille"}


@pytest.mark.parametrize(
    ("text", "word"), [("oui", "true"), ("Vrai", "true"), ("NON", "false"), ("faux", "false"), ("peut-être", None)]
)
def test_yes_and_no(text: str, word: str | None) -> None:
    assert guess.boolean(text) == word


@pytest.mark.parametrize(
    ("text", "name"),
    [("dec 14", "DEC-014"), ("DEC14", "DEC-014"), ("dec_c3", "DEC-C03"), ("Com-A1", "COM-A01"), ("tri", None)],
)
def test_identifiers(text: str, name: str | None) -> None:
    assert guess.identifier(text) == name


def test_slugs() -> None:
    assert guess.slug("Moyens généraux") == "moyens-generaux"
    assert guess.slug("Main d'œuvre", joint="_") == "main_d_oeuvre"


def test_the_nearest_comes_first() -> None:
    assert guess.near("renforcé", ["socle", "renforce", "exemplaire"]) == ("renforce",)
    assert guess.nearest("FCS", ["TIC", "FCS"]) == ("FCS", "TIC")
    assert guess.near("xyz", ["socle"]) == ()
    assert guess.near("adaptée", ["procedure_adaptee", "sans_publicite"]) == ("procedure_adaptee",)
