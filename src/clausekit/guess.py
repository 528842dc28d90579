"""What somebody meant by a value that is not written as expected: a date, a number, an id…"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

_MONTHS: Final = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_MONTH_NUMBERS: Final = {
    **{name: number for number, name in enumerate(_MONTHS, 1)},
    **{name[:4]: number for number, name in enumerate(_MONTHS, 1) if len(name) > 4},
    **{name[:3]: number for number, name in enumerate(_MONTHS, 1) if name[:3] != "jui"},
}
_LONG_DATE = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er)? +([a-z]+)\.? +(\d{4})")
_SHORT_DATE = re.compile(r"(\d{1,2}) *[/.-] *(\d{1,2}) *[/.-] *(\d{4})")
_ISO_LIKE = re.compile(r"(\d{4})(?: *[/.-] *(\d{1,2}) *[/.-] *(\d{1,2})(?:[t ].*)?|(\d{2})(\d{2}))")
_NUMBER = re.compile(
    r"([+-]?\d[\d ]*(?:[.,]\d+)?) *(k|md|m|milliers?|millions?|milliards?)?(?![a-z])[^\d]*"
    r"|([+-]?\d[\d ]*(?:[.,]\d+)?) *[a-z][^\d]*"
)
# `24.000` is twenty-four thousand for some and twenty-four for others: nothing is proposed.
_THOUSANDS_OR_DECIMALS = re.compile(r"\.\d{3}$")
_SCALES: Final = {"k": 1_000, "millier": 1_000, "m": 10**6, "million": 10**6, "md": 10**9, "milliard": 10**9}
# A duration in years is never the number that our files want: they count months.
_YEARS = re.compile(r"\d *(?:ans?|annees?)\b")
_SMALL: Final = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_NUMBER_WORDS: Final = {
    **{word: number for number, word in enumerate(_SMALL.split())},
    "dix-huit": 18,
    "vingt": 20,
    "vingt-quatre": 24,
    "trente": 30,
    "trente-six": 36,
    "quarante": 40,
    "quarante-huit": 48,
    "cinquante": 50,
    "soixante": 60,
    "soixante-dix": 70,
    "quatre-vingts": 80,
    "quatre-vingt-dix": 90,
    "cent": 100,
    "mille": 1000,
}
_YES: Final = frozenset({"oui", "vrai", "yes", "on", "o", "x", "true"})
_NO: Final = frozenset({"non", "faux", "no", "off", "n", "false"})
# A name is never so long: what is beyond would only take time.
_LONGEST: Final = 100
_ID = re.compile(r"([a-z]{3})[-_ ]*([cga]?)[-_ ]*(\d{1,3})")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A text without accents, capitals or odd spaces, for comparison."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(letters.replace("œ", "oe").split())


def slug(text: str, *, joint: str = "-") -> str:
    """A text as an identifier: `Moyens généraux` is `moyens-generaux`."""
    return re.sub(r"[^a-z0-9]+", joint, bare(text)).strip(joint)


def _date(year: str, month: int, day: str) -> str | None:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def iso_date(text: str) -> str | None:
    """The ISO date that a French date says; None when it says none."""
    plain = bare(text)
    if found := _ISO_LIKE.fullmatch(plain):
        return _date(found[1], int(found[2] or found[4]), found[3] or found[5])
    if found := _SHORT_DATE.fullmatch(plain):
        return _date(found[3], int(found[2]), found[1])
    if (found := _LONG_DATE.fullmatch(plain)) and found[2] in _MONTH_NUMBERS:
        return _date(found[3], _MONTH_NUMBERS[found[2]], found[1])
    return None


def number(text: str) -> str | None:
    """The number that a text says (`24 000 €`, `12,5 %`, `vingt`), as YAML writes it."""
    plain = bare(text)
    if plain in _NUMBER_WORDS:
        return str(_NUMBER_WORDS[plain])
    found = _NUMBER.fullmatch(plain)
    if found is None or _YEARS.search(plain):
        return None
    digits = (found[1] or found[3]).replace(" ", "").replace(",", ".")
    if _THOUSANDS_OR_DECIMALS.search(digits):
        return None
    value = float(digits) * _SCALES.get((found[2] or "").rstrip("s"), 1)
    return str(int(value)) if value.is_integer() else str(value)


def boolean(text: str) -> str | None:
    """`true` or `false` for the words that mean it."""
    plain = bare(text)
    if plain in _YES:
        return "true"
    return "false" if plain in _NO else None


def identifier(text: str) -> str | None:
    """The id that a text is close to: `dec 14` is `DEC-014`."""
    found = _ID.fullmatch(bare(text))
    if found is None:
        return None
    prefix, kind, rank = found[1].upper(), found[2].upper(), int(found[3])
    return f"{prefix}-{kind}{rank:0{2 if kind else 3}d}"


def nearest(text: str, choices: Iterable[str]) -> tuple[str, ...]:
    """The choices, those that look most like the text first."""
    plain = slug(text[:_LONGEST], joint=" ")
    return tuple(sorted(choices, key=lambda choice: -_likeness(plain, choice)))


def near(text: str, choices: Iterable[str]) -> tuple[str, ...]:
    """The choices, three at most, that the text may be a slip for; nearest first."""
    plain = slug(text[:_LONGEST], joint=" ")
    return tuple(choice for choice in nearest(text, choices) if _likeness(plain, choice) >= 0.6)[:3]


def near_ids(text: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids, three at most, that an id may be a slip for: those of its series, by number; else by likeness."""
    names = list(ids)
    wanted = _ID.fullmatch(bare(text))
    if wanted is None:
        return near(text, names)
    found = [
        match for name in names if (match := _ID.fullmatch(bare(name))) and match.groups()[:2] == wanted.groups()[:2]
    ]
    closest = sorted(found, key=lambda match: abs(int(match[3]) - int(wanted[3])))[:3]
    return tuple(identifier(match[0]) or "" for match in closest) or near(text, names)


def _likeness(plain: str, choice: str) -> float:
    other = slug(choice, joint=" ")
    likeness = SequenceMatcher(None, plain, other, autojunk=False).ratio()
    # « adaptée » for « procedure_adaptee »: a whole word of a longer name.
    return max(likeness, 0.7) if len(plain) > 3 and f" {plain} " in f" {other} " else likeness


def looks_like_date(text: str) -> bool:
    """Whether a text has the shape of a date, possible or not."""
    plain = bare(text)
    long = _LONG_DATE.fullmatch(plain)
    return bool(_ISO_LIKE.fullmatch(plain) or _SHORT_DATE.fullmatch(plain) or (long and long[2] in _MONTH_NUMBERS))
