"""What `outdated` prints: the entries of each lock that the library has since changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from clausekit.finding import Finding
from clausekit.library import Library
from clausekit.outdated import EDITED, NEWER, OLDER, REMOVED, RETIRED, Aged, Outdated
from clausekit.report import moved, text
from clausekit.report.data import finding_data

FORMAT = 1
_UNFOUND: Final = (
    "le texte émis n'a pas été retrouvé dans git : la différence des mots ne peut pas être montrée, seuls les numéros "
    "et les motifs de l'historique"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Locks held against the library; `without` are the dossiers of which nothing was issued."""

    library: Library
    library_name: str
    locks: tuple[Outdated, ...]
    without: tuple[str, ...] = ()
    errors: tuple[Finding, ...] = ()


def status(item: Aged) -> str:
    """« révision 1 émise, 2 aujourd'hui »."""
    before = f"émise à la révision {item.held.revision}"
    return {
        NEWER: f"{before}, aujourd'hui à la {item.revision}",
        RETIRED: f"{before}, aujourd'hui retirée",
        REMOVED: f"{before}, aujourd'hui absente de la bibliothèque",
        EDITED: f"{before}, texte changé depuis sans nouvelle révision",
        OLDER: f"{before}, que la bibliothèque n'a pas encore : elle en est à la {item.revision}",
    }[item.status]


def as_text(found: Found) -> str:
    """For a terminal."""
    lines = [f"Bibliothèque : {found.library_name} (édition {found.library.edition})"]
    for item in found.locks:
        lines += ["", *_lock(item, found.library)]
    if found.without:
        lines += ["", "Sans verrou, rien n'en a été émis :", *(f"  {file}" for file in found.without)]
    return "\n".join(lines)


def _lock(item: Outdated, library: Library) -> Iterator[str]:
    lock = item.lock
    yield f"{lock.file} : {lock.dossier.file}, émis d'après l'édition {lock.edition} par {lock.engine}"
    for entry in item.entries:
        yield from text.wrap(f"{entry.id} {entry.title} : {status(entry)}", text.WIDTH, first="  ", then="      ")
        yield from _entry(entry, library)
    one = item.current == 1
    head = "À jour : " if not item.entries else ""
    yield f"  {head}{item.current} {'entrée telle' if one else 'entrées telles'} qu'émise{'' if one else 's'}."


def _entry(item: Aged, library: Library) -> Iterator[str]:
    if item.change:
        yield from moved.lines(item.change, item.reach, moved.between(library, library), first="    ")
    else:
        after = [f"remplacée par {item.successor}"] if item.successor else []
        motives = [f"révision {line.number} ({line.nature}) : {line.motive}" for line in reversed(item.lines)]
        for line in (*after, *motives, _UNFOUND):
            yield from text.wrap(text.short(line), text.WIDTH, first="    ", then="      ")
    for line in moved.passed(library.find(item.id), item.beyond):
        yield from text.wrap(f"– {line}", text.WIDTH, first="    ", then="      ")


def as_json(found: Found) -> str:
    """One document (docs/format.md)."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "library": {"name": found.library_name, "edition": found.library.edition},
        "errors": [finding_data(item, {}) for item in found.errors],
        "without_lock": list(found.without),
        "locks": [_lock_data(item) for item in found.locks],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=str)


def _lock_data(item: Outdated) -> Mapping[str, Any]:
    lock = item.lock
    return {
        "file": lock.file,
        "dossier": lock.dossier.file,
        "edition": lock.edition,
        "clausekit": lock.engine,
        "current": item.current,
        "entries": [_entry_data(entry) for entry in item.entries],
    }


def _entry_data(item: Aged) -> Mapping[str, Any]:
    return {
        "id": item.id,
        "title": item.title or None,
        "status": item.status,
        "issued_revision": item.held.revision,
        "revision": item.revision,
        "successor": item.successor,
        "lots": list(item.held.lots),
        "levels": dict(item.held.levels),
        "history": [
            {"revision": line.number, "date": line.date, "nature": line.nature, "reason": line.motive}
            for line in item.lines
        ],
        "out_of_bounds": moved.passed_data(item.beyond),
        "change": moved.data(item.change, item.reach) if item.change else None,
    }


def render(found: Found, form: str) -> str:
    """In the form that was asked for."""
    return as_json(found) if form == "json" else as_text(found)
