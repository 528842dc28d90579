"""What is asked of the library and is not there: the nearest names are proposed. And what it could not read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from clausekit.cli.loading import Loaded
    from clausekit.finding import UnreadableFile


_ID = re.compile(r"([A-Z]{3})-?([CGA]?)-?([0-9]{1,3})")


def _same_series(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The ids of the same series (DEC-C…), by distance of their number."""
    asked = _ID.fullmatch(name.upper())
    series = [match for item in known if asked and (match := _ID.fullmatch(item)) and match.groups()[:2] == asked.groups()[:2]]
    number = int(asked[3]) if asked else 0
    return tuple(match[0] for match in sorted(series, key=lambda match: abs(int(match[3]) - number)))[:3]


def nearest(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known names that look most like `name`, whatever its case."""
    names = list(known)
    by_lower = {item.lower(): item for item in names}
    found = difflib.get_close_matches(name.lower(), sorted(by_lower), n=3, cutoff=0.4)
    return _same_series(name, names) or tuple(by_lower[item] for item in found)


def choice(option: str, value: str | None, known: Iterable[str]) -> None:
    """Refuse a word that is not one of `known`, with the nearest ones, or all when none is near."""
    names = list(dict.fromkeys(known))
    if value is None or not names or value in names:
        return
    close = nearest(value, names)
    told = f"Proche : {', '.join(close)}." if close else f"Choisir parmi : {', '.join(names)}."
    raise click.BadParameter(f"« {value} » est inconnu. {told}", param_hint=option)


def unknown_name(rule: str, name: str, known: Iterable[str], loaded: Loaded, *, remedy: str) -> UnreadableFile:
    """A name that the library does not hold, told with the nearest ones."""
    from clausekit import tree

    close = nearest(name, known)
    return tree.problem(
        rule,
        f"« {name} » n'est pas dans la bibliothèque.",
        loaded.name,
        read=name,
        expected=", ".join(close) or "un nom de la bibliothèque",
        remedy=(f"Essayer {close[0]}. " if close else "") + remedy,
    )


def tell_problems(loaded: Loaded) -> int:
    """Tell on stderr what of the library could not be read; the exit code that follows."""
    from clausekit.report import places, text

    if not loaded.findings:
        return 0
    click.echo(text.findings(places.located(item, loaded.library.sources) for item in loaded.findings), err=True)
    return 2
