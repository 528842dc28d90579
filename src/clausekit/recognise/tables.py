"""A table of criteria as entries, whatever its shape: rows or columns, one weight column or one a lot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from clausekit.draft import Table
from clausekit.finding import Place
from clausekit.recognise import across, beside, brackets, cutting, levelled, shares
from clausekit.recognise.bylot import by_lot
from clausekit.recognise.entries import Entry, entries
from clausekit.recognise.labels import MOST_WORDS, shortened
from clausekit.recognise.layout import Grid, Layout, grid, layout, names, read_weight
from clausekit.recognise.lots import LotName, labelled, leads, lot_of
from clausekit.recognise.markers import marker
from clausekit.recognise.phases import in_phases, of_offers
from clausekit.recognise.repeated import once
from clausekit.recognise.trailing import bracketed
from clausekit.recognise.weights import Unit, Weight, alone

_TWO: Final = 2
# « B1 » in a column of its own.
_CODE: Final = re.compile(r"[A-Ha-h]\.?\d{1,2}")

# A finite verb is not told from a noun here: a full stop and some length are what a sentence has.
_SENTENCE: Final = re.compile(r"(?=(?:\S+\s+){7})[A-ZÀ-Ý][^%]*\.")
_RANKED: Final = re.compile(r"(?P<rank>\d{1,2})\.?(?P<letter>[a-h])")


def _plain(number: str) -> str:
    """A number as one that opens a line: « B1 » as « B1 - », « 1a » as « 1.1 »."""
    if ranked := _RANKED.fullmatch(number):
        return f"{ranked['rank']}.{ord(ranked['letter']) - ord('a') + 1}"
    return f"{number} -" if _CODE.fullmatch(number) else number


def _cell(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def _joined(text: str) -> list[str]:
    """The lines of a cell, a line that goes on with the one above joined to it."""
    lines: list[str] = []
    for line in filter(None, (part.strip() for part in text.split("\n"))):
        goes_on = line[0].islower() or line[0] in "(&/,;»)" or (lines and lines[-1].endswith((",", "-", "/", "'", "’")))
        if lines and goes_on and not marker(line).end and alone(line) is None:
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines


def _cell_entries(text: str, place: Place, number: str = "") -> list[Entry]:
    """The entries of a cell of labels: the criterion, then what stands under it in the same cell."""
    read: list[Entry] = []
    lines = [part for line in _joined(text) for part in cutting.items(line)]
    for rank, line in enumerate(lines):
        found = entries(line, place, number=number if rank == 0 else "")
        if read and len(found) == 1 and not found[0].named and read[-1].named and read[-1].weight is None:
            read[-1] = replace(read[-1], weight=found[0].weight)
        else:
            read += found
    return read


def _weights_of(text: str, unit: Unit) -> list[Weight]:
    found = [read_weight(line, unit) for line in text.split("\n") if line.strip()]
    whole = read_weight(" ".join(text.split()), unit)
    read = [whole] if whole else [item for item in found if item]
    return read or [item for item in [shares.head(text)] if item]


def _pair(read: list[Entry], weights: list[Weight]) -> list[Entry] | None:
    """Several weights of one cell given to as many labels of the other, in order; None when they do not agree."""
    heads = [index for index, entry in enumerate(read) if entry.weight is None and entry.named]
    marked = [index for index in heads if read[index].ids or read[index].depth]
    for chosen in (heads, marked, [index for index in heads if not read[index].item]):
        if len(chosen) == len(weights):
            given = dict(zip(chosen, weights, strict=True))
            return [
                replace(entry, weight=given[index]) if index in given else entry for index, entry in enumerate(read)
            ]
    return None


def _under_head(read: list[Entry], weight: Weight | None) -> list[Entry]:
    """A cell that opens on a criterion, with what it details below it."""
    if not read:
        return []
    head = read[0]
    if weight is not None:
        head = replace(head, weight=weight)
    if head.weight is not None and len(head.label.split()) > MOST_WORDS:
        head = replace(head, label=shortened(head.label) or head.label)
    depth = head.depth or (len(head.ids) if head.ids else None)
    details = " ".join(entry.label for entry in read[1:] if entry.weight is None)
    lower = [
        replace(entry, depth=(depth or 1) + 1, ids=()) for entry in read[1:] if entry.weight is not None and entry.named
    ]
    return [replace(head, detail=f"{head.detail} {details}".strip()), *lower]


def _row(row: Sequence[str], place: Place, form: Layout, column: int | None) -> list[Entry]:
    number = " ".join(_cell(row, index) for index in form.ranks).strip()
    number = _plain(number)
    weights = _weights_of(_cell(row, column), form.weights[column]) if column is not None else []
    filled = [index for index in form.labels if _cell(row, index)]
    if not filled:
        return [Entry(label="", weight=item, place=place) for item in weights]
    if form.nested:
        return _nested_row(row, place, form, weights, number)
    read = _cell_entries(_cell(row, filled[0]), place, number)
    if len(weights) > 1:
        whole = shares.head(_cell(row, column or 0))
        return _pair(read, weights) or (_under_head(read, whole) if whole else [])
    if weights and (ended := _ended(read, weights[0])):
        return ended
    read = _under_head(_parted(_cell(row, filled[0]), place, number, weights) or read, weights[0] if weights else None)
    remarks = " ".join(_cell(row, index) for index in filled[1:])
    if not read:
        return []
    lower = [entry for index in filled[1:] for entry in _beside(_cell(row, index), place, read[0].weight)]
    lower = [replace(entry, ids=()) for entry in lower]
    return [replace(read[0], detail=f"{read[0].detail} {remarks}".strip()), *read[1:], *lower]


def _ended(read: list[Entry], weight: Weight) -> list[Entry]:
    """« Valeur technique (60 %) sous-critère 1.1 : méthode » beside 20 %, the weight of the last name."""
    if len(read) != _TWO or read[0].weight is None or read[1].weight or not _deep(read[1]):
        return []
    return [read[0], replace(read[1], weight=weight)]


def _deep(entry: Entry) -> bool:
    """Whether an entry says that it is a sub-criterion."""
    return entry.named and entry.depth is not None and entry.depth > 1


def _parted(text: str, place: Place, number: str, weights: list[Weight]) -> list[Entry]:
    """A cell whose one line goes on with what the criterion holds: « Qualité : essais (20 %), tenue (10 %) »."""
    split = brackets.parted(text, weights[0]) if weights and "\n" not in text else None
    if split is None:
        return []
    head = entries(split[0], place, number=number)
    lower = [entry for part in cutting.parts(split[1]) for entry in entries(part, place)]
    told = len(head) == 1 and head[0].named and all(entry.named and entry.weight for entry in lower)
    return [*head, *lower] if told else []


def _beside(text: str, place: Place, weight: Weight | None) -> list[Entry]:
    """What a cell of remarks holds below the criterion: a list that makes its weight, or what says that it is lower."""
    told = beside.listed(_joined(text), weight, place) if weight else []
    return told or [entry for entry in _cell_entries(text, place) if _is_lower(entry)]


def _is_lower(entry: Entry) -> bool:
    """« Sous-critère 1 : méthode (30 %) » in the column of remarks."""
    return entry.weight is not None and _deep(entry)


def _nested_row(row: Sequence[str], place: Place, form: Layout, weights: list[Weight], number: str) -> list[Entry]:
    first, second = form.labels[0], form.labels[1]
    parents = [bracketed(item) for item in _cell_entries(_cell(row, first), place, number)]
    children = _cell_entries(_cell(row, second), place)
    own = [index for index in form.weights if index < second or index in form.uppers]
    upper = [item for index in own for item in _weights_of(_cell(row, index), form.weights[index])]
    read = _under_head(parents, upper[0] if upper else None)
    read = [replace(read[0], depth=1, opens=bool(children)), *read[1:]] if read else []
    heads = [entry for entry in children if entry.named]
    if read and upper and all(index in own for index in form.weights):
        weights = []  # the only weight of the row is that of its criterion
    if not heads or (read and not upper and _told_of(_cell(row, second))):
        return [replace(read[0], weight=read[0].weight or weights[0]), *read[1:]] if read and weights else read
    if len(weights) == 1 and len(heads) > 1 and all(entry.weight is None for entry in heads):
        if read and read[0].weight is None:
            # One weight for a criterion and a list of what it is judged on.
            return [replace(read[0], weight=weights[0]), *read[1:]]
        heads = _under_head(heads, weights[0])
    if weights and all(entry.weight is None for entry in heads):
        heads = _pair(heads, weights) or []
    elif weights and read and read[0].weight is None:
        read[0] = replace(read[0], weight=weights[0])
    return [*read, *(replace(entry, depth=2, ids=()) for entry in heads if entry.weight is not None)]


def _told_of(text: str) -> bool:
    """Whether a cell beside a criterion is a sentence on it, not the name of a sub-criterion."""
    return _SENTENCE.fullmatch(text.split("\n", maxsplit=1)[0].strip()) is not None


def _columns(form: Layout, table: Grid) -> list[tuple[LotName | None, int | None]]:
    """The columns of weights to read, each with the lot that it stands for."""
    if form.lots:
        return [(LotName(name=name), index) for index, name in form.lots.items()]
    if not form.weights:
        return [(None, None)]
    if phases := in_phases(table, form.start, tuple(form.weights)):
        return [(None, phases[-1])]
    if form.nested:
        right = [index for index in form.weights if index > form.labels[1] and index not in form.uppers]
        right = right or list(form.weights)
        return [(None, max(right, key=lambda index: _closeness(table, index, form)[:3]))]
    return [(None, max(form.weights, key=lambda index: _closeness(table, index, form)))]


def _closeness(table: Grid, index: int, form: Layout) -> tuple[bool, bool, bool, int]:
    """Percentages first, then coefficients; a column of equal numbers is that of a scale of marks."""
    cells = [read_weight(text, form.weights[index]) for text in table.column(index, form.start)]
    found = [item for item in cells if item]
    units = {item.unit for item in found}
    return "percent" in units, "coefficient" in units, len({item.value for item in found}) > 1, len(found)


def read(table: Table) -> list[tuple[LotName | None, list[Entry]]]:
    """The entries of a table, lot by lot when the table says lots; no lot when it says none."""
    cells = of_offers(grid(table))
    return [item for lot, part in by_lot(cells) for item in _read(once(part), lot)] if cells.rows else []


def _read(cells: Grid, own: LotName | None) -> list[tuple[LotName | None, list[Entry]]]:
    """The entries of a table, or of the part of it for a lot of its `own`."""
    if turned := across.parallel(cells) or across.marked(cells) or across.turned(cells) or across.headed(cells):
        return turned
    form = layout(cells)
    found: list[tuple[LotName | None, list[Entry]]] = []
    named = own or _over(cells, form)
    for lot, column in _columns(form, cells):
        found += _by_lot(cells, form, lot or named, column)
    return found


def _over(table: Grid, form: Layout) -> LotName | None:
    """The lot that heads the column of labels, beside the heading of the weights: « Lots 1 et 3 | Coef. »."""
    head = table.rows[0][form.labels[0]] if form.start and form.labels else ""
    return lot_of(head) if head else None


def _by_lot(
    cells: Grid, form: Layout, lot: LotName | None, column: int | None
) -> list[tuple[LotName | None, list[Entry]]]:
    found: list[tuple[LotName | None, list[Entry]]] = [(lot, [])]
    if column is not None and (parted := _shares(cells, form, column)):
        return [(lot, parted)]
    pair = levelled.shared(cells, form) if lot is None else None
    for row, place in zip(cells.rows[form.start :], cells.places[form.start :], strict=True):
        filled = [text for text in row if text]
        headings = all(names(text, "poids") and not read_weight(text, "none") for text in filled[1:])
        if filled and headings and (switch := lot_of(filled[0])):
            found.append((switch, []))
            continue
        for part in _by_leads(row, form) if lot is None else [row]:
            own, told = _lot_apart(part, form) if lot is None else (None, part)
            if own and found[-1][0] != own:
                found.append((own, []))
            found[-1][1].extend(_leveled(told, place, form, column, pair))
    return [item for item in found if item[1]]


def _shares(cells: Grid, form: Layout, column: int) -> list[Entry]:
    """The entries of a table where a cell « 60 % dont 40 % » shares its weight with the rows below; none otherwise."""
    if form.nested or not form.labels or not any(shares.head(text) for text in cells.column(column, form.start)):
        return []
    rows = [
        (_cell(row, form.labels[0]), _cell(row, column), _row(row, place, form, column))
        for row, place in zip(cells.rows[form.start :], cells.places[form.start :], strict=True)
    ]
    return [entry for told in shares.shared(rows) for entry in told]


def _leveled(
    told: Sequence[str], place: Place, form: Layout, column: int | None, pair: tuple[int, int] | None
) -> Sequence[Entry]:
    """The entries of a row; with a column for the weights of each level, the one it fills says its level."""
    if pair is None:
        return _row(told, place, form, column)
    upper, lower = pair
    first, *others = _row(told, place, form, upper if _cell(told, upper) else lower) or (None,)
    depth = 1 if _cell(told, upper) else _TWO
    return [replace(first, depth=depth, ids=()), *others] if first else others


def _by_leads(row: Sequence[str], form: Layout) -> list[Sequence[str]]:
    """A row as one for each lot that its label tells apart: « Pour le lot 1 : coût. Pour le lot 2 : coût. »."""
    first = form.labels[0] if form.labels else 0
    parts = leads(" ".join(_cell(row, first).split()))
    if len(parts) < _TWO or not all(labelled(part, weighed=True) for part in parts):
        return [row]
    return [(*row[:first], part, *row[first + 1 :]) for part in parts]


def _lot_apart(row: Sequence[str], form: Layout) -> tuple[LotName | None, Sequence[str]]:
    """The lot that a row names before its criterion, and the row without it."""
    first = form.labels[0] if form.labels else 0
    told = labelled(_cell(row, first), weighed=any(alone(text) for text in row[first + 1 :]))
    return (told[0], (*row[:first], told[1], *row[first + 1 :])) if told else (None, row)
