"""The blocks of a Word file: body, header, note or text box, walked in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausekit.draft import GLOSS, HIDDEN, Block, Cell, Table, Unseen, unsigned
from clausekit.finding import Place
from clausekit.mark import Mark
from clausekit.mark import parse as parse_mark
from clausekit.read import typed, wordtable
from clausekit.read.inline import TEXT, Inline, Words
from clausekit.read.ooxml import MC, VAL, W, indented, integer, on, value
from clausekit.read.pen import BODY, BOX, TABLE, Pen, square
from clausekit.read.styles import Style, heading
from clausekit.read.survey import Seen, survey
from clausekit.read.typed import Told
from clausekit.read.words import clean
from clausekit.read.wordtable import CELL_PROPERTIES, TRANSPARENT

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clausekit.read.numbering import Lists
    from clausekit.read.styles import Styles

_TABLE, _PROPERTIES = W + "tbl", W + "pPr"
_STYLE, _NUMBERS, _OUTLINE, _MARK_PROPERTIES = W + "pStyle", W + "numPr", W + "outlineLvl", W + "rPr"
_INDENT = W + "ind"
_BOOKMARK = W + "bookmarkStart"
_CHUNK = W + "altChunk"
_TOC = "toc "
_SHORT = 90  # characters of a title that its look alone may declare
_ALTERNATE = MC + "AlternateContent"
CHUNK_DOUBT = "Le document insère un autre fichier (altChunk), dont le texte n’est pas lu."


@dataclass(slots=True)
class Shape:
    """What the properties of a paragraph say of it; `gone` is a paragraph mark that was deleted."""

    style: Style
    level: int | None = None
    link: tuple[str, int] | None = None
    gone: bool = False
    left: float = 0.0


@dataclass(slots=True)
class Story:
    """Reads one story after another of the same document: they share lists, ranks and doubts."""

    styles: Styles
    lists: Lists
    pen: Pen
    around: list[Block] = field(default_factory=list)
    doubts: dict[str, None] = field(default_factory=dict)
    notes: dict[tuple[str, str], Place] = field(default_factory=dict)
    unseen: list[Unseen] = field(default_factory=list)
    part: str = BODY
    _inline: Inline = field(init=False)
    _seen: dict[_Element, Seen] = field(default_factory=dict)
    _covering: set[_Element] = field(default_factory=set)
    _shapes: dict[str | None, Shape] = field(default_factory=dict)
    _pending: list[Mark] = field(default_factory=list)
    _held: Words | None = None
    _in_table: int = 0

    def __post_init__(self) -> None:
        self._inline = Inline(self.styles)

    def read(self, root: _Element, part: str) -> tuple[Block, ...]:
        """The blocks of a story; its text boxes go to `around`."""
        self.part, self._in_table = part, 0
        self._inline = Inline(self.styles)
        found = survey(root, self.styles)
        self._seen, self._covering = found.paragraphs, found.covering
        self._inline.fields.ignored = not found.balanced
        blocks: list[Block] = []
        self._blocks(root, blocks)
        self._flush(blocks)
        return tuple(blocks)

    def _blocks(self, parent: _Element, out: list[Block]) -> None:
        for child in parent:
            seen = self._seen.get(child)
            if seen is not None:
                self._paragraph(child, seen, out)
            elif (tag := child.tag) == _TABLE:
                self._table(child, out)
            elif tag != CELL_PROPERTIES:
                self._other(child, tag, out)

    def _other(self, child: _Element, tag: str, out: list[Block]) -> None:
        if tag in TRANSPARENT:
            self._blocks(child, out)
        elif tag == _BOOKMARK:
            mark = parse_mark(child.get(W + "name", ""))
            self._pending += [mark] if mark else []
        elif tag == _ALTERNATE:
            chosen = child.find(MC + "Choice")
            chosen = child.find(MC + "Fallback") if chosen is None else chosen
            self._blocks(child if chosen is None else chosen, out)
        elif tag == _CHUNK:
            self.doubts[CHUNK_DOUBT] = None

    def _paragraph(self, paragraph: _Element, seen: Seen, out: list[Block]) -> None:
        shape = self._shape(paragraph) if seen.own else self._shapes.get(seen.style) or self._plain_shape(seen.style)
        if shape.style.hidden:
            self._leave(HIDDEN, [part.text or "" for part in paragraph.iter(TEXT)])
            self._write(paragraph, shape, "", None, out)
        elif seen.careful or self._held or self._inline.fields.open:
            words = self._careful(paragraph)
            text = words.text
            if shape.gone and text:
                self._held = words
                return
            self._write(paragraph, shape, text, words, out)
            if words.boxes:
                self._boxes(words.boxes)
        else:
            self._write(paragraph, shape, clean("".join(filter(None, seen.texts))), None, out)

    def _careful(self, paragraph: _Element) -> Words:
        words = self._inline.read(paragraph)
        if self._held:
            words = _joined(self._held, words)
            self._held = None
        self.doubts.update(dict.fromkeys(words.doubts))
        self._leave(HIDDEN, words.hidden)
        self._leave(GLOSS, words.glosses)
        words.hidden, words.glosses = [], []
        self.notes.update(dict.fromkeys(words.notes, self.pen.here(self._part)))
        return words

    def _leave(self, kind: str, parts: list[str]) -> None:
        """Take note of words that go into no line."""
        text = clean(unsigned("".join(parts)))
        if text:
            self.unseen.append(Unseen(kind=kind, text=text, place=self.pen.here(self._part)))

    def _flush(self, out: list[Block]) -> None:
        """A paragraph whose end was deleted, and after which there is nothing to join it to."""
        if self._held:
            out.append(self.pen.line(Told(text=self._held.text), part=self._part, changes=self._held.changes))
            self._held = None

    @property
    def _part(self) -> str:
        return TABLE if self._in_table and self.part == BODY else self.part

    def _shape(self, paragraph: _Element) -> Shape:
        properties = next(paragraph.iterchildren(_PROPERTIES), None)
        if properties is None:
            return self._plain_shape(None)
        parts = {child.tag: child for child in properties}
        named, outline, mark = parts.get(_STYLE), parts.get(_OUTLINE), parts.get(_MARK_PROPERTIES)
        indent = parts.get(_INDENT)
        style = self.styles.get(None if named is None else named.get(VAL))
        ilvl = value(parts.get(_NUMBERS), "ilvl")
        return Shape(
            style=style,
            level=style.level if outline is None else heading(outline.get(VAL)),
            link=self.lists.link(
                style, value(parts.get(_NUMBERS), "numId"), integer(ilvl, 0) if ilvl is not None else None
            ),
            gone=mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None),
            left=0.0 if indent is None else indented(indent),
        )

    def _plain_shape(self, name: str | None) -> Shape:
        """That of every paragraph that has its style for all properties."""
        shape = self._shapes.get(name)
        if shape is None:
            style = self.styles.get(name)
            shape = Shape(style=style, level=style.level, link=self.lists.link(style, None, None))
            self._shapes[name] = shape
        return shape

    def _write(self, paragraph: _Element, shape: Shape, text: str, words: Words | None, out: list[Block]) -> None:
        changes = words.changes if words else ()
        own = self._seen[paragraph].marks
        marks = self._marks(own or ()) if own or self._pending else ()
        label: str | None = None
        depth = 0
        if shape.link and (text or not (shape.gone or shape.style.hidden)):
            label, depth = self.lists.label(*shape.link) or (None, 0)
        if not text and not marks and not changes:
            return
        told = self._told(paragraph, shape, text, label)
        left = shape.left or (self.lists.left(*shape.link) if label is not None and shape.link else 0.0)
        style = shape.style.name
        line = self.pen.line(told, part=self._part, style=style, depth=depth, left=left, marks=marks, changes=changes)
        out.append(line)

    def _marks(self, found: Iterable[Mark]) -> tuple[Mark, ...]:
        marks = (*self._pending, *found)
        self._pending = []
        return tuple(dict.fromkeys(marks))

    def _told(self, paragraph: _Element, shape: Shape, text: str, label: str | None) -> Told:
        if shape.level is not None and text:
            return typed.declared(shape.level, text, label)
        start = text[:2]
        if label is None and start.isalpha() and not start.isupper() and text[:3].lower() not in typed.FIRST_LETTERS:
            # as most do: it starts with a word
            short = not self._in_table and len(text) <= _SHORT and text[-1] != "."
            return Told(text, strong=True) if short and self._strong(paragraph, shape) else Told(text)
        if not text or shape.style.name.casefold().startswith(_TOC):
            return Told(text=text)
        strong = not self._in_table and label != "" and self._strong(paragraph, shape)
        return typed.told(text, strong=strong, label=label, cell=self._in_table > 0)

    def _strong(self, paragraph: _Element, shape: Shape) -> bool:
        """Whether a paragraph looks like a title: bold or printed in capitals, all of it."""
        if shape.style.capitals:
            return True
        runs = (run for run in paragraph.iter(W + "r") if any(part.text for part in run.iterchildren(TEXT)))
        first = next(runs, None)
        return first is not None and self._bold(first, shape) and all(self._bold(run, shape) for run in runs)

    def _bold(self, run: _Element, shape: Shape) -> bool:
        properties = run.find(W + "rPr")
        if properties is not None:
            for name in ("b", "caps"):
                own = properties.find(W + name)
                if own is not None and on(own):
                    return True
                if own is not None and name == "b":
                    return False
            style = value(properties, "rStyle")
            if style is not None and self.styles.get(style).bold:
                return True
        return shape.style.bold

    def _boxes(self, boxes: list[_Element]) -> None:
        part, depth, inline = self.part, self._in_table, self._inline
        for box in boxes:
            self.part, self._in_table, self._inline = part if part != BODY else BOX, 0, Inline(self.styles)
            self._blocks(box, self.around)
            self._flush(self.around)
        self.part, self._in_table, self._inline = part, depth, inline

    def _table(self, table: _Element, out: list[Block]) -> None:
        place = self.pen.here(TABLE if self.part == BODY else self.part)
        self._in_table += 1
        rows = tuple(row for element in wordtable.rows(table) if (row := self._row(element)))
        self._in_table -= 1
        if rows:
            out.append(Table(rows=rows, place=place))

    def _row(self, row: _Element) -> tuple[Cell, ...]:
        parts = list(row)
        margins = wordtable.margins(parts)
        if margins is None:
            return ()
        before, after = margins
        cells: list[Cell] = [Cell(blocks=(), span=before)] if before else []
        for element in wordtable.cells(parts):
            if element not in self._covering:
                cells.append(square(self._cell(element)))
                continue
            cover = wordtable.cover(element)
            if cover.across and cells:
                cells[-1] = Cell(blocks=cells[-1].blocks, span=cells[-1].span + cover.span)
            else:
                cells.append(Cell(blocks=() if cover.down else self._cell(element), span=cover.span))
        return (*cells, Cell(blocks=(), span=after)) if after else tuple(cells)

    def _cell(self, cell: _Element) -> tuple[Block, ...]:
        blocks: list[Block] = []
        self._blocks(cell, blocks)
        if self._held:
            self._flush(blocks)
        # A cell without any block would be taken for the rest of the one above.
        return tuple(blocks) or (self.pen.line(Told(text=""), part=self._part),)


def _joined(first: Words, second: Words) -> Words:
    """Two paragraphs of which the mark between them was deleted."""
    return Words(
        parts=[*first.parts, *second.parts],
        tracked=[*first.tracked, *second.tracked],
        boxes=[*first.boxes, *second.boxes],
        notes=[*first.notes, *second.notes],
        doubts=[*first.doubts, *second.doubts],
    )
