"""Other pieces that an article sends to: « article 7 du CCTP »."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.articles import Article

_REFERENCE: Final = re.compile(
    r"(?:article|art\.?|chapitre)s?\s+(?P<number>\d+(?:\.\d+)*)\s+(?:du|de la|de l')\s*(?:present\s+)?"
    r"(?P<piece>ccap|cctp|ccp|ae|acte d'engagement|reglement)"
)
_PIECES: Final = {"acte d'engagement": "AE", "reglement": "RC"}


def referred(articles: Iterable[Article]) -> tuple[str, ...]:
    """The articles of other pieces that articles cite, in order ("CCTP 7")."""
    found: dict[str, None] = {}
    for article in articles:
        for sentence in article.sentences:
            for match in _REFERENCE.finditer(words.fold(sentence.whole)):
                name = _PIECES.get(match["piece"], match["piece"].upper())
                found[f"{name} {match['number']}"] = None
    return tuple(found)
