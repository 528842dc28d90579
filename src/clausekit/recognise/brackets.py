"""A criterion that lists what it is judged on before its own weight, cut from that list."""

from __future__ import annotations

import re
from typing import Final

from clausekit.recognise import kinds, words
from clausekit.recognise.weights import Weight, weights

_PAIRS: Final = {"(": ")", "[": "]"}
_TOTAL: Final = 100.0
_EQUAL: Final = 0.02
_LEAST: Final = 3
_LISTED: Final = 2
_ASIDE: Final = 3
_LONGEST: Final = 2_000  # characters between two brackets
_BRACKET: Final = re.compile(r"[()\[\]]")
_MARK: Final = re.compile(r"\s[-–—]\s|\s(?=(?:a|A|1)\s?\)\s)")
_MARKED: Final = re.compile(r"[^\W\d]{3}\s*\(\s*\d{1,3}(?:[.,]\d{1,2})?\s*(?:points?|pts)\s*\)")
_FIELD: Final = re.compile(r"[Pp]ond[ée]ration\s?:")
_WHOLES: Final = (10.0, 20.0, 100.0)


def listed(text: str) -> tuple[str, str] | None:
    """A text without the bracket that lists weights, and what it lists; None when no bracket does.

    « Valeur technique (méthode 20 % ; équipe 30 %) : 50 % » says 50 % of the technical value, then
    20 and 30 of what is below it. The list must make the weight outside, or a whole.
    """
    whole = len(weights(text))
    opening = len(text) - len(text.lstrip())
    for start, end in _pairs(text):
        if start <= opening:
            continue
        inside = text[start + 1 : end]
        # Too few within, or too many elsewhere: what stands outside is not read for nothing.
        if not _LISTED <= len(weights(inside)) >= whole - _ASIDE:
            continue
        outside = f"{text[:start].rstrip()} {text[end + 1 :].lstrip()}"
        if _tells(weights(inside), weights(outside), inside):
            return outside.strip(), inside.strip()
    return None


def closed(text: str) -> tuple[str, str] | None:
    """A criterion with the weight that ends its list, and that list; None when no weight ends one.

    « Valeur technique : méthode 20 %, équipe 30 % : 50 % » weighs 50 %.
    """
    last = weights(text)[-1] if weights(text) else None
    if last is None or text[last.end :].strip(" :;.,)"):
        return None
    ahead = text[: last.start].rstrip()
    told, body = weights(ahead), ahead.rstrip(" :;.,")
    if not ahead.endswith(":") or len(told) < 2:
        return None
    split, tail = parted(body, last), ahead[told[-1].end :].strip(" :;.,)]")
    if split is None or (tail and sum(weight.value for weight in told) != last.value):
        return None
    # « décomposée ainsi : 40 % tenue du chantier ; 10 % fournitures : 50 % »: the words follow their weights.
    return f"{split[0]} : {text[last.start : last.end]}", f"{split[1]}{ahead[told[-1].end + 1 :] if tail else ''}"


def unsummed(text: str) -> str:
    """A list of criteria without what they make, where it ends on that: « Délai = 35 % - équipe = 15 % : 50 % »."""
    found = weights(text)
    if len(found) < _LEAST or text[found[-1].end :].strip(" ;.,)") or closed(text):
        return text
    ahead = text[: found[-1].start].rstrip()
    if not ahead.endswith(":") or sum(weight.value for weight in found[:-1]) != found[-1].value:
        return text
    signed = all(text[: weight.start].rstrip(" (").endswith((":", "=")) for weight in found[:-1])
    return ahead.rstrip(" :") if signed else text


def parted(text: str, whole: Weight) -> tuple[str, str] | None:
    """A criterion and the list that its words go on with, when that list makes its weight or 100; None otherwise."""
    found = weights(text)
    if len(found) >= _LEAST and found[0].scale and found[0].value == sum(weight.value for weight in found[1:]):
        # « La valeur technique est notée sur 20 : méthode (sur 12), moyens (sur 8) »
        found = found[1:]
    start, end = _turn(text, found[0].start, found[1].start) if len(found) > 1 else (0, 0)
    if not start:
        return None
    other = {weight.unit for weight in found} != {whole.unit}
    total = sum(weight.value for weight in found)
    if not any(abs(total - value) <= _EQUAL * value for value in (whole.value, _TOTAL, *(_WHOLES if other else ()))):
        return None
    return text[:start].rstrip(), text[end : found[-1].end + 1].strip()


def _turn(text: str, first: int, second: int) -> tuple[int, int]:
    """Where a criterion ends and where its list begins: a bracket, a colon, a dash, « a) », « appréciée selon »."""
    if opened := _opened(text, first, second):
        return opened, opened + 1
    colon = text.find(":", 0, first)
    if colon > 0 and text[:second].rstrip().endswith(":") and not text[colon + 1 : first].strip(" ("):
        return 0, 0  # « Méthode : 20 %, délai : 15 % » is a list from its first word
    if colon > 0 and all(weight.scale for weight in weights(text[:colon])):
        return colon, colon + 1
    if (found := _MARK.search(text, 0, first)) and kinds.told(text[: found.start()]).natures:
        return found.start(), found.end()
    start = end = 0
    for said in words.pattern("criteres", "coupe").finditer(words.fold(text), 0, first):
        if start and text[end : said.start()].strip():
            break
        start, end = start or said.start(), said.end()
    return (start, end) if kinds.told(text[:start]).natures else (0, 0)


def _opened(text: str, first: int, second: int) -> int:
    """Where a bracket stands that holds the first two weights of a list; 0 without one."""
    start = text.rfind("(", 0, first)
    end = _closing(text, start) if start > 0 and text[:start].strip() else None
    return start if end is not None and end > second else 0


def _pairs(text: str) -> list[tuple[int, int]]:
    """Each bracket that opens and where it closes, in order, in one pass: what `_closing` says of each of them."""
    open_: dict[str, list[int]] = {sign: [] for sign in _PAIRS.values()}
    found: list[tuple[int, int]] = []
    for bracket in _BRACKET.finditer(text):
        sign, place = bracket[0], bracket.start()
        if sign in _PAIRS:
            open_[_PAIRS[sign]].append(place)
        elif open_[sign] and place - (start := open_[sign].pop()) < _LONGEST:
            found.append((start, place))
    return sorted(found)


def _closing(text: str, start: int) -> int | None:
    depth, opening = 0, text[start]
    for index in range(start, min(len(text), start + _LONGEST)):
        depth += (text[index] == opening) - (text[index] == _PAIRS[opening])
        if depth == 0:
            return index
    return None


def _tells(inside: tuple[Weight, ...], outside: tuple[Weight, ...], text: str) -> bool:
    if len(inside) < 2 or len(outside) > 1 or not (outside or text[: inside[0].start].strip(" -–•")):
        return False
    total = sum(weight.value for weight in inside)
    wholes = [weight.value for weight in outside] or [total]
    if outside and len(_MARKED.findall(text)) == len(inside) and _FIELD.match(outside[0].text):
        # « (Tenue des sols (8 points) Pose (4 points)) / Pondération : 60 »: marks of their own.
        return True
    return any(abs(total - whole) <= _EQUAL * whole for whole in (*wholes, _TOTAL))
