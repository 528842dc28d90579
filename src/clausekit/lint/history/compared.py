"""Two editions under lint: what was published, what stands now, and the ids that were ever given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from clausekit import difference, source
from clausekit.clause import Revision, history
from clausekit.difference import Change
from clausekit.digest import digest
from clausekit.finding import Finding, Place, UnreadableFile
from clausekit.library import Entry, Library
from clausekit.lint.history.trail import Step
from clausekit.lint.reading import at
from clausekit.typography import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """An entry that bore an id elsewhere in the past: a deleted file, or one of another branch.

    `lines` is its history; without any, nothing is known of it but its path.
    """

    path: str
    title: str = ""
    lines: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An entry at both ends. `change` is what a lawyer would say of it, None when it says the same."""

    old: Entry
    new: Entry
    rebound: bool  # what binds in it is no longer the same
    change: Change | None = None

    @property
    def gained(self) -> tuple[Revision, ...]:
        """The lines of the history that are new: of a new number, or beside the one that bore theirs."""
        known = {line.number: line for line in self.old.history}
        borne = [
            line.number for line in self.new.history if line.number in known and same_line(line, known[line.number])
        ]
        return tuple(
            line
            for line in self.new.history
            if line.number not in known or (line.number in borne and not same_line(line, known[line.number]))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The library at a revision and as it stands.

    `unread` are the ids of files that one of the two could not read: nothing is said of them. `former` are the
    entries that bore the ids which are new here. `partial`: the clone does not hold the whole past. `trails` are, by
    id, the light lines of the entries whose other new lines are grave, each with what changed with it.
    """

    revision: str
    old: Library
    new: Library
    unread: frozenset[str] = frozenset()
    former: Mapping[str, Sequence[Former]] = field(default_factory=dict)
    partial: bool = False
    trails: Mapping[str, Sequence[Step]] = field(default_factory=dict)
    memo: dict[str, Pair] = field(default_factory=dict, compare=False, repr=False)

    @property
    def arrived(self) -> tuple[str, ...]:
        """Ids that the old library had not."""
        return tuple(name for name in self.new.ids if name not in self._known(self.old))

    @property
    def gone(self) -> tuple[str, ...]:
        """Ids that stand no more."""
        return tuple(name for name in self.old.ids if name not in self._known(self.new))

    def _known(self, library: Library) -> frozenset[str]:
        return self.unread | frozenset(library.ids)

    @property
    def pairs(self) -> Iterator[Pair]:
        """The entries of both ends, but those of which nothing changed."""
        for name in self.new.ids:
            old, new = self.old.find(name), self.new.find(name)
            if old is not None and new is not None and name not in self.unread and not self._same(old, new):
                if name not in self.memo:
                    self.memo[name] = self._pair(old, new)
                yield self.memo[name]

    def _same(self, old: Entry, new: Entry) -> bool:
        return self.old.sources[old.file].data == self.new.sources[new.file].data

    def _pair(self, old: Entry, new: Entry) -> Pair:
        before, after = self.old.sources[old.file].data, self.new.sources[new.file].data
        rebound = digest(before) != digest(after)
        return Pair(old=old, new=new, rebound=rebound, change=difference.of_entry(old, new))


HistoryLint: TypeAlias = Callable[[Compared], Iterator[Finding]]


def former(path: str, data: bytes) -> Former:
    """What a file of the past says of itself; what cannot be read is known by its path only."""
    try:
        held = source.load(data, file=path).data
        return Former(path=path, title=str(held.get("titre", "")), lines=history(held))
    except (UnreadableFile, KeyError, TypeError):
        return Former(path=path)


def same_line(one: Revision, other: Revision) -> bool:
    """Whether two lines of a history say the same."""
    told = (one.number, one.date, one.nature) == (other.number, other.date, other.nature)
    return told and fold(one.motive) == fold(other.motive)


def keeps_a_line(old: Sequence[Revision], new: Sequence[Revision]) -> bool:
    """Whether a history goes on from another."""
    return any(same_line(one, other) for one in old for other in new)


def place(pair: Pair, compared: Compared) -> Place:
    """Where the first thing that changed stands, as far as it can be seen."""
    change, file = pair.change, pair.new.file
    # The state goes back to « projet » with any change: it is the change only when no sentence is.
    told = next((item for item in change.figures if item.route != "etat" or not change.prose), None) if change else None
    if told:
        steps = told.route.split(".")
        return at(file, *(int(step) if step.isdigit() else step for step in steps))
    said = next((item.new for item in change.prose if item.new), "") if change else ""
    return _line(file, said, compared) or at(file, "historique")


def _line(file: str, said: str, compared: Compared) -> Place | None:
    """The line on which a sentence starts: one has one line, as the house writes them."""
    head, key = fold(said.partition("[")[0])[:_HEAD], ""
    for number, line in enumerate(compared.new.sources[file].text.split("\n"), start=1):
        key = line.partition(":")[0] if line[:1].isalpha() else key
        if head and head in fold(line):
            return Place(file=file, route=(key,), line=number, column=len(line) - len(line.lstrip()) + 1)
    return None


_SHOWN = 3
_HEAD = 40  # characters of a sentence that are looked for


def words(pair: Pair) -> str:
    """What changed, in a few words."""
    return said(pair.change) if pair.change else "un texte autrement ordonné"


def said(change: Change) -> str:
    """What a change says, in a few words."""
    told = [f"{item.route} : {item.old or 'rien'} → {item.new or 'rien'}" for item in change.figures]
    told += [f"{item.piece} : « {item.new or item.old} »" for item in change.prose]
    more = [f"et {len(told) - _SHOWN} autres changements"] if len(told) > _SHOWN + 1 else []
    return " ; ".join([*(told[:_SHOWN] if more else told), *more]) or "un texte autrement ordonné"
