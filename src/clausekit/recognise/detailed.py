"""Criteria with the sub-criteria that come later in the text: a second table, a list, criteria named again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from clausekit.recognise import fits, kinds, levels, within, wording, words
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import TOTAL, close
from clausekit.recognise.levels import Node, spread
from clausekit.recognise.segments import Segment, mentions, same

_LOWER: Final = 2
# « Critères techniques de niveau 2 », over the first column of a table.
_LEVELLED: Final = re.compile(r"\W*(?:sous[ -]?criteres?\b|criteres? (?:techniques?\b|(?:de )?(?:niveau|rang) 2))")
_PRONOUN: Final = re.compile(r"(?i:ce critère|il|elle|celui-ci|celle-ci|ce dernier|cette dernière)")
# « 7.3 Notation du critère qualité »: a title over what the criterion holds.
_OVER: Final = re.compile(
    r"(?:methode de )?(?:notation|jugement|appreciation|evaluation|analyse|decomposition|detail) du critere\s+"
    r"(?:de la |de l'|du |des |« ?)?(?=[^\W\d])"
)


_OF_LOTS: Final = re.compile(r"\s*\(lots?\b[^()]*\)\s*$")


def detailed(nodes: tuple[Node, ...], segments: Sequence[Segment], last: Segment) -> tuple[Node, ...]:
    """Criteria with the sub-criteria that later segments give them, the first of them to whom `last` ends on."""
    gathered: dict[int, list[Entry]] = {}
    opened: set[int] = set()
    bases: dict[int, float] = {}
    named = [found for entry in last.entries if (found := _match(nodes, entry)) is not None]
    end = last.entries[-1] if last.entries else None
    listed = end is not None and _match(nodes, end) is not None and (_opens_list(end) or _marked(end, segments))
    current = named[-1] if named and segments and _fills(nodes[named[-1]], segments[0], listed=listed) else None
    for segment in segments:
        for entry in segment.entries:
            found = _match(nodes, entry)
            if found is not None:
                current = found
                opened |= {found} if _opens_list(entry) else set()
                nodes = _weighed(nodes, found, entry)
                if entry.opens and entry.weight and entry.weight.scale:
                    bases[found] = entry.weight.value
            elif current is not None and entry.opens and entry.weight and entry.weight.scale:
                # « La note sur 20 de ce critère est la somme de celles des sous-critères suivants : »
                bases[current] = entry.weight.value
            elif current is not None and entry.opens and entry.weight is None and _PRONOUN.fullmatch(entry.label):
                # « Il se décompose ainsi : »
                opened.add(current)
            elif entry.weight is not None and wording.is_criterion(entry) and current is not None:
                gathered.setdefault(current, []).append(entry)
    if not gathered and (shared := _shared_out(nodes, segments)):
        return shared
    nodes = _annexed(nodes, segments)
    filled = tuple(
        _with(node, gathered.get(index, []), bases.get(index, TOTAL), opened=index in opened)
        for index, node in enumerate(nodes)
    )
    return _told_again(filled, segments)


def _told_again(nodes: tuple[Node, ...], segments: Sequence[Segment]) -> tuple[Node, ...]:
    """Criteria with what the grid of an annex gives each: the same weights in the same order, whatever their names."""
    for segment in segments:
        if sum(row.weight.value for row in segment.rows if row.weight) <= TOTAL:
            continue
        again = levels.tree(segment.rows, expected=segment.expected or TOTAL)
        if len(again) == len(nodes) > 1 and all(close(a.value, b.value) for a, b in zip(nodes, again, strict=True)):
            nodes = tuple(
                node if node.below or len(other.below) < _LOWER else levels.hung(node, other.below)
                for node, other in zip(nodes, again, strict=True)
            )
    return nodes


def _annexed(nodes: tuple[Node, ...], segments: Sequence[Segment]) -> tuple[Node, ...]:
    """Criteria with the table of an annex, « critères de niveau 2 », that makes 100: of all but the price."""
    bare = [rank for rank, node in enumerate(nodes) if not priced([node])]
    if len(bare) != 1 or nodes[bare[0]].below or nodes[bare[0]].entry.weight is None:
        return nodes
    for segment in segments:
        head = words.fold(segment.texts[0][1].partition("\n")[0]) if segment.texts else ""
        below = [Node(entry=row) for row in segment.rows]
        whole = len(below) > _LOWER and segment.expected == TOTAL and close(spread(below), TOTAL)
        if _LEVELLED.match(head) and whole and not priced(below):
            return tuple(
                levels.hung(node, tuple(below)) if rank == bare[0] else node for rank, node in enumerate(nodes)
            )
    return nodes


def _weighed(nodes: tuple[Node, ...], index: int, entry: Entry) -> tuple[Node, ...]:
    """« La valeur technique représente 40 % », below a table that weighs but its sub-criteria, which make 40 %."""
    node = nodes[index]
    if node.entry.weight is not None or entry.weight is None or not close(spread(node.below), entry.weight.value):
        return nodes
    told = replace(node, entry=replace(node.entry, weight=entry.weight))
    return (*nodes[:index], told, *nodes[index + 1 :])


def _match(nodes: Sequence[Node], entry: Entry) -> int | None:
    if _on_hundred(entry) and entry.depth == 1 and entry.ids:
        # « Le critère n° 1 est noté sur 100 points, répartis entre les sous-critères suivants : »
        ranked = next((rank for rank, node in enumerate(nodes) if node.entry.ids == entry.ids), None)
        if ranked is not None:
            return ranked
    if _opens_list(entry):
        told = [rank for rank, node in enumerate(nodes) if _singular(node.entry.label) == _singular(entry.label)]
        if len(told) == 1:
            return told[0]
        named = [rank for rank, node in enumerate(nodes) if mentions(f"{entry.label} {entry.detail}", node.entry.label)]
        return named[0] if len(named) == 1 else None
    if over := _OVER.match(words.fold(entry.label)):
        return _named(nodes, entry.label[over.end() :])
    for index, node in enumerate(nodes):
        weight = node.entry.weight
        if not same(node.entry.label, entry.label):
            continue
        if entry.weight is None or weight is None or close(entry.weight.value, weight.value) or _on_hundred(entry):
            return index
    return _price_again(nodes, entry)


def _named(nodes: Sequence[Node], name: str) -> int | None:
    """The only criterion of a name, « critère » or « le » before it left aside."""
    bare = [re.sub(r"^(?:critere |l[ea]s? |l')+", "", words.fold(node.entry.label)) for node in nodes]
    own = _OF_LOTS.sub("", words.fold(name)).strip(" »:.")
    told = [rank for rank, label in enumerate(bare) if label == own]
    return told[0] if len(told) == 1 else None


def _opens_list(entry: Entry) -> bool:
    """« La note technique est établie sur 100 points : » opens a list, as a line without any weight does."""
    return entry.opens and (entry.weight is None or entry.weight.scale or _on_hundred(entry))


def _singular(label: str) -> str:
    """« Critères éco-responsables » as « critère éco responsable »: a grid seldom spells a list's words again."""
    return " ".join(word.removesuffix("s") for word in words.fold(label).replace("-", " ").split())


