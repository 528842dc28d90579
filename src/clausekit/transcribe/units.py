"""What a blank holds, told by its unit, by its words or by the value that was written in it as an example."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from clausekit import guess

_PERCENT: Final = r"%|pour\s?cent(?!\w)|p\.\s?100"
_MONEY: Final = r"€|euros?(?!\w)"
_TIME: Final = (
    r"(?:jours?(?:\s(?:ouvrés?|ouvrables?|calendaires?|francs?|ouvré|ouvrable))?|semaines?|mois|trimestres?|"
    r"années?|ans?|heures?(?!\sd')|minutes?)(?!\w)"
)
_UNIT = re.compile(rf"(?P<percent>{_PERCENT})|(?P<money>{_MONEY})|(?P<time>{_TIME})", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<number>\d[\d ]*(?:,\d+|\.\d{1,2}(?!\d))?)\s*(?P<unit>.*)", re.DOTALL)
_DATE = re.compile(r"(?<!\w)(?:date|jj[/.-]mm[/.-]aaaa)(?!\w)", re.IGNORECASE)
_HINTS: Final = (
    ("pourcentage", re.compile(r"(?<!\w)(?:taux|pourcentage|part)(?!\w)", re.IGNORECASE)),
    ("montant", re.compile(r"(?<!\w)(?:montant|prix|coût|pénalité|prime)s?(?!\w)", re.IGNORECASE)),
    ("duree", re.compile(r"(?<!\w)(?:délai|durée|préavis)s?(?!\w)", re.IGNORECASE)),
    ("entier", re.compile(r"(?<!\w)nombres?(?!\w)", re.IGNORECASE)),
)
_EITHER = re.compile(r"\s+/\s+|\s+ou\s+|(?<=\w)/(?=\w)")
_NO_CHOICE: Final = frozenset({"et/ou", "km/h", "n/a"})
_LONGEST_CHOICE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Nature:
    """A type of parameter, its unit, the value written, the answers to choose from."""

    kind: str
    unit: str | None = None
    value: str | int | float | None = None
    choices: tuple[str, ...] = ()


def unit(text: str) -> tuple[str, str | None, int] | None:
    """(kind, unit, length) of the unit that a text begins with, after its spaces; None when it begins with none."""
    bare = text.lstrip()
    found = _UNIT.match(bare)
    if found is None:
        return None
    length = len(text) - len(bare) + found.end()
    if found["percent"]:
        return "pourcentage", None, length
    return ("montant", "euros", length) if found["money"] else ("duree", _plural(found["time"]), length)


def _plural(words: str) -> str:
    words = " ".join(words.lower().split())
    return " ".join(word if word.endswith("s") else f"{word}s" for word in words.split(" "))


def valued(text: str) -> Nature | None:
    """What a value written as an example says: « 15 jours », « 1er mars 2027 », « mensuelle / trimestrielle »."""
    day = guess.iso_date(text)
    if day is not None or _DATE.fullmatch(text.strip()):
        return Nature(kind="date", value=day)
    found = _NUMBER.fullmatch(text.strip())
    known = unit(found["unit"]) if found else None
    if found and (known or not found["unit"].strip()):
        kind, name, length = known or ("nombre", None, 0)
        if not found["unit"][length:].strip():
            return Nature(kind=kind, unit=name, value=_read(found["number"]))
    return _choice(text)


def _read(digits: str) -> int | float:
    number = float(digits.replace(" ", "").replace(",", "."))
    return int(number) if number.is_integer() else number


def _choice(text: str) -> Nature | None:
    parts = tuple(dict.fromkeys(part.strip() for part in _EITHER.split(text)))
    short = all(part and len(part) <= _LONGEST_CHOICE for part in parts)
    if len(parts) < 2 or not short or text.strip().lower() in _NO_CHOICE:
        return None
    return Nature(kind="choix", choices=parts)


def hinted(words: str) -> Nature:
    """What the words beside a blank say of it; a text when they say nothing."""
    if _DATE.search(words):
        return Nature(kind="date")
    for kind, pattern in _HINTS:
        if pattern.search(words):
            return Nature(kind=kind, unit={"duree": "", "montant": "euros"}.get(kind))
    return Nature(kind="texte")
