"""What marks a change: its author, its date, a number of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit.word.tracked.names import found, head, local, made, removed, w

if TYPE_CHECKING:
    from lxml.etree import _Element

INSERTED, DELETED = "ins", "del"
MOVED_FROM, MOVED_TO = "moveFrom", "moveTo"
# In a table row these stand after everything else (ECMA-376 part 1, 17.4.81).
_LAST_OF_ROW = "trPrChange"


@dataclass(slots=True)
class Pen:
    """Who changes, when (UTC, « 2026-11-22T10:00:00Z »), and the next free number."""

    author: str
    date: str
    number: int

    def change(self, tag: str) -> _Element:
        """An element that bears a change."""
        self.number += 1
        return made(tag, id=str(self.number), author=self.author, date=self.date)

    def wrap(self, element: _Element, kind: str) -> None:
        """Put a run, where it stands, into an insertion or a deletion."""
        change = self.change(kind)
        parent = element.getparent()
        if parent is not None:
            parent.replace(element, change)
        change.append(element)

    def paragraph(self, paragraph: _Element, kind: str) -> None:
        """Mark the end of a paragraph as inserted, deleted or moved."""
        properties = head(paragraph, "pPr")
        run = properties.find(w("rPr"))
        if run is None:
            run = made("rPr")
            # Only a section and an earlier change may follow (CT_PPr).
            after = [child for child in properties if local(child) in {"sectPr", "pPrChange"}]
            properties.insert(len(properties) - len(after), run)
        if run.find(w(kind)) is None:
            run.insert(0, self.change(kind))

    def row(self, row: _Element, kind: str) -> None:
        """Mark a table row as inserted or deleted."""
        properties = found(row, "trPr")
        if properties is None:
            properties = made("trPr")
            row.insert(sum(local(child) == "tblPrEx" for child in row), properties)
        after = sum(local(child) == _LAST_OF_ROW for child in properties)
        properties.insert(len(properties) - after, self.change(kind))

    def former(self, properties: _Element, tag: str, before: _Element) -> None:
        """Keep at the end of properties what they were: `tag` is « pPrChange », `before` the former « pPr »."""
        change = self.change(tag)
        change.append(before)
        properties.append(change)


def unmarked(paragraph: _Element) -> None:
    """Take the change off the end of a paragraph."""
    run = found(paragraph, "pPr", "rPr")
    for child in list(run if run is not None else ()):
        if local(child) in {INSERTED, DELETED, MOVED_FROM, MOVED_TO}:
            removed(child)
