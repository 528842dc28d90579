"""What a clause says in a piece, as a reader compares it: sentences, bare words, figures, penalties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from clausekit import guess, prose
from clausekit import typography as typo
from clausekit.assemble.words import value_text
from clausekit.marche import Taken

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)?")
# Words that every clause has, and that make none like another.
_EMPTY = frozenset(
    {
        *("a", "au", "aux", "avec", "ce", "ces", "cet", "cette", "d", "dans", "de", "des", "du", "elle", "elles", "en"),
        *("est", "et", "il", "ils", "l", "la", "le", "les", "leur", "leurs", "lui", "n", "ne", "ou", "par", "pas"),
        *("pour", "qu", "que", "qui", "s", "sa", "se", "ses", "son", "sont", "sous", "sur", "un", "une", "y"),
        *("acheteur", "marche", "titulaire", "remet", "jour", "jours", "calendaires", "ouvres", "suit", "suivent"),
    }
)
# Letters by which words of one family are known: « recycler » and « recyclage ».
_STEM = 5
_FIGURE = re.compile(
    r"(?P<number>\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?) ?(?P<unit>%|€|[a-zàâçéèêëîïôûùüœ]+)", re.IGNORECASE
)
# Empty to compare sentences, not to measure.
_UNITS = frozenset({"jour", "jours"})
_EUROS = frozenset({"€", "euro", "euros"})
_PENALTY = re.compile(r"penalite")
# The unit of a penalty says what it is, even when the word is not there.
_PENALTY_UNIT = re.compile(r"(?:€|euros?) par [^.;]*\b(?:retard|manquement|infraction|constat|absence)")
_FOLLOWING = re.compile(r"(?:elle|celle-ci|ce montant|son montant|le montant)\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and its unit, in the singular (« jour », « % », « euro »)."""

    value: float
    unit: str


_Filled = tuple[tuple[str, str], ...]  # each blank of a text, and what is printed there


def _filled(text: str, taken: Taken) -> _Filled:
    return tuple((name, _printed(name, taken)) for name in sorted(prose.slots(text)))


def _printed(name: str, taken: Taken) -> str:
    parameter, value = taken.clause.parameters.get(name), taken.values.get(name)
    return typo.plain(value_text(parameter, value)) if parameter and value is not None else "…"


def _said(piece: prose.Piece, filled: Mapping[str, str]) -> str:
    if isinstance(piece, prose.Words):
        return piece.text
    return piece.id if isinstance(piece, prose.Link) else filled[piece.name]


# The same text with the same values is read by several rules, in every lot and dossier that takes it.
@lru_cache(maxsize=8192)
def _split(text: str, filled: _Filled) -> tuple[str, ...]:
    """The sentences of a text, its blanks filled."""
    return tuple(
        part.strip() for passage in _passages(text, dict(filled)) for part in _SENTENCE.split(passage) if part.strip()
    )


def _passages(text: str, filled: Mapping[str, str]) -> Iterator[str]:
    """A paragraph, an item of a list or a row of a table."""
    for block in prose.parse(text):
        lines = ["".join(_said(piece, filled) for piece in line) for line in prose.lines_of(block)]
        if isinstance(block, prose.Para):
            yield " ".join(lines)
        elif isinstance(block, prose.Grid):
            yield " ; ".join(lines)
        else:
            yield from lines


def sentences(taken: Taken, piece: str) -> tuple[str, ...]:
    """What a clause says in a piece, at its level, sentence by sentence."""
    texts = (taken.clause.texts.get(piece), taken.clause.complements.get(taken.level or "", {}).get(piece))
    return tuple(sentence for text in texts if text for sentence in _split(text, _filled(text, taken)))


def words(sentence: str) -> tuple[str, ...]:
    """The words that carry meaning, without accents; a number counts for its presence, not its value."""
    found = _WORD.findall(guess.bare(sentence).replace("’", "'"))
    return tuple("#" if word[0].isdigit() else word[:_STEM] for word in found if word not in _EMPTY)


def figures(sentence: str) -> tuple[Figure, ...]:
    """Numbers with their units, in order; an amount is always in « euro »."""
    found = []
    for match in _FIGURE.finditer(typo.plain(sentence)):
        unit = match["unit"].lower()
        if guess.bare(unit) in _EMPTY - _UNITS:  # « l'article 5 du », « 2 et 3 »
            continue
        value = float(match["number"].replace(" ", "").replace(",", "."))
        found.append(Figure(value, "euro" if unit in _EUROS else _singular(unit)))
    return tuple(found)


def _singular(unit: str) -> str:
    return unit if unit == "mois" else unit.removesuffix("s")


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """From 0 to 1, how much two sentences say the same words in the same order."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@lru_cache(maxsize=8192)
def _states_penalty(sentence: str) -> bool:
    bare = guess.bare(sentence)
    return bool(_PENALTY.search(bare) or _PENALTY_UNIT.search(bare))


def penalties(said: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Amounts in euros that sentences state as penalties: (sentence, amount).

    « Elle est de 100 euros » counts too, when the sentence before names a penalty.
    """
    before = False
    for sentence in said:
        here = _states_penalty(sentence)
        if here or (before and _FOLLOWING.match(guess.bare(sentence))):
            yield from ((sentence, item.value) for item in figures(sentence) if item.unit == "euro")
        before = here
