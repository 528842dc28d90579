"""Weights told before their names: each name must be one that a criterion has."""

from __future__ import annotations

import pytest

from clausekit.recognise.ahead import ahead


@pytest.mark.parametrize(
    ("before", "after", "labels"),
    [
        (["Les critères sont pondérés ainsi : ", "(prix), "], ["(prix), ", "(délai)."], ["prix", "délai"]),
        (["Les offres sont remises ainsi : ", "(dossier), "], ["(prix), ", "(dossier)."], []),
        (["Les critères sont pondérés ainsi ", "(prix), "], ["(prix), ", "(délai)."], []),
        (["Le prix compte ainsi : "], ["(prix)."], []),
        (["Compter, pour ", "pour "], [", du prix, pour ", ", de la qualité."], [", du prix", ", de la qualité."]),
        (["Compter, pour ", "pour "], [", du lundi, pour ", ", du mardi."], []),
        (["Le prix, pour ", "pour "], [", du délai, pour ", ", de la qualité."], []),
    ],
)  # fmt: skip
def test_a_name_after_its_weight(before: list[str], after: list[str], labels: list[str]) -> None:
    assert ahead(before, after) == labels
