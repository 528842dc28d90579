"""Lines as they are read, each with its place: article, rank in the document, part."""

from __future__ import annotations

from typing import Any, Final

from clausekit.draft import Block, Cell, Change, Line
from clausekit.finding import Place
from clausekit.mark import Mark
from clausekit.office import SPLIT, Unsound
from clausekit.read.typed import Told

BODY, TABLE, HEADER, FOOTER, NOTE, BOX = "corps", "tableau", "en-tête", "pied de page", "note", "zone de texte"
MOST_LINES: Final = 100_000  # of a document, empty cells counted; a hundred pages have some four thousand
TOO_MANY: Final = f"Le document a plus de {MOST_LINES // 1000} 000 alinéas."
# A paragraph that was given the style of a title is not named in full at each place under it.
_LONGEST_ARTICLE = 120


class Pen:
    """Writes lines for one document: it knows how many it wrote, and under which article it stands."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.article: str | None = None
        self.caller = ""  # the rank of the paragraph that calls the note which is read
        self._count = 0

    def line(
        self,
        told: Told,
        *,
        part: str = BODY,
        page: int | None = None,
        style: str = "",
        depth: int = 0,
        left: float = 0.0,
        marks: tuple[Mark, ...] = (),
        changes: tuple[Change, ...] = (),
    ) -> Line:
        """The next line; a heading names the article of those that follow, and its own. `Unsound` past `MOST_LINES`."""
        self._count += 1
        if self._count > MOST_LINES:
            raise Unsound(TOO_MANY, remedy=SPLIT)
        text, heading, number, item, strong = told
        if heading is not None:
            if text:
                self.article = article(number, text)
            else:
                heading = None
        made: Any = _OpenLine()
        made.text, made.number, made.heading, made.item, made.strong = text, number, heading, item, strong
        made.place = _place(self.file, part, self.article, str(self._count), page)
        made.depth, made.left = depth if item else 0, left
        made.style, made.marks, made.changes, made.caller = style, marks, changes, self.caller
        made.__class__ = Line
        line: Line = made
        return line

    @property
    def last(self) -> str:
        """The rank of the line written last."""
        return str(self._count)

    def here(self, part: str, page: int | None = None) -> Place:
        """Where the next line will be."""
        return _place(self.file, part, self.article, str(self._count + 1), page)


class _OpenPlace:
    """A place while it is written; then it is a `Place`, which no more changes.

    A frozen value has each of its attributes set by a call: that alone was a tenth of the reading of a Word file.
    """

    __slots__ = Place.__slots__


class _OpenLine:
    """A line while it is written."""

    __slots__ = Line.__slots__


class _OpenCell:
    """A cell while it is written."""

    __slots__ = Cell.__slots__


def square(blocks: tuple[Block, ...]) -> Cell:
    """A cell of one column."""
    made: Any = _OpenCell()
    made.blocks, made.span = blocks, 1
    made.__class__ = Cell
    cell: Cell = made
    return cell


def _place(file: str, part: str, article_: str | None, paragraph: str, page: int | None) -> Place:
    made: Any = _OpenPlace()
    made.file, made.part, made.article, made.paragraph, made.page = file, part, article_, paragraph, page
    made.route, made.line, made.column = (), None, None
    made.__class__ = Place
    place: Place = made
    return place


def article(number: str, title: str) -> str:
    """« 14.3.3 Titre », as a place names it."""
    # « Article 7 » alone is its own title.
    name = " ".join((title if number in title.split() else f"{number} {title}").split())
    if len(name) <= _LONGEST_ARTICLE:
        return name
    return name[:_LONGEST_ARTICLE].rsplit(" ", 1)[0] + "…"
