"""Hold the words that a document says against those that it should say."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise

from rapidfuzz.distance import Indel

from clausekit.match.expected import Expected, Hole, Reference

IDENTICAL, CHANGED, PARTIAL, ABSENT = "identical", "changed", "partial", "absent"
_GONE = 0.3  # share of its words under which a paragraph counts as taken out
_THERE = 0.4  # share of its pairs of words above which what a level adds counts as there
_FEW = 3  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """Words taken out and words put in at one place; one of the two may be empty."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """`share` is the part of the expected words that is there (0 to 1), `extra` the number of words added.

    `cost` is the number of words taken out or added.
    """

    status: str
    changes: tuple[WordChange, ...]
    share: float
    extra: int
    cost: int


@dataclass(slots=True)
class _Sides:
    """The expected words end to end, where anything may stand, and which paragraph each belongs to."""

    words: list[str]
    owners: list[int]
    holes: dict[int, list[Hole]]


def _sides(paragraphs: Sequence[Expected]) -> _Sides:
    sides = _Sides(words=[], owners=[], holes=defaultdict(list))
    for rank, item in enumerate(paragraphs):
        for place, hole in item.holes.items():
            sides.holes[len(sides.words) + place].append(hole)
        sides.words += item.words
        sides.owners += [rank] * len(item.words)
    return sides


def compare(reference: Reference, said: Sequence[str]) -> Compared:
    """Compare the words of a reference with those read, paragraphs end to end: a reflow changes nothing.

    What a level adds is counted only when that explains more of what is read.
    """
    read = tuple(said)
    kept = [not item.optional for item in reference.paragraphs]
    best = _compare(_kept(reference.paragraphs, kept), read)
    if all(kept):
        return best
    pairs = set(pairwise(read))
    for number, item in enumerate(reference.paragraphs):
        if not item.optional or not _there(item, pairs):
            continue
        tried = [*kept[:number], True, *kept[number + 1 :]]
        with_it = _compare(_kept(reference.paragraphs, tried), read)
        if with_it.cost <= best.cost:
            kept, best = tried, with_it
    return best


def says(item: Expected, line: Sequence[str]) -> bool:
    """Whether a line of a document says one paragraph, word for word."""
    said = tuple(line)
    if not item.holes:
        return said == item.words
    return _compare((item,), said).status == IDENTICAL


def _kept(paragraphs: Sequence[Expected], kept: Sequence[bool]) -> tuple[Expected, ...]:
    return tuple(compress(paragraphs, kept))


def _compare(paragraphs: Sequence[Expected], read: tuple[str, ...]) -> Compared:
    if _said(paragraphs, read):
        return Compared(status=IDENTICAL, changes=(), share=1.0, extra=0, cost=0)
    sides = _sides(paragraphs)
    held = [0] * len(paragraphs)
    changes: list[WordChange] = []
    extra, old, new = 0, list[str](), list[str]()
    for step in Indel.opcodes(sides.words, read):
        if step.tag == "equal":
            _close(changes, old, new)
            for place in range(step.src_start, step.src_end):
                held[sides.owners[place]] += 1
        elif step.tag == "delete":
            old += sides.words[step.src_start : step.src_end]
        elif not _filled(step.src_start, read[step.dest_start : step.dest_end], sides):
            new += read[step.dest_start : step.dest_end]
            extra += step.dest_end - step.dest_start
    _close(changes, old, new)
    total = len(sides.words)
    return Compared(
        status=_status(paragraphs, held, changes),
        changes=tuple(changes),
        share=sum(held) / total if total else 1.0,
        extra=extra,
        cost=total - sum(held) + extra,
    )


def _said(paragraphs: Sequence[Expected], read: tuple[str, ...]) -> bool:
    """Whether they are said word for word, one after the other."""
    at = 0
    for item in paragraphs:
        start, at = at, at + len(item.words)
        if read[start:at] != item.words:
            return False
    return at == len(read)


def _there(item: Expected, pairs: set[tuple[str, str]]) -> bool:
    own = list(pairwise(item.words))
    return not own or sum(pair in pairs for pair in own) / len(own) > _THERE


def _filled(place: int, put: Sequence[str], sides: _Sides) -> bool:
    """Whether words put in there fill a hole; « a b » put in before « a » may as well stand after it."""
    return any(
        _takes(sides.holes.get(near, ()), turned)
        for near, turned in ((place, put), *_slides(place, put, sides, -1), *_slides(place, put, sides, 1))
    )


def _takes(holes: Sequence[Hole], put: Sequence[str]) -> bool:
    """Whether holes at one place take the words: one of them all, or each its share."""
    if any(hole.takes(put) for hole in holes):
        return True
    return len(holes) > 1 and any(
        holes[0].takes(put[:cut]) and _takes(holes[1:], put[cut:]) for cut in range(1, len(put))
    )


def _slides(place: int, put: Sequence[str], sides: _Sides, step: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The other places where the same words, turned round, give the same text."""
    turned = deque(put)
    while 0 <= place + min(step, 0) < len(sides.words):
        beside = sides.words[place - 1] if step < 0 else sides.words[place]
        if turned[-1 if step < 0 else 0] != beside:
            return
        turned.rotate(-step)
        place += step
        yield place, tuple(turned)


def _close(changes: list[WordChange], old: list[str], new: list[str]) -> None:
    if old or new:
        changes.append(WordChange(old=" ".join(old), new=" ".join(new)))
    old.clear()
    new.clear()


def _status(kept: Sequence[Expected], held: Sequence[int], changes: Sequence[WordChange]) -> str:
    if not changes:
        return IDENTICAL
    sizes = [(count, len(item.words)) for count, item in zip(held, kept, strict=True) if item.words and not item.title]
    gone = [count / size < _GONE for count, size in sizes if size > _FEW]
    if gone and all(gone):
        return ABSENT
    return PARTIAL if any(gone) else CHANGED
