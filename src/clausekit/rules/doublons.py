"""Clauses written for one dossier that say again, or otherwise, what a clause of the library says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from clausekit.finding import Finding
from clausekit.marche import Lot, Marche, Taken
from clausekit.rules.case import figure
from clausekit.rules.pieces import written_at
from clausekit.rules.said import Figure, figures, likeness, sentences, words
from clausekit.rules.told import at, told

# House rules, read off the library: two of its clauses reach 0.41 of likeness when they share a theme, 0.46
# when they do not; two wordings of one clause start at 0.48.
_SAME_THEME = 0.45
_ANY_THEME = 0.60
_SAME_SENTENCE = 0.40
# A sentence, or a whole text, of fewer words than that is like any other.
_FEWEST = 4
_FEWEST_IN_ALL = 8
# « Dans les 15 jours » is in every clause: a delay contradicts none by itself.
_DELAYS = frozenset({"jour", "semaine"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Twin:
    """How a clause of the dossier and one of the library meet in a piece.

    `share` is the part of our words that theirs say too (0 to 1), `long` whether we say enough for it to
    count, `clash` two figures that differ (ours, theirs).
    """

    other: Taken
    piece: str
    share: float
    long: bool
    themes: tuple[str, ...]
    clash: tuple[Figure, Figure] | None

    @property
    def close(self) -> bool:
        alike = self.long and self.share >= (_SAME_THEME if self.themes else _ANY_THEME)
        return alike or self.clash is not None


_Sentence = tuple[tuple[str, ...], tuple[Figure, ...]]


def _read(taken: Taken, piece: str) -> list[_Sentence]:
    read = [(words(sentence), figures(sentence)) for sentence in sentences(taken, piece)]
    return [item for item in read if len(item[0]) >= _FEWEST]


def _share(ours: list[_Sentence], theirs: list[_Sentence]) -> float:
    """Part of our words that theirs say too: each sentence held against the one most like it."""
    alike = sum(len(said) * max((likeness(said, other) for other, _ in theirs), default=0.0) for said, _ in ours)
    return alike / max(_size(ours), 1)


def _size(said: list[_Sentence]) -> int:
    return sum(len(found) for found, _ in said)


def _clash(ours: list[_Sentence], theirs: list[_Sentence]) -> tuple[Figure, Figure] | None:
    """Two figures of one unit that differ, in two sentences that say the same."""
    for (said, one), (other, two) in product(ours, theirs):
        for mine, yours in product(one, two):
            if (
                mine.unit == yours.unit
                and mine.value != yours.value
                and mine.unit not in _DELAYS
                and likeness(said, other) >= _SAME_SENTENCE
            ):
                return mine, yours
    return None


def _twins(own: Taken, lot: Lot, names: frozenset[str]) -> Iterator[_Twin]:
    for other in (*lot.taken.values(), *lot.automatic.values()):
        if other.clause.id in names:
            continue
        themes = tuple(theme for theme in own.clause.themes if theme in other.clause.themes)
        for piece in own.clause.texts.keys() & other.clause.texts.keys():
            ours, theirs = _read(own, piece), _read(other, piece)
            yield _Twin(
                other=other,
                piece=piece,
                share=_share(ours, theirs),
                long=_size(ours) >= _FEWEST_IN_ALL,
                themes=themes,
                clash=_clash(ours, theirs) if themes else None,
            )


def clause_propre_double(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A clause of the dossier that deals with what a retained clause of the library deals with already."""
    names = frozenset(clause.id for clause in marche.dossier.own)
    for own in lot.taken.values():
        if own.clause.id not in names:
            continue
        found = sorted((twin for twin in _twins(own, lot, names) if twin.close), key=_nearest)
        if found:
            yield _told(own, found[0], marche)


def _nearest(twin: _Twin) -> tuple[bool, float, str, str]:
    return twin.clash is None, -twin.share, twin.other.clause.id, twin.piece


def _shown(item: Figure) -> str:
    plural = "s" if item.value >= 2 and item.unit not in {"%", "mois"} else ""
    return f"{figure(item.value)} {item.unit}{plural}"


def _told(own: Taken, twin: _Twin, marche: Marche) -> Finding:
    clause, other = own.clause, twin.other.clause
    alike = f"ressemblance des textes : {figure(round(twin.share * 100))} %"
    themes = f" ; thème commun : {', '.join(twin.themes)}" if twin.themes else ""
    clash = f" ; {clause.id} dit {_shown(twin.clash[0])}, {other.id} dit {_shown(twin.clash[1])}" if twin.clash else ""
    finding = told(
        "clause-propre-double",
        f"{clause.id} ({clause.title}) traite de la même obligation que la clause {other.id} ({other.title})"
        f"{', avec un autre chiffre' if twin.clash else ''}.",
        written_at(marche, own, "textes", twin.piece),
        severity="avertissement",
        read=f"{twin.piece}, {alike}{themes}{clash}",
        expected="une seule rédaction de l'obligation",
        why="De deux rédactions d'une même obligation, personne ne sait laquelle s'applique. Les seuils de "
        "ressemblance sont une règle de la maison.",
        remedy=f"Ôter {clause.id} et régler {other.id} (niveau, valeurs) ; ou ôter {other.id}, si la bibliothèque ne "
        "convient pas.",
    )
    chosen = at(marche, twin.other.route) if twin.other.route else written_at(marche, twin.other, "textes", twin.piece)
    return finding.at(*finding.places, chosen)
