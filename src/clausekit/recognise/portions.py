"""What a criterion counts within its weight: « Valeur technique, dont 10 % pour l'environnement : 40 % »."""

from __future__ import annotations

import re
from typing import Final

from clausekit.recognise import kinds, words
from clausekit.recognise.weights import weights

_OF_WHICH: Final = re.compile(r"(?P<head>[^:;.()\d%]{3,80}?)[\s,(]*+\bdont\s+(?=\d)")
_FOR: Final = re.compile(r"\s*(?:pour|au titre)\b")
_LAST: Final = re.compile(r"\)?\s*:\s*$")


def of_which(text: str) -> tuple[str, str] | None:
    """A criterion, with the weight that ends the text, and its portions; None where no name comes before « dont »."""
    found = _OF_WHICH.match(words.fold(text))
    told = weights(text)
    if found is None or not told or told[0].start != found.end():
        return None
    if not _FOR.match(words.fold(text[told[0].end :])) or not kinds.told(found["head"]).natures:
        return None
    head, inside = text[: found.end("head")], text[found.end() :]
    whole = _LAST.search(text[: told[-1].start]) if len(told) > 1 else None
    if whole and not text[told[-1].end :].strip(" .;"):
        head, inside = f"{head} : {told[-1].text}", text[found.end() : whole.start()]
    return head, inside.strip(" );.")
