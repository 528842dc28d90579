r"""What an inserted paragraph remembers: which one it is, and the words that we wrote.

A second hidden point bookmark stands beside the mark of the clause, in each block that is
written into somebody else's document:

    _ck_p_1f0a_0123456789_89abcdef01

The first figures name the piece, the next the block in that piece, the last its words. So a run
knows, without any other file, what it wrote, where, and whether a person has changed it since.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit.fragment import Block, Heading, plain
from clausekit.mark import Mark
from clausekit.word.neutral import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_NAME = re.compile(r"^_ck_p_(?P<piece>[0-9a-f]{4})_(?P<key>[0-9a-f]{10})_(?P<words>[0-9a-f]{10})(?:_Copy_[0-9]+)?$")
_UNREAD = frozenset(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One block that was written: its piece, its key in the piece, the print of its words."""

    piece: str
    key: str
    words: str

    @property
    def name(self) -> str:
        """The name of its bookmark; 32 characters of the 40 that Word allows."""
        return f"_ck_p_{self.piece}_{self.key}_{self.words}"


def parse(name: str) -> Trace | None:
    """The trace that a bookmark name carries; None for another bookmark."""
    found = _NAME.match(name)
    return Trace(piece=found["piece"], key=found["key"], words=found["words"]) if found else None


def piece_key(name: str) -> str:
    """The figures of a piece: « CCAP.docx »."""
    return _digest(name, 4)


def keys(blocks: Iterable[Block]) -> Iterator[str]:
    """The key of each block: its mark without the revision; a block without a mark counts from the one above."""
    last, rank = "", 0
    for block in blocks:
        named = _named(block)
        last, rank = (named, 0) if named else (last, rank + 1)
        yield _digest(f"{last}+{rank}", 10)


def _named(block: Block) -> str:
    if block.mark is not None:
        mark: Mark = block.mark
        return f"{mark.entry}/{mark.piece}/{mark.ordinal}"
    if isinstance(block, Heading):
        return block.target or f"titre {plain(block.content)}"
    return ""


_TYPED = re.compile(
    r"^\s*(?:(?:article|art\.)\s*)?\d+(?:\.\d+)*(?:\s(?:bis|ter|quater|\w+ies))?(?:\.\d+)*\s*[.):–—-]*\s*",
    re.IGNORECASE,
)


def print_of(elements: Iterable[_Element], *, heading: bool) -> str:
    """The print of the words that elements say: case, blanks and punctuation folded, fields left out.

    What is counted again (results of fields, the number typed at the head of a heading) is no change.
    """
    text = "".join(word for element in elements for word in _words(element))
    text = text[len(typed_number(text)) :] if heading else text
    flat = unicodedata.normalize("NFKD", text.casefold())
    return _digest("".join(char for char in flat if char.isalnum() or char in "%€"), 10)


def said(paragraph: _Element) -> str:
    """The text that is typed in a paragraph: results of fields and deleted words are left out."""
    return "".join(_words(paragraph))


def typed_number(text: str) -> str:
    """The number that somebody typed at the head of a heading, with what parts it from the words."""
    found = _TYPED.match(text)
    return found[0] if found else ""


def _words(root: _Element) -> Iterator[str]:
    """The text of a block, without results of fields; deleted words are not said any more."""
    depth, result = 0, False
    for element in _read(root):
        if element.tag == _W + "fldChar":
            kind = element.get(_W + "fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            result = depth > 0
        elif not result:
            yield element.text or ""


def _read(root: _Element) -> Iterator[_Element]:
    for child in root:
        if child.tag in (_W + "t", _W + "fldChar"):
            yield child
        elif child.tag not in _UNREAD:
            yield from _read(child)


def _digest(text: str, size: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:size]
