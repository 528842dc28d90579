"""The words of a document that answer one text, put back in the order of that text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clausekit.match.expected import Reference
from clausekit.match.likeness import Likeness
from clausekit.match.spoken import Spoken
from clausekit.match.windows import Window

_HALF = 0.5  # share of a line that is the text's, under which the rest of the line is another text
_NEAR = 3  # lines around the text in which its shortest paragraphs are looked for

Words = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """`read` in the order of the document, `sorted` in that of the text, `lines` the paragraphs that hold them.

    `moved` is true when the two orders differ.
    """

    read: tuple[str, ...]
    sorted: tuple[str, ...]
    lines: tuple[int, ...]
    moved: bool


@dataclass(frozen=True, slots=True, order=True)
class _Part:
    rank: int
    line: int
    start: int
    words: tuple[str, ...]


def claims(found: Sequence[Likeness]) -> Mapping[int, int]:
    """Number of texts that claim each line."""
    return Counter(line for likeness in found for line in {window.line for window in likeness.windows})


def gather(likeness: Likeness, said: Sequence[Words], claimed: Mapping[int, int], spoken: Spoken) -> Gathered:
    """What a document says of a text. A line that no other text claims is taken whole: what was added to it shows."""
    by_line: dict[int, list[Window]] = defaultdict(list)
    for window in likeness.windows:
        by_line[window.line].append(window)
    parts = [
        part
        for line, windows in by_line.items()
        for part in (_whole if claimed[line] == 1 and _most(windows, said[line]) else _cut)(windows, said[line])
    ]
    parts += _short(likeness.reference, parts, said, claimed, spoken)
    by_place = sorted(parts, key=lambda part: (part.line, part.start))
    by_rank = sorted(parts)
    return Gathered(
        read=tuple(word for part in by_place for word in part.words),
        sorted=tuple(word for part in by_rank for word in part.words),
        lines=tuple(dict.fromkeys(part.line for part in by_place)),
        moved=by_place != by_rank,
    )


def _most(windows: Sequence[Window], line: Words) -> bool:
    return sum(window.common for window in windows) >= _HALF * len(line)


def _cut(windows: Sequence[Window], line: Words) -> Iterator[_Part]:
    for window in windows:
        yield _Part(window.rank, window.line, window.start, tuple(line[window.start : window.end]))


def _whole(windows: Sequence[Window], line: Words) -> Iterator[_Part]:
    """A line shared out between its windows, with nothing left over."""
    before, ordered = 0, sorted(windows, key=lambda window: window.start)
    for number, window in enumerate(ordered):
        end = len(line) if number == len(ordered) - 1 else max(window.end, before)
        yield _Part(window.rank, window.line, window.start, tuple(line[before:end]))
        before = end


def _short(
    reference: Reference, parts: Sequence[_Part], said: Sequence[Words], claimed: Mapping[int, int], spoken: Spoken
) -> list[_Part]:
    """Paragraphs too short to be looked for everywhere, found word for word beside the others."""
    have = {part.rank for part in parts}
    found: list[_Part] = []
    for rank, item in enumerate(reference.paragraphs):
        if rank in have or item.title or not item.words:
            continue
        known = [*parts, *found]
        before = max((part.line for part in known if part.rank < rank), default=-1)
        beside = _beside(known, claimed)
        line = min(
            filter(beside, spoken.saying(item)),
            key=lambda line: (line < before, abs(line - before)),
            default=None,
        )
        if line is not None:
            found.append(_Part(rank, line, 0, tuple(said[line])))
    return found


def _beside(known: Sequence[_Part], claimed: Mapping[int, int]) -> Callable[[int], bool]:
    """Whether a line is a free one around those that are known."""
    lines = {part.line for part in known}
    first, last = min(lines) - _NEAR, max(lines) + _NEAR
    return lambda line: first <= line <= last and line not in lines and not claimed.get(line)
