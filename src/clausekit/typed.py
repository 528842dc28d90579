"""What a person types for an amount, a duration or a date, turned into what a dossier holds."""

from __future__ import annotations

import re
from typing import Final

from clausekit import guess

_SCALES: Final = {"k": 1_000, "mille": 1_000, "m": 1_000_000, "million": 1_000_000, "md": 10**9, "milliard": 10**9}
_AMOUNT = re.compile(
    r"(?P<whole>\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d{1,13})(?:[.,](?P<part>\d{1,6}))?"
    r" *(?P<scale>k|mille|md|m|millions?|milliards?)?(?: *d')? *(?:€|euros?|eur)? *(?:h\.?t\.?|hors taxes?)?",
    re.ASCII,
)
_YEARS_MONTHS = re.compile(
    r"(?:(?P<years>\d{1,3}(?:[.,]\d{1,2})?) *ans?)?(?: *(?:et)? *(?P<months>\d{1,4}) *(?:mois)?)?", re.ASCII
)
_TAXED = re.compile(r"\bt\.?t\.?c\b|\btoutes taxes\b")


class Misread(ValueError):
    """What was typed cannot be understood; the message is French and says what is expected."""


def _plain(text: str) -> str:
    return guess.bare(text).replace("’", "'")


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value


def amount(text: str) -> float | int:
    """Euros before VAT: « 85 000 € », « 1,2 M€ », « 85 k€ », « 85000 »."""
    plain = _plain(text)
    if _TAXED.search(plain):
        raise Misread(f"« {text} » : donner une valeur hors taxes, comme les seuils.")
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise Misread(f"« {text} » n'est pas un montant. Exemples : 85000, 85 000 €, 1,2 M€.")
    part, scale = found["part"] or "", (found["scale"] or "").rstrip("s")
    if len(part) == 3 and not scale:
        raise Misread(
            f"« {text} » peut se lire de deux façons. Écrire {found['whole']}{part} ou {found['whole']} {part} €."
        )
    digits = re.sub(r"[ .]", "", found["whole"])
    value = round(float(f"{digits}.{part or 0}") * _SCALES.get(scale, 1), 2)
    if value <= 0:
        raise Misread(f"« {text} » : la valeur du besoin est supérieure à zéro.")
    return _number(value)


def months(text: str) -> float | int:
    """A duration in months: « 48 », « 48 mois », « 4 ans », « 2 ans et 6 mois »."""
    found = _YEARS_MONTHS.fullmatch(_plain(text))
    if found is None or not (found["years"] or found["months"]):
        raise Misread(f"« {text} » n'est pas une durée. Exemples : 48, 48 mois, 4 ans.")
    value = float((found["years"] or "0").replace(",", ".")) * 12 + int(found["months"] or 0)
    if value <= 0:
        raise Misread(f"« {text} » : la durée est supérieure à zéro.")
    return _number(value)


def day(text: str) -> str:
    """An ISO date: « 2026-09-01 », « 1er septembre 2026 », « 01/09/2026 »."""
    found = guess.iso_date(text)
    if found is None:
        raise Misread(f"« {text} » n'est pas une date. Exemples : 2026-09-01, 1er septembre 2026.")
    return found
