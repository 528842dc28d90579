"""The dossiers of a folder, and the entries that each uses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from clausekit.cli.loading import load_purchase

if TYPE_CHECKING:
    from clausekit.finding import Finding
    from clausekit.library import Library

_SUFFIX = ".dossier.yaml"


@dataclass(slots=True)
class Users:
    """The files of the dossiers that use each entry; how many dossiers were read, and what could not be."""

    by_entry: dict[str, list[str]] = field(default_factory=dict)
    read: int = 0
    errors: list[Finding] = field(default_factory=list)


def users(folders: Iterable[Path], libraries: Sequence[Library]) -> Users:
    """Read every dossier below these folders with each library: what one of them makes it use counts."""
    from clausekit.finding import UnreadableFile

    found = Users()
    for path in sorted({path for folder in folders for path in _walk(folder, found)}):
        try:
            names = frozenset().union(*(_used(path, library) for library in libraries))
        except UnreadableFile as problem:
            found.errors += problem.findings
            continue
        found.read += 1
        for name in names:
            found.by_entry.setdefault(name, []).append(path.as_posix())
    return found


def _used(path: Path, library: Library) -> frozenset[str]:
    from clausekit.difference.touched import used

    return used(load_purchase(path, library).marche)


def _walk(folder: Path, found: Users) -> Iterator[Path]:
    """The dossiers of a folder and of those below, hidden ones aside; as one types them from here."""
    from clausekit import disk

    def refused(error: OSError) -> None:
        found.errors += disk.refused(error, Path(error.filename or folder), disk.READ).findings

    for here, names, files in os.walk(folder, onerror=refused):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield from (_near(Path(here) / name) for name in sorted(files) if name.endswith(_SUFFIX))


def _near(path: Path) -> Path:
    try:
        return path.resolve().relative_to(Path.cwd().resolve())
    except (ValueError, OSError):
        return path
