"""A document that a person wrote or edited, once read: paragraphs and tables in reading order, each with its place.

`read` makes drafts from .docx, .odt, .pdf and plain text; `recognise` and `match` judge them and
never see a file format. Text is what a reader sees when every tracked change is accepted, with
plain spaces (French no-break spaces taken out) and in NFC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from clausekit.finding import Place
from clausekit.mark import Mark

# What words alone do not tell, in a draft that was asked for with its signs: private characters of Unicode, which
# no document prints. A blank holds its label, its kind and its choices, each ended by HELD, then what is shown; a
# link, the id of an entry and HELD, then the number shown.
BLANK: Final = ("\ue000", "\ue001")
LINK: Final = ("\ue002", "\ue003")
HELD: Final = "\ue004"
PICTURE: Final = "\ue005"
NOTE: Final = "\ue006"
HIDDEN: Final = "hidden"
GLOSS: Final = "gloss"
SIGNS: Final = (*BLANK, *LINK, HELD, PICTURE, NOTE)
_UNSAID = re.compile(
    rf"{BLANK[0]}(?:[^{HELD}{BLANK[1]}]*{HELD})*|{LINK[0]}[^{HELD}{LINK[1]}]*{HELD}|[{''.join(SIGNS)}]"
)


def unsigned(text: str) -> str:
    """The words that a document prints, without the signs."""
    return _UNSAID.sub("", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A tracked change that nobody has accepted yet. `kind`: insertion or deletion; `date` is ISO or empty."""

    kind: str
    text: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph.

    `heading` is its level from 1 (None for body text), `number` the printed number of the heading
    or of the item ("14.3.3", "a)", ""), never repeated in `text`. `place.article` is the number
    and title of the nearest heading above. `item` is true for a list item. `marks` are the
    identities found in the paragraph, in order. `depth` is the level of an item of an automatic list, from 0.
    `caller`, in a note, is the rank (`place.paragraph`) of the paragraph that calls it, "" when it is not known.
    `strong`: body text all in bold, in capitals or in larger print. `left` is where it begins, in points, from an
    edge that is the same in all the document; 0 where the file does not tell.
    """

    text: str
    place: Place
    heading: int | None = None
    number: str = ""
    item: bool = False
    depth: int = 0
    style: str = ""
    marks: tuple[Mark, ...] = ()
    changes: tuple[Change, ...] = ()
    caller: str = ""
    strong: bool = False
    left: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: paragraphs and nested tables. `span` is the number of columns that it covers."""

    blocks: tuple[Block, ...]
    span: int = 1

    @property
    def text(self) -> str:
        """Words of the cell, one paragraph a line."""
        return "\n".join(line.text for line in lines(self.blocks) if line.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, row by row; a cell that continues the one above (vertical merge) has no block."""

    rows: tuple[tuple[Cell, ...], ...]
    place: Place

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Its words, cell by cell."""
        return tuple(tuple(cell.text for cell in row) for row in self.rows)


Block: TypeAlias = Line | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """Words of a file that are in no line. `kind`: hidden (nobody sees them) or gloss (above other words, ruby)."""

    kind: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One file read.

    `format`: docx, odt, pdf or text. `pages`: number of pages (pdf only). `around` holds headers,
    footers, notes and text boxes, which are read but stand out of the flow. `properties` are
    the custom properties of the document (strings). `digest` is the SHA-256 of the bytes.
    `doubts` are French sentences on what could not be read (a page that is an image…). `unseen` are the words of a
    Word file that were left out on purpose. `partial`: pages, or another file that it
    inserts, were not read; a sentence of `doubts` says which.
    """

    file: str
    format: str
    blocks: tuple[Block, ...]
    around: tuple[Block, ...] = ()
    pages: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    doubts: tuple[str, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    partial: bool = False

    def lines(self) -> Iterator[Line]:
        """Every paragraph, those of tables at their place, then those around."""
        yield from lines(self.blocks)
        yield from lines(self.around)


def lines(blocks: tuple[Block, ...]) -> Iterator[Line]:
    """Every paragraph of blocks, in reading order."""
    found: list[Line] = []
    _gather(blocks, found)
    return iter(found)


def _gather(blocks: tuple[Block, ...], found: list[Line]) -> None:
    """Into a list: generators inside generators would hand each paragraph of a table on, level by level."""
    for block in blocks:
        if isinstance(block, Line):
            found.append(block)
        else:
            for row in block.rows:
                for cell in row:
                    _gather(cell.blocks, found)
