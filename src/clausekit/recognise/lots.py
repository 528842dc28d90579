"""Lots named in a title, a lead-in or the heading of a column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from clausekit.recognise import kinds, words
from clausekit.recognise.weights import weights

ALL: Final = "*"
SEVERAL: Final = "?"
_MOST_WORDS: Final = 22  # numbers are not counted
_WHOLE: Final = 100.0
_IDS: Final = (
    r"(?:lots?(?:\(s\))?\s*){1,2}(?:n\s?[°os]*\s*)?(?P<ids>(?:[0-9]{1,2}|[a-h]\b|[ivx]{1,4}\b)"
    r"(?:\s*(?:,|et|a|-|/|&)\s*(?:lots?\s*)?(?:n\s?[°o]\s*)?[0-9]{1,2}\b)*)"
)
# What may come before the lots that a line names: « Les critères d'attribution des lots 1 à 6 sont : », « Concernant le
# lot 2 : », « b) Lot 2 ».
_HEAD: Final = (
    r"(?:[a-h1-9][).]\s*)?"
    r"(?:(?:(?:les?|la|l'|une?)\s*)?(?:criteres?|ponderations?|grille|tableau|jugement|notation|attribution|classement"
    r"|analyse|examen|choix|selection)\b.{0,40}?\b"
    r"|(?:les\s+)?offres\s+(?=(?:du|des|pour)\b.{0,40}\b(?:jug|not|class|appreci|evalu)ee?s)"
    r"|pour l'attribution\s|(?:en|pour) ce qui (?:concerne|est)\s|concernant\s|s'agissant\s|au titre\s|quant\s)?"
)
_LOT: Final = re.compile(
    rf"^\W*{_HEAD}(?:pour\s+)?(?:le|les|du|des|aux?)?\s*"
    rf"{_IDS}"
    r"(?!\s*(?:%|points?|pts?\b|/))"
)
_AT_END: Final = re.compile(rf".{{3,100}}\(\s*(?:pour )?(?:les? |des? |du )?{_IDS}\s*\)\W*")
# « Logiciels – lots 20, 21 et 22 : », « Matériel, lot 3 : »: what they are for, then the lots, alone on a line.
_NAMED: Final = re.compile(rf"\W*[a-z][a-z' -]{{2,40}}[ ,–—-]+{_IDS}\s*:\s*")
# « Pour les autres lots : », « Tous les lots sauf le lot 3 : »: those that no other line names.
_REST: Final = re.compile(
    r"\W*(?:(?:criteres?|ponderations?|grille|tableau)\b.{0,40}?\b)?(?:(?:pour|concernant|quant)\s+)?(?:tous\s+)?"
    r"(?:(?:les|aux?|des)\s+)?"
    r"(?:autres lots|lots restants|lots autres que\b[^:]{0,40}"
    r"|(?:tous )?(?:les )?lots,? (?:sauf|hors|hormis|excepte|a l'exception d)\b[^:]{0,40})"
    r"(?:,? (?:les? |l')(?:criteres?|jugement|offres?|ponderations?|notation|attribution)\b.{0,80})?\W*"
)
_OPENS_REST: Final = re.compile(
    r"\W*(?:pour\s+)?(?:tous\s+)?(?:les\s+)?"
    r"(?:autres lots\b|lots,? (?:sauf|hors|hormis|excepte|a l'exception d)\b[^:]{0,40}?(?=\s*:))"
)
# « Lot nº : 2 », a field of the standard notice, far above the title of its criteria.
_FIELD: Final = re.compile(r"\W*lot\s?n\s?[°ºo]\s?:\s?(?P<id>\d{1,2}|[a-h])\s*")
_PART: Final = re.compile(r"section\s[ivx]{1,4}\b")
# « … sur la base des lignes du / BPU pour chacun des lots »: the end of a sentence on what is judged.
_OF_PRICES: Final = re.compile(r"\W*(?:bpu|dqe|dpgf|bordereaux?|devis|memoires?|montants?|catalogues?|annexes?)\b")
# « Pour le lot 1 (goûter) le candidat devra proposer un laitage »: what is asked of candidates.
_ASKED: Final = re.compile(r"\b(?:candidats?|soumissionnaires?) (?:doi|devr|propos|remet|fourni|joi|peu|pourr)")
_FIELD_SIGNS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class LotName:
    """A lot as a document names it: "2", "1, 3", or "*" for all of them, those with a grid of their own left out."""

    name: str


def said(lot: str, beside: Iterable[str]) -> str:
    """Lots in words, among those of a document: « lot 2 », « lots 1 et 3 », « autres lots »; "" for all of it."""
    if lot == ALL:
        return "autres lots" if any(other not in {"", ALL} for other in beside) else ""
    *first, last = lot.split(", ")
    return f"lots {', '.join(first)} et {last}" if first else f"lot {lot}" if lot else ""


def numbers(text: str) -> str:
    """The lots of « 1, 2 et 4 » or « 2 à 5 », as a grid names them."""
    span = re.fullmatch(r"\s*(\d{1,2})\s*a\s*(?:lots?\s*)?(\d{1,2})\s*", text)
    if span and int(span[1]) < int(span[2]) <= int(span[1]) + 40:
        return ", ".join(str(number) for number in range(int(span[1]), int(span[2]) + 1))
    return ", ".join(
        str(int(item)) if item.isdigit() else item.upper() for item in re.findall(r"\d+|\b[a-h]\b|\b[ivx]+\b", text)
    )


def lot_of(text: str) -> LotName | None:
    """The lots that a short text names; None for a text that speaks of something else."""
    if sum(not word.strip(" ,").isdigit() for word in text.split()) > _MOST_WORDS:
        return None
    if _ASKED.search(words.fold(text)):
        return None
    folded = words.fold(text).replace("_", " ")  # « __LOTS 1 ET 2__ », underlined by hand
    # « Pour les autres lots : », over the heading of a table, in its cell.
    if _REST.fullmatch(words.fold(text.partition("\n")[0])):
        return LotName(name=ALL)
    if found := _LOT.match(folded) or _NAMED.fullmatch(folded):
        return LotName(name=numbers(found["ids"]))
    common = words.pattern("criteres", "lot_commun").search(folded)
    ahead = folded[: common.start()].rstrip() if common else ""
    if _OF_PRICES.match(ahead):
        return None
    return LotName(name=ALL) if common and (not ahead or ahead.endswith((" pour", "pour", " a"))) else None


def lot_at_end(title: str) -> LotName | None:
    """The lots that end a title in brackets: « Appréciation de la valeur technique (lots 1 et 2) »."""
    found = _AT_END.fullmatch(words.fold(title))
    return LotName(name=numbers(found["ids"])) if found else None


def above(before: str, text: str) -> str:
    """The lot that a line names for what stands below; `SEVERAL` for a list of them, `before` being the line above."""
    lot = lot_of(text)
    return "" if lot is None else SEVERAL if before else lot.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The part of a notice on one lot: the lot ("" for none, `SEVERAL` for a list), and whether its award was told."""

    lot: str = ""
    told: bool = False

    @property
    def name(self) -> str:
        """The lot that an award told here is for; "" where none can be said."""
        return "" if self.lot == SEVERAL else self.lot

    def at(self, text: str) -> Sheet:
        """The sheet that a line belongs to: a field opens one, the next section of the notice closes it."""
        folded = words.fold(text[:_FIELD_SIGNS])
        if _PART.match(folded):
            return Sheet()
        found = _FIELD.fullmatch(folded) if len(text) <= _FIELD_SIGNS else None
        if found is None:
            return self
        name = numbers(found["id"])
        # Lots one under the other, before any criterion: they are only listed.
        return Sheet(lot=SEVERAL) if self.lot and name != self.lot and not self.told else Sheet(lot=name)


