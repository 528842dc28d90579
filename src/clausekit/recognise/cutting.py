"""Where a paragraph is cut before it is read: lines that a page glued together, sentences that each tell a weight."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from clausekit.recognise import brackets, words
from clausekit.recognise.labels import OF_THE_MARK
from clausekit.recognise.weights import weights

_STOP: Final = re.compile(
    r"(?:(?<=[^\W\d]{2}[.])|(?<=[%)][.]))\s+(?=[A-ZÀ-Ý])"
    r"|(?:(?<=[^\W\d]{3}[.])|(?<=[)%][.]))(?=[A-ZÀ-Ý][^\W\d])"
)
_AFTER: Final = r"(?:(?<=[)%.;:\]])|(?<=points)|(?<=point)|(?<=pts))"
_CRITERION: Final = (
    r"(?:sous[ -]?)?criteres?\s*(?:n\s?[°o]\s*)?\d[\d.]*\s*[:.(–—-]"
    r"|(?:\d{1,2}\s?(?:er|e|eme|nd)|premier|deuxieme|second|[a-z]{2,5}ieme)\s+(?:sous[ -]?)?critere"
)
# « … (20 points) Critère 2 : Prix », « 60 points2ème critère : délai », « 30 % Sous-critère n° 2 : délai »,
# « (50 %) 2. Prix », « (5 points) b) Délai ».
_GLUED: Final = re.compile(
    rf"{_AFTER}\s*(?={_CRITERION})"
    r"|(?<=s)(?<!sous)\s+(?=(?:sous[ -])?critere\s*(?:n\s?[°o]\s*)?\d+\s*[:.-])"
    r"|(?<=[)%])\s*(?=sous[ -]criteres?\b)|(?<=\s[-–])\s*(?=sous[ -]?criteres?\s*(?:n\s?[°o]\s*)?\d)"
    r"|(?<=[)%])\s+(?=s[cs][a-z]{0,3}\.?\s?\d)|(?<=%)\s+(?=sous[ -]?criteres?\s+[a-z]{1,3}\d)"
)
_RANKED: Final = re.compile(
    r"(?<=[)%;])\s+(?=[•▪➢►]|[a-h]\)\s|(?:\d{1,2}(?:\.\d{1,2})+|\d{1,2}\s?[.)°–-]+)\s*[A-ZÀ-Ý])"
    r"|(?:(?<=[:;%)])|(?<=points))(?=\d{1,2}\s?[.)/-]\s?[A-ZÀ-Ý])"
    # « … au vu du dossier,2 : Délai (10 %) »
    r"|(?<=[^\W\d],)\s?(?=\d\s:\s?[A-ZÀ-Ý])"
)
# Items of a list that lost its line breaks: « suivants :- prix : 40 %- délai : 20 % », « 60 % - prix : 40 % ».
_ITEM: Final = re.compile(
    r"(?:(?<=[)%;:,.\]])|(?<=points)|(?<=pts))\s?(?=[-–•]\s?[^\W_])|(?<=[:;%)])(?=o\s+[A-ZÀ-Ý])"
    r"|(?<=[%)])(?=[A-ZÀ-Ý][^\W\d])|(?<=[a-zà-ÿ]{2})(?=-\s[A-ZÀ-Ý])"
    # « 10 points Prix : 40 % »
    r"|(?:(?<=points)|(?<=%))\s(?=[A-ZÀ-Ý][^\W\d][^:.;()%\d]{0,60}\s?:\s?\d{1,3}\s?(?:%|points?\b))"
)
# « … / Pondération : 3 2. Délai / Pondération : 2 Coût : »: a field of a notice ends on its number.
_FIELD: Final = re.compile(
    r"/\s?[Pp]ond[ée]ration\s?:\s?\d{1,3}(?:[.,]\d{1,2})?\s+(?=\d{1,2}\s?[.)]\s?[A-ZÀ-Ý]|[A-ZÀ-Ý][^\W\d][^/%]{0,300}[/:])"
)
# « III. Critère … »: a number, not a sentence.
_ROMAN: Final = re.compile(r"[IVX]{1,4}\.")
_NAMING: Final = re.compile(r"\W*(?:le )?(?:sous[ -])?critere\b")
_LONG: Final = 8


def parts(text: str) -> list[str]:
    """A paragraph as the texts to read one by one; itself when nothing is to be cut."""
    return [part for item in items(text) for part in _sentences(item)]


def items(text: str) -> list[str]:
    """A paragraph cut where lines were glued together, its sentences left whole."""
    fields = _cut(_FIELD, text, text)
    cut = [
        line for field in fields for glued in _cut(_GLUED, words.fold(field), field) for line in _RANKED.split(glued)
    ]
    return [item for line in cut for item in _items(line)]


def _cut(pattern: re.Pattern[str], read: str, text: str) -> list[str]:
    """A text cut where its folded form says so."""
    bounds = [0, *(found.end() for found in pattern.finditer(read) if 0 < found.end() < len(text)), len(text)]
    return [part for start, end in pairwise(bounds) if (part := text[start:end].strip())]


def _items(line: str) -> list[str]:
    """The items that a line holds, each with its weight; what has none goes on with the item before it."""
    if len(weights(line)) < 2 or brackets.closed(line):
        return [line]
    found: list[str] = []
    for part in _outside(line):
        if found and not weights(part) and (weights(found[-1]) or len(found) > 1):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found


def _outside(line: str) -> list[str]:
    """A line cut before its items, those between brackets left where they are."""
    bounds = [0]
    for found in _ITEM.finditer(line):
        head = line[bounds[-1] : found.end()]
        if found.end() > 0 and head.count("(") <= head.count(")") and head.count("[") <= head.count("]"):
            bounds.append(found.end())
    return [
        part for start, end in zip(bounds, [*bounds[1:], len(line)], strict=True) if (part := line[start:end].strip())
    ]


def _sentences(text: str) -> list[str]:
    if brackets.closed(text):
        return [text]
    cut = _STOP.split(text)
    if len(cut) > 1 and _ROMAN.fullmatch(cut[0]):
        cut = [text[: text.index(cut[1], len(cut[0]))] + cut[1], *cut[2:]]
    told = [part for part in cut if weights(part)]
    if len(told) > 1:
        # « Prix : 40 %. Un taux de 99 % est attendu. »: what follows a bare criterion only comments on it.
        return [part for part in told if _bare(part) or _weighs(part) or len(weights(part)) > 1] or told
    start = cut.index(told[0]) if told else 0
    ahead = cut[:start]
    if ahead and (_bare(told[0]) or all(len(part.split()) > _LONG for part in ahead)):
        return [*ahead, " ".join(cut[start:])]
    return [text]


def _weighs(part: str) -> bool:
    """« Le critère « prix » compte pour 40 % de la note. »: a sentence that only gives a criterion its weight."""
    tail = words.fold(part[weights(part)[0].end :])
    return _NAMING.match(words.fold(part)) is not None and not OF_THE_MARK.sub("", tail, count=1).strip(" .;)")


def _bare(part: str) -> bool:
    """« Prix : 40 % », « Prix (40 %) »: a label and its weight, no sentence."""
    return part[: weights(part)[0].start].rstrip().endswith((":", "(", "–", "-", "—"))