def _on_hundred(entry: Entry) -> bool:
    """Whether a line only says that marks are given out of 100."""
    weight = entry.weight
    return weight is not None and weight.value == TOTAL and words.fold(weight.text).startswith("sur")


def _marked(entry: Entry, segments: Sequence[Segment]) -> bool:
    """Whether the list after a criterion weighed in % is in points: marks out of 100, whatever it weighs."""
    told = {row.weight.unit for row in (segments[0].rows if segments else ()) if row.weight}
    return entry.weight is not None and entry.weight.unit == "percent" and told == {"points"}


def _price_again(nodes: Sequence[Node], entry: Entry) -> int | None:
    """The price that another name tells again with its weight: « prix : 40 % », then « valeur économique (40 %) »."""
    told = set(kinds.told(entry.label).natures)
    if entry.weight is None or entry.depth == _LOWER or not told or not told <= kinds.PRICES:
        return None
    prices = [index for index, node in enumerate(nodes) if priced([node])]
    alone = len(prices) == 1 and nodes[prices[0]].entry.weight is not None
    weight = nodes[prices[0]].entry.weight if alone else None
    same_unit = weight is not None and weight.unit == entry.weight.unit
    return prices[0] if weight and same_unit and close(weight.value, entry.weight.value) else None


def _shared_out(nodes: tuple[Node, ...], segments: Sequence[Segment]) -> tuple[Node, ...]:
    """Criteria with the items of one list that makes all their weights but the price, in order; none otherwise."""
    heads = [index for index, node in enumerate(nodes) if not priced([node])]
    lists = [[row for row in segment.rows if row.weight] for segment in segments if segment.rows]
    bare = len(heads) > 1 and all(nodes[index].entry.weight and not nodes[index].below for index in heads)
    if len(lists) != 1 or not bare or priced([Node(entry=row) for row in lists[0]]):
        return ()
    read, start = list(nodes), 0
    for index in heads:
        end = _made(lists[0], start, nodes[index].value)
        if end is None or end - start < 2:
            return ()
        below = tuple(Node(entry=row) for row in lists[0][start:end])
        read[index], start = levels.hung(nodes[index], below), end
    return tuple(read) if start == len(lists[0]) else ()


def _made(rows: Sequence[Entry], start: int, whole: float) -> int | None:
    """Where the rows from `start` have made a weight; None when they never do."""
    total = 0.0
    for end in range(start, len(rows)):
        weight = rows[end].weight
        total += weight.value if weight else 0
        if close(total, whole):
            return end + 1
    return None


def _fills(node: Node, segment: Segment, *, listed: bool) -> bool:
    """Whether the rows of a segment make the weight of a criterion; or 100, where the line above opens their list."""
    weight = node.entry.weight
    total = sum(row.weight.value for row in segment.rows if row.weight)
    wholes = (weight.value, *((TOTAL,) if listed else ())) if weight else ()
    return len(segment.rows) > 1 and any(close(total, whole) for whole in wholes)


def _with(node: Node, rows: Sequence[Entry], base: float, *, opened: bool) -> Node:
    """A criterion with rows that make its weight, or the base of its marks: any usual one where a line names it."""
    weight = node.entry.weight
    if node.below or len(rows) < 2 or weight is None or within.foreign(node, [Node(entry=row) for row in rows]):
        return node
    if priced([node]) and not any(kinds.told(row.label).natures for row in rows):
        return node  # « Maternelle 31 %, élémentaire 58 % »: the quantities of a simulation
    marked = opened and {row.weight.unit for row in rows if row.weight} == {"points"}
    wholes = (weight.value, base, *(fits.BASES if marked else (TOTAL,)))
    flat = sum(row.weight.value for row in rows if row.weight)
    # « 10, 5 and 5 points » on 20 are three, though the first is the sum of the others.
    made = next((whole for whole in wholes if close(flat, whole)), weight.value)
    below = levels.tree(rows, expected=made)
    if not any(close(spread(below), whole) for whole in wholes):
        return node
    return levels.hung(replace(node, entry=replace(node.entry, opens=node.entry.opens or opened)), below)


def priced(nodes: Iterable[Node]) -> bool:
    """Whether the words of one of the criteria say a price or a cost."""
    return any(set(kinds.told(node.entry.label).natures) & kinds.PRICES for node in nodes)
