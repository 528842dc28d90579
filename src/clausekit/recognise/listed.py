"""Criteria told in one sentence with bare numbers: « sur 100 points : prix 60 / technique 30 / environnement 10 »."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

from clausekit.finding import Place
from clausekit.recognise import kinds, words
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import close
from clausekit.recognise.labels import clean
from clausekit.recognise.weights import Unit, bare

# « Prix : /12, technique : /8 »: a slash before a number parts nothing.
_SLASH: Final = r"\s*(?:[;|•]|/(?!\s?\d))\s*"
_STRONG: Final = rf"{_SLASH}|\s*,(?!\d)\s*|\s+[–—-]\s+"
_LINKS: Final = (re.compile(rf"{_STRONG}|\s+et\s+"), re.compile(_STRONG), re.compile(_SLASH))
_N: Final = r"(?P<n>\d{1,3}(?:[.,]\d{1,2})?)(?:\s*(?:points?|pts)\b)?"
_LABEL_FIRST: Final = re.compile(rf"(?P<label>[^\W\d][^:=]*?)\s*[:=(]?\s*(?:sur\s+|/)?{_N}\s*[).]*")
_NUMBER_FIRST: Final = re.compile(rf"{_N}\s*(?:pour\s+)?[:=]?\s*(?P<label>[^\W\d].*?)[.]*")
_POINTS: Final = re.compile(r"\b(?:points?|pts)\b")
_COEFFICIENTS: Final = re.compile(r"\bcoefficients?\b")
# 1: « coefficients : prix 0,6 ; délai 0,4 ».
_TOTALS: Final = (1.0, 10.0, 20.0, 100.0)
_MOST_WORDS: Final = 10
_LONGEST: Final = 2_000  # characters of such a sentence
_MOST_STARTS: Final = 8


def listed(text: str, place: Place) -> tuple[Entry, ...]:
    """The criteria of such a sentence; none unless each part is a known word with a number and they make a total."""
    if len(text) > _LONGEST:
        return ()
    unit = _unit(text)
    for start, link in product(_starts(text)[:_MOST_STARTS], _LINKS):
        cut = [part for part in link.split(text[start:].strip(" .;")) if part]
        for form in (_LABEL_FIRST, _NUMBER_FIRST):
            read = [_entry(form.fullmatch(part), unit, place) for part in cut]
            found = tuple(entry for entry in read if entry)
            if len(found) == len(cut) and _award(found):
                return found
    return ()


def _starts(text: str) -> list[int]:
    """Where the list may begin: after each colon, the first one first, else at the beginning."""
    return [0, *(found.end() for found in re.finditer(r":\s", text))]


def _unit(text: str) -> Unit:
    folded = words.fold(text)
    if _COEFFICIENTS.search(folded):
        return "coefficient"
    return "points" if _POINTS.search(folded) else "none"


def _entry(found: re.Match[str] | None, unit: Unit, place: Place) -> Entry | None:
    label = clean(found["label"]) if found else ""
    weight = bare(found["n"], unit) if found else None
    short = label and len(label.split()) <= _MOST_WORDS
    return Entry(label=label, weight=weight, place=place) if short and weight else None


def _award(read: tuple[Entry, ...]) -> bool:
    """Whether the numbers make a total, a price among known words."""
    natures = [kinds.told(entry.label).natures for entry in read]
    priced = any(set(item) & kinds.PRICES for item in natures)
    total = sum(entry.weight.value for entry in read if entry.weight)
    return len(read) > 1 and priced and all(natures) and any(close(total, whole) for whole in _TOTALS)
