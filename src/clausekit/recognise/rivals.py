"""Awards that a document tells besides the one that is read: of a lot whose name was not seen, or of another day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from clausekit.recognise import kinds, levels
from clausekit.recognise.fits import TOTAL, close
from clausekit.recognise.levels import Found, Node, spread
from clausekit.recognise.segments import Segment
from clausekit.recognise.within import flat

_MOST: Final = 12
_MOST_ROWS: Final = 60
_FEWEST: Final = 2


def rivals(segments: Sequence[Segment], found: Sequence[Found]) -> frozenset[str]:
    """The lots, "" for the whole contract, of which a second list of criteria makes 100 and answers M13 otherwise."""
    return frozenset(
        grid.lot
        for grid in found
        if not grid.ordered and _complete(grid.nodes)
        if any(_contradicts(nodes, grid.nodes) for part in segments if part.lot == grid.lot for nodes in _awards(part))
    )


def _own(nodes: Sequence[Node], held: Sequence[Node]) -> bool:
    """Whether a list has rows of the award that is read: one criterion of it, its sub-criteria and the next one."""
    read = {(node.entry.place, node.entry.label) for node in flat(held)}
    return any((node.entry.place, node.entry.label) in read for node in flat(nodes))


def _awards(segment: Segment) -> Iterator[tuple[Node, ...]]:
    """The lists of a segment that are each an award: lists with a price each, at their head or at their end."""
    rows = segment.rows[:_MOST_ROWS]
    prices = [rank for rank, row in enumerate(rows) if set(kinds.told(row.label).natures) & kinds.PRICES]
    for shift in (0, 1):
        bounds = sorted({0, *(rank + shift for rank in prices), len(rows)})
        for start, end in pairwise(bounds):
            nodes = levels.tree(rows[start:end], expected=TOTAL) if end - start >= _FEWEST else ()
            if _complete(nodes):
                yield nodes


def _complete(nodes: Sequence[Node]) -> bool:
    """Whether criteria make 100, in percentages or points, all in known words, a price among them and not alone."""
    told = [set(kinds.told(node.entry.label).natures) for node in nodes]
    weights = [node.entry.weight for node in nodes]
    plain = all(weight and weight.unit in {"percent", "points"} and not weight.scale for weight in weights)
    priced = [bool(natures & kinds.PRICES) for natures in told]
    known = all(told) and any(priced) and not all(priced)
    return _FEWEST <= len(nodes) <= _MOST and plain and known and close(spread(nodes), TOTAL)


def _contradicts(nodes: Sequence[Node], others: Sequence[Node]) -> bool:
    """Whether one award has a criterion of sustainable development of its own, and the other none."""
    return bool(nodes) and _apart(nodes) != _apart(others) and not _own(nodes, others)


def _apart(nodes: Sequence[Node]) -> bool:
    read = (kinds.kind(node.entry.label, [child.entry.label for child in node.below]) for node in nodes)
    return any(item.sustainable and item.apart is not False for item in read)
