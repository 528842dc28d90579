"""How much of a document is read for what it says: work is counted, so that the answer is the same on every machine."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from clausekit.draft import Block, Draft, Line, Table, lines
from clausekit.finding import Place

# Signs, and so many more for each paragraph: near three hundred full pages. The longest contract met has 215,000.
MOST_WORK: Final = 900_000
A_LINE: Final = 20


def within(draft: Draft) -> tuple[Draft, str]:
    """The document up to the bound, and the French sentence on what is left out, "" when nothing is."""
    left = MOST_WORK
    for rank, block in enumerate(draft.blocks):
        cost = _cost(block)
        if cost > left:
            kept, beyond = _cut(block, left)
            return replace(draft, blocks=(*draft.blocks[:rank], *kept)), _said(beyond)
        left -= cost
    return draft, ""


def _cost(block: Block) -> int:
    return sum(A_LINE + len(line.text) for line in lines((block,)))


def _cut(block: Block, left: int) -> tuple[tuple[Block, ...], Place]:
    """What is kept of the block that passes the bound (whole rows of a table), and where the rest begins."""
    if isinstance(block, Line):
        return (), block.place
    for rank, row in enumerate(block.rows):
        held = [line for cell in row for line in lines(cell.blocks)]
        left -= sum(A_LINE + len(line.text) for line in held)
        if left < 0:
            kept = Table(rows=block.rows[:rank], place=block.place)
            return ((kept,) if rank else ()), held[0].place
    return (block,), block.place


def _said(place: Place) -> str:
    where = f"de l'alinéa {place.paragraph}" if place.paragraph else "d'un certain point"
    page = f" (page {place.page})" if place.page else ""
    return (
        f"Le document est trop long pour être jugé en entier : à partir {where}{page}, ses critères, ses "
        "considérations et ses données ne sont pas lus. Le partager en plusieurs fichiers."
    )
