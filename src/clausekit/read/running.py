"""Headers and footers of pages: what comes back at the same height, page after page, told once.

A running line stands at the very edge of its page: nothing but running lines is above a header, or
below a footer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import TypeAlias

from clausekit.read.ruled import framed
from clausekit.read.sheet import Row, Sheet, Word, rows

_FIGURES = re.compile(r"\d+")
_PAGE = re.compile(r"[-–—\s]*(?:page\s*)?\d{1,4}\s*(?:(?:/|sur|de|of)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
# What a page may begin with that no header is: a weight, or words that announce what follows.
TOLD = re.compile(r"\d\s?(?:%|points?\b|pts?\b)|:\s*$", re.IGNORECASE)
# A figure that tells what a page is about, and does not count the pages: « Lot n° 2 ».
RANK = re.compile(r"(?:lots?|articles?|art\.|annexes?|chapitre|section|titre|(?<!page\s)\bn\s?[°o])\s*$", re.IGNORECASE)
_EDGE = 0.14  # share of the height of a page, at its top and bottom
_NEAR = 20  # characters
_STEP = 6.0  # points: the same height
_SHARE = 0.4  # of the pages; left and right pages may differ
_LEAST = 2
# The text of a line, its figures left out, and its height; a number of page alone is the same anywhere.
Key: TypeAlias = tuple[str, int]


def take(sheets: list[Sheet]) -> list[Row]:
    """Take the running lines out of the sheets, and give each once, headers first."""
    edges = [_edges(sheet) for sheet in sheets]
    counts = Counter(key for top, bottom in edges for key in {_key(row) for row in (*top, *bottom)})
    least = max(_LEAST, _SHARE * len(sheets))
    usual = {key for key in counts if sum(counts[near] for near in _near(key)) >= least}
    found: dict[str, Row] = {}
    for sheet, (top, bottom) in zip(sheets, edges, strict=True):
        running = [*_outermost(top, usual), *_outermost(bottom, usual)]
        gone = {id(word) for row in running for word in row.words}
        sheet.words = [word for word in sheet.words if id(word) not in gone]
        for row in running:
            found.setdefault(_key(row)[0], row)
    return sorted(found.values(), key=lambda row: row.top)


def _key(row: Row) -> Key:
    text = _FIGURES.sub(lambda found: found[0] if RANK.search(row.text[: found.start()][-_NEAR:]) else "#", row.text)
    return (text, 0) if _PAGE.fullmatch(row.text[:40]) else (text, round(row.top / _STEP))


def _near(key: Key) -> Iterator[Key]:
    text, height = key
    yield from ((text, height + step) for step in ((-1, 0, 1) if height else (0,)))


def _outermost(lines: Iterable[Row], usual: set[Key]) -> Iterator[Row]:
    """The running lines among those of an edge, from the outside in."""
    return takewhile(lambda row: _key(row) in usual and not TOLD.search(row.text), lines)


def _edges(sheet: Sheet) -> tuple[list[Row], list[Row]]:
    """The lines of the top of a page, downwards, and those of its foot, upwards."""
    low, high = _EDGE * sheet.height, (1 - _EDGE) * sheet.height
    held = _held(sheet, low, high)
    free = [word for word in sheet.words if word not in held] if held else sheet.words
    above = rows([word for word in free if word.middle < low], sheet.number)
    below = rows([word for word in free if word.middle > high], sheet.number)
    return sorted(above, key=lambda row: row.top), sorted(below, key=lambda row: -row.bottom)


def _held(sheet: Sheet, low: float, high: float) -> set[Word]:
    """The words of tables that reach into the text: their header may come back on each page, and is theirs."""
    return {word for top, foot, words in framed(sheet).tables if top < high and foot > low for word in words}
