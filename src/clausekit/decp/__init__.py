"""Essential data of contracts (DECP) as they are really published: spellings folded, defects told apart.

What a row says of a consideration falls in one of four classes: yes, no, unknown (empty, `NC`,
unusable) and contradictory (« Pas de considération » beside another value).
"""

from __future__ import annotations

from clausekit.decp.files import read
from clausekit.decp.rows import (
    CLASSES,
    CONTRADICTORY,
    NO,
    RESERVED,
    UNKNOWN,
    VALUES,
    YES,
    Extract,
    Row,
    classify,
    fold,
    unique,
)

__all__ = [
    "CLASSES",
    "CONTRADICTORY",
    "NO",
    "RESERVED",
    "UNKNOWN",
    "VALUES",
    "YES",
    "Extract",
    "Row",
    "classify",
    "fold",
    "read",
    "unique",
]
