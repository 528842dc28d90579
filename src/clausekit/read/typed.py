"""Numbers and bullets that an author typed: « Article 7 – Pénalités », « 7.2 Retards », « a) le bois ».

A title that no style declares is told by a careful rule: it starts with a number, its words start
like a title, it is short and it does not end like a sentence. A single figure or letter needs the
look of a title besides (`strong`: bold, capitals, larger print), since lists start so too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_LONGEST, _LONGEST_STRONG = 150, 250  # characters of a title that nothing but its number, or its look, declares
_SEPARATOR = r"\s*(?P<sep>[.:–—-]*)\s*"
_ARTICLE = re.compile(
    r"(?:article|art\.)\s*(?:n\s?°\s*)?(?P<number>premier|1\s?er|\d{1,3}(?:[.-]\d{1,2}){0,4}|[IVX]+)(?![\w°])"
    + _SEPARATOR
    + r"(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DEEP = re.compile(r"(?P<number>\d{1,2}(?:[.]\d{1,2}){1,5})(?![\d%€])" + _SEPARATOR + r"(?P<title>\D.*)", re.DOTALL)
_DASHED = re.compile(r"(?P<number>\d{1,2}(?:-\d{1,2}){1,4})(?!\d)\s*(?P<sep>[.:–—-]*)\s+(?P<title>\D.*)", re.DOTALL)
_SINGLE = re.compile(
    r"(?P<number>\d{1,2}(?=\D)|[IVX]{1,5}(?!°)|[A-Z](?!°))(?P<sep>\s*[.)°]\s*[–—:-]?|\s*[–—:/-]|)(?P<gap>\s*)(?P<title>[^\d\s].*)",
    re.DOTALL,
)
# « C.C.T.P. », « R.C. »: a name, not the letter of a title.
_ACRONYM = re.compile(r"(?:[A-Z]\.){2}|[A-Z]\.[A-Z]\b")
_CHAPTER = re.compile(
    r"(?P<number>(?:chapitre|titre|partie|section|annexe|fascicule)\s+(?:n\s?°\s*)?(?:\d{1,2}|[IVX]+|[A-Z]))(?![\w°])"
    + _SEPARATOR
    + r"(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_FIRST = re.compile(r"premier|1\s?er", re.IGNORECASE)
_SENTENCE_END = (".", ";", ",", "…")
_BULLET = re.compile(r"(?:[-–—*§](?!\d|\S\s)|[•●◦○▪■□▫♦❖➢➤►▶✓✔⇒→·¨]|[o.](?=\s))\s*(?=\S)")
_RANK = re.compile(
    r"(?P<number>\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)|\d{1,2}[.°](?!\d)|[a-z]\.(?=\s)|(?:\d{1,2}|[A-Z])/(?![\w/])|\d{1,2}\s?[-–](?=\s|[^\W\d]))"
    r"\s*(?=\S)"
)
# A title starts with a capital, a figure of capitals (« L'objet ») or guillemets.
_ROMAN_ALONE = frozenset("IVX")
_CAPITAL = re.compile(r"[«“\"(']?\s*[A-ZÀ-ÖØ-ÞŒ]")
# The first three of the words that announce a title.
FIRST_LETTERS = frozenset(("art", "cha", "tit", "par", "sec", "ann", "fas"))
_FIGURE = re.compile(r"^(?:article|art\.)\s*(?:n\s?°\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A heading told by its words: `level` from 1, `number` as cited (« 7.2 »), `text` without it."""

    level: int
    number: str
    text: str


class Told(NamedTuple):
    """What a paragraph is: its words without number nor bullet. `heading` is a level, from 1.

    `strong`: text that looks like a title, and that nothing else declares one.
    """

    text: str
    heading: int | None = None
    number: str = ""
    item: bool = False
    strong: bool = False


def told(text: str, *, strong: bool = False, large: bool = False, label: str | None = None, cell: bool = False) -> Told:
    """What a paragraph that nothing declares a heading is: title, item or text.

    `label` is the number that its list prints, "" for a bullet, None outside of lists. A `cell`
    holds no title, and keeps a number that was typed in it: « 2.1 Organisation » names a sub-criterion.
    """
    may_title = not cell and label != ""
    found = title(f"{label} {text}" if label else text, strong=strong, large=large) if may_title else None
    if found:
        return announced(found)
    if label is not None:
        return Told(text=text, number=label, item=True)
    listed = item(text)
    if listed and not (cell and listed[0]):
        return Told(text=listed[1], number=listed[0], item=True)
    return Told(text=text, strong=strong and not cell)


