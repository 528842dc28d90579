"""Plain text and Markdown to a draft, also the kind that programs draw from a PDF page by page.

A line of such a file is a line of print: columns of characters stand for points, and what is true
of a page of PDF (paragraphs, tables without rules) is told the same way.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from clausekit.draft import Block, Cell, Draft, Line, Table
from clausekit.office import SPLIT
from clausekit.read import typed
from clausekit.read.columns import Aligned, aligned
from clausekit.read.contents import contents
from clausekit.read.feeds import without_running
from clausekit.read.flow import Manner, Paragraph, manner, paragraphs
from clausekit.read.listed import Listed
from clausekit.read.measure import MAX_SIGNS
from clausekit.read.pen import HEADER, TABLE, Pen
from clausekit.read.refusal import unreadable
from clausekit.read.sheet import Row, Word
from clausekit.read.typed import Told
from clausekit.read.words import clean

TOC = "toc 1"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEADING = re.compile(r"(?P<signs>#{1,6})\s+(?P<text>.+)")
_PAGE = re.compile(r"(?:#{1,6})?[-–—\s]*page\s+(?P<page>\d{1,4})\s*[-–—]*", re.IGNORECASE)
_RULE = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*")
_CELLS = re.compile(r"\s*\|.*\|\s*")
_UNDER_HEADER = re.compile(r"\s*+\|?(?:\s*+:?-++:?\s*+\|)++\s*+:?-*+:?\s*+")
_QUOTE = re.compile(r"\A\s*>\s?")
_STRESS = re.compile(r"(\*\*|__)(?=[\w«(])(?P<text>.+?)(?<=\S)\1")
_WORD = re.compile(r"\S+")
_LEADER = re.compile(r"\s*(?:[.…_·]\s?){4,}\s*")
_TAB = 8
_WIDTH, _BODY, _PITCH = 5.0, 10.0, 12.0  # points for a character, a body of type, a line
_NEAR = 8 * _WIDTH
_APART = 1.5 * _PITCH / _BODY  # heights of print, from a line to the next
_END = (".", ";", ":", "!", "?", "…")
_NARROWEST = 50 * _WIDTH  # a text cut in lines; shorter lines end where their author ended them
_FULL = 0.88  # of the longest lines: letters of a PDF are not all as wide as a column of text
_MOST_LINES = 30_000
# Signs, and so many more for each line, of what is read; as far as it is judged, and some more.
MOST_WORK: Final = 600_000
A_LINE: Final = 20
_CUT: Final = (
    "Le texte est trop long pour être lu en entier : il est lu jusqu’à la ligne {}. Le partager en plusieurs fichiers."
)
_LONGEST_MARKED = 5_000  # characters of a line that Markdown may mark
# « A – Pouvoir adjudicateur » is no item of a list, even where nothing is bold.
_DASHED = re.compile(r"(?:[A-Z]|[IVX]+|\d{1,2})\s+[–—-]\s+[^\W\d].{3,90}[^.;,:]")


def read(data: bytes, *, file: str) -> Draft:
    """The draft of a text; pages are known when the text says « Page 3 » between them."""
    text = _decoded(data, file)
    if len(text) > MAX_SIGNS:
        message = f"Le texte est trop long : {len(text) // 1000} milliers de caractères (maximum {MAX_SIGNS // 1000})."
        raise unreadable(file, message, remedy=SPLIT)
    text, running = without_running(text)
    lines = text.expandtabs(_TAB).split("\n")
    if len(lines) > _MOST_LINES:
        message = f"Le texte est trop long : {len(lines) // 1000} milliers de lignes (maximum {_MOST_LINES // 1000})."
        raise unreadable(file, message, remedy=SPLIT)
    pen = _Scribe(file)
    kept = _within(lines)
    blocks = tuple(_blocks(kept, pen))
    if not blocks:
        raise unreadable(file, "Le fichier ne contient aucun texte.", remedy="Vérifier que c’est bien le bon fichier.")
    pen.article = None
    around = tuple(pen.line(Told(text=clean(line)), part=HEADER) for line in running)
    cut = kept is not lines
    doubts = (_CUT.format(len(kept)),) if cut else ()
    return Draft(file=file, format="text", blocks=blocks, around=around, doubts=doubts, partial=cut)


def _within(lines: list[str]) -> list[str]:
    """The lines up to the bound, the last of them to its end unless no page holds it; the same when all are within."""
    left = MOST_WORK
    for rank, line in enumerate(lines):
        left -= A_LINE + len(line)
        if left < 0:
            return [*lines[:rank], line[:left]] if len(line) > _LONGEST_MARKED else lines[:rank]
    return lines


class _Scribe(Pen):
    """A pen that remembers the titles that a table of contents announced."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.listed = Listed()

    def entry(self, text: str, page: int | None) -> Line:
        """A line of a table of contents."""
        self.listed.add(text)
        return self.line(Told(text=_LEADER.sub("\t", clean(text))), page=page, style=TOC)


