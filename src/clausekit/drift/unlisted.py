"""Clauses of the library that the documents say and the dossier does not retain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from clausekit.drift.carried import Carried
from clausekit.finding import Finding, Place
from clausekit.inspect import Inspected
from clausekit.marche import Marche
from clausekit.match import CHANGED, IDENTICAL, Found


def findings(documents: Iterable[Carried], marche: Marche) -> Iterator[Finding]:
    """One finding a clause, in the first file that says it in the piece which carries it."""
    retained = {name for lot in marche.lots for name in lot.taken}
    files = {file.file: file for item in documents for file in item.files}
    told: set[str] = set()
    for file in files.values():
        for found in file.clauses:
            if found.entry not in retained | told and _said(found, marche):
                told.add(found.entry)
                yield _finding(found, file, marche)


def _said(found: Found, marche: Marche) -> bool:
    """Whether a document says a clause that the dossier could retain; what the engine adds is left out."""
    clause = marche.library.clauses.get(found.entry)
    whole = clause is not None and not clause.automatic and found.piece == clause.carrier
    return whole and found.status in {IDENTICAL, CHANGED}


def _finding(found: Found, file: Inspected, marche: Marche) -> Finding:
    return Finding(
        rule="clause-ajoutee",
        severity="a_justifier",
        message=f"La clause {found.entry} ({found.title}) est dans ce fichier et n'est pas au dossier : "
        "elle n'a été ni réglée ni jugée.",
        read=f"{found.entry} dans {PurePath(file.file).name}",
        expected="les seules clauses de la bibliothèque que le dossier retient",
        places=(found.place or Place(file=file.file), Place(file=marche.dossier.file, route=("clauses",))),
        why="Une clause publiée sans être au dossier échappe au contrôle : valeurs, pénalités, renvois et annexes.",
        remedy=f"Écrire {found.entry} sous « clauses » et juger le dossier à nouveau, ou ôter l'article de la pièce.",
    )
