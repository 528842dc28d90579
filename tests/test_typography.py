"""French typography and agreement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit import typography as typo

N, W = typo.NARROW, typo.NBSP


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1, "jours calendaires", f"1{W}jour calendaire"),
        (15, "jours calendaires", f"15{W}jours calendaires"),
        (0, "heures d'insertion", f"0{W}heure d’insertion"),
        (1.5, "mois", f"1,5{W}mois"),
        (1, "euros par jour de retard", f"1{W}euro par jour de retard"),
        (2, "euros par jour de retard", f"2{W}euros par jour de retard"),
        (24000000, "euros", f"24{N}000{N}000{W}euros"),
    ],
)
def test_a_unit_agrees_with_its_number(value: float, unit: str, expected: str) -> None:
    assert typo.quantity(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(85, "85"), (1500, f"1{N}500"), (0.5, "0,5"), (100.0, "100"), (1234567.89, f"1{N}234{N}567,89")],
)
def test_numbers(value: float, expected: str) -> None:
    assert typo.number(value) == expected


def test_percentages_and_dates() -> None:
    assert typo.percentage(80) == f"80{W}%"
    assert typo.date("2026-09-01") == f"1er{W}septembre{W}2026"
    assert typo.date("2026-12-15") == f"15{W}décembre{W}2026"
    assert typo.date("bientôt") == "bientôt"


def test_spaces_before_high_signs() -> None:
    assert typo.spaces("l'objet : un ; deux ! « trois » ?") == f"l’objet{W}: un{N}; deux{N}! «{W}trois{W}»{N}?"


def test_an_hour_keeps_its_colon() -> None:
    assert typo.spaces("à 12:30") == "à 12:30"


def test_nested_guillemets_become_english() -> None:
    assert typo.quote("Charte « chantiers durables »") == "« Charte “chantiers durables” »"


@pytest.mark.parametrize(
    ("before", "word", "expected"),
    [
        ("Il remet à ", "le maître d'ouvrage", "Il remet au maître d'ouvrage"),
        ("Le service de ", "le maître d'ouvrage", "Le service du maître d'ouvrage"),
        ("auprès de ", "les services", "auprès des services"),
        ("à ", "la Métropole", "à la Métropole"),
        ("de ", "l'acheteur", "de l'acheteur"),
        ("le contrôle que ", "le pouvoir adjudicateur", "le contrôle que le pouvoir adjudicateur"),
        ("À ", "le maître d'ouvrage", "Au maître d'ouvrage"),
    ],
)
def test_role_words_contract(before: str, word: str, expected: str) -> None:
    assert "".join(typo.contract(before, word)) == expected


def test_a_role_word_that_opens_a_sentence_takes_a_capital() -> None:
    assert typo.opening("", "la Métropole") == "La Métropole"
    assert typo.opening("Fin. ", "la Métropole") == "La Métropole"
    assert typo.opening("par ", "la Métropole") == "la Métropole"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=60))
def test_typography_can_be_taken_out_again(text: str) -> None:
    assert typo.plain(typo.spaces(text)) == typo.plain(typo.spaces(typo.plain(typo.spaces(text))))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=60))
def test_typography_is_put_in_once(text: str) -> None:
    assert typo.spaces(typo.spaces(text)) == typo.spaces(text)


@given(text=st.text(alphabet="ab1 2,.;:()[]«»“'’\u00a0\u202fœæ…-–%\u00ad|{}", max_size=30))
def test_the_fast_way_through_fold_is_the_slow_one(text: str) -> None:
    known = typo.fold(text)
    # A sign that is folded away sends the text through the slow way.
    assert typo.fold(f"{text}\u00ad") == known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l'objet : « tri »", "l\u2019objet\u00a0: «\u00a0tri\u00a0»"),
        ("1 500 euros", "1\u202f500 euros"),
        ("70 %", "70%"),
        ("etc.…", "etc...."),
    ],
)
def test_what_is_folded(one: str, other: str) -> None:
    assert typo.fold(one) == typo.fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("15 jours", "15, jours"), ("1 500", "1 600"), ("lot 1", "lot 2"), ("a b", "ab"), ("A", "a")]
)
def test_what_is_not(one: str, other: str) -> None:
    assert typo.fold(one) != typo.fold(other)


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("au moins 5 points", f"au moins 5{W}points"),
        ("1 000 000 euros", f"1{N}000{N}000{W}euros"),
        ("de 7 h 30 à 18 h", f"de 7{W}h{W}30 à 18{W}h"),
        ("le 27 décembre 2018", f"le 27{W}décembre 2018"),
        ("3,5 tonnes au plus", f"3,5{W}tonnes au plus"),
        ("en 2026 les marchés", "en 2026 les marchés"),
        ("téléphone 04 00 00 00 12", "téléphone 04 00 00 00 12"),
    ],
)
def test_a_figure_holds_to_what_it_counts(plain: str, expected: str) -> None:
    assert typo.spaces(plain) == expected
    assert typo.spaces(expected) == expected
    assert typo.plain(expected) == plain


def test_a_unit_written_by_a_person_is_spaced_too() -> None:
    assert typo.quantity(200, "euros par tranche de 5 % d'écart") == f"200{W}euros par tranche de 5{W}% d’écart"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Une seule variante", "une seule variante"),
        ("L'étude remise", "l'étude remise"),
        ("À la livraison", "à la livraison"),
        ("PUE en moyenne annuelle", "PUE en moyenne annuelle"),
        ("", ""),
    ],
)
def test_a_title_inside_a_sentence_loses_its_capital_but_an_initialism(title: str, expected: str) -> None:
    assert typo.lowered(title) == expected
