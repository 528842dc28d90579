"""The considerations of a whole contract: what one piece lacks, another may give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from clausekit.recognise import words
from clausekit.recognise.amounts import Figure
from clausekit.recognise.considerations import ASKING, Consideration, Fines
from clausekit.recognise.fines import Fine, related

Read: TypeAlias = tuple[str, Consideration]

_NUMBER: Final = re.compile(r"\s*(?:article\s+)?(\d+(?:\.\d+)*)")


def together(
    pieces: Sequence[tuple[str, Sequence[Consideration]]], *, fines: Sequence[tuple[str, Fines]] = ()
) -> tuple[Read, ...]:
    """The considerations of pieces read one by one, each with the name of its piece.

    An article that another piece sends to takes the penalties which that piece sets for its kind,
    and a duty without proof is then met; so does one whose piece sets no penalty, when `fines` holds
    those of another for its kind. What a piece only announces is left out when the article
    that it names holds it.
    """
    every = [(name, item) for name, items in pieces for item in items]
    raised = [(name, _raised(name, item, every, fines)) for name, item in every]
    return tuple(read for read in raised if not _held_elsewhere(read, raised))


def _article(name: str, item: Consideration) -> str:
    found = _NUMBER.match(words.fold(item.article))
    return f"{name} {found[1]}" if found else ""


def _leads(target: str, article: str) -> bool:
    """Whether a reference (« CCTP 7 ») leads to an article or to one above it (« CCTP 7.2 »)."""
    return article == target or article.startswith(f"{target}.")


def _raised(
    name: str, item: Consideration, every: Sequence[Read], others: Sequence[tuple[str, Fines]]
) -> Consideration:
    if item.status == "declared" or item.optional or name in ASKING:
        return item
    article = _article(name, item)
    senders = {
        other
        for other, sender in every
        if sender.kind == item.kind and any(_leads(target, article) for target in sender.refers)
    }
    fines = [
        figure
        for other, sender in every
        if other in senders and sender.kind == item.kind
        for figure in sender.figures
        if figure.role == "penalty"
    ]
    fines = fines or _elsewhere(name, item, every, others)
    if not fines:
        return item
    given = tuple(dict.fromkeys((*item.figures, *fines)))
    if item.status == "met":
        return replace(item, figures=given)
    why = "Une obligation, dont une autre pièce sanctionne le manquement par une pénalité."
    return replace(item, status="met", confidence=0.7, figures=given, why=why)


def _elsewhere(
    name: str, item: Consideration, every: Sequence[Read], others: Sequence[tuple[str, Fines]]
) -> list[Figure]:
    """The penalties that the other pieces which bind set for the kind of a duty that has none of its own."""
    if any(figure.role == "penalty" for figure in item.figures):
        return []
    return [
        fine.figure
        for other, fines in others
        if other != name and other not in ASKING
        for kind, raised in fines
        if kind == item.kind
        for fine in raised
        if related(fine.themes, item.themes) or not _nearer(fine, item, every)
    ]


def _nearer(fine: Fine, item: Consideration, every: Sequence[Read]) -> bool:
    """Whether another duty of the kind is on what a penalty names."""
    return any(
        other.kind == item.kind and other.status != "declared" and related(fine.themes, other.themes)
        for _, other in every
    )


def _held_elsewhere(read: Read, every: Sequence[Read]) -> bool:
    """Whether it only announces what another piece holds."""
    name, item = read
    if item.status != "declared" and name not in ASKING:
        return False
    return any(
        other.kind == item.kind and other.status != "declared" and _leads(target, _article(place, other))
        for target in item.refers
        for place, other in every
        if other is not item
    )
