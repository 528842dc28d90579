"""A reading signed in the file of the entry that was read: its state, who, when, and the digest of the text."""

from __future__ import annotations

import re
from typing import Final

from clausekit import clause, edit
from clausekit.clause import Review
from clausekit.digest import digest
from clausekit.edit import Addition, Replacement
from clausekit.source import Source

# What YAML reads back as the text that it is, without quotes.
_PLAIN: Final = re.compile(r"[^\W\d_][\w' ()-]*[\w)]")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def _typed(text: str) -> str:
    """A text as a person types it in YAML."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else edit.word(text)


def reading(read: Source, *, by: str, date: str) -> Review:
    """The reading of an entry as it stands: `by` is a role, `date` is ISO."""
    return Review(date=date, by=by, digest=digest(read.data))


def stands(read: Source, state: str) -> bool:
    """Whether an entry is in a state by a reading of its text."""
    known = clause.review(read.data)
    return known is not None and read.data["etat"] == state and known.digest == digest(read.data)


def signed(data: bytes, read: Source, review: Review, *, state: str) -> bytes | None:
    """The file of an entry with its state and its reading, all the rest as it is; None when that cannot be.

    `data` are the bytes from which `read` was read.
    """
    said = {"date": review.date, "par": _typed(review.by), "empreinte": f'"{review.digest}"'}
    known = read.data.get("lecture") or {}
    changes = [Replacement(route=("etat",), text=state)]
    changes += [Replacement(route=("lecture", key), text=text) for key, text in said.items() if key in known]
    inside = ", ".join(f"{key}: {text}" for key, text in said.items())
    first = Addition(route=(), lines=(f"lecture: {{{inside}}}",), after=("etat",))
    return edit.edited(data, read, () if known else (first,), changes)
