"""Safe writing: several files, all or none, what stands in their place kept until the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clausekit.disk import WRITE, problem, refused
from clausekit.finding import UnreadableFile

_WRITABLE = 0o222


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staged:
    """A file written beside its place; `backup` is a copy of the one that it will replace."""

    path: Path
    temporary: Path
    backup: Path | None


def write(path: Path, data: bytes) -> None:
    """Write a whole file or nothing."""
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files, all or none: each is first written whole beside its place.

    When one cannot be put in place (it is open in Word), the others are put back as they were.
    """
    created = _missing_folders(files)
    staged: list[_Staged] = []
    try:
        for path, data in files.items():
            staged.append(_staged(path, data))
        for path in files:
            _writable(path)
        _move(staged)
    except BaseException:
        _discard(staged)
        for folder in created:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    _discard(staged)


def _missing_folders(paths: Iterable[Path]) -> list[Path]:
    """The folders that writing will create, the deepest first."""
    try:
        found = {parent for path in paths for parent in path.parents if not parent.exists()}
    except OSError:  # told by the writing itself
        return []
    return sorted(found, key=lambda path: len(path.parts), reverse=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _mode(path: Path) -> int:
    """The rights of the file to come: those of the one it replaces, else the usual ones."""
    return path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()


def _staged(path: Path, data: bytes) -> _Staged:
    made: list[Path] = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".clausekit-", suffix=".tmp", dir=path.parent)
        made.append(Path(name))
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        made[0].chmod(_mode(path))
        return _Staged(path=path, temporary=made[0], backup=_copy(path, made))
    except BaseException as error:
        _unlink(made)
        if isinstance(error, OSError):
            raise refused(error, path, WRITE) from None
        raise


def _copy(path: Path, made: list[Path]) -> Path | None:
    """A copy of the file in place, for the case where it must be put back."""
    if not path.exists():
        return None
    handle, name = tempfile.mkstemp(prefix=".clausekit-", suffix=".tmp", dir=path.parent)
    os.close(handle)
    made.append(Path(name))
    shutil.copy2(path, name)
    return Path(name)


def _writable(path: Path) -> None:
    """Word holds an open file locked on Windows: find out before anything is replaced."""
    try:
        if path.exists():
            if not path.stat().st_mode & _WRITABLE:  # an administrator may write it all the same
                raise _protected(path)
            with path.open("r+b"):
                pass
    except OSError as error:
        raise refused(error, path, WRITE) from None


def _protected(path: Path) -> UnreadableFile:
    return problem(
        "fichier-refuse",
        "Ce fichier est en lecture seule ; rien n'a été écrit.",
        str(path),
        read="un fichier protégé contre l'écriture",
        expected="un fichier que l'on peut modifier",
        remedy="Si la protection n'est pas voulue, l'ôter (propriétés du fichier, ou chmod u+w), puis recommencer.",
    )


def _move(staged: Iterable[_Staged]) -> None:
    done: list[_Staged] = []
    try:
        for item in staged:
            item.temporary.replace(item.path)
            done.append(item)
    except BaseException as error:
        _put_back(reversed(done))
        if isinstance(error, OSError):
            raise refused(error, item.path, WRITE) from None
        raise


def _put_back(done: Iterable[_Staged]) -> None:
    for item in done:
        with contextlib.suppress(OSError):
            if item.backup is None:
                item.path.unlink()
            else:
                _restore(item.backup, item.path)


def _restore(backup: Path, path: Path) -> None:
    try:
        backup.replace(path)
    except OSError:  # what stopped the moves may stop this one too: by its content then
        shutil.copyfile(backup, path)


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()


def _discard(staged: Iterable[_Staged]) -> None:
    _unlink(path for item in staged for path in (item.temporary, item.backup) if path)
