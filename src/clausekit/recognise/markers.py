"""What opens a line of an award section: a bullet, a number, « critère n° 2 », « deuxième critère »."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from clausekit.recognise import words

# « > Sous-critère n° 1 »; before a figure, « > » compares.
_BULLET: Final = re.compile(r"\s*(?:[-•●▪■◦○►➢➤→✓✔❖*·§▫□▢\uf000-\uf0ff]|o(?=\s+\S)|>(?=\s*[^\W\d]))+\s*")
_WORD: Final = re.compile(
    r"\s*(?:le\s+|la\s+)?(?P<word>sous[\s-]*criteres?|criteres?"
    r"(?:\s+(?:d'attribution|d'evaluation|de (?:jugement|choix|selection|notation))(?=\s*n?\s?[°o]?\s*\d))?"
    r"|s\.?c\.?(?:[a-z]{1,3})?(?=\s?\d)|ss[\s.-]*(?:c|crit(?:ere)?s?)?\.?(?=\s?\d{1,2}(?:\.\d|\s*[:.)-]))|c(?=\d))"
    r"\s*(?:n\s?[°o]?\s*(?=\d)|(?<=\s)[a-z]{1,3}(?=\d{1,2}\s*:))?(?P<id>\d{1,2}(?:[.-]\d{1,2})*\b|[a-h](?=\s*[-:.)])|(?:i{1,3}|iv|v)(?=\s*[-:.)]))?"
    r"\s*[-:.)/]*\s*"
)
# The notices of the Official Journal: « Critère de qualité – Nom : délai », « Critère(s) de qualité 1. Délai ».
_NOTICE: Final = re.compile(
    r"\s*critere(?:s|\(s\))?\s+(?:de\s+(?:qualite|cout)|relatifs?\s+(?:a la qualite|au cout))\s*"
    r"(?:[-:/]\s*nom\s*:?\s*|[-:]?\s*\d{1,2}\s*[.)-]\s*|:\s*)"
)
_NUMBER: Final = re.compile(
    r"\s*(?:article\s+)?(?P<id>\d{1,2}(?:[.]\d{1,2}){0,3})(?!\d|[.,]\d|\s*(?:%|/\s?\d|points?\b|pts?\b|pour))"
    r"(?:\s*[.)°:/-]+\s*|\s+(?=[^\W\d]))"
)
# « B1 – », « A.2 : », « A1.a – », « B.1.2) ».
_CODE: Final = re.compile(
    r"\s*(?P<letter>[a-h])\s?\.?\s?(?P<rank>\d{1,2})(?![\d%])(?:\.(?P<last>\d{1,2}|[a-h]))?\s*[-:.)]+\s*(?=[^\W\d])"
)
# « II.1 Mode opératoire » below « II. Valeur technique ».
_ROMAN: Final = re.compile(
    r"\s*(?P<letter>i{1,3}|iv|vi{0,3}|ix)\s?\.\s?(?P<rank>\d{1,2})(?![\d%])\s*[-:.)]*\s+(?=[^\W\d])"
)
_LETTER: Final = re.compile(r"\s*(?P<id>[a-h]|[ivx]{1,4})\s*[).-]+\s+")
# « 1a. », « 2 b) »: the second number is a letter.
_LETTERED: Final = re.compile(r"\s*(?P<rank>\d{1,2})\s?(?P<letter>[a-h])\s*[.):–-]\s*(?=[^\W\d])")
# « Priorité n° 1 - Critère 1 : … »
_PRIORITY: Final = re.compile(r"\s*[^\W\d]{4,}\s+n\s?[°o]\s?\d{1,2}\s*[-:.]\s*(?=(?:sous[\s-]*)?critere)")
_RANKS: Final = ("premier", "deuxieme", "troisieme", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme")
# « 2ème critère : », « Le troisième critère « Délai » ».
_ORDINAL: Final = re.compile(
    rf"\s*(?:le\s+)?(?P<rank>\d{{1,2}}(?=\s?(?:er|e|eme|nd)\b)|{'|'.join(_RANKS)}|second)(?:\s?(?:er|e|eme|nd)\b)?"
    r"\s+(?P<word>sous[\s-]*critere|critere)\s*[-:.)]*\s*(?:est\s+)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What opens a line: its numbers, its level when it says it, whether it is a list item, by which letter."""

    end: int
    ids: tuple[str, ...] = ()
    depth: int | None = None
    item: bool = False
    letter: str = ""


def marker(text: str) -> Marker:
    """The bullet, the number or the word « critère » that opens a text."""
    folded, read = words.fold(text), Marker(end=0)
    for _ in range(3):
        step = _step(folded, read)
        if step is None:
            break
        read = step
    return read


def _tied(found: re.Match[str]) -> bool:
    """Whether « critère » names what follows: by its number, or by a sign (« Critère : prix »)."""
    return (
        bool(found["id"])
        or found[0].endswith((":", "-", ")"))
        or (found["word"] == "critere" and found[0].rstrip().endswith(":"))
    )


def _rank(text: str) -> str:
    if text.isdigit():
        return text
    return str(_RANKS.index(text) + 1) if text in _RANKS else "2"


def _step(folded: str, read: Marker) -> Marker | None:
    """One more sign of what opens a line, after those read; None when there is no more."""
    if (found := _BULLET.match(folded, read.end)) and found.end() > read.end:
        return replace(read, end=found.end(), item=True)
    if (found := _PRIORITY.match(folded, read.end)) and not read.ids:
        return replace(read, end=found.end())
    step = _criterion(folded, read)
    return step if step or read.ids else _number(folded, read)


def _criterion(folded: str, read: Marker) -> Marker | None:
    """« Critère n° 2 : », « 2ème critère », « Critère de qualité – Nom : »."""
    if not read.ids and (found := _NOTICE.match(folded, read.end)):
        return replace(read, end=found.end(), depth=1)
    if (found := _WORD.match(folded, read.end)) and _tied(found):
        ids = tuple(re.split(r"[.-]", found["id"])) if found["id"] else read.ids
        return Marker(end=found.end(), ids=ids, depth=max(_depth(found), len(ids)), item=read.item)
    if not read.ids and (found := _ORDINAL.match(folded, read.end)):
        return Marker(end=found.end(), ids=(_rank(found["rank"]),), depth=_depth(found), item=read.item)
    return None


def _depth(found: re.Match[str]) -> int:
    return 2 if found["word"].startswith("s") else 1


def _number(folded: str, read: Marker) -> Marker | None:
    """« 2.1 », « 1a. », « B1 – », « a) »."""
    if found := _LETTERED.match(folded, read.end):
        return replace(read, end=found.end(), ids=(found["rank"], str(ord(found["letter"]) - ord("a") + 1)))
    if found := _NUMBER.match(folded, read.end):
        return replace(read, end=found.end(), ids=tuple(found["id"].split(".")))
    if found := _CODE.match(folded, read.end):
        ids = (found["letter"], found["rank"], found["last"])
        return replace(read, end=found.end(), ids=tuple(filter(None, ids)))
    if found := _ROMAN.match(folded, read.end):
        return replace(read, end=found.end(), ids=(found["letter"], found["rank"]))
    if not read.item and (found := _LETTER.match(folded, read.end)):
        return replace(read, end=found.end(), item=True, letter=found["id"])
    return None
