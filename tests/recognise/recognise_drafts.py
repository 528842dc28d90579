"""Drafts written by hand: a few signs stand for what a reader of files finds.

`# ` and more signs open a title, `- ` an item, `| a | b |` the row of a table (`<br>` parts the
paragraphs of a cell), `<br>` elsewhere a line break, `=== page` a new page. A number before a title or an
item is its number.
"""

from __future__ import annotations

import re

from clausekit.draft import Block, Cell, Draft, Line, Table
from clausekit.finding import Place

_NUMBER = re.compile(r"(?P<number>(?:\d{1,2}(?:\.\d{1,2})*|[a-h][).])\.?)\s+(?=\S)")


def _line(text: str, place: Place, *, heading: int | None = None, item: bool = False) -> Line:
    number = ""
    found = _NUMBER.match(text) if heading else None
    if found:
        number, text = found["number"].rstrip("."), text[found.end() :]
    return Line(text=text, place=place, heading=heading, number=number, item=item)


def _cell(text: str, place: Place) -> Cell:
    parts = [part.strip() for part in text.split("<br>")]
    return Cell(blocks=tuple(Line(text=part, place=place) for part in parts if part))


def draft(text: str, *, file: str = "piece.docx", form: str = "docx") -> Draft:
    """A draft from its text."""
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    page, article = 1, None
    for rank, raw in enumerate([*text.split("\n"), ""], start=1):
        place = Place(file=file, page=page, article=article, line=rank)
        if raw.startswith("|"):
            rows.append(tuple(_cell(cell, place) for cell in raw.strip().strip("|").split("|")))
            continue
        if rows:
            blocks.append(Table(rows=tuple(rows), place=rows[0][0].blocks[0].place if rows[0][0].blocks else place))
            rows = []
        if raw.strip() == "=== page":
            page += 1
        elif found := re.match(r"(#+) (.*)", raw):
            line = _line(found[2], place, heading=len(found[1]))
            article = f"{line.number} {line.text}".strip()
            blocks.append(
                _line(found[2], Place(file=file, page=page, article=article, line=rank), heading=len(found[1]))
            )
        elif raw.startswith("- "):
            blocks.append(_line(raw[2:], place, item=True))
        elif raw.strip():
            blocks.append(_line(raw.strip().replace("<br>", "\n"), place))
    return Draft(file=file, format=form, blocks=tuple(blocks))
