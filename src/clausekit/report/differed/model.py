"""What is told of two editions: the entries, the registers, the dossiers touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clausekit.difference import Change
from clausekit.difference.registers import Shift
from clausekit.finding import Finding
from clausekit.library import Entry, Library
from clausekit.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An edition: `said` is how a person calls it (« la révision v1 »), `name` how it was typed."""

    said: str
    name: str
    library: Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`users` are the files of the dossiers that use each entry; `looked` says how many dossiers were read.

    `filtered`: only some entries were asked for, and the registers are left out.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]
    shifts: tuple[Shift, ...] = ()
    users: Mapping[str, tuple[str, ...]]
    looked: int = 0
    filtered: bool = False
    errors: tuple[Finding, ...] = ()

    @property
    def sources(self) -> Mapping[str, Source]:
        """Where the lines of the findings are found."""
        return {**self.old.library.sources, **self.new.library.sources}

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not self.changes and not self.shifts

    def dossiers(self, names: Iterable[str]) -> tuple[str, ...]:
        """The files of the dossiers that use one of these entries."""
        return tuple(sorted({file for name in names for file in self.users.get(name, ())}))

    def entry(self, name: str) -> Entry | None:
        """The entry as it is now, else as it was."""
        return self.new.library.find(name) or self.old.library.find(name)
