"""Add what `suggest` proposes to the dossier itself; all the rest of the file stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from clausekit.cli.loading import Purchase

if TYPE_CHECKING:
    from clausekit.finding import UnreadableFile
    from clausekit.report.added import Added
    from clausekit.source import Source
    from clausekit.suggest import Suggestion


def changed(path: Path) -> UnreadableFile:
    """A dossier that somebody saved while it was read."""
    from clausekit import disk

    return disk.problem(
        "dossier-modifie",
        "Le dossier a changé pendant que clausekit le lisait ; rien n'est écrit.",
        str(path),
        read="un contenu autre que celui qui a été lu",
        expected="un dossier que personne d'autre n'enregistre au même moment",
        remedy="Enregistrer et fermer le dossier dans l'éditeur, puis recommencer.",
    )


def unfaithful(path: Path) -> UnreadableFile:
    """A dossier that cannot be edited without touching what it holds."""
    from clausekit import disk

    return disk.problem(
        "dossier-non-complete",
        "Ce dossier ne peut pas être complété sans toucher à ce qu'il contient ; rien n'est écrit.",
        str(path),
        read="une écriture où rien ne s'insère sans récrire le reste",
        expected="chaque clé et chaque tiret de liste sur la ligne de sa valeur, comme dans les dossiers d'exemple",
        remedy="Coller à la main le bloc imprimé ci-dessus.",
    )


def _current(path: Path, read: Source) -> bytes:
    """The bytes of the dossier, which must still be those that were read."""
    from clausekit import encoding, tree

    data = tree.read(path, expected="un fichier .dossier.yaml")
    if encoding.decode(data, file=str(path)) != read.text:
        raise changed(path)
    return data


def _read_back(path: Path, data: bytes, purchase: Purchase) -> Purchase:
    """The completed dossier, resolved; it must suit the schema."""
    from clausekit import dossier, marche, schema, source
    from clausekit.finding import UnreadableFile

    read = source.load(data, file=str(path))
    problems = schema.validate("dossier", read)
    if problems:
        raise UnreadableFile(problems)
    known = purchase.marche
    found = marche.resolve(dossier.read(read.data, file=str(path)), known.authority, known.library, on=known.day)
    return Purchase(marche=found, sources={**purchase.sources, str(path): read})


def add(path: Path, purchase: Purchase, found: Suggestion, *, write: bool) -> Added:
    """Complete the dossier, or only say how it would be. Raises UnreadableFile; then nothing was written."""
    from clausekit import edit, new, tree
    from clausekit.report import added
    from clausekit.suggest.additions import additions

    read = purchase.sources[str(path)]
    wanted = additions(found, read.data)
    if not wanted:
        return added.Added(file=str(path), status=added.UNCHANGED)
    data = _current(path, read)
    result = edit.edited(data, read, wanted)
    if result is None:
        return added.Added(file=str(path), status=added.REFUSED)
    completed = _read_back(path, result, purchase)
    if write:
        # Through a link, the file itself is replaced, not the link.
        tree.write(path.resolve(), result)
    return added.Added(
        file=str(path),
        status=added.WRITTEN if write else added.SHOWN,
        before=read.text,
        after=completed.sources[str(path)].text,
        blanks=new.blanks(completed.marche),
    )
