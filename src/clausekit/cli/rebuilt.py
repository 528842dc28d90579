"""Documents made again: written beside what was issued, never over it, and told one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from clausekit import disk, lock, tree
from clausekit.cli import issue
from clausekit.cli.rebuilding import EARLIER, NOT_MADE, OTHER, SAME, Piece, Sources


def write(found: Sources, made: Iterable[Piece], folder: Path, *, force: bool) -> None:
    """Write what was made again, all or nothing, never over what was issued. Raises UnreadableFile."""
    if folder.resolve() == Path(found.lock.file).resolve().parent:
        raise disk.existing(
            folder,
            message="Les pièces refaites ne vont pas avec celles qui ont été émises.",
            read=str(folder),
            expected="un autre dossier du disque",
            why="Ce qui a été émis ne se remplace pas.",
            remedy="Donner un autre dossier du disque à --output.",
        )
    files = {folder / item.file: item.data for item in made if item.data is not None}
    if not force:
        issue.refuse_foreign(folder, files)
    tree.write_all(files)


def told(found: Sources, made: Iterable[Piece]) -> Iterator[str]:
    """What the user reads, piece by piece."""
    yield from found.told
    if found.lock.engine != lock.engine():
        yield f"Programme : {lock.engine()} ; ces pièces ont été émises par {found.lock.engine}."
    for item in made:
        yield f"  {_STATUS[item.status]} {item.file}"
        yield from (f"            {line}" for line in _apart(item))


_STATUS: Mapping[str, str] = {
    SAME: "identique",
    OTHER: "diffère  ",
    EARLIER: "non refait",
    NOT_MADE: "absent   ",
}


def _apart(item: Piece) -> Iterator[str]:
    if item.status == EARLIER:
        yield "écrit par un lancement antérieur, d'après d'autres fichiers que ceux de ce verrou"
    if item.status == NOT_MADE:
        yield "ce programme n'en tire plus ce document"
    if item.words:
        yield f"texte : {item.words}"
    if item.parts:
        yield f"parties du fichier : {', '.join(item.parts)}"
