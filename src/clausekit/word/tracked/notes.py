"""Footnotes and endnotes of the two texts: which one is called where, and those that come back with words taken out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from clausekit.word.tracked.names import inside, local, made, value, w
from clausekit.word.tracked.side import Side

if TYPE_CHECKING:
    from lxml.etree import _Element

CALLS: Final = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


def calls(root: _Element) -> Iterator[_Element]:
    """The calls of notes, in order."""
    return root.iter(*(w(name) for name in CALLS))


def called(side: Side, call: _Element) -> _Element | None:
    """The note that a call leads to."""
    kind = CALLS[local(call)]
    number = value(call, "id")
    notes = side.notes[kind][1] if kind in side.notes else ()
    return next((note for note in notes if local(note) == kind and value(note, "id") == number), None)


@dataclass(slots=True)
class Notes:
    """The notes met on the way: faced with the former one (call, old, new), or brought from the old text (old, new)."""

    old: Side
    new: Side
    faced: list[tuple[_Element, _Element, _Element]] = field(default_factory=list)
    brought: list[tuple[_Element, _Element]] = field(default_factory=list)

    def face(self, before: _Element, now: _Element) -> None:
        """Remember that a call stands where another one stood."""
        old, new = called(self.old, before), called(self.new, now)
        if old is not None and new is not None:
            self.faced.append((now, old, new))

    def bring(self, call: _Element) -> _Element | None:
        """A call for an old note, which gets a place of its own in the new file; None when it leads nowhere."""
        old = called(self.old, call)
        if old is None:
            return None
        root = self.new.opened_notes(local(old))
        numbers = [value(note, "id") for note in root]
        number = str(1 + max((int(text) for text in numbers if text.isdecimal()), default=0))
        new = made(local(old), id=number)
        root.append(new)
        self.brought.append((old, new))
        twin = copy.deepcopy(call)
        twin.set(w("id"), number)
        return twin


def blocks(note: _Element) -> Iterator[_Element]:
    """The paragraphs and tables of a note."""
    return inside(note, "p", "tbl")
