"""Who follows the insertion of a contract: the facilitator, wherever the piece names him."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.articles import Article
from clausekit.recognise.topics import topics

THEME: Final = "suivi-insertion"
# « Maison de l'emploi : 200 m² »: a place to clean; « … est à la disposition des entreprises » is a help.
_HELPS: Final = re.compile(
    r"\b(?:accompagn|suivi|suit|contact|assist|dispos|joindre|joign|tel\b|telephone|courriel|mail|interlocut|charge"
    r"|facilit|aide|clauses?\b|insertion|coordonnees|designe|appui|transm|adress)"
)
# Its capitals tell it from « plié »; « Facilitatrice : Mme Morel » is a line of contact details.
_LOCAL: Final = re.compile(r"\bPLIE\b|\b[Ff]acilitat(?:eur|rice)s?\s*:")
_PLACE: Final = re.compile(r"\b(?:m2|m²|surfaces?|nettoyage|entretien des locaux|sites? suivants?|livraison)\b|m²")


def helped(articles: Iterable[Article]) -> Iterator[str]:
    """The follow-up of insertion by a facilitator, whoever the sentence that names him binds."""
    for article in articles:
        for sentence in article.sentences:
            yield from (topic.theme for topic in topics(sentence.whole) if topic.theme == THEME)


def only(themes: Sequence[str]) -> bool:
    """Whether themes are of the follow-up, and of nothing but the insertion that is followed."""
    return THEME in themes and {*themes} <= {THEME, "insertion"}


def named(own: Iterable[Article]) -> bool:
    """Whether a piece names a facilitator, under whatever title."""
    return any(_names(sentence.whole) for article in own for sentence in article.sentences)


def _names(text: str) -> bool:
    told = topics(text.replace("(", " ").replace(")", " "))  # what stands between brackets names him too
    if not _LOCAL.search(text) and not any(topic.theme == THEME and not topic.weak for topic in told):
        return False
    folded = words.fold(text)
    return _HELPS.search(folded) is not None and _PLACE.search(folded) is None
