"""The commits of one file since a revision: which change of the text each line of its history came with.

A line is judged against what changed with it, so that a graver one which comes later does not hide what it said. Work
done in several commits counts as one: what was changed since the last line counts for the next, unless the last was
grave, which covers what followed it too. Nothing is told of a merge, which only puts together what was judged before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clausekit.clause import Revision
from clausekit.library import Entry

LIGHT: Final = frozenset({"redactionnelle", "creation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit that touched the file; `parents` are the last ones before it that did, or those of the revision."""

    name: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A line that came alone, or with others as light: the text before what it speaks of, and after."""

    commit: str
    line: Revision
    old: Entry
    new: Entry


def steps(commits: Sequence[Commit], held: Mapping[str, Entry], last: Entry) -> tuple[Step, ...]:
    """The light lines of a file, each with its change.

    `commits` go from the oldest to the newest. `held` is the entry at each commit that could be read, and at their
    parents; `last` is the file as it stands, whose lines are those that are judged.
    """
    return tuple(_Walk(commits=commits, held=held, last=last).steps())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    commits: Sequence[Commit]
    held: Mapping[str, Entry]
    last: Entry

    def steps(self) -> Iterator[Step]:
        known = {item.name: item for item in self.commits}
        gained = {item.name: self._gained(item) for item in self.commits}
        ends = [name for name, lines in gained.items() if lines]
        for rank, item in enumerate(self.commits):
            lines = gained[item.name]
            if not lines or any(line.nature not in LIGHT for line in lines):
                continue
            old = self.held.get(_start(item, known, gained))
            closing = item.name == ends[-1] and all(len(later.parents) < 2 for later in self.commits[rank:])
            new = self.last if closing else self.held.get(item.name)
            if old is not None and new is not None:
                yield Step(commit=item.name, line=lines[0], old=old, new=new)

    def _gained(self, commit: Commit) -> tuple[Revision, ...]:
        """The lines that came with a commit, as they stand now; none of a merge."""
        if len(commit.parents) != 1:
            return ()
        old, new = self.held.get(commit.parents[0]), self.held.get(commit.name)
        if old is None or new is None:
            return ()
        before = {_key(line) for line in old.history}
        return tuple(
            dict.fromkeys(
                now
                for line in new.history
                if _key(line) not in before and (now := _now(line, self.last.history)) is not None
            )
        )


def _key(line: Revision) -> tuple[int, str, str]:
    return line.number, line.date, " ".join(line.motive.split())


def _now(line: Revision, held: Sequence[Revision]) -> Revision | None:
    """What became of a line: it may have taken another number in a merge, or other words since."""
    alike = (
        [item for item in held if _key(item) == _key(line)]
        or [item for item in held if _key(item)[1:] == _key(line)[1:]]
        or [item for item in held if item.number == line.number]
    )
    return alike[0] if alike else None


def _start(item: Commit, known: Mapping[str, Commit], gained: Mapping[str, Sequence[Revision]]) -> str:
    """The commit after which what a line speaks of begins."""
    near = at = item.parents[0]
    while at in known and len(known[at].parents) == 1 and not gained[at]:
        at = known[at].parents[0]
    grave = any(line.nature not in LIGHT for line in gained.get(at, ()))
    return near if grave else at
