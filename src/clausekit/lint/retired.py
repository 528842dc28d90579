"""Retired entries: each says what comes after it, or why nothing does, and its successor answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import terms
from clausekit.clause import Clause
from clausekit.finding import Finding
from clausekit.library import Entry
from clausekit.lint.reading import Reading, at, told


def _retired(reading: Reading) -> Iterator[Entry]:
    return (entry for entry in reading.entries if entry.state == terms.RETIRED)


def _successor(entry: Entry) -> str | None:
    return entry.replaced_by if isinstance(entry, Clause) else None


def retrait_sans_suite(reading: Reading) -> Iterator[Finding]:
    """A retired entry without a successor, nor a line of its history that says why."""
    for entry in _retired(reading):
        if _successor(entry) or any(line.nature == "retrait" for line in entry.history):
            continue
        yield told(
            "retrait-sans-suite",
            f"{entry.id} est retirée sans que rien ne la remplace, ni ne dise pourquoi.",
            at(entry.file, "etat"),
            at(entry.file, "historique", 0),
            read="etat: retiree, sans « remplacee_par » ni ligne « nature: retrait » dans l'historique",
            expected="l'entrée qui la remplace, ou la raison du retrait",
            why="Qui a écrit cette entrée dans un marché doit savoir quoi écrire dans le suivant.",
            remedy="Nommer l'entrée suivante sous « remplacee_par » (clause), ou ajouter en tête de l'historique une "
            "ligne « nature: retrait » avec son motif.",
        )


def successeur_muet(reading: Reading) -> Iterator[Finding]:
    """A successor that does not say which entry it replaces."""
    for entry in _retired(reading):
        name = _successor(entry)
        target = reading.library.find(name) if name else None
        # That it exists is the affair of « renvoi-inconnu »; an annex has no such key.
        if not isinstance(target, Clause) or entry.id in target.replaces:
            continue
        yield told(
            "successeur-muet",
            f"{entry.id} est remplacée par {target.id}, qui ne dit pas la remplacer.",
            at(target.file, "remplace"),
            at(entry.file, "remplacee_par"),
            read=f"remplace: [{', '.join(target.replaces)}]",
            expected=f"remplace: [{', '.join((*target.replaces, entry.id))}]",
            why="Le lien se lit des deux côtés : un dossier passe de l'ancienne entrée à la nouvelle, et retour.",
            remedy=f"Ajouter {entry.id} sous « remplace » dans {target.id}, ou corriger « remplacee_par ».",
        )
