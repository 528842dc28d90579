"""Contracts and euros by class, and where a share stands against its target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from clausekit import decp

NUMBER, VALUE = "number", "value"
REACHED, MISSED, OPEN = "reached", "missed", "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many contracts, or euros, stand in each class."""

    yes: float = 0
    no: float = 0
    unknown: float = 0
    contradictory: float = 0

    @property
    def total(self) -> float:
        """All classes."""
        return self.yes + self.no + self.unknown + self.contradictory

    @property
    def doubtful(self) -> float:
        """Neither yes nor no."""
        return self.unknown + self.contradictory

    @property
    def rate(self) -> float | None:
        """Yes in % of all; None of nothing."""
        return 100 * self.yes / self.total if self.total else None

    @property
    def known_rate(self) -> float | None:
        """Yes in % of yes and no."""
        known = self.yes + self.no
        return 100 * self.yes / known if known else None

    def situation(self, target: float) -> str:
        """Reached, missed, or open when the unknown could change the answer."""
        if not self.total:
            return OPEN
        if 100 * self.yes >= target * self.total:
            return REACHED
        return OPEN if 100 * (self.yes + self.doubtful) >= target * self.total else MISSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Contracts and euros by class; `unvalued` contracts have no usable amount."""

    number: Count
    value: Count
    unvalued: int

    def count(self, basis: str) -> Count:
        """By number or by value."""
        return self.number if basis == NUMBER else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A family (None: all of them). `effective` is None where nothing tells it (essential data)."""

    family: str | None
    declared: Tally
    effective: Tally | None


def tally(standings: Iterable[tuple[str, float | None]]) -> Tally:
    """Contracts (class, amount) counted by number and by value."""
    number: Counter[str] = Counter()
    value: dict[str, float] = dict.fromkeys(decp.CLASSES, 0)
    unvalued = 0
    for standing, euros in standings:
        number[standing] += 1
        if euros is None:
            unvalued += 1
        else:
            value[standing] += euros
    return Tally(
        number=Count(**{name: number[name] for name in decp.CLASSES}),
        value=Count(**{name: round(value[name], 2) for name in decp.CLASSES}),
        unvalued=unvalued,
    )
