"""Ordinary sentences of tender pieces oblige to nothing; obligations as buyers write them are met."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausekit import source
from clausekit.recognise import considerations
from recognise_drafts import draft

_FILE = Path(__file__).parent / "muettes.yaml"
CASES = source.load(_FILE.read_bytes(), file=_FILE.name).data["cas"]


@pytest.mark.parametrize(("title", "sentence"), CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("piece", ["CCTP", "CCAP"])
def test_nothing_is_met(title, sentence, piece):
    read = considerations(draft(f"# {title}\n{sentence}"), piece)
    assert [item.excerpt for item in read if item.status == "met"] == []


def test_all_together_they_still_say_nothing():
    """No sentence lends its figure or its deadline to another article."""
    text = "\n".join(f"# {title}\n{sentence}" for title, sentence in CASES)
    assert [item.excerpt for item in considerations(draft(text), "CCAP") if item.status == "met"] == []


_FILE_TOLD = Path(__file__).parent / "parlantes.yaml"
TOLD = source.load(_FILE_TOLD.read_bytes(), file=_FILE_TOLD.name).data["cas"]


@pytest.mark.parametrize(("title", "sentence", "kind", "theme"), TOLD, ids=[case[1][:50] for case in TOLD])
def test_an_obligation_is_met(title, sentence, kind, theme):
    read = considerations(draft(f"# {title}\n{sentence}"), "CCTP")
    assert any(item.status == "met" and item.kind == kind and theme in item.themes for item in read)


@pytest.mark.parametrize(("title", "sentence", "kind", "theme"), TOLD, ids=[case[1][:50] for case in TOLD])
def test_a_regulation_of_the_consultation_binds_nobody(title, sentence, kind, theme):
    read = considerations(draft(f"# {title}\n{sentence}"), "RC")
    assert {item.status for item in read} <= {"to_confirm", "declared"}
