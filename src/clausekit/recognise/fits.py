"""How well rows of weights stand below one, and criteria by themselves: by what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from clausekit.recognise import kinds
from clausekit.recognise.entries import Entry

TOTAL: Final = 100.0
BASES: Final = (100.0, 20.0, 10.0, 50.0, 200.0, 1000.0, 5.0, 1.0)
_EQUAL: Final = 0.51
_PART: Final = 0.02
# Rows that make 100, or another usual total, in place of the weight above them: the first ones of a list may by chance.
HUNDRED: Final = 9
USUAL: Final = 8
_LED: Final = 3  # their head only says that they come


def close(left: float, right: float) -> bool:
    """Equal, rounded decimals apart."""
    return abs(left - right) <= min(_EQUAL, _PART * max(left, right))


def usual(total: float) -> bool:
    """Whether marks are given out of such a total."""
    return any(close(total, base) for base in BASES)


def score(total: float, expected: float | None) -> int:
    """How well a total agrees with the one that the award prints (`expected`), with 100, with another usual one."""
    if expected is not None and close(total, expected):
        return 120
    if close(total, TOTAL):
        return 100
    return 40 if any(close(total, base) for base in BASES[1:]) else 0


def _foreign(parent: Entry, run: Sequence[Entry]) -> bool:
    """Whether sums alone would put a price under a quality, or a quality under a price."""
    above, prices = set(kinds.told(parent.label).natures), kinds.PRICES
    if not above:
        return False
    told = (set(kinds.told(row.label).natures) for row in run)
    return any(below and (above <= prices) != (below <= prices) for below in told)


def child_score(parent: Entry, run: Sequence[Entry], told: bool) -> int | None:
    """How well rows stand under one; None when nothing says that they do."""
    found = _summed(parent, run, told)
    return None if found is not None and not told and _foreign(parent, run) else found


def opened(parent: Entry, run: Sequence[Entry]) -> int | None:
    """The same below a row that says that a list comes (« … au regard des sous-critères suivants : »), on 20 or 10."""
    total = sum(row.weight.value for row in run if row.weight)
    listed = parent.opens and len(run) > 1 and usual(total)
    return _LED if listed and not _foreign(parent, run) else None


def _summed(parent: Entry, run: Sequence[Entry], told: bool) -> int | None:
    """The same, by what they weigh."""
    total = sum(row.weight.value for row in run if row.weight)
    weight = parent.weight
    if weight is None:
        return 5 if told else None
    if len(run) > 1 and close(total, weight.value):
        return 12
    if len(run) > 1 and close(total, TOTAL) and not close(weight.value, TOTAL):
        return HUNDRED
    other = {row.weight.unit for row in run if row.weight} != {weight.unit}
    if len(run) > 1 and other and usual(total):
        return USUAL
    return 4 if told else None
