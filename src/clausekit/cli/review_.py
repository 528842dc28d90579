"""`clausekit review`."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from clausekit.cli.loading import library_option, load_library

if TYPE_CHECKING:
    from clausekit.cli.loading import Loaded
    from clausekit.finding import Finding
    from clausekit.library import Entry
    from clausekit.report.reviewed import Reviewed


def _role(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("la fonction de la personne qui a lu, par exemple « Directrice juridique ».")
    return " ".join(value.split()) if value else None


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    today = datetime.date.today()
    try:
        day = datetime.date.fromisoformat(value) if value else today
    except ValueError:
        raise click.BadParameter(f"« {value} » n'est pas une date ; en écrire une comme {today}.") from None
    if day > today:
        raise click.BadParameter(f"« {value} » est à venir : une lecture a eu lieu.")
    return day.isoformat()


@click.command("review")
@click.argument("names", nargs=-1, required=True, metavar="ID|FAMILLE...")
@click.option("--par", "by", metavar="FONCTION", callback=_role, help="Signer : la fonction de qui a lu, non son nom.")
@click.option(
    "--etat",
    "state",
    type=click.Choice(["relue", "validee"]),
    default="relue",
    show_default=True,
    help="Ce que devient l'entrée ; « validee » est le mot de l'autorité.",
)
@click.option("--date", "day", metavar="DATE", callback=_day, help="Date de la lecture. Par défaut : aujourd'hui.")
@library_option
@click.pass_context
def command(
    ctx: click.Context, names: tuple[str, ...], by: str | None, state: str, day: str, library_path: str | None
) -> None:
    """Montrer ce qui a changé dans une entrée depuis sa dernière lecture, puis signer la nouvelle.

    Sans --par, rien n'est écrit. Avec --par, le fichier de l'entrée reçoit son état et sa lecture : la date, la
    fonction et l'empreinte de ce qui a été lu ; le reste du fichier ne bouge pas. Une entrée où « clausekit lint »
    voit une erreur n'est pas signée.
    """
    from clausekit.cli import signing
    from clausekit.report import linted, reviewed, text

    root = signing.root(library_path)
    loaded = load_library(str(root))
    entries = _entries(names, loaded)
    faults = signing.faults(entries, loaded) if by else ()
    if faults:
        click.echo(text.findings(faults), err=True)
        click.echo(f"\n{_refused(faults)} : rien n'est signé.", err=True)
        ctx.exit(linted.BLOCKED)
    told: tuple[Reviewed, ...] = signing.told(entries, loaded, root)
    if by:
        told = signing.sign(told, entries, loaded, root, by=by, day=day, state=state)
    click.echo(reviewed.as_text(told, loaded.library, written=sum(item.signed is not None for item in told)))


def _refused(faults: tuple[Finding, ...]) -> str:
    return f"{len(faults)} erreur{'s' if len(faults) > 1 else ''}"


def _entries(names: tuple[str, ...], loaded: Loaded) -> tuple[Entry, ...]:
    """The entries named, and those of the families named, each once. Raises UnreadableFile."""
    from clausekit.cli import changes
    from clausekit.cli.revisions import Revised, entries_of

    revised = Revised(loaded=loaded, name=None)
    found: dict[str, Entry] = {}
    for name in names:
        changes.refuse_unread(name, (revised,))
        held = entries_of(revised, name)
        if not held:
            raise changes.unknown(name, revised)
        found |= held
    return tuple(found.values())
