"""The words of a text, as the comparison sees them: without case, accents, punctuation and spacing."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

WORD: Final = re.compile(r"[^\W_]+|[%€]")
_ACCENT: Final = re.compile(r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def words(text: str) -> tuple[str, ...]:
    """The words of a text, with case, accents, punctuation and spacing folded."""
    told = _told(text.replace("\u202f", " ").replace("\u2019", " "))
    if told is None:
        return _folded(text)
    if "%" in told:
        told = told.replace("%", " % ")
    return tuple((told.replace("€", " € ") if "€" in told else told).split())


def _told(text: str) -> str | None:
    """The words, a blank between them; None when some sign makes several words or letters.

    What is written in French holds in one byte a letter, of which one table does all the folding: most often those
    of the first code, which takes no time to write and to read.
    """
    for code, folding in _FOLDINGS:
        try:
            folded = text.encode(code).translate(folding)
        except UnicodeEncodeError:
            continue
        return None if _UNSURE in folded else folded.decode(code)
    return None


def _folded(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(_ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))))


_UNSURE: Final = 0


def _byte(number: int, code: str) -> int:
    """The byte that one of a code folds to: a letter or a blank; « unsure » where it makes several words or letters."""
    try:
        sign = bytes((number,)).decode(code)
        found = _folded(sign)
        letter = "".join(found).encode(code)
    except UnicodeError:
        return _UNSURE
    if not found:
        # What is no word parts two words, unless it joins them as an accent would.
        return ord(" ") if len(_folded(f"a{sign}b")) > 1 else _UNSURE
    return letter[0] if len(letter) == 1 else _UNSURE


_FOLDINGS: Final = tuple((code, bytes(_byte(number, code) for number in range(256))) for code in ("latin-1", "cp1252"))
