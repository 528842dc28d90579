"""The considerations of a whole contract: what one piece lacks, another may give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from clausekit.recognise import words
from clausekit.recognise.amounts import Figure
from clausekit.recognise.considerations import Consideration


def together(pieces: Sequence[tuple[str, Sequence[Consideration]]]) -> tuple[tuple[str, Consideration], ...]:
    """The considerations of a contract: what a piece lacks, another may give.

    A duty of the CCTP without proof is met when the CCAP sets penalties for the same kind; what a
    piece only announces is left out when another holds it.
    """
    every = [(name, item) for name, items in pieces for item in items]
    penalties = {
        kind: tuple(
            figure for _, item in every if item.kind == kind for figure in item.figures if figure.role == "penalty"
        )
        for kind in ("environmental", "social")
    }
    raised = [(name, _raised(item, penalties[item.kind])) for name, item in every]
    held = {(item.kind, f"{name} {_number(item.article)}") for name, item in raised if item.status != "declared"}
    return tuple(
        (name, item)
        for name, item in raised
        if item.status != "declared" or not any((item.kind, target) in held for target in item.refers)
    )


def _number(title: str) -> str:
    found = re.match(r"\s*(?:article\s+)?(\d+(?:\.\d+)*)", words.fold(title))
    return found[1] if found else ""


def _raised(item: Consideration, penalties: tuple[Figure, ...]) -> Consideration:
    if item.status == "declared" or not penalties:
        return item
    given = tuple(dict.fromkeys((*item.figures, *penalties)))
    if item.status == "met":
        return replace(item, figures=given)
    why = "Une obligation, dont une autre pièce sanctionne le manquement par une pénalité."
    return replace(item, status="met", confidence=0.7, figures=given, why=why)
