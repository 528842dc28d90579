"""Articles of law named in French prose: « aux articles L. 2112-2 et R. 2112-3 du code de la commande publique »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from clausekit.law.article import ANY_CCAG, LETTERED, NUMBERED, Article, code, lettered, plain

_MENTION = re.compile(rf"(?<![\w.-]){LETTERED.pattern}(?!\w)")
# Between an article and the code that it belongs to: other articles, paragraphs of them, small words.
_BETWEEN: Final = (
    r"(?:[\s,()]|et|ou|à|au|aux|suivants?|articles?|alinéas?|\d{1,2}°|\d{1,2}(?:er|e)?\b|[IVX]{1,5}\b"
    r"|(?:LO|[LRDA])[.\s]*\*?\s?\d{1,5}(?:-\d{1,4})*)*"
)
_CODE = re.compile(
    rf"{_BETWEEN}(?:du|de l'|de la)?\s*(?P<name>"
    r"code (?:de la |de l'|du |des |de |général des )?(?:[\w']+\s?){1,8}|[cC]\. \w+\.|[A-Z]{3,5}\b)"
)
# « Code de la commande publique, articles L. 2152-7 et R. 2152-7 ».
_CODE_BEFORE = re.compile(r"(?P<name>[Cc]ode [^,;:.()]{3,60}?)\s?,?\s(?:art\.|articles?)\s[^;:.()]*?$")
_ABBREVIATED = re.compile(r"\b(?:LO|[LRDA])\.")
_UNTIL = re.compile(r"\s*à\s+(?:l'article\s+)?$")
_AND_MORE = re.compile(r"\s+et\s+suivants")
_SENTENCE = re.compile(r"[^\n]+?(?:[.;](?=\s)(?!\s?\d)|\n|$)")
_CCAG_NAME = re.compile(r"CCAG(?:[- ](?P<name>FCS|Travaux|TIC|PI|MI|MOE))?")
_NUMBERS = re.compile(
    r"\b[Aa]rt(?:icles?|\.)\s+(?P<list>\d{1,3}(?:\.\d{1,3})*(?:\s*(?:,|et|ou|à)\s*\d{1,3}(?:\.\d{1,3})*)*)"
)
_ARTICLES_OF = re.compile(r"\b[Aa]rticles?\s+(?P<list>[\d\s,etou-]+?)(?:er)?\s+(?:de la|de l'|du)\s[^.;\n]{0,60}$")
_LONGEST: Final = 160
# How far from an article the text that it belongs to is named.
_NEAR: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An article that a text names, with the sentence. `until`: the last one of a range; `more`: « et suivants »."""

    article: Article
    quote: str
    until: Article | None = None
    more: bool = False


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text; « L. 2112-2 » does not end one."""
    for match in _SENTENCE.finditer(plain(text)):
        if match[0].strip():
            yield match[0].strip()


def quoted(sentence: str, at: int) -> str:
    """A sentence, or what of it stands around a place when it is long."""
    if len(sentence) <= _LONGEST:
        return sentence
    start = max(0, min(at - _LONGEST // 2, len(sentence) - _LONGEST))
    cut = sentence[start : start + _LONGEST].strip()
    return f"{'…' if start else ''}{cut}{'…' if start + _LONGEST < len(sentence) else ''}"


def _body(before: str, after: str, names: Mapping[str, str]) -> str:
    """The code that is named after an article, or before it; empty when none is."""
    dotless = _ABBREVIATED.sub(lambda found: found[0].replace(".", " "), before)
    match = _CODE.match(after) or _CODE_BEFORE.search(dotless)
    if match is None:
        return ""
    words = match["name"].split()
    ways = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((found for way in ways if (found := code(way, names))), "")


def _article(sentence: str, found: re.Match[str], names: Mapping[str, str]) -> Article:
    start, end = found.span()
    body = _body(sentence[max(0, start - _NEAR) : start], sentence[end : end + _NEAR], names)
    return Article(body=body, number=lettered(found["letter"], found["number"]))


def _of_codes(sentence: str, names: Mapping[str, str]) -> Iterator[Said]:
    found = list(_MENTION.finditer(sentence))
    articles = [_article(sentence, item, names) for item in found]
    for rank, (item, article) in enumerate(zip(found, articles, strict=True)):
        joined = rank + 1 < len(found) and _UNTIL.match(sentence[item.end() : found[rank + 1].start()])
        yield Said(
            article=article,
            quote=quoted(sentence, item.start()),
            until=articles[rank + 1] if joined else None,
            more=bool(_AND_MORE.match(sentence, item.end())),
        )


def _of_ccags(sentence: str) -> Iterator[Said]:
    bodies = {f"CCAG-{item['name']}" if item["name"] else ANY_CCAG for item in _CCAG_NAME.finditer(sentence)}
    named = bodies - {ANY_CCAG} or bodies
    for match in _NUMBERS.finditer(sentence) if bodies else ():
        for number in re.findall(r"\d+(?:\.\d+)*", match["list"]):
            for body in sorted(named):
                yield Said(article=Article(body=body, number=number), quote=quoted(sentence, match.start()))


def _of_texts(sentence: str) -> Iterator[Said]:
    for match in NUMBERED.finditer(sentence):
        body, quote = f"n° {match['number']}", quoted(sentence, match.start())
        before = _ARTICLES_OF.search(sentence[max(0, match.start() - _NEAR) : match.start()])
        for number in re.findall(r"\d+", before["list"]) if before else [""]:
            yield Said(article=Article(body=body, number=number), quote=quote)


def said(text: str, names: Mapping[str, str]) -> Iterator[Said]:
    """Every article that a text names, in each of its sentences."""
    for sentence in sentences(text):
        yield from _of_codes(sentence, names)
        yield from _of_ccags(sentence)
        yield from _of_texts(sentence)
