"""The shape of a Word table: its rows, their cells, the columns and the rows that these cover."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit.read.ooxml import VAL, W, integer, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROW, _CELL = W + "tr", W + "tc"
CELL_PROPERTIES, _ROW_PROPERTIES = W + "tcPr", W + "trPr"
# What makes a cell cover more than its own square.
COVERS = _SPAN, _DOWN, _ACROSS = W + "gridSpan", W + "vMerge", W + "hMerge"
_MOST_COLUMNS = 63
# What holds blocks, rows or cells without being one: content controls, smart tags, tracked insertions of rows.
TRANSPARENT = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink")
)


@dataclass(frozen=True, slots=True)
class Cover:
    """How many columns a cell covers; whether it goes on with the one above, or with the one before."""

    span: int = 1
    down: bool = False
    across: bool = False


def rows(table: _Element) -> list[_Element]:
    """The rows of a table, in order."""
    return _inside(table, _ROW)


def cells(row: Iterable[_Element]) -> list[_Element]:
    """The cells of a row, in order."""
    return _inside(row, _CELL)


def _inside(parent: Iterable[_Element], tag: str) -> list[_Element]:
    """Also those in content controls and tracked insertions."""
    found: list[_Element] = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag in TRANSPARENT:
            found += _inside(child, tag)
    return found


def margins(row: Iterable[_Element]) -> tuple[int, int] | None:
    """The columns left empty before and after the cells of a row; None for a row that was deleted."""
    properties = next((child for child in row if child.tag == _ROW_PROPERTIES), None)
    if properties is None:
        return 0, 0
    if properties.find(W + "del") is not None:
        return None
    return _columns(value(properties, "gridBefore")), _columns(value(properties, "gridAfter"))


def cover(cell: _Element) -> Cover:
    """What the properties of a cell say that it covers."""
    span, down, across = 1, False, False
    properties = cell[0] if len(cell) else cell
    for child in properties if properties.tag == CELL_PROPERTIES else ():
        tag = child.tag
        if tag == _SPAN:
            span = max(1, _columns(child.get(VAL)))
        elif tag == _DOWN:
            down = child.get(VAL, "continue") == "continue"
        elif tag == _ACROSS:
            across = child.get(VAL, "continue") == "continue"
    return Cover(span=span, down=down, across=across)


def _columns(count: str | None) -> int:
    """A number of columns, within what Word allows."""
    return min(_MOST_COLUMNS, max(0, integer(count, 0)))
