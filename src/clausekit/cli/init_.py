"""`clausekit init`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clausekit.init import Started


def _told(started: Started) -> str:
    from clausekit.report.text import pasted

    folder = started.folder
    lines = [f"Fichiers écrits dans {folder} : {len(started.written)}."]
    if started.kept:
        lines.append(f"Fichiers déjà là, qui n'ont pas changé : {len(started.kept)}.")
    steps = (
        f"Garder l'histoire : git -C {pasted(folder)} init, puis un premier commit.",
        f"Remplir le fichier de l'autorité : {folder / 'metropole.acheteur.yaml'} (nom, facilitateur, politiques).",
        f"Adapter les entrées de {folder / 'clauses'}, puis : clausekit lint {pasted(folder)}",
        f"Écrire un premier dossier : clausekit new {pasted(folder / 'mon-achat' / 'mon-achat.dossier.yaml')}",
    )
    lines += ["", "Et maintenant :", *(f"  {number}. {step}" for number, step in enumerate(steps, start=1))]
    return "\n".join(lines)


@click.command("init")
@click.argument("folder", metavar="DIR")
@click.option("--force", is_flag=True, help="Compléter une bibliothèque existante : ce qui est là ne change pas.")
def command(folder: str, force: bool) -> None:
    """Copier la bibliothèque dans DIR : clauses, schémas, modèle Word, autorité d'exemple.

    Tout est écrit, ou rien. Un fichier présent n'est jamais remplacé. Les mises à jour de la
    bibliothèque livrée entrent ensuite par « git merge ».
    """
    from clausekit.init import init

    click.echo(_told(init(Path(folder), force=force)))
