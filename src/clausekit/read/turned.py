"""Turned text: words that climb or fall on their page, put together in the lines that a reader sees."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise

from clausekit.read.frame import SLANTED, laid
from clausekit.read.sheet import GAP, Row, Rule, Word, rows

_SAME = 0.6  # share of its height that a word has in common with its line
_PITCH = 1.4  # bodies of type, from a line to the next of one paragraph
_BACK = 0.5  # bodies of type: kerning
_BLANK = 0.13  # bodies of type, the least between two words


def lines(words: Sequence[Word], walls: Iterable[Rule]) -> list[Word]:
    """The same words, those of a turned line made one, with the lines under it; slanted ones, a stamp, are one text.

    `walls` are the upright rules of the page: a line on the other side of one is another cell's.
    """
    turned = [word for word in words if word.turn]
    if not turned:
        return list(words)
    out = [word for word in words if not word.turn]
    stamp = [word for word in turned if word.turn == SLANTED]
    ats = sorted(rule.at for rule in walls)
    told = [_one(line, _spaced(line)) for line in _runs((w for w in turned if w.turn != SLANTED), _goes_on)]
    out += (_one(sorted(run, key=_height)) for run in _runs(told, lambda one, other: _near(one, other, ats)))
    return [*out, _one(stamp)] if stamp else out


def _runs(words: Iterable[Word], joins: Callable[[Word, Word], bool]) -> list[list[Word]]:
    """Words in runs, each word of which `joins` the one before it."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and joins(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def apart(words: Collection[Word], page: int) -> list[Row]:
    """The lines of print that words make; a turned one stands alone, for it is beside all those that it spans."""
    return [
        *rows([word for word in words if not word.turn], page),
        *(Row([word], page) for word in words if word.turn),
    ]


def _goes_on(before: Word, word: Word) -> bool:
    """Whether a word is the next of its line."""
    if before.turn != word.turn:
        return False
    _, high, right, low = laid(before[1:5], before.turn)
    x0, top, _, bottom = laid(word[1:5], word.turn)
    shared = min(low, bottom) - max(high, top)
    return shared > _SAME * min(low - high, bottom - top) and -_BACK * before.size < x0 - right < GAP * before.size


def _spaced(words: Sequence[Word]) -> str:
    """The text of a line: PDFium takes some of its letters for lines of their own, and parts them."""
    text = words[0].text
    for before, word in pairwise(words):
        gap = laid(word[1:5], word.turn)[0] - laid(before[1:5], before.turn)[2]
        text += f" {word.text}" if gap > _BLANK * word.size else word.text
    return text


def _height(word: Word) -> float:
    """How far down a line is, for who turns the page to read it."""
    return laid(word[1:5], word.turn)[1]


def _near(one: Word, other: Word, ats: Sequence[float]) -> bool:
    """Whether two lines are of one paragraph, whichever comes first: a PDF may give the second before the first."""
    if one.turn != other.turn or one.size != other.size:
        return False
    left, _, right, _ = laid(one[1:5], one.turn)
    x0, _, x1, _ = laid(other[1:5], other.turn)
    low, high = sorted((one.centre, other.centre))
    walled = bisect_right(ats, low) < bisect_right(ats, high)
    return not walled and 0 < high - low < _PITCH * one.size and min(right, x1) > max(left, x0)


def _one(words: Sequence[Word], text: str = "") -> Word:
    """Words as one; their own texts, in the order given, are its text when no other is."""
    text = text or " ".join(word.text for word in words)
    box = min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words)
    return Word(text, *box, words[0].size, words[0].bold, words[0].turn)
