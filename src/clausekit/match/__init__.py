"""Which clauses of the library a document says, and how: by mark first, by words when the marks are gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from clausekit.draft import Draft, Line
from clausekit.finding import Place
from clausekit.match import marked
from clausekit.match.compare import ABSENT, CHANGED, IDENTICAL, PARTIAL, Compared, WordChange, compare
from clausekit.match.expected import Reference
from clausekit.match.folding import words
from clausekit.match.gather import Gathered, claims, gather
from clausekit.match.likeness import Index, Likeness, similar
from clausekit.match.reference import of_assembly, of_library
from clausekit.match.spelling import spelled
from clausekit.match.spoken import Spoken

BY_MARK, BY_TEXT = "mark", "text"
TOO_MANY_ALIKE = (
    "Trop de passages se ressemblent pour être tous comparés : une clause qui n'est pas dite identique peut l'être."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One entry in one piece, as a document says it.

    `status` is identical, changed, partial or absent; `by` is mark or text. `revision` is the one
    that the marks name, or that of the text compared with. `share` is the part of its words that
    is there, from 0 to 1; `lines` are the paragraphs read, `changes` the words that differ, as they are written;
    `moved` says that its paragraphs no longer follow each other in the same order; `unsure`, that lines which may
    complete it were not compared, too many of them being alike.
    """

    entry: str
    revision: int
    piece: str
    title: str
    status: str
    by: str
    share: float
    place: Place | None = None
    lines: tuple[Line, ...] = ()
    changes: tuple[WordChange, ...] = ()
    moved: bool = False
    unsure: bool = False


def match(
    draft: Draft, references: Sequence[Reference], *, index: Index | None = None, expected: Iterable[marked.Key] = ()
) -> tuple[Found, ...]:
    """What a document says of the references, in the order of the document, then what it lost.

    `expected` are the (entry, piece) that must stand there: those not found are absent. Give
    `index` when several documents are held against the same references.
    """
    lines = tuple(draft.lines())
    by_key = {(reference.entry, reference.piece): reference for reference in references}
    held = marked.held(draft)
    strays = marked.Strays(marked.stray(held, lines))
    found = [_by_mark(item, by_key[key], strays) for key, item in held.items() if key in by_key]
    found += [_unknown(key, item) for key, item in held.items() if key not in by_key]
    if any(len(line.text) > _LONG for line in strays.lines):
        rest = [reference for key, reference in by_key.items() if key not in held]
        found += _by_text(strays.lines, index if index and not held else Index(rest))
    ranks = {id(line): rank for rank, line in enumerate(lines)}
    found.sort(key=lambda item: min(map(ranks.__getitem__, map(id, item.lines)), default=len(lines)))
    have = {(item.entry, item.piece) for item in found}
    return (*found, *(_absent(by_key[key]) for key in expected if key not in have and key in by_key))


_LONG = 30  # characters; a document whose strays are all shorter says nothing more


def _by_mark(item: marked.Held, reference: Reference, strays: marked.Strays) -> Found:
    before = strays.missed
    compared, moved = _in_order(item, reference, strays)
    return Found(
        entry=reference.entry,
        revision=max(item.revisions),
        piece=reference.piece,
        title=reference.title,
        status=CHANGED if compared.status == IDENTICAL and moved else compared.status,
        by=BY_MARK,
        share=compared.share,
        place=item.lines[0].place if item.lines else None,
        lines=tuple(item.lines),
        changes=spelled(compared.changes, reference.texts, (line.text for line in item.lines)),
        moved=moved,
        unsure=compared.status != IDENTICAL and strays.missed > before,
    )


def _in_order(item: marked.Held, reference: Reference, strays: marked.Strays) -> tuple[Compared, bool]:
    """As it is read, or with moved paragraphs put back when that explains more."""
    alone = compare(reference, words("\n".join([line.text for line in item.lines])))
    if alone.status == IDENTICAL:
        return alone, False
    straight = compare(reference, marked.with_strays(item, reference, strays))
    turned = item.in_order()
    if straight.status == IDENTICAL or turned.lines == item.lines:
        return straight, False
    back = compare(reference, marked.with_strays(turned, reference, strays))
    return (back, True) if back.cost < straight.cost else (straight, False)


def _unknown(key: marked.Key, item: marked.Held) -> Found:
    """Marks of an entry that the library does not have: nothing to compare with."""
    return Found(
        entry=key[0],
        revision=max(item.revisions),
        piece=key[1],
        title="",
        status=CHANGED,
        by=BY_MARK,
        share=0.0,
        place=item.lines[0].place if item.lines else None,
        lines=tuple(item.lines),
    )


def _by_text(lines: Sequence[Line], index: Index) -> list[Found]:
    said = [words(line.text) for line in lines]
    found = similar(said, index)
    claimed, spoken = claims(found), Spoken(said)
    return [_told(likeness, lines, claimed, spoken) for likeness in found]


def _told(likeness: Likeness, lines: Sequence[Line], claimed: Mapping[int, int], spoken: Spoken) -> Found:
    before = spoken.missed
    found = _like(likeness, lines, gather(likeness, spoken.said, claimed, spoken))
    return replace(found, unsure=found.status != IDENTICAL and spoken.missed > before)


def _like(likeness: Likeness, lines: Sequence[Line], gathered: Gathered) -> Found:
    reference = likeness.reference
    compared, moved = _best(_untitled(reference), gathered)
    status = CHANGED if compared.status == ABSENT else compared.status
    kept = tuple(lines[number] for number in gathered.lines)
    return Found(
        entry=reference.entry,
        revision=reference.revision,
        piece=reference.piece,
        title=reference.title,
        status=CHANGED if status == IDENTICAL and moved else status,
        by=BY_TEXT,
        share=compared.share,
        place=kept[0].place,
        lines=kept,
        changes=spelled(compared.changes, reference.texts, (line.text for line in kept)),
        moved=moved,
    )


def _best(reference: Reference, gathered: Gathered) -> tuple[Compared, bool]:
    """The reading that explains most: in the order of the document, or with moved paragraphs put back."""
    straight = compare(reference, gathered.read)
    if not gathered.moved or straight.status == IDENTICAL:
        return straight, False
    back = compare(reference, gathered.sorted)
    return (back, True) if back.cost < straight.cost else (straight, False)


def _untitled(reference: Reference) -> Reference:
    """By words, the heading is not looked for: an author gives the titles of its own document."""
    return Reference(
        entry=reference.entry,
        revision=reference.revision,
        piece=reference.piece,
        title=reference.title,
        paragraphs=tuple(item for item in reference.paragraphs if not item.title),
    )


def _absent(reference: Reference) -> Found:
    return Found(
        entry=reference.entry,
        revision=reference.revision,
        piece=reference.piece,
        title=reference.title,
        status=ABSENT,
        by=BY_MARK,
        share=0.0,
    )


__all__ = [
    "ABSENT",
    "BY_MARK",
    "BY_TEXT",
    "CHANGED",
    "IDENTICAL",
    "PARTIAL",
    "TOO_MANY_ALIKE",
    "Found",
    "Index",
    "Reference",
    "WordChange",
    "compare",
    "match",
    "of_assembly",
    "of_library",
    "spelled",
    "words",
]
