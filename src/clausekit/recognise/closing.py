"""Lists told in a running text, found by their sums: numbers of one form that make what they are expected to make.

Nothing is said of how such a list is punctuated: whatever parts its items, its numbers make the
weight of the criterion that they detail, or the total of an award. A list whose numbers make
neither is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from clausekit.finding import Place
from clausekit.recognise import kinds, stretches, wording, words
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import BASES, TOTAL, close
from clausekit.recognise.levels import Node, inner, spread
from clausekit.recognise.weights import Weight, bare, weights

_N: Final = r"(?P<n>\d{1,3}(?:[.,]\d{1,2})?)"
# Numbers without a unit, form by form: « (45) », « /15 », « : 20 », « méthode 20 + délais 10 ».
_BARE: Final = (
    re.compile(rf"\(\s*{_N}\s*\)"),
    re.compile(rf"(?<![\d/])/\s?{_N}(?![\d/]|\s*(?:%|points?|pts))"),
    re.compile(rf"[:=]\s*{_N}(?=\s*(?:[-–—+;,/)\n]|\.?\s*$))"),
    re.compile(rf"(?<=[^\W\d_])\s+{_N}(?=\s*(?:[+;/)\n]|,(?!\d)|\.?\s*$))"),
)
_OPENING: Final = re.compile(r"[(\[]\s*(?:sur|note\w*(?: sur)?|/|(?:sous[ -]?)?ponder\w*\s*(?:a|de|:)?)?\s*$")
_CLOSING: Final = re.compile(r"\s*(?:points?|pts)?\s*[)\]]")
_LONGEST: Final = 6000
_MOST: Final = 24
_WHOLES: Final = (10.0, 20.0, 100.0)


def below(text: str, whole: Weight, place: Place) -> tuple[Node, ...]:
    """What a criterion of weight `whole` holds, from all that is said of it; nothing when no list makes its weight."""
    return _best(text, place, whole)


def award(text: str, place: Place) -> tuple[Node, ...]:
    """The criteria that a running text lists; nothing when no list makes 100."""
    return _best(text, place, Weight(text="", value=TOTAL, unit="percent"))


def _best(text: str, place: Place, whole: Weight) -> tuple[Node, ...]:
    if len(text) > _LONGEST:
        return ()
    for family in _families(text):
        for run, start, end in _runs(family, whole):
            if nodes := _read(text[start:end], _moved(run, start), whole, place):
                return nodes
    return ()


def _families(text: str) -> Iterator[list[Weight]]:
    """The numbers of a text by form: those of one unit, then bare ones."""
    found = [item for item in weights(text) if item.unit in {"percent", "points"}]
    for unit in ("percent", "points"):
        yield [_widened(text, item) for item in found if item.unit == unit]
    folded = words.fold(text)
    for form in _BARE:
        read = [(match, bare(match["n"], "none")) for match in form.finditer(folded)]
        yield [replace(item, start=match.start(), end=match.end()) for match, item in read if item]


def _widened(text: str, weight: Weight) -> Weight:
    """A weight with the brackets around it."""
    opening, closing = _OPENING.search(words.fold(text[: weight.start])), _CLOSING.match(text, weight.end)
    if opening and closing:
        return replace(weight, start=opening.start(), end=closing.end())
    return weight


def _runs(family: Sequence[Weight], whole: Weight) -> Iterator[tuple[list[Weight], int, int]]:
    """All the numbers, then without the weight of the whole where it is told again; where what they weigh stands."""
    run, start, end = list(family), 0, _LONGEST
    if len(run) > _MOST:
        return
    yield run, start, end
    while run and close(run[0].value, whole.value):
        start, run = run[0].end, run[1:]
        yield run, start, end
    while run and close(run[-1].value, whole.value):
        end, run = run[-1].start, run[:-1]
        yield run, start, end


def _read(text: str, run: Sequence[Weight], whole: Weight, place: Place) -> tuple[Node, ...]:
    """The list that some numbers of a text make."""
    if len(run) < 2:
        return ()
    labels = stretches.names(text, [(item.start, item.end) for item in run])
    rows = [Entry(label=label, weight=item, place=place) for label, item in zip(labels, run, strict=False)]
    if len(rows) != len(run) or not all(row.named and wording.is_criterion(row) for row in rows):
        return ()
    nodes = inner(rows, expected=whole.value)
    exact = close(spread(nodes), whole.value)
    return nodes if closes(nodes, _makes(run, whole)) and _known(rows, exact=exact) else ()


def _moved(run: Sequence[Weight], start: int) -> list[Weight]:
    return [replace(item, start=item.start - start, end=item.end - start) for item in run]


def _makes(run: Sequence[Weight], whole: Weight) -> tuple[float, ...]:
    """What the numbers of a list may make."""
    other = whole.unit not in {item.unit for item in run}
    return (whole.value, *_WHOLES) if other else (whole.value, TOTAL)


def closes(nodes: Sequence[Node], totals: Sequence[float]) -> bool:
    """Whether criteria make one of the totals, and what each holds its weight or a base of its own."""
    if len(nodes) < 2 or not any(close(spread(nodes), total) for total in totals):
        return False
    return all(not node.below or whole(node) for node in nodes)


def whole(node: Node) -> bool:
    """Whether what a criterion holds makes its weight, or 100; in another unit, any usual total."""
    weight = node.entry.weight
    units = {child.entry.weight.unit for child in node.below if child.entry.weight}
    same = weight is not None and units == {weight.unit} and node.base is None
    return closes(node.below, (node.value, TOTAL) if same else (node.value, *BASES))


def _known(rows: Sequence[Entry], *, exact: bool) -> bool:
    """Whether enough of the names are known words: one of them when they make the very weight that they detail."""
    known = sum(bool(kinds.told(row.label).natures) for row in rows)
    return known > 0 if exact else 2 * known > len(rows)
