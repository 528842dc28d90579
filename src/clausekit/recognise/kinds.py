"""What a criterion judges, told by its words: price, cost, technical value, environment, social matters.

A word alone says little: « environnement informatique » or « insertion paysagère » are taken off
first. « Valeur technique et environnementale » is one technical criterion with an environmental
part, which is not a criterion of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from clausekit.recognise import words

Kind: TypeAlias = Literal["price", "cost", "technical", "environmental", "social", "mixed", "other"]
Nature: TypeAlias = Literal["price", "cost", "technical", "environmental", "social"]
PRICES: Final[frozenset[Nature]] = frozenset({"price", "cost"})

_LINK: Final = re.compile(r"\bet\b|\bou\b|,|/|&|\+|;|\bainsi que\b")
_SMALL: Final = re.compile(r"\W*(?:(?:la|le|les|l'|des|de|du|d'|sa|ses|son|en|aux?)\W*)*")
_SUSTAINABLE: Final = ("environnement", "social", "durable")
_SHORT: Final = 4
_AIM: Final = re.compile(r"\b(?:afin d|pour (?=\w+(?:er|ir|re)\b)|en vue d|permettant d|visant a)")
_BRACKETS: Final = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Natures that a label holds, and whether a sustainable one stands apart from the technical value.

    `apart` is None when the words leave it open (« qualité et performance environnementale »).
    """

    natures: tuple[Nature, ...]
    apart: bool | None

    @property
    def kind(self) -> Kind:
        """The nature when there is one, `mixed` when there are several, `other` when there is none."""
        if not self.natures:
            return "other"
        return self.natures[0] if len(self.natures) == 1 else "mixed"

    @property
    def sustainable(self) -> bool:
        """Whether it is about the environment or social matters, if only in part."""
        return bool({"environmental", "social"} & set(self.natures))


def _sustainable_words(folded: str) -> dict[str, list[re.Match[str]]]:
    """Words of sustainability, those that say something else blanked first."""
    green = words.without(folded, "natures", "faux_environnement")
    human = words.without(folded, "natures", "faux_social")
    lasting = words.without(folded, "natures", "faux_durable")
    return {
        "environnement": list(words.pattern("natures", "environnement").finditer(green)),
        "social": list(words.pattern("natures", "social").finditer(human)),
        "durable": list(words.pattern("natures", "durable").finditer(lasting)),
    }


def sustainable_in(text: str) -> frozenset[str]:
    """`environmental`, `social`, both or none: what a text speaks of once false friends are taken off."""
    found = _sustainable_words(words.fold(text))
    natures = {"environmental"} if found["environnement"] else set()
    if found["social"]:
        natures.add("social")
    return frozenset({"environmental", "social"} if found["durable"] else natures)


def _opens_second(folded: str, start: int, end: int) -> bool:
    """Whether what follows a link is itself an object: a sustainable word, or a noun that heads one."""
    small = _SMALL.match(folded, start)
    begin = small.end() if small else start
    if begin >= end:
        return True
    head = words.pattern("natures", "tetes").match(folded, begin)
    return head is not None and head.start() == begin


