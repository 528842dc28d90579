"""Readings: an entry that says it was read carries the digest of what was read, and it is that of its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clausekit import terms, typography
from clausekit.digest import digest
from clausekit.finding import Finding
from clausekit.library import Entry
from clausekit.lint.reading import Reading, at, told

_AGAIN: Final = (
    "Faire relire l'entrée, puis lancer « clausekit review {name} --par FONCTION ». D'ici là : « etat: projet »."
)


def _read(reading: Reading) -> Iterator[Entry]:
    return (entry for entry in reading.entries if entry.state in terms.READ_STATES)


def lecture_perimee(reading: Reading) -> Iterator[Finding]:
    """An entry that was read, then changed, and still says that it was read."""
    for entry in _read(reading):
        review, source = entry.review, reading.library.sources[entry.file]
        if review is None or review.digest == digest(source.data):
            continue
        yield told(
            "lecture-perimee",
            f"{entry.id} se dit « {entry.state} », mais a changé depuis la lecture du {typography.date(review.date)}.",
            at(entry.file, "lecture", "empreinte"),
            at(entry.file, "etat"),
            read=f"{review.digest}, l'empreinte d'un autre texte ({review.by})",
            expected="l'empreinte de ce que dit l'entrée, posée par une lecture",
            why="Qui reprend une clause relue se fie à sa lecture : elle ne vaut que pour le texte qui a été lu.",
            remedy=_AGAIN.format(name=entry.id),
        )


def lecture_absente(reading: Reading) -> Iterator[Finding]:
    """An entry that says it was read, and does not say when, by whom, nor what."""
    for entry in _read(reading):
        if entry.review is not None:
            continue
        yield told(
            "lecture-absente",
            f"{entry.id} se dit « {entry.state} » sans dire quand, par qui, ni quel texte a été lu.",
            at(entry.file, "etat"),
            read=f"etat: {entry.state}, sans « lecture »",
            expected='lecture: {date: …, par: …, empreinte: "…"}',
            why="Sans l'empreinte de ce qui a été lu, rien ne montre que le texte est encore celui-là.",
            remedy=_AGAIN.format(name=entry.id),
            # A library written before this key still reads: its readings are to be made again in time.
            severity="avertissement",
        )
