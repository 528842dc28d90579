"""Two awards told where one is read: the verdict is open when they answer M13 otherwise, and stands when they agree."""

from __future__ import annotations

import pytest

from clausekit.recognise import recognise
from recognise_drafts import draft

PLAIN = "- Prix : 60 %\n- Valeur technique : 40 %\n"
GREEN = "- Prix : 50 %\n- Valeur technique : 30 %\n- Performances environnementales : 20 %\n"
FIRST = "- Valeur technique : 40 %\n- Prix : 60 %\n"
LAST = "- Valeur technique : 30 %\n- Performances environnementales : 20 %\n- Prix : 50 %\n"
OTHER = "- Prix : 70 %\n- Délai : 30 %\n"
MARKS = "- Méthode : 50 points\n- Gestion des déchets : 50 points\n"


@pytest.mark.parametrize(
    ("grids", "answer"),
    [
        (("Papeterie", PLAIN, "Encres et toners", GREEN), "to_confirm"),
        (("Papeterie", FIRST, "Encres et toners", LAST), "to_confirm"),
        (("Papeterie", PLAIN, "Encres et toners", OTHER), "no"),
        (("Critères", GREEN, "Rappel des critères", GREEN), "yes"),
        (("Critères", PLAIN, "La valeur technique est notée sur 100 points :", MARKS), "no"),
    ],
)
def test_the_verdict_beside_another_award(grids: tuple[str, ...], answer: str) -> None:
    read = recognise(draft("# Règlement de la consultation\n# 7 Jugement des offres\n" + "\n".join(grids)))
    assert [verdict.answer for verdict in read.verdicts] == [answer]
    assert ("Une autre liste" in read.verdicts[0].why) is (answer == "to_confirm")


def test_a_criterion_with_its_parts_and_the_price_after_it_are_no_other_award() -> None:
    """« 25 + 5 × 5 + 50 » makes 100 by chance."""
    parts = "".join(f"- {name} : 5/100\n" for name in ("Équipe", "Méthode", "Suivi", "Sécurité", "Phasage"))
    listed = "Valeur technique - 25/100\nCe critère est apprécié au regard des sous-critères suivants :\n" + parts
    tail = "Prix global et forfaitaire - 50/100\nDéveloppement durable - 15/100\nDélais - 10/100\n"
    read = recognise(draft("# Règlement de la consultation\n# 7 Jugement des offres\n" + listed + tail))
    assert [verdict.answer for verdict in read.verdicts] == ["yes"]
