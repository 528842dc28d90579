"""What a person types for an article of law: « L2112-2 », « art. R. 2112-3 du CCP », « CCAG-FCS 16.2 », an id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clausekit import guess, terms
from clausekit.law.article import ANY_CCAG, LETTERED, Article, code, lettered, names, of_reference, overlap, plain
from clausekit.registry import LegalReference

_CCAG = re.compile(r"\bccag\b[\s_-]*(?P<name>[a-z]+)?", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:de |du 30 mars )?20[0-3]\d\b(?![-/])")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_LETTERED = re.compile(rf"(?<![\w.]){LETTERED.pattern}(?![\w-])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])(?:n°|no\.?)?\s?(?P<number>\d{2,4}[-/]\d{1,5}|\d{5,})(?![\w-])", re.IGNORECASE)
_ARTICLE_OF = re.compile(r"\bart(?:icles?|\.)?\s*(?P<number>\d{1,3})\b", re.IGNORECASE)
_BARE = re.compile(r"\d{3,4}(?:-\d+)+")  # « 2112-2 »: an article without its letter, or a text that we do not have
_WORD = re.compile(r"\w+")
_FILLING: Final = re.compile(r"\b(?:articles?|art|du|de|des|la|le|les|l|d|code)\b|[.,;'()]", re.IGNORECASE)
# Not names of a CCAG, where one stands after « CCAG ».
_NOT_NAMES: Final = frozenset({"article", "articles", "art", "de", "du"})


class Misread(ValueError):
    """What was typed names no article; the message is French, `near` are what it may have meant."""

    def __init__(self, message: str, near: tuple[str, ...] = ()) -> None:
        self.near = near
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An article asked for: `article` where it has a number, and the references that are it, or a part of it."""

    text: str
    article: Article | None
    references: tuple[LegalReference, ...]


def _of(article: Article, text: str, known: Mapping[str, LegalReference]) -> Asked:
    ours = ((item, of_reference(item)) for item in known.values())
    found = tuple(item for item, own in ours if own and overlap(article, own) in {"exact", "within"})
    bodies = {own.body for item in found if (own := of_reference(item))}
    if not article.body and len(bodies) == 1:
        return Asked(text=text, article=Article(body=bodies.pop(), number=article.number), references=found)
    return Asked(text=text, article=article, references=found)


def _ccag(text: str) -> Article | None:
    match = _CCAG.search(text)
    if match is None:
        number = re.fullmatch(r"(?:art(?:icles?|\.)?\s*)?(\d{1,3}(?:\.\d{1,3})+)", text.strip(), re.IGNORECASE)
        return Article(body=ANY_CCAG, number=number[1]) if number else None
    given = (match["name"] or "").lower()
    given = "" if given in _NOT_NAMES else given
    name = next((item for item in terms.CCAGS if item.lower() == given), None)
    if given and name is None:
        raise Misread(f"« {given} » n'est pas un CCAG : {', '.join(terms.CCAGS)}.", guess.near(given, terms.CCAGS))
    number = _DOTTED.search(_YEAR.sub(" ", text[: match.start()] + " " + text[match.end() :]))
    return Article(body=f"CCAG-{name}" if name else ANY_CCAG, number=number[0] if number else "")


def _lettered(text: str, known: Mapping[str, LegalReference]) -> Article | None:
    match = _LETTERED.search(text)
    if match is None:
        return None
    rest = _FILLING.sub(" ", text[: match.start()] + " " + text[match.end() :]).strip()
    codes = names(known.values())
    body = code(rest, codes) if rest else ""
    if body is None:
        raise Misread(f"« {rest} » n'est pas un code du registre : {', '.join(sorted(set(codes.values())))}.")
    return Article(body=body, number=lettered(match["letter"], match["number"]))


def _numbered(text: str) -> Article | None:
    match = _NUMBER.search(text)
    if match is None:
        return None
    article = _ARTICLE_OF.search(text[: match.start()] + " " + text[match.end() :])
    return Article(body=f"n° {match['number']}", number=article["number"] if article else "")


def _worded(text: str, known: Mapping[str, LegalReference]) -> tuple[LegalReference, ...]:
    """The references whose titles hold every word that was typed; a number alone says too little."""
    words = _WORD.findall(guess.bare(_FILLING.sub(" ", text)))
    if not any(len(word) > 2 and word.isalpha() for word in words):
        return ()
    held = ((item, set(_WORD.findall(guess.bare(f"{item.title} {item.short}")))) for item in known.values())
    return tuple(item for item, inside in held if inside.issuperset(words))


def _titles(found: LegalReference) -> tuple[str, str]:
    return guess.bare(found.short), guess.bare(found.title)


def asked(text: str, known: Mapping[str, LegalReference]) -> Asked:
    """The article that a person means. Raises Misread when it is none that can be looked for."""
    typed = " ".join(plain(text).split())
    folded = guess.bare(typed)
    own = known.get(typed.lower())
    named = (own,) if own else tuple(item for item in known.values() if folded in _titles(item))
    if named:
        article = of_reference(named[0]) if len(named) == 1 else None
        return _of(article, typed, known) if article else Asked(text=typed, article=None, references=named)
    article = _ccag(typed) or _lettered(typed, known) or _numbered(typed)
    if article:
        found_here = _of(article, typed, known)
        if not found_here.references and _BARE.fullmatch(typed):
            raise Misread(f"« {text} » : la lettre de l'article manque.", (f"L. {typed}", f"R. {typed}"))
        return found_here
    found = _worded(typed, known)
    if not found:
        raise Misread(f"« {text} » ne nomme aucun article ni aucun texte du registre.", guess.near_ids(typed, known))
    alone = of_reference(found[0]) if len(found) == 1 else None
    if alone:
        return _of(alone, typed, known)
    return Asked(text=typed, article=None, references=found)
