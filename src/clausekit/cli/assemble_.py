"""`clausekit assemble`."""

from __future__ import annotations

from pathlib import Path

import click

from clausekit.cli.loading import library_option, load_library, load_purchase


@click.command("assemble")
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--piece",
    "pieces",
    multiple=True,
    metavar="PIECE",
    help="Pièce à écrire : CCTP, CCAP, RC, CCP, annexes, note… (répétable). Par défaut : toutes.",
)
@click.option("--output", "output", metavar="DIR", help="Dossier où écrire. Par défaut : « sortie » à côté du dossier.")
@click.option(
    "--template",
    "template",
    metavar="FICHIER",
    help="Modèle Word de l'autorité (.docx). Par défaut : le modèle neutre.",
)
@click.option(
    "--stade",
    type=click.Choice(["brouillon", "publication"]),
    default="brouillon",
    show_default=True,
    help="À la publication, un blanc ou une référence non vérifiée arrête tout.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Remplacer aussi un document que clausekit n'a pas écrit, ou qui a été modifié depuis.",
)
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    dossier: str,
    pieces: tuple[str, ...],
    output: str | None,
    template: str | None,
    stade: str,
    force: bool,
    library_path: str | None,
) -> None:
    """Écrire les pièces Word d'un dossier.

    Un blanc non rempli est surligné, avec le nom de qui le remplit. La note au prescripteur est un
    fichier à part : elle ne se joint jamais au dossier de consultation.
    """
    from clausekit import assemble
    from clausekit.cli import issue
    from clausekit.finding import UnreadableFile

    path = Path(dossier)
    loaded = load_library(library_path, path.parent)
    if loaded.findings:
        raise UnreadableFile(loaded.findings)
    purchase = load_purchase(path, loaded.library)
    issue.refuse_unknown_pieces(pieces, assemble.names(purchase.marche), dossier)
    result = issue.issue(
        purchase,
        pieces=pieces,
        folder=Path(output) if output else path.parent / "sortie",
        template=template,
        stage=stade,
        force=force,
    )
    click.echo(issue.told(result, loaded.name, loaded.library.edition))
    ctx.exit(1 if result.refused else 0)
