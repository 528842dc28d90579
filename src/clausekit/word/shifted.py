"""References typed by hand to articles that a list numbers: an article added above them shifts them unnoticed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from clausekit.word import identity
from clausekit.word.headings import Numbered, above_of
from clausekit.word.hosts import Host, Title
from clausekit.word.neutral import W
from clausekit.word.places import Spot

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_MOST = 10  # references shown
_NUMBER = r"\d{1,3}(?:[.-]\d{1,2})*"
_CITED = re.compile(rf"\b(?:articles?|art\.)\s+(?P<numbers>{_NUMBER}(?:\s*(?:,|et|à|ou)\s*{_NUMBER})*)", re.IGNORECASE)
# An article of something else: of the CCAG, of a code, of a decree.
_ELSEWHERE = re.compile(
    r"\s*(?:et suivants\s*)?(?:du|de la|de l[’']|des)\s*"
    r"(?:CCAG|CCAP|CCTP|RC|acte|code|décret|loi|arrêté|ordonnance|directive|règlement|cahier|CCP)",
    re.IGNORECASE,
)


def told(host: Host, spots: Sequence[tuple[Spot, Sequence[str]]], numbers: Mapping[str, Numbered]) -> Iterator[str]:
    """What to check: the typed references to articles whose number changes. `spots`: places, keys of our headings."""
    moved = _moved(host, spots, numbers)
    if not moved:
        return
    first, last = next(iter(moved.items())), list(moved.items())[-1]
    yield f"Des articles s’ajoutent : l’article {first[0]} devient {first[1]}" + (
        "." if first == last else f", et ainsi de suite jusqu’à {last[0]}, qui devient {last[1]}."
    )
    found = list(_references(host, moved))
    yield from (f"  renvoi tapé à relire : {item}" for item in found[:_MOST])
    if len(found) > _MOST:
        yield f"  … et {len(found) - _MOST} autres renvois tapés à relire"


def settled(
    host: Host, spots: Sequence[tuple[Spot, Sequence[str]]], numbers: Mapping[str, Numbered]
) -> dict[str, Numbered]:
    """Our numbers once every article is in: those below an article that has moved move with it."""
    moved = _moved(host, spots, numbers)
    done = dict(numbers)
    for spot, keys in spots:
        old = spot.above.number if spot.above is not None else ""
        new = _new(old, moved) if old else ""
        for key in keys:
            number = numbers.get(key)
            if new and number is not None and not number.typed and number.text.startswith(f"{old}."):
                done[key] = replace(number, text=new + number.text[len(old) :])
    return done


def _moved(host: Host, spots: Sequence[tuple[Spot, Sequence[str]]], numbers: Mapping[str, Numbered]) -> dict[str, str]:
    """Old number -> new one, of the headings of the document that stand after new ones of their level."""
    moved: dict[str, str] = {}
    for spot, keys in spots:
        count = sum(1 for key in keys if key in numbers and numbers[key].level == spot.level)
        for title in _after(host, spot):
            head, dot, last = moved.get(title.number, title.number).rpartition(".")
            if last.isdecimal():
                moved[title.number] = f"{head}{dot}{int(last) + count}"
    return moved


def _after(host: Host, spot: Spot) -> Iterator[Title]:
    """The headings of the level of a spot that come after it, under the same one."""
    for title in host.titles[len(above_of(host, spot)) :]:
        if title.level < spot.level:
            return
        if title.level == spot.level and title.number and not title.typed:
            yield title


def _references(host: Host, moved: Mapping[str, str]) -> Iterator[str]:
    titles = {title.element for title in host.titles}
    for paragraph in host.body.iter(_W + "p"):
        if paragraph not in titles:
            yield from _cited(paragraph, moved)


def _cited(paragraph: _Element, moved: Mapping[str, str]) -> Iterator[str]:
    text = identity.said(paragraph)
    for found in _CITED.finditer(text):
        if _ELSEWHERE.match(text, found.end()):
            continue
        for number in re.findall(_NUMBER, found["numbers"]):
            new = _new(number.replace("-", "."), moved)
            if new:
                yield f"« …{text[max(found.start() - 30, 0) : found.end() + 20].strip()}… » ({number} devient {new})"


def _new(number: str, moved: Mapping[str, str]) -> str:
    """The new number of an article, or of one of its sub-articles."""
    for old, new in moved.items():
        if number == old or number.startswith(f"{old}."):
            return new + number[len(old) :]
    return ""