# « … est corrigé ainsi. Pour le lot n° 2, les critères sont : », « suivants :Pour les lots 1 et 3 : ».
# « … : 60 %;- Lot 2 : Prix : 40 % ».
# « 40 % Pour les lots 2 et 3 : », « 40 points Lot 2 Prix : 60 points ».
_ANEW: Final = re.compile(
    r"(?:(?<=[.:;)%])|(?<=\dpoints)|(?<=\d points)|(?<=\d pts))\s*"
    r"(?=pour (?:le|les) (?:autres lots\b|lots?\s*(?:n\s?[°os]*\s*)?\d))"
    r"|(?:(?<=[)%])|(?<=\d points)|(?<=\d pts))\s*"
    r"(?=(?:-\s?)?lots?\s*(?:n\s?[°os]*\s*)?\d{1,2}(?:\s*(?:,|et|a)\s*\d{1,2})*\s+(?:le\s)?(?:prix|cout|valeur)\b)"
    r"|(?<=[.:;%)])\s*(?=(?:-\s?)?lots?\s*(?:n\s?[°os]*\s*)?\d{1,2}(?:\s*(?:,|et|a)\s*\d{1,2})*\s*:)"
)
_AFTER: Final = re.compile(
    r"[^(\d]{4,80}(?P<lot>\(\s*lot\s*(?:n\s?[°o]\s*)?(?P<id>\d{1,2})\s*\))[^(]{0,12}\d{1,3}\s*(?:%|points?|pts)[\s;.,)]*"
)
_SIGN: Final = re.compile(r"\s*(?:\([^)]*\)\s*)?[:,–—-]+\s*")


