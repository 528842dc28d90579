"""What a criterion judges, told by its words, by those of its sub-criteria and by its description."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausekit import source
from clausekit.recognise.kinds import kind, sustainable_in

_FILE = Path(__file__).parent / "natures.yaml"
CASES = source.load(_FILE.read_bytes(), file=_FILE.name).data["cas"]
APART = {True: "oui", False: "non", None: "à voir"}


@pytest.mark.parametrize(("label", "nature", "apart"), CASES, ids=[case[0] for case in CASES])
def test_label(label, nature, apart):
    read = kind(label)
    assert (read.kind, APART[read.apart]) == (nature, apart)


def test_a_sustainable_label_is_narrowed_by_its_sub_criteria():
    assert kind("Développement durable", ["Tri des déchets", "Bilan carbone"]).kind == "environmental"
    assert kind("Développement durable", ["Heures d'insertion", "Égalité professionnelle"]).kind == "social"
    assert kind("Développement durable", ["Heures d'insertion", "Bilan carbone"]).kind == "mixed"
    assert kind("Développement durable", ["Équipe", "Bilan carbone"]).kind == "mixed"


def test_a_technical_label_stays_technical_whatever_stands_below():
    read = kind("Valeur technique", ["Démarche environnementale", "Insertion sociale"])
    assert (read.kind, read.apart) == ("technical", False)


def test_a_label_that_says_nothing_takes_what_its_sub_criteria_all_say():
    read = kind("Engagements du candidat", ["Réduction de l'empreinte carbone", "Heures d'insertion"])
    assert (read.kind, read.apart) == ("mixed", True)
    assert kind("Engagements du candidat", ["Équipe", "Heures d'insertion"]).apart is None


def test_a_description_never_makes_a_criterion_distinct():
    read = kind("Critère n° 3", detail="apprécié au vu des mesures prises pour l'environnement")
    assert (read.kind, read.apart) == ("environmental", None)


@pytest.mark.parametrize(
    ("text", "natures"),
    [
        ("réduction de l'empreinte carbone", {"environmental"}),
        ("heures d'insertion", {"social"}),
        ("développement durable", {"environmental", "social"}),
        ("environnement de recette", set()),
        ("raison sociale", set()),
    ],
)
def test_what_a_text_speaks_of(text, natures):
    assert sustainable_in(text) == natures