def _decoded(data: bytes, file: str) -> str:
    """Text in UTF-8, in UTF-16 that says so, else as Windows wrote it."""
    for mark, code in _BOMS:
        if data.startswith(mark):
            text = data.decode(code, "replace")
            break
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise unreadable(file, "Le fichier n’est pas du texte.", remedy="Vérifier que c’est bien le bon fichier.")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.removeprefix("\ufeff")


def _blocks(lines: Sequence[str], pen: _Scribe) -> Iterator[Block]:
    """Lines by page, and within a page what Markdown marks apart from what it does not."""
    page: int | None = None
    start = 0
    for number, line in enumerate((*lines, "page 0")):
        found = _PAGE.fullmatch(line.strip())
        if not found and number < len(lines):
            continue
        yield from _page(lines[start:number], page, pen)
        page, start = int(found["page"]) if found else page, number + 1


def _page(lines: Sequence[str], page: int | None, pen: _Scribe) -> Iterator[Block]:
    kinds = zip(_kinds(lines), enumerate(lines), strict=True)
    for kind, group in groupby(kinds, key=lambda item: item[0]):
        found = [line for _, line in group]
        if kind == "heading":
            yield from (_heading(line, page, pen) for _, line in found)
        elif kind == "table":
            yield _table([line for _, line in found], page, pen)
        elif kind == "text":
            yield from _text(found, page, pen)


def _kinds(lines: Sequence[str]) -> list[str]:
    """What each line is; rows between bars are a table when a line of dashes is among them."""
    kinds: list[str] = []
    for kind, group in groupby(lines, key=_kind):
        run = list(group)
        ruled = any("|" in line and _UNDER_HEADER.fullmatch(line) for line in run)
        told = ("table" if ruled else "text") if kind == "row" else kind
        kinds += [told] * len(run)
    return kinds


def _kind(line: str) -> str:
    if len(line) > _LONGEST_MARKED:
        return "text"
    if _RULE.fullmatch(line):
        return "rule"
    if _HEADING.fullmatch(line):
        return "heading"
    return "row" if _CELLS.fullmatch(line) or ("|" in line and _UNDER_HEADER.fullmatch(line)) else "text"


def _heading(line: str, page: int | None, pen: _Scribe) -> Line:
    found = _HEADING.fullmatch(line)
    text, level = (_unclosed(found["text"]), len(found["signs"])) if found else (line, 1)
    return pen.line(typed.declared(level, _plain(text), None), page=page)


def _unclosed(text: str) -> str:
    """A title without the signs that close it: « ## Objet ## »."""
    return text.rstrip("#") or text[:1]


def _plain(text: str) -> str:
    text = text.replace("\\|", "|")
    return clean(text if len(text) > _LONGEST_MARKED else _STRESS.sub(r"\g<text>", text))


