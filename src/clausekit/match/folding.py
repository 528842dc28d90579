"""The words of a text, as the comparison sees them: without case, accents, punctuation and spacing."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

WORD: Final = re.compile(r"[^\W_]+|[%€]")
_ACCENT: Final = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def words(text: str) -> tuple[str, ...]:
    """The words of a text, with case, accents, punctuation and spacing folded."""
    try:
        # What is written in French holds in one byte a letter, of which one table does all the folding.
        folded = text.replace("\u202f", " ").encode("cp1252").translate(_FOLDING)
    except UnicodeEncodeError:
        return _folded(text)
    if _UNSURE in folded:
        return _folded(text)
    told = folded.decode("cp1252")
    if "%" in told:
        told = told.replace("%", " % ")
    return tuple((told.replace("€", " € ") if "€" in told else told).split())


def _folded(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(_ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))))


_UNSURE: Final = 0


def _byte(code: int) -> int:
    """The byte that one of cp1252 folds to: a letter or a blank; « unsure » where it makes several words or letters."""
    try:
        found = _folded(bytes((code,)).decode("cp1252"))
        letter = "".join(found).encode("cp1252")
    except UnicodeError:
        return _UNSURE
    if not found:
        # What is no word parts two words, unless it joins them as an accent would.
        return ord(" ") if len(_folded(f"a{bytes((code,)).decode('cp1252')}b")) > 1 else _UNSURE
    return letter[0] if len(letter) == 1 else _UNSURE


_FOLDING: Final = bytes(map(_byte, range(256)))