def leads(text: str) -> list[str]:
    """A paragraph cut before each lot that a sentence of it opens on."""
    bounds = [0, *(found.end() for found in _ANEW.finditer(words.fold(text))), len(text)]
    return [part for start, end in pairwise(bounds) if (part := text[start:end].strip())]


def apart(text: str) -> tuple[str, str] | None:
    """« Lot 1 (voirie) : prix 60 %, technique 40 % » as a lot and its criteria; None where no criterion follows."""
    folded = words.fold(text)
    if after := _AFTER.fullmatch(folded):
        # « Valeur technique (lot 2) : 60 % »
        return f"Lot {after['id']}", f"{text[: after.start('lot')].rstrip()} {text[after.end('lot') :].lstrip()}"
    found = _LOT.match(folded) or _OPENS_REST.match(folded) or words.pattern("criteres", "lot_commun").match(folded)
    sign = _SIGN.match(text, found.end()) if found else None
    if found is None:
        return None
    head, rest = text[: found.end()].strip(), text[sign.end() if sign else found.end() :].strip()
    told = weights(rest)
    whole = sum(weight.value for weight in told) == _WHOLE
    if not told or not (sign or whole or _heads(rest)):
        return None
    ends = sign is not None and not rest[told[-1].end :].strip(" ;.,)")
    known = len(told) > 1 or ends or kinds.told(rest[: told[0].start]).natures
    return (head, rest) if known and lot_of(head) else None


def _heads(text: str) -> bool:
    """Whether a text opens on the noun of a criterion (« lot 2 prix », « lot 2 valeur technique »)."""
    return any(words.pattern("natures", role).match(words.fold(text)) for role in ("prix", "cout", "tetes"))


def labelled(text: str, *, weighed: bool = False) -> tuple[LotName, str] | None:
    """« Lot 1 : valeur technique », a cell: the lot and the criterion; None for the name of a lot alone.

    `weighed`: a weight stands beside the cell, so that whatever follows the lot is a criterion.
    """
    found = _LOT.match(words.fold(text))
    sign = _SIGN.match(text, found.end()) if found else None
    rest = text[sign.end() if sign else found.end() :].strip() if found else ""
    rest = rest if sign or _heads(rest) else ""
    known = rest and (weighed or kinds.told(rest).natures)
    lot = lot_of(text[: found.end()]) if found and known else None
    return (lot, rest) if lot else None
