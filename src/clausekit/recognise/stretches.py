"""The names of a list of numbers in a text: the stretches before them, or after them, cut where items part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from clausekit.recognise import kinds, words
from clausekit.recognise.labels import MOST_WORDS, OF_THE_MARK, clean, shortened
from clausekit.recognise.markers import marker

Span = tuple[int, int]

# What parts two items, the surest first.
_PARTING: Final = (
    re.compile(r"\b(?:sous[\s-]*)?criteres?\s*(?:n\s?[°o]\s*)?[\da-h][\d.]*\s*(?:[-:.)]+\s*|$)"),
    re.compile(
        r"(?:(?<=\s)|(?<=[-–;:,(/).]))(?:\d{1,2}(?:\.\d{1,2})+\s?[.)°/:–-]*|(?:\d{1,2}|[a-h])\s?[.)°/–-]+"
        r"|(?<=,)\d\s?:)\s?(?=[^\W\d])"
    ),
    re.compile(r"[•▪➢►*→·]\s*|(?:^|(?<=\s))o\s+(?=[^\W\d])"),
    re.compile(r"\n\s*(?:[-–—]\s*)?"),
    re.compile(r"\s*\+\s*"),
    re.compile(r"\s*;\s*(?:[-–—]\s*)?"),
    re.compile(r"\s+[-–—]\s*|[-–—]\s+"),
    re.compile(r"\s*/\s*(?=[^\W\d])"),
    re.compile(r"\s*,\s*(?:et\s+)?|\s+et\s+"),
)
# The first signs part items wherever they stand; a comma also stands within a name.
_WEAK: Final = 7
_DANGLING: Final = re.compile(r"(?:\s+(?:de|du|des|le|la|les|et|ou|a|au|aux|en|par|pour|sur)|\s+(?:[dl]|de l)')+$")
_OPENED: Final = re.compile(
    r"^(?:et|dont|soit|ainsi que)\s+|^(?:reparti|decompos|ventil|partag)\w*\s+(?:sur|entre|en)\s+"
)
_RANK: Final = re.compile(r"(?:(?:sous[\s-]*)?critere\s*(?:n\s?[°o]\s*)?[\da-h][\d.]*|(?<!\S)[a-h1-9]\s?[.)-])?\s*$")
_RANKED: Final = re.compile(r"(?:sous[\s-]*)?critere\s*(?:n\s?[°o]\s*)?[\da-h][\d.]*\s*$")
_EDGES: Final = " \t\n:;,.+*•/–—-)]>"
_SIGNS: Final = " ,;:"
_BEGINS: Final = re.compile(r"\s[-–—]\s*(?=[^\W\d])|\b(?:notamment|comprenant|incluant|a savoir)\s+(?=[^\W\d])")
_TRAILING: Final = " (:=-–—|\n"
_BEFORE: Final = re.compile(r"(?:\bpour|\bsur|[:=(–—|-])\s*$")
_BROKEN: Final = re.compile(r"\s*(?:[;+*•/,)]|\n|$)")
_FOR: Final = re.compile(r"\s*(?::|(?:pour|points? pour|sur|au titre d)\b)")
_ENDS: Final = re.compile(r"(?:[;+*•/,]|\n|\s[-–—])\s*$")


def names(text: str, spans: Sequence[Span]) -> list[str]:
    """A name for each span, in order; empty where a number has none."""
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    gaps = [text[start:end] for start, end in pairwise(edges)][::2]
    return _after(gaps) if _follow(gaps) else _ahead(gaps)


def _follow(gaps: Sequence[str]) -> bool:
    """Whether names follow their numbers (« 40 % tenue du chantier + 10 % fournitures »)."""
    if not gaps[-1].strip(_EDGES):
        return False
    inner = gaps[1:-1]
    after = sum(
        bool(_FOR.match(words.fold(gap))) + bool(_ENDS.search(gap)) + 2 * bool(_RANKED.search(words.fold(gap)))
        for gap in inner
    )
    before = sum(bool(_BROKEN.match(gap)) + bool(_BEFORE.search(words.fold(gap))) for gap in inner)
    first = _unranked(gaps[0]).rstrip()
    return after > before and (not first.strip(_EDGES) or first.endswith((":", "(", "-", "–")) or _lead(first) == "")


def _lead(text: str) -> str:
    """What a text says after the words that open a list."""
    found = [item.end() for item in words.pattern("criteres", "suite").finditer(words.fold(text))]
    return text[found[-1] :].strip(_EDGES) if found else text


def _after(gaps: Sequence[str]) -> list[str]:
    told = [_unranked(gap).strip(_SIGNS) for gap in gaps[1:]]
    cut = _parting(told[:-1])
    return [named(gap if cut is None else cut.split(f" {gap} ")[0]) for gap in told]


def _unranked(gap: str) -> str:
    """A stretch without the « sous-critère 2 » that opens the next one."""
    found = _RANK.search(words.fold(gap))
    return gap[: found.start()] if found else gap


def _parting(gaps: Sequence[str]) -> re.Pattern[str] | None:
    """The sign that stands in each of the gaps between two items."""
    folded = [words.fold(gap) for gap in gaps]
    return next((sign for sign in _PARTING if folded and all(sign.search(gap) for gap in folded)), None)


def _ahead(gaps: Sequence[str]) -> list[str]:
    opened = all(_BROKEN.match(gap) or gap.lstrip()[:1].isupper() for gap in gaps[1:-1])
    cut = next((sign for sign in (_parting(gaps[1:-1]),) if sign in _PARTING[: _WEAK if opened else None]), None)
    return [_first(gaps[0], cut), *(named(_last(gap.rstrip(_TRAILING), cut)) for gap in gaps[1:-1])]


def _last(gap: str, cut: re.Pattern[str] | None) -> str:
    """What a gap says after the sign that parts it from the item before."""
    found = list(cut.finditer(words.fold(gap))) if cut else []
    return gap[found[-1].end() :] if found else gap


def _first(gap: str, cut: re.Pattern[str] | None) -> str:
    """The name of the first item, without the words that open the list."""
    gap = gap.rstrip(_TRAILING)
    # « Jugement des offres », then « Le prix compte pour 60 % » on the line below.
    gap = _untitled(gap)
    if cut in _PARTING[:_WEAK] and cut and (found := list(cut.finditer(words.fold(gap)))):
        return named(gap[found[-1].end() :])
    depth, opened = 0, -1
    for index, sign in enumerate(gap):
        depth += (sign == "(") - (sign == ")")
        if sign == "(" and depth == 1:
            opened = index
    if depth > 0 and opened >= 0:
        return named(_lead(gap[opened + 1 :]))
    gap = _lead(gap)
    stop = gap.find(":")
    if stop >= 0:
        return named(gap[stop + 1 :])
    # « Valeur technique - Méthode 20 % délai 10 % », « Valeur technique notamment méthode 20 %, délai 10 % »
    found = list(_BEGINS.finditer(words.fold(gap)))
    return named(gap[found[-1].end() :] if found else gap)


def _untitled(gap: str) -> str:
    """A stretch without the line above it that only says that offers are judged."""
    title, _, rest = gap.rpartition("\n")
    return rest if rest.strip(_EDGES) and words.holds(title, "criteres", "attribution") else gap


def _announced(text: str) -> str:
    """What follows « détaillés comme suit : »."""
    for said in words.pattern("criteres", "suite").finditer(words.fold(text)):
        rest = text[said.end() :].lstrip()
        if rest.startswith(":") and rest.strip(_EDGES):
            return rest.strip(_EDGES)
    return text


def named(text: str) -> str:
    """The name of an item: its words, without a bracket that only comments on the one before."""
    text = re.sub(r"^\s*\([^()]*\)", "", text).strip(_EDGES)
    if said := OF_THE_MARK.match(words.fold(text)):
        text = text[said.end() :].strip(_EDGES)
    text = _announced(text)
    opened = _OPENED.match(words.fold(text))
    name = clean(text[opened.end() :] if opened else text)
    if dangling := _DANGLING.search(words.fold(name)):
        name = name[: dangling.start()]
    if len(name.split()) <= MOST_WORDS:
        return name
    # The first sentence of a long description, or what it says before a colon.
    first = re.split(r"(?<=[^\W\d]{3})\.\s|:", name)[0].strip(_EDGES)
    return shortened(first) or " ".join(first.split()[:MOST_WORDS])


def head(text: str) -> str:
    """What a text names before the words that open a list: a value in « Valeur technique, jugée ainsi : méthode »."""
    opening, colon, rest = text[marker(text).end :].partition(":")
    name = clean(opening)
    return name if colon and rest.strip() and kinds.told(name).natures else named(text)
