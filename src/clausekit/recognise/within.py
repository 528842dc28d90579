"""Criteria with the lists that their own words hold: what is said of each, read again by its sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clausekit.finding import Place
from clausekit.recognise import closing, levels, words
from clausekit.recognise.levels import BASES, Node
from clausekit.recognise.segments import same

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


def _filled(node: Node, said: dict[int, str]) -> Node:
    weight = node.entry.weight
    whole = closing.closes(node.below, (node.value, *BASES)) if node.below else False
    if whole:
        below = tuple(_filled(child, said) for child in node.below)
        return Node(entry=node.entry, below=below, base=node.base)
    text = _of(node, said) if weight else ""
    found = closing.below(text, weight, node.entry.place) if weight and text else ()
    return levels.hung(node, found) if found else node


def _of(node: Node, said: dict[int, str]) -> str:
    """All that is said of a criterion and of what it holds."""
    return "\n".join(filter(None, (said.get(id(item), "") for item in flat([node]))))


def flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """Criteria and what they hold, in reading order."""
    for node in nodes:
        yield node
        yield from flat(node.below)


def _said(nodes: Sequence[Node], texts: Texts) -> dict[int, str]:
    """What follows the label of each node up to the label of the next one, by identity of the node."""
    starts: list[tuple[int, int, int, Node]] = []
    for node in flat(nodes):
        found = _found(node, texts, starts[-1][:3] if starts else (0, 0, 0))
        if found:
            starts.append((*found, node))
    said = {}
    for rank, (row, _, after, node) in enumerate(starts):
        following = starts[rank + 1][:2] if rank + 1 < len(starts) else (min(len(texts), row + _NEAR), 0)
        said[id(node)] = _between(texts, (row, after), following)
    return said


def _found(node: Node, texts: Texts, after: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """The row and the ends of a label in its text, after those of the label before it."""
    label = words.fold(node.entry.label)
    for row, (place, text) in enumerate(texts):
        if place != node.entry.place:
            continue
        start = words.fold(text).find(label, after[2] if row == after[0] else 0)
        return (row, start, start + len(label)) if start >= 0 and row >= after[0] else None
    return None


def _between(texts: Texts, start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] == end[0]:
        return texts[start[0]][1][start[1] : end[1]]
    inner = [texts[start[0]][1][start[1] :], *(text for _, text in texts[start[0] + 1 : end[0]])]
    last = texts[end[0]][1][: end[1]] if end[0] < len(texts) else ""
    return "\n".join([*inner, last])
