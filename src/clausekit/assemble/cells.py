"""Cells, sentences, lists and tables: the small change of the computed blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from clausekit import prose
from clausekit import typography as typo
from clausekit.assemble.words import Setting, Values, inlines
from clausekit.clause import Parameter
from clausekit.fragment import Block, Cell, Inlines, Item, Paragraph, Table, Text
from clausekit.mark import Mark


class Lists:
    """Numbers lists within one document: each new list restarts."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> int:
        """A list id not used yet."""
        self._last += 1
        return self._last


def say(text: str, *, strong: bool = False) -> Inlines:
    """A sentence in French typography."""
    return (Text(text=typo.spaces(text), strong=strong),)


def cell(text: str) -> Cell:
    """A cell of one paragraph."""
    return (say(text),)


def sentence(text: str) -> Paragraph:
    """A body paragraph."""
    return Paragraph(content=say(text))


def capital(text: str) -> str:
    """With its first letter in upper case."""
    return text[:1].upper() + text[1:]


def ended(line: str, *, last: bool) -> str:
    """A line of a list with its closing sign: « ; », « . » for the last one."""
    return line.rstrip(" ;.") + ("." if last else " ;")


def numbered(lines: list[str], lists: Lists, *, ordered: bool = True) -> list[Block]:
    """Lines as the items of one new list."""
    number = lists.new()
    return [Item(content=say(line), list_id=number, ordered=ordered) for line in lines]


def even(columns: int) -> tuple[int, ...]:
    """Equal shares of the text width."""
    share = 100 // max(columns, 1)
    return (100 - share * (columns - 1), *(share for _ in range(columns - 1)))


_NARROW, _WIDE = 10, 40
# Shares of the text width (16 cm, bold 9-point letters): a letter, and the margins of a cell.
_LETTER, _MARGINS = 1.25, 2.5
_LONGEST_WORD = 18  # letters; a longer one may break
_BREAKS = re.compile(r"[\s/-]+")


def fitted(rows: Iterable[tuple[str, ...]]) -> tuple[int, ...]:
    """Shares of the text width by what the columns hold; an empty column keeps room to be filled.

    No column is narrower than its longest word, as long as the page has room for all of them.
    """
    columns = list(zip(*rows, strict=True))
    needs = [min(max(max((len(text) for text in column), default=0), _NARROW), _WIDE) + 6 for column in columns]
    floors = [_MARGINS + _LETTER * min(_longest(column), _LONGEST_WORD) for column in columns]
    spare = 100 - sum(floors)
    wants = [max(need * 100 / sum(needs) - floor, 0.0) for need, floor in zip(needs, floors, strict=True)]
    if spare > 0 and sum(wants) > 0:
        floors = [floor + spare * want / sum(wants) for floor, want in zip(floors, wants, strict=True)]
    shares = [int(floor * 100 / sum(floors)) for floor in floors]
    return (100 - sum(shares[1:]), *shares[1:])


def _longest(column: Iterable[str]) -> int:
    return max((len(word) for text in column for word in _BREAKS.split(text)), default=0)


def table_of(grid: prose.Grid, words: Callable[[prose.Line], Inlines], mark: Mark | None) -> Table:
    """A prose table as a Word table; one without rows gets an empty one, to be filled by hand."""
    rows = grid.rows or (((),) * len(grid.header),)
    return Table(
        header=tuple((words(cell),) for cell in grid.header),
        rows=tuple(tuple((words(cell),) for cell in row) for row in rows),
        widths=fitted(tuple(prose.line_source(cell) for cell in row) for row in (grid.header, *rows)),
        mark=mark,
    )


def prose_blocks(
    text: str, *, owner: str, parameters: Mapping[str, Parameter], values: Values, setting: Setting, lists: Lists
) -> list[Block]:
    """A prose without marks (questions put to candidates) as blocks."""

    def words(lines: tuple[prose.Line, ...]) -> Inlines:
        return inlines(lines, owner, parameters, values, setting)

    blocks: list[Block] = []
    for block in prose.parse(text):
        if isinstance(block, prose.Listing):
            number = lists.new()
            blocks += [Item(content=words(item), list_id=number, ordered=block.ordered) for item in block.items]
        elif isinstance(block, prose.Grid):
            blocks.append(table_of(block, lambda line: words((line,)), None))
        elif isinstance(block, prose.Para):
            blocks.append(Paragraph(content=words(block.lines)))
    return blocks
