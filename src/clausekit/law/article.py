"""An article of law as a value: read from a reference's title or from what a person types, and compared.

In a code, « L. 2112-2-1 » is another article than « L. 2112-2 ». In a CCAG, « 16.2.3 » is a part of « 16.2 ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from clausekit import guess
from clausekit.registry import LegalReference

ANY_CCAG: Final = "CCAG"
# How far what is cited and what is asked overlap.
EXACT: Final = "exact"
WITHIN: Final = "within"
ABOVE: Final = "above"
RANGE: Final = "range"

LETTERED: Final = re.compile(r"(?P<letter>LO|[LRDA])[.\s]*\*?\s?(?P<number>\d{1,5}(?:-\d{1,4})*)")
# « loi n° 2021-1104 », « règlement (UE) 2024/1781 », « CE, n° 417580 ».
NUMBERED: Final = re.compile(
    r"(?:n°\s?|\((?:UE|CE|CEE)\)\s?(?:n°\s?)?|directive\s)(?P<number>\d{2,4}[-/]\d{1,5}|\d{5,})"
)
_TITLE = re.compile(r"article (?P<number>.+?) (?:du|de la|de l'|des) (?P<body>.+)")
_DASHES = str.maketrans({"‑": "-", "–": "-", "—": "-", "−": "-", "’": "'", "\u00a0": " ", "\u202f": " "})


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """`body`: « code de la commande publique », « CCAG-FCS », « n° 2021-1104 », « CCAG » for any of them; or unsaid.

    `number`: « L2112-2 », « 16.2.3 », « 35 »; empty for the whole text.
    """

    body: str
    number: str

    @property
    def said(self) -> str:
        """How a lawyer writes it."""
        letter = LETTERED.fullmatch(self.number)
        number = f"{letter['letter']}. {letter['number']}" if letter else self.number
        if not self.number:
            return self.body
        joint = "de l'" if self.body.startswith("arrêté") else "du " if self.body.startswith(("code", "CCAG")) else ""
        body = "CCAG (chacun)" if self.body == ANY_CCAG else self.body
        return f"article {number}" + (f" {joint}{body}" if joint else f", {body}" if body else "")


def plain(text: str) -> str:
    """A text with plain hyphens, apostrophes and spaces, as long as it was: what Word changes when one types."""
    return text.translate(_DASHES)


def lettered(letter: str, number: str) -> str:
    """« L2112-2 »."""
    return f"{letter.upper()}{number}"


def of_reference(found: LegalReference) -> Article | None:
    """The article that a reference of the registry is; None for a norm or a guide."""
    if found.ccag and found.article:
        return Article(body=f"CCAG-{found.ccag}", number=found.article)
    numbered, titled = NUMBERED.search(found.title), _TITLE.fullmatch(found.title)
    if numbered:
        number = titled["number"].removesuffix("er") if titled else ""
        return Article(body=f"n° {numbered['number']}", number=number)
    if not titled:
        return None
    letter = LETTERED.fullmatch(titled["number"])
    return Article(
        body=titled["body"], number=lettered(letter["letter"], letter["number"]) if letter else titled["number"]
    )


def _short(text: str) -> str:
    """« c. env. » and « C. env » alike."""
    return re.sub(r"[^a-z0-9]", "", guess.bare(text))


def names(references: Iterable[LegalReference]) -> Mapping[str, str]:
    """Each way of naming a code (« ccp », « cenv », « codedelenvironnement »), and the code as the registry has it."""
    found: dict[str, str] = {}
    for item in references:
        article = of_reference(item)
        if article is None or not article.body.startswith("code "):
            continue
        abbreviated = LETTERED.sub("", item.short.removeprefix("art."))
        prefix = re.split(r"-(?=[lrda]\d)", item.id, maxsplit=1)[0]
        bare = article.body.removeprefix("code ")
        for name in (article.body, bare, re.sub(r"^(?:de la|de l'|du|des) ?", "", bare), abbreviated, prefix):
            found.setdefault(_short(name), article.body)
    return found


def code(words: str, known: Mapping[str, str]) -> str | None:
    """The code that words name; None when they name none."""
    return known.get(_short(words))


def _held(outer: str, inner: str) -> bool:
    """Whether an article of a CCAG holds another one: « 16.2 » holds « 16.2.3 », not « 16.20 »."""
    return not outer or inner.startswith(f"{outer}.")


def _same_body(asked: str, seen: str) -> bool:
    if ANY_CCAG in (asked, seen):
        return asked.startswith(ANY_CCAG) and seen.startswith(ANY_CCAG)
    return asked == seen or (not seen.startswith((ANY_CCAG, "n°")) and not (asked and seen) and asked[:2] != "n°")


def overlap(asked: Article, seen: Article) -> str | None:
    """How what is cited stands to what is asked: exact, within, above; None when they are strangers."""
    if not _same_body(asked.body, seen.body):
        return None
    if asked.number == seen.number:
        return EXACT
    if asked.body.startswith(ANY_CCAG):
        if _held(asked.number, seen.number):
            return WITHIN
        return ABOVE if _held(seen.number, asked.number) else None
    if asked.body.startswith("n°") and not (asked.number and seen.number):
        return ABOVE if asked.number else WITHIN
    return None


def _key(number: str) -> tuple[str, tuple[int, ...]]:
    found = LETTERED.fullmatch(number)
    return (found["letter"], tuple(map(int, found["number"].split("-")))) if found else ("", ())


def between(first: Article, last: Article, asked: Article) -> bool:
    """Whether « L. 2113-12 à L. 2113-16 » holds an article of a code."""
    if not _same_body(asked.body, first.body):
        return False
    (low_letter, low), (high_letter, high), (letter, key) = _key(first.number), _key(last.number), _key(asked.number)
    return bool(letter) and letter == low_letter == high_letter and low < key < high


def follows(first: Article, asked: Article) -> bool:
    """Whether « L. 2112-2 et suivants » may hold an article: those of the same chapter, from there on."""
    (first_letter, start), (letter, key) = _key(first.number), _key(asked.number)
    same = letter == first_letter and bool(key) and key[0] == start[0]
    return _same_body(asked.body, first.body) and same and key > start
