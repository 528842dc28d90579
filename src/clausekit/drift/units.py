"""A clause cut in paragraphs and rows, as the dossier generates it and as a file says it, each put with its like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from clausekit.assemble import Output, contents
from clausekit.draft import Draft, Line, lines
from clausekit.draft import Table as DraftTable
from clausekit.finding import Place
from clausekit.fragment import Block, Fragment, Heading, Table, plain
from clausekit.mark import Mark
from clausekit.match import IDENTICAL, Reference, WordChange, compare, of_assembly, words

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_ALIKE = 0.5  # share of common words from which a paragraph is another one, reworded
_WEIGHTS = frozenset({("ponderation",), ("rang",)})
_SEPARATOR = " : "


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A paragraph or a row that the dossier generates; `penal`: of the table of penalties, `award`: of weights."""

    text: str
    reference: Reference
    title: bool = False
    penal: bool = False
    award: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A paragraph or a row of a file."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What became of a paragraph: one of the two is None when it was taken out or put in."""

    old: Unit | None
    new: Said | None
    changes: tuple[WordChange, ...] = ()


def generated(output: Output, entry: str, piece: str) -> tuple[Unit, ...]:
    """The paragraphs and rows of an entry in a document."""
    found: list[Unit] = []
    owner: Mark | None = None
    for block in output.fragment.blocks:
        if block.mark is not None:
            owner = block.mark
        elif isinstance(block, Heading):
            owner = None
        if owner and (owner.entry, owner.piece) == (entry, piece):
            found += [unit for unit in _units(replace(block, mark=owner), output.fragment) if words(unit.text)]
    return tuple(found)


def _units(block: Block, fragment: Fragment) -> Iterator[Unit]:
    if not isinstance(block, Table):
        yield Unit(text=plain(block.content), reference=_alone(block, fragment), title=isinstance(block, Heading))
        return
    head = [words(" ".join(plain(content) for content in cell)) for cell in block.header]
    yield _row(replace(block, rows=()), fragment)
    for row in block.rows:
        unit = _row(replace(block, header=(), rows=(row,)), fragment)
        yield replace(unit, penal=("penalite",) in head, award=bool(_WEIGHTS.intersection(head)))


def _row(table: Table, fragment: Fragment) -> Unit:
    text = _SEPARATOR.join(plain(content) for content in contents((table,)) if plain(content))
    return Unit(text=text, reference=_alone(table, fragment))


def _alone(block: Block, fragment: Fragment) -> Reference:
    """What one block should say, with what may stand in its blanks."""
    return of_assembly((Output(name="", fragment=replace(fragment, blocks=(block,))),))[0]


def read(draft: Draft, owned: Iterable[Line]) -> tuple[Said, ...]:
    """The paragraphs and rows of a file that belong to an entry."""
    ids = {id(line) for line in owned}
    found: list[Said] = []
    for block in (*draft.blocks, *draft.around):
        if isinstance(block, DraftTable):
            for row in block.rows:
                inside = [line for cell in row for line in lines(cell.blocks) if line.text]
                if any(id(line) in ids for line in inside):
                    found.append(Said(text=_SEPARATOR.join(_numbered(line) for line in inside), place=inside[0].place))
        elif id(block) in ids:
            found.append(Said(text=block.text, place=block.place))
    return tuple(found)


def _numbered(line: Line) -> str:
    """A line of a cell, with the number that was read apart (« 1. Prix »)."""
    return f"{line.number} {line.text}" if line.number and line.number[0].isdecimal() else line.text


def pairs(old: Sequence[Unit], new: Sequence[Said]) -> tuple[Pair, ...]:
    """What differs: paragraphs reworded, taken out, put in. Those that say the same are left out."""
    left = list(new)
    lost: list[Unit] = []
    for unit in old:
        same = next((item for item in left if compare(unit.reference, words(item.text)).status == IDENTICAL), None)
        if same is None:
            lost.append(unit)
        else:
            left.remove(same)
    found: list[Pair] = []
    for unit in lost:
        like = max(left, key=lambda item: _likeness(unit, item), default=None)
        if like is None or _likeness(unit, like) < _ALIKE:
            found.append(Pair(old=unit, new=None))
            continue
        left.remove(like)
        found.append(Pair(old=unit, new=like, changes=compare(unit.reference, words(like.text)).changes))
    return (*found, *(Pair(old=None, new=item) for item in left if words(item.text)))


def _likeness(unit: Unit, item: Said) -> float:
    return Indel.normalized_similarity(words(unit.text), words(item.text))


def weight_row(text: str) -> bool:
    """Whether a row of a file ends with a weight, as those of the table of weights do."""
    last = text.rpartition(_SEPARATOR)[2]
    return bool(words(last)) and all(word[0].isdecimal() or word in _WEIGHT_WORDS for word in words(last))


_WEIGHT_WORDS = frozenset({"%", "point", "points", "sur", "er", "e", "rang"})


def apart(text: str, other: str) -> str:
    """The sentences of a text that another one does not say; the whole text when it says them all."""
    there = {words(sentence) for sentence in _SENTENCE.split(other)}
    return " ".join(sentence for sentence in _SENTENCE.split(text) if words(sentence) not in there) or text
