"""The grammar of clause identity, shared by the writer and the reader of Word files.

A mark names one paragraph of one entry: the entry, its revision, the piece and the
ordinal of the paragraph in that piece. It is stored as the name of a hidden point
bookmark (start immediately followed by end) at the head of the paragraph, because that
is the carrier that survives Word, LibreOffice and an edit.

    _ck_DEC_014_r2_T03      entry DEC-014, revision 2, CCTP text, third paragraph
    _Ref_DEC_014_T          the heading of DEC-014 in the CCTP, target of REF fields

The manifest, a custom property of the document, names every entry that was written in it: a
clause taken out leaves no mark, and is missed all the same.

    DEC-014:2:CCTP COM-003:1:CCAP
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# A bookmark name holds at most 40 letters, digits and underscores (Word).
PIECE_LETTERS = {"CCTP": "T", "CCAP": "A", "RC": "R", "AE": "E", "CRT": "Q", "BPU": "B", "ANNEXE": "X"}
_LETTER_PIECES = {letter: piece for piece, letter in PIECE_LETTERS.items()}
_BOOKMARK = re.compile(
    r"^_ck_(?P<entry>[A-Z]{3,6}_[CGA]?[0-9]{2,3})_r(?P<revision>[0-9]+)"
    r"_(?P<letter>[A-Z])(?P<ordinal>[0-9]+)(?:_Copy_[0-9]+)?$"
)
_TARGET = re.compile(r"^_Ref_(?P<prefix>[A-Z]{3,6})_(?P<number>[CGA]?[0-9]{2,3})_[A-Z](?:_Copy_[0-9]+)?$", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Identity of one paragraph. `ordinal` starts at 0 (the heading) within (entry, piece)."""

    entry: str
    revision: int
    piece: str
    ordinal: int


def bookmark(mark: Mark) -> str:
    """Bookmark name of a mark; at most 40 characters."""
    letter = PIECE_LETTERS[mark.piece]
    return f"_ck_{mark.entry.replace('-', '_')}_r{mark.revision}_{letter}{mark.ordinal:02d}"


def parse(name: str) -> Mark | None:
    """The mark that a bookmark name carries; None for a bookmark that is not ours.

    Accepts the `_Copy_n` suffix that LibreOffice gives to a doubled bookmark.
    """
    found = _BOOKMARK.match(name)
    if not found or found["letter"] not in _LETTER_PIECES:
        return None
    return Mark(
        entry=found["entry"].replace("_", "-"),
        revision=int(found["revision"]),
        piece=_LETTER_PIECES[found["letter"]],
        ordinal=int(found["ordinal"]),
    )


def target(entry: str, piece: str) -> str:
    """Bookmark name of the heading of an entry in a piece, the target of REF fields."""
    return f"_Ref_{entry.replace('-', '_')}_{PIECE_LETTERS[piece]}"


def entry_of(name: str) -> str | None:
    """The entry whose heading a bookmark of `target` names; None for any other bookmark."""
    found = _TARGET.match(name)
    return f"{found['prefix']}-{found['number']}" if found else None


MANIFEST = "clausekit.entrees"
PARAGRAPHS = "clausekit.paragraphes"  # borne by a document of the authority in which clauses were written
_LISTED = re.compile(r"(?P<entry>[A-Z]{3,6}-[CGA]?[0-9]{2,3}):(?P<revision>[0-9]+):(?P<piece>[A-Z]+)", re.ASCII)


def manifest(marks: Iterable[Mark]) -> str:
    """The entries that marks name, each once, in order."""
    return " ".join(dict.fromkeys(f"{mark.entry}:{mark.revision}:{mark.piece}" for mark in marks))


def listed(text: str) -> tuple[tuple[str, int, str], ...]:
    """(entry, revision, piece) named by a manifest; what is not understood is left out."""
    found = (_LISTED.fullmatch(word) for word in text.split())
    return tuple((match["entry"], int(match["revision"]), match["piece"]) for match in found if match)
