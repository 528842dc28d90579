"""Trees of files: a folder, a git revision, the packaged library; and safe writing.

Everything comes out as a mapping from path (with `/`) to bytes, so that the library is
loaded the same way wherever it stands.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from clausekit import packaged
from clausekit.finding import Finding, Place, UnreadableFile

_ROOT = Path("clauses") / "bibliotheque.yaml"
_MOST_FILES = 20_000
_LARGEST = 2 * 1024 * 1024
_GIT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Files of a library: `name` is what the user is told (a path, a revision, « paquet »)."""

    name: str
    files: Mapping[str, bytes]


def problem(
    rule: str, message: str, file: str, *, read: str = "", expected: str = "", why: str = "", remedy: str = ""
) -> UnreadableFile:
    """A file that cannot be read or written, told as a finding."""
    return UnreadableFile(
        [
            Finding(
                rule=rule,
                severity="bloquante",
                message=message,
                read=read or None,
                expected=expected or None,
                places=(Place(file=file),),
                why=why,
                remedy=remedy,
            )
        ]
    )


def _refused(error: OSError, path: Path, verb: str) -> UnreadableFile:
    """A French message for the ways in which a disk refuses."""
    if isinstance(error, FileNotFoundError):
        return problem(
            "fichier-absent",
            "Ce fichier n'existe pas.",
            str(path),
            read=str(path),
            expected="un fichier existant",
            remedy="Vérifier le chemin, les accents et le dossier courant.",
        )
    if isinstance(error, IsADirectoryError):
        return problem(
            "fichier-dossier",
            "C'est un dossier ; un fichier est attendu.",
            str(path),
            read="un dossier",
            expected="un fichier .dossier.yaml",
            remedy="Donner le fichier .dossier.yaml que le dossier contient.",
        )
    if isinstance(error, PermissionError):
        open_in_word = " Le fermer s'il est ouvert dans Word," if verb == "écrire" else " Demander le droit de le lire,"
        return problem(
            "fichier-refuse",
            f"Le système refuse de {verb} ce fichier.",
            str(path),
            read="accès refusé",
            expected=f"le droit de {verb}",
            remedy=f"{open_in_word.strip()} puis recommencer.",
        )
    if error.errno in {28, 122}:  # ENOSPC, EDQUOT
        return problem(
            "disque-plein",
            "Il n'y a plus de place sur le disque ; rien n'a été écrit.",
            str(path),
            read="disque plein",
            expected="de la place pour le document",
            remedy="Libérer de la place, ou choisir un autre dossier avec --output.",
        )
    return problem(
        "fichier-illisible" if verb == "lire" else "fichier-non-ecrit",
        f"Impossible de {verb} ce fichier.",
        str(path),
        read=error.strerror or type(error).__name__,
        expected="un fichier accessible",
        remedy="Vérifier le chemin et le support.",
    )


def read(path: Path) -> bytes:
    """The bytes of a file; UnreadableFile with a French finding when it cannot be."""
    try:
        if path.is_dir():
            raise IsADirectoryError(str(path))
        if path.stat().st_size > _LARGEST * 25:
            raise problem(
                "fichier-trop-gros",
                "Ce fichier est trop gros pour être lu.",
                str(path),
                read=f"{path.stat().st_size} octets",
                expected=f"{_LARGEST * 25} octets au plus",
                remedy="Vérifier que c'est bien le fichier voulu.",
            )
        return path.read_bytes()
    except OSError as error:
        raise _refused(error, path, "lire") from None


def _walk(root: Path) -> list[Path]:
    found: list[Path] = []
    for folder, names, files in os.walk(root, followlinks=False):
        names[:] = sorted(name for name in names if not name.startswith("."))
        found += [Path(folder) / name for name in sorted(files) if name.endswith(".yaml")]
        if len(found) > _MOST_FILES:
            raise problem(
                "dossier-trop-grand",
                f"Plus de {_MOST_FILES} fichiers : ce dossier n'est sans doute pas une bibliothèque.",
                str(root),
                read=f"plus de {_MOST_FILES} fichiers .yaml",
                expected="le dossier qui contient clauses/",
                remedy="Indiquer la bibliothèque avec --library.",
            )
    return found


