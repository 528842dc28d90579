"""French typography and agreement, applied when a document is written, never in the YAML.

No-break spaces: U+00A0 before `:` and `%`, inside guillemets and between a number and its
unit; U+202F before `; ! ?` and between thousands (Lexique de l'Imprimerie nationale).
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

NBSP = "\u00a0"
NARROW = "\u202f"
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
# Words after which the rest of a unit is a complement that does not agree.
_STOPS = {"de", "d'", "par", "à", "du", "des", "en", "pour", "sur", "hors"}
_INVARIANT = {"mois", "fois", "TTC", "HT", "€"}
# A figure written in a text holds to what it counts, and its thousands hold together.
_COUNTED = "|".join(
    (
        *_MONTHS,
        "euros?|heures?|jours?|semaines?|mois|ans?|années?|minutes?|secondes?|points?|fois|personnes?|tonnes?",
        "(?:kilo|centi|milli)?(?:grammes?|mètres?)|litres?|kilowattheures?|watts?|kelvins?|lumens?|décibels?",
        "kWh|kW|W|km|m²|m³|dB|kg|mg|mm|cm|h",
    )
)
_HOLDS = re.compile(rf"(?<=\d) (?=(?:{_COUNTED})\b)")
_GROUPS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


@lru_cache(maxsize=16384)
def spaces(text: str) -> str:
    """Put French no-break spaces into a text written with plain ones."""
    text = text.replace("'", "’")
    text = re.sub(r"[ \u00a0\u202f]+([;!?])", NARROW + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+:(?=\s|$)", NBSP + ":", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NBSP, text)
    text = re.sub(r"[ \u00a0\u202f]*»", NBSP + "»", text)
    text = re.sub(r"(?<=\d)[ \u202f]+(?=%|€|°)", NBSP, text)
    text = _HOLDS.sub(NBSP, _GROUPS.sub(NARROW, text))
    text = re.sub(rf"(?<=\d{NBSP}h) (?=\d)", NBSP, text)
    text = re.sub(r"\b(n°|article|articles|lot|lots|M\.|Mme)\s+(?=\d)", rf"\1{NBSP}", text)
    return re.sub(r"\b([LRD]\.)\s(?=\*?\d)", rf"\1{NBSP}", text)


def plain(text: str) -> str:
    """Take the typography out again, for comparing and hashing."""
    text = text.replace("’", "'").replace(NARROW, " ").replace(NBSP, " ")
    return re.sub(r"\s+", " ", text).strip()


_SIGNS = str.maketrans(
    {
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‘ʼ‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u2009\u2007\u2002\u2003\u2008\u200a\u3000", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
        "œ": "oe",
        "Œ": "Oe",
        "æ": "ae",
        "Æ": "Ae",
        "…": "...",
        "º": "°",
    }
)
_BEFORE = re.compile(r" +(?=[;:!?%€,.)\]])|(?<=[(\[]) +")
_QUOTED = re.compile(r'" +| +"')
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
# Letters, figures and signs that no folding touches, but for the spaces around the signs.
_ODD = re.compile(r"[^A-Za-zÀ-ÅÇ-ÖØ-åç-öø-ÿ0-9 _,.;:!?%'()/{}\[\]|-]|\d \d")
_SPACED = ("  ", " ,", " .", " ;", " :", " !", " ?", " %", " )", " ]", "( ", "[ ")


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """What a text says, whatever its typography: texts of the same folding read the same.

    Digests of readings rest on it: what it folds is a contract (`digest`).
    """
    if text.strip() == text and not _ODD.search(text) and not any(pair in text for pair in _SPACED):
        return text
    text = plain(unicodedata.normalize("NFC", text).translate(_SIGNS))
    text = _BEFORE.sub("", _QUOTED.sub('"', text))
    return _THOUSANDS.sub(lambda found: found[0].replace(" ", ""), text)


_END = re.compile(r"[ ;,.]+$")


def fold_item(text: str) -> str:
    """An item of a list: the sign that ends it depends on its rank."""
    return _END.sub("", fold(text))


def quote(title: str) -> str:
    """A title between guillemets; those inside it become English ones, as French printers do."""
    return "« " + title.replace("« ", "“").replace(" »", "”").replace("«", "“").replace("»", "”") + " »"


def lowered(text: str) -> str:
    """A title or a line taken inside a sentence; an initialism keeps its capitals (« PAC »)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def number(value: float | int) -> str:
    """A number in French: narrow no-break spaces between thousands, decimal comma."""
    exact = Decimal(str(value)).normalize()
    whole, _, decimals = f"{exact:f}".partition(".")
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", NARROW, whole)
    return f"{grouped},{decimals}" if decimals else grouped


def _singular(word: str) -> str:
    if word in _INVARIANT or not word.endswith(("s", "x")):
        return word
    return word[:-1] if word.endswith("s") else word


def agree(unit: str, value: float | int) -> str:
    """A unit written in the plural, agreed with its number: below 2, French uses the singular."""
    if abs(value) >= 2:
        return unit
    words = unit.split(" ")
    for index, word in enumerate(words):
        if word in _STOPS or word.startswith(("d'", "d’")):
            break
        words[index] = _singular(word)
    return " ".join(words)


def quantity(value: float | int, unit: str | None) -> str:
    """A number with its agreed unit, held together by a no-break space."""
    if not unit:
        return number(value)
    return number(value) + NBSP + spaces(agree(unit, value))


def percentage(value: float | int) -> str:
    """« 85 % »."""
    return number(value) + NBSP + "%"


def euros(value: float | int, unit: str | None = None) -> str:
    """« 1 500 euros », or with the unit given (« euros par jour de retard »)."""
    return quantity(value, unit or "euros")


def date(text: str) -> str:
    """An ISO date in words: « 1er septembre 2026 »; any other text as it is."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return text
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first}{NBSP}{_MONTHS[day.month - 1]}{NBSP}{day.year}"


def listing(items: list[str]) -> str:
    """« a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " et " + items[-1]


def contract(before: str, word: str) -> tuple[str, str]:
    """Contract « à le » and « de le » across the junction of a text and a role word."""
    for preposition, masculine, plural in (("à ", "au ", "aux "), ("de ", "du ", "des ")):
        match = re.search(rf"(?:^|(?<=[\s('’«])){re.escape(preposition)}$", before, re.IGNORECASE)
        if not match:
            continue
        for article, joined in (("le ", masculine), ("les ", plural)):
            if word.startswith(article):
                opens = before[match.start()].isupper()
                return before[: match.start()] + (joined.capitalize() if opens else joined), word[len(article) :]
    return before, word


def opening(before: str, word: str) -> str:
    """Capitalise a word that opens a sentence."""
    if not before.strip() or re.search(r"[.!?…]\s*$", before):
        return word[:1].upper() + word[1:]
    return word


def unset(text: str) -> str:
    """A text typed in a word processor as the YAML holds it: plain spaces, straight apostrophes, « », one « … »."""
    text = text.replace(NARROW, " ").replace(NBSP, " ").replace("’", "'").replace("‘", "'").replace("...", "…")
    text = re.sub(r'(?<!\w)["“„]\s*([^"“”„]*?)\s*["”“]', r"« \1 »", text)
    text = re.sub(r"«\s*(?=\S)", "« ", text)
    text = re.sub(r"(?<=\S)\s*»", " »", text)
    return re.sub(r"(?<=[\w)»%°€])([;!?]|:(?=\s|$))", r" \1", text)
