"""`lint --since`: what git knows of the library before, for the rules on its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from clausekit.cli import revisions
from clausekit.cli.loading import Loaded

if TYPE_CHECKING:
    from clausekit.finding import Finding
    from clausekit.lint.history import Former


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The problems of a history; `commit` is what the library was compared with."""

    revision: str
    commit: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Past:
    """A repository: `base` is where this branch left the revision, `tip` where the revision is now."""

    root: Path
    base: str
    tip: str


def told(library: Path | None, revision: str, loaded: Loaded, *, rules: tuple[str, ...]) -> Told:
    """What the history of the library hides since a revision. Raises UnreadableFile.

    It is compared with the commit where the two parted, so that what others published since is not ours.
    """
    from clausekit import git
    from clausekit.lint.history import Compared, since

    where = revisions.place(str(library) if library else None, None)
    assert where.root is not None  # noqa: S101 (a place without a dossier has one)
    past = _past(where.root, revision)
    old = revisions.library_at(where, past.base).loaded
    unread = _unread(old) | _unread(loaded)
    arrived = set(loaded.library.ids) - set(old.library.ids) - unread
    compared = Compared(
        revision=revision,
        old=old.library,
        new=loaded.library,
        unread=unread,
        former=_former(past, arrived) if arrived else {},
        partial=git.shallow(past.root),
    )
    return Told(revision=revision, commit=past.base, findings=since(compared, rules=rules) if rules else ())


def _past(root: Path, revision: str) -> _Past:
    from clausekit import git
    from clausekit.finding import UnreadableFile

    inside = root.resolve()
    inside = inside.parent if inside.name == "clauses" else inside
    try:
        tip = git.commit(inside, revision)
    except UnreadableFile as problem:
        if problem.findings[0].rule == "git-revision" and git.shallow(inside):
            raise _partial(root, revision) from None
        raise
    try:
        return _Past(root=inside, base=git.common(inside, tip, "HEAD"), tip=tip)
    except UnreadableFile:  # nothing in common, or a clone that does not go back so far
        return _Past(root=inside, base=tip, tip=tip)


def _partial(root: Path, revision: str) -> Exception:
    from clausekit import disk

    return disk.problem(
        "git-partiel",
        f"Ce clone ne contient pas la révision « {revision} » : il ne contient que les derniers commits.",
        str(root),
        read=f"{revision}, absente d'un clone partiel",
        expected="un clone qui contient la révision à laquelle comparer",
        remedy="Lancer « git fetch --unshallow origin » ; dans une chaîne d'intégration, « fetch-depth: 0 » (GitHub) "
        "ou « GIT_DEPTH: 0 » (GitLab), puis « git fetch origin » pour avoir la branche.",
    )


def _unread(loaded: Loaded) -> frozenset[str]:
    from clausekit.lint import ids_of

    files = {place.file for found in loaded.findings for place in found.places[:1]}
    return ids_of(files - set(loaded.library.sources))


def _former(past: _Past, arrived: set[str]) -> dict[str, list[Former]]:
    """The entries that bore these ids in the past of the revision, or that it has now and we have not."""
    from clausekit import git
    from clausekit.lint.history import former

    found: dict[str, list[Former]] = {}
    named = [item for item in _borne(past) if item[0] in arrived]
    blobs = git.blobs(past.root, (blob for _, _, blob in named), revision=past.tip)
    for name, path, blob in named:
        found.setdefault(name, []).append(former(path, blobs[blob]))
    return found


def _borne(past: _Past) -> Iterator[tuple[str, str, str]]:
    """Id, path and blob of each entry that was deleted, or that came after the two branches parted."""
    from clausekit import git, library
    from clausekit.lint import ids_of

    for item in git.past(past.root, past.tip, within="clauses"):
        blob = item.before if item.after is None else None
        if blob and library.kind_of(item.path):
            yield from ((name, item.path, blob) for name in ids_of([item.path]))
    if past.tip != past.base:
        for path, blob in git.listed(past.root, past.tip, within="clauses/", suffix=".yaml"):
            yield from ((name, path, blob) for name in ids_of([path]))
