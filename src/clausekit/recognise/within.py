"""Criteria with the lists that their own words hold: what is said of each, read again by its sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from clausekit.finding import Place
from clausekit.recognise import closing, kinds, levels, words
from clausekit.recognise.labels import clean
from clausekit.recognise.levels import Node
from clausekit.recognise.segments import same
from clausekit.recognise.weights import weights

Texts = Sequence[tuple[Place, str]]

# A list told after the last criterion stands near it; what comes later is a method of marking.
_NEAR: Final = 12


def filled(nodes: Sequence[Node], texts: Texts) -> tuple[Node, ...]:
    """Criteria, those that hold nothing (or what does not make their weight) given the list that their words hold."""
    said = _said(nodes, texts)
    read = [(node, _filled(node, said)) for node in nodes]
    return tuple(node if _again(new, nodes) else new for node, new in read)


def _again(node: Node, nodes: Sequence[Node]) -> bool:
    """Whether a list only tells the criteria again."""
    held = [child.entry.label for child in node.below]
    others = [other for other in nodes if other.entry.label != node.entry.label]
    return any(same(label, other.entry.label) for label in held for other in others)


def _filled(node: Node, said: dict[int, tuple[str, str]]) -> Node:
    weight = node.entry.weight
    if node.below and _whole(node):
        below = tuple(_filled(child, said) for child in node.below)
        return Node(entry=node.entry, below=below, base=node.base)
    if weight is None or id(node) not in said:
        return node
    name, text = said[id(node)]
    if found := closing.below(text, weight, node.entry.place):
        return node if foreign(node, found) else levels.hung(node, found)
    # « Valeur technique - méthode 10 % - délai 5 % », read as a name: what it holds begins within it.
    found = closing.below(f"{name}{text}", weight, node.entry.place)
    head = clean(name[: name.find(found[0].entry.label)]) if found else ""
    return levels.hung(replace(node, entry=replace(node.entry, label=head)), found) if head else node


def foreign(node: Node, below: Sequence[Node]) -> bool:
    """Whether a price would hold but qualities, or a quality a price: what follows a criterion may detail another."""
    above = set(kinds.told(node.entry.label).natures)
    told = [set(kinds.told(child.entry.label).natures) for child in below]
    if above and above <= kinds.PRICES:
        known = [natures for natures in told if natures]
        return 2 * sum(not natures & kinds.PRICES for natures in known) > len(known)
    return bool(above) and {"price"} in told


def _whole(node: Node) -> bool:
    """Whether what a criterion holds makes its weight, or a base of its own, each item by its own name."""
    names = [child.entry.label for child in node.below]
    return len(set(names)) == len(names) and closing.whole(node)


def flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """Criteria and what they hold, in reading order."""
    for node in nodes:
        yield node
        yield from flat(node.below)


def _said(nodes: Sequence[Node], texts: Texts) -> dict[int, tuple[str, str]]:
    """The name of each node as printed, and what follows up to the next one that it does not hold, by identity."""
    starts: list[tuple[int, int, int, Node]] = []
    for node in flat(nodes):
        found = _found(node, texts, starts[-1][:3] if starts else (0, 0, 0))
        if found:
            starts.append((*found, node))
    said = {}
    for rank, (row, start, after, node) in enumerate(starts):
        held = {id(item) for item in flat([node])}
        following = next((other[:2] for other in starts[rank + 1 :] if id(other[3]) not in held), None)
        end = following or (_end(texts, row), 0)
        said[id(node)] = texts[row][1][start:after], _between(texts, (row, after), end)
    return said


def _end(texts: Texts, row: int) -> int:
    """Where what is said of the last criterion ends: near it, or where a list that began there does."""
    end = min(len(texts), row + _NEAR)
    while end < len(texts) and weights(texts[end - 1][1]) and weights(texts[end][1]):
        end += 1
    return end


def _found(node: Node, texts: Texts, after: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """The row and the ends of a label in its text, after those of the label before it."""
    label = words.fold(node.entry.label)
    for row, (place, text) in enumerate(texts):
        if place != node.entry.place:
            continue
        start = words.fold(text).find(label, after[2] if row == after[0] else 0)
        if row < after[0]:
            return None
        if start >= 0:
            return row, start, start + len(label)
        # A name that was mended or shortened: all that its line says.
        return (row, 0, 0) if row > after[0] or after == (0, 0, 0) else None
    return None


def _between(texts: Texts, start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] == end[0]:
        return texts[start[0]][1][start[1] : end[1]]
    inner = [texts[start[0]][1][start[1] :], *(text for _, text in texts[start[0] + 1 : end[0]])]
    last = texts[end[0]][1][: end[1]] if end[0] < len(texts) else ""
    return "\n".join([*inner, last])
