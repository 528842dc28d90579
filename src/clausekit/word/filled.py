"""Blanks of ours that somebody has filled in a document: what was typed in them, and the block that says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from clausekit.fragment import Blank, Block, Inlines, Table, Text, plain
from clausekit.word.characters import contents

_REACHES = (40, 20, 10)  # characters on each side of a blank that say where it is, the surest first
_OTHER = "\0"
_SPACES = re.compile(r"\s+")


def block(given: Block, text: str) -> tuple[Block, tuple[str, ...]]:
    """The block with what `text`, its paragraph in the document, says in the place of its blanks; what was typed."""
    if isinstance(given, Table) or not any(isinstance(part, Blank) for part in given.content):
        return given, ()
    parts, typed = [], []
    for rank, part in enumerate(given.content):
        found = _typed(given.content, rank, text) if isinstance(part, Blank) else None
        typed += [found] if found else []
        parts.append(Text(text=found) if found else part)
    return (replace(given, content=tuple(parts)), tuple(typed)) if typed else (given, ())


def is_answered(given: Block, text: str) -> bool:
    """Whether a blank of the block is no more in `text`: somebody has filled it, in words that cannot be told apart."""
    said = _flat(text)
    return any(_flat(blank.text) not in said for blank in _blanks(given))


def _blanks(given: Block) -> Iterator[Blank]:
    yield from (part for content in contents(given) for part in content if isinstance(part, Blank))


def _typed(content: Inlines, rank: int, text: str) -> str | None:
    """What stands in the place of a blank; None for the blank itself, or when its place cannot be told."""
    left, right = _side(content[:rank]), _side(content[rank + 1 :])
    before, after = left.rpartition(_OTHER)[2], right.partition(_OTHER)[0]
    first, last = before == left, after == right
    if not (before.strip() or first) or not (after.strip() or last):
        return None  # two blanks that touch
    for reach in _REACHES:
        head = r"^\s*" if first and len(before) <= reach else ""
        tail = r"\s*$" if last and len(after) <= reach else ""
        middle = rf"{_loose(before[-reach:])}\s*(?P<typed>.+?)\s*{_loose(after[:reach])}"
        found = re.search(head + middle + tail, text, re.DOTALL)
        if found:
            typed = found["typed"].strip()
            return typed if typed and _flat(plain((content[rank],))) not in _flat(typed) else None
    return None


def _side(content: Inlines) -> str:
    """The words on one side of a blank; another blank, or a reference, is a sign that no text has."""
    return "".join(part.text if isinstance(part, Text) else _OTHER for part in content)


def _loose(words: str) -> str:
    """A pattern for words, whatever their spaces."""
    return r"\s*".join(re.escape(word) for word in _SPACES.split(words.strip()) if word)


def _flat(text: str) -> str:
    return _SPACES.sub("", text).casefold()
