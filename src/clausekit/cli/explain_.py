"""`clausekit explain`."""

from __future__ import annotations

import click

from clausekit.cli.asking import tell_problems, unknown_name
from clausekit.cli.loading import library_option, load_library


@click.command("explain")
@click.argument("name", metavar="NOM")
@library_option
@click.pass_context
def command(ctx: click.Context, name: str, library_path: str | None) -> None:
    """Expliquer une mesure (M13, M13b), une exigence (M13-poids), une règle (critere-distinct) ou une entrée.

    Ce qui est vérifié, de quel texte cela vient, un exemple en défaut, un exemple correct, comment
    y déroger, et quelles entrées de la bibliothèque y répondent.
    """
    from clausekit.explain import explain, names
    from clausekit.report import explained

    loaded = load_library(library_path)
    found = explain(name, loaded.library)
    if found is None:
        remedy = "NOM est une mesure (M13), une exigence (M13-poids), une règle (critere-distinct) ou une entrée."
        raise unknown_name("nom-inconnu", name, names(loaded.library), loaded, remedy=remedy)
    click.echo(explained.as_text(found))
    ctx.exit(tell_problems(loaded))
