"""Headers and footers of pages: what comes back at the same height, page after page, told once."""

from __future__ import annotations

import re
from collections import defaultdict

from clausekit.read.ruled import grids
from clausekit.read.sheet import Row, Sheet, Word, rows

_FIGURES = re.compile(r"\d+")
_PAGE = re.compile(r"[-–—\s]*(?:page\s*)?\d{1,4}\s*(?:(?:/|sur|de|of)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_EDGE = 0.14  # share of the height of a page, at its top and bottom
_STEP = 6.0  # points: the same height
_SHARE = 0.4  # of the pages; left and right pages may differ
_LEAST = 2


def take(sheets: list[Sheet]) -> list[Row]:
    """Take the running lines out of the sheets, and give each once, headers first."""
    found: dict[tuple[str, int], list[tuple[Sheet, Row]]] = defaultdict(list)
    numbers: list[tuple[Sheet, Row]] = []
    for sheet in sheets:
        for row in rows(_edges(sheet, _held(sheet)), sheet.number):
            text = _FIGURES.sub("#", row.text)
            found[text, round(row.top / _STEP)].append((sheet, row))
            if _PAGE.fullmatch(row.text):
                numbers.append((sheet, row))
    least = max(_LEAST, _SHARE * len(sheets))
    kept = {}
    for (text, height), seen in found.items():
        near = [*seen, *found.get((text, height + 1), ())]
        if len({sheet.number for sheet, _ in near}) >= least:
            kept[text, height] = near
    out = {text: seen[0][1] for (text, _), seen in sorted(kept.items(), key=lambda item: item[0][1])}
    taken = [pair for seen in kept.values() for pair in seen]
    taken += numbers if len(numbers) >= least else []
    _remove(taken)
    return list(out.values())


def _edges(sheet: Sheet, held: set[Word]) -> list[Word]:
    low, high = _EDGE * sheet.height, (1 - _EDGE) * sheet.height
    return [word for word in sheet.words if (word.middle < low or word.middle > high) and word not in held]


def _held(sheet: Sheet) -> set[Word]:
    """The words of tables that reach into the text: their header may come back on each page, and is theirs."""
    low, high = _EDGE * sheet.height, (1 - _EDGE) * sheet.height
    return {
        word
        for grid in grids(sheet)[0]
        if grid.ys[0] < high and grid.ys[-1] > low
        for box in grid.boxes
        for word in box.words
    }


def _remove(taken: list[tuple[Sheet, Row]]) -> None:
    by_sheet: dict[int, tuple[Sheet, set[int]]] = {}
    for sheet, row in taken:
        by_sheet.setdefault(sheet.number, (sheet, set()))[1].update(id(word) for word in row.words)
    for sheet, gone in by_sheet.values():
        sheet.words = [word for word in sheet.words if id(word) not in gone]