def _table(lines: Sequence[str], page: int | None, pen: _Scribe) -> Table:
    place = pen.here(TABLE, page)
    rows = []
    for line in lines:
        if not _UNDER_HEADER.fullmatch(line):
            cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
            rows.append(tuple(_cell([_plain(cell.replace("<br>", "\n"))], page, pen) for cell in cells))
    return Table(rows=tuple(rows), place=place)


def _cell(texts: Sequence[str], page: int | None, pen: _Scribe) -> Cell:
    lines = (pen.line(typed.told(text, cell=True), part=TABLE, page=page) for text in texts or [""])
    return Cell(blocks=tuple(lines))


def _text(lines: Sequence[tuple[int, str]], page: int | None, pen: _Scribe) -> Iterator[Block]:
    rows = [row for number, line in lines if (row := _row(_QUOTE.sub("", line, count=1), number, page))]
    if not rows:
        return
    known = _manner(rows)
    ends = sorted((row.x1 for row in rows), reverse=True)
    right = next((end for end, other in zip(ends, ends[2:], strict=False) if end - other < _NEAR), ends[0])
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        row.right = _FULL * right if right >= _NARROWEST and not _announces(row, below) else math.inf
    listed = contents(rows, len(rows), goes_on=False)
    for is_contents, group in groupby(enumerate(rows), key=lambda pair: pair[0] in listed):
        run = [row for _, row in group]
        if is_contents:
            yield from (pen.entry(row.text, page) for row in run)
        else:
            yield from _lines(run, known, page, pen)


def _announces(row: Row, below: Row | None) -> bool:
    """Whether a line ends on the colon of a list that begins on the next one, however long it is."""
    return below is not None and row.text.endswith(":") and below.text[:1].isupper()


def _manner(rows: Sequence[Row]) -> Manner:
    """How a text is set. Blank lines between all its lines part paragraphs when most of these end a sentence."""
    known = manner(rows)
    known.gaps = not (known.pitch > _APART and 2 * sum(row.text.endswith(_END) for row in rows) > len(rows))
    if not known.gaps:
        known.pitch = _PITCH / _BODY
    return known


def _row(line: str, number: int, page: int | None) -> Row | None:
    """A line of text as a line of print: its characters stand where a typewriter puts them."""
    top = number * _PITCH
    words = [
        Word(found[0], _WIDTH * found.start(), top, _WIDTH * found.end(), top + _BODY, _BODY, bold=False)
        for found in _WORD.finditer(line)
    ]
    return Row(words, page or 0) if words else None


def _lines(rows: Sequence[Row], known: Manner, page: int | None, pen: _Scribe) -> Iterator[Block]:
    for is_table, group in groupby(aligned(rows), key=lambda part: isinstance(part, Aligned)):
        if is_table:
            yield from (_aligned(part, known, page, pen) for part in group if isinstance(part, Aligned))
        else:
            for paragraph in paragraphs([part for part in group if isinstance(part, Row)], known):
                yield _line(paragraph, page, pen)


def _aligned(table: Aligned, known: Manner, page: int | None, pen: _Scribe) -> Table:
    place = pen.here(TABLE, page)
    rows = []
    for row in table.rows:
        rows.append(
            tuple(_cell(_texts(cell, known), page, pen) if cell is not None else Cell(blocks=()) for cell in row)
        )
    return Table(rows=tuple(rows), place=place)


def _texts(cell: Sequence[Row], known: Manner) -> list[str]:
    for line in cell:
        line.right = max(other.x1 for other in cell)
    return [_plain(paragraph.text) for paragraph in paragraphs(cell, known, cell=True)]


def _line(paragraph: Paragraph, page: int | None, pen: _Scribe) -> Line:
    text = paragraph.text
    strong = bool(_STRESS.fullmatch(text) or _DASHED.fullmatch(text)) or text.isupper()
    text = _plain(text)
    said = typed.told(text, strong=strong)
    found = pen.listed.title(text) if said.heading is None else None
    return pen.line(typed.announced(found) if found else said, page=page, left=paragraph.rows[0].x0)
