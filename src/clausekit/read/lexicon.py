"""The words that a document says: they tell whether two pieces are one of them, cut in a narrow column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Final

from clausekit.read.sheet import Row

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LEAST: Final = 6  # letters of a word that a column is too narrow for


class Lexicon:
    """The words of a document, without case nor accents; gathered when a cut is first asked about."""

    def __init__(self, lines: Sequence[Row] = (), texts: Callable[[], Iterable[str]] = tuple) -> None:
        self._lines = lines
        self._texts = texts

    @cached_property
    def _said(self) -> frozenset[str]:
        return frozenset(word for text in self._texts() for word in _WORD.findall(_folded(text)))

    @cached_property
    def _within(self) -> frozenset[str]:
        """The words that stand inside lines, where nothing is cut."""
        inner = (word.text for row in self._lines for word in row.words[1:-1])
        return frozenset(word for text in inner for word in _WORD.findall(_folded(text)))

    def whole(self, first: str, second: str) -> bool:
        """Whether two pieces make a word said elsewhere in the document, and are not two of its words."""
        if not (first.isalpha() and second.isalpha()) or len(first) + len(second) < _LEAST:
            return False
        if first.isupper() != second.isupper() or not (second.isupper() or second.islower()):
            return False
        one, other = _folded(first), _folded(second)
        return one + other in self._said and not (one in self._within and other in self._within)


def _folded(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
