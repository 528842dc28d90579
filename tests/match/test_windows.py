"""A paragraph stands where its words go together: an odd « le » before them is another paragraph's."""

from __future__ import annotations

import pytest

from clausekit.match.windows import Window, stretch

OWN = "les heures confiees aux personnes en parcours et les moyens"


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        (f"les offres sont remises a la date fixee {OWN}", 9, 18),
        (f"{OWN} que le candidat a decrits pour chacun les moyens", 0, 10),
        (f"les essais {OWN}", 0, 12),
        (OWN.replace("heures", "journees completes"), 0, 11),
    ],
)
def test_a_stretch_has_its_own_words_and_no_other(said: str, start: int, end: int) -> None:
    found = stretch(OWN.split(), 3, 7, said.split())
    assert found is not None
    assert (found.rank, found.line, found.start, found.end) == (3, 7, start, end)


def test_a_line_with_none_of_the_words_has_no_stretch_of_it() -> None:
    assert stretch(OWN.split(), 0, 0, ["rien", "de", "tel"]) == Window(rank=0, line=0, start=0, end=0, common=0)
