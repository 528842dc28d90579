"""The CPV nomenclature: words in French find codes, codes find a family."""

from __future__ import annotations

import importlib.resources
import re
import subprocess
import sys

import pytest

from clausekit import cpv
from clausekit.library import Library


def _codes(words: str, library: Library) -> list[str]:
    return [match.code for match in cpv.search(words, library.registers)]


def test_the_whole_nomenclature_is_there() -> None:
    assert len(cpv.labels()) == 9454
    assert all(len(code) == 8 and code.isdecimal() for code in cpv.labels())


def test_a_match_has_code_label_family_and_segment(shipped: Library) -> None:
    assert cpv.search("mobilier de bureau", shipped.registers) == (
        ("39130000", "Mobilier de bureau", "moyens-generaux", "fournitures-mobilier"),
    )


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("dechets", "déchets"),
        ("DÉCHETS", "déchets"),
        ("déchet", "déchets"),
        ("réseaux locaux", "réseau local"),
        ("œuvre", "oeuvre"),
        ("l'eau", "eau"),
        ("collecte des déchets", "déchets collecte"),
    ],
)
def test_accents_case_plural_and_small_words_do_not_count(typed: str, same: str, shipped: Library) -> None:
    assert _codes(typed, shipped) == _codes(same, shipped) != []


def test_every_word_must_match(shipped: Library) -> None:
    both = set(_codes("nettoyage bureaux", shipped))
    assert both == set(_codes("nettoyage", shipped)) & set(_codes("bureaux", shipped))
    assert both
    assert both < set(_codes("nettoyage", shipped))


def test_whole_words_come_before_beginnings_and_short_labels_before_long_ones(shipped: Library) -> None:
    found = [match.label for match in cpv.search("ordinateur", shipped.registers)]
    assert found.index("Ordinateurs portables") < found.index("Mallettes de transport d'ordinateur portable")
    partial = [match.label for match in cpv.search("désinfect", shipped.registers)]
    assert partial, "the beginning of a word finds it"
    mixed = [match.label.lower() for match in cpv.search("car", shipped.registers)]
    whole = [bool({"car", "cars"} & set(re.findall(r"[a-z]+", label))) for label in mixed]
    assert {True, False} == set(whole), "the case has both"
    assert whole == sorted(whole, reverse=True)
    lengths = [len(label) for label, is_whole in zip(mixed, whole, strict=True) if is_whole]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize("words", ["", "  ", "de la", "zzzz", "nettoyage zzzz", "«»"])
def test_nothing_is_found_for_nothing(words: str, shipped: Library) -> None:
    assert cpv.search(words, shipped.registers) == ()


@pytest.mark.parametrize("typed", ["90511000", "90511000-2", " 90511000 ", "90511"])
def test_a_code_is_read_however_it_is_written(typed: str, shipped: Library) -> None:
    found = cpv.code(typed, shipped.registers)
    assert found is not None
    assert (found.code, found.family, found.segment) == ("90511000", "dechets", "collecte")


@pytest.mark.parametrize("typed", ["90511001", "collecte", "9", "905110001", ""])
def test_what_is_no_code_is_none(typed: str, shipped: Library) -> None:
    assert cpv.code(typed, shipped.registers) is None


@pytest.mark.parametrize(
    ("code", "nature"),
    [
        ("45214210", "travaux"),
        ("90511000", "services"),
        ("50320000", "services"),
        ("30213100", "fournitures"),
        ("48000000", "fournitures"),
    ],
)
def test_the_division_says_the_nature(code: str, nature: str) -> None:
    assert cpv.nature(code) == nature


def test_labels_are_read_only_when_asked_for() -> None:
    size = "print(cpv.labels.cache_info().currsize)"
    script = f"import clausekit.cpv as cpv; {size}; cpv.labels(); {size}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]


def test_the_licence_stands_beside_the_data() -> None:
    folder = importlib.resources.files("clausekit") / "donnees"
    told = (folder / "LICENCE.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in told
    assert "Publications Office of the European Union, eForms SDK" in told
    assert "3242fbf7c703810ce36eb797c467b54ce6ae7f0f" in told
