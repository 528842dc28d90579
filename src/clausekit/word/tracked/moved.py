"""What a person moved: struck out where it was, shown where it is, the two ends under one name.

ECMA-376 part 1, 17.13.5.21 to 17.13.5.28. Word has no moved row: the rows of a moved table are deleted and inserted,
what they say is moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from clausekit.word.tracked import gone, paragraphs
from clausekit.word.tracked.ends import Written
from clausekit.word.tracked.hand import Hand
from clausekit.word.tracked.names import found, inside, local, made, w
from clausekit.word.tracked.pen import DELETED, INSERTED, MOVED_FROM, MOVED_TO

if TYPE_CHECKING:
    from lxml.etree import _Element

# In what is moved away words stay words: only a deletion strikes them out.
_SPELT: Final = {"delText": "t", "delInstrText": "instrText"}


def source(hand: Hand, old: _Element) -> _Element:
    """A paragraph or a table of the old text, moved away."""
    element = gone.paragraph(hand, old) if local(old) == "p" else gone.table(hand, old)
    for change in list(element.iter(w(DELETED))):
        parent = change.getparent()
        if parent is None or local(parent) != "trPr":
            change.tag = w(MOVED_FROM)
    for text in element.iter(*(w(name) for name in _SPELT)):
        text.tag = w(_SPELT[local(text)])
    return element


def target(hand: Hand, old: _Element, new: _Element) -> bool:
    """Mark a paragraph or a table of the new text as moved there; whether its words changed on the way."""
    if local(new) == "p":
        return _paragraph(hand, old, new)
    changed = False
    for one, two in zip(inside(old, "tr"), inside(new, "tr"), strict=True):
        hand.pen.row(two, INSERTED)
        for before, after in zip(inside(one, "tc"), inside(two, "tc"), strict=True):
            changed = _cell(hand, before, after) or changed
    return changed


def fits(old: _Element, new: _Element) -> bool:
    """Whether two blocks can be one that moved: tables have the same rows, cells and blocks in them."""
    return _shape(old) == _shape(new)


def _shape(block: _Element) -> tuple[object, ...]:
    if local(block) == "p":
        return ("p",)
    rows = (inside(row, "tc") for row in inside(block, "tr"))
    return ("tbl", *(tuple(tuple(map(_shape, inside(cell, "p", "tbl"))) for cell in cells) for cells in rows))


def _cell(hand: Hand, old: _Element, new: _Element) -> bool:
    blocks = zip(inside(old, "p", "tbl"), inside(new, "p", "tbl"), strict=True)
    return sum(target(hand, one, two) for one, two in blocks) > 0  # every block is written, not up to the first


def _paragraph(hand: Hand, old: _Element, new: _Element) -> bool:
    changed = paragraphs.reworded(hand, old, new)
    for change in [item for item in new.iter(w(DELETED)) if len(item)]:
        hand.pen.wrap(change, MOVED_TO)  # refused, the words do not come back here
    paragraphs.put_in(hand, new, MOVED_TO)
    return changed


def ranged(hand: Hand, blocks: Sequence[Written], tag: str, name: str) -> None:
    """Put the marks of a move (`tag`: moveFrom, moveTo) around blocks that moved together."""
    start = hand.pen.change(f"{tag}RangeStart")
    start.set(w("name"), name)
    _started(blocks[0].element, start)
    _ended(blocks[-1].element, made(f"{tag}RangeEnd", id=start.get(w("id"), "")), tag)


def _started(element: _Element, start: _Element) -> None:
    if local(element) == "p":
        element.insert(element.find(w("pPr")) is not None, start)
    else:
        element.addprevious(start)


def _ended(element: _Element, end: _Element, tag: str) -> None:
    """After the paragraph when its end moved with it, else within."""
    if local(element) == "p" and found(element, "pPr", "rPr", tag) is None:
        element.append(end)
    else:
        element.addnext(end)
