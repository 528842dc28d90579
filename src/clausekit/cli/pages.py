"""Write a file that a command makes: nothing that stands there is replaced without being asked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import Function

if TYPE_CHECKING:
    from clausekit.finding import UnreadableFile


def force_option(function: Function) -> Function:
    """`--force`, the same for every command that writes a file."""
    return click.option("--force", is_flag=True, help="Remplacer un fichier qui existe déjà.")(function)


def existing(path: Path, *, option: str) -> UnreadableFile:
    """A file that stands where another should go."""
    from clausekit import disk

    return disk.existing(path, remedy=f"Donner un autre nom à {option}, ou remplacer quand même avec --force.")


def _folder(path: Path, option: str) -> UnreadableFile:
    from clausekit import tree

    return tree.problem(
        "fichier-dossier",
        "C'est un dossier ; le nom d'un fichier à écrire est attendu.",
        str(path),
        read="un dossier",
        expected=f"un fichier après {option}",
        remedy="Ajouter le nom du fichier après celui du dossier.",
    )


def refuse_existing(path: Path, *, force: bool, option: str = "--output") -> None:
    """Raises `document-existant` for a file that stands there, but with `force`; `fichier-dossier` for a folder."""
    if path.is_dir():
        raise _folder(path, option)
    # A link that leads nowhere is somebody's too: writing would put a file in its place.
    if os.path.lexists(path) and not force:
        raise existing(path, option=option)


def write_page(path: Path, data: bytes, *, force: bool, option: str = "--output") -> None:
    """Write a file, whole; the caller says so.

    Raises UnreadableFile: what `refuse_existing` refuses, and what the disk does; then nothing was written.
    """
    from clausekit import tree

    refuse_existing(path, force=force, option=option)
    tree.write(path, data)
