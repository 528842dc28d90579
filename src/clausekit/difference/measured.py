"""The measures that an entry answers: by the rows of the register, and by the minima of the policies."""

from __future__ import annotations

from clausekit.answers import answers_to
from clausekit.coverage import measures_of
from clausekit.library import Entry, Library


def measured(was: Entry | None, old: Library, now: Entry | None, new: Library) -> tuple[str, ...]:
    """Those that it answers in either edition, in the order of the register."""
    names = _answered(was, old) | _answered(now, new)
    order = dict.fromkeys((*new.registers.measures, *old.registers.measures, *sorted(names)))
    return tuple(name for name in order if name in names)


def _answered(entry: Entry | None, library: Library) -> set[str]:
    if entry is None:
        return set()
    minima = (minimum for policy in library.policies.values() for minimum in policy.minima.values())
    named = {minimum.measure for minimum in minima if minimum.measure and answers_to(entry, minimum, library)}
    return {*measures_of(entry, library), *named}
