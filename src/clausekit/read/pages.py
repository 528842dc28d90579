"""Sheets to the paragraphs and tables of a document, as plain data for the process that asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from clausekit.read import carried, footnotes, running, turned
from clausekit.read.carried import Item
from clausekit.read.columns import Aligned, aligned, split
from clausekit.read.contents import contents
from clausekit.read.flow import Manner, joined, manner, paragraphs
from clausekit.read.lexicon import Lexicon
from clausekit.read.ruled import Box, Grid, grids
from clausekit.read.sheet import Row, Sheet, rows

_LOST = re.compile("[\ufffd\ue000-\uefff\x00-\x1f]")  # a letter without meaning
_PADDING = 5.0  # points between the words of a cell and its rule
_FEWEST_LETTERS = 20  # on a page of text, be it a page of title
_PICTURE = 0.5  # of the page
_WIDE = 0.75  # of the width between even margins: what a column of text has at least


@dataclass(slots=True)
class Page:
    """What a page holds, from top to bottom."""

    width: float
    parts: list[Row | Aligned | Grid]
    contents: set[int]


def items(sheets: list[Sheet], count: int) -> Item:
    """What pages hold, of the `count` of a document: blocks, what runs around them, the pages that are pictures."""
    around = _running(sheets)
    notes = footnotes.take(sheets)
    pages: list[Page] = []
    for sheet in sheets:
        pages.append(_page(sheet, count, pages[-1] if pages else None))
    lines = [part for page in pages for part in page.parts if isinstance(part, Row)]
    known = manner(lines)
    known.lexicon = Lexicon(lines, lambda: (word.text for sheet in sheets for word in sheet.words))
    _margins(pages)
    return {
        "pages": count,
        "read": len(sheets),
        "blocks": list(_blocks(pages, known)),
        "notes": [
            {"text": " ".join(p.text for p in paragraphs(note.rows, known)), "page": note.page} for note in notes
        ],
        "around": [
            {"text": joined([row.text], known), "page": row.page, "top": _is_top(row, sheets)} for row in around
        ],
        "pictures": [sheet.number for sheet in sheets if is_picture(sheet)],
        "unread": [sheet.number for sheet in sheets if _is_garbled(sheet)],
    }


def _running(sheets: list[Sheet]) -> list[Row]:
    """Headers and footers, unless the document would hold nothing else."""
    before = [sheet.words for sheet in sheets]
    around = running.take(sheets)
    if any(sheet.words for sheet in sheets):
        return around
    for sheet, words in zip(sheets, before, strict=True):
        sheet.words = words
    return []


def is_picture(sheet: Sheet) -> bool:
    """Whether a page is a picture of a page."""
    return sheet.pictured > _PICTURE and sum(len(word.text) for word in sheet.words) < _FEWEST_LETTERS


def _is_garbled(sheet: Sheet) -> bool:
    """Whether the letters of a page have no known meaning: fonts without a table of characters."""
    letters = "".join(word.text for word in sheet.words)
    return len(_LOST.findall(letters)) * 3 > len(letters) > _FEWEST_LETTERS


def _is_top(row: Row, sheets: Sequence[Sheet]) -> bool:
    return row.top < sheets[row.page - 1].height / 2


def _page(sheet: Sheet, count: int, before: Page | None) -> Page:
    sheet.words = turned.lines(sheet.words, sheet.upright)
    last = before.parts[-1] if before and before.parts else None
    found, rest = grids(sheet, last if isinstance(last, Grid) else None)
    lines = sorted(turned.apart(rest, sheet.number), key=lambda row: row.top)
    goes_on = bool(before and before.parts and id(before.parts[-1]) in before.contents)
    listed = contents(lines, count, goes_on=goes_on)
    parts: list[Row | Aligned | Grid] = []
    marked: set[int] = set()
    for is_contents, group in groupby(enumerate(lines), key=lambda pair: pair[0] in listed):
        run = [row for _, row in group]
        marked |= {id(row) for row in run} if is_contents else set()
        parts += run if is_contents else _between(run, [grid.top for grid in found])
    parts += found
    return Page(sheet.width, sorted(parts, key=lambda part: round(part.top)), marked)


def _between(run: Sequence[Row], tops: Sequence[float]) -> Iterator[Row | Aligned]:
    """Lines put in tables where they align; a ruled table between two lines parts them."""
    for _, group in groupby(run, key=lambda row: sum(row.top > top for top in tops)):
        yield from aligned(list(group))


def _margins(pages: Iterable[Page]) -> None:
    """Tell each line where its column ends: where several lines of its page do."""
    usual: Counter[int] = Counter()
    for page in pages:
        lines = [part for part in page.parts if isinstance(part, Row) and id(part) not in page.contents]
        ends = sorted((row.x1 for row in lines), reverse=True)
        # Short lines may end alike by chance, on a page of titles and lists: margins are then taken for even.
        even = page.width - min((row.x0 for row in lines), default=0.0)
        right = next((end for end, below in pairwise(ends) if end - below < 2 and end > _WIDE * even), None)
        if right is not None and len(lines) > 3:
            usual[round(right)] += 1
        for row in lines:
            row.right = right or even
    if usual:
        least = usual.most_common(1)[0][0]
        for page in pages:
            for part in page.parts:
                if isinstance(part, Row) and part.right < least:
                    part.right = least


def _blocks(pages: Sequence[Page], known: Manner) -> Iterator[Item]:
    run: list[Row] = []
    table: tuple[Item, Grid] | None = None
    for page in pages:
        for part in page.parts:
            if isinstance(part, Row) and id(part) not in page.contents:
                run.append(part)
                continue
            if run or not isinstance(part, Grid):
                if table:
                    yield table[0]
                    table = None
                yield from _paragraphs(run, known)
                run = []
            if isinstance(part, Grid):
                found: Item = {
                    "page": part.page,
                    "rows": [row for line in part.rows() for row in _rows(line, part, known)],
                }
                if table and carried.follows(table[1], part):
                    carried.add(table[0]["rows"], found["rows"], known)
                    table = table[0], part
                    continue
                if table:
                    yield table[0]
                table = found, part
            elif isinstance(part, Aligned):
                yield {"page": part.page, "rows": [[_cell(cell, 1, 0.0, known) for cell in row] for row in part.rows]}
            else:
                yield {"text": joined([part.text], known), "page": part.page, "contents": True}
    if table:
        yield table[0]
    yield from _paragraphs(run, known)


def _paragraphs(run: Sequence[Row], known: Manner) -> Iterator[Item]:
    for paragraph in paragraphs(run, known):
        yield {
            "text": paragraph.text,
            "left": paragraph.rows[0].x0,
            "page": paragraph.page,
            "strong": paragraph.strong,
            "large": paragraph.large,
            "contents": False,
            "calls": footnotes.calls(paragraph.rows),
        }


def _rows(line: list[tuple[Box, bool]], grid: Grid, known: Manner) -> Iterator[list[Item]]:
    """A row of a grid; several when one row was drawn around several."""
    cells = [sorted(rows(box.words, grid.page), key=lambda row: row.top) for box, _ in line]
    whole = all(starts and box.row == box.last_row for box, starts in line)
    for number, part in enumerate(split(cells) if whole else [cells]):
        out = []
        for (box, starts), cell in zip(line, part, strict=True):
            item = _cell(cell, box.last_column - box.column + 1, grid.xs[box.last_column + 1], known)
            out.append(item if starts or number else {**item, "paragraphs": None})
        yield out


def _cell(cell: Sequence[Row] | None, span: int, right: float, known: Manner) -> Item:
    if cell is None:
        return {"paragraphs": None, "span": span, "calls": []}
    for row in cell:
        row.right = right - _PADDING if right else max(other.x1 for other in cell)
    texts = [paragraph.text for paragraph in paragraphs(cell, known, cell=True)]
    return {"paragraphs": texts, "span": span, "calls": footnotes.calls(cell)}
