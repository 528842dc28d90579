"""The section « Écarts » of the report of `check`: each clause of the documents given with a dossier."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import Any

from clausekit import typography as typo
from clausekit.drift import Drift, Row
from clausekit.report import text
from clausekit.report.data import place_data

TITLE = "Écarts entre le dossier et les pièces"
_STATUS = {"identical": "identique", "changed": "retouchée", "partial": "en partie", "absent": "absente"}
_WORDS = {**_STATUS, "to_confirm": "à confirmer"}
_NOT_FOUND = {"absent", "to_confirm"}
_BY = {"mark": "par leur repère", "text": "par leurs mots"}
_WIDTHS = (10, 26, 14, 44)


def rows(found: Drift) -> list[tuple[str, str, str, str]]:
    """The clauses that are not as the dossier writes them: entry, file, status, first words that differ."""
    return [
        (row.entry, PurePath(row.file).name, _WORDS[row.status], _first(row))
        for row in found.rows
        if row.status != "identical"
    ]


def _first(row: Row) -> str:
    if row.status in _NOT_FOUND or not row.changes:
        return row.title
    change, more = row.changes[0], len(row.changes) - 1
    parts = [f"ôté « {change.old} »" if change.old else "", f"ajouté « {change.new} »" if change.new else ""]
    others = f" ; {more} {typo.agree('autres écarts', more)}" if more else ""
    return text.short(", ".join(filter(None, parts)) + others)


def summary(found: Drift) -> str:
    """How many clauses were compared, in how many documents, and what became of them."""
    counts = Counter(row.status for row in found.rows)
    files = len({row.file for row in found.rows})
    told = ", ".join(
        f"{counts[status]} {typo.agree(_plural(word), counts[status])}"
        for status, word in _WORDS.items()
        if status in _STATUS or counts[status]
    )
    by = Counter(row.by for row in found.rows if row.status not in _NOT_FOUND)
    how = ", ".join(f"{by[name]} {word}" for name, word in _BY.items() if by[name])
    pieces = f"{files} {typo.agree('fichiers', files)}"
    compared = f"{len(found.rows)} {typo.agree('clauses comparées', len(found.rows))} dans {pieces}"
    return f"{compared} : {told}." + (f" Retrouvées {how}." if how else "")


def _plural(word: str) -> str:
    return word if word in {"en partie", "à confirmer"} else f"{word}s"


def strangers(found: Drift) -> str:
    """The files that are no document of the dossier, or nothing."""
    names = ", ".join(PurePath(file).name for file in found.strangers)
    return (
        f"Fichiers qui ne répondent à aucune pièce du dossier, et qui n'ont pas été comparés : {names}."
        if names
        else ""
    )


def lines(found: Drift) -> list[str]:
    """For a terminal."""
    told = [line for said in (summary(found), strangers(found)) if said for line in _wrapped(said)]
    return ["", f"ÉCARTS – {TITLE}", *told, *text.table(rows(found), _WIDTHS)]


def _wrapped(said: str) -> list[str]:
    return text.wrap(said, text.WIDTH, first="  ", then="  ")


def markdown(found: Drift) -> list[str]:
    """For a Markdown page."""
    told = [said for said in (summary(found), strangers(found)) if said]
    body = ["| Clause | Fichier | État | Ce qui diffère |", "|---|---|---|---|"] if rows(found) else []
    body += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows(found)]
    return ["", f"### {TITLE}", "", *told, *(["", *body] if body else [])]


def data(found: Drift) -> list[dict[str, Any]]:
    """The key `drift` of the JSON document: one object a clause and a document."""
    return [
        {
            "id": row.entry,
            "piece": row.piece,
            "file": row.file,
            "status": row.status,
            "by": row.by,
            "changes": [{"old": change.old, "new": change.new} for change in row.changes],
            "place": place_data(row.place) if row.place else None,
        }
        for row in found.rows
    ]
