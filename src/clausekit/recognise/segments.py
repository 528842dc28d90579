"""What a passage tells, table by table and run of lines by run of lines, as rows of weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Final

from clausekit.draft import Line, Table
from clausekit.finding import Place
from clausekit.recognise import kinds, prefixed, runs, tables, wording, words
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import close
from clausekit.recognise.layout import grid
from clausekit.recognise.lots import LotName
from clausekit.recognise.phases import of_offers
from clausekit.recognise.sections import Passage

_REFERRING: Final = re.compile(
    r"(?:ce|le) (?:sous[ -]?)?critere|definition(?: et appreciation)?(?: du (?:sous[ -]?)?critere)?"
)
_LOWER: Final = 2
_ARTICLE: Final = re.compile(r"^(?:le|la|les|l')\s*")


@dataclass(frozen=True, slots=True)
class Segment:
    """One table, or one run of lines, of a passage. `lot` is that of the passage unless the table names its own.

    `texts` are its lines, or the rows of its table, each with its place.
    """

    lot: str
    entries: tuple[Entry, ...]
    announced: bool
    ordered: bool
    texts: tuple[tuple[Place, str], ...] = ()

    @property
    def rows(self) -> tuple[Entry, ...]:
        """Entries that carry a weight, totals and scales left out; a weightless head of weights is kept."""
        kept = []
        for index, entry in enumerate(self.entries):
            if not wording.is_criterion(entry):
                continue
            following = self.entries[index + 1] if index + 1 < len(self.entries) else None
            rules = following is not None and following.weight is not None and _rules(entry, following)
            if entry.weight is not None or rules:
                kept.append(entry)
        return tuple(entry for entry in _recalled(kept) if not _marks(entry, kept))

    @property
    def expected(self) -> float | None:
        """The total that the segment prints."""
        found = [entry.weight.value for entry in self.entries if entry.weight and wording.total_of(entry)]
        return found[-1] if found else None


def _rules(entry: Entry, following: Entry) -> bool:
    """Whether what follows says that it stands under it: « critère », then « sous-critère »; « 2. », then « 2.1 »."""
    if entry.depth == 1 and following.depth == _LOWER:
        return True
    numbered = bool(entry.ids) and following.ids[:-1] == entry.ids
    title = words.holds(entry.label, "criteres", "attribution")
    return numbered and not title and bool(kinds.told(entry.label).natures)


def _before(entry: Entry, rows: Sequence[Entry]) -> int | None:
    """The row that told the same criterion before."""
    return next((index for index, row in enumerate(rows) if (row.ids, row.depth) == (entry.ids, 1)), None)


def _recalled(kept: Sequence[Entry]) -> list[Entry]:
    """Rows where « le critère 2 est jugé ainsi : » puts what it announces under the criterion 2 told before."""
    rows: list[Entry] = []
    at: int | None = None
    for entry in kept:
        told = _before(entry, rows) if entry.weight is None and entry.depth == 1 and entry.ids else None
        if told is not None:
            at = told + 1
        elif at is not None and entry.depth == 2:
            rows.insert(at, entry)
            at += 1
        else:
            rows.append(entry)
            at = None
    return rows


def _marks(entry: Entry, rows: Sequence[Entry]) -> bool:
    """« Le critère prix est noté sur 20 points », said of a price that already weighs 60 %."""
    if entry.weight is None or not entry.weight.scale or entry.depth == _LOWER or entry.under:
        return False
    own = set(_long_words(entry.label))
    return any(row.weight and not row.weight.scale and own & set(_long_words(row.label)) for row in rows)


def _long_words(label: str) -> list[str]:
    return re.findall(r"[a-z]{4,}", words.fold(label))


def segments(passage: Passage) -> list[Segment]:
    """The segments of a passage; one that tells its grid twice makes two."""
    found: list[Segment] = []
    for is_table, blocks in groupby(passage.blocks, key=lambda block: isinstance(block, Table)):
        if not is_table:
            lines = [block for block in blocks if isinstance(block, Line) and not wording.is_example(block.text)]
            said = tuple((line.place, line.text) for line in lines)
            found.append(Segment(passage.lot, _told(runs.read(lines)), passage.announced, passage.ordered, said))
            continue
        for table in (block for block in blocks if isinstance(block, Table)):
            for lot, entries in tables.read(table):
                name = lot.name if lot else passage.lot
                paired = _told(runs.paired(entries))
                found.append(Segment(name, paired, passage.announced, passage.ordered, _rows(table, entries, lot)))
    return [part for segment in found for part in _split(segment)]


def _rows(table: Table, entries: Sequence[Entry], lot: LotName | None) -> tuple[tuple[Place, str], ...]:
    """The rows of a table, the words of each in one text; of those for several lots, what stands by its own."""
    cells = of_offers(grid(table))
    told = tuple((place, "\n".join(filter(None, row))) for row, place in zip(cells.rows, cells.places, strict=True))
    own = {entry.place for entry in entries}
    ranks = [rank for rank, (place, _) in enumerate(told) if place in own]
    return told[ranks[0] : ranks[-1] + 1] if lot and ranks else told


def _told(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries put under the criterion that they repeat; a criterion weighs what its own total says."""
    found: list[Entry] = []
    head: int | None = None
    told = prefixed.gathered(entries)
    for entry, following in zip(told, [*told[1:], None], strict=False):
        if found and _refers(entry, found[-1]):
            # « Sous-critère 1 : encadrement », then « Ce sous-critère est jugé sur… » with the weight.
            found[-1] = replace(found[-1], weight=entry.weight, detail=entry.detail, opens=entry.opens)
            continue
        if (
            found
            and entry.opens
            and entry.weight is None
            and found[-1].weight
            and _REFERRING.fullmatch(words.fold(entry.label))
        ):
            # « Valeur technique : 40 points », then « Ce critère est apprécié au regard des sous-critères suivants : ».
            found[-1] = replace(found[-1], opens=True)
            continue
        if found and entry.weight and _restates(entry, found[-1]) and entry.weight.unit != found[-1].weight.unit:  # type: ignore[union-attr]
            # « Prix : 70 % », then « 70 points pour le critère prix ».
            continue
        if head is not None and entry.weight and wording.total_of(entry) and _closes(found[head:], entry.weight.value):
            found[head] = replace(found[head], weight=entry.weight)
            head = None
            continue
        rules = entry.depth == 1 or (following is not None and _rules(entry, following))
        if entry.weight is None and entry.named and rules:
            head = len(found)
        elif entry.depth == 1:
            head = None
        found.append(entry)
    return tuple(found)


