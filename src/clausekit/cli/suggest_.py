"""`clausekit suggest`."""

from __future__ import annotations

from pathlib import Path

import click

from clausekit.cli.loading import library_option, load_library, load_purchase

_NOTHING_TO_JUDGE = 3


@click.command("suggest")
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Forme de la réponse.",
)
@library_option
@click.pass_context
def command(ctx: click.Context, dossier: str, form: str, library_path: str | None) -> None:
    """Proposer les clauses, critères, grille et annexes qui conviennent à un dossier.

    Chaque entrée vient avec ses raisons et les mesures auxquelles elle répond ; ce qui est laissé
    de côté est dit aussi. À la fin, un bloc YAML à coller dans le dossier. Il suffit d'un objet et
    d'une famille ; plus le dossier dit de faits, plus la réponse est sûre.
    """
    from clausekit.finding import UnreadableFile
    from clausekit.report import suggested, text
    from clausekit.suggest import suggest

    try:
        loaded = load_library(library_path, Path(dossier).parent)
        if loaded.findings:
            raise UnreadableFile(loaded.findings)
        purchase = load_purchase(Path(dossier), loaded.library)
    except UnreadableFile as problem:
        if form == "json":
            click.echo(suggested.render(suggested.Suggested(errors=problem.findings), form))
        click.echo(text.findings(problem.findings), err=True)
        ctx.exit(2)
    found = suggest(purchase.marche)
    report = suggested.Suggested(
        library_name=loaded.name, edition=loaded.library.edition, suggestion=found, sources=purchase.sources
    )
    click.echo(suggested.render(report, form))
    ctx.exit(_NOTHING_TO_JUDGE if found.out_of_scope else 0)
