"""The watch on the law: which references were read when, and what a change of an article touches."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from clausekit.grid import Grid, Row
from clausekit.law.article import ANY_CCAG, EXACT, Article, overlap
from clausekit.law.asked import Asked, Misread, asked
from clausekit.law.cited import CRITERION, TEXT, Mention, Watched, cites, mentions, watched
from clausekit.library import Entry, Library
from clausekit.listing import kind_of
from clausekit.policy import Minimum
from clausekit.registry import LegalReference

# House rule: the law of public contracts has moved every year; a reading older than that is told, and blocks nothing.
OLD_AFTER_DAYS: Final = 365
_REFERENCES: Final = "clauses/registres/references.yaml"
_REGISTERS: Final = "clauses/registres/"
_CCAGS: Final = "clauses/registres/ccag.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A reference, its age in days at the day of the watch (None when it has no date), and the ids that cite it."""

    reference: LegalReference
    days: int | None
    entries: tuple[str, ...]
    minima: tuple[str, ...]
    registers: tuple[str, ...]

    @property
    def old(self) -> bool:
        """Whether it is time to read it again; never an error."""
        return self.days is None or self.days > OLD_AFTER_DAYS

    @property
    def cited(self) -> bool:
        """Whether anything of the library cites it."""
        return bool(self.entries or self.minima or self.registers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """Something that an article touches, with the places that cite it.

    `kind`: clause, criterion, grid, annex, minimum, rule, register. `minima` of a rule are those that name it.
    """

    id: str
    kind: str
    title: str
    file: str = ""
    state: str = ""
    revision: int = 0
    mentions: tuple[Mention, ...] = ()
    minima: tuple[str, ...] = ()
    rule: str = ""
    start: str | None = None
    end: str | None = None


def _entries(library: Library) -> Iterator[Entry]:
    for name in sorted(library.ids):
        entry = library.find(name)
        if entry:
            yield entry


def _minima(library: Library) -> Iterator[tuple[str, Minimum]]:
    for _, policy in sorted(library.policies.items()):
        for minimum in policy.minima.values():
            yield policy.file, minimum


def _data(library: Library, file: str) -> Any:
    read = library.sources.get(file)
    return read.data if read else {}


def _days(reference: LegalReference, day: str) -> int | None:
    try:
        read = datetime.date.fromisoformat(reference.read_on)
    except ValueError:
        return None
    return (datetime.date.fromisoformat(day) - read).days


def readings(library: Library, day: str) -> tuple[Reading, ...]:
    """Every reference of the registry, the one read longest ago first; `day` is an ISO date."""
    known = library.registers.references
    entries = {entry.id: cites(_data(library, entry.file), known) for entry in _entries(library)}
    minima = {item.id: cites(_data(library, file)["minima"][item.id], known) for file, item in _minima(library)}
    registers = {file: cites(_data(library, file), known) for file in _registers(library)}
    found = (
        Reading(
            reference=item,
            days=_days(item, day),
            entries=tuple(sorted(owner for owner, names in entries.items() if name in names)),
            minima=tuple(owner for owner, names in minima.items() if name in names),
            registers=tuple(owner for owner, names in registers.items() if name in names),
        )
        for name, item in known.items()
    )
    return tuple(sorted(found, key=lambda item: (item.reference.read_on, item.reference.id)))


def _registers(library: Library) -> Iterator[str]:
    yield from (file for file in sorted(library.sources) if file.startswith(_REGISTERS) and file != _REFERENCES)


def _of_entries(library: Library, looked: Watched) -> Iterator[Touched]:
    for entry in _entries(library):
        found = mentions(_data(library, entry.file), looked, ccags=entry.applicable.ccag)
        if found:
            yield _touched(entry, found)


def _touched(entry: Entry, found: tuple[Mention, ...]) -> Touched:
    return Touched(
        id=entry.id,
        kind=kind_of(entry),
        title=entry.title,
        file=entry.file,
        state=entry.state,
        revision=entry.revision,
        mentions=found,
    )


def _rows(rows: tuple[Row, ...]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield from _rows(row.children)


def _through(grid: Grid, criteria: frozenset[str]) -> tuple[Mention, ...]:
    """The rows of a grid that name a criterion which is touched: each criterion once."""
    found: dict[str, Mention] = {}
    for rows in grid.levels.values():
        for row in _rows(rows):
            if row.criterion in criteria and row.criterion not in found:
                route = (*row.route, "critere")
                found[row.criterion] = Mention(route=route, kind=CRITERION, extent=EXACT, quote=row.criterion)
    return tuple(found.values())


def _with_grids(library: Library, found: Mapping[str, Touched]) -> Iterator[Touched]:
    """The entries that are touched, grids by their criteria too."""
    criteria = frozenset(name for name, item in found.items() if item.kind == "criterion")
    for entry in _entries(library):
        through = _through(entry, criteria) if isinstance(entry, Grid) else ()
        if entry.id in found:
            item = found[entry.id]
            yield replace(item, mentions=(*item.mentions, *through))
        elif through:
            yield _touched(entry, through)


def _of_minima(library: Library, looked: Watched) -> Iterator[Touched]:
    for file, minimum in _minima(library):
        found = mentions(_data(library, file)["minima"][minimum.id], looked, root=("minima", minimum.id))
        if found:
            yield Touched(
                id=minimum.id,
                kind="minimum",
                title=minimum.title,
                file=file,
                mentions=found,
                rule=minimum.rule,
                start=minimum.start,
                end=minimum.end,
            )


def _of_rules(looked: Watched, minima: tuple[Touched, ...], pages: Mapping[str, str]) -> Iterator[Touched]:
    """Rules named by a minimum that is touched, or whose page cites the article."""
    for name in sorted({*pages, *(item.rule for item in minima)}):
        found = mentions(pages.get(name, ""), looked)
        naming = tuple(item.id for item in minima if item.rule == name)
        if found or naming:
            yield Touched(id=name, kind="rule", title=name, mentions=found, minima=naming)


def _of_registers(library: Library, looked: Watched) -> Iterator[Touched]:
    for file in _registers(library):
        found = (*mentions(_data(library, file), looked), *_topics(library, looked, file))
        if found:
            name = file.removeprefix(_REGISTERS)
            yield Touched(id=name, kind="register", title=name, file=file, mentions=found)


def _topics(library: Library, looked: Watched, file: str) -> Iterator[Mention]:
    """The topics of the CCAG whose article is asked."""
    article = looked.asked.article
    for rank, ccag in enumerate(library.registers.ccags.values() if article and file == _CCAGS else ()):
        for topic, item in ccag.articles.items():
            seen = Article(body=f"{ANY_CCAG}-{ccag.id}", number=item.number)
            extent = overlap(article, seen) if article else None
            if extent:
                route = ("ccag", rank, "articles", topic)
                yield Mention(route=route, kind=TEXT, extent=extent, quote=f"{topic} : {seen.said}")


def touched(library: Library, asked: Asked, pages: Mapping[str, str]) -> tuple[Touched, ...]:
    """All that an article touches: entries, minima, rules, registers. `pages`: slug of a rule -> what is said of it."""
    looked = watched(asked, library)
    entries = {item.id: item for item in _of_entries(library, looked)}
    minima = tuple(_of_minima(library, looked))
    return (
        *_with_grids(library, entries),
        *minima,
        *_of_rules(looked, minima, pages),
        *_of_registers(library, looked),
    )


__all__ = ["OLD_AFTER_DAYS", "Asked", "Mention", "Misread", "Reading", "Touched", "asked", "readings", "touched"]
