"""What the end of a page must not part: a short table, the short list that leads to one, a note and its text.

The bounds are of the house: a block of a third of a page at most, so that no page is left empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from clausekit.fragment import Block, Item, Paragraph, Table, plain

_MOST_ROWS: Final = 8
_MOST_LETTERS: Final = 900
_MOST_ITEMS: Final = 5


def is_short(table: Table) -> bool:
    """Whether a table stays on one page: few rows, few words, none that a page may cut."""
    letters = sum(len(plain(content)) for row in table.rows for cell in row for content in cell)
    return not table.splits and len(table.rows) <= _MOST_ROWS and letters <= _MOST_LETTERS


def tied(blocks: Sequence[Block]) -> frozenset[int]:
    """The indexes of what stays with what follows: a note (« Pour le lot 2 : »), a short list just above a table."""
    found = {at for at, block in enumerate(blocks) if isinstance(block, Paragraph) and block.role == "note"}
    for at, block in enumerate(blocks):
        if isinstance(block, Table):
            start = at
            while start and isinstance(blocks[start - 1], Item):
                start -= 1
            found.update(range(start, at) if at - start <= _MOST_ITEMS else ())
    return frozenset(found)
