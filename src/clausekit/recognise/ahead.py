"""Weights told before their names in one sentence: « ainsi : 60 % (prix), 40 % (délai) », « pour 60 %, du prix »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from clausekit.recognise import kinds, words
from clausekit.recognise.labels import clean

_LEAST: Final = 2
# « (prix), », « (délai) et »: all that is said between two weights.
_ALONE: Final = re.compile(r"\((?P<label>[^()\d]++)\)(?:[,;.\s]|\bet\b)*+")
# « Il sera tenu compte, pour 60 %, du prix, pour 30 %, de la qualité et, pour 10 %, du délai. »
_FOR: Final = re.compile(r"(?:^|[\s,;:])(?:pour|a hauteur de|a raison de)\s*$")
_NAMED: Final = re.compile(r"\s*,\s*(?:du|de la|de l'|des|au|aux|a la|a l'|sur|le|la|les|l')(?=[\s\w])")
_LINK: Final = re.compile(
    r"(?<![\s,;])[\s,;]*+(?:\b(?:et|puis|enfin)\b[\s,;]*+)?(?:pour|[àa] hauteur de|[àa] raison de)\s*+$"
)


def ahead(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The names that follow their weights; nothing where one weight has its name before it."""
    return _bracketed(before, after) or _for_each(before, after)


def _bracketed(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The labels of « … ainsi : 60 % (prix), 40 % (délai) »; nothing where a weight has another name."""
    told = [_ALONE.fullmatch(text.strip()) for text in after]
    if len(after) < _LEAST or not before[0].rstrip().endswith(":") or not all(told):
        return []
    labels = [found["label"] for found in told if found]
    return labels if all(kinds.told(label).natures for label in labels) else []


def _for_each(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The labels of « …, pour 60 %, du prix, pour 40 %, de la qualité »; nothing where the sentence opens on a name."""
    every = all(_FOR.search(words.fold(text)) for text in before) and all(
        _NAMED.match(words.fold(text)) for text in after
    )
    if len(after) < _LEAST or not every or kinds.told(clean(before[0])).natures:
        return []
    labels = [_LINK.sub("", text) for text in after]
    return labels if any(kinds.told(clean(label)).natures for label in labels) else []
