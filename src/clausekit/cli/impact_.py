"""`clausekit impact`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import Loaded, form_option, library_option, load_library

if TYPE_CHECKING:
    from clausekit.finding import Finding
    from clausekit.impact import Affected, Asked
    from clausekit.marche import Marche
    from clausekit.report.differed import Difference
    from clausekit.report.impacted import Impacted
    from clausekit.sealed import Sealed

_NOTHING = 3
_RANGE = ".."


@click.command("impact")
@click.argument("words", metavar="ID…|ANCIENNE..NOUVELLE DOSSIERS", nargs=-1, required=True)
@form_option
@library_option
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...], form: str, library_path: str | None) -> None:
    """Dire quels dossiers emploient une entrée, ou sont touchés par un changement de la bibliothèque.

    D'entrées (DEC-014 COM-003) : chaque dossier qui les emploie, lots, niveau, valeurs, pièces, révision émise.
    De deux révisions git (v2026.4..v2026.5 ; « v2026.4.. » va jusqu'au disque) : ce qui change pour chacun ; un
    niveau qu'il ne retient pas, ou une valeur qu'il fixe lui-même, ne le touche pas, et c'est dit.

    DOSSIERS est un dossier du disque, lu avec tout ce qu'il contient, ou un fichier .dossier.yaml.
    Un dossier est « émis » quand un verrou le dit. Codes de sortie : 0 la réponse est complète ; 2 un fichier n'a pas
    pu être lu ; 3 aucun dossier à lire.
    """
    from clausekit.finding import UnreadableFile
    from clausekit.report import impacted

    *what, last = words
    if not what:
        raise click.UsageError(
            f"Donner aussi le dossier du disque où sont les marchés : clausekit impact {last} achats"
        )
    folder = Path(last)
    loaded = load_library(library_path, _start(folder))
    if loaded.findings:
        raise UnreadableFile(loaded.told)
    found = _found(what, folder, loaded, library_path)
    click.echo(impacted.render(found, form))
    if found.errors:
        click.echo(impacted.unread(found.errors), err=True)
    ctx.exit(2 if found.errors else _NOTHING if not found.read else 0)


def _start(folder: Path) -> Path:
    return folder if folder.is_dir() else folder.parent


def _found(what: Sequence[str], folder: Path, loaded: Loaded, given: str | None) -> Impacted:
    from clausekit.finding import UnreadableFile
    from clausekit.impact import impact
    from clausekit.report.impacted import Impacted

    search = _ranged(what[0], folder, given) if _is_range(what) else _Wanted(loaded=loaded, asked=_ids(what, loaded))
    shelf = _shelf(folder)
    affected: list[Affected] = []
    errors = list(shelf.errors)
    for file, path, locks in shelf.files:
        try:
            marche = _marche(path, search) if path else None
        except UnreadableFile as problem:
            errors += problem.findings
            continue
        item = impact(file, marche, locks, search.asked)
        affected += [item] if item else []
    _refuse_unknown(search, affected)
    return Impacted(
        asked=search.asked,
        library_name=search.loaded.name,
        edition=search.loaded.library.edition,
        dossiers=tuple(affected),
        read=len(shelf.files),
        between=search.between,
        errors=tuple(errors),
    )


# ------------------------------------------------------------------------------ what is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is looked for, with the library that dossiers are read with; `between` are the ends of a range."""

    loaded: Loaded
    asked: Asked
    between: Difference | None = None


def _is_range(what: Sequence[str]) -> bool:
    ranges = [word for word in what if _RANGE in word]
    if ranges and len(what) > 1:
        raise click.UsageError(f"Donner des identifiants, ou « {ranges[0]} », non les deux.")
    return bool(ranges)


def _ids(what: Sequence[str], loaded: Loaded) -> Asked:
    from clausekit.impact import Asked

    names = tuple(dict.fromkeys(word.upper() for word in what))
    known = loaded.library
    return Asked(ids=names, entries={name: entry for name in names if (entry := known.find(name)) is not None})


def _refuse_unknown(search: _Wanted, affected: Sequence[Affected]) -> None:
    """An id that neither the library nor any dossier knows is a typing error."""
    from clausekit.cli.asking import unknown_name

    used = {entry.id for item in affected for entry in item.entries}
    for name in search.asked.ids:
        if name not in search.asked.entries and name not in used:
            remedy = "« clausekit list » donne toutes les entrées."
            raise unknown_name("entree-inconnue", name, search.loaded.library.ids, search.loaded, remedy=remedy)


def _ranged(word: str, folder: Path, given: str | None) -> _Wanted:
    """The changes from a revision to another of the library around the dossiers."""
    from clausekit import difference, tree
    from clausekit.cli.editions import editions
    from clausekit.finding import UnreadableFile
    from clausekit.impact import Asked
    from clausekit.report.differed import Difference

    root = Path(given) if given else tree.find(_start(folder)) or tree.find(Path.cwd())
    sides = editions(word, None, str(root) if root else None)
    for side in sides:
        if side.loaded.findings:
            raise UnreadableFile(side.loaded.told)
    old, new = (side.loaded.library for side in sides)
    changes = {change.id: change for change in difference.compare(old, new)}
    entries = {name: entry for name in changes if (entry := new.find(name) or old.find(name)) is not None}
    asked = Asked(ids=tuple(changes), entries=entries, changes=changes)
    between = Difference(old=sides[0].side, new=sides[1].side, changes=tuple(changes.values()), users={})
    return _Wanted(loaded=sides[1].loaded, asked=asked, between=between)


# ------------------------------------------------------------------------------------- the dossiers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """What to read: each dossier with its locks, and each lock without its dossier; what could not be read."""

    files: tuple[tuple[str, Path | None, tuple[Sealed, ...]], ...]
    errors: tuple[Finding, ...]


def _shelf(folder: Path) -> _Shelf:
    from clausekit import sealed
    from clausekit.cli import locks
    from clausekit.finding import UnreadableFile

    errors: list[Finding] = []
    if not folder.is_dir():
        kept = locks.of(folder) if folder.is_file() else ()
        return _Shelf(files=((str(folder), folder, kept),), errors=())
    found = list(locks.walk(folder, (locks.DOSSIER, sealed.SUFFIX), errors))
    dossiers = [path for path in found if path.name.endswith(locks.DOSSIER)]
    held: dict[Path | None, list[Sealed]] = {}
    alone: list[Sealed] = []
    for path in (path for path in found if path.name.endswith(sealed.SUFFIX)):
        try:
            lock = locks.read(path)
        except UnreadableFile as problem:
            errors += problem.findings
            continue
        home = _home(path, lock.dossier.file, set(dossiers))
        held.setdefault(home, []).append(lock) if home else alone.append(lock)
    rows = [(str(path), path, tuple(held.get(path, ()))) for path in dossiers]
    return _Shelf(files=(*rows, *((lock.file, None, (lock,)) for lock in alone)), errors=tuple(errors))


def _home(lock: Path, name: str, dossiers: set[Path]) -> Path | None:
    """The dossier of a lock: that of its name, in its folder or the nearest above."""
    return next((folder / name for folder in lock.parents if folder / name in dossiers), None)


def _marche(path: Path, search: _Wanted) -> Marche:
    """A dossier resolved with the library; its authority decides of no entry."""
    from clausekit import tree
    from clausekit.cli import loading

    read = loading.parsed(tree.read(path), path, "dossier")
    return loading.resolved(read, path, (None, None), search.loaded.library).marche
