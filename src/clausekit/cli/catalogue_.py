"""`clausekit catalogue`."""

from __future__ import annotations

from pathlib import Path

import click

from clausekit.cli.asking import tell_problems
from clausekit.cli.loading import library_option, load_library


def _refuse_other(folder: Path) -> None:
    """A folder that holds something else than a catalogue is not written over."""
    from clausekit import tree
    from clausekit.report.catalogue_site import MARK

    index = folder / "index.html"
    if folder.is_dir() and any(folder.iterdir()) and not (index.is_file() and MARK.encode() in tree.read(index)[:2000]):
        raise tree.problem(
            "dossier-occupe",
            "Le dossier contient déjà des fichiers qui ne sont pas un catalogue ; rien n'y est écrit.",
            str(folder),
            read=folder.name,
            expected="un dossier absent ou vide, ou un catalogue écrit par clausekit",
            remedy="Donner un autre dossier.",
        )


@click.command("catalogue")
@click.option("--output", metavar="DIR", required=True, help="Dossier du site ; un catalogue déjà là est remplacé.")
@library_option
@click.pass_context
def command(ctx: click.Context, output: str, library_path: str | None) -> None:
    """Écrire la bibliothèque en un petit site, à ouvrir dans un navigateur ou à poser sur un intranet.

    Recherche et filtres par famille, segment, mesure, pièce, thème et niveau ; une page par entrée,
    avec son texte à chaque niveau. Ni serveur, ni accès au réseau.
    """
    from clausekit import tree
    from clausekit.catalogue import cards
    from clausekit.report.catalogue_site import site

    folder = Path(output)
    _refuse_other(folder)
    loaded = load_library(library_path)
    shelf = cards(loaded.library)
    tree.write_all({folder / name: content for name, content in site(shelf, loaded.library).items()})
    click.echo(f"{len(shelf)} entrées. Ouvrir : {folder / 'index.html'}")
    ctx.exit(tell_problems(loaded))
