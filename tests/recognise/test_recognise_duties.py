"""The articles of obligations.yaml: what binds is met with its figures, and no trap is."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausekit import source
from clausekit.recognise import considerations
from recognise_drafts import draft

_FILE = Path(__file__).parent / "obligations.yaml"
DATA = source.load(_FILE.read_bytes(), file=_FILE.name).data


def found(case):
    return considerations(draft(case["texte"]), case["piece"])


def answers(item, wanted: str) -> bool:
    status, kind, *rest = wanted.split()
    themes = {theme for word in rest if not word[0].isdigit() for theme in word.split(",")}
    figures = {float(word) for word in rest if word[0].isdigit()}
    told = "reservation" if item.reservation else item.status
    return (
        (told, item.kind) == (status, kind) and themes <= {*item.themes} and figures <= {f.value for f in item.figures}
    )


@pytest.mark.parametrize("case", DATA["oblige"], ids=[case["nom"] for case in DATA["oblige"]])
def test_what_binds_is_found(case):
    read = found(case)
    for wanted in case["attendu"].strip().split("\n"):
        assert any(answers(item, wanted) for item in read), (wanted, read)
    kinds = {wanted.split()[1] for wanted in case["attendu"].strip().split("\n")}
    assert {item.kind for item in read if item.status == "met"} <= kinds


@pytest.mark.parametrize("case", DATA["pieges"], ids=[case["nom"] for case in DATA["pieges"]])
def test_no_trap_is_met(case):
    assert [item.excerpt for item in found(case) if item.status == "met"] == []
