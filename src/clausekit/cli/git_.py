"""`clausekit git`: install, uninstall, and what git calls by itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clausekit.finding import Finding
    from clausekit.install import Repository, Step

_HELP = "Dossier de la bibliothèque. Par défaut : celle du dossier courant ou de ses parents."


@click.group("git", subcommand_metavar="COMMANDE [ARGUMENTS]...", options_metavar="[OPTIONS]")
def command() -> None:
    """Régler le dépôt git de la bibliothèque : différences lisibles, contrôle avant commit, demandes de fusion."""


def _place(library_path: str | None) -> Repository:
    from clausekit.cli.loading import library_folder
    from clausekit.install import repository

    return repository(library_folder(library_path))


def _tell(steps: Iterable[Step]) -> None:
    for step in steps:
        click.echo(f"  {step.done:<9}{step.what}")
        if step.advice:
            click.echo(f"           {step.advice}")


@command.command("install", short_help="Régler le dépôt : différences, contrôle avant commit, demandes de fusion.")
@click.option("--forge", "name", type=click.Choice(["gitlab", "github"]), help="Écrire aussi les tâches de la forge.")
@click.option("--force", is_flag=True, help="Avec --forge : remplacer des tâches qui ont été retouchées.")
@click.option("--library", "library_path", metavar="DIR", help=_HELP)
def install(name: str | None, force: bool, library_path: str | None) -> None:
    """Régler le dépôt git de la bibliothèque. Recommencer ne change rien.

    \b
    - .git/config : « git diff » nomme la pièce (CCTP, CCAP, RC) ou la clé,
      et montre ce qui change d'un .docx ou d'un .odt ;
    - .gitattributes : les fichiers lus ainsi, et leurs fins de ligne (LF) ;
    - hooks/pre-commit : « clausekit git controle » avant chaque commit ;
      le script d'un autre n'est jamais touché ;
    - avec --forge : une tâche qui contrôle chaque demande de fusion et y
      dépose, en commentaire, ce qui change.

    .gitattributes et la tâche se versent au dépôt ; .git/config et le script restent sur ce poste, et chacun lance la
    commande sur le sien. « clausekit git uninstall » ôte tout.
    """
    from clausekit.install import install as do

    _tell(do(_place(library_path), name=name, force=force))


@command.command("uninstall", short_help="Ôter ce que « install » a mis, et rien d'autre.")
@click.option("--library", "library_path", metavar="DIR", help=_HELP)
def uninstall(library_path: str | None) -> None:
    """Ôter ce que « clausekit git install » a mis, et rien d'autre."""
    from clausekit.install import uninstall as do

    steps = do(_place(library_path))
    _tell(steps)
    if not steps:
        click.echo("Rien à ôter.")


@command.command("apercu", short_help="Donner un document en lignes de texte (pour « git diff »).")
@click.argument("file", metavar="FICHIER")
def outline(file: str) -> None:
    """Donner un .docx ou un .odt en lignes de texte : titres et numéros, alinéas, tableaux ligne à ligne.

    C'est ce que « git diff » compare. Un document illisible est dit tel, avec son empreinte.
    """
    from clausekit import read, tree
    from clausekit.finding import UnreadableFile
    from clausekit.report import outlined

    data = tree.read(Path(file), expected="un document .docx ou .odt")
    try:
        click.echo(outlined.as_text(read.draft(data, file=Path(file).name)))
    except UnreadableFile as problem:
        # git shows nothing at all of a commit when the outline of one document fails.
        click.echo(_unreadable(problem.findings, data))


def _unreadable(findings: Iterable[Finding], data: bytes) -> str:
    import hashlib

    why = " ".join(found.message for found in findings)
    return f"[document illisible : {why}]\n[empreinte : {hashlib.sha256(data).hexdigest()}]"


@command.command("controle", short_help="Contrôler la bibliothèque telle que le prochain commit la tiendra.")
@click.option("--library", "library_path", metavar="DIR", help=_HELP)
@click.pass_context
def check(ctx: click.Context, library_path: str | None) -> None:
    """Contrôler la bibliothèque telle que le prochain commit la tiendra : forme des fichiers touchés, puis « lint ».

    C'est ce que fait le script « pre-commit ». Un commit qui ne touche pas clauses/ n'est pas contrôlé.
    """
    from clausekit.cli.loading import library_folder
    from clausekit.cli.staging import judged

    told, code = judged(library_folder(library_path))
    if told:
        click.echo("\n\n".join(told), err=True)
    ctx.exit(code)
