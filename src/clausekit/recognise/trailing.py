"""The bare number that ends a text, and the words before it: « Prix : 60 », « Prix 60 ».

Found from the end, in one pass: a pattern that shares the words out between the label and what follows it tries
every way to do so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, NamedTuple

from clausekit.recognise.entries import Entry
from clausekit.recognise.weights import bare

_NUMBER: Final = re.compile(r"(?<=[\s:–—=/-])\d{1,3}(?:[.,]\d{1,2})?(?=\W*+\Z)")
# « Technique (60) »; « (1) » would call a note.
_BRACKETED: Final = re.compile(r"(?<=\S)\s*\((?P<n>\d\d|100)\)?\s*\Z")
_SIGNS: Final = (":", "–", "—", "=", "-")
# « Prix : /12 », « Prix /12 », not « 40 / 100 » nor « 3/12 ».
_OUT_OF: Final = re.compile(r"(?<![\d\s/])(?P<blank>\s*)/\s?\Z")
_LETTER: Final = re.compile(r"[^\W\d]")


class Numbered(NamedTuple):
    """A label, and the number that is printed after it."""

    label: str
    number: str


def spaced(text: str) -> Numbered | None:
    """« Prix 60 »: nothing but blanks part the label from its number."""
    found = _NUMBER.search(text)
    if found is None or not text[found.start() - 1].isspace():
        return None
    return _numbered(text[: found.start()], found[0])


def signed(text: str) -> Numbered | None:
    """« Prix : 60 », « Prix – 60 », « Prix : /60 »: a sign parts the label from its number."""
    found = _NUMBER.search(text)
    before = text[: found.start()].rstrip() if found else ""
    if found and (over := _OUT_OF.search(before)):
        before = f"{before[: over.start()].rstrip(' :–—=-')}:"
    return _numbered(before[:-1], found[0]) if found and before.endswith(_SIGNS) else None


def _numbered(before: str, number: str) -> Numbered | None:
    label = before.rstrip()
    return Numbered(label, number) if _LETTER.search(label) and "\n" not in label else None


def bracketed(entry: Entry) -> Entry:
    """« Technique (60) » beside its sub-criteria: a criterion that weighs 60."""
    found = _BRACKETED.search(entry.label) if entry.weight is None else None
    return replace(entry, label=entry.label[: found.start()], weight=bare(found["n"], "points")) if found else entry
