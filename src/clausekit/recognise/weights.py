"""Weights as they are printed: « 60 % », « 40/100 », « sur 50 points », « coefficient 3 », « entre 30 et 40 % ».

A number that a text compares, deducts or levies (« au moins 30 % », « TVA 20 % ») is no weight.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from clausekit.recognise import words

Unit: TypeAlias = Literal["percent", "points", "rank", "coefficient", "range", "none"]

_N = r"(?<![\d.,/])\d{1,3}(?:[.,]\d{1,2})?(?![\d]|[.,]\d)"
_PERCENT = r"(?:%|pour\s?cents?\b|p\.\s?cent\b)"
_POINTS = r"(?:points?\b|pts?\b\.?)"
# Usual totals: « 24/7 » and « 01/2026 » are no weights.
_TOTALS = r"(?:5|10|15|20|25|30|35|40|45|50|55|60|65|70|75|80|90|100|120|150|200|1000)"
_COEFFICIENT = r"coef[a-z]*\.?\s*(?:multiplicateur\s*|de\s+ponderation\s*)?(?:de\s+)?[:=(]?\s*"
_OF = rf"(?:\s*(?:sur|/)\s*(?P<of>{_TOTALS})(?!\d)(?:\s*{_POINTS})?)?"
# « cinquante pour cent »; with its figures after it, these tell the weight.
_UNITS = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_TENS: Final = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100}
_SPELLED: Final = {**{name: rank for rank, name in enumerate(_UNITS.split(), start=1)}, **_TENS}
_WORD = rf"(?:{'|'.join(sorted(_SPELLED, key=len, reverse=True))})s?"
_LETTERED = (
    rf"(?<![\w-])(?P<lettered>{_WORD}(?:(?:\s+et\s+|[\s-]+){_WORD}){{0,4}})"
    r"\s+(?:%|pour\s?cents?\b)(?!\s*[(:]?\s*\d)"
)
_LETTERS = r"(?:cinq|dix|quinze|vingt|trente|quarante|cinquante|soixante|soixante-dix|quatre-vingts?|cent)(?:-cinq)?"
_WITH: Final = (
    r"[\s,;:()-]*(?:(?:est|sera|sont|seront)\s+)?(?:ensuite\s+)?(?:(?:affecte|pondere|multiplie)e?s?\s+)?"
    r"(?:d'un\s+|du\s+|par\s+(?:un|le)\s+|avec\s+(?:un\s+)?)?"
)
_FORMS: Final = (
    ("range", rf"(?:entre|de)\s+(?P<low>{_N})\s*(?:{_PERCENT}|{_POINTS})?\s*(?:a|et)\s+(?P<high>{_N})\s*"),
    ("range", rf"(?P<low2>(?<![\d.,/])\d\d(?:[.,]\d)?)\s*{_PERCENT}?\s*(?:-|a)\s*(?P<high2>{_N})\s*(?={_PERCENT})"),
    ("based", rf"sur\s+(?P<base>{_N})\s*{_POINTS}?{_WITH}{_COEFFICIENT}(?P<times>{_N})"),
    # « coefficient de pondération : 50 % » is a percentage.
    ("coefficient", rf"{_COEFFICIENT}(?P<coefficient>{_N})(?!\s*{_PERCENT})"),
    ("fraction", rf"(?P<part>{_N})\s*/\s*(?P<whole>{_TOTALS})(?![\d/])\s*{_POINTS}?"),
    ("percent", rf"(?P<percent>{_N})\s*{_PERCENT}"),
    # « délai, /8 points »
    ("over", rf"(?<![\d/])/\s?(?P<over>\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*{_POINTS}"),
    ("points", rf"(?:sur\s+|/\s*)?(?P<points>{_N})\s*{_POINTS}{_OF}"),
    # « cinquante points (50) »
    ("told", rf"{_LETTERS}\s+{_POINTS}\s*\(\s*(?P<told>{_N})\s*\)"),
    ("percent", _LETTERED),
    ("brackets", rf"\(\s*sur\s+(?P<brackets>{_N})\s*\)"),
    # « Phasage des travaux, sur 10 »: it ends what it weighs.
    ("closing", rf",\s*sur\s+(?P<closing>{_N})\s*(?:{_POINTS}\s*)?(?=[;.,]*\s*$)"),
    ("slash", rf"(?:(?<=[\s:(])|^)/\s?(?P<slash>{_TOTALS})(?![\d/])\s*{_POINTS}?"),
    ("bare", rf"ponder[a-z]+\s*(?:a\s+hauteur\s+de|de|a|[:=])?\s*(?P<bare>{_N})(?!\s*{_PERCENT})"),
)  # fmt: skip
_ANY: Final = re.compile("|".join(f"(?P<f{rank}>{form})" for rank, (_, form) in enumerate(_FORMS)))
_DIGIT: Final = re.compile(r"\d")
_TAIL: Final = re.compile(rf"\s*(?:{_PERCENT}|{_POINTS})")
_SCALE: Final = re.compile(rf"(?:notee?s?|notation|notes?|bareme)\s+(?:sur|de)\s+(?P<scale>{_N})\s*{_POINTS}?")
_ENDS = rf"[^()]{{1,40}}\(\s*{_N}\s*{_POINTS}\s*\)"
_NOTHING = rf"[^()]{{1,40}}\(\s*0\s*{_POINTS}\s*\)"
# « notée de 1 à 5 », « entre 10 jours (20 points) et 30 jours (0 point) »: marks, whatever weighs them.
_MARKS: Final = re.compile(
    rf"\bnote\w*\s+(?:de|entre)\s+{_N}\s*(?:a|et)\s+{_N}(?:\s*{_POINTS})?"
    rf"|\b(?:de|entre)\s(?:{_ENDS}\s*(?:a|et)\s{_NOTHING}|{_NOTHING}\s*(?:a|et)\s{_ENDS})"
)
# « représente 40 % de la note »: said of a criterion, whatever follows.
_SAID: Final = re.compile(r"(?:represente(?:nt)?|compte(?:nt)? pour|pondere\w*(?: a)?|ponderation(?: de)?)$")
_NUMBER: Final = re.compile(r"\s*(?:/|sur\b|[x×](?=\s?\d))?\s*(?P<n>(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?)\s*")
# « Les articles 5 et 6 »; « fin de vie des articles 5 points » weighs.
_CITED: Final = re.compile(r"\barticles$")
_AROUND: Final = " \t()[]:;.-=|*"
_NEAR: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A weight read in a text.

    `text` is what is printed, `value` the number (the lower one of a range, the rank of a ranked
    criterion), `upper` the higher one of a range, `base` what the weight is out of when it is
    printed with it (« 40/100 », « noté sur 20, coefficient 3 »). `start` and `end` are places in
    the text that was read. `scale`: « noté sur 40 » may be but the scale of the marks.
    """

    text: str
    value: float
    unit: Unit
    base: float | None = None
    upper: float | None = None
    start: int = 0
    end: int = 0
    scale: bool = False


