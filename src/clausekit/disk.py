"""What a disk refuses, told in French; and reading a file."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from clausekit.finding import Finding, Place, UnreadableFile

READ: Final = "de lire"
WRITE: Final = "d'écrire"
LARGEST: Final = 50 * 1024 * 1024
# Windows refuses longer paths, and says that the file does not exist.
_LONG_PATH: Final = 240
_SOME: Final = 5

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
# What the system says, in its own language: never shown.
_WORDS: Final = {
    errno.ENAMETOOLONG: "un nom ou un chemin trop long",
    errno.ENOTDIR: "un fichier, là où le chemin veut un dossier",
    errno.EISDIR: "un dossier, là où le chemin veut un fichier",
    errno.EEXIST: "un fichier de ce nom, là où le chemin veut un dossier",
    errno.EROFS: "un support en lecture seule",
    errno.EIO: "une erreur du support",
    errno.ELOOP: "un lien qui mène à lui-même",
    errno.EINVAL: "un nom que le système n'admet pas",
    errno.EBUSY: "un fichier occupé par un autre programme",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.EFBIG: "un fichier trop gros pour ce support",
    errno.ESTALE: "un lecteur réseau qui ne répond plus",
    errno.ETIMEDOUT: "un lecteur réseau qui ne répond plus",
    errno.EHOSTUNREACH: "un lecteur réseau qui ne répond plus",
}


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


def existing(
    path: Path,
    *,
    remedy: str,
    message: str = "Un document de ce nom existe déjà ; il n'est pas remplacé.",
    read: str = "",
    expected: str = "un nom libre",
    why: str = "Un travail fait à la main ne se perd pas.",
) -> UnreadableFile:
    """What stands where another file should go. `read` is what named it, when that is not its name."""
    return problem(
        "document-existant", message, str(path), read=read or path.name, expected=expected, why=why, remedy=remedy
    )


def read(path: Path, *, expected: str = "un fichier .dossier.yaml") -> bytes:
    """The bytes of a file; UnreadableFile with a French finding when it cannot be read.

    `expected` is what the path should have named, for whoever named something else.
    """
    try:
        if path.is_dir():
            raise _folder(path, expected)
        if path.exists() and not path.is_file():
            raise _odd(path, expected)
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise refused(error, path, READ, expected=expected) from None
    if len(data) > LARGEST:
        raise _too_big(path)
    return data


def _odd(path: Path, expected: str) -> UnreadableFile:
    """A pipe or a device: reading it may never end."""
    return problem(
        "fichier-illisible",
        "Ce n'est pas un fichier ordinaire : clausekit ne le lit pas.",
        str(path),
        read="un tube, une prise ou un périphérique",
        expected=expected,
        remedy="Donner un fichier du disque.",
    )


def refused(error: OSError, path: Path, act: str, *, expected: str = "un fichier accessible") -> UnreadableFile:
    """A French finding for one of the ways in which a disk refuses; `act` is `READ` or `WRITE`."""
    if isinstance(error, FileNotFoundError) and act == READ and error.filename is None:
        return _homeless(path)
    if isinstance(error, FileNotFoundError):
        return _absent(path, expected) if act == READ else _nowhere(path)
    if isinstance(error, PermissionError):
        return _denied(path, act)
    if error.errno in _FULL:
        return _full(path)
    return problem(
        "fichier-illisible" if act == READ else "fichier-non-ecrit",
        f"Il est impossible {act} ce fichier.",
        str(path),
        read=_WORDS.get(error.errno or 0, f"erreur {error.errno} du système"),
        expected=expected,
        remedy="Vérifier le chemin et le support."
        if act == READ
        else "Vérifier le chemin et le support, ou écrire ailleurs.",
    )


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:_SOME]) + (f"… ({len(listed)} fichiers)" if len(listed) > _SOME else "")


def _folder(path: Path, expected: str) -> UnreadableFile:
    """A folder where a file is wanted, with the files that it holds of the wanted kind."""
    suffix = next((word for word in expected.split() if word.startswith(".")), "")
    inside = _some(sorted(item.name for item in path.iterdir() if suffix and item.name.endswith(suffix)))
    return problem(
        "fichier-dossier",
        "C'est un dossier ; un fichier est attendu.",
        str(path),
        read="un dossier",
        expected=f"{expected} ; celui-ci contient {inside}" if inside else expected,
        remedy="Donner le fichier lui-même.",
    )


def _too_big(path: Path) -> UnreadableFile:
    return problem(
        "fichier-trop-gros",
        "Ce fichier est trop gros pour être lu.",
        str(path),
        read=f"plus de {LARGEST // 1_000_000} Mo",
        expected=f"{LARGEST // 1_000_000} Mo au plus",
        remedy="Vérifier que c'est bien le fichier voulu.",
    )


def _length(path: Path) -> str:
    """What to say of a path that Windows may find too long."""
    try:
        size = len(str(path.absolute()))
    except OSError:  # the current folder is gone
        size = len(str(path))
    return f" Le chemin compte {size} caractères : Windows en admet 259 au plus." if size > _LONG_PATH else ""


def _absent(path: Path, expected: str) -> UnreadableFile:
    return problem(
        "fichier-absent",
        "Ce lien ne mène à aucun fichier." if path.is_symlink() else "Ce fichier n'existe pas.",
        str(path),
        read=str(path),
        expected=f"{expected}, existant",
        remedy=f"Vérifier le chemin, les accents et le dossier courant.{_length(path)}",
    )


def _homeless(path: Path) -> UnreadableFile:
    return problem(
        "dossier-absent",
        "Le dossier courant n'existe plus.",
        str(path),
        read="un dossier supprimé ou déplacé",
        expected="un dossier existant",
        remedy="Revenir dans un dossier qui existe, puis recommencer.",
    )


def _nowhere(path: Path) -> UnreadableFile:
    return problem(
        "fichier-non-ecrit",
        "Il est impossible d'écrire ce fichier : son dossier ne peut pas être créé.",
        str(path),
        read=str(path.parent),
        expected="un dossier où écrire",
        remedy=f"Vérifier le chemin, ou écrire ailleurs.{_length(path)}",
    )


def _denied(path: Path, act: str) -> UnreadableFile:
    """An open document is what refuses writing most often, and a folder that belongs to others."""
    folder = act == WRITE and not path.exists()
    what = "dans ce dossier" if folder else "ce fichier"
    remedies = {
        READ: "Demander le droit de le lire, ou le copier ailleurs, puis recommencer.",
        WRITE: "Le fermer s'il est ouvert dans Word, puis recommencer ; ou écrire ailleurs.",
    }
    return problem(
        "fichier-refuse",
        f"Le système refuse {act} {what}.",
        str(path.parent if folder else path),
        read="accès refusé",
        expected=f"le droit {act}",
        remedy="Demander le droit d'écrire dans ce dossier, ou écrire ailleurs." if folder else remedies[act],
    )


def _full(path: Path) -> UnreadableFile:
    return problem(
        "disque-plein",
        "Il n'y a plus de place sur le disque ; rien n'a été écrit.",
        str(path),
        read="disque plein",
        expected="de la place pour le document",
        remedy="Libérer de la place, ou écrire sur un autre disque.",
    )
