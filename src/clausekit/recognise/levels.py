"""Rows of weights as a tree: criteria, and sub-criteria below them.

What the text says of levels comes first (numbers, « sous-critère », columns, « dont »). Where it
says nothing, sums tell: rows that add up to the weight of the row above, or to a total of their
own, stand under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import HUNDRED, TOTAL, USUAL, child_score, close, opened, score, usual
from clausekit.recognise.indented import indented

_SECOND: Final = 2
_MOST_ROWS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A row with the rows below it.

    `base` is what the weights below are out of; None when they are shares of its own weight.
    """

    entry: Entry
    below: tuple[Node, ...] = ()
    base: float | None = None

    @property
    def value(self) -> float:
        """Its weight, or the sum of the weights below; 0 without any."""
        if self.entry.weight is not None:
            return self.entry.weight.value
        return sum(node.value for node in self.below)


def hints(rows: Sequence[Entry]) -> tuple[int, ...]:
    """The level of each row, 0 where the text does not say it; numbers of articles count from the shortest."""
    if told := indented(rows):
        return told
    # « Sous-critère n° 1 » below « 8.1 Valeur technique » is numbered on its own.
    if _parted(rows):
        return tuple(1 if row.ids else _SECOND for row in rows)
    lengths = {len(row.ids) for row in rows if row.ids and (row.depth or 0) <= len(row.ids)}
    found: list[int] = []
    for index, row in enumerate(rows):
        if row.under and _spent(rows[:index]):
            found.append(next((level for level, other in zip(found, rows, strict=False) if not other.under), 0) or 1)
        elif row.under:
            above = next((level for level in reversed(found) if level), 1)
            found.append(above if index and rows[index - 1].under else above + 1)
        elif row.depth is not None:
            found.append(row.depth)
        else:
            found.append(len(row.ids) - min(lengths) + 1 if row.ids and len(lengths) > 1 else 0)
    return _items(rows, found)


def _lettered(rows: Sequence[Entry]) -> tuple[Entry, ...]:
    """Rows where « A – », above « A1 – » and « A1.a – », is the number of a criterion, and no bullet."""
    told = {row.ids[0] for row in rows if len(row.ids) > 1}
    return tuple(
        replace(row, ids=(row.letter,), item=False) if row.letter in told and not row.ids else row for row in rows
    )


def _parted(rows: Sequence[Entry]) -> bool:
    """Whether numbers alone tell the criteria: they make the total, and bullets without one come after each."""
    numbered = [row for row in rows if row.ids]
    lower = [row for row in rows if not row.ids]
    plain = all(row.depth is None and not row.under for row in rows) and all(row.item for row in lower)
    one = len(numbered) > 1 and {len(row.ids) for row in numbered} == {1} and bool(rows[0].ids)
    total = sum(row.weight.value for row in numbered if row.weight)
    return plain and one and bool(lower) and close(total, TOTAL)


def _spent(above: Sequence[Entry]) -> bool:
    """Whether the rows « dont » told so far make the weight of the criterion that they detail."""
    start = max((index for index, row in enumerate(above) if not row.under), default=0)
    head = above[start].weight if above else None
    total = sum(row.weight.value for row in above[start + 1 :] if row.weight)
    return head is not None and total > 0 and close(total, head.value)


def _detailing(rows: Sequence[Entry], found: Sequence[int]) -> bool:
    """Whether rows without a bullet make the total by themselves, so that those with one detail them."""
    plain = [row for row, level in zip(rows, found, strict=True) if not row.item and level < _SECOND]
    total = sum(row.weight.value for row in plain if row.weight)
    return len(plain) > 1 and not rows[0].item and close(total, TOTAL)


def _items(rows: Sequence[Entry], found: list[int]) -> tuple[int, ...]:
    """Bullets after a row that opens a list (« dont : ») stand under it, when that row is none itself."""
    opened = 1 if _detailing(rows, found) else 0
    for index, row in enumerate(rows):
        if row.opens and not row.item and not row.under:
            opened = found[index] or 1
        elif row.item and not found[index] and opened:
            found[index] = opened + 1
        elif not row.item and not _detailing(rows, found):
            opened = 0
    for index, (row, level) in enumerate(zip(rows, found[1:], strict=False)):
        if row.opens and not row.item and not found[index] and level > 1:
            found[index] = 1
    if found and not found[0] and any(level > 1 for level in found):
        found[0] = 1
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Heads of a level, each with the end of the rows below it, and how well they agree with the sums."""

    score: int
    heads: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Level:
    """Rows to cut at a level: `told` gives the level of each when the text does, 0 otherwise."""

    rows: tuple[Entry, ...]
    told: tuple[int, ...]
    level: int
    expected: float | None

    def ends(self, start: int) -> Iterator[tuple[int, int]]:
        """Where the rows below a head may end, with how well they stand there."""
        for end in range(start + 1, len(self.rows) + 1):
            run = range(start + 1, end)
            if run and 0 < self.told[end - 1] <= self.level:
                return
            if end < len(self.rows) and self.told[end] > self.level:
                continue
            given = self.fit(start, run) if run else 0
            if given is not None and not (given in {HUNDRED, USUAL} and self._goes_on(start, end)):
                yield end, given

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether a list that makes a usual total goes on beyond it, in its own form and not in that of its head."""
        told = [self.rows[index] for index in (start, end - 1, end) if index < len(self.rows)]
        forms = [(row.weight and row.weight.unit, row.item, len(row.ids), row.depth, row.under) for row in told]
        return forms[1:2] == forms[2:] and forms[0] != forms[-1]

    def fit(self, start: int, run: range) -> int | None:
        """How well rows stand below a head; rows that the text puts deeper still are left to their own head."""
        floor = min((self.told[index] for index in run if self.told[index]), default=0)
        direct = [self.rows[index] for index in run if self.told[index] in {0, floor}]
        found = child_score(self.rows[start], direct, bool(floor))
        return opened(self.rows[start], direct) if found is None else found

    def own(self, start: int, end: int) -> float:
        """The weight of a head, else the sum of those below it."""
        weight = self.rows[start].weight
        return weight.value if weight else sum(row.weight.value for row in self.rows[start + 1 : end] if row.weight)


