"""Every shape of criteres.yaml is read as its right reading says, no line more and none less."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clausekit import source
from clausekit.recognise.criteria import ReadCriterion, criteria
from recognise_drafts import draft

_FILE = Path(__file__).parent / "criteres.yaml"
CASES = source.load(_FILE.read_bytes(), file=_FILE.name).data["cas"]


def shown(item: ReadCriterion, depth: int = 0) -> Iterator[str]:
    weight = "rien" if item.weight is None else f"{item.weight:g}"
    parts = [f"{weight} {item.unit}"]
    if item.base is not None:
        parts.append(f"/{item.base:g}")
    if item.upper is not None:
        parts.append(f"-{item.upper:g}")
    line = f"{'  ' * depth}{item.label} | {' '.join(parts)} | {item.kind}"
    if item.distinct is not False and depth == 0:
        line += " | à part" if item.distinct else " | à voir"
    yield line + (f" | lot {item.lot}" if item.lot and depth == 0 else "")
    for sub in item.sub:
        yield from shown(sub, depth + 1)


def reading(text: str) -> str:
    return "\n".join(line for item in criteria(draft(text)) for line in shown(item))


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_shape(case):
    assert reading(case["texte"]) == case["attendu"].strip("\n")


def test_a_grid_told_again_and_again_is_read():
    """It opens as many segments: none of them stands on the one before."""
    text = "# Jugement des offres\n" + "- Prix : 60 %\n- Valeur technique : 40 %\n" * 400
    depth = sys.getrecursionlimit()
    sys.setrecursionlimit(350)
    try:
        read = reading(text)
    finally:
        sys.setrecursionlimit(depth)
    assert read == "Prix | 60 percent | price\nValeur technique | 40 percent | technical"


def test_a_table_of_weights_alone_names_no_criterion():
    assert criteria(draft("# Critères de jugement des offres\n| Note | Note |\n| 40 % | 60 % |")) == ()
