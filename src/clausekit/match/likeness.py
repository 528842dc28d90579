"""Clauses of a document by their words, when the marks are gone.

Rare words point at a few candidate texts for each paragraph; the candidates are then compared
word by word, the best explained first, and words that one text explains are not lent to another.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from clausekit.match.expected import Reference
from clausekit.match.windows import Window, Words, stretch

_COMMON = 0.05  # a word found in a larger share of the paragraphs points at nothing
_SEED = 0.28  # share of the rare words of a paragraph that makes it a candidate
_ENOUGH = 0.5  # share of its words under which a text is not recognised
_RARE = 0.6  # share of the weight of its words, for a short text
_WHOLE = 0.97
_SHORT = 12  # words; a shorter text is recognised only when it is there word for word
_LEAST = 5
_PLACES = 4  # candidate places looked at for each paragraph
_MOST_PLACES = 120  # the likeliest, that tell where a text stands: more lines that look alike tell nothing

Hits = Mapping[int, Mapping[int, float]]  # paragraph -> line -> share of rare words


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A text of the library and where the document says it, in the order of the text."""

    reference: Reference
    windows: tuple[Window, ...]
    share: float


@dataclass(frozen=True, slots=True)
class _Para:
    """A paragraph of the index: the rank of its text, its own rank in it, its words."""

    text: int
    rank: int
    words: tuple[str, ...]


def _paragraphs(references: Sequence[Reference]) -> Iterator[_Para]:
    for number, reference in enumerate(references):
        for rank, item in enumerate(reference.paragraphs):
            if len(item.words) >= _LEAST and not item.title:
                yield _Para(number, rank, item.words)


class Index:
    """The rare words of every paragraph of the references."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.references = references
        self.paragraphs = tuple(_paragraphs(references))
        counts = Counter(word for item in self.paragraphs for word in set(item.words))
        total = max(len(self.paragraphs), 1)
        self.weight = {word: math.log(1 + total / count) for word, count in counts.items()}
        self.postings: dict[str, list[int]] = defaultdict(list)
        self.common = frozenset(word for word, count in counts.items() if count > max(_COMMON * total, 8))
        for number, item in enumerate(self.paragraphs):
            for word in set(item.words) - self.common:
                self.postings[word].append(number)
        # A paragraph of common words alone is never looked for: it would be found everywhere.
        self.mass = [
            sum(self.weight[word] for word in set(item.words) - self.common) or math.inf for item in self.paragraphs
        ]
        self.sizes = [_size(reference) for reference in references]

    def seeds(self, line: Words) -> Iterator[tuple[int, float]]:
        """Paragraphs that share enough rare words with a line, with the share of their weight."""
        scores: dict[int, float] = {}
        held = scores.get
        distinct = set(line) - self.common
        for word in distinct:
            if word in self.postings:
                weight = self.weight[word]
                for number in self.postings[word]:
                    scores[number] = held(number, 0.0) + weight
        least = _ENOUGH * sum(self.weight.get(word, 1.0) for word in distinct)
        for number, score in scores.items():
            if score >= least or score >= _SEED * self.mass[number]:
                yield number, score / self.mass[number]


def _size(reference: Reference) -> int:
    """Words of the paragraphs by which a text is recognised; of all of them when all are optional."""
    own = [item for item in reference.paragraphs if not item.title and len(item.words) >= _LEAST]
    return sum(len(item.words) for item in own if not item.optional) or sum(len(item.words) for item in own) or 1


class _Taken:
    """The words of the document that a text has claimed."""

    def __init__(self) -> None:
        self.spans: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def add(self, windows: Iterable[Window]) -> None:
        for window in windows:
            self.spans[window.line].append((window.start, window.end))

    def free(self, window: Window) -> bool:
        return self._covered(window.line, window.start, window.end) < 0.5 * (window.end - window.start)

    def full(self, line: int, size: int) -> bool:
        """Whether next to nothing is left of a line."""
        return self._covered(line, 0, size) > 0.8 * size

    def _covered(self, line: int, first: int, last: int) -> int:
        return sum(max(0, min(end, last) - max(start, first)) for start, end in self.spans.get(line, ()))


def similar(lines: Sequence[Words], index: Index) -> tuple[Likeness, ...]:
    """The texts that a document says, the best explained first. `lines` are the words of its paragraphs."""
    taken, chosen = _Taken(), list[Likeness]()
    near = _near(lines, index)
    queue = [
        (_rank(found), number, 0, found)
        for number, hits in near.items()
        if _promise(hits, index) >= _SEED and (found := _candidate(number, hits, lines, index, taken))
    ]
    heapq.heapify(queue)
    while queue:
        _, number, tries, found = heapq.heappop(queue)
        if all(taken.free(window) for window in found.windows):
            taken.add(found.windows)
            chosen.append(found)
        elif tries < _PLACES:
            again = _candidate(number, near[number], lines, index, taken)
            if again:
                heapq.heappush(queue, (_rank(again), number, tries + 1, again))
    return tuple(chosen)


def _rank(found: Likeness) -> tuple[float, float, int]:
    """The best proved first: words that are there less those that are not; then the one that stands together."""
    size = found.reference.size
    rows = [window.line for window in found.windows]
    return (-round(size * (2 * found.share - 1)), -found.share, max(rows) - min(rows))


def _near(lines: Sequence[Words], index: Index) -> dict[int, dict[int, dict[int, float]]]:
    """For each text that may be there, its paragraphs and the lines that look like them."""
    near: dict[int, dict[int, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for place, line in enumerate(lines):
        if len(line) >= _LEAST:
            for number, score in index.seeds(line):
                near[index.paragraphs[number].text][number][place] = score
    return near


def _promise(hits: Hits, index: Index) -> float:
    """Share of a text that the document may hold, at best."""
    best = sum(
        min(1.0, sum(sorted(places.values())[-2:])) * len(index.paragraphs[number].words)
        for number, places in hits.items()
    )
    return best / index.sizes[index.paragraphs[next(iter(hits))].text]


def _candidate(text: int, hits: Hits, lines: Sequence[Words], index: Index, taken: _Taken) -> Likeness | None:
    """Where a text stands among words that are still free; None when too little of it does."""
    reference, hits = index.references[text], _left(hits, lines, taken)
    if not hits:
        return None
    around = _around(hits)
    windows: list[Window] = []
    own = _Taken()
    whole = False
    for number in sorted(hits):
        item = index.paragraphs[number]
        places = _places(hits[number], around, windows[-1].line if windows else around[0])
        found = _windows(item, places, lines, (taken, own))
        held = sum(window.common for window in found)
        if held >= _SEED * len(item.words):
            windows += found
            own.add(found)
            whole = whole or _whole(item, found)
    share = min(1.0, sum(window.common for window in windows) / index.sizes[text])
    wanted = _WHOLE if index.sizes[text] < _SHORT else _ENOUGH
    if not windows or (share < wanted and not whole):
        return None
    if index.sizes[text] < _SHORT * 5 and _rare(windows, hits, lines, index) < _RARE:
        return None
    return Likeness(reference=reference, windows=tuple(windows), share=share)


def _left(hits: Hits, lines: Sequence[Words], taken: _Taken) -> Hits:
    """The hits on lines that no text has claimed whole."""
    left = {
        number: {line: score for line, score in places.items() if not taken.full(line, len(lines[line]))}
        for number, places in hits.items()
    }
    return {number: places for number, places in left.items() if places}


def _whole(item: _Para, found: Sequence[Window]) -> bool:
    """Whether a long paragraph is there nearly word for word: enough to recognise what is left of a text."""
    held = sum(window.common for window in found)
    span = sum(window.end - window.start for window in found)
    return len(item.words) >= 2 * _SHORT and held >= 0.85 * len(item.words) and held >= 0.7 * span


def _rare(windows: Sequence[Window], numbers: Iterable[int], lines: Sequence[Words], index: Index) -> float:
    """Share of the weight of a short text's words that is there: « du code de la commande publique » proves nothing."""
    said = {word for window in windows for word in lines[window.line][window.start : window.end]}
    own = {word for number in numbers for word in index.paragraphs[number].words}
    return sum(index.weight[word] for word in own & said) / (sum(index.weight[word] for word in own) or 1.0)


