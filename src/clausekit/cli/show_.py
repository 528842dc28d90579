"""`clausekit show`."""

from __future__ import annotations

import click

from clausekit.cli.asking import tell_problems, unknown_name
from clausekit.cli.loading import library_option, load_library


@click.command("show")
@click.argument("name", metavar="ID")
@click.option(
    "--niveau",
    "level",
    type=click.Choice(["socle", "renforce", "exemplaire"]),
    help="Un seul niveau. Par défaut : tous.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Forme.")
@library_option
@click.pass_context
def command(ctx: click.Context, name: str, level: str | None, form: str, library_path: str | None) -> None:
    """Montrer une entrée : à quoi elle s'applique, son texte à chaque niveau, son contrôle, ses sources.

    Les blancs sont remplis comme ils s'imprimeront ; ce qu'un dossier seul peut dire reste entre crochets.
    """
    from clausekit import showing
    from clausekit.report import shown

    loaded = load_library(library_path)
    entry = loaded.library.find(name.upper())
    if entry is None:
        remedy = "« clausekit list » donne toutes les entrées."
        raise unknown_name("entree-inconnue", name, loaded.library.ids, loaded, remedy=remedy)
    levels = showing.levels_of(entry)
    if level and level not in levels:
        known = ", ".join(levels) or "aucun : cette entrée n'a pas de niveaux"
        raise click.BadParameter(
            f"{entry.id} n'a pas de niveau « {level} ». Ses niveaux : {known}.", param_hint="--niveau"
        )
    sheet = showing.show(entry, loaded.library, level=level)
    click.echo(shown.as_json(sheet) if form == "json" else shown.as_text(sheet, loaded.library))
    ctx.exit(tell_problems(loaded))
