"""Two sequences of blocks (paragraphs and tables, or the rows of a table) put face to face.

Pure: a block is what it says, its kind and the marks that it bears; no Word here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel, LCSseq

from clausekit.mark import Mark

Pair = tuple[int | None, int | None]

_ALIKE = 0.5  # score from which a block is another one, changed
_MARKED = 0.3  # what the same mark adds, and another entry's takes off
_TABLE = 0.2  # a table is seldom replaced by another one
_LARGEST = 40_000  # pairs of blocks that are weighed in one gap
_MOST = 400_000_000  # pairs of blocks of two documents; beyond, only their ends are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block. Blocks of different `kind` are never the same; `text` is all that it says."""

    kind: str
    text: str
    words: tuple[str, ...]
    marks: frozenset[Mark] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        """What makes two blocks say the same."""
        return self.kind, self.text

    @property
    def entries(self) -> frozenset[tuple[str, str]]:
        """The entries that it belongs to, each with its piece."""
        return frozenset((mark.entry, mark.piece) for mark in self.marks)

    @property
    def places(self) -> frozenset[tuple[str, str, int]]:
        """Its marks, without the revision."""
        return frozenset((mark.entry, mark.piece, mark.ordinal) for mark in self.marks)


def align(old: Sequence[Block], new: Sequence[Block]) -> tuple[Pair, ...]:
    """Pairs in order; a block alone was taken out or put in, and what was taken out comes first."""
    found: list[Pair] = []
    for start, end, at, to, same in _anchored(old, new):
        if same:
            found += zip(range(start, end), range(at, to), strict=True)
        else:
            found += _gap(old, new, range(start, end), range(at, to))
    return tuple(found)


def _anchored(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[int, int, int, int, bool]]:
    """Stretches that say the same, and the gaps between."""
    if len(old) * len(new) > _MOST:
        yield 0, len(old), 0, len(new), False
        return
    numbers: dict[tuple[str, str], int] = {}
    keys = [[numbers.setdefault(block.key, len(numbers)) for block in blocks] for blocks in (old, new)]
    gap: tuple[int, int, int, int] | None = None
    for op in LCSseq.opcodes(*keys):
        if op.tag == "equal":
            if gap:
                yield (*gap, False)
            yield op.src_start, op.src_end, op.dest_start, op.dest_end, True
            gap = None
        else:
            first = gap or (op.src_start, op.src_end, op.dest_start, op.dest_end)
            gap = (first[0], op.src_end, first[2], op.dest_end)
    if gap:
        yield (*gap, False)


def _gap(old: Sequence[Block], new: Sequence[Block], olds: range, news: range) -> Iterator[Pair]:
    """The blocks of a gap, each with its like when it has one."""
    pairs = _likes(old, new, olds, news) if len(olds) * len(news) <= _LARGEST else []
    i, j = olds.start, news.start
    for at, to in (*pairs, (olds.stop, news.stop)):
        yield from ((n, None) for n in range(i, at))
        yield from ((None, n) for n in range(j, to))
        if at < olds.stop and to < news.stop:
            yield at, to
        i, j = at + 1, to + 1


def _likes(old: Sequence[Block], new: Sequence[Block], olds: range, news: range) -> list[tuple[int, int]]:
    """The pairs of like blocks, in order, that weigh most together."""
    if not olds or not news:
        return []
    score = [[_score(old[i], new[j]) for j in news] for i in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for i in range(len(olds) - 1, -1, -1):
        for j in range(len(news) - 1, -1, -1):
            both = best[i + 1][j + 1] + score[i][j] if score[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    return list(_path(score, best, olds, news))


def _path(score: list[list[float]], best: list[list[float]], olds: range, news: range) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(olds) and j < len(news):
        if score[i][j] and best[i][j] == best[i + 1][j + 1] + score[i][j]:
            yield olds[i], news[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _score(old: Block, new: Block) -> float:
    """0 when the two cannot be the same block, else how alike they are."""
    if old.kind != new.kind:
        return 0.0
    alike: float = Indel.normalized_similarity(old.words, new.words) if old.words or new.words else 1.0
    if old.places & new.places:
        alike += _MARKED
    elif old.marks and new.marks and not old.entries & new.entries:
        alike -= _MARKED
    alike += _TABLE if old.kind == "tbl" else 0.0
    return alike if alike >= _ALIKE else 0.0


def closed(pairs: Sequence[Pair], old: Sequence[Block], new: Sequence[Block]) -> tuple[Pair, ...]:
    """The same pairs for a body or a cell: a paragraph that ends it, or that a table follows, seldom goes alone.

    Where one was taken out and another put in there, they are the same paragraph with other words: the end of
    neither can be joined to what follows.
    """
    found: list[Pair] = []
    ended = _ended(pairs, old, new)
    for at, pair in enumerate(ended):
        found.append(pair)
        if at + 1 < len(ended) and _kind(ended[at + 1], old, new) == "tbl":
            _put_together(found, old, new)
    return tuple(found)


def _ended(pairs: Sequence[Pair], old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """The paragraphs that end the two, when neither has its like: the same one, before anything else."""
    last = (len(old) - 1, None), (None, len(new) - 1)
    if not all(pair in pairs and _kind(pair, old, new) == "p" for pair in last):
        return list(pairs)
    return [*(pair for pair in pairs if pair not in last), (len(old) - 1, len(new) - 1)]


def _kind(pair: Pair, old: Sequence[Block], new: Sequence[Block]) -> str:
    i, j = pair
    return old[i].kind if i is not None else new[j].kind if j is not None else ""


def _put_together(found: list[Pair], old: Sequence[Block], new: Sequence[Block]) -> None:
    """Make one pair of the last paragraph taken out and the last one put in, at the end of what was found."""
    start = len(found)
    while start and None in found[start - 1] and _kind(found[start - 1], old, new) == "p":
        start -= 1
    gone = [i for i, j in found[start:] if j is None]
    come = [j for i, j in found[start:] if i is None]
    if gone and come:
        found[start:] = [*((i, None) for i in gone[:-1]), *((None, j) for j in come[:-1]), (gone[-1], come[-1])]
