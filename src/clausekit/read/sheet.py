"""One page as it lies: words and rules, in points from its top left corner."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple


class Word(NamedTuple):
    """A word and its box. `size` is the body of its type, in points; `turn` is the way it goes (`frame`).

    `raised` are the figures or stars printed above its line at its end; `call` is the rank of the note that it calls.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    turn: int = 0
    raised: str = ""
    call: int = 0

    @property
    def middle(self) -> float:
        """Half-way down."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half-way across."""
        return (self.x0 + self.x1) / 2


class Rule(NamedTuple):
    """A straight line. `at` is its ordinate when it is flat, its abscissa when it is upright."""

    at: float
    start: float
    end: float


def aligned(rules: Iterable[Rule], within: float) -> Iterator[list[Rule]]:
    """Rules in order, those that stand on one line together: no further than `within` points from the first."""
    held: list[Rule] = []
    for rule in rules:
        if held and rule.at - held[0].at > within:
            yield held
            held = []
        held.append(rule)
    if held:
        yield held


class Framed(NamedTuple):
    """What the rules of a page close: the squares that they make; the top, the foot and the words of each table."""

    squares: int
    tables: list[tuple[float, float, list[Word]]]


@dataclass(slots=True)
class Sheet:
    """A page read. `pictured` is the share of its area that pictures cover, from 0 to 1.

    `work` counts what it took to read: letters, objects drawn, points of their outlines. `framed` is told by `ruled`.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    flat: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    pictured: float = 0.0
    work: int = 0
    framed: Framed | None = None


class Row:
    """One line of print: its words from left to right. `right` is where the column that it stands in ends."""

    def __init__(self, words: list[Word], page: int) -> None:
        self.words = words
        self.page = page
        self.right = 0.0
        self.x0 = words[0].x0
        self.x1 = words[-1].x1
        self.top = min([word.top for word in words])
        self.bottom = max([word.bottom for word in words])

    @cached_property
    def text(self) -> str:
        """Its words; a wide gap is a tab."""
        return "\t".join(" ".join([word.text for word in segment]) for segment in self.segments())

    @cached_property
    def size(self) -> float:
        """The body of most of its words."""
        return sorted([word.size for word in self.words])[len(self.words) // 2]

    @cached_property
    def bold(self) -> bool:
        """Whether all its words are bold; bullets and dashes do not count."""
        if not any(word.bold for word in self.words):
            return False
        told = [word.bold for word in self.words if any(map(str.isalnum, word.text))]
        return bool(told) and all(told)

    def segments(self) -> list[list[Word]]:
        """Its words, cut at the gaps that are no blank of a justified line."""
        gaps = [word.x0 - before.x1 for before, word in pairwise(self.words)]
        if not gaps or max(gaps) <= GAP * self.size:
            return [self.words]
        usual = sorted(gaps)[len(gaps) // 4] if len(gaps) > 2 else 0.0
        least = max(GAP * self.size, min(_WIDER * usual, _WIDEST * self.size))
        cut: list[list[Word]] = [[self.words[0]]]
        for gap, word in zip(gaps, self.words[1:], strict=True):
            if gap > least:
                cut.append([word])
            else:
                cut[-1].append(word)
        return cut


_LEFT = attrgetter("x0")
# In bodies of type: a tab or the gutter of a table. A justified line may be as loose, but evenly so.
GAP = 1.6
_WIDER = 2.5
_WIDEST = 4.5  # bodies of type: no justified line is so loose
_SAME_LINE = 0.6  # share of its height that a word has in common with a line


def rows(words: Collection[Word], page: int) -> list[Row]:
    """Words put in lines, from top to bottom."""
    if len(words) < 2:  # most cells of a table
        return [Row([word], page) for word in words]
    lines: list[tuple[float, float, list[Word]]] = []
    # Compared in full, not by `min` and `max`: each word of each page comes by here.
    for word in sorted(words, key=lambda item: (item.top + item.bottom, item.x0)):
        high, low = word.top, word.bottom
        for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            top, bottom, found = lines[index]
            shared = (bottom if bottom < low else low) - (top if top > high else high)
            least = low - high if low - high < bottom - top else bottom - top
            if shared > _SAME_LINE * least:
                found.append(word)
                lines[index] = (high if high < top else top), (low if low > bottom else bottom), found
                break
        else:
            lines.append((high, low, [word]))
    return [Row(sorted(found, key=_LEFT), page) for _, _, found in lines]


def extent(words: Sequence[Word]) -> tuple[float, float]:
    """Left and right of a run of words."""
    return min(word.x0 for word in words), max(word.x1 for word in words)
