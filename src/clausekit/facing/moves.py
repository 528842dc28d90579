"""Blocks taken out at one place and put in at another: what a person moved, as it was or with other words.

Pure, like the alignment that it completes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from clausekit.facing.blocks import Block, Pair

Move = tuple[tuple[int, int], ...]  # places in the old text and in the new one, in order

_ALIKE: Final = 0.7  # share of common words from which a block found elsewhere is the same one, edited
_NAMED: Final = 0.4  # the same, when it bears the same mark
_ENOUGH: Final = 4  # words that make a move; fewer are found at many places by chance
_GAP: Final = 3  # blocks taken out or put in that do not cut a move in two
_LARGEST: Final = 20_000  # pairs of blocks that are weighed; beyond, only those that say the same are paired
_SHAPE: Final = ("\x1e", "\x1f", "\n")  # what parts rows, cells and their paragraphs in the text of a block


def moves(pairs: Sequence[Pair], old: Sequence[Block], new: Sequence[Block]) -> tuple[Move, ...]:
    """The moves among the blocks that have no like in their place; each is in the same order in both texts."""
    lone = _Lone(
        old=[i for i, j in pairs if i is not None and j is None],
        new=[j for i, j in pairs if j is not None and i is None],
    )
    if not lone.old or not lone.new:
        return ()
    found = _same(lone, old, new)
    found |= _likes(lone, found, old, new)
    _extended(lone, found, old, new)
    groups = (tuple(group) for group in _groups(lone, found))
    return tuple(group for group in groups if sum(len(old[i].words) for i, _ in group) >= _ENOUGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lone:
    """The places of the blocks taken out, and of those put in."""

    old: list[int]
    new: list[int]


def _same(lone: _Lone, old: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
    """Blocks that say the same, in their order; short ones only follow others."""
    there: dict[tuple[str, str], list[int]] = {}
    for j in reversed(lone.new):
        there.setdefault(new[j].key, []).append(j)
    found: dict[int, int] = {}
    for i in lone.old:
        if len(old[i].words) >= _ENOUGH and there.get(old[i].key):
            found[i] = there[old[i].key].pop()
    return found


def _likes(lone: _Lone, found: dict[int, int], old: Sequence[Block], new: Sequence[Block]) -> dict[int, int]:
    """Blocks moved and edited, the most alike first."""
    taken = set(found.values())
    olds = [i for i in lone.old if i not in found and len(old[i].words) >= _ENOUGH]
    news = [j for j in lone.new if j not in taken and len(new[j].words) >= _ENOUGH]
    if len(olds) * len(news) > _LARGEST:
        return {}
    scores = sorted(
        ((score, -i, -j) for i in olds for j in news if (score := _score(old[i], new[j]))),
        reverse=True,
    )
    more: dict[int, int] = {}
    for _, i, j in scores:
        if -i not in more and -j not in taken:
            more[-i] = -j
            taken.add(-j)
    return more


def _score(old: Block, new: Block) -> float:
    """0 when one is not the other moved."""
    if not _fit(old, new):
        return 0.0
    least = _NAMED if old.places & new.places else _ALIKE
    alike: float = Indel.normalized_similarity(old.words, new.words, score_cutoff=least)
    return alike if alike >= least else 0.0


def _fit(old: Block, new: Block) -> bool:
    """Blocks of a kind; two tables have the same rows, cells and paragraphs."""
    shapes = [[block.text.count(sign) for sign in _SHAPE] for block in (old, new)]
    return old.kind == new.kind and (old.kind == "p" or shapes[0] == shapes[1])


def _extended(lone: _Lone, found: dict[int, int], old: Sequence[Block], new: Sequence[Block]) -> None:
    """Short blocks (a heading, an empty line) that touch a moved one in both texts move with it."""
    olds, news = set(lone.old), set(lone.new) - set(found.values())
    for step in (-1, 1):
        for start in list(found):
            i, j = start + step, found[start] + step
            while i in olds and i not in found and j in news and _short(old[i], new[j]):
                found[i] = j
                news.discard(j)
                i, j = i + step, j + step


def _short(old: Block, new: Block) -> bool:
    return old.key == new.key or (_fit(old, new) and bool(old.places & new.places))


def _groups(lone: _Lone, found: dict[int, int]) -> Iterator[list[tuple[int, int]]]:
    """Moved blocks that follow each other in both texts, but for a few put in or taken out between them."""
    gone = set(lone.old) - set(found)
    come = set(lone.new) - set(found.values())
    group: list[tuple[int, int]] = []
    for i, j in sorted(found.items()):
        if group and not (_near(group[-1][0], i, gone) and _near(group[-1][1], j, come)):
            yield group
            group = []
        group.append((i, j))
    if group:
        yield group


def _near(before: int, after: int, between: set[int]) -> bool:
    return 0 < after - before <= _GAP + 1 and all(at in between for at in range(before + 1, after))