def _beside(folded: str, start: int, role: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a word of `role` and the sustainable word at `start` are two objects joined by a link."""
    pattern = words.pattern("natures", role)
    for link in _LINK.finditer(folded, 0, start):
        before = [found for found in pattern.finditer(folded, 0, link.start()) if not _inside(found, spans)]
        if before and _opens_second(folded, link.end(), start):
            return True
    return False


def _after(folded: str, end: int, role: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a word of `role` comes as a second object after the sustainable word that ends at `end`."""
    link = _LINK.search(folded, end)
    if link is None or len(folded[end : link.start()].split()) > _SHORT:
        return False
    small = _SMALL.match(folded, link.end())
    begin = small.end() if small else link.end()
    following = [
        found
        for found in words.pattern("natures", role).finditer(folded, link.end())
        if not _inside(found, spans) and len(folded[begin : found.start()].split()) <= 1
    ]
    return bool(following)


def _inside(found: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= found.start() < end for start, end in spans)


def _apart(folded: str, matches: list[re.Match[str]]) -> bool | None:
    """True when no technical or price object stands beside the sustainable ones; None when a weak one does."""
    spans = [found.span() for found in matches]
    first, last = min(spans)[0], max(end for _, end in spans)
    for roles, answer in ((("technique", "prix", "cout"), False), (("technique_faible",), None)):
        for role in roles:
            if _beside(folded, first, role, spans) or _after(folded, last, role, spans):
                return answer
    return not re.match(r"\W*valeur technique", folded)


def _purpose(before: str) -> bool:
    """« Organisation de l'entretien afin d'optimiser les coûts »: what a cost is named for comes before it."""
    aim = _AIM.search(before)
    return aim is not None and any(
        words.pattern("natures", role).search(before, 0, aim.start()) for role in ("technique", "technique_faible")
    )


def _plain_natures(folded: str) -> tuple[Nature, ...]:
    if words.pattern("natures", "prix").search(folded):
        first = words.pattern("natures", "technique").search(folded)
        price = words.pattern("natures", "prix").search(folded)
        if first is None or (price is not None and price.start() < first.start()):
            return ("price",)
        return ("technical",)
    cost = words.pattern("natures", "cout").search(folded)
    if cost and not _purpose(folded[: cost.start()]):
        return ("cost",)
    known = any(words.pattern("natures", role).search(folded) for role in ("technique", "technique_faible"))
    return ("technical",) if known else ()


def _named(folded: str) -> str:
    """What names a criterion: the words before a colon, when they are known, and those out of its brackets.

    What stands after or between brackets only illustrates, unless nothing else says what is judged.
    """
    head, colon, _ = folded.partition(":")
    own = _BRACKETS.sub(lambda found: " " * len(found[0]), head if colon else folded)
    natures = _plain_natures(own)
    plain = not any(_sustainable_words(folded).values())
    known = bool(natures) if colon or plain else natures == ("price",)
    return own if known or any(_sustainable_words(own).values()) else folded


@lru_cache(maxsize=4096)  # a grid is tried in many ways, of the same labels
def told(label: str) -> Reading:
    """What the words of a label say by themselves."""
    folded = _named(words.fold(label))
    found = _sustainable_words(folded)
    matches = [item for key in _SUSTAINABLE for item in found[key]]
    if not matches:
        return Reading(natures=_plain_natures(folded), apart=False)
    # « Développement durable et clause sociale » holds more than the clause.
    whole = any(item[0].startswith("developpement") for item in found["durable"])
    green = bool(found["environnement"]) or bool(found["durable"] and (whole or not found["social"])) or _both(found)
    human = bool(found["social"]) or bool(found["durable"] and not found["environnement"]) or _both(found)
    sustainable: tuple[Nature, ...] = (
        *(("environmental",) if green else ()),
        *(("social",) if human else ()),
    )
    apart = _apart(folded, matches)
    if apart is False:
        others = _plain_natures(words.without(folded, "natures", "environnement")) or ("technical",)
        return Reading(natures=(*others, *sustainable), apart=False)
    return Reading(natures=sustainable, apart=apart)


def _both(found: dict[str, list[re.Match[str]]]) -> bool:
    return bool(found["durable"]) and not found["environnement"] and not found["social"]


def kind(label: str, below: Iterable[str] = (), detail: str = "") -> Reading:
    """What a criterion judges: its own words first; sub-criteria and description when they say nothing of it."""
    own = told(label)
    if own.natures and own.kind != "mixed":
        return own
    parts = [told(text) for text in below]
    if own.natures:
        return _narrowed(own, parts)
    if parts and all(part.sustainable and part.apart for part in parts):
        natures = tuple(dict.fromkeys(nature for part in parts for nature in part.natures))
        return Reading(natures=natures, apart=True)
    if parts:
        first = next((part for part in parts if part.natures), None)
        return Reading(natures=first.natures, apart=None) if first else own
    described = told(detail) if detail else own
    return Reading(natures=described.natures, apart=None) if described.sustainable else described


def _narrowed(own: Reading, parts: list[Reading]) -> Reading:
    """« Développement durable » holds what its sub-criteria hold, when they all say one thing."""
    if own.apart is False or not parts or not all(part.sustainable for part in parts):
        return own
    natures = {nature for part in parts for nature in part.natures} & {"environmental", "social"}
    kept = tuple(nature for nature in own.natures if nature in natures)
    return Reading(natures=kept or own.natures, apart=own.apart)
