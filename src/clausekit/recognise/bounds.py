"""How much of the text on an award is read: signs, rows, shares and points."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from clausekit.draft import Block, Line, Table

_FIGURE: Final = re.compile(r"\d\s?(?:%|/|p(?:oin)?ts?\b)")


def shortened(block: Block, most_signs: int, most_rows: int, most_figures: int) -> Block:
    """A block; a table, up to the row that passes a bound."""
    if isinstance(block, Line):
        return block
    for rank, row in enumerate(block.rows):
        part = Table(rows=(row,), place=block.place)
        most_signs, most_rows = most_signs - signs(part), most_rows - 1
        most_figures -= figures(part)
        if min(most_signs, most_rows, most_figures) < 0:
            return replace(block, rows=block.rows[: rank + 1])
    return block


def signs(block: Block) -> int:
    """The signs of a line, or of all the cells of a table."""
    return len(block.text) if isinstance(block, Line) else sum(len(cell) for row in block.texts for cell in row)


def figures(block: Block) -> int:
    """The shares and points of a block."""
    texts = (block.text,) if isinstance(block, Line) else (cell for row in block.texts for cell in row)
    return sum(len(_FIGURE.findall(text)) for text in texts)
