"""`clausekit coverage`."""

from __future__ import annotations

from pathlib import Path

import click

from clausekit.cli.asking import tell_problems
from clausekit.cli.loading import library_option, load_library
from clausekit.cli.pages import force_option, write_page


@click.command("coverage")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    help="Forme. Par défaut : text ; dans un fichier, markdown.",
)
@click.option("--output", metavar="FICHIER.md", help="Écrire la page dans un fichier, plutôt qu'à l'écran.")
@force_option
@click.option("--strict", is_flag=True, help="Rendre le code 1 si une ligne S1, S2 ou COND n'est pas répondue.")
@library_option
@click.pass_context
def command(
    ctx: click.Context, form: str | None, output: str | None, force: bool, strict: bool, library_path: str | None
) -> None:
    """Montrer quelles entrées répondent à chaque ligne des mesures, et ce qui manque.

    Le calcul se fait par les faits : la nature d'une entrée, ses thèmes, ses familles, ce qu'elle imprime.
    """
    from clausekit.coverage import coverage
    from clausekit.report import covered

    if output and form in {"text", "json"}:
        raise click.UsageError("Un fichier s'écrit en Markdown : ôter --format, ou --output.")
    loaded = load_library(library_path)
    items = coverage(loaded.library)
    if output:
        page = covered.as_markdown(items, loaded.library)
        write_page(Path(output), f"{page}\n".encode(), force=force)
        click.echo(f"  écrit  {output}")
    elif form == "json":
        click.echo(covered.as_json(items))
    elif form == "markdown":
        click.echo(covered.as_markdown(items, loaded.library))
    else:
        click.echo(covered.as_text(items, library=loaded.name, edition=loaded.library.edition))
    missing = any(item.row.grade != "S3" and not item.answered for item in items)
    ctx.exit(tell_problems(loaded) or (1 if strict and missing else 0))
