"""What an edition changes, entry by entry: from two editions put face to face, or from the histories alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from clausekit.clause import Clause, Revision
from clausekit.difference import Change, Figure, compare, declared
from clausekit.difference.change import CHANGED, NEW, RETIRED, SUBSTANCE
from clausekit.difference.measured import answering, ordered
from clausekit.grid import Grid
from clausekit.library import Entry, Library
from clausekit.listing import kind_of

_GONE = "retiree"
_KINDS: Mapping[str, str] = {"C": "criterion", "G": "grid", "A": "annex"}


class Known(Protocol):
    """An entry as it was at the previous edition, when only a journal says it."""

    @property
    def revision(self) -> int:
        """Its revision."""

    @property
    def retired(self) -> bool:
        """Whether it was retired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry in the journal of an edition.

    `nature` is what its new lines of history say (the gravest), else what the comparison computes, else None.
    `lines` are those that the history gained, the most recent first. `absent`: its file is gone.
    `undeclared`: it changed without a new line.
    """

    id: str
    title: str
    kind: str
    change: str
    nature: str | None
    revision: int
    file: str
    lines: tuple[Revision, ...] = ()
    figures: tuple[Figure, ...] = ()
    measures: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    successor: str | None = None
    absent: bool = False
    undeclared: bool = False

    @property
    def grave(self) -> bool:
        """Whether its substance changes."""
        return self.nature == SUBSTANCE


def _references(entry: Entry | None) -> tuple[str, ...]:
    if entry is None or isinstance(entry, Grid):
        return ()
    return tuple(dict.fromkeys(item.ref for item in entry.references))


def _without(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in first if name not in second)


def _of_change(change: Change, was: Entry | None, now: Entry | None) -> Item:
    entry = now or was
    assert entry is not None  # noqa: S101 (a change is of an entry that one of the two editions has)
    before, after = _references(was), _references(now)
    lines = declared.gained(was.history if was else (), now.history) if now else ()
    return Item(
        id=change.id,
        title=change.title,
        kind=change.kind,
        change=change.change,
        nature=change.declared or change.severity,
        revision=entry.revision,
        file=entry.file,
        lines=lines,
        figures=change.figures if change.change == CHANGED else (),
        measures=change.measures,
        added=_without(after, before),
        removed=_without(before, after) if now else (),
        successor=change.successor,
        absent=now is None,
        undeclared=now is not None and was is not None and not lines,
    )


def compared(old: Library, new: Library) -> tuple[Item, ...]:
    """Every entry that is not the same in two editions, in the order of the ids."""
    return tuple(_of_change(item, old.find(item.id), new.find(item.id)) for item in compare(old, new))


def _kept(entry: Entry, past: Known | None) -> Item | None:
    """An entry against its revision in the journal; None when it has not moved."""
    retired = entry.state == _GONE
    number = past.revision if past else 0
    if past and entry.revision <= number and retired == past.retired:
        return None
    lines = tuple(line for line in entry.history if line.number > number)
    change = RETIRED if retired and not (past and past.retired) else CHANGED if past else NEW
    return Item(
        id=entry.id,
        title=entry.title,
        kind=kind_of(entry),
        change=change,
        nature=declared.nature(lines),
        revision=entry.revision,
        file=entry.file,
        lines=lines,
        added=_references(entry) if past is None else (),
        successor=entry.replaced_by if isinstance(entry, Clause) and change == RETIRED else None,
        undeclared=past is not None and not lines,
    )


def _lost(name: str, past: Known) -> Item:
    return Item(
        id=name,
        title="fichier supprimé",
        kind=_KINDS.get(name[4:5], "clause"),
        change=RETIRED,
        nature=None,
        revision=past.revision,
        file="",
        absent=True,
    )


def _counted(past: Mapping[str, Known], new: Library) -> Iterator[Item]:
    answered, order = answering(new), tuple(new.registers.measures)
    for name in new.ids:
        entry = new.find(name)
        item = _kept(entry, past.get(name)) if entry else None
        if item:
            yield replace(item, measures=ordered(answered(entry), order))
    yield from (_lost(name, item) for name, item in past.items() if new.find(name) is None)


def counted(past: Mapping[str, Known], new: Library) -> tuple[Item, ...]:
    """Every entry whose history went on since a journal, in the order of the ids."""
    return tuple(sorted(_counted(past, new), key=lambda item: item.id))
