"""What is not found in a file that was read in part: it may stand in what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from clausekit import terms
from clausekit.finding import Finding
from clausekit.inspect import Inspected


def said(files: Iterable[Inspected]) -> tuple[str, ...]:
    """French sentences on what was not read of the files, each with the name of its file."""
    return tuple(f"« {PurePath(item.file).name} » : {doubt}" for item in files for doubt in item.doubts)


def to_confirm(found: Finding) -> Finding:
    """The same finding, left to a person: what may be there does not block."""
    told = f"{found.message[:1].lower()}{found.message[1:]}"
    return replace(
        found,
        severity=max(found.severity, terms.TO_JUSTIFY, key=terms.SEVERITIES.index),
        message=f"À confirmer, car le fichier n'a pas été lu en entier : {told}",
        remedy=f"Regarder d'abord la partie qui n'a pas été lue. {found.remedy}",
    )
