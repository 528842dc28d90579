"""`clausekit show`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.asking import tell_problems, unknown_name
from clausekit.cli.loading import Loaded, form_option, library_option, load_library
from clausekit.cli.pages import write_page

if TYPE_CHECKING:
    from clausekit.library import Entry


def _page(entry: Entry, loaded: Loaded, path: Path, *, force: bool) -> None:
    from clausekit.cli import changes

    if path.suffix.lower() != ".docx":
        raise click.UsageError(f"--output nomme un fichier .docx, non « {path} ».")
    write_page(path, changes.page_of(entry, loaded.library), force=force)
    click.echo(f"  écrit  {path}")


@click.command("show")
@click.argument("name", metavar="ID")
@click.option(
    "--niveau",
    "level",
    type=click.Choice(["socle", "renforce", "exemplaire"]),
    help="Un seul niveau. Par défaut : tous.",
)
@form_option
@click.option(
    "--output",
    metavar="FICHIER.docx",
    help="Écrire l'entrée en une page Word à corriger, les blancs par leur nom ; « import --onto » la relit.",
)
@click.option("--force", is_flag=True, help="Avec --output : remplacer un fichier qui existe déjà.")
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    level: str | None,
    form: str,
    output: str | None,
    force: bool,
    library_path: str | None,
) -> None:
    """Montrer une entrée : à quoi elle s'applique, son texte à chaque niveau, son contrôle, ses sources.

    Les blancs sont remplis comme ils s'imprimeront ; ce qu'un dossier seul peut dire reste entre crochets.
    --output écrit l'entrée en Word, pour qui ne tape pas de YAML.
    """
    from clausekit import showing
    from clausekit.report import shown

    loaded = load_library(library_path)
    entry = loaded.library.find(name.upper())
    if entry is None:
        remedy = "« clausekit list » donne toutes les entrées."
        raise unknown_name("entree-inconnue", name, loaded.library.ids, loaded, remedy=remedy)
    if output:
        _page(entry, loaded, Path(output), force=force)
        ctx.exit(tell_problems(loaded))
    levels = showing.levels_of(entry)
    if level and level not in levels:
        known = ", ".join(levels) or "aucun : cette entrée n'a pas de niveaux"
        raise click.BadParameter(
            f"{entry.id} n'a pas de niveau « {level} ». Ses niveaux : {known}.", param_hint="--niveau"
        )
    sheet = showing.show(entry, loaded.library, level=level)
    click.echo(shown.as_json(sheet) if form == "json" else shown.as_text(sheet, loaded.library))
    ctx.exit(tell_problems(loaded))
