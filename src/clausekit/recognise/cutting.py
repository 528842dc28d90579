"""Where a paragraph is cut before it is read: lines that a page glued together, sentences that each tell a weight."""

from __future__ import annotations

import re
from typing import Final

from clausekit.recognise.weights import weights

_STOP: Final = re.compile(r"(?:(?<=[^\W\d]{2}[.])|(?<=[%)][.]))\s+(?=[A-ZÀ-Ý])")
# « … (20 points) Critère 2 : Prix », « 30 % Sous-critère n° 2 : délai », « (50 %) 2. Prix », « (5 points) b) Délai ».
_GLUED: Final = re.compile(
    r"(?<=[)%.;:s])\s+(?=(?:Sous[ -]crit|SOUS[ -]CRIT|Crit|CRIT)(?:[èe]re|[ÈE]RE)\s*"
    r"(?:[nN]\s?[°o]\s*)?\d[\d.]*\s*[:.–—-])"
    r"|(?<=[)%;])\s+(?=[•▪➢►]|[a-h]\)\s|(?:\d{1,2}(?:\.\d{1,2})+|\d{1,2}\s?[.)°–-]+)\s*[A-ZÀ-Ý])"
)
_LONG: Final = 8


def parts(text: str) -> list[str]:
    """A paragraph as the texts to read one by one; itself when nothing is to be cut."""
    return [part for line in _GLUED.split(text) for part in _sentences(line)]


def _sentences(text: str) -> list[str]:
    cut = _STOP.split(text)
    told = [part for part in cut if weights(part)]
    if len(told) > 1:
        # « Prix : 40 %. Un taux de 99 % est attendu. »: what follows a bare criterion only comments on it.
        return [part for part in told if _bare(part)] or told
    start = cut.index(told[0]) if told else 0
    ahead = cut[:start]
    if ahead and (_bare(told[0]) or all(len(part.split()) > _LONG for part in ahead)):
        return [*ahead, " ".join(cut[start:])]
    return [text]


def _bare(part: str) -> bool:
    """« Prix : 40 % », « Prix (40 %) »: a label and its weight, no sentence."""
    return part[: weights(part)[0].start].rstrip().endswith((":", "(", "–", "-", "—"))
