"""Locks on the disk: that of a dossier, those below a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from clausekit import disk, lock, sealed
from clausekit.finding import UnreadableFile

if TYPE_CHECKING:
    from clausekit.finding import Finding
    from clausekit.sealed import Sealed

DOSSIER = ".dossier.yaml"
EXPECTED = "un verrou .verrou.yaml"
_MOST = 100_000  # files met below a folder: more is a whole disk
_NEAR = 2  # folders below a dossier where its lock is looked for: « sortie », « sortie/lot-2 »
_WHY = "Le verrou dit ce qui a été émis : sans lui, rien ne le distingue de ce que le dossier produirait aujourd'hui."


def walk(root: Path, suffixes: tuple[str, ...], errors: list[Finding], *, deep: int | None = None) -> Iterator[Path]:
    """The files below a folder whose names end so; hidden folders and links aside. What is refused goes to `errors`."""
    met = 0

    def refused(error: OSError) -> None:
        errors.extend(disk.refused(error, Path(error.filename or root), disk.READ).findings)

    for here, names, files in os.walk(root, followlinks=False, onerror=refused):
        level = len(Path(here).relative_to(root).parts)
        names[:] = sorted(name for name in names if not name.startswith(".") and (deep is None or level < deep))
        met += len(files)
        if met > _MOST:
            raise _too_many(root)
        found = (Path(here) / name for name in sorted(files) if name.endswith(suffixes) and not name.startswith("."))
        yield from (path for path in found if not path.is_symlink())


def _too_many(root: Path) -> UnreadableFile:
    return disk.problem(
        "dossier-trop-grand",
        f"Plus de {_MOST} fichiers sous ce dossier du disque.",
        str(root),
        read=f"plus de {_MOST} fichiers",
        expected="le dossier du disque où sont les marchés",
        remedy="Donner un dossier du disque plus bas.",
    )


def read(path: Path) -> Sealed:
    """A lock. Raises UnreadableFile."""
    return sealed.read(disk.read(path, expected=EXPECTED), file=str(path))


def of(dossier: Path) -> tuple[Sealed, ...]:
    """The locks of a dossier, in its folder and just below. Raises UnreadableFile for one that bears its name."""
    found = []
    for path in walk(dossier.parent, (sealed.SUFFIX,), [], deep=_NEAR):
        try:
            item = read(path)
        except UnreadableFile:
            if path.name == lock.file_name(dossier.name):
                raise
            continue
        if item.dossier.file == dossier.name:
            found.append(item)
    return tuple(found)


def one(dossier: Path, given: str | None) -> Sealed:
    """The lock that is named, else the only one of the dossier. Raises UnreadableFile."""
    if given:
        return read(Path(given))
    found = of(dossier)
    if len(found) == 1:
        return found[0]
    raise _several(dossier, found) if found else absent(dossier)


def absent(dossier: Path) -> UnreadableFile:
    """A dossier of which nothing was issued."""
    return disk.problem(
        "verrou-absent",
        "Ce dossier n'a pas de verrou : rien n'en a été émis, ou ses pièces sont ailleurs.",
        str(dossier),
        read=f"aucun fichier {lock.file_name(dossier.name)} dans son dossier du disque, ni juste dessous",
        expected="le verrou que « clausekit assemble » écrit à côté des pièces",
        why=_WHY,
        remedy="Donner le verrou lui-même, ou écrire les pièces avec « clausekit assemble ».",
    )


def _several(dossier: Path, found: tuple[Sealed, ...]) -> UnreadableFile:
    return disk.problem(
        "verrou-plusieurs",
        f"Ce dossier a {len(found)} verrous : il faut dire lequel.",
        str(dossier),
        read=", ".join(item.file for item in found[:5]),
        expected="un verrou",
        why=_WHY,
        remedy=f"Ajouter --locked et le verrou des pièces voulues : --locked {found[0].file}",
    )
