"""A file of essential data, JSON or CSV, as its rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from clausekit.decp.rows import Extract, concession, first, old, row
from clausekit.finding import Finding, Place, UnreadableFile

_WRAPPERS: Final = ("marches", "marche", "results", "records", "data", "rows")
_CONCESSIONS: Final = "contrat-concession"


def _decoded(data: bytes) -> str:
    # Spreadsheets write a BOM for « CSV UTF-8 » and cp1252 for plain « CSV ».
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _problem(file: str, message: str, read: str, expected: str) -> UnreadableFile:
    return UnreadableFile(
        [
            Finding(
                rule="decp-illisible",
                severity="bloquante",
                message=message,
                read=read,
                expected=expected,
                places=(Place(file=file),),
                why="Le bilan compare les dossiers à ce qui a été déclaré.",
                remedy="Donner un extrait JSON ou CSV des données essentielles de l'autorité, tel que publié.",
            )
        ]
    )


def _records(data: Any, inside: str = "") -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Each row of a JSON document, and whether it stands among the concessions."""
    if isinstance(data, list):
        for item in data:
            yield from _records(item, inside)
    elif isinstance(data, Mapping):
        inner = [key for key in (*_WRAPPERS, _CONCESSIONS) if isinstance(data.get(key), (list, Mapping))]
        for key in inner:
            yield from _records(data[key], key)
        if isinstance(data.get("fields"), Mapping):
            yield data["fields"], inside == _CONCESSIONS
        elif not inner and inside:
            yield data, inside == _CONCESSIONS


def _json(text: str, file: str) -> Iterator[tuple[Mapping[str, Any], bool]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise _problem(
            file, "Ce fichier n'est pas du JSON.", text[:60], "un tableau, ou un objet « marches »"
        ) from None
    return _records(data, "marches" if isinstance(data, list) else "")


def _csv(text: str, file: str) -> Iterator[tuple[Mapping[str, Any], bool]]:
    head = text.partition("\n")[0]
    try:
        for data in csv.DictReader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=head.count)):
            yield {(key or "").strip(): value for key, value in data.items() if key}, False
    except csv.Error:
        expected = "une ligne d'en-tête, puis une ligne par marché"
        raise _problem(file, "Ce fichier n'est pas un tableau CSV.", head[:60], expected) from None


def read(data: bytes, *, file: str) -> Extract:
    """The rows of an extract, JSON or CSV by its first sign. Raises UnreadableFile."""
    text = _decoded(data).lstrip()
    found = list(_json(text, file) if text[:1] in {"{", "["} else _csv(text, file))
    if not found or not any(_known(item) for item, _ in found):
        expected = "des marchés avec « id », « dateNotification », « montant »…"
        raise _problem(file, "Ce fichier ne contient aucun marché.", text[:60] or "rien", expected)
    ranked = [(rank, item) for rank, (item, aside) in enumerate(found, start=1) if not aside and not concession(item)]
    current = [row(item, file, rank) for rank, item in ranked if not old(item)]
    return Extract(
        file=file,
        rows=tuple(current),
        concessions=len(found) - len(ranked),
        superseded=len(ranked) - len(current),
    )


def _known(data: Mapping[str, Any]) -> bool:
    return any(first(data, name) for name in ("id", "uid", "dateNotification", "dateSignature", "montant", "objet"))
