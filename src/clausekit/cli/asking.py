"""What is asked of the library and is not there: the nearest names are proposed. And what it could not read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clausekit.cli.loading import Loaded
    from clausekit.finding import UnreadableFile


def choice(option: str, value: str | None, known: Iterable[str]) -> None:
    """Refuse a word that is not one of `known`, with the nearest ones, or all when none is near."""
    from clausekit import guess

    names = list(dict.fromkeys(known))
    if value is None or not names or value in names:
        return
    close = guess.near(value, names)
    told = f"Proche : {', '.join(close)}." if close else f"Choisir parmi : {', '.join(names)}."
    raise click.BadParameter(f"« {value} » est inconnu. {told}", param_hint=option)


def unknown_name(rule: str, name: str, known: Iterable[str], loaded: Loaded, *, remedy: str) -> UnreadableFile:
    """A name that the library does not hold, told with the nearest ones."""
    from clausekit import disk, guess

    close = guess.near_ids(name, known)
    return disk.problem(
        rule,
        f"« {name} » n'est pas dans la bibliothèque.",
        loaded.name,
        read=name,
        expected=", ".join(close) or "un nom de la bibliothèque",
        remedy=(f"Essayer {close[0]}. " if close else "") + remedy,
    )


def tell_problems(loaded: Loaded) -> int:
    """Tell on stderr what of the library could not be read; the exit code that follows."""
    from clausekit.report import text

    if not loaded.findings:
        return 0
    click.echo(text.findings(loaded.told), err=True)
    return 2
