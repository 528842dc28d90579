"""`clausekit template`."""

from __future__ import annotations

from pathlib import Path

import click

from clausekit.cli.loading import form_option
from clausekit.cli.pages import force_option


@click.group("template", subcommand_metavar="COMMANDE [ARGUMENTS]...", options_metavar="[OPTIONS]")
def command() -> None:
    """Examiner un modèle ou un document Word de l'autorité, avant d'y écrire."""


@command.command("inspect", short_help="Dire quel style du fichier joue chaque rôle, et ce qui manque.")
@click.argument("file", metavar="FICHIER")
@form_option
@click.option(
    "--annotate",
    "--annoter",
    "copy",
    metavar="COPIE.docx",
    help="Écrire une copie du fichier où chaque constat est un commentaire Word, à sa place.",
)
@click.option("--force", is_flag=True, help="Avec --annotate : remplacer une copie qui existe déjà.")
@click.pass_context
def inspect(ctx: click.Context, file: str, form: str, copy: str | None, force: bool) -> None:
    """Dire quel style du fichier joue chaque rôle, ce qui manque, et ce qui empêcherait d'y écrire.

    Rien n'est écrit, sauf la copie que nomme --annotate. Un style qui manque est emprunté au modèle neutre ; un
    style de la maison joue un rôle dès qu'il en porte le nom comme alias (dans Word : « AMP Article;CK Titre 1 »).
    """
    from clausekit import read, tree, word
    from clausekit.cli import insertion, mapped
    from clausekit.report import text

    if force and not copy:
        raise click.UsageError("« --force » se donne avec « --annotate », qui nomme la copie à remplacer.")
    target = insertion.target_of(Path(file), copy, force=force, option="--annotate") if copy else None
    expected = "un modèle ou un document Word .docx"
    data = tree.read(Path(file), expected=expected)
    found, remarked = word.annotated(data, file=file, draft=read.draft(data, file=file, word=expected))
    if target is not None and remarked is not None:
        tree.write(target, remarked)
    click.echo(mapped.as_json(found) if form == "json" else mapped.as_text(found))
    if form == "text":
        if found.problems or found.advice:
            click.echo(text.findings((*found.problems, *found.advice)), err=True)
        if target is not None:
            click.echo(f"  écrit  {target}" if remarked else "Rien à signaler : aucune copie n'est écrite.")
    ctx.exit(1 if found.problems else 0)


@command.command("clean", short_help="Écrire le fichier à publier, sans les repères des clauses.")
@click.argument("file", metavar="FICHIER")
@click.option("--output", "output", required=True, metavar="FICHIER", help="Le fichier .docx à écrire.")
@force_option
def clean(file: str, output: str, force: bool) -> None:
    """Écrire le fichier à publier : les mêmes mots, sans les repères qui suivent les clauses.

    Les renvois et leurs cibles restent. Garder l'original : sans repère, un document ne peut plus être mis à jour.
    """
    from clausekit import read, tree, word
    from clausekit.cli import insertion

    source, expected = Path(file), "un document Word .docx"
    target = insertion.target_of(source, output, force=force)
    data = tree.read(source, expected=expected)
    read.refuse_other(data, file=file, word=expected)
    tree.write(target, word.clean(data, file=file))
    click.echo(f"  écrit  {target}")