def folder(root: Path) -> Tree:
    """A library in a folder that holds `clauses/`. Links that lead outside are not followed."""
    base = (root / "clauses").resolve()
    files = {}
    for path in _walk(root / "clauses"):
        if path.is_symlink() and base not in path.resolve().parents:
            continue
        files[PurePosixPath(path.relative_to(root)).as_posix()] = read(path)
    return Tree(name=str(root), files=files)


def shipped() -> Tree:
    """The library that comes with the program."""
    root = packaged.data_root()
    return Tree(name="bibliothèque livrée avec clausekit", files=folder(root).files)


def _git(*words: str, root: Path, stdin: bytes | None = None) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, arguments after "--end-of-options"
            ["git", "-C", str(root), *words],  # noqa: S607
            input=stdin,
            capture_output=True,
            check=False,
            timeout=_GIT_SECONDS,
        )
    except FileNotFoundError:
        raise problem(
            "git-absent",
            "git n'est pas installé sur ce poste : une révision ne peut pas être lue.",
            str(root),
            read="commande git introuvable",
            expected="git dans le chemin des programmes",
            remedy="Installer git, ou donner un dossier à --library.",
        ) from None
    if done.returncode:
        raise problem(
            "git-revision",
            "git ne connaît pas cette révision.",
            str(root),
            read=" ".join(words[-1:]),
            expected="une branche, une étiquette ou un identifiant de révision",
            remedy="Lancer « git log --oneline » dans ce dossier pour voir les révisions.",
        )
    return done.stdout


def revision(root: Path, name: str) -> Tree:
    """The library of a git revision (branch, tag, commit) of the repository at `root`."""
    listing = _git("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", name, root=root)
    entries = [line.split(b"\t", 1) for line in listing.split(b"\0") if line]
    wanted = [
        (head.split()[2], path.decode("utf-8", "replace"))
        for head, path in entries
        if path.startswith(b"clauses/") and path.endswith(b".yaml") and head.split()[1] == b"blob"
    ]
    stream = _git("cat-file", "--batch", root=root, stdin=b"\n".join(blob for blob, _ in wanted) + b"\n")
    files, at = {}, 0
    for _, path in wanted:
        end = stream.index(b"\n", at)
        size = int(stream[at:end].split()[2])
        files[path] = stream[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return Tree(name=f"{root} à la révision {name}", files=files)


def find(start: Path) -> Path | None:
    """The nearest parent folder that holds a library."""
    for candidate in (start.resolve(), *start.resolve().parents):
        if (candidate / _ROOT).is_file():
            return candidate
    return None


def library_tree(given: str | None, start: Path) -> Tree:
    """The library of one run: `--library` (DIR, or DIR@REVISION), else the nearest parent's, else the shipped one."""
    if given:
        root, _, name = given.partition("@")
        if Path(given).is_dir() or not name:
            return _given(Path(given))
        return revision(_existing(Path(root or ".")), name)
    near = find(start)
    return folder(near) if near else shipped()


def _existing(root: Path) -> Path:
    if not root.is_dir():
        raise problem(
            "dossier-absent",
            "Ce dossier n'existe pas.",
            str(root),
            read=str(root),
            expected="un dossier qui contient clauses/bibliotheque.yaml",
            remedy="Vérifier le chemin, ou lancer « clausekit init » pour en créer un.",
        )
    return root


def _given(root: Path) -> Tree:
    return folder(_existing(root))


def write(path: Path, data: bytes) -> None:
    """Write a whole file or nothing."""
    write_all({path: data})


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files, all or none as far as a file system allows: each is first written whole beside its place."""
    staged: list[tuple[Path, Path]] = []
    try:
        for path, data in files.items():
            staged.append((_stage(path, data), path))
        for path in files:
            _writable(path)
        for temporary, path in staged:
            try:
                temporary.replace(path)
            except OSError as error:
                raise _refused(error, path, "écrire") from None
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _stage(path: Path, data: bytes) -> Path:
    name: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".clausekit-", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask())
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        raise _refused(error, path, "écrire") from None
    return Path(name)


def _writable(path: Path) -> None:
    """Word holds an open file locked on Windows: find out before anything is replaced."""
    if not path.exists():
        return
    try:
        with path.open("r+b"):
            pass
    except OSError as error:
        raise _refused(error, path, "écrire") from None
