"""The command line: one small file a command, loaded only when it is called."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TextIO

import click

from clausekit.cli import french

# Name -> what `--help` says of it; the command itself is imported when it is called.
COMMANDS = {
    "init": "Copier la bibliothèque dans un dossier, pour l'amender dans son propre git.",
    "new": "Écrire un dossier commenté à partir de quelques faits.",
    "suggest": "Proposer les clauses, critères, grille et annexes qui conviennent, et pourquoi.",
    "assemble": "Écrire les pièces Word d'un dossier : CCTP, CCAP, RC, annexes, note.",
    "template": "Examiner un modèle ou un document Word de l'autorité, avant d'y écrire.",
    "check": "Juger un dossier : loi et politique, mesure par mesure, lot par lot.",
    "diff": "Dire ce qui change d'une édition de la bibliothèque à une autre, entrée par entrée.",
    "redline": "Écrire en Word, en modifications suivies, ce qui change d'une révision git à une autre.",
    "outdated": "Dire ce qui, dans les pièces émises, a changé depuis dans la bibliothèque.",
    "upgrade": "Reprendre dans un dossier émis les entrées choisies, avec la pièce en modifications suivies.",
    "impact": "Dire quels dossiers emploient une entrée, ou sont touchés par un changement.",
    "import": "Tirer un projet de clause d'un document Word, ou reporter ses modifications sur une entrée.",
    "inspect": "Lire des pièces écrites à la main : critères, considérations, clauses reconnues.",
    "weigh": "Dire quel écart de prix un critère compense, et classer des offres.",
    "notice": "Donner ce que l'avis et les données essentielles (DECP) disent du marché.",
    "report": "Dresser le bilan annuel : parts déclarées et effectives, par famille.",
    "list": "Lister les entrées de la bibliothèque.",
    "show": "Montrer une entrée, à chaque niveau.",
    "explain": "Expliquer une mesure, une règle, une exigence ou une entrée.",
    "coverage": "Montrer quelles entrées répondent à chaque mesure, et ce qui manque.",
    "catalogue": "Écrire la bibliothèque en un petit site à parcourir.",
    "lint": "Contrôler la bibliothèque : schéma, blancs, renvois, niveaux, références, rédaction.",
    "fmt": "Mettre les fichiers de la bibliothèque dans une forme unique ; le vérifier.",
    "review": "Montrer ce qui a changé depuis la dernière lecture d'une entrée, et signer la nouvelle.",
    "release": "Clore une édition de la bibliothèque : contrôles, journal, étiquette proposée.",
    "git": "Régler un dépôt git : différences lisibles, contrôle avant commit, fusions.",
    "schema": "Donner le schéma JSON d'un type de fichier.",
}
INTERNAL_ERROR = 2


class Commands(click.Group):
    """A group that imports a command only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"clausekit.cli.{cmd_name}_").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for; an unknown name comes with the nearest, and an empty value is refused.

        A variable that a shell left empty would else be the folder one is in, or an option that is not given.
        """
        if "" in args[1:]:
            before = next(word for word, value in pairwise(args) if not value)
            raise click.UsageError(f"Une valeur est vide, après « {before} » : l'écrire, ou ôter l'option.", ctx)
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"Commande inconnue : « {args[0]} ». {_advice(args[0])}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section("Commandes"):
            formatter.write_dl(list(COMMANDS.items()))


def _advice(name: str) -> str:
    from clausekit import guess

    if name.endswith(".yaml"):
        return f"Pour juger ce fichier : clausekit check {name}"
    near = guess.near(name, COMMANDS)
    return f"Proche : {', '.join(near)}." if near else f"Choisir parmi : {', '.join(COMMANDS)}."


def _version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"clausekit {version('clausekit')}")
        ctx.exit()


@click.group(
    cls=Commands,
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
    options_metavar="[OPTIONS]",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Donner la version."
)
def cli() -> None:
    """Clauses durables des marchés publics : choisir, écrire en Word, contrôler.

    Un marché se décrit dans un fichier .dossier.yaml. « clausekit new » en écrit un,
    « clausekit suggest » propose des clauses, « clausekit assemble » écrit les pièces Word,
    « clausekit check » les juge.

    Codes de sortie : 0 rien de bloquant ; 1 un point bloquant ; 2 fichier ou commande
    illisible ; 3 rien à juger.
    """


def _utf8(stream: TextIO) -> None:
    # A Windows pipe is cp1252, which has neither U+202F nor « ≥ ».
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")


def _gone(error: BaseException) -> bool:
    """Whether the reader of our output (« | head ») has left; Windows says it in its own way."""
    closed = isinstance(error, OSError) and error.filename is None and error.errno == errno.EINVAL
    return isinstance(error, BrokenPipeError) or closed


def _close_output() -> None:
    """Nothing more goes to standard output: not even what Python still wants to write when it ends."""
    with contextlib.suppress(OSError, ValueError):
        number = sys.stdout.fileno()
        os.dup2(os.open(os.devnull, os.O_WRONLY), number)


def _tell(error: Exception) -> int:
    """Print what went wrong, in French and without a traceback."""
    from clausekit import disk
    from clausekit.finding import UnreadableFile
    from clausekit.report import text

    if os.environ.get("CLAUSEKIT_TRACE") and not isinstance(error, UnreadableFile):
        raise error
    if isinstance(error, OSError):
        act = disk.READ if error.filename or isinstance(error, FileNotFoundError) else disk.WRITE
        nowhere = "." if act == disk.READ else "sortie de la commande"
        error = disk.refused(error, Path(str(error.filename or nowhere)), act)
    if isinstance(error, UnreadableFile):
        click.echo(text.findings(error.findings), err=True)
        return 2
    click.echo(
        f"erreur[interne] clausekit s'est arrêté sur un cas imprévu ({type(error).__name__}).\n"
        "  rien n'a été écrit au-delà de ce qui est annoncé ci-dessus.\n"
        "  remède : relancer avec la variable CLAUSEKIT_TRACE=1 et transmettre le message à l'équipe.",
        err=True,
    )
    return INTERNAL_ERROR


def _run(arguments: list[str] | None) -> object:
    """The exit code of a command, whatever happens in it."""
    try:
        code = cli.main(args=arguments, prog_name="clausekit", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrompu.", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    return code


def main(arguments: list[str] | None = None) -> None:
    """Entry point of the `clausekit` command."""
    _utf8(sys.stdout)
    _utf8(sys.stderr)
    french.install()
    try:
        code = _run(arguments)
    except Exception as error:
        # Without a reader there is nothing more to say, and nothing went wrong.
        code = 0 if _gone(error) else _tell(error)
        if isinstance(error, OSError):
            _close_output()
    sys.exit(code if isinstance(code, int) else 0)
