"""Editions of a library: « 2026.4 », a year and a rank."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from clausekit.disk import problem

TAG: Final = "v"
_EDITION = re.compile(r"(?P<year>[0-9]{4})\.(?P<rank>[1-9][0-9]?|0[1-9])")
_LAST_RANK: Final = 99


def key(edition: str) -> tuple[int, int] | None:
    """What orders editions; None for what is not one."""
    match = _EDITION.fullmatch(edition)
    return (int(match["year"]), int(match["rank"])) if match else None


def latest(editions: Iterable[str]) -> str | None:
    """The last of these editions; what is not one is left out."""
    known = [item for item in editions if key(item)]
    return max(known, key=lambda item: key(item) or (0, 0)) if known else None


def before(edition: str, editions: Iterable[str]) -> str | None:
    """The last edition that comes before this one."""
    limit = key(edition)
    return latest(item for item in editions if limit and (key(item) or limit) < limit)


def following(current: str, day: str | None = None) -> str:
    """The edition after this one: the next rank, or the first of the year of `day` (ISO) when a year has begun."""
    year, rank = key(current) or (0, 0)
    this = int(day[:4]) if day else year
    if this > year or rank >= _LAST_RANK:
        return f"{max(this, year + (rank >= _LAST_RANK))}.1"
    return f"{year}.{rank + 1}"


def accepted(asked: str, *, current: str, closed: Iterable[str], file: str) -> str:
    """The edition that is asked, when it may be closed. Raises UnreadableFile.

    `current` is what bibliotheque.yaml says, `closed` are those that a tag or the journal already names.
    """
    done = tuple(closed)
    wanted = key(asked.removeprefix(TAG) if key(asked.removeprefix(TAG)) else asked)
    if wanted is None:
        raise problem(
            "edition-malformee",
            f"« {asked} » n'est pas une édition.",
            file,
            read=asked,
            expected="une année et un rang, sans zéro devant : 2026.5",
            remedy=f"Ne rien donner : « clausekit release » propose l'édition qui suit {current}.",
        )
    name = f"{wanted[0]}.{wanted[1]}"
    if any(key(item) == wanted for item in done):
        raise problem(
            "edition-prise",
            f"L'édition {name} est déjà close.",
            file,
            read=name,
            expected=f"une édition qui vienne après {latest((*done, current))}",
            why="Des verrous de pièces signées nomment cette édition : elle ne désigne qu'un état des clauses.",
            remedy=f"Clore la suivante : clausekit release {following(latest((*done, current)) or name)}",
        )
    last = latest((*done, current))
    if last and wanted < (key(last) or wanted):
        raise problem(
            "edition-passee",
            f"L'édition {name} viendrait avant l'édition {last}, qui existe déjà.",
            file,
            read=name,
            expected=f"une édition qui vienne après {last}",
            why="Les éditions se suivent : on sait laquelle de deux pièces est la plus récente.",
            remedy=f"Clore la suivante : clausekit release {following(last)}",
        )
    return name
