"""git, run as a program: files at a revision, the repository around a folder; what it refuses, told in French."""

from __future__ import annotations

import os
from pathlib import Path

from clausekit.finding import UnreadableFile
from clausekit.git.commits import Touched, common, day_of, last_touching, past, touching
from clausekit.git.index import staged
from clausekit.git.objects import blobs, contents, files, listed, read_at
from clausekit.git.program import answer, commit, run, shallow


def top(folder: Path) -> Path | None:
    """The folder of the git repository around this one; None when there is none."""
    try:
        found = run("rev-parse", "--show-toplevel", root=folder, revision="")
    except UnreadableFile as problem:
        if problem.findings[0].rule in {"git-depot", "git-revision"}:
            return None
        raise
    return Path(os.fsdecode(found.rstrip(b"\n")))


def unsaved(root: Path, *, within: str) -> tuple[str, ...]:
    """The files under `within` (« clauses/ ») that differ from the last commit, or that git does not follow."""
    said = run("status", "--porcelain", "-z", "--no-renames", "--", within, root=root, revision="HEAD")
    return tuple(line[3:].decode("utf-8", "replace") for line in said.split(b"\0") if line)


def tags(root: Path, pattern: str) -> tuple[str, ...]:
    """The tags that a pattern of git names (« v2* »)."""
    said = run("tag", "--list", "--end-of-options", pattern, root=root, revision="HEAD")
    return tuple(said.decode("utf-8", "replace").split())


__all__ = [
    "Touched",
    "answer",
    "blobs",
    "commit",
    "common",
    "contents",
    "day_of",
    "files",
    "last_touching",
    "listed",
    "past",
    "read_at",
    "run",
    "shallow",
    "staged",
    "tags",
    "top",
    "touching",
    "unsaved",
]
