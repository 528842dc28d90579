"""A prose as a person changed it, written over the prose of the file: what did not change keeps its lines and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from clausekit import prose
from clausekit import typography as typo

_WORD = re.compile(r"(?:\{\{[^{}]*\}\}|\S)+")
_DASHES: Final = str.maketrans("–—‑‐", "----")
_AKIN: Final = 0.3  # share of the words that two texts have in common, from which one comes from the other
_MOST_WORDS: Final = 3000  # of a paragraph; longer ones are not put face to face word by word
_LOOSE = re.compile(r" (?=[;:!?»%])|(?<=«) ")


def folded(text: str) -> str:
    """A text without what a word processor changes by itself: spaces, apostrophes, quotes, dashes, ellipses."""
    return _LOOSE.sub("", typo.plain(typo.unset(text)).translate(_DASHES))


def key(block: prose.Block) -> tuple[str, ...]:
    """What a block says, for comparing."""
    if isinstance(block, prose.Para):
        return ("", _said(block.lines))
    if isinstance(block, prose.Listing):
        return ("1." if block.ordered else "-", *map(_said, block.items))
    if isinstance(block, prose.Grid):
        rows = ["|".join(folded(prose.line_source(cell)) for cell in row) for row in (block.header, *block.rows)]
        return ("|", *rows)
    return ("##", folded(block.text)) if isinstance(block, prose.Title) else ("=", block.name)


def _said(lines: Sequence[prose.Line]) -> str:
    return folded(" ".join(prose.line_source(line) for line in lines))


def same(old: str, blocks: tuple[prose.Block, ...]) -> bool:
    """Whether blocks say what a prose says."""
    return [*map(key, prose.parse(old))] == [*map(key, blocks)]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A block of the file: its lines as they are typed, and the blank ones before it."""

    block: prose.Block
    lines: tuple[str, ...]
    before: tuple[str, ...]


def _chunks(text: str) -> Iterator[_Chunk]:
    raw = text.split("\n")
    at = 0
    for (_, lines), block in zip(prose.runs(text), prose.parse(text), strict=True):
        start = at
        while not raw[at].strip():
            at += 1
        yield _Chunk(block, tuple(raw[at : at + len(lines)]), tuple(raw[start:at]))
        at += len(lines)


def merged(old: str, blocks: tuple[prose.Block, ...]) -> str:
    """The prose that says `blocks`, in the lines of `old` wherever it says the same."""
    chunks = [*_chunks(old)]
    steps = SequenceMatcher(None, [key(item.block) for item in chunks], [*map(key, blocks)], autojunk=False)
    found: list[tuple[int | None, Sequence[str]]] = []
    for kind, i1, i2, j1, j2 in steps.get_opcodes():
        if kind == "equal":
            found += [(number, chunks[number].lines) for number in range(i1, i2)]
            continue
        for block in blocks[j1:j2]:
            near = _nearest(block, chunks, range(i1, i2))
            found.append((near, _written(block, None if near is None else chunks[near].block)))
    return "\n".join(_spaced(found, chunks)).strip("\n") + "\n"


def _spaced(found: Sequence[tuple[int | None, Sequence[str]]], chunks: Sequence[_Chunk]) -> Iterator[str]:
    """The lines, parted as in the file where two blocks still follow each other, by a blank line elsewhere."""
    last: int | None = None
    for rank, (number, lines) in enumerate(found):
        if number is not None and last == number - 1:
            yield from chunks[number].before
        elif rank:
            yield ""
        yield from lines
        last = number


def _nearest(block: prose.Block, chunks: Sequence[_Chunk], among: range) -> int | None:
    """The rank of the block of the file that this one comes from, of the same kind."""
    alike = [rank for rank in among if type(chunks[rank].block) is type(block)]
    rated = [(_likeness(key(chunks[rank].block), key(block)), rank) for rank in alike]
    best = max(rated, key=lambda item: item[0], default=(0.0, -1))
    return best[1] if best[0] > _AKIN else None


def _likeness(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    before, after = " ".join(old).split(), " ".join(new).split()
    if max(len(before), len(after)) > _MOST_WORDS:
        return 0.0
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def _written(block: prose.Block, near: prose.Block | None) -> list[str]:
    if isinstance(block, prose.Para):
        return _lines(block.lines, near.lines if isinstance(near, prose.Para) else ())
    if isinstance(block, prose.Listing):
        known = near.items if isinstance(near, prose.Listing) else ()
        return [*_items(block, known)]
    return prose.unparse((block,)).rstrip("\n").split("\n")


def _items(block: prose.Listing, known: Sequence[tuple[prose.Line, ...]]) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        sign = f"{number}. " if block.ordered else "- "
        rated = [(_likeness((_said(old),), (_said(item),)), old) for old in known]
        best = max(rated, key=lambda found: found[0], default=(0.0, ()))
        first, *others = _lines(item, best[1] if best[0] > _AKIN else ())
        yield sign + first
        yield from (" " * len(sign) + line for line in others)


def _lines(new: Sequence[prose.Line], old: Sequence[prose.Line]) -> list[str]:
    """The lines of a paragraph: those of the file where its words stay, one sentence a line elsewhere."""
    text = " ".join(prose.line_source(line) for line in new)
    words = _WORD.findall(text)
    ends = _ends([prose.line_source(line) for line in new])
    before = [_WORD.findall(prose.line_source(line)) for line in old]
    held = [word for line in before for word in line]
    broken = _ends([" ".join(line) for line in before])
    matcher = SequenceMatcher(None, [*map(folded, held)], [*map(folded, words)], autojunk=False)
    for start, at, size in matcher.get_matching_blocks():
        for offset in range(size):
            words[at + offset] = held[start + offset]
            if offset + 1 < size:
                # Both words and what parts them were there: the file says whether a line ends between them.
                (ends.add if start + offset in broken else ends.discard)(at + offset)
            elif start + offset in broken and _closes(held[start + offset]):
                ends.add(at + offset)
    return [*_cut(words, ends)]


def _ends(lines: Sequence[str]) -> set[int]:
    """The ranks of the words that end a line, but for the last."""
    found, rank = set(), -1
    for line in lines[:-1]:
        rank += len(_WORD.findall(line))
        found.add(rank)
    return found


def _closes(word: str) -> bool:
    return word.rstrip("»)").rstrip().endswith((".", "!", "?", "…"))


def _cut(words: list[str], ends: set[int]) -> Iterator[str]:
    line: list[str] = []
    for rank, word in enumerate(words):
        line.append(word)
        if rank in ends or rank == len(words) - 1:
            yield " ".join(line)
            line = []


__all__ = ["folded", "key", "merged", "same"]
