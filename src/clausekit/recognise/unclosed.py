"""Lists of weights that no reading of an award closes: shown with their place, never counted.

A list whose numbers make neither the total of an award nor the weight of the criterion that it
details may be a mistake of its author, or words that were not understood. Nothing tells which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from clausekit import typography as typo
from clausekit.finding import Place
from clausekit.recognise import kinds
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import TOTAL
from clausekit.recognise.headed import under_heading
from clausekit.recognise.levels import Found, Node
from clausekit.recognise.numbered import loose
from clausekit.recognise.segments import Segment, same
from clausekit.recognise.within import flat

_MOST: Final = 24  # weights of a list that are told one by one
_EXCERPT: Final = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclosed:
    """A list of weights left unread.

    `under` is the label of the criterion that it stands under, "" for a list of criteria; `expected`
    what its weights should make (the weight of that criterion, or 100), `total` what they make, in
    the unit printed. `printed` are the weights as printed, `excerpt` the words that they stand in,
    `why` one French sentence. `sustainable`: a row of it may be a criterion of sustainable development.
    """

    under: str
    expected: float
    total: float
    printed: tuple[str, ...]
    excerpt: str
    place: Place
    lot: str = ""
    sustainable: bool = False

    @property
    def why(self) -> str:
        """What its weights make, and what they should make."""
        lot = f"lot {self.lot} : " if self.lot not in {"", "*"} else ""
        told = (*self.printed[:_MOST], "…") if len(self.printed) > _MOST else self.printed
        made = f"{' + '.join(told)} = {typo.plain(typo.number(self.total))}"
        of = f", le poids de {typo.quote(self.under)}" if self.under else ""
        return f"{lot}{made}, et non {typo.plain(typo.number(self.expected))}{of}"


def unclosed(segments: Sequence[Segment], grids: Sequence[Found]) -> tuple[Unclosed, ...]:
    """The lists of weights of an award that no grid holds, in the order of the text."""
    read = {grid.lot: grid.nodes for grid in grids}
    found = (item for segment in segments for item in _of(segment, read.get(segment.lot, ()), alone=not read))
    told: dict[tuple[str, str, tuple[str, ...]], Unclosed] = {}
    for item in found:
        told.setdefault((item.lot, item.under, item.printed), item)
    return tuple(told.values())


def _of(segment: Segment, nodes: Sequence[Node], *, alone: bool) -> Iterator[Unclosed]:
    """What a segment lists beside its grid; a whole list only where no award was read at all."""
    column = under_heading(segment.entries) if alone else None
    if column is not None and column.likely:
        yield _told(segment, "", TOTAL, column.tops)
    elif alone and segment.announced and (bare := loose(segment.entries)):
        yield _told(segment, "", TOTAL, bare)
    for index, group in _groups(segment.rows, nodes):
        node = nodes[index] if index is not None else None
        rows = [row for row in group if not _whole(row, node.value if node else TOTAL)]
        if node is not None and not node.below and _likely(rows) and not _again(rows, nodes):
            yield _told(segment, node.entry.label, node.value, rows)
        elif alone and segment.announced and _likely(rows) and _priced(rows):
            yield _told(segment, "", segment.expected or TOTAL, rows)


def _groups(rows: Iterable[Entry], nodes: Sequence[Node]) -> Iterator[tuple[int | None, list[Entry]]]:
    """The rows that no node holds, by the criterion that stands above them."""
    current: int | None = None
    left: list[tuple[int | None, Entry]] = []
    for row in rows:
        held = next((index for index, node in enumerate(nodes) if any(_is(row, item) for item in flat([node]))), None)
        beside = next((index for index, node in enumerate(nodes) if node.entry.place == row.place), None)
        current = held if held is not None else beside if beside is not None else current
        if held is None and row.weight is not None and row.weight.unit in {"percent", "points"}:
            left.append((current, row))
    for index, group in groupby(left, key=lambda item: item[0]):
        yield index, [row for _, row in group]


def _is(row: Entry, node: Node) -> bool:
    """Whether a row is one that a grid holds, as printed or told again."""
    weights = row.weight, node.entry.weight
    return same(row.label, node.entry.label) and (weights[0] is None or weights[1] is None or _equal(row, node))


def _equal(row: Entry, node: Node) -> bool:
    own, held = row.weight, node.entry.weight
    return own is not None and held is not None and own.value == held.value


def _whole(row: Entry, expected: float) -> bool:
    """Whether a row tells again what the list should make, or what all marks make."""
    return row.weight is not None and (row.weight.value == expected or row.weight.value >= TOTAL)


def _again(rows: Sequence[Entry], nodes: Sequence[Node]) -> bool:
    """Whether a list only tells the criteria of the award again, with other numbers."""
    return all(any(same(row.label, node.entry.label) for node in nodes) for row in rows)


def _likely(rows: Sequence[Entry]) -> bool:
    """Whether rows can be a list of what is judged: several of them, most in known words, no scale of marks."""
    known = sum(bool(kinds.told(row.label).natures) for row in rows)
    scales = all(row.weight and row.weight.scale for row in rows)
    return len(rows) > 1 and 2 * known > len(rows) and not scales


def _priced(rows: Iterable[Entry]) -> bool:
    return any(set(kinds.told(row.label).natures) & kinds.PRICES for row in rows)


def _told(segment: Segment, under: str, expected: float, rows: Sequence[Entry]) -> Unclosed:
    places = dict.fromkeys(row.place for row in rows)
    said = [text for place, text in segment.texts if place in places]
    weights = [row.weight for row in rows if row.weight]
    return Unclosed(
        under=under,
        expected=expected,
        total=round(sum(weight.value for weight in weights), 2),
        printed=tuple(weight.text for weight in weights),
        excerpt=_short(" ".join(said) or " ; ".join(row.label for row in rows)),
        place=rows[0].place,
        lot=segment.lot,
        sustainable=any(item.sustainable and item.apart is not False for item in map(_kind, rows)),
    )


def _kind(row: Entry) -> kinds.Reading:
    return kinds.kind(row.label, ())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rsplit(" ", 1)[0] + "…"
