"""Notices in the European standard forms: the criteria told field by field, lot by lot."""

from __future__ import annotations

import pytest

from clausekit import read
from clausekit.recognise import notices, recognise

HEAD = (
    "Section 5 - Lot\n5.1 Identifiant technique du lot : LOT-000{}\nTitre : Nettoyage\n5.1.10 Critères d’attribution\n"
)
FIELDS = {
    "eForms": "Critère :\nType : {kind}\nDescription : {name}\n"
    "Catégorie du critère d’attribution seuil : Pondération ({unit}, valeur exacte)\n"
    "Nombre critère d’attribution : {weight}\n",
    "TED": "Critère:\nType: {kind}\nNom: {name}\nDescription: Voir le règlement\n"
    "Pondération ({unit}, valeur exacte): {weight}\n",
}
TAIL = "5.1.11 Documents de marché\nAdresse : https://exemple.fr\n"
AWARD = [("Prix", "Prix", 40), ("Qualité", "Valeur technique", 50), ("Qualité", "Démarche environnementale", 10)]


def sheet(form: str, unit: str, award=AWARD, lot: int = 1) -> str:
    told = (FIELDS[form].format(kind=kind, name=name, unit=unit, weight=weight) for kind, name, weight in award)
    return HEAD.format(lot) + "".join(told) + TAIL


def found(text: str):
    return recognise(read.draft(f"Avis de marché\n{text}".encode(), file="avis.txt"))


@pytest.mark.parametrize("form", FIELDS)
@pytest.mark.parametrize(("unit", "expected"), [("points", "points"), ("pourcentage", "percent")])
def test_the_fields_of_a_criterion_make_one(form, unit, expected):
    told = [(item.label, item.weight, item.unit, item.lot) for item in found(sheet(form, unit)).criteria]
    assert told == [(name, weight, expected, "") for _, name, weight in AWARD]


def test_each_lot_has_its_own():
    other = sheet("eForms", "points", [*AWARD[:1], ("Qualité", "Délai", 60)], lot=2)
    told = found(sheet("eForms", "points") + other)
    assert [(item.lot, item.label, item.weight) for item in told.criteria] == [
        ("1", "Prix", 40), ("1", "Valeur technique", 50), ("1", "Démarche environnementale", 10),
        ("2", "Prix", 40), ("2", "Délai", 60),
    ]  # fmt: skip


def test_a_description_that_tells_weights_is_that_of_its_criterion():
    told = found(
        HEAD.format(1) + "Critère :\nType : Qualité\nNom : Qualité de l'offre\n"
        "Description : Sous-critère 1 : Moyens mis en œuvre, sur 15 points ; Sous-critère 2 : Délais, sur 45 points\n"
        "Critère :\nType : Prix\nNom : Montant de l'offre\nDescription : Montant de l’offre (40 points) évalué.\n"
        + TAIL
    )
    assert [(item.label, item.weight, [sub.weight for sub in item.sub]) for item in told.criteria] == [
        ("Qualité de l'offre", None, [15, 45]), ("Montant de l’offre", 40, []),
    ]  # fmt: skip


def test_the_criteria_of_candidates_are_none():
    text = "5.1.9 Critères de sélection\nCritère : Effectif moyen annuel\nDescription : 40 % de femmes au moins\n"
    assert not found(text).criteria


def test_any_other_document_is_the_same():
    draft = read.draft(b"Crit\xc3\xa8re :\nPrix : 60 %\nType : ferme\n", file="a.txt")
    assert [line.text for line in notices.told(draft).lines()] == [line.text for line in draft.lines()]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("Valeur technique - 60\nPrix - 40", [("Valeur technique", 60), ("Prix", 40)]),
        ("Prix - 50 Délai - 20 Environnement - 30", [("Prix", 50), ("Délai", 20), ("Environnement", 30)]),
        ("Valeur technique - 60\nPrix - 30", []),
        ("Article 12 - 60 jours - 40", []),
    ],
)
def test_the_field_of_the_national_form(field, expected):
    told = found(f"Variantes :\nNon.\nCritères d'attribution (obligatoire si SAD) : {field}\n\nIV. Identification\n")
    assert [(item.label, item.weight) for item in told.criteria] == expected
