"""`clausekit notice`."""

from __future__ import annotations

from pathlib import Path

import click

from clausekit.cli.loading import form_option, library_option, load_library, load_purchase

_NOTHING_TO_SAY = 3


@click.command("notice")
@click.argument("dossier", metavar="DOSSIER")
@form_option
@library_option
@click.pass_context
def command(ctx: click.Context, dossier: str, form: str, library_path: str | None) -> None:
    """Donner, lot par lot, ce que l'avis et les données essentielles disent du développement durable.

    Les valeurs DECP sont celles du schéma, à la lettre. Les codes eForms sont des suggestions : leur
    correspondance est celle de la maison. Les phrases sont celles du RC, à coller dans l'avis.
    """
    from clausekit.finding import UnreadableFile
    from clausekit.notice import notice
    from clausekit.report import noticed

    path = Path(dossier)
    loaded = load_library(library_path, path.parent)
    if loaded.findings:
        raise UnreadableFile(loaded.told)
    found = notice(load_purchase(path, loaded.library).marche)
    report = noticed.Noticed(library_name=loaded.name, edition=loaded.library.edition, notice=found)
    click.echo(noticed.render(report, form))
    ctx.exit(_NOTHING_TO_SAY if found.out_of_scope else 0)
