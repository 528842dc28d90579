"""Where the words of a paragraph stand in a line of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

_GAP = 25  # words; beyond, what follows is another sentence
_DENSE = 1 / 3  # share of a stretch of words that is the paragraph's, what fills its holes apart
_LOST = 3  # words between, for each word at the end of a stretch, that make it no part of it

Words = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Words `start` to `end` of a line of the document: paragraph `rank` of a text has `common` of them."""

    rank: int
    line: int
    start: int
    end: int
    common: int


def stretch(words: Words, rank: int, line: int, said: Words) -> Window | None:
    """The span of a line that holds most of the words of a paragraph; None when it holds too few."""
    runs: list[list[tuple[int, int]]] = [[]]
    for step in Indel.opcodes(words, said):
        if step.tag != "equal":
            continue
        if runs[-1] and step.dest_start - runs[-1][-1][1] > _GAP:
            runs.append([])
        runs[-1].append((step.dest_start, step.dest_end))
    common, start, end = max(_told(_tight(run)) for run in runs)
    if common < _DENSE * (end - start):
        return None
    return Window(rank=rank, line=line, start=start, end=end, common=common)


def _tight(run: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Words that go together, without the odd « le » or « les » far before or after that another paragraph says."""
    while len(run) > 1 and _apart(run[0], run[1]):
        run = run[1:]
    while len(run) > 1 and _apart(run[-2], run[-1], last=True):
        run = run[:-1]
    return run


def _apart(one: tuple[int, int], other: tuple[int, int], *, last: bool = False) -> bool:
    """Whether the outer of two neighbours is lost beside what lies between them."""
    start, end = other if last else one
    return other[0] - one[1] > _LOST * (end - start)


def _told(run: Sequence[tuple[int, int]]) -> tuple[int, int, int]:
    return (sum(end - start for start, end in run), run[0][0], run[-1][1]) if run else (0, 0, 0)
