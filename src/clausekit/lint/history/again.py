"""A changed entry is read again: its reading is not that of the old text under another name."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import terms
from clausekit.digest import digest
from clausekit.finding import Finding
from clausekit.lint.history.compared import Compared, Pair
from clausekit.lint.reading import at, told


def _fault(pair: Pair, compared: Compared) -> str:
    """What is wrong with the reading of a changed entry; empty when nothing is, or when its digest already says so."""
    review, lines = pair.new.review, pair.gained
    if review is None:
        return f"etat: {pair.new.state}, sans « lecture »"
    if review.digest != digest(compared.new.sources[pair.new.file].data):
        return ""  # « lecture-perimee »
    early = bool(lines) and review.date < lines[0].date
    return f"lecture du {review.date}, révision {lines[0].number} du {lines[0].date}" if early else ""


def lecture_non_refaite(compared: Compared) -> Iterator[Finding]:
    """A changed entry still says that it was read, without a reading since the change."""
    for pair in compared.pairs:
        if not pair.rebound or pair.new.state not in terms.READ_STATES:
            continue
        fault = _fault(pair, compared)
        if fault:
            yield told(
                "lecture-non-refaite",
                f"{pair.new.id} a changé depuis {compared.revision} et se dit encore « {pair.new.state} ».",
                at(pair.new.file, "lecture" if pair.new.review else "etat"),
                read=fault,
                expected="une lecture faite après le changement, ou « etat: projet »",
                why="Qui reprend une clause relue se fie à sa lecture : elle ne vaut que pour le texte qui a été lu.",
                remedy=f"Faire relire l'entrée, puis lancer « clausekit review {pair.new.id} --par FONCTION ». "
                "D'ici là : « etat: projet ».",
            )
