"""Where a library cites an article: the references, departures, texts and motives of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from clausekit import terms
from clausekit.finding import Route
from clausekit.law.article import ANY_CCAG, EXACT, RANGE, Article, between, follows, names, of_reference, overlap
from clausekit.law.asked import Asked
from clausekit.law.said import Said, quoted, said, sentences
from clausekit.library import Library
from clausekit.registry import LegalReference

REFERENCE: Final = "reference"
DEPARTURE: Final = "departure"
TEXT: Final = "text"
PRINTED: Final = "printed"
CRITERION: Final = "criterion"
_BLANK = re.compile(r"\{\{\s*(?P<name>ccag_\w+)\s*\}\}")
# A text that holds none of these names no article: most of them are not cut into sentences.
_LIKELY = re.compile(r"\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place that cites an article.

    `kind`: reference, departure, text, printed (by a word such as {{ ccag_insertion }}), criterion (of a grid).
    `extent`: exact, within (a part of the article), above (an article or a text that holds it), range.
    """

    route: Route
    kind: str
    extent: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is looked for, and what the library knows of articles; made once for all files.

    `articles`: the article of each reference, by id. `blanks`: the articles that a word may print, with its CCAG.
    `homes`: the code of each number that the registry knows in one code only.
    """

    asked: Asked
    articles: Mapping[str, Article]
    names: Mapping[str, str]
    blanks: Mapping[str, tuple[tuple[str, Article], ...]]
    homes: Mapping[str, str]
    wanted: frozenset[str] = field(default_factory=frozenset)


def watched(asked: Asked, library: Library) -> Watched:
    """What to look for in a library."""
    known = library.registers.references
    articles = {name: article for name, item in known.items() if (article := of_reference(item))}
    return Watched(
        asked=asked,
        articles=articles,
        names=names(known.values()),
        blanks={
            word: tuple(
                (ccag.id, Article(body=f"{ANY_CCAG}-{ccag.id}", number=ccag.articles[topic].number))
                for ccag in library.registers.ccags.values()
                if topic in ccag.articles
            )
            for word, topic in terms.CCAG_WORDS.items()
        },
        homes=_homes(articles.values()),
        wanted=frozenset(item.id for item in asked.references),
    )


def _homes(articles: Iterable[Article]) -> Mapping[str, str]:
    found: dict[str, set[str]] = {}
    for item in articles:
        if item.body.startswith("code "):
            found.setdefault(item.number, set()).add(item.body)
    return {number: next(iter(bodies)) for number, bodies in found.items() if len(bodies) == 1}


def strings(value: Any, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Every text of a file, and the route that leads to it."""
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, (*route, key))
    elif isinstance(value, list):
        for rank, inner in enumerate(value):
            yield from strings(inner, (*route, rank))


def _extent(looked: Watched, asked: Article, given: Said) -> str | None:
    """How what a text names stands to what is asked; a number without its code is of the one that has it."""
    home = looked.homes.get(given.article.number, "")
    found = given if given.article.body or not home else replace(given, article=replace(given.article, body=home))
    if found.until and between(found.article, found.until, asked):
        return RANGE
    if found.more and follows(found.article, asked):
        return RANGE
    return overlap(asked, found.article)


def _of_reference(name: str, looked: Watched) -> str | None:
    """How a reference of the registry stands to what is asked."""
    article, own = looked.asked.article, looked.articles.get(name)
    if article and own:
        return overlap(article, own)
    return EXACT if name in looked.wanted else None


def _departures(data: Mapping[str, Any], looked: Watched) -> Iterator[Mention]:
    for rank, item in enumerate(data.get("deroge") or ()):
        seen = Article(body=f"{ANY_CCAG}-{item['ccag']}", number=str(item["article"]))
        extent = overlap(looked.asked.article, seen) if looked.asked.article else None
        if extent:
            quote = f"{seen.said} : {item['objet']}"
            yield Mention(route=("deroge", rank, "article"), kind=DEPARTURE, extent=extent, quote=quote)


def _printed(route: Route, text: str, looked: Watched, ccags: Iterable[str]) -> Iterator[Mention]:
    """Words that print the number of an article of the contract's CCAG."""
    wanted, article = tuple(ccags), looked.asked.article
    for match in _BLANK.finditer(text) if article else ():
        for ccag, seen in looked.blanks.get(match["name"], ()):
            extent = overlap(article, seen) if article and (not wanted or ccag in wanted) else None
            if extent:
                yield Mention(route=route, kind=PRINTED, extent=extent, quote=f"{match[0]} : {seen.said}")


def _told(route: Route, text: str, looked: Watched) -> Iterator[Mention]:
    """What a text says in words: an article by its number, or a text of law by its title."""
    article = looked.asked.article
    if article is None:
        titles = [title for item in looked.asked.references for title in (item.title, item.short)]
        for sentence in sentences(text):
            at = next((sentence.find(title) for title in titles if title in sentence), None)
            if at is not None:
                yield Mention(route=route, kind=TEXT, extent=EXACT, quote=quoted(sentence, at))
        return
    for found in said(text, looked.names) if _LIKELY.search(text) else ():
        extent = _extent(looked, article, found)
        if extent:
            yield Mention(route=route, kind=TEXT, extent=extent, quote=found.quote)


def _once(found: Iterable[Mention]) -> tuple[Mention, ...]:
    """A place that says a thing twice in the same sentence says it once, as closely as it can."""
    rank = {EXACT: 0, "within": 1, RANGE: 2, "above": 3}
    best: dict[tuple[Any, ...], Mention] = {}
    for item in found:
        key = (item.route, item.kind, item.quote)
        if key not in best or rank[item.extent] < rank[best[key].extent]:
            best[key] = item
    return tuple(best.values())


def mentions(data: Any, looked: Watched, *, ccags: Iterable[str] = (), root: Route = ()) -> tuple[Mention, ...]:
    """Every place of a file, or of a part of it at `root`, that cites what is looked for.

    `ccags` are those with which the entry may be used; none: every one.
    """
    found: list[Mention] = []
    wanted = tuple(ccags)
    if isinstance(data, dict):
        found += _departures(data, looked)
    for route, text in strings(data):
        if route[:1] == ("deroge",) and route[-1:] == ("article",):
            continue
        extent = _of_reference(text, looked)
        if extent:
            found.append(Mention(route=route, kind=REFERENCE, extent=extent, quote=text))
            continue
        found += _printed(route, text, looked, wanted)
        found += _told(route, text, looked)
    return _once(replace(item, route=(*root, *item.route)) for item in found)


def cites(data: Any, known: Mapping[str, LegalReference]) -> frozenset[str]:
    """The references of the registry that a file names by their ids."""
    return frozenset(text for _, text in strings(data) if text in known)
