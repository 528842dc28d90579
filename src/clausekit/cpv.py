"""The CPV 2008 nomenclature in French: find a code by words, read a code's label.

Labels come from the eForms SDK (donnees/LICENCE.md); they are read when first asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from clausekit import guess
from clausekit.registry import Registers

_FILE: Final = "cpv_2008_fr_labels.json"
_DIGITS: Final = 8
_CODE = re.compile(r"(\d{2,8})(?:-\d)?")
_WORD = re.compile(r"[a-z0-9]+")
# Words that say nothing of the purchase.
_EMPTY: Final = frozenset(
    ("a", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour",
     "sur", "un", "une")
)  # fmt: skip
_SHORT: Final = 3


class Match(NamedTuple):
    """A code with its label, and the family and segment that its prefix points to."""

    code: str
    label: str
    family: str
    segment: str | None


@cache
def labels() -> Mapping[str, str]:
    """Label by code of eight digits."""
    found: dict[str, str] = json.loads(files("clausekit").joinpath("donnees", _FILE).read_text(encoding="utf-8"))
    return found


def _singular(word: str) -> str:
    """`locaux` and `local`, `bateaux` and `bateau`, `services` and `service` are the same word."""
    if len(word) <= _SHORT:
        return word
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-3] + "al"
    return word[:-1] if word[-1] in "sx" else word


def _words(text: str) -> tuple[str, ...]:
    return tuple(_singular(word) for word in _WORD.findall(guess.bare(text)) if word not in _EMPTY)


@cache
def _index() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((code, _words(label)) for code, label in labels().items())


def _rank(asked: Iterable[str], known: tuple[str, ...]) -> int | None:
    """How many asked words are only the beginning of a word of the label; None when one is not there."""
    partial = 0
    for word in asked:
        if word in known:
            continue
        if len(word) < _SHORT or not any(other.startswith(word) for other in known):
            return None
        partial += 1
    return partial


def _match(code: str, registers: Registers) -> Match:
    family = registers.family_of(code)
    return Match(code, labels()[code], family, registers.segment_of(family, code))


def search(word: str, registers: Registers) -> tuple[Match, ...]:
    """Codes whose label has every word asked: whole words first, then the shorter labels, then by code.

    Accents, capitals and plurals do not count; a word of three letters or more also finds the words
    that begin with it.
    """
    asked = _words(word)
    ranked = [
        (partial, len(labels()[code]), code)
        for code, known in _index()
        if asked and (partial := _rank(asked, known)) is not None
    ]
    return tuple(_match(code, registers) for _, _, code in sorted(ranked))


def is_code(text: str) -> bool:
    """Whether a text is written as a code: two to eight digits, and maybe a check digit."""
    return _CODE.fullmatch(text.strip()) is not None


def code(text: str, registers: Registers) -> Match | None:
    """The code that a text writes, check digit or not, ending zeros or not; None when there is no such code."""
    found = _CODE.fullmatch(text.strip())
    full = found[1].ljust(_DIGITS, "0") if found else ""
    return _match(full, registers) if full in labels() else None


def nature(code: str) -> str:
    """What the nomenclature's division is about: 45 works, from 50 on services, the others supplies."""
    division = code[:2]
    if division == "45":
        return "travaux"
    return "services" if division >= "50" else "fournitures"
