"""Clauses of a document by their marks: the bookmarks that the engine put at the head of each paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clausekit.draft import Draft, Line, lines
from clausekit.match.compare import says
from clausekit.match.reference import Reference, words

Key = tuple[str, str]  # entry, piece
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


def with_strays(item: Held, reference: Reference, strays: Sequence[Line]) -> list[str]:
    """Words of an entry, completed by unmarked paragraphs that say exactly one of its missing paragraphs.

    A paragraph that was cut and pasted may lose its mark and keep its words.
    """
    own = [words(line.text) for line in item.lines]
    missing = [
        part
        for part in reference.paragraphs
        if len(part.words) > _FEW and not part.optional and not any(says(part, line) for line in own)
    ]
    free = [said for line in strays if len(said := words(line.text)) > _FEW] if missing else []
    pasted = [next((said for said in free if says(part, said)), ()) for part in missing]
    return [word for said in (*own, *pasted) for word in said]
