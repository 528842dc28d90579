"""Tables ruled by flat lines alone: where their columns part, told by the blank that all their rows leave.

The rules that this adds are those that the author did not draw: with them, such a table is a grid as any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise
from statistics import median
from typing import TypeAlias

from clausekit.read.sheet import Rule, Word

Blank: TypeAlias = tuple[float, float]
_NEAR = 3.0  # points: rules that end at the same place
_SHORTEST = 150.0  # points across: a shorter rule underlines
_LEAST_BLANK = 0.5  # bodies of type left between two columns
_MOST_BLANKS = 40  # of a row
_FEWEST = 3  # rules: two of them frame a text
_TALLEST = 0.6  # of the height of a page: a row, not a page between its header and its foot


def uprights(
    flat: Sequence[Rule], upright: Sequence[Rule], words: Sequence[Word], height: float, known: Sequence[float] = ()
) -> list[Rule]:
    """The upright rules that tables without any are read with: their two sides, and a rule in each blank.

    `known` are the cuts of the table on which the page before ends: one that goes on keeps them.
    """
    found: list[Rule] = []
    wider: list[Sequence[Rule]] = []
    for group in sorted(_alike(flat, _FEWEST - 1 if known else _FEWEST), key=lambda rules: -_width(rules[0])):
        left, right = group[0].start, group[0].end
        if any(_within(group, other) for other in wider):
            continue  # rows that stand beside one label
        if any(left - _NEAR <= rule.at <= right + _NEAR and _beside(rule, group) for rule in upright):
            continue
        begun = _carried(group, words, known)
        found += [Rule(at, begun[0].at, begun[-1].at) for at in known if begun]
        rest = group[len(begun) - 1 :] if begun else group
        for run, rows in _runs(rest, words, height) if len(rest) >= _FEWEST else ():
            top, bottom = run[0].at, run[-1].at
            ends = [end for rule in flat if top < rule.at < bottom for end in (rule.start, rule.end)]
            gutters, below = _parting(rows, run[0]), _parting(rows[1:], run[0])
            found += [Rule(at, top, bottom) for at in (left, right, *(_cut(gutter, ends) for gutter in gutters))]
            # The words of a header may stand across columns.
            found += [Rule(_cut(own, ends), run[1].at, bottom) for own in below if not _meets(own, gutters)]
            wider.append(run)
    return found


def _width(rule: Rule) -> float:
    return rule.end - rule.start


def _within(group: Sequence[Rule], other: Sequence[Rule]) -> bool:
    across = other[0].start - _NEAR < group[0].start and group[0].end < other[0].end + _NEAR
    return across and other[0].at - _NEAR < group[0].at and group[-1].at < other[-1].at + _NEAR


def _cut(gutter: Blank, ends: Sequence[float]) -> float:
    """Where a blank is cut: where a rule of one column begins or ends, else half-way."""
    low, high = gutter
    return next((end for end in ends if low - 1 <= end <= high + 1), (low + high) / 2)


def _carried(group: Sequence[Rule], words: Sequence[Word], known: Sequence[float]) -> list[Rule]:
    """The rules of a table that goes on from the page before: as long as no word crosses its columns."""
    same = bool(known) and abs(known[0] - group[0].start) < _NEAR and abs(known[-1] - group[0].end) < _NEAR
    run = [group[0]] if same else []
    for above, below in pairwise(group) if same else ():
        held = [word for word in words if above.at <= word.middle <= below.at]
        if any(word.x0 + 1 < cut < word.x1 - 1 for word in held for cut in known):
            break
        run.append(below)
    return run if len(run) > 1 else []


def _alike(flat: Sequence[Rule], fewest: int) -> Iterator[list[Rule]]:
    """Long rules of one left and one right, from top to bottom."""
    groups: list[list[Rule]] = []
    for rule in sorted(rule for rule in flat if rule.end - rule.start >= _SHORTEST):
        for group in groups:
            if abs(group[0].start - rule.start) < _NEAR and abs(group[0].end - rule.end) < _NEAR:
                group.append(rule)
                break
        else:
            groups.append([rule])
    yield from (group for group in groups if len(group) >= fewest)


def _beside(rule: Rule, group: Sequence[Rule]) -> bool:
    return rule.start <= group[-1].at and rule.end >= group[0].at


def _runs(group: Sequence[Rule], words: Sequence[Word], height: float) -> Iterator[tuple[list[Rule], list[list[Word]]]]:
    """Rules that follow one another around rows which share a blank, and the words of these rows."""
    run: list[Rule] = []
    rows: list[list[Word]] = []
    kept: list[Blank] = []
    for above, below in pairwise(group):
        held = [word for word in words if above.at <= word.middle <= below.at and _across(word, above)]
        own = _blanks(held, above) if held and below.at - above.at < _TALLEST * height else []
        shared = _shared(kept, own) if run else own
        if shared:
            run, rows, kept = [*(run or [above]), below], [*rows, held], shared
            continue
        if run and _parting(rows, run[0]):
            yield run, rows
        run, rows, kept = ([above, below], [held], own) if own else ([], [], [])
    if run and _parting(rows, run[0]):
        yield run, rows


def _parting(rows: Sequence[Sequence[Word]], rule: Rule) -> list[Blank]:
    """The blanks that rows share, with words on both sides in two of them or more."""
    kept = reduce(_shared, (_blanks(row, rule) for row in rows)) if rows else []
    return [blank for blank in kept if sum(_parts(blank, row) for row in rows) >= _FEWEST - 1]


def _meets(blank: Blank, others: Sequence[Blank]) -> bool:
    return any(blank[0] < high and low < blank[1] for low, high in others)


def _parts(blank: Blank, row: Sequence[Word]) -> bool:
    return any(word.x1 <= blank[0] + 1 for word in row) and any(word.x0 >= blank[1] - 1 for word in row)


def _across(word: Word, rule: Rule) -> bool:
    return rule.start - _NEAR <= word.centre <= rule.end + _NEAR


def _blanks(words: Sequence[Word], rule: Rule) -> list[Blank]:
    """The blanks that words leave from top to bottom, from one end of a rule to the other."""
    least = _LEAST_BLANK * median(word.size for word in words)
    out, reach = [], rule.start
    for word in sorted(words, key=lambda item: item.x0):
        if word.x0 - reach > least:
            out.append((reach, word.x0))
        reach = max(reach, word.x1)
    return [*out, (reach, rule.end)]


def _shared(kept: Sequence[Blank], own: Sequence[Blank]) -> list[Blank]:
    if max(len(kept), len(own)) > _MOST_BLANKS:
        return []  # a line of letters set apart, no row of a table
    both = [(max(a, c), min(b, d)) for a, b in kept for c, d in own]
    return [(low, high) for low, high in both if high - low > _NEAR]
