"""Figures of a sentence: hours, shares, sums, penalties, deadlines, with the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from clausekit.finding import Place
from clausekit.recognise import words

Role: TypeAlias = Literal["hours", "share", "amount", "penalty", "delay", "count"]

_NUMBER: Final = r"(?<![\w.,/-])(?P<n>\d{1,3}(?:[ .]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_UNIT: Final = (
    r"(?P<u>%|€|euros?\b|h\b|heures?\b|jours?\b|semaines?\b|mois\b|ans?\b|annees?\b|kg\b|tonnes?\b|km\b|kwh\b"
    r"|g\s?(?:de )?co2\w*|db\b|exemplaires?\b|personnes?\b|salaries?\b|actions?\b|litres?\b|m3\b|fois\b|menus?\b"
    r"|repas\b|produits?\b|apprentis?\b|flux\b|minutes?\b|points?\b|m[23³²]?(?!\w)|cm\b|mm\b|g/l\b|[kmg]o\b|mwh\b|kw\b|w\b"
    r"|postes?\b|places?\b|embauches?\b|etp\b|lm/w\b|db\(a\)|°\s?c\b|/\s?10\b|sur 10\b|kg(?: eq)?co2\w*)"
)
FIGURE: Final = re.compile(rf"{_NUMBER}\s*{_UNIT}")
# « Nombre d'heures à réaliser au titre de l'engagement d'insertion : 760 »: the unit stands before.
COUNTED: Final = re.compile(
    r"\b(?:(?:nombre|volume|total|quota)\b[^.;:]{0,30}\b(?P<u>heures?)\b|volume horaire\b|heures d'insertion\b)"
    rf"[^.;:]{{0,200}}:\s?{_NUMBER}(?!\d|[.,/]\d|\s*{_UNIT.replace('?P<u>', '?:')})"
)
# « respectivement 350 et 420 heures », « les lots 1 et 2 réservent 5 et 7 % »: the last one tells the unit of all.
SHARED: Final = re.compile(
    rf"{_NUMBER}(?=(?:\s?,\s\d[\d .]{{0,12}}){{0,8}}\s(?:et|,)\s\d{{1,3}}(?:[ .]?\d{{3}})*(?:,\d+)?\s?"
    r"(?P<u>(?:heures?|h)\b|%))"
)
_RESPECTIVELY: Final = re.compile(r"\brespectiv\w+|\blots (?:n° ?)?\d+(?:, \d+)* et \d")
# « entre 350 et 420 heures »: a range, of which the second bound is kept.
_RANGE: Final = re.compile(r"\bentre\s*$")
_NOT_A_FIGURE: Final = re.compile(r"(?:article|articles|n°|loi|decret|arrete|[lrd]\.|alinea|lot|lots|annexe|page)\s*$")
# « entre 8 h et 19 h », « de 7 h 30 à 12 h »: times of the day; « de 5 h à 10 h par agent » is so many hours.
_CLOCK: Final = re.compile(
    r"\b(?:entre|de|des)\s+\d{1,2}\s*(?:h|heures)(?:\s*\d\d)?\s+(?:et|a|jusqu'a)\s+\d{1,2}\s*(?:h|heures)(?:\s*\d\d)?\b"
    r"(?!\s+(?:d'|de |par ))"
    # « avant 8 h », « après 18 h 30 »
    r"|\b(?:avant|apres|jusqu'a|a partir de|des)\s+(?:[01]?\d|2[0-4])\s*h(?:eures)?(?:\s*\d\d)?\b(?!\s+(?:d'|de |par ))"
)
# « sous 24 heures », « dans un délai de 48 heures », « 24 heures sur 24 »: how soon, or how long it is open.
_SOON: Final = re.compile(r"\b(?:sous|dans les|delai (?:maximum |maximal )?de|avant|d'ici|en moins de)\s*$")
_ROUND: Final = re.compile(r"\s*(?:sur|/)\s*(?:24|7)\b")
_AFTER: Final = 9
_REACH: Final = 2_500  # characters: so many of the longest words that are read, and their blanks
_STOP: Final = re.compile(r"[.;:!?](?:\s|$)|\s[-–]\s")
_ROLES: Final[dict[str, Role]] = {"h": "hours", "heure": "hours", "%": "share", "€": "amount", "euro": "amount"}
_DELAYS: Final = ("jour", "semaine", "mois", "an", "ans", "annee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number and its unit as printed, what it stands for, and the words that go with it.

    `role`: hours, share (%), amount (€), penalty (€), delay (days, months, years), count (the rest).
    """

    role: Role
    value: float
    unit: str
    text: str
    place: Place


def _value(text: str) -> float:
    digits = text.replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    return float(digits.replace(",", "."))


def _role(unit: str, penal: bool) -> Role:
    stem = unit.rstrip("s") if unit not in {"ans", "mois"} else unit
    if stem in _DELAYS or unit in _DELAYS:
        return "delay"
    role = _ROLES.get(stem, "count")
    return "penalty" if role == "amount" and penal else role


class _Stops:
    """Where the clauses of a text end, looked for once however many figures stand in each."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = -1

    def after(self, place: int) -> int:
        """The first end of a clause from a place on; places never go back."""
        if self._next < place:
            found = _STOP.search(self._text, place)
            self._next = found.start() if found else len(self._text)
        return self._next


def _words(text: str, found: re.Match[str], end: int) -> str:
    """The figure with what follows, up to the end of the clause; « … » where that is long."""
    start = found.start("n")
    rest = text[start : min(end, found.end() + _REACH)]
    pieces = rest.split(maxsplit=_AFTER + 2)
    if len(pieces) < 2:
        return rest[: found.end() - start]
    told = " ".join(pieces[: _AFTER + 2]).strip(" ,(")
    told = told if "(" in told else told.rstrip(")")
    return told + "…" if len(pieces) > _AFTER + 2 else told


def _told_before(told: re.Match[str] | None, folded: str, stop: int) -> bool:
    """Whether a penalty is told before a place; `told` is the first of the text."""
    if told is None or stop <= told.start():
        return False
    within = words.pattern("obligations", "penalites")
    return stop >= told.end() or within.search(folded, told.start(), stop) is not None


def figures(text: str, place: Place, *, penal: bool = False) -> tuple[Figure, ...]:
    """The figures of a text; `penal` when it tells penalties."""
    folded = words.fold(text)
    clock = {place for span in _CLOCK.finditer(folded) for place in range(*span.span())}
    told = None if penal else words.pattern("obligations", "penalites").search(folded)
    found, stops = [], _Stops(text)
    rules = (FIGURE, COUNTED, SHARED) if _RESPECTIVELY.search(folded) else (FIGURE, COUNTED)
    for match in sorted((m for rule in rules for m in rule.finditer(folded)), key=lambda match: match.start("n")):
        start = match.start("n")
        before = folded[max(0, start - 12) : start]
        if start in clock or _NOT_A_FIGURE.search(before) or (match.re is SHARED and _RANGE.search(before)):
            continue
        unit = match["u"] or "heures"
        penalty = penal or _told_before(told, folded, start)
        role = _role(unit, penalty)
        if role == "hours" and (_SOON.search(folded, max(0, start - 40), start) or _ROUND.match(folded, match.end())):
            role = "delay"
        found.append(
            Figure(
                role=role,
                value=_value(match["n"]),
                unit=text[match.start("u") : match.end("u")] or unit,
                text=_words(text, match, stops.after(match.end())),
                place=place,
            )
        )
    return tuple(found)
