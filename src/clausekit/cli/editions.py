"""The two editions that `diff` compares: git revisions, a range, folders, or the files as they are on the disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli import revisions
from clausekit.cli.loading import Loaded, load_library

if TYPE_CHECKING:
    from clausekit.report.differed import Side

_RANGE = re.compile(r"(?P<old>.*?)(?P<dots>\.{2,3})(?P<new>.*)")
_HEAD = "HEAD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A library read; `said` is how a person calls it, `folder` where it stands on the disk, if it does.

    A revision stands where its repository is: the dossiers beside the library are those of the disk.
    """

    loaded: Loaded
    said: str
    name: str
    folder: Path | None = None

    @property
    def side(self) -> Side:
        """For the report."""
        from clausekit.report.differed import Side

        return Side(said=self.said, name=self.name, library=self.loaded.library)


def editions(old: str | None, new: str | None, given: str | None) -> tuple[Edition, Edition]:
    """What OLD and NEW name; without them, the last commit and the files of the disk. Raises UnreadableFile."""
    if old is not None and new is None and not _is_folder(old) and not _is_path(old):
        found = _RANGE.fullmatch(old)
        if found:
            return _range(found["old"] or _HEAD, found["new"] or None, found["dots"], given)
    if "" in {old, new}:
        raise click.UsageError("Une révision vide ne désigne rien : donner son nom, ou ne rien donner.")
    return _edition(old or _HEAD, given), _edition(new, given)


def _range(old: str, new: str | None, dots: str, given: str | None) -> tuple[Edition, Edition]:
    """Two revisions; « v1.. » goes up to the files of the disk, where a person works."""
    if dots == "...":
        from clausekit import git

        root = revisions.place(given, None).root
        assert root is not None  # noqa: S101 (a library alone has a repository, or it is told)
        start = git.common(root, old, new or _HEAD)
        return _edition(start, given, said=f"{old}...{new or ''}"), _edition(new, given)
    return _edition(old, given), _edition(new, given)


def _is_folder(word: str) -> bool:
    """DIR, or DIR@REV: a folder wins over a revision of the same name."""
    parts = word.split("@")
    heads = ("@".join(parts[:count]) for count in range(len(parts), 0, -1))
    try:
        return any(head and Path(head).is_dir() for head in heads)
    except (OSError, ValueError):  # too long a name, a sign that no path may hold
        return False


def _is_path(word: str) -> bool:
    """Whether a word can only be a path: no revision begins so."""
    return word.startswith(("./", "../", ".\\", "..\\", "/", "~")) or bool(re.match(r"[A-Za-z]:[\\/]", word))


def _edition(word: str | None, given: str | None, *, said: str | None = None) -> Edition:
    if word is None:
        return _working(given)
    if _is_folder(word) or _is_path(word):
        loaded = _whole(load_library(word))
        alone = Path(word)
        return Edition(loaded=loaded, said=f"le dossier {word}", name=word, folder=alone if alone.is_dir() else None)
    where = revisions.place(given, None)
    found = revisions.library_at(where, word)
    _whole(found.loaded)
    called = f"la souche commune de {said}" if said else found.said
    return Edition(loaded=found.loaded, said=called, name=word, folder=where.root)


def _whole(loaded: Loaded) -> Loaded:
    """A library; a folder that is none would read as one whose every entry is gone."""
    from clausekit.finding import UnreadableFile

    absent = [found for found in loaded.findings if found.rule == "bibliotheque-absente"]
    if absent:
        raise UnreadableFile(loaded.tell(absent))
    return loaded


def _working(given: str | None) -> Edition:
    """The library of the disk, in git or not."""
    from clausekit import tree

    loaded = _whole(load_library(given))
    folder = Path(given) if given else tree.find(Path.cwd())
    return Edition(loaded=loaded, said=f"la {revisions.WORKING}", name=revisions.WORKING, folder=folder)
