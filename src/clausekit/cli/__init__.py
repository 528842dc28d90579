"""The command line: one small file a command, loaded only when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TextIO

import click

from clausekit.cli import french

# Name -> what `--help` says of it; the command itself is imported when it is called.
COMMANDS = {
    "init": "Copier la bibliothèque dans un dossier, pour l'amender dans son propre git.",
    "new": "Écrire un dossier commenté à partir de quelques faits.",
    "suggest": "Proposer les clauses, critères, grille et annexes qui conviennent, et pourquoi.",
    "assemble": "Écrire les pièces Word d'un dossier : CCTP, CCAP, RC, annexes, note.",
    "check": "Juger un dossier : loi et politique, mesure par mesure, lot par lot.",
    "weigh": "Dire quel écart de prix un critère compense, et classer des offres.",
    "list": "Lister les entrées de la bibliothèque.",
    "show": "Montrer une entrée, à chaque niveau.",
    "explain": "Expliquer une mesure, une règle, une exigence ou une entrée.",
    "lint": "Contrôler la bibliothèque : schéma, blancs, renvois, niveaux, références.",
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section("Commandes"):
            formatter.write_dl(list(COMMANDS.items()))


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
    # A Windows pipe is cp1252, which has neither U+202F nor « ≥ » (facts/performance.md).
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")


def _tell(error: Exception) -> int:
    """Print what went wrong, in French and without a traceback."""
    from clausekit.finding import UnreadableFile

    if isinstance(error, UnreadableFile):
        from clausekit.report import text

        click.echo(text.findings(error.findings), err=True)
        return 2
    if os.environ.get("CLAUSEKIT_TRACE"):
        raise error
    click.echo(
        f"erreur[interne] clausekit s'est arrêté sur un cas imprévu ({type(error).__name__}).\n"
        "  rien n'a été écrit au-delà de ce qui est annoncé ci-dessus.\n"
        "  remède : relancer avec la variable CLAUSEKIT_TRACE=1 et transmettre le message à l'équipe.",
        err=True,
    )
    return INTERNAL_ERROR


def main(arguments: list[str] | None = None) -> None:
    """Entry point of the `clausekit` command."""
    _utf8(sys.stdout)
    _utf8(sys.stderr)
    french.install()
    try:
        code = cli.main(args=arguments, prog_name="clausekit", standalone_mode=False)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.Abort:
        click.echo("Interrompu.", err=True)
        code = 2
    except click.ClickException as error:
        error.show()
        code = 2
    except BrokenPipeError:
        # The reader (« | head ») has gone: nothing more to say, and nothing went wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        code = _tell(error)
    sys.exit(code if isinstance(code, int) else 0)
