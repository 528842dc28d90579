from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from clausekit.finding import Finding, Place, UnreadableFile

PLACE = Place(file="a.yaml", route=("lots", "1"), line=3, column=5)
FINDING = Finding(rule="yaml-vide", severity="bloquante", message="Le fichier est vide.", places=(PLACE,))


def test_a_finding_needs_only_a_rule_a_severity_and_a_message() -> None:
    finding = Finding(rule="r", severity="conseil", message="m")
    assert (finding.read, finding.expected, finding.excerpt) == (None, None, None)
    assert (finding.places, finding.why, finding.remedy) == ((), "", "")


def test_a_place_may_be_in_a_word_file() -> None:
    place = Place(file="CCTP.docx", part="word/document.xml", article="4.2", paragraph="12", page=7)
    assert (place.route, place.line, place.column) == ((), None, None)


def test_findings_are_values() -> None:
    same = Finding(rule="yaml-vide", severity="bloquante", message="Le fichier est vide.", places=(PLACE,))
    assert same == FINDING
    assert len({FINDING, same}) == 1


@pytest.mark.parametrize("value", [FINDING, PLACE])
def test_findings_and_places_do_not_change(value: Finding | Place) -> None:
    with pytest.raises(FrozenInstanceError):
        value.__setattr__(value.__slots__[0], "autre")
    assert not hasattr(value, "__dict__")


def test_a_finding_moves_to_other_places() -> None:
    other = Place(file="b.yaml")
    assert FINDING.at(other).places == (other,)
    assert FINDING.places == (PLACE,)


def test_an_unreadable_file_carries_its_findings_and_says_them() -> None:
    problem = UnreadableFile([FINDING, FINDING.at()])
    assert problem.findings == (FINDING, FINDING.at())
    assert str(problem) == "Le fichier est vide. Le fichier est vide."
