"""Other readings of an award, each judged by its sums: one weight a line, or one list in running text.

The reading that the signs of a text suggest is kept, unless another closes where it does not: a
total of 100, and each list that makes the weight of its criterion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from clausekit.finding import Place
from clausekit.recognise import closing, kinds, levels, stretches, wording, words
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import TOTAL, close
from clausekit.recognise.levels import Node, spread
from clausekit.recognise.segments import same
from clausekit.recognise.weights import Weight, weights
from clausekit.recognise.within import Texts, filled, flat

_MOST: Final = 12
_MOST_ROWS: Final = 40
_TAIL: Final = 2


def better(nodes: tuple[Node, ...], texts: Texts) -> tuple[Node, ...]:
    """The reading of an award that closes most, names what is known, and was given first, in this order."""
    best = nodes
    for other in _readings(texts):
        if (sums(other), _named(other)) > (sums(best), _named(best)) and not _lowers(other, nodes):
            best = other
    return best


def _lowers(other: Sequence[Node], nodes: Sequence[Node]) -> bool:
    """Whether a reading puts a criterion of those that make 100, all in known words, under another of them."""
    if not _named(nodes) or not close(spread(nodes), TOTAL):
        return False
    first = {(node.entry.label, node.value) for node in nodes}
    heads = [node for node in other if (node.entry.label, node.value) in first]
    return any((child.entry.label, child.value) in first for node in heads for child in flat(node.below))


def _named(nodes: Sequence[Node]) -> bool:
    """Whether the words of each criterion say what it judges."""
    return bool(nodes) and all(kinds.told(node.entry.label).natures for node in nodes)


def sums(nodes: Sequence[Node]) -> int:
    """How many lists of a reading close; the total counts twice, and against it when it does not."""
    if not nodes:
        return 0
    top = 2 if close(spread(nodes), TOTAL) else -1
    held = [node for node in flat(nodes) if node.below]
    return top + sum(closing.whole(node) for node in held)


def _readings(texts: Texts) -> Iterator[tuple[Node, ...]]:
    told = [(place, text, found) for place, text in texts if (found := _weights(text))]
    if not told or len(told) > _MOST_ROWS:
        return
    for last in (True, False):
        rows = _rows(told, last=last)
        nodes = filled(levels.tree(rows, expected=TOTAL), texts) if rows else ()
        if _award(nodes) and not _overlooks(nodes, told):
            yield nodes
    whole = "\n".join(text for _, text in texts)
    nodes = closing.award(whole, told[0][0])
    if _award(nodes):
        yield nodes


def _overlooks(nodes: Sequence[Node], told: Sequence[tuple[Place, str, list[Weight]]]) -> bool:
    """Whether a line of several weights is read as one of what another line holds: the others would be lost."""
    several = {place for place, _, found in told if len(found) > 1}
    return any(
        child.entry.place in several - {node.entry.place} and not child.below
        for node in nodes
        for child in flat(node.below)
    )


def _weights(text: str) -> list[Weight]:
    return [weight for weight in weights(text) if not weight.scale and weight.unit in {"percent", "points"}]


def _rows(told: Sequence[tuple[Place, str, list[Weight]]], *, last: bool) -> list[Entry]:
    """Each line as one criterion: the weight that ends it, or the first one."""
    ahead = [text[: found[0].start] for _, text, found in told]
    short = [stretches.head(text) for text in ahead]
    # « Valeur technique : méthode », « Valeur technique : délai »: two criteria that begin alike.
    rest = [stretches.named(text.partition(":")[2]) for text in ahead]
    heads = {words.fold(label) for label, tail in zip(short, rest, strict=True) if not tail}
    rows = []
    for label, tail, (place, text, found) in zip(short, rest, told, strict=True):
        ends = len(text[found[-1].end :].split()) <= _TAIL
        alike = tail and short.count(label) > 1
        name = (tail if words.fold(label) in heads else f"{label} : {tail}") if alike else label
        row = Entry(label=name, weight=found[-1] if last and ends else found[0], place=place)
        rows += [row] if name and wording.is_criterion(row) else []
    return rows


def _award(nodes: Sequence[Node]) -> bool:
    """Whether criteria make 100, a price among known words."""
    read = [kinds.kind(node.entry.label, [child.entry.label for child in node.below]).natures for node in nodes]
    priced = any(set(natures) & kinds.PRICES for natures in read)
    return priced and all(read) and 1 < len(nodes) <= _MOST and closing.closes(nodes, (TOTAL,)) and not _twice(nodes)


def _twice(nodes: Sequence[Node]) -> bool:
    """Whether a criterion comes back, as in a passage that tells its criteria, then how each is marked."""
    first = [node.entry.label for node in nodes]
    lower = [node.entry.label for node in flat(nodes)]
    return any(sum(same(name, other) for other in lower) > 1 for name in first)