def _cuts(rows: _Level) -> tuple[tuple[int, int], ...]:
    """The best cut of a level: totals first, then what stands below each head."""
    count = len(rows.rows)

    @cache
    def best(start: int, total: float) -> _Cut:
        if start == count:
            return _Cut(score(total, rows.expected), ())
        found = _Cut(-1, tuple((index, index + 1) for index in range(start, count)))
        for end, given in rows.ends(start):
            rest = best(end, round(total + rows.own(start, end), 2))
            if given + rest.score > found.score:
                found = _Cut(given + rest.score, ((start, end), *rest.heads))
        return found

    heads = best(0, 0.0).heads
    flat = tuple((index, index + 1) for index in range(count))
    # Items of one list that make 100: one of them is not the sum of the next ones by more than chance.
    single = any(end == start + 1 for start, end in heads)
    if rows.level > 1 and single and not any(rows.told) and close(sum(rows.own(*item) for item in flat), TOTAL):
        return flat
    # Sums alone never leave a single criterion, nor a single item of a list.
    lonely = len(heads) == 1 and not any(rows.told)
    return flat if lonely else heads


def _base(parent: Entry, below: Sequence[Node]) -> float | None:
    """What the weights below are out of: their own total when it is not the weight above."""
    printed = {node.entry.weight.base for node in below if node.entry.weight}
    total = sum(node.value for node in below)
    weight = parent.weight
    if weight is None or close(total, weight.value) or not total:
        return None
    if len(printed) == 1 and (only := next(iter(printed))) is not None and close(only, total):
        return only
    alike = {node.entry.weight.unit for node in below if node.entry.weight} == {weight.unit}
    if total < weight.value and alike and not (parent.opens and usual(total)):
        return None
    return total


def tree(rows: Sequence[Entry], *, expected: float | None = None) -> tuple[Node, ...]:
    """The criteria of rows, each with those below it; `expected` is the total that the table prints."""
    kept = _lettered(rows[:_MOST_ROWS])
    return _built(_Level(kept, hints(kept), 1, expected))


def inner(rows: Sequence[Entry], *, expected: float) -> tuple[Node, ...]:
    """What a criterion of weight `expected` holds, list by list."""
    kept = _lettered(rows[:_MOST_ROWS])
    return _built(_Level(kept, hints(kept), _SECOND, expected))


def _built(level: _Level) -> tuple[Node, ...]:
    if not level.rows:
        return ()
    if all(level.told):
        level = replace(level, level=min(level.told))
    found = []
    for start, end in _cuts(level):
        head = level.rows[start]
        expected = head.weight.value if head.weight else None
        below = _built(_Level(level.rows[start + 1 : end], level.told[start + 1 : end], level.level + 1, expected))
        if head.weight is None and len(below) == 1:
            # A criterion of one sub-criterion weighs what it weighs.
            head = replace(head, weight=below[0].entry.weight)
        found.append(Node(entry=head, below=below, base=_base(head, below)))
    return tuple(found)


def hung(node: Node, below: tuple[Node, ...]) -> Node:
    """A criterion with the sub-criteria that another passage gives it."""
    return Node(entry=node.entry, below=below, base=_base(node.entry, below))


def spread(nodes: Sequence[Node]) -> float:
    """Sum of the weights of a level."""
    return sum(node.value for node in nodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One grid. `ordered`: criteria ranked without weights. `expected` is the total that it prints."""

    lot: str
    nodes: tuple[Node, ...]
    ordered: bool = False
    expected: float | None = None

    def total(self, sum_: float) -> float:
        """What the weights are out of: 100 when they miss it by little or are percentages, else their sum."""
        units = {node.entry.weight.unit for node in self.nodes if node.entry.weight}
        return TOTAL if units == {"percent"} and sum_ else sum_
