"""What commits have changed, and when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clausekit.finding import UnreadableFile
from clausekit.git.program import commit, run, shallow

_RAW = 5  # words of a line of « git log --raw »


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A file that a commit changed: the names that git gives to its bytes, None before it was and once it is gone."""

    path: str
    before: str | None
    after: str | None


def past(root: Path, name: str, *, within: str) -> tuple[Touched, ...]:
    """Every change of a file under `within` in the commits of a revision, the most recent first.

    A merge is compared with each of its parents. Paths are those of `root`. Raises UnreadableFile.
    """
    words = ("log", "-m", "--format=", "--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--end-of-options")
    listing = run(*words, name, "--", within, root=root, revision=name)
    fields = [field.lstrip(b"\n") for field in listing.split(b"\0")]
    heads = [rank for rank, field in enumerate(fields) if field.startswith(b":") and len(field.split()) == _RAW]
    return tuple(_touched(fields[rank].split(), fields[rank + 1]) for rank in heads)


def _touched(head: list[bytes], path: bytes) -> Touched:
    # « :100644 100644 before after M »: the mode of what is not there is 000000.
    modes, names = (head[0][1:], head[1]), (head[2], head[3])
    before, after = (
        blob.decode() if mode.startswith(b"100") else None for mode, blob in zip(modes, names, strict=True)
    )
    return Touched(path=path.decode("utf-8", "replace"), before=before, after=after)


def touching(root: Path, since: str, *paths: str) -> tuple[tuple[str, ...], ...]:
    """The commits after `since` that touch one of these paths, the oldest first, each followed by its parents.

    A parent is the last one before it that touches them. Raises UnreadableFile.
    """
    words = ("rev-list", "--parents", "--full-history", "--topo-order", "--reverse", f"{since}..HEAD", "--", *paths)
    return tuple(tuple(line.split()) for line in run(*words, root=root, revision=since).decode().splitlines())


def common(root: Path, one: str, other: str) -> str:
    """The commit from which two revisions both come. Raises UnreadableFile."""
    found = run("merge-base", "--end-of-options", one, other, root=root, revision=f"{one}...{other}")
    return found.decode().strip()


def last_touching(root: Path, pattern: str, path: str) -> str | None:
    """The last commit that adds or takes out a line of `path` which a regular expression finds; None if there is none.

    A clone that holds only a part of the past does not know: None.
    """
    try:
        if shallow(root):
            return None
        said = run("log", "-1", "--format=%H", f"-G{pattern}", "--", path, root=root, revision="HEAD")
    except UnreadableFile as problem:
        if problem.findings[0].rule == "git-revision":  # no commit yet
            return None
        raise
    return said.decode().strip() or None


def day_of(root: Path, name: str) -> str:
    """The day (ISO) of the commit that a revision names. Raises UnreadableFile."""
    return run("show", "-s", "--format=%cs", commit(root, name), root=root, revision=name).decode().strip()
