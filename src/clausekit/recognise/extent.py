"""How much of a document is read for what it says: work is counted, so that the answer is the same on every machine."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from clausekit.draft import Block, Draft, Line, Table, lines
from clausekit.finding import Place
from clausekit.recognise.articles import MOST_LEAD
from clausekit.recognise.markers import marker

# Signs, and so many more for each paragraph: a hundred and seventy full pages. The longest contract met has 215,000.
MOST_WORK: Final = 500_000
A_LINE: Final = 20


def within(draft: Draft) -> tuple[Draft, str]:
    """The document up to the bound, and the French sentence on what is left out, "" when nothing is."""
    left, lead = MOST_WORK, 0
    for rank, block in enumerate(draft.blocks):
        lead = _lead(block, lead)
        cost = _cost(block, lead)
        if cost > left:
            kept, beyond = _cut(block, left, lead)
            return replace(draft, blocks=(*draft.blocks[:rank], *kept)), _said(beyond)
        left -= cost
    return draft, ""


def _lead(block: Block, before: int) -> int:
    """The signs of the words that lead in a block of a list (« Le titulaire remet : »), read again with each item."""
    if isinstance(block, Table):
        return before
    if block.text.endswith(":"):
        own = min(len(block.text), MOST_LEAD)
        return min(before + own, 2 * MOST_LEAD) if block.item else own
    led = block.item or not block.text[:1].isupper() or marker(block.text).item
    return before if led and block.heading is None else 0


def _cost(block: Block, lead: int = 0) -> int:
    rows = 1 if isinstance(block, Line) else len(block.rows)
    return lead * rows + sum(A_LINE + len(line.text) for line in lines((block,)))


def _cut(block: Block, left: int, lead: int) -> tuple[tuple[Block, ...], Place]:
    """What is kept of the block that passes the bound (whole rows of a table), and where the rest begins."""
    if isinstance(block, Line):
        return (), block.place
    rank = 0
    while (left := left - _cost(_row(block, rank), lead)) >= 0:
        rank += 1
    held = lines((_row(block, rank),))
    return ((Table(rows=block.rows[:rank], place=block.place),) if rank else ()), next(held, block).place


def _row(table: Table, rank: int) -> Table:
    return Table(rows=table.rows[rank : rank + 1], place=table.place)


def _said(place: Place) -> str:
    where = f"de l'alinéa {place.paragraph}" if place.paragraph else "d'un certain point"
    page = f" (page {place.page})" if place.page else ""
    return (
        f"Le document est trop long pour être jugé en entier : à partir {where}{page}, ses critères, ses "
        "considérations et ses données ne sont pas lus. Le partager en plusieurs fichiers."
    )
