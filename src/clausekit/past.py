"""What a git repository has kept: every content that a file has had, every state of a folder. Nothing is checked out.

A search reads objects by the thousand in a few processes (`git log --raw`, `git cat-file --batch`), never
one process a revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from clausekit import git

MOST_REVISIONS = 5_000
_MOST_CONTENTS = 50_000
_DEPTH = 8  # folders inside a folder; a library has two
_TREE = b"40000"
_FILE = b"100"
_LOG = ("-c", "log.showRoot=true", "log", "--all", "--full-history", "--no-renames", "-m", "-z")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A folder at a revision. `files` maps its paths (with `/`, from the folder) to the ids of their contents."""

    commit: str
    date: str
    files: Mapping[str, str]


@dataclass(slots=True, kw_only=True, eq=False)
class Past:
    """The repository around `folder`, with what was already read of it."""

    folder: Path
    _read: dict[str, bytes] = field(default_factory=dict)

    def shallow(self) -> bool:
        """Whether the clone holds only the last part of the history."""
        return git.shallow(self.folder)

    def contents(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of objects; one that this clone does not hold is left out."""
        wanted = [name for name in dict.fromkeys(ids) if name not in self._read]
        if wanted:
            asked = "".join(f"{name}\n" for name in wanted).encode()
            stream = git.run("cat-file", "--batch", root=self.folder, revision="HEAD", stdin=asked)
            self._read.update(_objects(stream))
        return self._read

    def named(self, pattern: str) -> Iterator[tuple[str, str]]:
        """Path and id of every content that files of this name have had, the newest first, each once.

        `pattern` is a path or a name, in which `*` stands for anything but `/`, and `**/` for any folders.
        """
        if not self._born():
            return
        # « rev-list --objects » would not open the folders that a pattern may lead to.
        words = (*_LOG, "--format=", "--raw", "--no-abbrev", "HEAD", "--", f":(top,glob)**/{pattern}")
        fields = self._said(*words).split("\0")
        seen: set[tuple[str, str]] = set()
        for head, path in pairwise(fields):
            words_of = head.strip("\n").split()
            if len(words_of) != 5 or not head.strip("\n").startswith(":"):
                continue
            for mode, key in ((words_of[1], words_of[3]), (words_of[0].lstrip(":"), words_of[2])):
                if mode.startswith("100") and (path, key) not in seen and len(seen) < _MOST_CONTENTS:
                    seen.add((path, key))
                    yield path, key

    def _said(self, *words: str) -> str:
        return git.run(*words, root=self.folder, revision="HEAD").decode("utf-8", "surrogateescape")

    def _born(self) -> bool:
        """Whether the repository has a commit."""
        return bool(git.run("rev-list", "--all", "--max-count=1", root=self.folder, revision="HEAD").strip())

    def states(self, name: str, holding: str) -> Iterator[State]:
        """Each state that a folder of this name has had, the newest first, wherever it stood; each once.

        `holding` is a file that makes it such a folder (« bibliotheque.yaml »).
        """
        if not self._born():
            return
        roots = self._roots(f"{name}/{holding}")
        commits = self._commits(f"{name}/**")
        trees = self._trees(name, commits, roots)
        listings = self._listings(trees)
        for tree, (commit, date) in trees.items():
            yield State(commit=commit, date=date, files=dict(listings(tree)))

    def _roots(self, path: str) -> tuple[str, ...]:
        """The folders of the repository that have held such a path: « », « bibliotheque/ »."""
        words = (*_LOG, "--format=", "--name-only", "--diff-filter=AM", "HEAD", "--", f":(top,glob)**/{path}")
        listed = self._said(*words).split("\0")
        return tuple(dict.fromkeys(item.strip("\n").removesuffix(path) for item in listed if item.strip("\n")))

    def _commits(self, within: str) -> list[tuple[str, str]]:
        """Commits that touch a path, with their dates, the newest first."""
        bound = f"--max-count={MOST_REVISIONS}"
        words = ("log", "--all", "--full-history", bound, "--format=%H %cs", "HEAD", "--", f":(top,glob)**/{within}")
        lines = self._said(*words).splitlines()
        return [(commit, date) for commit, _, date in (line.partition(" ") for line in lines)]

    def _trees(self, name: str, commits: Iterable[tuple[str, str]], roots: Iterable[str]) -> dict[str, tuple[str, str]]:
        """The tree of the folder at each commit, with the newest commit that has it."""
        asked = [(commit, date, f"{commit}:{root}{name}") for commit, date in commits for root in roots]
        stdin = "".join(f"{spec}\n" for *_, spec in asked).encode("utf-8", "surrogateescape")
        answers = git.run("cat-file", "--batch-check", root=self.folder, revision="HEAD", stdin=stdin).splitlines()
        found: dict[str, tuple[str, str]] = {}
        for (commit, date, _), answer in zip(asked, answers, strict=False):
            words = answer.split()
            if words[1:2] == [b"tree"]:
                found.setdefault(words[0].decode(), (commit, date))
        return found

    def _listings(self, trees: Iterable[str]) -> _Listings:
        """Every tree and the trees below it, read a depth at a time."""
        known: dict[str, list[tuple[bytes, str, str]]] = {}
        front = list(trees)
        for _ in range(_DEPTH):
            read = self.contents(front)
            fresh = [name for name in front if name in read and name not in known]
            known.update((name, list(_tree(read[name], len(name) // 2))) for name in fresh)
            front = [child for name in fresh for mode, _, child in known[name] if mode == _TREE and child not in known]
        return _Listings(known)


class _Listings:
    """Trees that were read; called with one, its files."""

    def __init__(self, known: Mapping[str, list[tuple[bytes, str, str]]]) -> None:
        self._known = known

    def __call__(self, tree: str, prefix: str = "") -> Iterator[tuple[str, str]]:
        for mode, name, child in self._known.get(tree, ()):
            if mode == _TREE:
                yield from self(child, f"{prefix}{name}/")
            elif mode.startswith(_FILE):  # a link would hold a path
                yield prefix + name, child


def around(folder: Path) -> Past | None:
    """The repository around a folder; None when there is none. Raises UnreadableFile when git refuses."""
    top = git.top(folder if folder.is_dir() else Path())
    return Past(folder=top) if top else None


def _objects(stream: bytes) -> Iterator[tuple[str, bytes]]:
    """The objects of a `git cat-file --batch`; those that are missing are passed over."""
    at = 0
    while at < len(stream):
        end = stream.index(b"\n", at)
        head = stream[at:end].split()
        at = end + 1
        if len(head) == 3 and head[2].isdigit():
            size = int(head[2])
            yield head[0].decode(), stream[at : at + size]
            at += size + 1


def _tree(data: bytes, size: int) -> Iterator[tuple[bytes, str, str]]:
    """Mode, name and id of each member of a tree object; `size` is that of an id, in bytes."""
    at = 0
    while at < len(data):
        space = data.index(b" ", at)
        end = data.index(b"\0", space)
        name = data[space + 1 : end].decode("utf-8", "replace")
        yield data[at:space], name, data[end + 1 : end + 1 + size].hex()
        at = end + 1 + size
