"""What the law asks already, told again: no obligation of the contract."""

from __future__ import annotations

import pytest

from clausekit.recognise import recalls, words


@pytest.mark.parametrize(
    ("text", "recalled"),
    [
        ("Conformément au code de l'environnement, le titulaire trie ses déchets.", True),
        ("Conformément au code de la commande publique, le titulaire trie ses déchets.", False),
        ("Conformément à sa proposition, le titulaire trie ses déchets.", False),
    ],
)
def test_the_law_that_lets_a_buyer_ask_asks_nothing_by_itself(text: str, recalled: bool) -> None:
    assert recalls.only_recalled(words.fold(text), measured=False, by_holder=True) is recalled


@pytest.mark.parametrize("by_holder", [True, False])
def test_a_figure_told_after_the_law_binds_the_holder_who_is_named(by_holder: bool) -> None:
    said = words.fold("Selon la loi EGalim, les menus comportent 50 % de produits durables.")
    assert recalls.only_recalled(said, measured=True, by_holder=by_holder) is not by_holder
