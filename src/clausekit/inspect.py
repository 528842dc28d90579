"""Read a document that someone wrote: which piece it is, its criteria, its considerations, its library clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from clausekit.draft import Draft
from clausekit.mark import MANIFEST, listed
from clausekit.match import Found, Index, match
from clausekit.recognise import (
    Consideration,
    Fact,
    Fines,
    ReadCriterion,
    ReadPiece,
    Verdict,
    recognise,
    together,
)

# The pieces in which the award criteria stand: a table of weights elsewhere is about something else.
_AWARD = frozenset({"RC", "lettre", "CCP", "autre"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """One file. `skipped` is the French reason why it was not read, "" when it was; `award` says M13 lot by lot."""

    file: str
    piece: ReadPiece | None = None
    draft: Draft | None = None
    criteria: tuple[ReadCriterion, ...] = ()
    award: tuple[Verdict, ...] = ()
    considerations: tuple[Consideration, ...] = ()
    fines: Fines = ()
    facts: tuple[Fact, ...] = ()
    clauses: tuple[Found, ...] = ()
    skipped: str = ""


def inspect(draft: Draft, index: Index) -> Inspected:
    """What one document says. `index` holds the texts of the library (match.Index)."""
    known = recognise(draft)
    which = known.piece
    found = known.criteria if which.piece in _AWARD or set(which.also) & _AWARD else ()
    named = [(entry, where) for entry, _, where in listed(draft.properties.get(MANIFEST, ""))]
    return Inspected(
        file=draft.file,
        piece=which,
        draft=draft,
        criteria=found,
        award=known.verdicts if found else (),
        considerations=known.considerations,
        fines=known.fines,
        facts=known.facts,
        clauses=match(draft, index.references, index=index, expected=named),
    )


def combined(files: Iterable[Inspected]) -> tuple[Inspected, ...]:
    """The same files, read as one contract: a duty takes the penalties that another piece sets for it."""
    given = tuple(files)
    held = together(
        [(_name(item), item.considerations) for item in given], fines=[(_name(item), item.fines) for item in given]
    )
    by_file: dict[str, list[Consideration]] = {}
    for _, item in held:
        by_file.setdefault(item.place.file, []).append(item)
    return tuple(replace(item, considerations=tuple(by_file.get(item.file, ()))) for item in given)


def _name(item: Inspected) -> str:
    return item.piece.piece if item.piece else ""


def without_doubles(files: Iterable[Inspected]) -> tuple[Inspected, ...]:
    """The same files; a document given twice, under two names or in two formats, is read once and the other is told."""
    found: list[Inspected] = []
    bytes_seen: dict[str, str] = {}
    words_seen: dict[tuple[str, ...], str] = {}
    for item in files:
        first = _first(item.draft, bytes_seen, words_seen)
        found.append(replace(_bare(item), skipped=f"double de « {first} »") if first else item)
        if item.draft and not first:
            bytes_seen[item.draft.digest] = words_seen[_said(item.draft)] = item.file
    return tuple(found)


def _first(draft: Draft | None, digests: Mapping[str, str], said: Mapping[tuple[str, ...], str]) -> str:
    """The file that said the same before, or nothing."""
    if draft is None:
        return ""
    return digests.get(draft.digest) or said.get(_said(draft), "")


def _said(draft: Draft) -> tuple[str, ...]:
    return tuple(line.text for line in draft.lines() if line.text)


def _bare(item: Inspected) -> Inspected:
    return Inspected(file=item.file, piece=item.piece)
