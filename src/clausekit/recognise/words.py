"""Words to look for: the phrases of donnees/reconnaissance.yaml and considerations.yaml, and texts folded to meet them.

A phrase is written without accents, in lower case. `*` stands for any ending of a word, `...` for
at most six words. A text and its folded form have the same length, so that a match in one is a
place in the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from clausekit import source
from clausekit.recognise.phrases import Phrases

_FILES: Final = ("donnees/reconnaissance.yaml", "donnees/considerations.yaml")


def _base(code: int) -> str:
    letter = unicodedata.normalize("NFD", chr(code))[0]
    return letter if letter.isalpha() else chr(code)


_PLAIN: Final = {
    **{code: _base(code) for code in range(0xC0, 0x250)},
    **dict.fromkeys(map(ord, "’‘ʼ`´"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\t"), " "),
}


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """Lower case, no accent, straight apostrophes, hyphens for dashes: same length as the text."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a rare letter whose small form takes two characters
        lowered = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(_PLAIN)


@cache
def vocabulary() -> Mapping[str, Any]:
    """What the data files hold, in one mapping."""
    data: dict[str, Any] = {}
    for name in _FILES:
        data |= source.load(resources.files("clausekit").joinpath(name).read_bytes(), file=name).data
    return data


@cache
def _patterns() -> Mapping[tuple[str, ...], Phrases]:
    """Every list of the vocabulary: made together, so that a text is read once for all of them."""
    return {route: Phrases(phrases) for route, phrases in _lists(vocabulary(), ())}


def _lists(value: object, route: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Sequence[str]]]:
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from _lists(held, (*route, key))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield route, value


def pattern(*route: str) -> Phrases:
    """The list of phrases that stands at a route of the vocabulary (`criteres`, `attribution`)."""
    return _patterns()[route]


def holds(text: str, *route: str) -> bool:
    """Whether a text, folded or not, has one of the phrases of a list."""
    return pattern(*route).search(fold(text)) is not None


def told(folded: str, name: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """The first phrase of a list of `obligations` in a folded text, from `start` to `end`."""
    return pattern("obligations", name).search(folded, start, end)


_CUT: Final = re.compile(r"(?<!\w)([^\W\d_]{4,})[ \n]([^\W\d_]{1,6})(?![\w'’°])")


@cache
def _known() -> tuple[frozenset[str], re.Pattern[str]]:
    """The words of the vocabulary of criteria: whole ones, and beginnings of words."""
    lists = [*vocabulary()["natures"].values(), *vocabulary()["criteres"]["entetes"].values()]
    spoken = {word for phrases in lists for phrase in phrases for word in re.findall(r"[a-z]{4,}\*?", phrase)}
    starts = sorted(word[:-1] for word in spoken if word.endswith("*"))
    return frozenset(word for word in spoken if not word.endswith("*")), re.compile("|".join(starts))


def _is_known(word: str) -> bool:
    whole, starts = _known()
    return word in whole or starts.match(word) is not None


def mended(text: str) -> str:
    """A text where words that the edge of a narrow cell cut in two are whole again (« environnemental e »)."""
    return _CUT.sub(_rejoined, text)


def _rejoined(found: re.Match[str]) -> str:
    # « PRODUITS », then « Il est… » below it, is no word cut in two.
    if (found[2][0].isupper() and not found[1].isupper()) or found[2].isupper() != found[1].isupper():
        return found[0]
    head, tail = fold(found[1]), fold(found[2])
    lone = len(tail) == 1 and tail in "eslrtxn" and found[1].isupper() == found[2].isupper()
    cut = tail not in vocabulary()["petits_mots"] and not _is_known(tail) and _is_known(head + tail)
    whole = len(tail) > 2 and _is_known(head)
    return found[1] + found[2] if lone or (cut and not whole) else found[0]


def without(folded: str, *route: str) -> str:
    """A folded text where the phrases of a list are blanked, its length kept."""
    return pattern(*route).sub(lambda found: "#" * len(found[0]), folded)
