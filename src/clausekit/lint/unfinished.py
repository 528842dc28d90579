"""What an author left to be completed, in a draft that `new` or `import` wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from clausekit.finding import Finding, Place, Route
from clausekit.library import Entry
from clausekit.lint.reading import Reading, told
from clausekit.source import Source

_VALUE = re.compile(r"à compléter\b", re.IGNORECASE)
_COMMENT = re.compile(r"(?:^|\s)# *(à compléter\b.*)", re.IGNORECASE)
_KEY = re.compile(r"\s*([a-z][a-z0-9_]*):")
_DRAFT = "projet"


def a_completer(reading: Reading) -> Iterator[Finding]:
    """A value, or a comment, that says that something is to be completed."""
    for entry in reading.entries:
        source = reading.library.sources.get(entry.file)
        if source is None or not _VALUE.search(source.text):
            continue
        for place, words in sorted(_found(source), key=lambda item: (item[0].line or 0, item[0].column or 0)):
            yield _told(entry, place, words)


def _found(source: Source) -> Iterator[tuple[Place, str]]:
    lines = set()
    for number, line in enumerate(source.text.split("\n"), start=1):
        comment = _COMMENT.search(line)
        if comment:
            lines.add(number)
            key = _KEY.match(line)
            route: Route = (key[1],) if key else ()
            yield Place(file=source.file, route=route, line=number, column=comment.start(1) + 1), comment[1]
    for route, text in _values(source.data, ()):
        place = source.place(route)
        if place.line not in lines:
            yield place, text.split("\n")[0]


def _values(data: Any, route: Route) -> Iterator[tuple[Route, str]]:
    if isinstance(data, str):
        if _VALUE.match(data):
            yield route, data
        return
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _values(value, (*route, key))


def _told(entry: Entry, place: Place, words: str) -> Finding:
    draft = entry.state == _DRAFT
    key = f"« {place.route[-1]} »" if place.route and isinstance(place.route[-1], str) else "une ligne"
    state = "" if draft else f", alors que l'état est « {entry.state} »"
    return told(
        "a-completer",
        f"{entry.id} : {key} est à compléter{state}.",
        place,
        read=words,
        expected="une décision de l'auteur, sans cette mention",
        why="Ce qui n'est pas décidé s'imprimerait tel quel, ou resterait supposé.",
        remedy="Écrire la valeur, et ôter la mention « à compléter ».",
        severity="avertissement" if draft else "bloquante",
    )
