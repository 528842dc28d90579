"""A label that the column of weights cut in two, made whole: « formation et 10 % assistance »."""

from __future__ import annotations

import re
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.labels import LINK, OF_THE_MARK
from clausekit.recognise.weights import Weight

_INCOMPLETE: Final = re.compile(
    r"(?:,|\b(?:avec|de|du|des|la|le|les|et|ou|en|a|au|aux|pour|par|sur|dans|notamment)|\b[dl]')\s*[(-]?\s*$"
)
# « du délai pour les 10 % restants »
_LEFT: Final = re.compile(r"restante?s?\b")
_FOR_THE: Final = re.compile(r"\s+pour\s+l[ae]s?$")


def rejoined(label: str, weight: Weight, after: str) -> tuple[str, Weight, str]:
    """A label cut by the column of weights, with its end: « formation et 10 % assistance »."""
    tail = after.strip()
    if rest := _LEFT.match(tail):
        return _FOR_THE.sub("", label.rstrip()), weight, tail[rest.end() :]
    cut = tail and tail[0].islower() and _INCOMPLETE.search(words.fold(label)) and not LINK.match(words.fold(tail))
    if not cut or OF_THE_MARK.match(words.fold(tail)):
        return label, weight, after
    return f"{label.rstrip()} {tail}", weight, ""
