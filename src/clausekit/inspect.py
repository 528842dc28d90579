"""Read a document that someone wrote: which piece it is, its criteria, its considerations, its library clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from clausekit import typography as typo
from clausekit.draft import Draft
from clausekit.finding import Place
from clausekit.mark import MANIFEST, listed
from clausekit.match import ABSENT, TOO_MANY_ALIKE, Found, Index, match
from clausekit.recognise import (
    Consideration,
    Fact,
    Fines,
    ReadCriterion,
    ReadPiece,
    Unclosed,
    Verdict,
    recognise,
    together,
)

TO_CONFIRM = "to_confirm"
# The pieces in which the award criteria stand: weights elsewhere are about something else, unless they make an award.
_AWARD = frozenset({"RC", "lettre", "CCP", "autre"})
_PRICES = frozenset({"price", "cost"})
_WHOLE = 0.5  # points of the total: what roundings may take or add


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """One file. `skipped` is the French reason why it was not read, "" when it was; `award` says M13 lot by lot.

    `unclosed` are lists of weights of the award that make no sum: to confirm, in no criterion. `unread` are French
    sentences on what was read and is too long to be judged.
    """

    file: str
    piece: ReadPiece | None = None
    draft: Draft | None = None
    criteria: tuple[ReadCriterion, ...] = ()
    award: tuple[Verdict, ...] = ()
    unclosed: tuple[Unclosed, ...] = ()
    considerations: tuple[Consideration, ...] = ()
    fines: Fines = ()
    facts: tuple[Fact, ...] = ()
    clauses: tuple[Found, ...] = ()
    unread: tuple[str, ...] = ()
    skipped: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """French sentences on all that was not read or not judged in the file."""
        alike = (TOO_MANY_ALIKE,) if any(found.unsure for found in self.clauses) else ()
        return (*(self.draft.doubts if self.draft else ()), *self.unread, *alike)

    @property
    def partial(self) -> bool:
        """Whether some of it was not read, or not judged."""
        return bool(self.unread) or self.cut

    @property
    def cut(self) -> bool:
        """Whether some of it was not read: what was read is all held against the clauses, even unjudged."""
        return self.draft is not None and self.draft.partial

    def standing(self, found: Found) -> str:
        """The status of a clause as it may be told: to_confirm for one that may be there, or be identical."""
        return TO_CONFIRM if found.unsure or (found.status == ABSENT and self.cut) else found.status


def inspect(draft: Draft, index: Index) -> Inspected:
    """What one document says. `index` holds the texts of the library (match.Index)."""
    known = recognise(draft)
    which = known.piece
    found = known.criteria if _awards(which) or _whole(known.criteria) else ()
    named = [(entry, where) for entry, _, where in listed(draft.properties.get(MANIFEST, ""))]
    return Inspected(
        file=draft.file,
        piece=which,
        draft=draft,
        criteria=found,
        award=known.verdicts if found else (),
        unclosed=known.unclosed if found or _awards(which) else (),
        considerations=known.considerations,
        fines=known.fines,
        facts=known.facts,
        clauses=match(draft, index.references, index=index, expected=named),
        unread=known.unread,
    )


def _awards(which: ReadPiece) -> bool:
    return bool({which.piece, *which.also} & _AWARD)


def _whole(criteria: Sequence[ReadCriterion]) -> bool:
    """Whether criteria make an award by themselves: a price among them, and shares that make the whole in each lot."""
    lots = {item.lot: [other for other in criteria if other.lot == item.lot] for item in criteria}
    return bool(lots) and all(
        len(own) > 1
        and any(item.kind in _PRICES for item in own)
        and all(item.unit in {"percent", "points"} for item in own)
        and abs(sum(item.weight or 0 for item in own) - 100) <= _WHOLE
        for own in lots.values()
    )


def _once(files: Iterable[Inspected]) -> tuple[Inspected, ...]:
    """The criteria of a contract are those of its règlement; another piece tells them when no règlement does."""
    given = tuple(files)
    if not any(item.criteria and item.piece and _awards(item.piece) for item in given):
        return given
    return tuple(
        replace(item, criteria=(), award=(), unclosed=())
        if item.criteria and item.piece and not _awards(item.piece)
        else item
        for item in given
    )


def combined(files: Iterable[Inspected]) -> tuple[Inspected, ...]:
    """The same files, read as one contract: a duty takes the penalties that another piece sets for it."""
    given = _once(files)
    held = together(
        [(_name(item), item.considerations) for item in given], fines=[(_name(item), item.fines) for item in given]
    )
    by_file: dict[str, list[Consideration]] = {}
    for _, item in held:
        by_file.setdefault(item.place.file, []).append(item)
    return tuple(replace(item, considerations=tuple(by_file.get(item.file, ()))) for item in given)


def _name(item: Inspected) -> str:
    return item.piece.piece if item.piece else ""


def uncounted(files: Iterable[Inspected]) -> tuple[str, ...]:
    """French sentences on the lists of weights that make no sum, each with its place: they are in no criterion."""
    return tuple(
        f"une liste de poids à confirmer, non comptée ({item.why}) : {typo.quote(item.excerpt)} "
        f"({_where(item.place)}{PurePath(file.file).name})"
        for file in files
        for item in file.unclosed
    )


def _where(place: Place) -> str:
    parts = [f"article {place.article}" if place.article else "", f"page {place.page}" if place.page else ""]
    told = ", ".join(filter(None, parts))
    return f"{told} de " if told else ""


def left_out(files: Iterable[Inspected]) -> tuple[str, ...]:
    """French sentences on what was not read or not judged of files, each with the name of its file."""
    return tuple(f"« {PurePath(item.file).name} » : {doubt}" for item in files for doubt in item.doubts)


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