def announced(found: Title) -> Told:
    """A title as a paragraph."""
    return Told(text=found.text, heading=found.level, number=found.number)


def declared(level: int, text: str, label: str | None) -> Told:
    """What a paragraph whose style makes it a heading is; its author may have typed the number."""
    if label:
        return Told(text=text, heading=level, number=cited(label))
    found = title(text, strong=True, large=True)
    return Told(text=found.text, heading=level, number=found.number) if found else Told(text=text, heading=level)


def title(text: str, *, strong: bool, large: bool = False) -> Title | None:
    """The heading that a line is, None for any other line; `large`: in larger print than the text."""
    if len(text) > (_LONGEST_STRONG if strong else _LONGEST):
        return None
    text = " ".join(text.split())
    return (
        _article(text, strong) or _chapter(text, strong) or _deep(text, strong, large) or _single(text, strong, large)
    )


def numbered(text: str) -> bool:
    """Whether a line starts like « 7.2 Retards », wherever it ends."""
    found = _DEEP.fullmatch(text)
    return bool(found and _CAPITAL.match(found["title"]))


def _article(text: str, strong: bool) -> Title | None:
    found = _ARTICLE.fullmatch(text)
    if not found or not _titled(found["title"], separated=bool(found["sep"]), strong=strong):
        return None
    number = "1" if _FIRST.fullmatch(found["number"]) else found["number"]
    return Title(level=_depth(number), number=number, text=found["title"] or text)


def _chapter(text: str, strong: bool) -> Title | None:
    found = _CHAPTER.fullmatch(text)
    if not found or not (strong or _upper(text)) or not _titled(found["title"], separated=True, strong=strong):
        return None
    return Title(level=1, number=found["number"], text=found["title"] or text)


def _deep(text: str, strong: bool, large: bool) -> Title | None:
    found = _DEEP.fullmatch(text) or _DASHED.fullmatch(text)
    if not found or not found["title"]:
        return None
    if not _titled(found["title"], separated=large or (strong and bool(found["sep"])), strong=strong):
        return None
    return Title(level=_depth(found["number"]), number=found["number"], text=found["title"])


def _single(text: str, strong: bool, large: bool) -> Title | None:
    found = _SINGLE.fullmatch(text)
    if not found or _ACRONYM.match(text) or not (strong or (_upper(found["title"]) and len(found["title"]) > 3)):
        return None
    number, words = found["number"], found["title"]
    if not found["sep"] and not (found["gap"] and _apart(number, words, strong, large)):
        return None
    if not _CAPITAL.match(words) or not _titled(words, separated=False, strong=strong):
        return None
    lettered = not number.isdigit() and number not in _ROMAN_ALONE and len(number) == 1
    return Title(level=2 if lettered else 1, number=number, text=words)


def _apart(number: str, words: str, strong: bool, large: bool) -> bool:
    """Whether a figure that only a blank parts from the words numbers a title: « I PRESCRIPTIONS », « 2 Contexte »."""
    figure = number.isdigit() or len(number) > 1 or number in _ROMAN_ALONE
    return figure and (large or (strong and _upper(words)))


def _titled(words: str, *, separated: bool, strong: bool) -> bool:
    """Whether what follows a number reads as a title."""
    if not words:
        return True
    if words.endswith(_SENTENCE_END) and not (strong and _upper(words)):
        return False
    return bool(_CAPITAL.match(words)) or (separated and words[0].isalpha())


def _upper(text: str) -> bool:
    return text.isupper()


def _depth(number: str) -> int:
    return 1 + number.count(".") + number.count("-")


def cited(label: str) -> str:
    """The number that an automatic label prints, as people cite it: « Article 7 : » gives « 7 »."""
    bare = _FIGURE.sub("", label.strip()).strip()
    bare = bare.rstrip(" .:–—-")
    return "" if not any(char.isalnum() for char in bare) else bare


def item(text: str) -> tuple[str, str] | None:
    """(number, text) of a list item typed by hand; None for any other line."""
    bullet = _BULLET.match(text)
    if bullet:
        rest = text[bullet.end() :]
        return ("", rest) if any(map(str.isalnum, rest)) else None
    rank = _RANK.match(text)
    return (rank["number"], text[rank.end() :]) if rank else None
