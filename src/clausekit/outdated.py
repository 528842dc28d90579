"""Which entries of what was issued have newer or retired revisions in a library, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from clausekit.clause import Revision
from clausekit.difference import Change, of_entry
from clausekit.library import Entry, Library
from clausekit.reached import Beyond, Reach, beyond, issued, reach
from clausekit.sealed import Held, Sealed, same, text_digest

NEWER: Final = "newer"
RETIRED: Final = "retired"
REMOVED: Final = "removed"
EDITED: Final = "edited"  # another text under the same number
OLDER: Final = "older"  # the library is before what was issued
_GONE: Final = "retiree"

# The entry as it was issued, or None when nothing has kept it.
Old: TypeAlias = Callable[[Held], Entry | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """An entry that is no longer what was issued.

    `revision` is that of the library, None when the entry is gone; `lines` are those of its history since the issue.
    `change` is None when the issued text could not be found; `reach`, what of it concerns the lots of the lock.
    `beyond` are the issued values that the entry of today would not take.
    """

    id: str
    title: str
    status: str
    held: Held
    revision: int | None
    successor: str | None
    lines: tuple[Revision, ...]
    change: Change | None
    reach: Reach | None
    beyond: tuple[Beyond, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """A lock held against a library. `current` counts the entries that are as they were issued, `own` the dossier's."""

    lock: Sealed
    entries: tuple[Aged, ...]
    current: int
    own: int


def outdated(lock: Sealed, library: Library, old: Old) -> Outdated:
    """What became of each entry of a lock."""
    held = [item for item in lock.entries.values() if not item.own]
    found = tuple(_aged(held, library, old))
    return Outdated(lock=lock, entries=found, current=len(held) - len(found), own=len(lock.entries) - len(held))


def _aged(held: list[Held], library: Library, old: Old) -> Iterator[Aged]:
    for item in held:
        now = library.find(item.id)
        if now is not None and same(_digest(now, library), item.digest):
            continue
        before = old(item)
        change = of_entry(before, now) if before else None
        if before is not None and change is None:
            continue  # typography, comments, order of keys
        yield _told(item, before, now, change)


def _digest(entry: Entry, library: Library) -> str:
    return text_digest(library.sources[entry.file].text)


def _told(held: Held, before: Entry | None, now: Entry | None, change: Change | None) -> Aged:
    taken = issued(held, before)
    entry = now or before
    return Aged(
        id=held.id,
        title=entry.title if entry else "",
        status=_status(held, now),
        held=held,
        revision=now.revision if now else None,
        successor=getattr(now, "replaced_by", None),
        lines=tuple(line for line in now.history if line.number > held.revision) if now else (),
        change=change,
        reach=reach(change, taken) if change else None,
        beyond=beyond(now, taken) if now is not None else (),
    )


def _status(held: Held, now: Entry | None) -> str:
    if now is None:
        return REMOVED
    if now.state == _GONE:
        return RETIRED
    if now.revision == held.revision:
        return EDITED
    return NEWER if now.revision > held.revision else OLDER
