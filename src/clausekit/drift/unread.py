"""What is not found in a file that was read or compared in part: it may stand in what was left out."""

from __future__ import annotations

from dataclasses import replace

from clausekit import terms
from clausekit.finding import Finding


def to_confirm(found: Finding) -> Finding:
    """The same finding of a file read in part, left to a person: what may be there does not block."""
    return _left(found, "le fichier n'a pas été lu en entier", "Regarder d'abord la partie qui n'a pas été lue.")


def too_many_alike(found: Finding) -> Finding:
    """The same, of a passage that was not looked for everywhere."""
    return _left(found, "trop de passages du fichier se ressemblent", "Chercher d'abord le passage dans le fichier.")


def _left(found: Finding, why: str, first: str) -> Finding:
    told = f"{found.message[:1].lower()}{found.message[1:]}"
    return replace(
        found,
        severity=max(found.severity, terms.TO_JUSTIFY, key=terms.SEVERITIES.index),
        message=f"À confirmer, car {why} : {told}",
        remedy=f"{first} {found.remedy}",
    )
