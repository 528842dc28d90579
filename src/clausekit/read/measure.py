"""How long a document may be, and paragraphs that no page holds cut into pieces, whatever the format.

Recognition looks at each paragraph as a whole: its time grows faster than the length of the longest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from clausekit.draft import Block, Cell, Draft, Line
from clausekit.office import SPLIT, Unsound

MAX_SIGNS: Final = 1_500_000  # characters: five hundred full pages, some seconds of reading and judging
_LONGEST: Final = 5_000  # characters of a paragraph: a page and a half
_LONGEST_WORD: Final = 200  # characters: a web address
_BLANK: Final = re.compile(r"\s{60}")  # tabs that no page holds


def measured(draft: Draft) -> Draft:
    """The same document, its endless paragraphs and words cut; `Unsound` for one that is too long."""
    texts = [line.text for line in draft.lines()]
    signs = sum(map(len, texts))
    if signs > MAX_SIGNS:
        raise Unsound(
            f"Le document est trop long : {signs // 1000} milliers de caractères (maximum {MAX_SIGNS // 1000}).",
            remedy=SPLIT,
        )
    if all(len(text) <= _LONGEST_WORD or _fits(text) for text in texts):
        return draft
    return replace(draft, blocks=_blocks(draft.blocks), around=_blocks(draft.around))


def _fits(text: str) -> bool:
    if len(text) <= _LONGEST_WORD:
        return True
    if len(text) > _LONGEST:
        return False
    if _plain(text):
        return True
    if max(map(len, text.split()), default=0) > _LONGEST_WORD:
        return False
    return _BLANK.search(text) is None


def _plain(text: str) -> bool:
    """Whether one space parts any two words, of which none is too long: most texts, that need no closer look."""
    at = 0
    while len(text) - at > _LONGEST_WORD:
        at = text.rfind(" ", at, at + _LONGEST_WORD) + 1
        if not at:
            return False
    return "  " not in text and text.isprintable()


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(part for block in blocks for part in _block(block))


def _block(block: Block) -> Iterator[Block]:
    if not isinstance(block, Line):
        rows = tuple(tuple(Cell(blocks=_blocks(cell.blocks), span=cell.span) for cell in row) for row in block.rows)
        yield replace(block, rows=rows)
    elif _fits(block.text):
        yield block
    else:
        first, *others = _pieces(block.text)
        yield replace(block, text=first)
        for text in others:
            yield Line(text=text, place=block.place, style=block.style)


def _pieces(text: str) -> list[str]:
    """Words end to end, up to the length of the longest paragraph; a word without end is cut in its turn."""
    found: list[list[str]] = [[]]
    size = 0
    for word in text.split():
        for start in range(0, len(word), _LONGEST_WORD):
            part = word[start : start + _LONGEST_WORD]
            if size + len(part) > _LONGEST:
                found.append([])
                size = 0
            found[-1].append(part)
            size += len(part) + 1
    return [" ".join(words) for words in found]
