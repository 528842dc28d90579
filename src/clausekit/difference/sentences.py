"""The sentences of two editions of an entry put face to face: changed, added, removed, moved, cut in two or joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeAlias

from rapidfuzz.distance import Indel

from clausekit.clause import Clause
from clausekit.difference.change import Sentence
from clausekit.difference.passages import ITEM, NUMBER, TITLE, WORDS, Passage, Unit, failings, passages
from clausekit.difference.sanctions import paired
from clausekit.facing.blocks import Block, align
from clausekit.library import Entry

FullPair: TypeAlias = tuple[int, int]
Face: TypeAlias = tuple[int | None, int | None]

_KEPT: Final = 0.75  # likeness from which a sentence found elsewhere is the same one, moved and changed
_BETTER: Final = 0.1  # what a second sentence must add to the likeness of a first, to be its other half
_MANY: Final = 40_000  # pairs of sentences that are weighed to find what moved
_WORD: Final = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A unit and what became of it; `crossed` when it went from a piece to another. `printed`: see `Passage`."""

    piece: str
    kind: str
    old: str
    new: str
    moved: bool = False
    crossed: bool = False
    printed: bool = True

    @property
    def sentence(self) -> Sentence:
        """As told to the reader."""
        return Sentence(piece=self.piece, old=self.old, new=self.new, moved=self.moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A text whose sentences are the same, cut in other paragraphs: how many it had, how many it has."""

    piece: str
    old: int
    new: int


@dataclass(slots=True, kw_only=True)
class _Step:
    """`old` and `new` are the units of a pair; there may be two on a side (a sentence cut in two)."""

    passage: tuple[str, str]
    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    printed: bool
    moved: bool = False

    @property
    def same(self) -> bool:
        return [unit.key for unit in self.old] == [unit.key for unit in self.new]


def compared(old: Entry, new: Entry) -> tuple[tuple[Pair, ...], tuple[Cut, ...]]:
    """What changed in the sentences, in the order of the file; and the texts cut otherwise."""
    steps: list[_Step] = []
    cuts: list[Cut] = []
    for was, now in _faced(old, new):
        if was and now and was.text == now.text:
            continue
        found = _steps(was, now)
        cuts += _cuts(was, now, found)
        steps += [step for step in found if step.moved or not step.same]
    return tuple(_pair(step) for step in _moved(steps)), tuple(cuts)


def said(entry: Entry) -> tuple[Pair, ...]:
    """All that an entry prints, as added."""
    return tuple(
        _pair(_Step(passage=(item.piece, item.piece), old=(), new=(unit,), printed=True))
        for item in passages(entry).values()
        if item.printed and item.piece != "titre" and not item.piece.startswith("blanc [")
        for unit in item.units
    )


def _faced(old: Entry, new: Entry) -> Iterator[tuple[Passage | None, Passage | None]]:
    """The texts of both, by their places. A blank that comes or goes is told by the facts."""
    was, now = passages(old), passages(new)
    for piece in dict.fromkeys((*now, *was)):
        # The justification of a blank that stays is told, were it taken out.
        blank = f"blanc {piece[piece.index('[') :]}" if piece.endswith("]") else ""
        if not blank or (piece in was and piece in now) or (blank in was and blank in now):
            yield was.get(piece), now.get(piece)
    if isinstance(old, Clause) and isinstance(new, Clause) and old.consequences != new.consequences:
        for at, to in paired(old.consequences, new.consequences):
            if at is not None and to is not None:
                yield from _both(failings(old, at, to + 1), failings(new, to, to + 1))


def _both(was: Mapping[str, Passage], now: Mapping[str, Passage]) -> Iterator[tuple[Passage | None, Passage | None]]:
    yield from ((was.get(piece), now.get(piece)) for piece in dict.fromkeys((*now, *was)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def _block(unit: Unit) -> Block:
    return Block(kind=unit.kind, text=unit.key, words=_words(unit.key))


def _steps(was: Passage | None, now: Passage | None) -> list[_Step]:
    """The units of a text face to face, in the order of the new one."""
    olds, news = (side.units if side else () for side in (was, now))
    either = now or was
    assert either is not None  # noqa: S101 (one of the two is there)
    moved, pairs = _faces(olds, news)

    def step(i: int | None, j: int | None, *, moves: bool = False) -> _Step:
        return _Step(
            passage=(was.piece if was else "", now.piece if now else ""),
            old=(olds[i],) if i is not None else (),
            new=(news[j],) if j is not None else (),
            printed=either.printed,
            moved=moves,
        )

    return _halved([step(i, j, moves=(i, j) in moved) for i, j in pairs])


def _faces(olds: Sequence[Unit], news: Sequence[Unit]) -> tuple[frozenset[FullPair], list[Face]]:
    """What moved word for word, then every pair in order: a unit found elsewhere is not taken for another, changed."""
    blocks = [_block(unit) for unit in olds], [_block(unit) for unit in news]
    first = align(*blocks)
    lone = [(i, j) for i, j in first if i is None or j is None or olds[i].key != news[j].key]
    places: dict[tuple[str, str], list[int]] = {}
    for _, j in lone:
        if j is not None:
            places.setdefault(blocks[1][j].key, []).append(j)
    moved = [(i, places[blocks[0][i].key].pop(0)) for i, _ in lone if i is not None and places.get(blocks[0][i].key)]
    if not moved:
        return frozenset(), list(first)
    gone, come = {i for i, _ in moved}, {j for _, j in moved}
    kept = [i for i in range(len(olds)) if i not in gone], [j for j in range(len(news)) if j not in come]
    again = align([blocks[0][i] for i in kept[0]], [blocks[1][j] for j in kept[1]])
    found: list[Face] = [
        (kept[0][i] if i is not None else None, kept[1][j] if j is not None else None) for i, j in again
    ]
    for pair in sorted(moved, key=lambda item: item[1]):
        after = next((rank for rank, (_, j) in enumerate(found) if j is not None and j > pair[1]), len(found))
        found.insert(after, pair)
    return frozenset(moved), found


def _text(units: Sequence[Unit]) -> str:
    return " ".join(unit.key for unit in units)


def _like(old: Sequence[Unit], new: Sequence[Unit]) -> float:
    return float(Indel.normalized_similarity(_words(_text(old)), _words(_text(new))))


def _halved(steps: list[_Step]) -> list[_Step]:
    """A sentence cut in two, or two joined, as one change."""
    found: list[_Step] = []
    for step in steps:
        last = found[-1] if found else None
        if last and _completes(last, step):
            joined = _Step(
                passage=step.passage, old=(*last.old, *step.old), new=(*last.new, *step.new), printed=step.printed
            )
            found[-1] = joined
        else:
            found.append(step)
    return found


def _completes(last: _Step, step: _Step) -> bool:
    """Whether one of the two has a single side, and is the half that the other lacks."""
    units = (*last.old, *last.new, *step.old, *step.new)
    lone = [item for item in (last, step) if not (item.old and item.new)]
    whole = step if lone and lone[0] is last else last
    if (
        len(lone) != 1
        or whole.same
        or last.moved
        or step.moved
        or len(units) > 4
        or len({unit.kind for unit in units}) > 1
    ):
        return False
    if units[0].kind not in {WORDS, ITEM, NUMBER}:
        return False
    together = _like((*last.old, *step.old), (*last.new, *step.new))
    return together > _like(whole.old, whole.new) + _BETTER


def _moved(steps: list[_Step]) -> list[_Step]:
    """What was taken out at a place and put in at another is one thing, moved: word for word, else nearly so."""
    gone = [step for step in steps if not step.new]
    come = [step for step in steps if not step.old]
    lost: set[int] = set()
    # One after the other: what moved word for word is no longer there to be nearly the same.
    for step, other in chain(_same_words(gone, come), _near_words(gone, come, lost)):
        lost.add(id(other))
        step.old, step.moved = other.old, True
        step.passage = (other.passage[0], step.passage[1])
        step.printed = step.printed or other.printed
    return [step for step in steps if id(step) not in lost]


def _same_words(gone: Sequence[_Step], come: Sequence[_Step]) -> Iterator[tuple[_Step, _Step]]:
    """Those that came, each with one that went and says the same, in whatever text; a title moves with its section."""
    places: dict[str, list[_Step]] = {}
    for step in gone:
        if step.old[0].kind != TITLE:
            places.setdefault(_text(step.old), []).append(step)
    for step in come:
        found = places.get(_text(step.new))
        if found:
            yield step, found.pop(0)


def _near_words(gone: Sequence[_Step], come: Sequence[_Step], lost: set[int]) -> Iterator[tuple[_Step, _Step]]:
    """The others, each with the likest that went from the same text; none when there are too many to weigh."""
    if len(gone) * len(come) > _MANY:
        return
    for step in (step for step in come if not step.old):
        alike = [
            (_like(other.old, step.new), -rank)
            for rank, other in enumerate(gone)
            if id(other) not in lost and other.old[0].kind == step.new[0].kind and other.passage[0] == step.passage[1]
        ]
        best = max(alike, default=(0.0, 0))
        if best[0] >= _KEPT:
            yield step, gone[-best[1]]


def _pair(step: _Step) -> Pair:
    old, new = (" ".join(unit.said for unit in units) for units in (step.old, step.new))
    if old and new and step.same:  # only what an editor or a printer changes is not the same
        old = new
    was, now = (_place(side, units) for side, units in zip(step.passage, (step.old, step.new), strict=True))
    crossed = step.moved and was != now and step.passage[0] != step.passage[1]
    return Pair(
        piece=f"{was} -> {now}" if step.moved and was != now else now or was,
        kind=(step.new or step.old)[0].kind,
        old=old,
        new=new,
        moved=step.moved,
        crossed=crossed,
        printed=step.printed,
    )


def _place(piece: str, units: Sequence[Unit]) -> str:
    """« CCTP »; « annexe, section « Objet » »."""
    if units and units[0].kind == TITLE:
        return f"{piece}, titre"
    section = units[0].section if units else ""
    return f"{piece}, {section}" if section else (piece if units else "")


def _cuts(was: Passage | None, now: Passage | None, steps: Sequence[_Step]) -> Iterator[Cut]:
    """Only when every sentence is the same, at the same rank."""
    if was is None or now is None or any(step.moved or not step.same for step in steps):
        return
    shapes = [[(unit.block, unit.kind) for unit in side.units] for side in (was, now)]
    if shapes[0] != shapes[1]:
        counts = [len({block for block, _ in shape}) for shape in shapes]
        yield Cut(piece=now.piece, old=counts[0], new=counts[1])
