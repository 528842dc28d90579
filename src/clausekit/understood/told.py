"""How a line of the dossier is written: its words as YAML takes them, and where they were read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from clausekit.finding import Place
from clausekit.recognise import Fact

TO_CONFIRM: Final = " ; à confirmer"


def quoted(words: str) -> str:
    """A string as YAML takes it whatever it holds."""
    return json.dumps(" ".join(words.replace("’", "'").split()), ensure_ascii=False)


def read_in(place: Place | None) -> str:
    """Where something was read, as the comment that ends a line; nothing without a place."""
    if place is None:
        return ""
    page = f", page {place.page}" if place.page else f", article {place.article}" if place.article else ""
    return f"  # lu dans {PurePath(place.file).name}{page}".replace("\n", " ")


def first(known: Iterable[Fact], name: str) -> Fact | None:
    """The first fact of a name."""
    return next((fact for fact in known if fact.name == name), None)
