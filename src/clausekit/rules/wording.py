"""What the contract pieces say, sentence by sentence: for rules that look for words, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from clausekit.marche import Taken

# What the candidate reads or fills in binds nobody by itself.
_NOT_CONTRACT = frozenset({"RC", "CRT"})


def sentences(taken: Taken) -> Iterator[str]:
    """The lines of a clause in the contract pieces, complements of its level included (one sentence a line)."""
    for piece, text in (*taken.clause.texts.items(), *taken.clause.complements.get(taken.level or "", {}).items()):
        if piece not in _NOT_CONTRACT:
            yield from _lines(text)


@lru_cache(maxsize=4096)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.splitlines())))
