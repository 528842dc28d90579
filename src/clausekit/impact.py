"""Which dossiers use an entry of the library, lot by lot, and what a change changes for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clausekit.annex import Annex
from clausekit.clause import Clause
from clausekit.criterion import Criterion
from clausekit.difference import Change
from clausekit.library import Entry
from clausekit.marche import Marche
from clausekit.reached import GRID, Beyond, Reach, Use, beyond, issued, reach, uses
from clausekit.sealed import Held, Sealed

ISSUED, DRAFT = "issued", "draft"
_SANCTIONED = "CCAP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An entry in a lock: which, at which revision, printed in which pieces."""

    lock: str
    held: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """An entry that a dossier uses, or that was issued with it.

    `uses` are those of the dossier as it is, by lot; `kept` those of its locks. `revision` is that of the library, None
    when it does not hold the entry. `reach` is what of the change reaches them; None when no change was asked for.
    `beyond` are the values that the entry would no longer take.
    """

    id: str
    title: str
    revision: int | None
    uses: tuple[Use, ...]
    kept: tuple[Kept, ...]
    pieces: tuple[str, ...]
    change: Change | None = None
    reach: Reach | None = None
    beyond: tuple[Beyond, ...] = ()

    @property
    def touched(self) -> bool:
        """Whether the change, when there is one, changes anything here."""
        return self.reach is None or self.reach.touched or bool(self.beyond)


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A dossier, or a lock without its dossier (`object` is then empty), with the entries that were looked for."""

    file: str
    object: str
    locks: tuple[str, ...]
    entries: tuple[Touched, ...]

    @property
    def stage(self) -> str:
        """issued when a lock says so, else draft."""
        return ISSUED if self.locks else DRAFT

    @property
    def touched(self) -> bool:
        """Whether one of the entries is."""
        return any(entry.touched for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for: ids with their entries, where a library knows them, and for a range the change of each."""

    ids: tuple[str, ...]
    entries: Mapping[str, Entry]
    changes: Mapping[str, Change] = field(default_factory=dict)


def impact(file: str, marche: Marche | None, locks: Sequence[Sealed], asked: Asked) -> Affected | None:
    """What a dossier (None: only its locks are there) has of what is asked; None when it has nothing of it."""
    found = tuple(uses(marche)) if marche else ()
    entries = tuple(entry for name in asked.ids if (entry := _touched(name, found, locks, asked)) is not None)
    if not entries:
        return None
    return Affected(
        file=file,
        object=marche.dossier.object if marche else "",
        locks=tuple(lock.file for lock in locks),
        entries=entries,
    )


def _touched(name: str, found: Iterable[Use], locks: Sequence[Sealed], asked: Asked) -> Touched | None:
    here = tuple(use for use in found if use.id == name)
    kept = tuple(Kept(lock=lock.file, held=lock.entries[name]) for lock in locks if name in lock.entries)
    if not here and not kept:
        return None
    entry, change = asked.entries.get(name), asked.changes.get(name)
    taken = here or tuple(use for item in kept for use in issued(item.held))
    return Touched(
        id=name,
        title=entry.title if entry else "",
        revision=entry.revision if entry else None,
        uses=here,
        kept=kept,
        pieces=_pieces(entry, here, kept),
        change=change,
        reach=reach(change, taken) if change else None,
        beyond=beyond(entry, taken) if change and entry else (),
    )


def _pieces(entry: Entry | None, here: Iterable[Use], kept: Iterable[Kept]) -> tuple[str, ...]:
    """The documents that print the entry, by the names that the dossier gives them, else as the locks say."""
    now = dict.fromkeys(piece for use in here for piece in _printed(entry, use))
    return tuple(now or dict.fromkeys(piece for item in kept for piece in item.held.pieces))


def _printed(entry: Entry | None, use: Use) -> list[str]:
    pieces = use.pieces or {}
    if isinstance(entry, Clause):
        complements = entry.complements.get(use.level or "", {})
        roles = [*entry.texts, *complements, *([_SANCTIONED] if entry.consequences or entry.departures else [])]
        return [pieces[role] for role in roles if role in pieces]
    if isinstance(entry, Annex):
        return [f"annexe {entry.id}"]
    return [pieces["RC"]] if (isinstance(entry, Criterion) or use.kind == GRID) and "RC" in pieces else []