def number(text: str) -> float:
    """A printed number, with a comma or a point."""
    return float(text.replace(",", "."))


def _spelled(words_: str) -> float:
    """A number told in letters: « soixante-quinze », « quatre-vingts »."""
    total = 0
    for word in re.split(r"(?:\s+et\s+|[\s-])+", words_):
        value = _SPELLED.get(word) or _SPELLED[word.removesuffix("s")]
        total = total * value if (total, value) == (4, 20) else total + value
    return float(total)


def _unit(form: str) -> Unit:
    if form in {"percent", "range"}:
        return form  # type: ignore[return-value]
    if form in {"based", "coefficient"}:
        return "coefficient"
    return "points"


def _weight(text: str, folded: str, found: re.Match[str]) -> Weight:
    rank = next(index for index in range(len(_FORMS)) if found[f"f{index}"] is not None)
    form, names = _FORMS[rank][0], found.groupdict()
    end = found.end()
    if form == "range":
        tail = _TAIL.match(folded, end)
        end = tail.end() if tail else end
    value = next(names[key] for key in _VALUES if names[key] is not None)
    base = names["base"] or names["whole"] or names["of"]
    upper = names["high"] or names["high2"]
    return Weight(
        text=text[found.start() : end].strip(),
        value=_spelled(value) if names["lettered"] else number(value),
        unit=_unit(form),
        base=number(base) if base else None,
        upper=number(upper) if upper else None,
        start=found.start(),
        end=end,
    )


