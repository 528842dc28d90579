"""git, run as a program: files at a revision, the repository around a folder; what it refuses, told in French."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clausekit.disk import problem
from clausekit.finding import UnreadableFile

_SECONDS = 60
_SHOWN = 3  # files that a message names
_RAW = 5  # words of a line of « git log --raw »
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
            ["git", "-c", "core.fsmonitor=false", "-C", str(root), *words],  # noqa: S607
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
    if revision and shallow(root):
        return _partial(root, revision)
    return problem(
        "git-revision",
        f"git ne connaît pas la révision « {revision} » de ce dossier.",
        str(root),
        read=revision,
        expected="une branche, une étiquette ou un identifiant de révision",
        remedy="Lancer « git log --oneline » dans ce dossier pour voir les révisions.",
    )


def _partial(root: Path, revision: str) -> UnreadableFile:
    return problem(
        "git-partiel",
        f"L'historique de ce clone est tronqué : il ne contient que les derniers commits, et pas « {revision} ».",
        str(root),
        read=f"{revision}, absente d'un clone partiel",
        expected="un clone qui contient cette révision, si elle existe",
        remedy="Lancer « git fetch --unshallow origin » ; dans une chaîne d'intégration, « fetch-depth: 0 » (GitHub) "
        "ou « GIT_DEPTH: 0 » (GitLab), puis « git fetch origin » pour avoir la branche.",
    )


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


def blobs(root: Path, names: Iterable[str], *, revision: str) -> dict[str, bytes]:
    """The bytes of blobs, by the name that git gives them. Raises UnreadableFile."""
    wanted = tuple(dict.fromkeys(names))
    asked = "".join(f"{name}\n" for name in wanted).encode()
    stream = run("cat-file", "--batch", root=root, revision=revision, stdin=asked)
    return _blobs(stream, wanted, root, revision)


def contents(root: Path, names: Iterable[str], *, revision: str) -> tuple[bytes | None, ...]:
    """The bytes of objects (« commit:./path »), in order; None for one that is not there. Raises UnreadableFile."""
    asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    stream = run("cat-file", "--batch", root=root, revision=revision, stdin=asked)
    found, at = list[bytes | None](), 0
    while at < len(stream):
        end = stream.index(b"\n", at)
        head = stream[at:end]
        at = end + 1
        if head.endswith(b" missing"):
            found.append(None)
            continue
        size = int(head.split()[2])
        found.append(stream[at : at + size])
        at += size + 1
    return tuple(found)


def touching(root: Path, since: str, *paths: str) -> tuple[tuple[str, ...], ...]:
    """The commits after `since` that touch one of these paths, the oldest first, each followed by its parents.

    A parent is the last one before it that touches them. Raises UnreadableFile.
    """
    words = ("rev-list", "--parents", "--full-history", "--topo-order", "--reverse", f"{since}..HEAD", "--", *paths)
    return tuple(tuple(line.split()) for line in run(*words, root=root, revision=since).decode().splitlines())


def commit(root: Path, name: str) -> str:
    """The full name of the commit that a revision is. Raises UnreadableFile."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return run(*words, root=root, revision=name).split()[-1].decode()


def shallow(root: Path) -> bool:
    """Whether the clone holds only the last commits."""
    return _done(("rev-parse", "--is-shallow-repository"), root).stdout.strip() == b"true"


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
    torn = {os.fsdecode(path) for head, path in entries if head[-1:] != b"0"}
    if torn:
        raise _torn(root, sorted(torn))
    # Mode 100…: a file; 0: no conflict.
    wanted = [
        (head.split()[1], os.fsdecode(path)) for head, path in entries if head[:3] == b"100" and head[-1:] == b"0"
    ]
    stream = run("cat-file", "--batch", root=root, revision="", stdin=b"".join(blob + b"\n" for blob, _ in wanted))
    names = frozenset(os.fsdecode(path) for path in changed.stdout.split(b"\0") if path)
    return _blobs(stream, (path for _, path in wanted), root, ""), names


def _torn(root: Path, paths: list[str]) -> UnreadableFile:
    more = f"… ({len(paths)} fichiers)" if len(paths) > _SHOWN else ""
    return problem(
        "git-conflit",
        "Une fusion est en cours, et son conflit n'est pas résolu : rien n'a été contrôlé.",
        str(root / paths[0]),
        read=", ".join(paths[:_SHOWN]) + more,
        expected="des fichiers où il ne reste ni « <<<<<<< », ni « ======= », ni « >>>>>>> »",
        remedy="Choisir dans chacun le texte à garder, ôter ces lignes, « git add », puis recommencer ; "
        "« git merge --abort » rend l'état d'avant.",
    )


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


def unsaved(root: Path, *, within: str) -> tuple[str, ...]:
    """The files under `within` (« clauses/ ») that differ from the last commit, or that git does not follow."""
    said = run("status", "--porcelain", "-z", "--no-renames", "--", within, root=root, revision="HEAD")
    return tuple(line[3:].decode("utf-8", "replace") for line in said.split(b"\0") if line)


def tags(root: Path, pattern: str) -> tuple[str, ...]:
    """The tags that a pattern of git names (« v2* »)."""
    said = run("tag", "--list", "--end-of-options", pattern, root=root, revision="HEAD")
    return tuple(said.decode("utf-8", "replace").split())


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
