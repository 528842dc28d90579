"""The measures that an entry answers: by the rows of the register, and by the minima of the policies."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clausekit import coverage
from clausekit.answers import answers_to
from clausekit.library import Entry, Library


def answering(library: Library) -> Callable[[Entry | None], frozenset[str]]:
    """What gives the ids of the measures that an entry of this library answers."""
    rows = coverage.asked(library)
    minima = [item for policy in library.policies.values() for item in policy.minima.values() if item.measure]

    def answered(entry: Entry | None) -> frozenset[str]:
        if entry is None:
            return frozenset()
        named = (item.measure for item in minima if item.measure and answers_to(entry, item, library))
        return coverage.measures_of(entry, rows) | frozenset(named)

    return answered


def ordered(names: Iterable[str], order: Iterable[str]) -> tuple[str, ...]:
    """Names in this order; those that are not in it come last."""
    kept = set(names)
    return tuple(name for name in dict.fromkeys((*order, *sorted(kept))) if name in kept)