_VALUES: Final = (
    "low",
    "low2",
    "times",
    "coefficient",
    "part",
    "percent",
    "over",
    "points",
    "told",
    "lettered",
    "brackets",
    "closing",
    "slash",
    "bare",
)


def _plausible(weight: Weight) -> bool:
    if weight.unit == "range":
        return weight.upper is not None and 0 < weight.value < weight.upper <= 100
    if weight.base is not None and weight.unit == "points" and weight.value > weight.base:
        return False
    return weight.value > 0 and (weight.unit != "percent" or weight.value <= 100)


def _other_number(folded: str, weight: Weight) -> bool:
    """Whether the words around make it a threshold, a tax, a deduction or a price."""
    raw = folded[max(0, weight.start - _NEAR) : weight.start]
    before = raw.rstrip(" (:")
    after = folded[weight.end : weight.end + _NEAR].lstrip(" )")
    ahead = words.pattern("criteres", "avant_un_autre_nombre")
    if any(found.end() == len(before) for found in ahead.finditer(before)):
        return True
    if _CITED.search(before) and weight.text[-1:].isdigit():
        return True
    if _SAID.search(before):
        return False
    # « méthode 20 % + 10 % délai »: a sign that stands apart joins two items.
    if (
        raw.endswith("+")
        or re.search(r"[<>≤≥±]\s*$|=\s*\d*\s*[x*/]\s*$", before)
        or re.match(r"\s*(?:€|euros?\b|x\s*[a-z(])", after)
    ):
        return True
    # « 25 % / moyens », « (20 %)* fiches »: a sign that parts items; without a unit, one of a formula.
    if weight.text[-1:].isdigit() and re.match(r"\s*[*/]\s*[a-z(]", after):
        return True
    return words.pattern("criteres", "apres_un_autre_nombre").match(after) is not None


@lru_cache(maxsize=16384)  # a text is asked for its weights at each step of the reading
def weights(text: str) -> tuple[Weight, ...]:
    """Every weight of a text, in order."""
    if _DIGIT.search(text) is None and "%" not in text and "cent" not in text.lower():
        return ()
    folded = words.fold(text)
    folded = _MARKS.sub(lambda found: "#" * len(found[0]), folded)
    hidden = _SCALE.sub(lambda found: found[0] if _coefficient_follows(folded, found) else "#" * len(found[0]), folded)
    chosen = hidden if _ANY.search(hidden) else folded
    read = (_weight(text, folded, match) for match in _ANY.finditer(chosen))
    found = tuple(item for item in read if _plausible(item) and not _other_number(folded, item))
    if chosen is folded:
        scales = [scale.span() for scale in _SCALE.finditer(folded)]
        found = tuple(replace(item, scale=_noted(scales, item)) for item in found)
    return found or tuple(_scale(text, match) for match in _SCALE.finditer(folded) if " sur " in match[0])


def _noted(scales: Sequence[tuple[int, int]], weight: Weight) -> bool:
    """Whether « noté » stands before the weight: the last scale that begins before its end reaches it."""
    at = bisect_left(scales, (weight.end, 0))
    return at > 0 and weight.end <= scales[at - 1][1] + 1


def _scale(text: str, found: re.Match[str]) -> Weight:
    printed = text[found.start() : found.end()]
    value = number(found["scale"])
    return Weight(text=printed, value=value, unit="points", start=found.start(), end=found.end(), scale=True)


def _coefficient_follows(folded: str, found: re.Match[str]) -> bool:
    return "coef" in folded[found.end() : found.end() + _NEAR]


def alone(text: str) -> Weight | None:
    """The weight of a text that holds nothing else (a cell, a line of a column); None otherwise."""
    found = weights(text)
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    bare = re.sub(r"\b(?:notee?s?|sur|soit|dont|de|a|ponder\w*|poids|note)\b", "", words.fold(rest))
    return found[0] if not bare.strip(_AROUND) else None


def bare(text: str, unit: Unit) -> Weight | None:
    """A number that stands alone in a column whose heading gives the unit."""
    found = _NUMBER.fullmatch(text.strip(_AROUND))
    if found is None:
        return None
    value = number(found["n"])
    return Weight(text=text.strip(), value=value, unit=unit, end=len(text)) if value > 0 else None
