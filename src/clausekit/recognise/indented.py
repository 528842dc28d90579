"""Levels that nothing tells but the left margin: sub-criteria set further in than their criteria."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import TOTAL, close, usual

_SAME: Final = 2.0  # points between lines that begin at the same place
_STEP: Final = 6.0  # points at least from a level to the next


def indented(rows: Sequence[Entry]) -> tuple[int, ...]:
    """The level of each row, 1 or 2; nothing unless those furthest left make 100 and the others what stands above."""
    lefts = [row.left for row in rows if row.left is not None]
    if len(lefts) < len(rows) or any(row.depth is not None or row.under or len(row.ids) > 1 for row in rows):
        return ()
    edges = sorted(lefts)
    inner = next((left for left in edges if left - edges[0] > _SAME), None)
    if inner is None or inner - edges[0] < _STEP or edges[-1] - inner > _SAME:
        return ()
    levels = tuple(1 if left < inner - _SAME else 2 for left in lefts)
    return levels if levels[0] == 1 and _agree(rows, levels) else ()


def _agree(rows: Sequence[Entry], levels: Sequence[int]) -> bool:
    """Whether the outer rows make the total, and each list below one of them its weight or a usual total."""
    heads = [rank for rank, level in enumerate(levels) if level == 1]
    weights = [row.weight.value if row.weight else 0.0 for row in rows]
    if len(heads) < 2 or not close(sum(weights[rank] for rank in heads), TOTAL):
        return False
    below = [weights[head + 1 : end] for head, end in zip(heads, [*heads[1:], len(rows)], strict=True)]
    lists = [(weights[head], own) for head, own in zip(heads, below, strict=True) if own]
    # One list after all the criteria may detail any of them.
    last = len(lists) == 1 and bool(below[-1])
    return all(len(own) > 1 and (close(sum(own), weight) or (usual(sum(own)) and not last)) for weight, own in lists)
