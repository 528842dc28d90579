"""Sentences of a clause: figures with their units, penalties, and how alike two sentences are."""

from __future__ import annotations

import pytest

from clausekit.rules.said import Figure, figures, likeness, penalties, words


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Une pénalité de 1 500 euros est due.", [Figure(1500, "euro")]),
        ("Une pénalité de 1\u202f500\u00a0€ est due.", [Figure(1500, "euro")]),
        ("Au moins 62,5 % en 12 mois.", [Figure(62.5, "%"), Figure(12, "mois")]),
        ("Dans les 15 jours calendaires.", [Figure(15, "jour")]),
        ("L'article 16 du CCAG et l'article 5 de ce cahier.", []),
    ],
)
def test_figures_have_their_unit_and_articles_are_none(sentence: str, found: list[Figure]) -> None:
    assert list(figures(sentence)) == found


@pytest.mark.parametrize(
    ("said", "amounts"),
    [
        (["Chaque oubli donne lieu à une pénalité de 100 euros."], [100]),
        (["Chaque oubli expose à une pénalité.", "Elle est de 100 euros."], [100]),
        (["Le titulaire doit 50 € par jour de retard."], [50]),
        (["Le retard est pénalisé.", "Le bac coûte 50 euros par unité."], []),
        (["Un gobelet perdu est facturé 2 euros."], []),
        (["Le point gagné donne lieu à une prime de 60 euros par point."], []),
        (["La pénalité est au CCAP.", "Le titulaire remplace le bac.", "Elle est de 100 euros."], []),
    ],
)
def test_a_penalty_is_named_or_follows_its_name(said: list[str], amounts: list[float]) -> None:
    assert [amount for _, amount in penalties(said)] == amounts


def test_words_ignore_what_every_clause_says_and_the_value_of_numbers() -> None:
    assert words("Le titulaire recycle 60 % des déchets.") == words("Il recycle 80 % de ses déchets !")


def test_likeness_is_whole_for_the_same_words_and_nothing_without_any_in_common() -> None:
    one, other = words("Le titulaire recycle les déchets du marché."), words("Les bennes sont électriques.")
    assert likeness(one, one) == 1
    assert likeness(one, other) == 0
