"""What writing a change needs at hand: pen, styles, the two documents, and the count of what was written."""

from __future__ import annotations

from dataclasses import dataclass, field

from clausekit.word.tracked.notes import Notes
from clausekit.word.tracked.pen import Pen
from clausekit.word.tracked.sheets import Sheets
from clausekit.word.tracked.side import Side


@dataclass(slots=True)
class Tally:
    """Paragraphs and rows: put in, taken out, moved, changed, kept. `left_out`: signs of the old text left behind.

    `loose`: a section ends where a change should be carried to; an empty paragraph will stay there.
    """

    added: int = 0
    removed: int = 0
    moved: int = 0
    changed: int = 0
    kept: int = 0
    left_out: set[str] = field(default_factory=set)
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """The hand that writes. `bookmarks` are the names that the new document bears.

    `twins`: the two documents have the same styles and lists, byte for byte.
    """

    pen: Pen
    sheets: Sheets
    old: Side
    new: Side
    notes: Notes
    bookmarks: set[str]
    twins: bool = False
    tally: Tally = field(default_factory=Tally)
