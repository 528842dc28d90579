"""The orders in which a year is told: families as in the register, years as they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from clausekit.library import Library

_OTHER = "autre"


def by_year(dates: Iterable[str]) -> dict[str, int]:
    """How many dates in each year."""
    return dict(sorted(Counter(date[:4] for date in dates).items()))


def in_order(met: Iterable[str], library: Library) -> tuple[str, ...]:
    """Families met, in the order of the register, `autre` last."""
    left = set(met)
    known = [name for name in library.registers.families if name in left and name != _OTHER]
    return (*known, *sorted(left - set(known) - {_OTHER}), *([_OTHER] if _OTHER in left else []))


def titles(library: Library) -> dict[str, str]:
    """What each family is called."""
    named = {name: family.title for name, family in library.registers.families.items()}
    other = named.pop(_OTHER, "Autres achats")
    return {**named, _OTHER: other}
