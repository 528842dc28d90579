"""Clauses of a document by their marks: the bookmarks that the engine put at the head of each paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from clausekit.draft import Draft, Line, lines
from clausekit.match.expected import Reference
from clausekit.match.folding import words
from clausekit.match.spoken import Spoken

Key = tuple[str, str]  # entry, piece
Words: TypeAlias = tuple[str, ...]
_FEW = 3  # words


@dataclass(slots=True)
class Held:
    """The paragraphs of a document that belong to one entry, and the revisions that their marks name."""

    lines: list[Line] = field(default_factory=list)
    revisions: set[int] = field(default_factory=set)

    def in_order(self) -> Held:
        """The same, its paragraphs put back in the order that their marks name; what follows one goes with it."""
        ordinals: list[int] = []
        for line in self.lines:
            ordinals.append(line.marks[0].ordinal if line.marks else (ordinals or [0])[-1])
        turned = sorted(range(len(ordinals)), key=ordinals.__getitem__)
        return Held(lines=[self.lines[rank] for rank in turned], revisions=self.revisions)


def held(draft: Draft) -> Mapping[Key, Held]:
    """What each entry holds: its marked paragraphs, and what follows them up to the next mark or heading."""
    found: dict[Key, Held] = {}
    for part in (draft.blocks, draft.around):
        _hold(lines(part), found)
    return found


def _hold(said: Iterable[Line], found: dict[Key, Held]) -> None:
    owner: Key | None = None
    for line in said:
        if line.marks:
            mark = line.marks[0]
            owner = (mark.entry, mark.piece)
            found.setdefault(owner, Held()).revisions.add(mark.revision)
        elif line.heading is not None:
            owner = None
        if owner is not None and line.text:
            found[owner].lines.append(line)


def stray(found: Mapping[Key, Held], said: Iterable[Line]) -> Iterator[Line]:
    """The paragraphs that no mark claims."""
    claimed = {id(line) for item in found.values() for line in item.lines}
    return (line for line in said if id(line) not in claimed)


class Strays:
    """The paragraphs that no mark claims, found again by the words that they say."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = tuple(lines)

    @cached_property
    def said(self) -> tuple[Words, ...]:
        """Their words, those of a few words aside."""
        return tuple(said for line in self.lines if len(said := words(line.text)) > _FEW)

    @cached_property
    def spoken(self) -> Spoken:
        """The same, to be looked for in."""
        return Spoken(self.said)

    @property
    def missed(self) -> int:
        """How many of them were not compared with a paragraph, too many being alike."""
        # Most documents have nothing to look for among them: their index is not made for the sake of a count.
        return self.spoken.missed if "spoken" in vars(self) else 0


def with_strays(item: Held, reference: Reference, strays: Strays) -> list[str]:
    """Words of an entry, completed by unmarked paragraphs that say exactly one of its missing paragraphs.

    A paragraph that was cut and pasted may lose its mark and keep its words.
    """
    own = [words(line.text) for line in item.lines]
    kept = Spoken(own, strays.spoken.left)
    asked = (part for part in reference.paragraphs if len(part.words) > _FEW and not part.optional)
    missing = [part for part in asked if next(kept.saying(part), None) is None]
    strays.spoken.left = kept.left
    ranks = (next(strays.spoken.saying(part), None) for part in missing)
    pasted = [strays.said[rank] for rank in ranks if rank is not None]
    return [word for line in (*own, *pasted) for word in line]
