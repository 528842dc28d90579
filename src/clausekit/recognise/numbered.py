"""Bare numbers that a sign ties to their label: « Prix : 40 », « Délai – 20 », one a line.

Neighbours weigh when their numbers make a total, some of them under others if need be. Those that
make none are in no award: `loose` gives them, to be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from clausekit.recognise import closing, kinds, levels
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import TOTAL
from clausekit.recognise.labels import clean
from clausekit.recognise.trailing import signed
from clausekit.recognise.weights import bare

_TOTALS: Final = (TOTAL, 20.0, 10.0)


def numbered(found: Sequence[Entry]) -> list[Entry]:
    """Entries where « Prix : 40 » gives its weight, when the numbers of neighbours make a total together."""
    read: list[Entry] = []
    for part, run in _runs(found):
        whole = len(run) > 1 and (_makes_a_total(run, read[-1] if read else None) or _nests(run))
        read += run if whole else part
    return read


def loose(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """The first such neighbours whose words are those of an award, a price among them; none without any."""
    return next((tuple(run) for _, run in _runs(found) if _award(run)), ())


def _runs(found: Sequence[Entry]) -> Iterator[tuple[Sequence[Entry], list[Entry]]]:
    """Entries cut in stretches, each with the neighbours that end in a number; other entries one by one."""
    start = 0
    while start < len(found):
        end, run = start, list[Entry]()
        while end < len(found) and ((plain := _plain(found[end])) or (run and _alone(found[end]))):
            run += [plain] if plain else []
            end += 1
        end = max(end, start + 1)
        yield found[start:end], run
        start = end


def _alone(entry: Entry) -> bool:
    """A weight without a label."""
    return entry.weight is not None and not entry.named


def _plain(entry: Entry) -> Entry | None:
    """The entry with the number that ends its label for weight; None when none does."""
    if entry.weight is not None and entry.named and entry.weight.text.startswith("/"):
        return entry  # « /5 » beside « /12 » and « /3 »
    found = signed(entry.label) if entry.weight is None and entry.named else None
    if found is None:
        return None
    label = clean(found.label)
    weight = bare(found.number, "none")
    return replace(entry, label=label, weight=weight) if label and weight else None


def _makes_a_total(run: Sequence[Entry], above: Entry | None) -> bool:
    totals = {*_TOTALS, *((above.weight.value,) if above and above.weight else ())}
    own = sum(entry.weight.value for entry in run if entry.weight)
    heads = [entry.weight.value for entry in run if entry.weight and entry.opens]
    return own in totals or own - sum(heads) in totals


def _nests(run: Sequence[Entry]) -> bool:
    """Whether some of them stand under others, so that each list makes its weight and the criteria 100."""
    return _award(run) and closing.closes(levels.tree(run, expected=TOTAL), (TOTAL,))


def _award(run: Sequence[Entry]) -> bool:
    """Whether several neighbours, more than half of them in known words, can be an award: a price is among them."""
    told = [kinds.told(row.label).natures for row in run]
    return len(run) > 1 and 2 * sum(map(bool, told)) > len(run) and any(set(natures) & kinds.PRICES for natures in told)
