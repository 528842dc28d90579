"""« Ce critère, noté sur 100, comprend : méthode (60 points), moyens (40 points) »: marks that make what is told."""

from __future__ import annotations

import re
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.weights import weights

_THIS: Final = re.compile(
    r"\W*(?P<this>(?:ce|le|ledit) (?:sous[ -])?critere|il|elle|celui-ci|celle-ci)\b"
    r"[^:]{0,40}?\bnotee?s? sur (?P<whole>\d{1,3})\b[^:]{0,80}:"
)
_LEAST: Final = 2


def marked(text: str) -> tuple[str, str] | None:
    """The words that speak of the criterion above, and the list that makes the total they tell; None otherwise."""
    found = _THIS.match(words.fold(text))
    if found is None:
        return None
    rest = text[found.end() :].strip()
    told = weights(rest)
    whole = len(told) >= _LEAST and sum(weight.value for weight in told) == float(found["whole"])
    return (text[found.start("this") : found.end("this")], rest) if whole else None