def _refers(entry: Entry, above: Entry) -> bool:
    """Whether a weighed row only speaks of the criterion that stands alone above it."""
    spoken = entry.weight is not None and _REFERRING.fullmatch(words.fold(entry.label)) is not None
    return spoken and above.weight is None and above.named and not above.detail and wording.is_criterion(above)


def _closes(entries: Sequence[Entry], total: float) -> bool:
    """Whether a total is that of the sub-criteria told after a criterion without a weight of its own."""
    below = [entry.weight.value for entry in entries[1:] if entry.weight and entry.depth != 1]
    return len(below) > 1 and close(sum(below), total)


def _split(segment: Segment) -> list[Segment]:
    """A segment that names its first criterion twice tells its grid, then details it."""
    found: list[Segment] = []
    seen: list[Entry] = []
    start = 0
    for index, entry in enumerate(segment.entries):
        named = entry.opens or _numbered(entry, seen) or _titled(entry, seen)
        if not named and (entry.weight is None or not wording.is_criterion(entry)):
            continue
        if len(seen) > 1 and _again(entry, seen):
            found.append(replace(segment, entries=segment.entries[start:index], texts=() if start else segment.texts))
            start, seen = index, []
        if entry.weight is not None and wording.is_criterion(entry):
            seen.append(entry)
    return [*found, replace(segment, entries=segment.entries[start:], texts=() if start else segment.texts)]


def _numbered(entry: Entry, seen: Sequence[Entry]) -> bool:
    """« Critère 2 : Valeur technique », without the weight that it was told with."""
    alone = entry.weight is None and entry.depth == 1 and bool(entry.ids)
    return alone and any(entry.ids == other.ids and same(entry.label, other.label) for other in seen)


def _titled(entry: Entry, seen: Sequence[Entry]) -> bool:
    """« 4.2.1 Critère « Valeur technique » », a title over what is said of it."""
    alone = entry.weight is None and bool(entry.ids) and entry.named
    return alone and any(_bare(entry.label) == _bare(other.label) for other in seen)


def _again(entry: Entry, seen: Sequence[Entry]) -> bool:
    """Whether a criterion told before is told again, or opens a list of what it holds."""
    if entry.weight is None:
        told = f"{entry.label} {entry.detail}"
        own = words.fold(entry.label)
        return any(mentions(told, other.label) or own == words.fold(other.label) for other in seen[:-1])
    return any(_restates(entry, other) for other in seen)


def _restates(entry: Entry, other: Entry) -> bool:
    weights = entry.weight, other.weight
    return bool(weights[0] and weights[1]) and weights[0].value == weights[1].value and same(entry.label, other.label)  # type: ignore[union-attr]


def same(left: str, right: str) -> bool:
    """Whether two labels are one, the shorter of them being how the longer begins."""
    one, other = _bare(left), _bare(right)
    return one.startswith(other) or other.startswith(one)


@lru_cache(maxsize=16384)  # a label is held against each of those before it
def _bare(label: str) -> str:
    """A label without its article nor accents, a blank after it."""
    return _ARTICLE.sub("", words.fold(label)) + " "


_WEAK: Final = frozenset({"valeu", "quali", "perfo", "crite", "offre", "prest", "march"})


def mentions(text: str, label: str) -> bool:
    """Whether a text that opens a list names a criterion (« les sous-critères de la valeur technique sont : »)."""
    named = {word[:5] for word in _long_words(re.sub(r"\([^)]*\)", "", label))}
    told = {word[:5] for word in _long_words(text)}
    return bool(named - _WEAK) and named - _WEAK <= told
