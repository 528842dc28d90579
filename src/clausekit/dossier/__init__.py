"""A dossier: what the buyer writes of a purchase; and the authority that buys."""

from __future__ import annotations

from clausekit.dossier.reading import read, read_authority
from clausekit.dossier.values import (
    NO_AUTHORITY,
    SINGLE_LOT,
    WHOLE,
    Authority,
    Choice,
    Contact,
    Dossier,
    GridChoice,
    Reservation,
    Terms,
    Variants,
)

__all__ = [
    "NO_AUTHORITY",
    "SINGLE_LOT",
    "WHOLE",
    "Authority",
    "Choice",
    "Contact",
    "Dossier",
    "GridChoice",
    "Reservation",
    "Terms",
    "Variants",
    "read",
    "read_authority",
]
