"""The grids of criteria of a document: of all that carries weights, what makes one award.

Several segments (tables, runs of lines) may tell one grid, or the same one twice: the best window
of segments is the grid, what comes after only details its criteria. No detail adds a criterion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from clausekit.recognise import closing, kinds, levels, wholes, within
from clausekit.recognise.detailed import detailed, priced
from clausekit.recognise.fits import TOTAL, close
from clausekit.recognise.levels import Found, Node, spread
from clausekit.recognise.lots import ALL
from clausekit.recognise.otherlots import rest
from clausekit.recognise.sections import Passage
from clausekit.recognise.segments import Segment, mentions, segments
from clausekit.recognise.unweighted import unweighted

_WIDEST: Final = 6
# No award is told in more: what comes after repeats it.
_MOST_SEGMENTS: Final = 60
_ENOUGH: Final = 10
_SHORT: Final = 2
_OVER: Final = 120.0
_MOST_FIRST: Final = 12
_MOST_CLOSED: Final = 18


def _kinds(nodes: Iterable[Node]) -> list[kinds.Reading]:
    return [kinds.kind(node.entry.label, [child.entry.label for child in node.below]) for node in nodes]


def _units(nodes: Iterable[Node]) -> set[str]:
    return {node.entry.weight.unit for node in nodes if node.entry.weight}


def _one_scale(nodes: Sequence[Node]) -> bool:
    """Every criterion « noté sur 20 »: a scale of marks, not weights."""
    weights = [node.entry.weight for node in nodes if node.entry.weight]
    return all(item.scale for item in weights) and len({item.value for item in weights}) == 1


def _summed(nodes: Sequence[Node], expected: float | None) -> int:
    total, units = spread(nodes), _units(nodes)
    if len(nodes) > 1 and _one_scale(nodes):
        return -_ENOUGH
    if close(total, TOTAL) or (expected is not None and close(total, expected)):
        return 10
    if units in ({"range"}, {"coefficient"}):
        return 8
    if any(close(total, base) for base in (10, 20, 50, 60, 80, 120, 200, 1000)):
        return 5
    # A sum that its author got wrong is read as it is printed.
    near = total < TOTAL or (units == {"percent"} and total <= _OVER)
    return 3 if len(units) == 1 and near and all(item.natures for item in _kinds(nodes)) else 0


def quality(nodes: Sequence[Node], expected: float | None) -> int:
    """How sure it is that rows make one award: a price among them, weights that make a total, known words."""
    if not nodes or len(nodes) > (_MOST_CLOSED if close(spread(nodes), TOTAL) else _MOST_FIRST):
        return 0
    read = _kinds(nodes)
    priced = any(set(item.natures) & kinds.PRICES for item in read)
    if len(nodes) == 1:
        return 15 if priced and close(spread(nodes), TOTAL) else 0
    unknown = sum(not item.natures for item in read)
    if not priced and unknown > len(nodes) / 2:
        return 0
    return _summed(nodes, expected) + (5 if priced else 0) - unknown


@dataclass(frozen=True, slots=True)
class _Window:
    rank: int
    score: int
    start: int
    end: int
    nodes: tuple[Node, ...]
    expected: float | None


def _best(segments: Sequence[Segment]) -> _Window | None:
    best: _Window | None = None
    for start in range(min(len(segments), _MOST_SEGMENTS)):
        for end in range(start + 1, min(len(segments), start + _WIDEST) + 1):
            window = segments[start:end]
            if not window[0].rows or not window[-1].rows:
                continue
            expected = next((item.expected for item in reversed(window) if item.expected), None)
            nodes = _trimmed(levels.tree([row for item in window for row in item.rows], expected=expected), expected)
            nodes = tuple(replace(node, below=(), base=None) if _retold(node, nodes) else node for node in nodes)
            score = quality(nodes, expected) - (end - start - 1) + (2 if window[0].announced else -3)
            # Of two windows that tell the award, the one whose lists make what they detail.
            rank = score - _SHORT * sum(bool(node.below) and not closing.whole(node) for node in nodes)
            if best is None or rank > best.rank:
                best = _Window(rank, score, start, end, nodes, expected)
    return best if best and best.score >= _ENOUGH else None


def _retold(node: Node, nodes: Sequence[Node]) -> bool:
    """Whether what a criterion holds only tells the criteria again, in their order, with their weights."""
    pairs = zip(node.below, nodes, strict=False)
    return len(node.below) == len(nodes) > 1 and all(
        child.value == other.value and mentions(child.entry.label, other.entry.label) for child, other in pairs
    )


def _trimmed(nodes: tuple[Node, ...], expected: float | None) -> tuple[Node, ...]:
    """Of rows that add up to more than the total, the first run that makes it."""
    total = expected or TOTAL
    if len(nodes) > 1 and close(nodes[0].value, TOTAL) and all(priced([node]) for node in nodes):
        return nodes[:1]  # « Prix : 100 % », then what the price is read on
    if spread(nodes) <= total or close(spread(nodes), total):
        return nodes
    for start in range(len(nodes)):
        for end in range(start + 2, len(nodes) + 1):
            if close(spread(nodes[start:end]), total) and any(
                set(r.natures) & kinds.PRICES for r in _kinds(nodes[start:end])
            ):
                kept = (*nodes[start : end - 1], _whole_list(nodes[end - 1], nodes[end:]))
                return kept if start else _filled(kept, nodes[end:])
    return nodes


def _whole_list(node: Node, after: Sequence[Node]) -> Node:
    """A criterion without the list that makes a base of its own, where the list goes on beyond what makes it."""
    goes_on = node.base is not None and after and _alike(after[0], node.below[-1]) and not _alike(after[0], node)
    return replace(node, below=(), base=None) if goes_on else node


def _alike(one: Node, other: Node) -> bool:
    """Whether two rows have weights of one unit and open alike."""
    weights = one.entry.weight, other.entry.weight
    alike = (one.entry.item, len(one.entry.ids)) == (other.entry.item, len(other.entry.ids))
    return alike and weights[0] is not None and weights[1] is not None and weights[0].unit == weights[1].unit


def _filled(nodes: tuple[Node, ...], rest: tuple[Node, ...]) -> tuple[Node, ...]:
    """Criteria that make the total, and the one of them whose weight the rows told after all of them make."""
    for rows in (rest, _flat(rest)):
        for rank, node in enumerate(nodes):
            alone = not node.below and [item for item in nodes if close(item.value, node.value)] == [node]
            if len(rows) > 1 and alone and close(spread(rows), node.value) and priced([node]) == priced(rows):
                return (*nodes[:rank], levels.hung(node, rows), *nodes[rank + 1 :])
    return nodes


def _flat(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(Node(entry=line.entry) for node in nodes for line in (node, *_flat(node.below)))


def _lots(segments: Iterable[Segment]) -> dict[str, list[Segment]]:
    found: dict[str, list[Segment]] = {}
    for segment in segments:
        found.setdefault(segment.lot, []).append(segment)
    return found


def parts(passages: Sequence[Passage]) -> list[Segment]:
    """The segments of all passages, « les autres lots » named where the document tells which they are."""
    found = [segment for passage in passages for segment in segments(passage)]
    weighed = (segment.lot for segment in found if priced([Node(entry=row) for row in segment.rows]))
    other = rest(weighed, passages[0].beside) if passages else ALL
    return [replace(segment, lot=other) if segment.lot == ALL else segment for segment in found]


def grids(told: Sequence[Segment], passages: Sequence[Passage]) -> tuple[Found, ...]:
    """The grid of each lot; criteria ranked, listed or alone where no weight is printed."""
    found = []
    lots = _lots(told)
    for lot, own in lots.items():
        window = _best(own)
        nodes: tuple[Node, ...] = ()
        texts = list(dict.fromkeys(text for segment in own for text in segment.texts))
        if window is not None:
            nodes = detailed(window.nodes, own[window.end :], own[window.end - 1])
            nodes = within.filled(nodes, texts)
        nodes = wholes.better(nodes, texts)
        if nodes:
            found.append(Found(lot=lot, nodes=nodes, expected=window.expected if window else None))
    rank = {lot: index for index, lot in enumerate(lots)}
    found = sorted([*found, *_lent(lots, found)], key=lambda grid: rank[grid.lot])
    return tuple(found) or unweighted(told, passages)


def _lent(lots: Mapping[str, list[Segment]], found: Sequence[Found]) -> list[Found]:
    """The grids of lots that lack but a price told once for all: « Lot 1 : … ; lot 2 : … ; prix : 40 % »."""
    read = {grid.lot for grid in found}
    last = {grid.nodes[-1] for grid in found if priced(grid.nodes[-1:]) and close(spread(grid.nodes), TOTAL)}
    if len(last) != 1 or len(lots) == len(read):
        return []
    price, own = last.pop(), []
    for lot in (lot for lot in lots if lot not in read):
        nodes = levels.tree([row for segment in lots[lot] for row in segment.rows], expected=TOTAL - price.value)
        if len(nodes) > 1 and not priced(nodes) and close(spread(nodes) + price.value, TOTAL):
            own.append(Found(lot=lot, nodes=(*nodes, price)))
    return own
