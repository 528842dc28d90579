"""Trees of files: a folder, a git revision, the packaged library; and safe writing.

Everything comes out as a mapping from path (with `/`) to bytes, so that the library is
loaded the same way wherever it stands.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from clausekit import git, packaged
from clausekit.disk import READ, problem, read, refused
from clausekit.tree.writing import write, write_all

_ROOT = Path("clauses") / "bibliotheque.yaml"
_MOST_FILES = 20_000
_A_LIBRARY = "un dossier qui contient clauses/bibliotheque.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Files of a library: `name` is what the user is told (a path, a revision, « paquet »).

    `prefix` turns a path of the tree into one that the user can find: « DIR/ », « DIR@REV:/ ».
    """

    name: str
    files: Mapping[str, bytes]
    prefix: str = ""


def _walk(root: Path) -> list[Path]:
    found: list[Path] = []
    for folder, names, files in os.walk(root, followlinks=False, onerror=_unread):
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


def _unread(error: OSError) -> None:
    # A library without clauses/ is told by who loads it.
    if not isinstance(error, FileNotFoundError):
        raise refused(error, Path(error.filename or "."), READ)


def _leads_outside(path: Path, base: Path) -> bool:
    if not path.is_symlink():
        return False
    try:
        # Strict: from Python 3.13 on, a link that leads to itself resolves without a word otherwise.
        return base not in path.resolve(strict=True).parents
    except (OSError, RuntimeError):  # a link that leads to itself, or nowhere
        return True


def yaml_files(root: Path) -> list[Path]:
    """The .yaml files under a folder, in order. Links that lead outside are not followed."""
    base = root.resolve()
    return [path for path in _walk(root) if not _leads_outside(path, base)]


def files_of(root: Path) -> dict[str, bytes]:
    """The files of a library in a folder that holds `clauses/`. Links that lead outside are not followed."""
    return {PurePosixPath(path.relative_to(root)).as_posix(): read(path) for path in yaml_files(root / "clauses")}


def folder(root: Path) -> Tree:
    """A library in a folder that holds `clauses/`."""
    return Tree(name=str(root), files=files_of(root), prefix=f"{root}{os.sep}")


def shipped() -> Tree:
    """The library that comes with the program."""
    root = packaged.data_root()
    return Tree(name="bibliothèque livrée avec clausekit", files=files_of(root))


def revision(root: Path, name: str) -> Tree:
    """The library of a git revision (branch, tag, commit) of the repository at `root`, or around it."""
    files = git.files(root, name, within="clauses/", suffix=".yaml")
    return Tree(name=f"{root} à la révision {name}", files=files, prefix=f"{root}@{name}:")


def staged(root: Path) -> tuple[Tree, frozenset[str]]:
    """The library at `root` as the next commit will hold it, and the paths of the files that it changes."""
    files, changed = git.staged(root, within="clauses")
    yaml = {path: data for path, data in files.items() if path.endswith(".yaml")}
    prefix = "" if root == Path() else f"{root}{os.sep}"
    return Tree(name=f"{root}, telle que le prochain commit la tiendra", files=yaml, prefix=prefix), changed


def find(start: Path) -> Path | None:
    """The nearest parent folder that holds a library."""
    try:
        here = start.resolve()
        return next((folder for folder in (here, *here.parents) if (folder / _ROOT).is_file()), None)
    except RuntimeError:  # a link that leads to itself
        return None
    except OSError as error:
        raise refused(error, start, READ) from None


def library_tree(given: str | None, start: Path) -> Tree:
    """The library of one run: `--library` (DIR, or DIR@REVISION), else the nearest parent's, else the shipped one."""
    if given:
        return _named(given)
    near = find(start)
    return folder(near) if near else shipped()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise refused(error, path, READ, expected=_A_LIBRARY) from None


def _named(given: str) -> Tree:
    if _is_folder(Path(given)) or "@" not in given:
        return _given(Path(given))
    parts = given.split("@")
    # A folder may hold « @ » in its name, and a revision too (HEAD@{1}): the longest folder wins.
    heads = [("@".join(parts[:count]), "@".join(parts[count:])) for count in range(len(parts) - 1, 0, -1)]
    root, name = next((pair for pair in heads if _is_folder(Path(pair[0] or "."))), heads[-1])
    if not name:
        raise problem(
            "git-revision",
            "Il manque une révision après « @ ».",
            given,
            read=given,
            expected="DIR@REVISION : une branche, une étiquette ou un identifiant",
            remedy="Écrire la révision, ou ôter « @ ».",
        )
    return revision(_existing(Path(root or ".")), name)


def _existing(root: Path) -> Path:
    if not _is_folder(root):
        file = root.exists()
        raise problem(
            "dossier-absent",
            "C'est un fichier ; le dossier d'une bibliothèque est attendu." if file else "Ce dossier n'existe pas.",
            str(root),
            read=str(root),
            expected=_A_LIBRARY,
            remedy="Vérifier le chemin, ou lancer « clausekit init » pour en créer un.",
        )
    return root


def _given(root: Path) -> Tree:
    """The library at `root`; `clauses/` itself will do."""
    inside = _existing(root).resolve()
    at_root = inside.name == "clauses" and (inside / "bibliotheque.yaml").is_file()
    return folder(inside.parent if at_root else root)


__all__ = [
    "Tree",
    "files_of",
    "find",
    "folder",
    "library_tree",
    "problem",
    "read",
    "revision",
    "shipped",
    "staged",
    "write",
    "write_all",
    "yaml_files",
]
