"""`clausekit outdated`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import form_option, library_option, load_library

if TYPE_CHECKING:
    from clausekit.cli.sources import Search
    from clausekit.finding import Finding, UnreadableFile
    from clausekit.library import Entry
    from clausekit.outdated import Old
    from clausekit.sealed import Held, Sealed

_NOTHING = 3
_OWN = "PROPRE-"
_ENTRY = re.compile(rf"(?:[A-Z]{{3}}-[ACG]?|{_OWN})\d{{2,3}}", re.ASCII)


@click.command("outdated")
@click.argument("paths", metavar="DOSSIER|VERROU|DOSSIERS…", nargs=-1, required=True)
@form_option
@click.option("--strict", is_flag=True, help="Rendre le code 1 si une entrée émise a changé depuis.")
@library_option
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], form: str, strict: bool, library_path: str | None) -> None:
    """Dire ce qui, dans les pièces émises, a changé depuis dans la bibliothèque.

    Le verrou écrit à côté des pièces dit ce qui a été émis : chaque entrée y est, avec sa révision et l'empreinte de
    son texte. Ce texte est repris dans le git de la bibliothèque pour montrer ce qui a changé, en quel sens, et les
    valeurs que l'entrée d'aujourd'hui n'admettrait plus. On donne un dossier, un verrou, ou un dossier du disque.

    Codes de sortie : 0 même si des entrées ont changé, car ce qui a été émis reste valable (avec --strict : 1) ;
    2 un fichier n'a pas pu être lu ; 3 aucun verrou.
    """
    from clausekit.cli import sources
    from clausekit.finding import UnreadableFile
    from clausekit.outdated import outdated
    from clausekit.report import aged, text

    given = _Given()
    for path in map(Path, paths):
        given.take(path)
    first = Path(paths[0])
    loaded = load_library(library_path, first if first.is_dir() else first.parent)
    if loaded.findings:
        raise UnreadableFile(loaded.told)
    old = old_entries(sources.search(library_path, first if first.is_dir() else first.parent))
    found = aged.Found(
        library=loaded.library,
        library_name=loaded.name,
        locks=tuple(outdated(lock, loaded.library, old) for lock in given.locks.values()),
        without=tuple(given.without),
        errors=tuple(given.errors),
    )
    if given.locks or form == "json":
        click.echo(aged.render(found, form))
    if given.errors:
        click.echo(text.findings(given.errors), err=True)
        ctx.exit(2)
    if not given.locks:
        click.echo(_nothing(given.without), err=True)
        ctx.exit(_NOTHING)
    ctx.exit(1 if strict and any(item.entries for item in found.locks) else 0)


def _an_entry(name: str) -> UnreadableFile:
    from clausekit import disk

    return disk.problem(
        "fichier-absent",
        f"{name} est l'identifiant d'une entrée ; « outdated » lit des dossiers et des verrous.",
        name,
        read=name,
        expected="un fichier .dossier.yaml ou .verrou.yaml, ou un dossier du disque",
        remedy="Une clause propre est dans son dossier : donner ce fichier .dossier.yaml."
        if name.startswith(_OWN)
        else f"Pour les dossiers d'ici qui emploient cette entrée : « clausekit impact {name} . » ; "
        "à la place du point, le dossier du disque où ils sont.",
    )


def _nothing(without: list[str]) -> str:
    names = ", ".join(without[:5]) or "ce dossier du disque"
    return (
        f"Rien à comparer : pas de verrou pour {names}. « clausekit assemble » en écrit un à côté des pièces ; "
        "sans lui, rien ne dit de quelles révisions elles sont faites."
    )


@dataclass(slots=True)
class _Given:
    """What was given, sorted: locks by path, dossiers without any, what could not be read."""

    locks: dict[str, Sealed] = field(default_factory=dict)
    without: list[str] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)

    def take(self, path: Path) -> None:
        """A folder of the disk, a lock, or a dossier."""
        from clausekit import disk, sealed
        from clausekit.cli import loading, locks
        from clausekit.finding import UnreadableFile

        try:
            if path.is_dir():
                self._folder(path)
            elif path.name.endswith(sealed.SUFFIX):
                self._keep(locks.read(path))
            else:
                if not path.exists() and _ENTRY.fullmatch(path.name.upper()):
                    raise _an_entry(path.name.upper())
                data = disk.read(path)
                if not path.name.endswith(locks.DOSSIER):
                    loading.parsed(data, path, "dossier")  # some other file of ours is told for what it is
                self._dossier(path)
        except UnreadableFile as problem:
            self.errors += problem.findings

    def _keep(self, lock: Sealed) -> None:
        self.locks.setdefault(str(Path(lock.file).resolve()), lock)

    def _dossier(self, path: Path) -> None:
        from clausekit.cli import locks

        found = locks.of(path)
        for lock in found:
            self._keep(lock)
        if not found:
            self.without.append(str(path))

    def _folder(self, folder: Path) -> None:
        from clausekit import sealed
        from clausekit.cli import locks
        from clausekit.finding import UnreadableFile

        named: set[str] = set()
        dossiers = []
        for path in locks.walk(folder, (sealed.SUFFIX, locks.DOSSIER), self.errors):
            if path.name.endswith(locks.DOSSIER):
                dossiers.append(path)
                continue
            try:
                lock = locks.read(path)
            except UnreadableFile as problem:
                self.errors += problem.findings
                continue
            self._keep(lock)
            named |= {str(above / lock.dossier.file) for above in path.parents}
        self.without += [str(path) for path in dossiers if str(path) not in named]


def old_entries(where: Search) -> Old:
    """The entry as it was issued, from the library of today or its git."""
    from clausekit import library

    def old(held: Held) -> Entry | None:
        found = where.entry(held.id, held.digest)
        return library.entry_of(*found) if found else None

    return old
