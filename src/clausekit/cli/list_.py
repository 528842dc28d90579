"""`clausekit list`."""

from __future__ import annotations

import click

from clausekit.cli.asking import choice, tell_problems
from clausekit.cli.loading import form_option, library_option, load_library

_KINDS = ("clause", "critere", "grille", "annexe")


@click.command("list")
@click.option("--famille", "family", metavar="FAMILLE", help="Entrées qui valent pour cette famille d'achat.")
@click.option("--segment", metavar="SEGMENT", help="Entrées qui valent pour ce segment.")
@click.option("--type", "type_", metavar="TYPE", help="Type de clause ou d'annexe : condition_execution, charte…")
@click.option("--genre", "kind", type=click.Choice(_KINDS), help="Genre d'entrée.")
@click.option("--theme", metavar="THEME", help="Entrées qui portent ce thème.")
@form_option
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    family: str | None,
    segment: str | None,
    type_: str | None,
    kind: str | None,
    theme: str | None,
    form: str,
    library_path: str | None,
) -> None:
    """Lister les entrées de la bibliothèque, toutes ou celles qui conviennent.

    Une entrée qui ne nomme pas de famille vaut pour toutes : elle est listée avec chacune.
    """
    from clausekit import listing, terms
    from clausekit.report import listed

    loaded = load_library(library_path)
    library, registers = loaded.library, loaded.library.registers
    choice("--famille", family, registers.families)
    choice("--segment", segment, [item.id for known in registers.families.values() for item in known.segments])
    choice("--type", type_, [*terms.TYPE_TITLES, *(annex.type for annex in library.annexes.values())])
    choice("--theme", theme, registers.themes)
    kind = listing.KINDS[kind] if kind else None
    rows = listing.listing(library, family=family, segment=segment, type_=type_, kind=kind, theme=theme)
    if form == "json":
        click.echo(listed.as_json(rows))
    else:
        click.echo(listed.as_text(rows, library=loaded.name, edition=library.edition))
    ctx.exit(tell_problems(loaded))
