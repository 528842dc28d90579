"""What differs, as the texts that were compared write it: their comparison folds case, accents and signs."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from clausekit.match.compare import WordChange
from clausekit.match.folding import WORD, words

# Bounds of the house: beyond, words are told as they were compared, so that no file takes long.
_MOST_CHANGES: Final = 200
_MOST_WORDS: Final = 20_000
_MOST_TRIES: Final = 500


class _Text:
    """A text, the folded words that it says, and where each stands. Changes are asked for in its order."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._text = unicodedata.normalize("NFC", " ".join(" ".join(parts).split()))
        found = islice(WORD.finditer(self._text), _MOST_WORDS)
        spans = [(word, item.span()) for item in found for word in words(item[0])]
        self._words = [word for word, _ in spans]
        self._spans = [span for _, span in spans]
        self._after = 0
        self._places = defaultdict[str, list[int]](list)
        for place, word in enumerate(self._words):
            self._places[word].append(place)

    def spelled(self, folded: str) -> str:
        """The passage that says some folded words; the words themselves when none does."""
        wanted = folded.split()
        if not wanted:
            return ""
        places = self._places.get(wanted[0], [])
        cut = bisect_left(places, self._after)
        turned = islice((*places[cut : cut + _MOST_TRIES], *places[:cut]), _MOST_TRIES)
        at = next((start for start in turned if self._words[start : start + len(wanted)] == wanted), None)
        if at is None:
            return folded
        self._after = at + len(wanted)
        return self._text[self._spans[at][0] : self._spans[self._after - 1][1]]


def spelled(changes: Sequence[WordChange], old: Iterable[str], new: Iterable[str]) -> tuple[WordChange, ...]:
    """The same changes as the two texts write them: what was expected, and what is read."""
    if not changes:
        return ()
    was, now = _Text(old), _Text(new)
    told = (WordChange(old=was.spelled(item.old), new=now.spelled(item.new)) for item in changes[:_MOST_CHANGES])
    return (*told, *changes[_MOST_CHANGES:])