def _around(hits: Hits) -> tuple[int, int]:
    """The stretch of lines that answers best for the whole text: a clause stays together when it is copied."""
    best: dict[int, float] = defaultdict(float)
    reach = len(hits) + 2
    for places in hits.values():
        near: dict[int, float] = {}
        likely = places.items() if len(places) <= _MOST_PLACES else _likeliest(places)
        for line, score in likely:
            for start in range(line - reach, line + 1):
                if near.get(start, 0.0) < score:
                    near[start] = score
        for start, score in near.items():
            best[start] += score
    start = max(best, key=lambda place: best[place])
    return start, start + reach


def _likeliest(places: Mapping[int, float]) -> list[tuple[int, float]]:
    return heapq.nlargest(_MOST_PLACES, places.items(), key=lambda item: (item[1], -item[0]))


def _places(places: Mapping[int, float], around: tuple[int, int], last: int) -> list[int]:
    """The lines to look at, the likeliest first; of two alike, the one that follows what was found last."""
    start, end = around

    def score(line: int) -> tuple[float, bool, int]:
        return (round(places[line], 2) + (0.3 if start <= line <= end else 0.0), line >= last, -line)

    return sorted(places, key=score, reverse=True)[:_PLACES]


def _windows(item: _Para, places: Sequence[int], lines: Sequence[Words], taken: Sequence[_Taken]) -> list[Window]:
    """Where a paragraph stands: one line, or two that follow each other when it was cut."""
    told = (stretch(item.words, item.rank, place, lines[place]) for place in places)
    found = [window for window in told if window and all(each.free(window) for each in taken)]
    if not found:
        return []
    # The likeliest place, unless another holds clearly more of it.
    best = max(found, key=lambda window: window.common)
    best = found[0] if found[0].common >= 0.9 * best.common else best
    if best.common >= 0.8 * len(item.words):
        return [best]
    beside = next((window for window in found if abs(window.line - best.line) == 1), None)
    return _cut(item, sorted((best, beside), key=lambda window: window.line), lines) if beside else [best]


def _cut(item: _Para, two: Sequence[Window], lines: Sequence[Words]) -> list[Window]:
    """Two windows when they say the two halves of a paragraph; the best when they say twice the same."""
    told = sum(window.common for window in two)
    joined = [word for window in two for word in lines[window.line][window.start : window.end]]
    if told - LCSseq.similarity(item.words, joined) <= 0.1 * told:
        return list(two)
    return [max(two, key=lambda window: window.common)]
