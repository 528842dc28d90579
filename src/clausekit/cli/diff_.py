"""`clausekit diff`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import library_option
from clausekit.cli.pages import force_option, write_page

if TYPE_CHECKING:
    from clausekit.cli.editions import Edition
    from clausekit.difference import Change
    from clausekit.report.differed import Difference

_FORMS = ("text", "markdown", "html", "json")
_BY_SUFFIX = {".txt": "text", ".md": "markdown", ".html": "html", ".htm": "html", ".json": "json"}
_UNREADABLE, _NOTHING = 2, 3


@click.command("diff")
@click.argument("old", metavar="[ANCIENNE]", required=False)
@click.argument("new", metavar="[NOUVELLE]", required=False)
@click.option("--entree", "entries", metavar="ID", multiple=True, help="Ne dire que cette entrée. Peut se répéter.")
@click.option("--famille", "families", metavar="FAMILLE", multiple=True, help="Ne dire que les entrées de la famille.")
@click.option("--dossiers", metavar="DIR", multiple=True, help="Chercher aussi dans ce dossier les dossiers touchés.")
@click.option("--format", "form", type=click.Choice(_FORMS), help="Forme. Par défaut : text, ou selon --output.")
@click.option("--output", metavar="FICHIER", help="Écrire dans un fichier (.txt, .md, .html, .json).")
@force_option
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    old: str | None,
    new: str | None,
    entries: tuple[str, ...],
    families: tuple[str, ...],
    dossiers: tuple[str, ...],
    form: str | None,
    output: str | None,
    force: bool,
    library_path: str | None,
) -> None:
    """Dire ce qui change d'une édition de la bibliothèque à une autre, comme un juriste le lit.

    Sans argument : du dernier commit aux fichiers du disque. ANCIENNE et NOUVELLE sont des révisions, branches,
    étiquettes, ou des dossiers du disque (DIR, DIR@REV) ; A..B vaut les deux révisions, A...B part de leur souche
    commune.

    Par entrée : nouvelle, retirée ou changée ; motif ; chiffres, contrôles, conséquences et références avec leur sens ;
    phrases ; gravité calculée et déclarée ; mesures et dossiers touchés. La typographie et la mise en lignes ne
    comptent pas.

    Codes de sortie : 0 des changements sont dits ; 2 un fichier n'a pas pu être lu ; 3 rien ne change.
    """
    from clausekit.cli.editions import editions

    form = form or _form(output)
    sides = editions(old, new, library_path)
    _refuse_strangers(entries, families, sides)
    found = _difference(sides, entries, families, dossiers)
    _tell(found)
    _show(found, form, output, force=force)
    ctx.exit(_UNREADABLE if found.errors else _NOTHING if found.empty else 0)


def _form(output: str | None) -> str:
    """The form that the name of the file says."""
    if output is None:
        return "text"
    found = _BY_SUFFIX.get(Path(output).suffix.lower())
    if found is None:
        raise click.UsageError(f"--output {output} : finir le nom par .txt, .md, .html ou .json, ou donner --format.")
    return found


def _refuse_strangers(entries: Sequence[str], families: Sequence[str], sides: tuple[Edition, Edition]) -> None:
    """A name that neither edition holds."""
    from clausekit.cli.asking import choice, unknown_name

    libraries = [side.loaded.library for side in sides]
    known = {name for library in libraries for name in library.ids}
    for name in entries:
        if name.upper() not in known:
            remedy = "« clausekit list » donne toutes les entrées."
            raise unknown_name("entree-inconnue", name, sorted(known), sides[1].loaded, remedy=remedy)
    for name in families:
        choice("--famille", name, [item for library in libraries for item in library.registers.families])


def _difference(
    sides: tuple[Edition, Edition], entries: Sequence[str], families: Sequence[str], dossiers: Sequence[str]
) -> Difference:
    from clausekit import difference
    from clausekit.cli.users import users
    from clausekit.difference.registers import shifts
    from clausekit.report.differed import Difference

    old, new = (side.loaded.library for side in sides)
    problems = tuple(found for side in sides for found in side.loaded.told)
    unread = {place.file for side in sides for found in side.loaded.findings for place in found.places}
    wanted = bool(entries or families)
    changes = difference.compare(old, new, unread=unread)
    used = users(_folders(sides[1], dossiers), (old, new))
    return Difference(
        old=sides[0].side,
        new=sides[1].side,
        changes=tuple(_kept(changes, entries, families)) if wanted else changes,
        shifts=() if wanted else shifts(old, new, unread=unread),
        users={name: tuple(files) for name, files in used.by_entry.items()},
        looked=used.read,
        filtered=wanted,
        errors=(*problems, *used.errors),
    )


def _kept(changes: Iterable[Change], entries: Sequence[str], families: Sequence[str]) -> Iterable[Change]:
    names = {name.upper() for name in entries}
    return (item for item in changes if item.id in names or not set(families).isdisjoint(item.families))


def _folders(edition: Edition, dossiers: Sequence[str]) -> list[Path]:
    """The examples beside the library, and the folders given. Refuses one that is not there."""
    from clausekit import tree

    for given in dossiers:
        if not Path(given).is_dir():
            raise tree.problem(
                "dossier-absent",
                "Ce dossier n'existe pas.",
                given,
                read=given,
                expected="un dossier du disque qui contient des fichiers .dossier.yaml",
                remedy="Vérifier le chemin donné à --dossiers.",
            )
    beside = [edition.folder / "examples"] if edition.folder else []
    return [*(folder for folder in beside if folder.is_dir()), *map(Path, dossiers)]


def _tell(found: Difference) -> None:
    """Say on the error stream what could not be read."""
    from clausekit.report import text

    if found.errors:
        click.echo(text.findings(found.errors), err=True)


def _show(found: Difference, form: str, output: str | None, *, force: bool) -> None:
    from clausekit.report import differed

    if output is None:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        click.echo(differed.render(found, form, colour=colour), color=colour)
        return
    _write(Path(output), differed.render(found, form), force=force)
    from clausekit.report import text
    from clausekit.report.differed import words

    for line in text.wrap(words.totals(found), text.WIDTH):
        click.echo(line)


def _write(path: Path, page: str, *, force: bool) -> None:
    if path.suffix.lower() in {".yaml", ".yml"}:
        raise click.UsageError(f"--output {path} : « diff » écrit une page, non un fichier de la bibliothèque.")
    write_page(path, f"{page}\n".encode(), force=force)
    click.echo(f"  écrit  {path}")
