"""Files: their names, their first line, their history."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise

from clausekit import guess
from clausekit.finding import Finding
from clausekit.library import Entry, Library, kind_of
from clausekit.lint.reading import Reading, at, told

_SUFFIXES = ("clause", "critere", "grille", "annexe", "exigences")
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_MODELINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)\s*$")
_COMMON = "commun"
_SHORT_WORD = 2
_FEW_WORDS = 4


def folder_of(name: str, library: Library) -> str:
    """The folder of an entry: its family's, or the common one."""
    prefix = name.partition("-")[0]
    families = library.registers.families.values()
    return next((family.id for family in families if family.prefix == prefix), _COMMON)


_WHY_NAMES = "Le nom dit l'entrée et sa famille : on la trouve sans l'ouvrir, sous Windows comme ailleurs."


def _misnamed(name: str, path: str, pattern: str, example: str) -> Iterator[Finding]:
    if re.fullmatch(pattern, path):
        return
    yield told(
        "nom-de-fichier",
        f"{name} : le nom ou le dossier du fichier ne suit pas la règle.",
        at(path, "id"),
        read=path,
        expected=example,
        why=_WHY_NAMES,
        remedy=f"Renommer le fichier, par exemple en {example}.",
    )


def short(title: str) -> str:
    """A short title for a file name: the first words that mean something."""
    words = [word for word in guess.slug(title).split("-") if len(word) > _SHORT_WORD]
    return "-".join(words[:_FEW_WORDS]) or "titre"


def _unread(path: str) -> Finding:
    suffixes = ", ".join(f".{suffix}.yaml" for suffix in _SUFFIXES)
    return told(
        "nom-de-fichier",
        "Ce fichier n'est pas lu : son nom ne dit pas ce qu'il contient.",
        at(path),
        read=path.rsplit("/", 1)[-1],
        expected=f"un nom qui finit par {suffixes}, ou un registre connu dans clauses/registres/",
        why="Une entrée dont le fichier est mal nommé disparaîtrait de la bibliothèque sans bruit.",
        remedy="Corriger la fin du nom, ou sortir le fichier de clauses/.",
    )


def _prefix(name: str, path: str, reading: Reading) -> Iterator[Finding]:
    known = reading.library.prefixes
    prefix = name.partition("-")[0]
    if known and prefix not in known:
        yield told(
            "nom-de-fichier",
            f"{name} : le préfixe {prefix} n'est pas déclaré.",
            at(path, "id"),
            read=prefix,
            expected=", ".join(known),
            why="Les préfixes sont déclarés une fois, pour qu'un identifiant ne soit jamais donné deux fois.",
            remedy="Prendre un préfixe déclaré, ou déclarer celui-ci dans clauses/bibliotheque.yaml.",
        )


def nom_de_fichier(reading: Reading) -> Iterator[Finding]:
    """The file's name starts with the id, ends with its kind, and stands in the folder of its prefix."""
    for path in reading.library.ignored:
        yield _unread(path)
    for entry in reading.entries:
        kind, folder = kind_of(entry.file) or "", folder_of(entry.id, reading.library)
        start = f"clauses/{folder}/{entry.id}-"
        pattern = re.escape(start) + _SLUG + re.escape(f".{kind}.yaml")
        yield from _misnamed(entry.id, entry.file, pattern, f"{start}{short(entry.title)}.{kind}.yaml")
        yield from _prefix(entry.id, entry.file, reading)
    for policy in reading.library.policies.values():
        path = f"clauses/exigences/{policy.id}.exigences.yaml"
        yield from _misnamed(policy.id, policy.file, re.escape(path), path)


def modeline(reading: Reading) -> Iterator[Finding]:
    """The first line names the schema, so that an editor explains each key."""
    for path, source in reading.library.sources.items():
        kind = kind_of(path)
        folder = posixpath.dirname(path)
        first = source.text.split("\n", 1)[0]
        match = _MODELINE.match(first)
        leads_to = posixpath.normpath(posixpath.join(folder, match[1])) if match else ""
        if leads_to == f"schemas/{kind}.schema.json":
            continue
        expected = posixpath.relpath(f"schemas/{kind}.schema.json", folder)
        yield told(
            "modeline",
            "La première ligne ne mène pas au schéma de ce fichier.",
            at(path),
            read=first[:100] or "une ligne vide",
            expected=f"# yaml-language-server: $schema={expected}",
            why="Un éditeur qui lit cette ligne explique chaque clé et signale les fautes pendant la saisie.",
            remedy="Mettre cette ligne en tête du fichier.",
        )


def _doubled(entry: Entry) -> Iterator[Finding]:
    """Two lines of one number: what is left of two branches that each added theirs."""
    first: dict[int, int] = {}
    for rank, line in enumerate(entry.history):
        if line.number in first:
            yield told(
                "historique-ordre",
                f"{entry.id} : deux lignes de l'historique portent la révision {line.number}.",
                at(entry.file, "historique", first[line.number]),
                at(entry.file, "historique", rank),
                read=", ".join(str(item.number) for item in entry.history),
                expected=", ".join(str(number) for number in range(len(entry.history), 0, -1)),
                why="Un numéro de révision désigne un texte : les documents émis le portent.",
                remedy="Après une fusion, garder les deux lignes et donner le numéro suivant à la dernière venue.",
            )
        first.setdefault(line.number, rank)


def historique_ordre(reading: Reading) -> Iterator[Finding]:
    """Revisions go down one by one to 1, and dates never grow."""
    for entry in reading.entries:
        numbers = [item.number for item in entry.history]
        doubled = list(_doubled(entry))
        yield from doubled
        if not doubled and numbers != list(range(len(numbers), 0, -1)):
            yield told(
                "historique-ordre",
                f"{entry.id} : les révisions ne se suivent pas.",
                at(entry.file, "historique"),
                read=", ".join(str(number) for number in numbers),
                expected=", ".join(str(number) for number in range(len(numbers), 0, -1)),
                why="La tête de l'historique est la révision en cours ; les marques des documents émis la citent.",
                remedy="Remettre les révisions dans l'ordre, la plus récente en tête, sans trou ni doublon.",
            )
        for rank, (newer, older) in enumerate(pairwise(entry.history)):
            if newer.date < older.date:
                yield told(
                    "historique-ordre",
                    f"{entry.id} : la révision {newer.number} est datée d'avant la révision {older.number}.",
                    at(entry.file, "historique", rank, "date"),
                    at(entry.file, "historique", rank + 1, "date"),
                    read=newer.date,
                    expected=f"{older.date} ou plus tard",
                    why="L'historique dit ce qui était en vigueur à une date.",
                    remedy="Corriger l'une des deux dates.",
                )
