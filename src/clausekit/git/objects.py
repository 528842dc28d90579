"""The files of a revision, and objects by the names that git gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from clausekit.disk import problem
from clausekit.finding import UnreadableFile
from clausekit.git.program import commit, refused, run


def blobs(root: Path, names: Iterable[str], *, revision: str) -> dict[str, bytes]:
    """The bytes of blobs, by the name that git gives them. Raises UnreadableFile."""
    wanted = tuple(dict.fromkeys(names))
    asked = "".join(f"{name}\n" for name in wanted).encode()
    stream = run("cat-file", "--batch", root=root, revision=revision, stdin=asked)
    return parted(stream, wanted, root, revision)


def contents(root: Path, names: Iterable[str], *, revision: str) -> tuple[bytes | None, ...]:
    """The bytes of objects (« commit:./path »), in order; None for one that is not there. Raises UnreadableFile."""
    asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    return tuple(_answers(run("cat-file", "--batch", root=root, revision=revision, stdin=asked)))


def parted(stream: bytes, paths: Iterable[str], root: Path, revision: str) -> dict[str, bytes]:
    """The files of a `git cat-file --batch`, in the order in which they were asked for."""
    files = dict(zip(paths, _answers(stream), strict=True))
    found = {path: data for path, data in files.items() if data is not None}
    if len(found) < len(files):  # a clone that holds only a part of the past
        raise refused("", root, revision)
    return found


def _answers(stream: bytes) -> Iterator[bytes | None]:
    """What `git cat-file --batch` prints, object by object; None for « … missing »."""
    at = 0
    while at < len(stream):
        end = stream.index(b"\n", at)
        head = stream[at:end]
        at = end + 1
        if head.endswith(b" missing"):
            yield None
            continue
        size = int(head.split()[2])
        yield stream[at : at + size]
        at += size + 1


def listed(root: Path, name: str, *, within: str, suffix: str) -> tuple[tuple[str, str], ...]:
    """Path and blob of each file under `within` (« clauses/ ») of a revision. Raises UnreadableFile."""
    listing = run("ls-tree", "-r", "-z", "--end-of-options", name, root=root, revision=name)
    entries = [line.split(b"\t", 1) for line in listing.split(b"\0") if line]
    return tuple(
        (path.decode("utf-8", "replace"), head.split()[2].decode())
        for head, path in entries
        # Mode 100…: a file; a link would hold a path.
        if path.startswith(within.encode()) and path.endswith(suffix.encode()) and head.startswith(b"100")
    )


def files(root: Path, name: str, *, within: str, suffix: str) -> dict[str, bytes]:
    """The files under `within` (« clauses/ ») of a revision of the repository at `root`, or around it.

    Paths are those of `root`, with `/`. Raises UnreadableFile.
    """
    wanted = listed(root, name, within=within, suffix=suffix)
    found = blobs(root, (blob for _, blob in wanted), revision=name)
    return {path: found[blob] for path, blob in wanted}


def read_at(path: Path, name: str) -> bytes:
    """The bytes of a file at a git revision of the repository around it. Raises UnreadableFile."""
    folder = path.parent if path.parent.is_dir() else Path()
    known = commit(folder, name)
    try:
        return run("cat-file", "blob", f"{known}:./{path.name}", root=folder, revision=name)
    except UnreadableFile:
        raise problem(
            "fichier-absent",
            f"Ce fichier n'existe pas à la révision « {name} ».",
            str(path),
            read=f"{path}@{name}",
            expected="un fichier suivi par git à cette révision",
            remedy="Choisir une révision où il existe : « git log --oneline -- FICHIER » les donne.",
        ) from None
