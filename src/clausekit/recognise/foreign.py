"""What is left out before considerations are looked for: articles where the words of the field mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.articles import Article

_UNRESERVED: Final = re.compile(r"\bn'est pas (?:un (?:marche|lot) )?reserve\b")
_RESERVED: Final = re.compile(r"\b(?:est|sont) reserves?\b")
# « La consultation comporte des conditions d'exécution à caractère social »: under whatever title.
_ANNOUNCED: Final = re.compile(
    r"\b(?:marche|consultation|accord-cadre|contrat|lot)s?\b[^.;]{0,40}\b(?:comport|contien|prevoi|inclu|integr)\w*"
    r"[^.;]{0,40}\b(?:clauses?|conditions?|stipulations?|considerations?)\b"
)


def kept(own: Iterable[Article]) -> Iterator[Article]:
    """The articles to look into; of one that speaks of something else, what it announces of the contract."""
    for article in own:
        if not any(map(_foreign, article.path)):
            yield _unboxed(article)
        elif told := tuple(item for item in article.sentences if _ANNOUNCED.search(words.fold(item.whole))):
            yield replace(article, sentences=told)


def _foreign(title: str) -> bool:
    """Whether a title is of those where the words of the field mean something else (insurance, price revision…)."""
    told = words.without(words.fold(title), "obligations", "articles_gardes")
    return words.pattern("obligations", "articles_exclus").search(told) is not None


def _unboxed(article: Article) -> Article:
    """An article without the « marché réservé » of a form that also prints « marché non réservé »: the tick is lost."""
    told = [words.fold(sentence.whole) for sentence in article.sentences]
    if not any(map(_UNRESERVED.search, told)):
        return article
    left = (item for item, text in zip(article.sentences, told, strict=True) if not _RESERVED.search(text))
    return replace(article, sentences=tuple(left))
