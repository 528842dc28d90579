"""Criteria marked out of a number, then weighed by the next sentences: « Cette note est affectée du coefficient 7 ».

What stands between the mark and its coefficient, and makes that mark, details the criterion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from clausekit.recognise import kinds, words
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import close

_THE_MARK: Final = re.compile(r"cette|(?:cette|la|sa) note(?: \w+){0,2}")
_LEAST: Final = 2


def multiplied(found: Sequence[Entry]) -> list[Entry]:
    """Entries where each mark weighs what is said of it afterwards; nothing is told of marks that do not all say it."""
    ends = [index for index, entry in enumerate(found) if _of_the_mark(entry)]
    if not ends:
        return list(found)
    starts = [0, *(end + 1 for end in ends)]
    read = [_weighed(found[start:end], found[end]) for start, end in zip(starts, ends, strict=False)]
    if len(ends) < _LEAST or not all(read):
        return [entry for index, entry in enumerate(found) if index not in ends]
    return [*(entry for part in read for entry in part), *found[starts[-1] :]]


def _of_the_mark(entry: Entry) -> bool:
    """« Cette note est affectée du coefficient 7 », « La note obtenue est pondérée à 60 % »."""
    told = entry.weight is not None and not entry.weight.scale and entry.weight.unit in {"coefficient", "percent"}
    return told and _THE_MARK.fullmatch(words.fold(entry.label)) is not None


def _weighed(part: Sequence[Entry], last: Entry) -> list[Entry]:
    """What leads to a coefficient, its criterion weighed by it; nothing unless one mark leads there."""
    marks = [index for index, entry in enumerate(part) if entry.weight is not None and entry.weight.scale]
    if not marks or last.weight is None:
        return []
    head, *lower = marks
    scale = part[head].weight
    total = sum(weight.value for index in lower if (weight := part[index].weight))
    named = _named(part, head)
    if scale is None or named is None or (lower and not close(total, scale.value)):
        return []
    weight = replace(last.weight, base=scale.value)
    under = [replace(part[index], under=True, item=False, ids=(), depth=None) for index in lower]
    return [*part[:named], replace(part[named], weight=weight, opens=bool(under)), *under]


def _named(part: Sequence[Entry], head: int) -> int | None:
    """The entry that names what is marked: that of the mark, else the nearest one above it."""
    for index in range(head, -1, -1):
        if part[index].named:
            return index if kinds.told(part[index].label).natures else None
    return None
