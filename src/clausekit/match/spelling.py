"""What differs, as the texts that were compared write it: their comparison folds case, accents and signs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from clausekit.match.compare import WordChange
from clausekit.match.folding import WORD, words


class _Text:
    """A text, the folded words that it says, and where each stands. Changes are asked for in its order."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._text = unicodedata.normalize("NFC", " ".join(" ".join(parts).split()))
        spans = [(word, found.span()) for found in WORD.finditer(self._text) for word in words(found[0])]
        self._words = [word for word, _ in spans]
        self._spans = [span for _, span in spans]
        self._after = 0

    def spelled(self, folded: str) -> str:
        """The passage that says some folded words; the words themselves when none does."""
        wanted = folded.split()
        if not wanted:
            return ""
        last = len(self._words) - len(wanted)
        starts = (*range(self._after, last + 1), *range(min(self._after, last + 1)))
        at = next((start for start in starts if self._words[start : start + len(wanted)] == wanted), None)
        if at is None:
            return folded
        self._after = at + len(wanted)
        return self._text[self._spans[at][0] : self._spans[self._after - 1][1]]


def spelled(changes: Sequence[WordChange], old: Iterable[str], new: Iterable[str]) -> tuple[WordChange, ...]:
    """The same changes as the two texts write them: what was expected, and what is read."""
    if not changes:
        return ()
    was, now = _Text(old), _Text(new)
    return tuple(WordChange(old=was.spelled(item.old), new=now.spelled(item.new)) for item in changes)
