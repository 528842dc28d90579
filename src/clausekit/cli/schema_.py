"""`clausekit schema`."""

from __future__ import annotations

import click


@click.command("schema")
@click.argument("kind", metavar="[TYPE]", required=False)
def command(kind: str | None) -> None:
    """Donner le schéma JSON d'un type de fichier ; sans TYPE, la liste des types.

    Le schéma est ce que lit un éditeur pour expliquer chaque clé pendant la saisie.
    """
    from clausekit import schema
    from clausekit.cli.asking import choice

    known = schema.schemas()
    choice("TYPE", kind, known)
    click.echo(schema.schema_text(kind).rstrip("\n") if kind else "\n".join(known))
