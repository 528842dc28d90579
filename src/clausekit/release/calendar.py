"""The law's calendar: what enters into force, ends or becomes graver from a day on, as the library has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausekit.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens on a day (ISO).

    `kind`: reference, minimum, policy, threshold. `what`: start, end, graver.
    """

    day: str
    kind: str
    what: str
    id: str
    title: str


def _references(library: Library) -> Iterator[Event]:
    for item in library.registers.references.values():
        for what, day in (("start", item.start), ("end", item.end)):
            if day:
                yield Event(day=day, kind="reference", what=what, id=item.id, title=item.short)


def _policies(library: Library) -> Iterator[Event]:
    for policy in library.policies.values():
        for what, day in (("start", policy.start), ("end", policy.end)):
            if day:
                yield Event(day=day, kind="policy", what=what, id=policy.id, title=policy.title)
        for item in policy.minima.values():
            graver = item.becomes.day if item.becomes else None
            for what, day in (("start", item.start), ("end", item.end), ("graver", graver)):
                if day:
                    yield Event(day=day, kind="minimum", what=what, id=item.id, title=item.title)


def _thresholds(library: Library) -> Iterator[Event]:
    for item in library.registers.thresholds.values():
        for value in item.values:
            yield Event(day=value.start, kind="threshold", what="start", id=item.id, title=item.title)


def calendar(library: Library, after: str) -> tuple[Event, ...]:
    """Every event later than a day (ISO), in order."""
    found = {*_references(library), *_policies(library), *_thresholds(library)}
    return tuple(
        sorted(
            (item for item in found if str(item.day) > after),
            key=lambda item: (item.day, item.kind, item.id, item.what),
        )
    )
