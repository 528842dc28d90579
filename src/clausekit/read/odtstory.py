"""The blocks of an OpenDocument text: body, header, note or frame, walked in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausekit.draft import Block, Cell, Change, Line, Table
from clausekit.office import SPLIT, Unsound
from clausekit.read import typed
from clausekit.read.odf import DRAW, TABLE, TEXT, Look, Looks
from clausekit.read.odtinline import BOXES, SKIPPED, Inline, Words, boxes
from clausekit.read.odtlists import Count, Lists
from clausekit.read.ooxml import integer
from clausekit.read.pen import BODY, BOX, MOST_LINES, NOTE, TOO_MANY, Pen
from clausekit.read.pen import TABLE as IN_TABLE
from clausekit.read.typed import Told
from clausekit.read.words import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_TOC = "toc "
_LEVEL = 18.0  # points by which each level of a list stands further in
_MOST_REPEATED = 100  # rows or columns written once for several: beyond, nobody wrote a table
# The names of LibreOffice for the lines of a table of contents: « Contents 1 ».
_CONTENTS = re.compile(r"(?:Contents|Table des matières|TM|Index)\s*(?P<level>\d+)", re.IGNORECASE)


@dataclass(slots=True)
class Story:
    """Reads one story after another of the same document: they share lists, ranks and doubts."""

    looks: Looks
    lists: Lists
    pen: Pen
    tracked: dict[str, Change]
    around: list[Block] = field(default_factory=list)
    part: str = BODY
    _counts: list[Count] = field(default_factory=list)
    _forced: int | None = None
    _numbered: bool = False
    _in_table: int = 0
    _hidden_cells: int = 0
    _contents: bool = False
    _inline: Inline = field(init=False)

    def __post_init__(self) -> None:
        self._inline = Inline(self.looks, self.tracked)

    def read(self, root: _Element, part: str) -> tuple[Block, ...]:
        """The blocks of a story; its notes and frames go to `around`."""
        self.part, self._in_table = part, 0
        blocks: list[Block] = []
        self._blocks(root, blocks)
        return tuple(blocks)

    def _blocks(self, parent: _Element, out: list[Block]) -> None:
        for child in parent:
            tag = child.tag
            if tag in _PARAGRAPHS:
                self._paragraph(child, out)
            elif tag == TEXT + "list":
                self._list(child, out)
            elif tag == TABLE + "table":
                self._table(child, out)
            elif tag == TEXT + "section" and child.get(TEXT + "display") == "none":
                continue
            elif tag == DRAW + "frame" or tag in BOXES:
                self._boxes([(box, BOX) for box in boxes(child)])
            elif tag == TEXT + "table-of-content":
                self._contents = True
                self._blocks(child, out)
                self._contents = False
            elif tag not in SKIPPED and not str(tag).endswith("-source"):
                self._other(child, out)

    def _other(self, child: _Element, out: list[Block]) -> None:
        if child.tag in (TEXT + "change-start", TEXT + "change-end", TEXT + "change"):
            self._inline.between(child)
        else:
            self._blocks(child, out)

    def _list(self, element: _Element, out: list[Block]) -> None:
        outer = self._counts
        style = element.get(TEXT + "style-name", "") or self._style_within(element)
        if outer and (not style or style == outer[-1].style):
            self._counts = [*outer, outer[-1]]
        else:
            self._counts = [*outer, self.lists.opened(element, style)]
        for child in element:
            if child.tag == TEXT + "list-item":
                start = child.get(TEXT + "start-value")
                self._forced = integer(start, 1) if start is not None else None
                self._numbered = False
                self._blocks(child, out)
            elif child.tag == TEXT + "list-header":
                self._numbered = True
                self._blocks(child, out)
        self._counts, self._numbered = outer, True

    def _style_within(self, element: _Element) -> str:
        """A list without a style takes that of its first paragraph."""
        first = next(element.iter(*_PARAGRAPHS), None)
        return "" if first is None else self.looks.get("paragraph", first.get(TEXT + "style-name")).list_style

    def _paragraph(self, paragraph: _Element, out: list[Block]) -> None:
        look = self.looks.get("paragraph", paragraph.get(TEXT + "style-name"))
        words = self._inline.read(paragraph, bold=look.bold)
        text = "" if look.hidden else clean("".join(words.parts))
        label = self._number(paragraph)
        if text or words.marks or words.changes:
            out.append(self._line(paragraph, look, text, label, words))
        self._boxes(words.boxes)

    def _number(self, paragraph: _Element) -> str | None:
        """The label of a paragraph: "" for a bullet, None outside of lists and after the first of an item."""
        heading = paragraph.tag == TEXT + "h"
        if paragraph.get(TEXT + "is-list-header") == "true":
            return None
        if self._counts:
            if self._numbered:
                return None
            self._numbered = True
            forced, self._forced = self._forced, None
            return self.lists.label(self._counts[-1], len(self._counts) - 1, forced)
        return self.lists.heading(paragraph, _level(paragraph) - 1) if heading else None

    def _line(self, paragraph: _Element, look: Look, text: str, label: str | None, words: Words) -> Line:
        style = self._style(look)
        return self.pen.line(
            self._told(paragraph, text, label, words, style),
            part=IN_TABLE if self._in_table and self.part == BODY else self.part,
            style=style,
            left=_LEVEL * len(self._counts),
            marks=tuple(dict.fromkeys(words.marks)),
            changes=words.changes,
        )

    def _told(self, paragraph: _Element, text: str, label: str | None, words: Words, style: str) -> Told:
        if not text or style.startswith(_TOC):
            return Told(text=text)
        if paragraph.tag == TEXT + "h":
            return typed.declared(_level(paragraph), text, label)
        return typed.told(text, strong=not words.plain, label=label, cell=self._in_table > 0)

    def _style(self, look: Look) -> str:
        found = _CONTENTS.fullmatch(look.name)
        if found:
            return _TOC + found["level"]
        return f"{_TOC}1" if self._contents else look.name

    def _boxes(self, boxes: list[tuple[_Element, str]]) -> None:
        state = self.part, self._in_table, self._counts, self._numbered, self._contents
        caller, outer = self.pen.last, self.pen.caller
        for box, part in boxes:
            self.pen.caller = caller if part == NOTE else ""
            self.part, self._in_table, self._counts = (part if state[0] == BODY else state[0]), 0, []
            self._blocks(box, self.around)
        self.part, self._in_table, self._counts, self._numbered, self._contents = state
        self.pen.caller = outer

    def _table(self, table: _Element, out: list[Block]) -> None:
        place = self.pen.here(IN_TABLE if self.part == BODY else self.part)
        state = self._counts, self._numbered
        self._counts, self._in_table = [], self._in_table + 1
        below: dict[int, tuple[int, int]] = {}  # column -> (rows still covered, columns covered)
        rows = tuple(row for element, count in _rows(table) for row in self._repeated(element, count, below))
        self._in_table -= 1
        self._counts, self._numbered = state
        if rows:
            out.append(Table(rows=rows, place=place))

    def _repeated(self, row: _Element, count: int, below: dict[int, tuple[int, int]]) -> Iterator[tuple[Cell, ...]]:
        """A row as many times as it is written once for."""
        for _ in range(count):
            cells = self._row(row, below)
            if not cells:  # nor will the next ones hold anything
                return
            yield cells

    def _row(self, row: _Element, below: dict[int, tuple[int, int]]) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        column = 0
        for element in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
            if element.tag == TABLE + "covered-table-cell":
                column = self._covered(column, below, cells, _repeat(element, "number-columns-repeated"))
                continue
            span = _repeat(element, "number-columns-spanned")
            for _ in range(_repeat(element, "number-columns-repeated")):
                cells.append(self._cell(element, span))
                rest = _repeat(element, "number-rows-spanned") - 1
                if rest:
                    below[column] = (rest, span)
                column += 1
        return tuple(cells)

    def _covered(self, column: int, below: dict[int, tuple[int, int]], cells: list[Cell], count: int) -> int:
        self._hidden_cells += count
        if self._hidden_cells > MOST_LINES:
            raise Unsound(TOO_MANY, remedy=SPLIT)
        for _ in range(count):
            if column in below:
                rest, span = below.pop(column)
                cells.append(Cell(blocks=(), span=span))
                if rest > 1:
                    below[column] = (rest - 1, span)
            column += 1
        return column

    def _cell(self, cell: _Element, span: int) -> Cell:
        blocks: list[Block] = []
        self._blocks(cell, blocks)
        part = IN_TABLE if self.part == BODY else self.part
        return Cell(blocks=tuple(blocks) or (self.pen.line(Told(text=""), part=part),), span=span)


def _level(paragraph: _Element) -> int:
    return max(1, min(9, integer(paragraph.get(TEXT + "outline-level"), 1)))


def _rows(table: _Element) -> Iterator[tuple[_Element, int]]:
    """The rows of a table, each with how many it stands for."""
    for child in table:
        if child.tag == TABLE + "table-row":
            yield child, _repeat(child, "number-rows-repeated")
        elif child.tag in (TABLE + "table-header-rows", TABLE + "table-rows", TABLE + "table-row-group"):
            yield from _rows(child)


def _repeat(element: _Element, name: str) -> int:
    return max(1, min(_MOST_REPEATED, integer(element.get(TABLE + name), 1)))
