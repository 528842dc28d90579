"""The words of two texts put face to face, so that a person can read what changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

# Beyond it the memory of an alignment counts in hundreds of megabytes: the whole is replaced.
_LARGEST = 100_000_000
_SMALL = 3  # letters of a word that does not hold two changes apart
_FEW = 0.25  # share of common words under which a text is another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """`old[start:end]` became `new[at:to]`; `same` when they say the same."""

    same: bool
    start: int
    end: int
    at: int
    to: int


def stretches(old: Sequence[str], new: Sequence[str]) -> tuple[Stretch, ...]:
    """The two texts, stretch by stretch, in order."""
    if len(old) * len(new) > _LARGEST:
        return _whole(old, new)
    found = [
        Stretch(same=op.tag == "equal", start=op.src_start, end=op.src_end, at=op.dest_start, to=op.dest_end)
        for op in LCSseq.opcodes(old, new)
    ]
    common = sum(_weight(old[item.start : item.end]) for item in found if item.same)
    if common < _FEW * max(_weight(old), _weight(new)):
        return _whole(old, new)
    return _readable(found, old)


def _weight(words: Sequence[str]) -> int:
    return sum(len(word) for word in words if not word.isspace())


def _whole(old: Sequence[str], new: Sequence[str]) -> tuple[Stretch, ...]:
    same = list(old) == list(new)
    return (Stretch(same=same, start=0, end=len(old), at=0, to=len(new)),) if old or new else ()


def _readable(found: Sequence[Stretch], old: Sequence[str]) -> tuple[Stretch, ...]:
    """Neighbouring changes joined; so are those that only a blank or a small word holds apart."""
    kept: list[Stretch] = []
    for at, item in enumerate(found):
        between = 0 < at < len(found) - 1
        thin = item.same and between and _thin(old[item.start : item.end])
        same = item.same and not thin
        first = kept.pop() if kept and kept[-1].same == same else item
        kept.append(Stretch(same=same, start=first.start, end=item.end, at=first.at, to=item.to))
    return tuple(kept)


def _thin(words: Sequence[str]) -> bool:
    said = [word for word in words if word[:1].isalnum()]
    return len(said) < 2 and all(len(word) <= _SMALL and not word.isdecimal() for word in said) and len(words) < 4


# A figure keeps its separators, a blank its name: « 1 000,50 » and « [taux_valorisation] » are one word each.
_TOKEN = re.compile(r"\[[^\[\]]*\]|\d+(?:[ \u00a0\u202f.,]\d+)*|\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words that both texts say (`kind` same), that only the old one says (old) or only the new one (new)."""

    kind: str
    text: str


def marked(old: str, new: str) -> tuple[Span, ...]:
    """The two texts as one, what was taken out before what was put in."""
    words = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Span] = []
    for item in stretches(*words):
        before, after = "".join(words[0][item.start : item.end]), "".join(words[1][item.at : item.to])
        parts = (("same", after),) if item.same else (("old", before), ("new", after))
        found += [Span(kind=kind, text=text) for kind, text in parts if text]
    return tuple(found)
