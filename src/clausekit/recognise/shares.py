"""A weight and what it is made of in one column: « 60 % dont 40 % », then « 20 % » on the row below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import TOTAL, close
from clausekit.recognise.labels import clean
from clausekit.recognise.weights import Weight, alone, weights

_OF_WHICH: Final = re.compile(r"\s*[,(:]?\s*\bdont\b", re.IGNORECASE)
# « Prix, apprécié au regard du montant de la DPGF »: the first part is named after the words that open it.
_ON: Final = re.compile(
    r"(?:\b(?:au regard|au vu|en fonction|sur la base|à partir)\s+(?:du |de la |des |de l['’]|d['’])|:\s)\s*(?=\S)",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(r"^(?:et|puis|ainsi que)\s+(?:(?:du|de la|des|de|d['’])\s*)?", re.IGNORECASE)
_LOWER: Final = 2


def head(text: str) -> Weight | None:
    """The weight that « dont » details in a cell; None in a cell without it."""
    cut = _OF_WHICH.search(text)
    return alone(text[: cut.start()]) if cut and weights(text[cut.end() :]) else None


def shared(rows: Sequence[tuple[str, str, Sequence[Entry]]]) -> list[Sequence[Entry]]:
    """The entries of rows, each with its label and its cell of weights, those that share the weight above put under it.

    A share that no words name leaves the others out too: none is given without its neighbours.
    """
    found = [told for _, _, told in rows]
    if close(sum(entry.weight.value for told in found for entry in told[:1] if entry.weight), TOTAL):
        return found  # the rows below are criteria of their own
    for start, (label, cell, told) in enumerate(rows):
        whole, parts = head(cell), _parts(cell)
        if whole is None or not told or len(parts) != 1:
            continue
        said, end, left = label, start + 1, whole.value - parts[0].value
        while end < len(rows) and not rows[end][1]:
            # A page without rulings puts the second line of a label on a row of its own.
            said, end = f"{said} {rows[end][0]}", end + 1
        first = end
        while end < len(rows) and left > 0 and (value := _lone(rows[end][2])) and value <= left:
            left, end = left - value, end + 1
        if end == first or not close(left + 1, 1):
            continue
        name = _first(said)
        below = [replace(entry, label=_bare(entry.label)) for _, _, own in rows[start + 1 : end] for entry in own]
        named = name and all(entry.label for entry in below)
        top = replace(told[0], weight=whole)
        found[start] = [top, _under(replace(top, label=name, weight=parts[0], detail=""))] if named else [top]
        found[start + 1 : first] = [()] * (first - start - 1)
        found[first:end] = [[_under(entry)] if named else [] for entry in below]
    return found


def _bare(label: str) -> str:
    """« au regard du montant du devis », « et du montant du devis »: what is judged."""
    opened = _ON.match(label) or _GOES_ON.match(label)
    return label[opened.end() :] if opened else label


def _parts(cell: str) -> tuple[Weight, ...]:
    cut = _OF_WHICH.search(cell)
    return weights(cell[cut.end() :]) if cut else ()


def _lone(told: Sequence[Entry]) -> float | None:
    """What the only entry of a row weighs."""
    return told[0].weight.value if len(told) == 1 and told[0].weight else None


def _under(entry: Entry) -> Entry:
    return replace(entry, depth=_LOWER, ids=(), item=False, opens=False)


def _first(label: str) -> str:
    """What the first share is judged on: the second line of a cell, or the words after « au regard du »."""
    lines = [line for line in label.split("\n") if line.strip()]
    if len(lines) == _LOWER:
        return clean(lines[1])
    found = list(_ON.finditer(label)) if len(lines) == 1 else []
    return clean(label[found[-1].end() :]) if found else ""
