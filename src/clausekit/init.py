"""Copy the packaged library into a folder of the authority's own, where it is amended."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from clausekit import disk, packaged, tree

_MODELINE = re.compile(rb"^# yaml-language-server: \$schema=(\S+)")
_TEMPLATE = "templates/neutre.docx"
_AUTHORITY = "metropole.acheteur.yaml"
# What « clausekit release » goes on from, in the library of an authority.
_JOURNAL = "clauses/JOURNAL.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What was copied, and what was there already and stays as it is."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def _with_modeline(path: str, data: bytes) -> bytes:
    """The same file, its first line leading to the schemas from where it now stands."""
    match = _MODELINE.match(data)
    if match is None:
        return data
    schema = posixpath.basename(match[1].decode())
    leads_to = posixpath.relpath(f"schemas/{schema}", posixpath.dirname(path) or ".")
    return b"# yaml-language-server: $schema=" + leads_to.encode() + data[match.end() :]


def _found(root: Path, folder: str, suffix: str) -> Mapping[str, Path]:
    paths = sorted((root / folder).rglob(f"*{suffix}"))
    return {PurePosixPath(path.relative_to(root)).as_posix(): path for path in paths}


def packaged_files(root: Path) -> dict[str, bytes]:
    """The files of a new library, by path: clauses, schemas, template, an example authority."""
    sources = {**_found(root, "clauses", ".yaml"), **_found(root, "schemas", ".json"), _TEMPLATE: root / _TEMPLATE}
    sources[_JOURNAL] = root / _JOURNAL
    # At the root of the folder, where the dossiers of its subfolders name it « ../metropole.acheteur.yaml ».
    sources[_AUTHORITY] = root / "examples" / _AUTHORITY
    return {path: _with_modeline(path, disk.read(source)) for path, source in sources.items()}


def _refuse(folder: Path, there: Iterable[str]) -> None:
    names = list(there)
    if not names:
        return
    library = any(name.startswith("clauses/") for name in names)
    raise disk.problem(
        "bibliotheque-existante",
        "Ce dossier contient déjà une bibliothèque ; rien n'a été écrit."
        if library
        else "Ce dossier contient déjà des fichiers de mêmes noms ; rien n'a été écrit.",
        str(folder),
        read=", ".join(names[:3]) + (f"… ({len(names)} fichiers)" if len(names) > 3 else ""),
        expected="un dossier neuf, ou sans clauses/, schemas/ ni templates/",
        why="Une bibliothèque amendée ne se remplace pas : les nouveautés y entrent par « git merge ».",
        remedy="Choisir un autre dossier, ou compléter celui-ci avec --force, qui garde les fichiers présents.",
    )


def _not_a_folder(folder: Path) -> None:
    here = (folder, *folder.parents)
    blocking = next((path for path in here if os.path.lexists(path) and not path.is_dir()), None)
    if blocking:
        dead = blocking.is_symlink() and not blocking.is_file()
        raise disk.problem(
            "fichier-en-place",
            "Un fichier porte déjà ce nom ; un dossier est attendu.",
            str(blocking),
            read="un lien qui ne mène à rien" if dead else "un fichier",
            expected="un dossier, existant ou à créer",
            remedy="Choisir un autre nom.",
        )


def init(folder: Path, *, force: bool = False) -> Started:
    """Copy the packaged library into `folder`, all or nothing. Raises UnreadableFile.

    Nothing is ever overwritten: without `force` a file in the way stops all; with it, the file
    stays and only what is missing is added.
    """
    _not_a_folder(folder)
    files = packaged_files(packaged.data_root())
    there = [path for path in files if os.path.lexists(folder / path)]
    if (folder / "clauses").is_dir() and any((folder / "clauses").iterdir()):
        there = there or ["clauses/"]
    if not force:
        _refuse(folder, there)
    wanted = {folder / path: data for path, data in files.items() if path not in there}
    tree.write_all(wanted)
    kept = tuple(path for path in there if path in files)
    return Started(folder=folder, written=tuple(path for path in files if path not in there), kept=kept)
