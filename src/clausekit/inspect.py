"""Read a document that someone wrote: which piece it is, its criteria, its considerations, its library clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from clausekit.draft import Draft
from clausekit.mark import MANIFEST, listed
from clausekit.match import Found, Index, match
from clausekit.recognise.considerations import Consideration, considerations
from clausekit.recognise.criteria import ReadCriterion, criteria
from clausekit.recognise.piece import ReadPiece, piece
from clausekit.recognise.verdict import Verdict, verdicts

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
    clauses: tuple[Found, ...] = ()
    skipped: str = ""


def inspect(draft: Draft, index: Index) -> Inspected:
    """What one document says. `index` holds the texts of the library (match.Index)."""
    which = piece(draft)
    found = criteria(draft) if which.piece in _AWARD or set(which.also) & _AWARD else ()
    named = [(entry, where) for entry, _, where in listed(draft.properties.get(MANIFEST, ""))]
    return Inspected(
        file=draft.file,
        piece=which,
        draft=draft,
        criteria=found,
        award=verdicts(found) if found else (),
        considerations=considerations(draft, which.piece),
        clauses=match(draft, index.references, index=index, expected=named),
    )


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
