"""`clausekit redline`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import library_option
from clausekit.cli.pages import force_option, refuse_existing

if TYPE_CHECKING:
    from clausekit.cli.revisions import Place, Revised
    from clausekit.word.tracked import Redline

_NOTHING = 3


@click.command("redline")
@click.argument("what", metavar="ID|FAMILLE|DOSSIER")
@click.argument("old", metavar="ANCIENNE")
@click.argument("new", metavar="[NOUVELLE]", required=False)
@click.option(
    "--output",
    "output",
    required=True,
    metavar="CHEMIN",
    help="Fichier .docx à écrire ; pour un dossier dont plusieurs pièces changent, un dossier du disque.",
)
@force_option
@library_option
@click.pass_context
def command(
    ctx: click.Context, what: str, old: str, new: str | None, output: str, force: bool, library_path: str | None
) -> None:
    """Écrire en Word, en modifications suivies, ce qui change d'une révision git à une autre.

    D'une entrée (DEC-014) ou d'une famille (dechets) : les textes de chaque pièce, les compléments et les valeurs
    de chaque niveau, les blancs par leur nom. D'un dossier : les pièces qu'il produit.

    ANCIENNE et NOUVELLE sont des révisions, branches ou étiquettes. Sans NOUVELLE : les fichiers du disque.
    Tout accepter donne le texte nouveau ; tout refuser rend l'ancien.
    """
    from clausekit.cli import changes, revisions

    dossier = Path(what) if what.endswith((".yaml", ".yml")) else None
    if dossier is None and Path(output).suffix.lower() != ".docx":
        raise click.UsageError(f"--output nomme un fichier .docx, non « {output} ».")
    where = revisions.place(library_path, dossier)
    before, after = revisions.library_at(where, old), revisions.library_at(where, new)
    found = _found(what, where, before, after)
    made = {name: item for name, item in found.items() if item.data is not None}
    click.echo(" ".join(filter(None, (f"{changes.told(before, after)}.", where.told))))
    if not made:
        click.echo("Aucune différence : rien n'a été écrit.")
        ctx.exit(_NOTHING)
    _write(made, changes.paths(tuple(made), Path(output), folder=dossier is not None), force=force)


def _found(what: str, where: Place, before: Revised, after: Revised) -> dict[str, Redline]:
    from clausekit.cli import changes, revisions

    if where.dossier is None:
        return {what: changes.of_entries(what, before, after)}
    old, new = revisions.purchase_at(where, before), revisions.purchase_at(where, after)
    return dict(changes.of_pieces(old, new, signed=changes.author(before, after)))


def _write(made: dict[str, Redline], paths: dict[str, Path], *, force: bool) -> None:
    """Write every file or none, and say what each shows."""
    from clausekit import tree
    from clausekit.cli import redlining
    from clausekit.report import redlined

    for path in paths.values():
        refuse_existing(path, force=force)
    tree.write_all({paths[name]: item.data or b"" for name, item in made.items()})
    for name, item in made.items():
        told = redlining.counted(redlined.Redlined(file=name, piece=name), item)
        click.echo(f"  écrit  {paths[name]} ({redlined.counted(told)})")
