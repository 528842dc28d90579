"""Who follows the insertion, and the same name where it is only a place."""

from __future__ import annotations

import pytest

from clausekit.recognise import followed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Facilitatrice : Mme Morel, téléphone 04 91 00 00 00.", True),
        ("Le PLIE accompagne le titulaire.", True),
        ("Le PLIE ouvre le matin.", False),
        ("Locaux du PLIE, 200 m², contact sur place.", False),
        ("Le document est plié et transmis.", False),
    ],
)
def test_a_facilitator_is_named_where_he_helps_and_not_where_one_cleans(text: str, names: bool) -> None:
    assert followed._names(text) is names
