"""`clausekit explain`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.asking import tell_problems, unknown_name
from clausekit.cli.loading import Loaded, library_option, load_library
from clausekit.cli.pages import force_option, write_page

if TYPE_CHECKING:
    from clausekit.explain.blocks import Block


def _refuse_misuse(name: str | None, whole: bool, form: str | None, output: str | None) -> None:
    if whole and name:
        raise click.UsageError("Donner un nom, ou --tout pour le livre entier, non l'un et l'autre.")
    if not whole and not name:
        raise click.UsageError("Donner le nom d'une mesure, d'une exigence, d'une règle ou d'une entrée, ou --tout.")
    if output and form == "text":
        raise click.UsageError("Un fichier s'écrit en Markdown : ôter « --format text », ou --output.")


def _page(name: str, loaded: Loaded) -> tuple[str, tuple[Block, ...]]:
    """An explanation, as the terminal shows it and as a page."""
    from clausekit.explain import explain, names
    from clausekit.explain.blocks import blocks
    from clausekit.report import explained

    found = explain(name, loaded.library)
    if found is None:
        remedy = "NOM est une mesure (M13), une exigence (M13-poids), une règle (critere-distinct) ou une entrée."
        raise unknown_name("nom-inconnu", name, names(loaded.library), loaded, remedy=remedy)
    return explained.as_text(found), blocks(found)


def _book(loaded: Loaded) -> tuple[str, tuple[Block, ...]]:
    from clausekit.explain.book import book
    from clausekit.report import book as reported

    found = book(loaded.library)
    return reported.as_text(found), found


@click.command("explain")
@click.argument("name", metavar="[NOM]", required=False)
@click.option("--tout", "whole", is_flag=True, help="Écrire le livre des règles : toutes les pages, en une.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    help="Forme. Par défaut : text ; dans un fichier, markdown.",
)
@click.option("--output", metavar="FICHIER.md", help="Écrire la page dans un fichier, plutôt qu'à l'écran.")
@force_option
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    whole: bool,
    form: str | None,
    output: str | None,
    force: bool,
    library_path: str | None,
) -> None:
    """Expliquer une mesure (M13, M13b), une exigence (M13-poids), une règle (critere-distinct) ou une entrée.

    Ce qui est vérifié, de quel texte cela vient, un exemple en défaut, un exemple correct, comment
    y déroger, et quelles entrées de la bibliothèque y répondent.
    """
    from clausekit.report import book

    _refuse_misuse(name, whole, form, output)
    loaded = load_library(library_path)
    text, page = _page(name, loaded) if name else _book(loaded)
    if form == "markdown" or output:
        text = book.as_markdown(page, mark=whole or output is not None)
    if output:
        write_page(Path(output), f"{text}\n".encode(), force=force)
        click.echo(f"  écrit  {output}")
    else:
        click.echo(text)
    ctx.exit(tell_problems(loaded))
