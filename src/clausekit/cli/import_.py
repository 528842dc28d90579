"""`clausekit import`."""

from __future__ import annotations

from pathlib import Path

import click

from clausekit import terms
from clausekit.cli.loading import form_option, library_option
from clausekit.cli.pages import force_option


@click.command("import")
@click.argument("file", metavar="FICHIER.docx")
@click.option("--id", "name", metavar="ID", help="Identifiant du projet, par exemple DEC-099.")
@click.option("--famille", "family", metavar="FAMILLE", help="Famille : le projet prend son premier identifiant libre.")
@click.option(
    "--piece",
    type=click.Choice(terms.PIECES),
    default="CCTP",
    show_default=True,
    help="Pièce d'un texte qu'aucun titre (CCTP, CCAP, RC…) ne range.",
)
@click.option(
    "--output",
    metavar="CHEMIN",
    help="Fichier ou dossier où écrire. Par défaut : la bibliothèque du disque, sinon le dossier courant.",
)
@force_option
@click.option(
    "--onto", metavar="ID", help="Reporter les modifications du document sur cette entrée de la bibliothèque."
)
@click.option("--auteur", "author", metavar="NOM", help="Avec --onto : ne prendre que les modifications de cet auteur.")
@click.option(
    "--nature",
    type=click.Choice(["redactionnelle", "substantielle"]),
    help="Avec --onto : nature de la ligne d'historique.",
)
@click.option("--motif", "reason", metavar="TEXTE", help="Avec --onto : motif de la ligne d'historique.")
@click.option("--write", is_flag=True, help="Avec --onto : écrire dans le fichier de l'entrée, au lieu de montrer.")
@form_option
@library_option
@click.pass_context
def command(
    ctx: click.Context,
    file: str,
    name: str | None,
    family: str | None,
    piece: str,
    output: str | None,
    force: bool,
    onto: str | None,
    author: str | None,
    nature: str | None,
    reason: str | None,
    write: bool,
    form: str,
    library_path: str | None,
) -> None:
    """Tirer un projet de clause d'un document Word, sans taper de YAML.

    Un titre par clause ; un titre « CCTP », « CCAP » ou « RC » ouvre le texte de cette pièce. Les blancs
    (« [délai de remise : 15 jours] », « [taux] % », « …… », surlignage, contrôles et champs de formulaire)
    deviennent des paramètres ; {{ nom }} et [[COM-007]] sont gardés. Ce que le document ne dit pas est
    écrit « à compléter » ; ce qui ne peut pas être repris est dit, avec sa place.

    --onto ID reporte sur une entrée ce qu'un juriste a changé dans la page que « clausekit redline » ou
    « clausekit show --output » a écrite : montre le fichier modifié, ou l'écrit avec --write.
    """
    from clausekit.cli import drafted, reported

    if onto:
        drafted.refuse_options(name=name, family=family, output=output, force=force)
        asked = reported.Asked(file=Path(file), entry=onto.upper(), author=author, nature=nature, reason=reason)
        ctx.exit(reported.report(asked, write=write, form=form, library_path=library_path))
    reported.refuse_options(author=author, nature=nature, reason=reason, write=write)
    wanted = drafted.Asked(file=Path(file), name=name, family=family, piece=piece, output=output, force=force)
    ctx.exit(drafted.draft(wanted, form=form, library_path=library_path))
