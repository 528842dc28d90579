"""A paragraph that ends a body or a cell, or that a table follows: its end can be neither inserted nor deleted.

It could be joined to nothing. Word writes such a change one paragraph higher, as it does when somebody types at the
end of a paragraph: the end of the one that stays bears the change, and the last one keeps its own end.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clausekit.word.tracked import gone
from clausekit.word.tracked.hand import Hand
from clausekit.word.tracked.names import found, head, local, made, w
from clausekit.word.tracked.pen import DELETED, unmarked

if TYPE_CHECKING:
    from lxml.etree import _Element

KEPT: Final = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A paragraph or a table as it stands in the redline; `old` is its like in the old text.

    `moves` is the rank of the move of which it is an end.
    """

    element: _Element
    state: str
    old: _Element | None = None
    changed: bool = False
    moves: int | None = None


def settled(hand: Hand, written: Sequence[Written]) -> None:
    """Carry the change of each such paragraph to the end of the one that stays, above those that changed with it."""
    stop = _tail(written)
    if stop < len(written) - 1 and local(written[-1].element) == "p":
        _carried(hand, written[stop], written[-1])
    for at in range(stop):
        if written[at].state != KEPT and local(written[at + 1].element) == "tbl" and local(written[at].element) == "p":
            _carried(hand, written[_above(written, at)], written[at])


def _tail(written: Sequence[Written]) -> int:
    """The place of the last one that stays; what is below came, or went, as a whole."""
    return max((at for at, item in enumerate(written) if item.state == KEPT), default=0)


def _above(written: Sequence[Written], at: int) -> int:
    """The place of the first one above that is a table, or did not change with this one."""
    state = written[at].state
    while at and written[at].state == state and local(written[at].element) == "p":
        at -= 1
    return at


def _carried(hand: Hand, stays: Written, last: Written) -> None:
    blocks = (stays.element, last.element)
    if stays.state != KEPT or any(local(block) != "p" for block in blocks):
        return
    if any(_closes_section(block) for block in blocks):
        hand.tally.loose = True
        return
    unmarked(last.element)
    if last.state == DELETED:
        _swapped(hand, stays.element, last.element)
    else:
        assert stays.old is not None  # noqa: S101 (what stays was there)
        former = gone.properties(hand, stays.old, mark_too=False)
        hand.pen.former(head(last.element, "pPr"), "pPrChange", former)
    hand.pen.paragraph(stays.element, last.state)


def _closes_section(paragraph: _Element) -> bool:
    return found(paragraph, "pPr", "sectPr") is not None


def _swapped(hand: Hand, stays: _Element, last: _Element) -> None:
    """A deleted paragraph that ends the whole takes the properties of the one that stays, and remembers its own."""
    former = head(last, "pPr")
    last.remove(former)
    for child in [child for child in former if local(child) == "rPr"]:
        former.remove(child)
    there = stays.find(w("pPr"))
    properties = made("pPr") if there is None else copy.deepcopy(there)
    for child in properties.findall(w("pPrChange")):
        properties.remove(child)
    last.insert(0, properties)
    unmarked(last)
    hand.pen.former(properties, "pPrChange", former)
