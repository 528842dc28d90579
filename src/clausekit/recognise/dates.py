"""The dates of a consultation, and the duration of each lot, as its documents print them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from clausekit import guess
from clausekit.recognise import words
from clausekit.recognise.articles import Article, Sentence

DateName: TypeAlias = Literal["launch", "deadline", "notified", "notified_planned", "lot_duration"]
Said: TypeAlias = tuple[DateName, str, Sentence]

_YEAR: Final = re.compile(r"\b20\d\d\b")
_DATE: Final = re.compile(
    r"\b(?:\d{1,2}(?:er)?\s+(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
    r"\s+20\d\d|\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?20\d\d|20\d\d-\d{2}-\d{2})\b"
)
_NOTICE: Final = r"(?:present\s+)?avis(?:\s+d'appel\s+public(?:\s+a\s+la\s+concurrence)?|\s+de\s+marche)?"
_LABELS: Final[tuple[tuple[DateName, re.Pattern[str]], ...]] = (
    (
        "deadline",
        re.compile(
            r"\bdates?(?:\s+et\s+heures?)?\s+limites?\s+(?:de|du|fixees?\s+pour\s+l[ae]s?)\s+"
            r"(?:la\s+)?(?:remise|reception|depot)\b"
        ),
    ),
    (
        "launch",
        re.compile(
            rf"\bdate\s+d'envoi\s+(?:de\s+l'|du\s+)?{_NOTICE}|\bdate\s+d'envoi\s+a\s+la\s+publication"
            rf"|\bdate\s+de\s+lancement\s+de\s+la\s+consultation|\b{_NOTICE}\s+(?:a\s+ete\s+)?(?:envoye|transmis)\b"
        ),
    ),
    ("notified", re.compile(r"\bdate\s+de\s+(?:la\s+)?notification\b|\bnotifiee?\s+(?:au\s+titulaire\s+)?le\b")),
)
_PLANNED: Final = re.compile(r"\b(?:prevu|prevision|estim|indicati|envisag|au\s+plus\s+tard|probable)")
# What a date is counted from, or another date: « trois mois à compter de la date de notification ».
_COUNTED: Final = re.compile(r"\b(?:a\s+compter|a\s+partir|suiv(?:ent|ant)|avant|apres|depuis|modifi|report)")
# « Les plis parviennent avant la date limite de remise des offres »: nothing is counted from it, unless in days.
_BEFORE: Final = re.compile(r"\bavant\s+la\s*$")
_SPAN: Final = re.compile(r"\b(?:jours?|heures?|semaines?|mois)\b")
_FAR: Final = 60  # characters between a label and its date
_LABEL_ALONE: Final = 110  # characters of a line that says nothing but the label of the next one

_LOTS: Final = (
    r"lots?\s+(?:n\s?[°o]?\s*)?(?P<lots>\d{1,2}(?:(?:\s*,\s*|\s+et\s+)\d{1,2}\b(?!\s*(?:mois|ans?\b|annees?)))*)"
)
_MENTION: Final = re.compile(rf"\b{_LOTS}")
MONTHS: Final = re.compile(r"(?P<n>\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?(?P<u>mois|ans?\b|annees?\b)")
_FOR_LOT: Final = re.compile(rf"{MONTHS.pattern}\s+pour\s+les?\s+{_LOTS}")


def months(found: re.Match[str]) -> int:
    """The months of a match of `MONTHS`."""
    return int(found["n"]) * (1 if found["u"] == "mois" else 12)


def dates(own: Sequence[Article]) -> Iterator[Said]:
    """Each date that a label tells, beside it or on the next line, in ISO form."""
    for article in own:
        above = ""
        for sentence in article.sentences:
            folded = words.fold(sentence.whole) if _YEAR.search(sentence.text) else ""
            label = above if len(above) < _LABEL_ALONE else ""
            yield from _told(folded, label, sentence) if folded else ()
            above = "" if folded else words.fold(sentence.text)


def _told(folded: str, above: str, sentence: Sentence) -> Iterator[Said]:
    """The dates of a sentence; `above` is the line before it, which may be their label."""
    for name, label in _LABELS:
        for text, start in ((folded, 0), (f"{above} {folded}", len(above) + 1)):
            found = label.search(text)
            day = _DATE.search(text, max(start, found.end())) if found else None
            if found is None or day is None or (start and found.end() > start):
                continue
            between = text[found.end() : day.start()]
            iso = guess.iso_date(re.sub(r"\s+", " ", day[0]))
            if iso and len(between) <= (_LABEL_ALONE if start else _FAR) and not _counted(text, found, day):
                yield _kind(name, text[: day.end()]), iso, sentence
            break


def _counted(text: str, label: re.Match[str], day: re.Match[str]) -> bool:
    """Whether a date is counted from what the label names, or another one."""
    ahead = text[: label.start()]
    before = _BEFORE.search(ahead)
    own = ahead[: before.start()] if before and not _SPAN.search(ahead) else ahead
    return any(_COUNTED.search(part) for part in (own, text[label.end() : day.start()]))


def _kind(name: DateName, text: str) -> DateName:
    return "notified_planned" if name == "notified" and _PLANNED.search(text) else name


def by_lot(folded: str) -> tuple[tuple[str, int], ...] | None:
    """The months of each lot that a folded sentence tells; () when it cannot be told whose they are.

    None when it names no lot, or no duration.
    """
    durations, lots = list(MONTHS.finditer(folded)), list(_MENTION.finditer(folded))
    if not durations or not lots:
        return None
    pairs = list(_FOR_LOT.finditer(folded))
    if len(pairs) == len(durations) == len(lots):
        return tuple((lot, months(found)) for found in pairs for lot in re.findall(r"\d+", found["lots"]))
    if len(durations) == len(lots) == 1:
        return tuple((lot, months(durations[0])) for lot in re.findall(r"\d+", lots[0]["lots"]))
    return ()
