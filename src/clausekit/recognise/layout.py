"""What the columns of a table of criteria hold: labels, sub-labels, numbers, weights, one lot or another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clausekit.draft import Cell, Line, Table
from clausekit.finding import Place
from clausekit.recognise import shares, words
from clausekit.recognise.lots import lot_of
from clausekit.recognise.weights import Unit, Weight, alone, bare

_HEADINGS: Final = 3
_HEADING_WORDS: Final = 12
_RANK: Final = re.compile(
    r"\s*(?:(?:sous-)?crit[eèE]re\s*|[cs]c?)?(?:n\s?[°o]?\s*)?(?:\d{1,2}(?:\.\d{1,2})*[a-h]?|[A-Ha-h](?:\.?\d{1,2})?|[ivxIVX]{1,4})\s*[.)°:-]?\s*",
    re.IGNORECASE,
)
# « 1er », « 2e » only count the rows; « 2e » alone may be the item e of 2.
_FIRST: Final = re.compile(r"1\s?(?:er|re|ere)")
_ORDINAL: Final = re.compile(r"\d{1,2}\s?(?:er|re|ere|e|eme|nde?)")
_SHARE: Final = 0.5
# « 60 % dont »: the weights below make it.
_DETAILED: Final = re.compile(r"(?<=\S)\s*\bdont\b\W*$", re.IGNORECASE)
# « Total » heads the weights of criteria beside those of what they hold.
_TOTAL: Final = re.compile(r"\W*(?:sous[ -]?)?tota(?:l|ux)\b")
_CRITERIA: Final = re.compile(
    r"\W*criteres?(?: (?:d'attribution|de jugement|de notation|de choix))?(?:\W+sous[ -]criteres?)?\W*"
)
_WHOLES: Final = (100.0, 200.0)  # the weights of an award, and those with their total
_PHASE: Final = re.compile(
    r"\b(?:phase|etape|tour)\s*(?:n\s?[°o]\s*)?(?:[1-4]|i{1,3})\b|\b(?:1re|1ere|2e|2eme) phase\b"
)
# « Note sur 100 » heads a column; « 40 points » is a weight of it.
_SCALE: Final = re.compile(
    r"\W*(?:notes?|notation|points?|pts|bareme|ponderation|poids|valeur)\W*(?:sur|/)\W*\d+\W*(?:points?|pts)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The words of a table by row and column, with the place of each row."""

    rows: tuple[tuple[str, ...], ...]
    places: tuple[Place, ...]

    def column(self, index: int, start: int = 0) -> tuple[str, ...]:
        """The words of a column below a row, empty cells left out."""
        return tuple(row[index] for row in self.rows[start:] if index < len(row) and row[index])


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What each column of a table holds, below `start` rows of headings.

    `weights` gives the unit of bare numbers, column by column; `lots` the lot of a column of
    weights; `nested` says that the second column of labels details the first, and `uppers` are then
    the columns on the right whose weights are those of the first.
    """

    start: int
    weights: Mapping[int, Unit]
    labels: tuple[int, ...]
    ranks: tuple[int, ...]
    lots: Mapping[int, str]
    nested: bool
    uppers: tuple[int, ...] = ()


def _words(cell: Cell) -> str:
    """Words of a cell, the words of its nested tables left to them."""
    return "\n".join(
        f"{block.number or '-' * block.item} {block.text}".strip()
        for block in cell.blocks
        if isinstance(block, Line) and block.text
    )


def _place(row: Sequence[Cell], table: Table) -> Place:
    found = (line.place for cell in row for line in cell.blocks if isinstance(line, Line) and line.text)
    return next(found, table.place)


def grid(table: Table) -> Grid:
    """A table with a cell over several columns put in the first of them."""
    rows, places = [], []
    for row in table.rows:
        cells: list[str] = []
        for cell in row:
            cells += [words.mended(_words(cell)), *([""] * (cell.span - 1))]
        if any(cells):
            rows.append(tuple(cells))
            places.append(_place(row, table))
    if rows and (cut := _unglued(rows[0])):
        rows[:1], places[:1] = cut, [places[0]] * 2
    return Grid(rows=tuple(rows), places=tuple(places))


def _unglued(row: Sequence[str]) -> list[tuple[str, ...]]:
    """« Critères / Prix | Pondération / 60 % dont 40 % », a heading that a page put with the row below, as two rows."""
    lines = [text.partition("\n")[::2] for text in row]
    headed = words.fold(row[0]).startswith("critere") and any(names(head, "poids") for head, _ in lines[1:])
    told = all(rest for head, rest in lines if head) and any(shares.head(rest) for _, rest in lines[1:])
    return [tuple(head for head, _ in lines), tuple(rest for _, rest in lines)] if headed and told else []


def names(text: str, role: str) -> bool:
    """Whether a short text is the heading of a column of weights, of criteria or of sub-criteria (`role`)."""
    found = words.pattern("criteres", "entetes", role).search(words.fold(text))
    return found is not None and len(text.split()) <= _HEADING_WORDS


def of_phase(text: str) -> bool:
    """« Phase 2 », « Pondération phase 2 (offre finale) »: a heading, no criterion."""
    return len(text.split()) <= _HEADING_WORDS and _PHASE.search(words.fold(text)) is not None


def _is_heading(row: Sequence[str]) -> bool:
    filled = [text for text in row if text]
    if any(alone(line) and not _SCALE.fullmatch(words.fold(line)) for text in filled for line in text.split("\n")):
        return False
    if any(shares.head(text) for text in filled[1:]):
        return False
    # « Méthode | Note de 10 pages | 25 » is a row: its last cell is a weight.
    if len(filled) < 2 or (bare(filled[-1], "none") and not any(bare(text, "none") for text in filled[:-1])):
        return False
    # « Nombre de points | Critères »
    labels = ["crit" in words.fold(text) for text in filled]
    first = names(filled[0], "poids") and not labels[0] and any(labels)
    return (first or any(names(text, "poids") or lot_of(text) or of_phase(text) for text in filled[1:])) and all(
        len(text.split()) <= _HEADING_WORDS for text in filled
    )


def _unit(heading: str) -> Unit:
    folded = words.fold(heading)
    if "%" in folded or "pourcentage" in folded:
        return "percent"
    if "coef" in folded or "multiplicateur" in folded:
        return "coefficient"
    return "points" if re.search(r"points?\b|pts?\b|/\s*100|sur 100|note|bareme", folded) else "none"


def read_weight(text: str, unit: Unit) -> Weight | None:
    """The weight of a cell: printed with its unit, or a number whose unit is above."""
    figure = _DETAILED.sub("", text)
    return alone(figure) or bare(figure, unit)


def _weight_columns(table: Grid, start: int, width: int, headings: Sequence[str]) -> dict[int, Unit]:
    found: dict[int, Unit] = {}
    for index in range(width):
        heading = headings[index] or _beside(table, index, start, headings)
        # A table without headings may end on a column of numbers.
        named = names(heading, "poids") or lot_of(heading) is not None or (not start and 0 < index == width - 1)
        named = named or of_phase(heading)
        cells = [line for text in table.column(index, start) for line in text.split("\n")]
        # « Sous-critère » over numbers alone heads the weights of the sub-criteria.
        named = named or (index > 0 and _TOTAL.match(words.fold(heading)) is not None)
        named = named or bool(index and "crit" in words.fold(heading) and all(bare(line, "none") for line in cells))
        read = [alone(line) or (bare(line, _unit(heading)) if named else None) for line in cells]
        if cells and sum(item is not None for item in read) >= _SHARE * len(cells) and not _named(table, index, start):
            found[index] = _unit(heading)
    told: Unit = next((unit for unit in found.values() if unit != "none"), "none")
    return {index: told if _TOTAL.match(words.fold(headings[index])) else unit for index, unit in found.items()}


def _beside(table: Grid, index: int, start: int, headings: Sequence[str]) -> str:
    """The heading on the left of a column of numbers that has none: « Contenu et points » heads both."""
    cells = table.column(index, start) if index else ()
    return headings[index - 1] if len(cells) > 1 and all(bare(text, "none") for text in cells) else ""


def _named(table: Grid, index: int, start: int) -> bool:
    """Whether the cells of a column are labels with their weight on the line below: « Prix », then « 40 points »."""
    cells = [text.split("\n") for text in table.column(index, start)]
    return all(len(lines) > 1 and alone(lines[0]) is None and alone(lines[-1]) for lines in cells)


def _rank_columns(table: Grid, start: int, width: int, weights: Mapping[int, Unit]) -> tuple[int, ...]:
    """Columns before the labels that hold but numbers or letters."""
    found = []
    for index in range(width):
        cells = table.column(index, start)
        if index in weights and not all(_RANK.fullmatch(text) for text in cells):
            break
        if not cells or not all(_RANK.fullmatch(text) for text in cells) or (index in weights and _whole(cells)):
            break
        found.append(index)
    return tuple(found)


def _whole(cells: Sequence[str]) -> bool:
    """Whether numbers that a heading calls weights make 100, their total beside them or not."""
    values = [read.value for text in cells if (read := bare(text, "none"))]
    return bool(values) and sum(values) in _WHOLES


def _counts(cells: Sequence[str]) -> tuple[int, ...]:
    """The first column where its cells but count the rows: « 1er », « 2e »."""
    folded = [words.fold(text).strip() for text in cells]
    return (0,) if folded and _FIRST.fullmatch(folded[0]) and all(map(_ORDINAL.fullmatch, folded)) else ()


def layout(table: Grid) -> Layout:
    """What the columns hold."""
    width = max(map(len, table.rows), default=0)
    start = 0
    while start < min(_HEADINGS, len(table.rows)) and _is_heading(table.rows[start]):
        start += 1
    headings = tuple(
        " ".join(row[index] for row in table.rows[:start] if index < len(row) and row[index]) for index in range(width)
    )
    weights = _weight_columns(table, start, width, headings)
    ranks = _rank_columns(table, start, width, weights)
    weights = {index: unit for index, unit in weights.items() if index not in ranks}
    counts = _counts(table.column(0, start)) if weights else ()
    ranks = tuple(index for index in ranks if index not in counts)
    aside = {*weights, *ranks, *counts}
    labels = tuple(index for index in range(width) if index not in aside and table.column(index, start))
    labels = _without_groups(table, start, labels, headings)
    return Layout(
        start=start,
        weights=weights,
        labels=labels,
        ranks=ranks,
        lots={index: lot.name for index in weights if (lot := lot_of(headings[index]))},
        nested=_nested(table, start, labels, headings) or _weighed_alone(table, start, labels, weights),
        uppers=_uppers(table, start, labels, weights),
    )


def _without_groups(table: Grid, start: int, labels: tuple[int, ...], headings: Sequence[str]) -> tuple[int, ...]:
    """The columns of labels but one without a heading before « Critères »: « Volet technique », over several."""
    if len(labels) < 2 or headings[labels[0]] or not _CRITERIA.fullmatch(words.fold(headings[labels[1]])):
        return labels
    first, second, *_ = labels
    named = [row for row in _but_totals(table, start) if second < len(row)]
    grouped = [row for row in named if row[first]]
    several = sum(bool(row[second]) for row in named) > len(grouped) > 0
    return labels[1:] if several and all(row[second] for row in grouped) else labels


def _uppers(table: Grid, start: int, labels: Sequence[int], weights: Mapping[int, Unit]) -> tuple[int, ...]:
    """Columns of weights on the right that go with the criteria, not the sub-criteria: filled on their rows only."""
    right = [index for index in weights if len(labels) > 1 and index > labels[1]]
    if len(right) < 2:
        return ()
    rows = _but_totals(table, start)
    ruled = [row for row in rows if labels[0] < len(row) and row[labels[0]]]
    counts = {index: sum(index < len(row) and bool(row[index]) for row in rows) for index in right}
    heads = [index for index in right if counts[index] == len(ruled) and all(row[index] for row in ruled)]
    return tuple(heads) if heads and any(counts[index] > len(ruled) for index in right) else ()


def _but_totals(table: Grid, start: int) -> list[tuple[str, ...]]:
    return [row for row in table.rows[start:] if not any(_TOTAL.match(words.fold(text)) for text in row)]


def _weighed_alone(table: Grid, start: int, labels: Sequence[int], weights: Mapping[int, Unit]) -> bool:
    """Whether labels of the second column, where the first has none, have a weight of their own on their right."""
    right = [index for index in weights if len(labels) > 1 and index > labels[1]]
    rows = [row for row in table.rows[start:] if len(labels) > 1 and labels[1] < len(row)]
    below = [row for row in rows if row[labels[1]] and not row[labels[0]]]
    return bool(below and right) and all(any(index < len(row) and row[index] for index in right) for row in below)


def _nested(table: Grid, start: int, labels: Sequence[int], headings: Sequence[str]) -> bool:
    """Whether the second column of labels holds sub-criteria of the first."""
    if len(labels) < 2:
        return False
    first, second = labels[0], labels[1]
    if names(headings[second], "sous_critere") and not names(headings[second], "poids"):
        rows = [row for row in table.rows[start:] if second < len(row)]
        return "crit" in words.fold(headings[second]) or any(row[second] and not row[first] for row in rows)
    if start and not headings[second] and any(row[second] and not row[first] for row in table.rows[start:]):
        return True
    return len(table.column(second, start)) >= 2 * max(1, len(table.column(first, start)))
