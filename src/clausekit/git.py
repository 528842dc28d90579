"""git, run as a program: files at a revision, the repository around a folder; what it refuses, told in French."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from clausekit.disk import problem
from clausekit.finding import UnreadableFile

_SECONDS = 60
# In a git hook these lead to the repository of the commit, not to the library's.
_PLACES = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"})


def _done(
    words: Iterable[str], root: Path, stdin: bytes | None = None, index: str | None = None
) -> subprocess.CompletedProcess[bytes]:
    outside = {key: value for key, value in os.environ.items() if key not in _PLACES}
    if index is not None:
        outside["GIT_INDEX_FILE"] = index
    try:
        return subprocess.run(  # noqa: S603 - fixed program, arguments after "--end-of-options"
            ["git", "-C", str(root), *words],  # noqa: S607
            input=stdin,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            # Its complaints are recognised by their words.
            env={**outside, "LC_ALL": "C", "LANGUAGE": "C"},
        )
    except subprocess.TimeoutExpired:
        raise _slow(root) from None
    except OSError:
        raise _absent(root) from None


def run(*words: str, root: Path, revision: str, stdin: bytes | None = None) -> bytes:
    """What git prints. `revision` is only told, when git refuses. Raises UnreadableFile."""
    done = _done(words, root, stdin)
    if done.returncode:
        raise _refused(done.stderr.decode("utf-8", "replace"), root, revision)
    return done.stdout


def _slow(root: Path) -> UnreadableFile:
    return problem(
        "git-lent",
        f"git n'a pas répondu en {_SECONDS} secondes.",
        str(root),
        read="aucune réponse",
        expected="un dépôt git sur un disque accessible",
        remedy="Copier le dépôt sur ce poste, ou donner un dossier à --library.",
    )


def _absent(root: Path) -> UnreadableFile:
    return problem(
        "git-absent",
        "git n'est pas installé sur ce poste : une révision ne peut pas être lue.",
        str(root),
        read="commande git introuvable",
        expected="git dans le chemin des programmes",
        remedy="Installer git, ou donner un dossier à --library.",
    )


def _refused(said: str, root: Path, revision: str) -> UnreadableFile:
    if "dubious ownership" in said:
        return problem(
            "git-proprietaire",
            "git refuse de lire ce dépôt, qui appartient à un autre utilisateur.",
            str(root),
            read=str(root),
            expected="un dépôt que git tient pour sûr",
            remedy=f'Si ce dépôt est sûr : git config --global --add safe.directory "{root.absolute().as_posix()}"',
        )
    if "not a git repository" in said:
        return problem(
            "git-depot",
            "Ce dossier n'est pas dans un dépôt git : il n'a pas de révisions.",
            str(root),
            read=f"{root}@{revision}",
            expected="un dossier suivi par git",
            remedy=f"Donner le dossier sans « @{revision} », ou le dossier d'un dépôt.",
        )
    return problem(
        "git-revision",
        f"git ne connaît pas la révision « {revision} » de ce dossier.",
        str(root),
        read=revision,
        expected="une branche, une étiquette ou un identifiant de révision",
        remedy="Lancer « git log --oneline » dans ce dossier pour voir les révisions.",
    )


def _blobs(stream: bytes, paths: Iterable[str], root: Path, revision: str) -> dict[str, bytes]:
    """The files of a `git cat-file --batch`, in the order in which they were asked for."""
    files, at = {}, 0
    for path in paths:
        end = stream.index(b"\n", at)
        head = stream[at:end].split()
        if len(head) != 3:  # « … missing »: a clone that holds only a part of the past
            raise _refused("", root, revision)
        size = int(head[2])
        files[path] = stream[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return files


def files(root: Path, name: str, *, within: str, suffix: str) -> dict[str, bytes]:
    """The files under `within` (« clauses/ ») of a revision of the repository at `root`, or around it.

    Paths are those of `root`, with `/`. Raises UnreadableFile.
    """
    listing = run("ls-tree", "-r", "-z", "--end-of-options", name, root=root, revision=name)
    entries = [line.split(b"\t", 1) for line in listing.split(b"\0") if line]
    wanted = [
        (head.split()[2], path.decode("utf-8", "replace"))
        for head, path in entries
        # Mode 100…: a file; a link would hold a path.
        if path.startswith(within.encode()) and path.endswith(suffix.encode()) and head.startswith(b"100")
    ]
    asked = b"".join(blob + b"\n" for blob, _ in wanted)
    stream = run("cat-file", "--batch", root=root, revision=name, stdin=asked)
    return _blobs(stream, (path for _, path in wanted), root, name)


def answer(*words: str, root: Path) -> str | None:
    """The line that git answers; None when it has no answer (a key that is not set). Raises UnreadableFile."""
    done = _done(words, root)
    return os.fsdecode(done.stdout).removesuffix("\n") if not done.returncode else None


def _index() -> str | None:
    """The index of the commit being made, in a hook; git has another one for `git commit -- FILE`."""
    given = os.environ.get("GIT_INDEX_FILE")
    return str(Path(given).absolute()) if given else None


def staged(root: Path, *, within: str) -> tuple[dict[str, bytes], frozenset[str]]:
    """The files under `within` as the next commit will hold them, and the paths of those that it changes.

    Paths are those of `root`, with `/`. Raises UnreadableFile.
    """
    index = _index()
    listing = _done(("ls-files", "--stage", "-z", "--", within), root, index=index)
    changed = _done(
        ("diff", "--cached", "--name-only", "--no-renames", "--relative", "-z", "--", within), root, index=index
    )
    for done in (listing, changed):
        if done.returncode:
            raise _refused(done.stderr.decode("utf-8", "replace"), root, "")
    entries = [line.split(b"\t", 1) for line in listing.stdout.split(b"\0") if line]
    # Mode 100…: a file; 0: no conflict.
    wanted = [
        (head.split()[1], os.fsdecode(path)) for head, path in entries if head[:3] == b"100" and head[-1:] == b"0"
    ]
    stream = run("cat-file", "--batch", root=root, revision="", stdin=b"".join(blob + b"\n" for blob, _ in wanted))
    names = frozenset(os.fsdecode(path) for path in changed.stdout.split(b"\0") if path)
    return _blobs(stream, (path for _, path in wanted), root, ""), names


def top(folder: Path) -> Path | None:
    """The folder of the git repository around this one; None when there is none."""
    try:
        found = run("rev-parse", "--show-toplevel", root=folder, revision="")
    except UnreadableFile as problem:
        if problem.findings[0].rule in {"git-depot", "git-revision"}:
            return None
        raise
    return Path(os.fsdecode(found.rstrip(b"\n")))


def common(root: Path, one: str, other: str) -> str:
    """The commit from which two revisions both come. Raises UnreadableFile."""
    found = run("merge-base", "--end-of-options", one, other, root=root, revision=f"{one}...{other}")
    return found.decode().strip()


def read_at(path: Path, name: str) -> bytes:
    """The bytes of a file at a git revision of the repository around it. Raises UnreadableFile."""
    folder = path.parent if path.parent.is_dir() else Path()
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = run(*words, root=folder, revision=name).split()[-1].decode()
    try:
        return run("cat-file", "blob", f"{commit}:./{path.name}", root=folder, revision=name)
    except UnreadableFile:
        raise problem(
            "fichier-absent",
            f"Ce fichier n'existe pas à la révision « {name} ».",
            str(path),
            read=f"{path}@{name}",
            expected="un fichier suivi par git à cette révision",
            remedy="Choisir une révision où il existe : « git log --oneline -- FICHIER » les donne.",
        ) from None
