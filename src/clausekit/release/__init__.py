"""Close an edition of the library: what it changes since the previous one, and what still stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from clausekit.difference.registers import Shift, shifts
from clausekit.finding import Finding
from clausekit.library import ROOT, Library
from clausekit.release import changed, checks
from clausekit.release.calendar import Event, calendar
from clausekit.release.changed import Item
from clausekit.release.journal import Known

LIGHT: Final = frozenset({"avertissement", "conseil", "a_la_main"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The previous edition. `library` is it when git has it; else `known` is what the journal says of its entries.

    Neither: there was none, and all is new. `edition` and `day` (ISO) are its name and its date, `name` how it was
    found (« v2026.4 », a commit, « journal »), None for a first edition.
    """

    edition: str | None = None
    day: str | None = None
    name: str | None = None
    library: Library | None = None
    known: Mapping[str, Known] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """An edition about to be closed on `day` (ISO): its changes, and the problems met."""

    edition: str
    day: str
    baseline: Baseline
    items: tuple[Item, ...]
    shifts: tuple[Shift, ...]
    events: tuple[Event, ...]
    findings: tuple[Finding, ...]

    @property
    def first(self) -> bool:
        """Whether no edition came before."""
        return self.baseline.name is None

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not self.items and not self.shifts

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.empty and all(item.severity in LIGHT for item in self.findings)


def release(
    library: Library, *, edition: str, day: str, baseline: Baseline, findings: Iterable[Finding] = ()
) -> Closing:
    """What closing `edition` on `day` says. `findings` are those of other checks: lint, its history, git.

    With only a journal, nothing else knows the past: its histories are checked here.
    """
    old = baseline.library
    items = changed.compared(old, library) if old else changed.counted(baseline.known, library)
    moved = tuple(item for item in shifts(old, library) if item.file != ROOT) if old else ()
    return Closing(
        edition=edition,
        day=day,
        baseline=baseline,
        items=items,
        shifts=moved,
        events=calendar(library, baseline.day or day),
        findings=(*findings, *checks.grids(library), *(() if old else checks.histories(items))),
    )


__all__ = ["LIGHT", "Baseline", "Closing", "Event", "Item", "release"]
