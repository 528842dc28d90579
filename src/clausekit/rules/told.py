"""How coherence rules tell what they find, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from clausekit.finding import Finding, Place, Route, Severity
from clausekit.marche import Lot, Marche, Weighted

Coherence: TypeAlias = Callable[[Marche, Lot], Iterator[Finding]]


def told(
    rule: str,
    message: str,
    place: Place,
    *,
    severity: Severity = "bloquante",
    read: str | None = None,
    expected: str | None = None,
    why: str = "",
    remedy: str = "",
) -> Finding:
    """A finding at one place, blocking unless said otherwise."""
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        read=read,
        expected=expected,
        places=(place,),
        why=why,
        remedy=remedy,
    )


def at(marche: Marche, route: Route) -> Place:
    """A place of the dossier."""
    return Place(file=marche.dossier.file, route=route)


def chosen_at(item: Weighted, lot: Lot) -> Route:
    """Where the dossier chooses a criterion: its own row, or the grid that holds it."""
    return lot.terms.grid.route if lot.terms.grid and not lot.terms.rows else item.route
