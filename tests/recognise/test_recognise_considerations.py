"""What a piece obliges to, and the many sentences that oblige to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausekit import source
from clausekit.recognise.considerations import Consideration, considerations
from recognise_drafts import draft

_FILE = Path(__file__).parent / "considerations.yaml"
CASES = source.load(_FILE.read_bytes(), file=_FILE.name).data["cas"]


def shown(item: Consideration) -> str:
    figures = ", ".join(f"{figure.value:g} {figure.unit} ({figure.role})" for figure in item.figures)
    head = " ".join(filter(None, (item.status, item.kind, ",".join(item.themes))))
    return f"{head} : {figures}" if figures else head


def reading(case: dict[str, str]) -> str:
    return "\n".join(shown(item) for item in considerations(draft(case["texte"]), case["piece"]))


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_case(case):
    assert reading(case) == case["attendu"].strip("\n")
