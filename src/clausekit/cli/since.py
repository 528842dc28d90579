"""`lint --since`: what git knows of the library before, for the rules on its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clausekit.cli import revisions
from clausekit.cli.loading import Loaded

if TYPE_CHECKING:
    from clausekit.difference.registers import Shift
    from clausekit.finding import Finding
    from clausekit.lint.history import Compared, Former, Step
    from clausekit.lint.history.compared import Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The problems of a history; `commit` is what the library was compared with.

    `unjudged` is what changed and has no history to be judged by: items of registers and policies.
    """

    revision: str
    commit: str
    findings: tuple[Finding, ...]
    unjudged: tuple[Shift, ...] = ()


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
    from clausekit.lint.history import Compared, since, unjudged

    where = revisions.place(str(library) if library else None, None)
    assert where.root is not None  # noqa: S101 (a place without a dossier has one)
    past = _past(where.root, revision)
    old = revisions.library_at(where, past.base).loaded
    unread = _unread(old) | _unread(loaded)
    arrived = set(loaded.library.ids) - set(old.library.ids) - unread
    compared = _with_trails(
        past,
        Compared(
            revision=revision,
            old=old.library,
            new=loaded.library,
            unread=unread,
            former=_former(past, arrived) if arrived else {},
            partial=git.shallow(past.root),
        ),
    )
    return Told(
        revision=revision,
        commit=past.base,
        findings=since(compared, rules=rules) if rules else (),
        unjudged=unjudged(compared),
    )


def _with_trails(past: _Past, compared: Compared) -> Compared:
    """With the commits of the entries whose new lines are not all of one weight."""
    from clausekit.lint.history import LIGHT

    mixed = [pair for pair in compared.pairs if len({line.nature in LIGHT for line in pair.gained}) > 1]
    return replace(compared, trails={pair.new.id: _trail(past, pair) for pair in mixed})


def _trail(past: _Past, pair: Pair) -> tuple[Step, ...]:
    from clausekit import git
    from clausekit.library import Entry, entry_of
    from clausekit.lint.history import Commit, steps

    paths = tuple(dict.fromkeys((pair.new.file, pair.old.file)))
    commits = [Commit(name=name, parents=tuple(rest)) for name, *rest in git.touching(past.root, past.base, *paths)]
    names = tuple(dict.fromkeys(name for item in commits for name in (item.name, *item.parents)))
    asked = [(name, path) for name in names for path in paths]
    blobs = git.contents(past.root, (f"{name}:./{path}" for name, path in asked), revision=past.base)
    held = dict[str, Entry]()
    for (name, path), data in zip(asked, blobs, strict=True):
        entry = entry_of(path, data) if data is not None else None
        if entry is not None:
            held.setdefault(name, entry)
    return steps(commits, held, pair.new)


def _past(root: Path, revision: str) -> _Past:
    from clausekit import git
    from clausekit.finding import UnreadableFile

    inside = root.resolve()
    inside = inside.parent if inside.name == "clauses" else inside
    tip = git.commit(inside, revision)
    try:
        return _Past(root=inside, base=git.common(inside, tip, "HEAD"), tip=tip)
    except UnreadableFile:  # nothing in common, or a clone that does not go back so far
        return _Past(root=inside, base=tip, tip=tip)


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
