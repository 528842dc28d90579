"""Paragraphs and tables of two texts held face to face, and the changes written in the new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit import mark
from clausekit.facing.blocks import Block, align, closed
from clausekit.facing.moves import Move, moves
from clausekit.word.tracked import ends, gone, moved, paragraphs
from clausekit.word.tracked.atoms import says
from clausekit.word.tracked.ends import KEPT, Written
from clausekit.word.tracked.hand import Hand
from clausekit.word.tracked.names import found, head, inside, local, value, w
from clausekit.word.tracked.pen import DELETED, INSERTED, MOVED_FROM, MOVED_TO

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clausekit.mark import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A paragraph, a table or a row, and what a comparison sees of it."""

    element: _Element
    block: Block


def parts(container: _Element) -> tuple[Part, ...]:
    """The paragraphs and tables of a body or a cell."""
    return tuple(_part(element) for element in inside(container, "p", "tbl"))


def _part(element: _Element) -> Part:
    rows = [] if local(element) == "p" else [_row_text(row) for row in inside(element, "tr")]
    said = says(element) if local(element) == "p" else "\x1e".join(rows)
    return Part(element=element, block=_block(local(element), said, element))


def _block(kind: str, said: str, element: _Element) -> Block:
    words = tuple(said.replace("\x1e", " ").replace("\x1f", " ").split())
    return Block(kind=kind, text=said, words=words, marks=frozenset(_marks(element)))


def _marks(element: _Element) -> Iterable[Mark]:
    names = (value(start, "name") for start in element.iter(w("bookmarkStart")))
    return [found for name in names if (found := mark.parse(name)) is not None]


def _cell_text(cell: _Element) -> str:
    return "\n".join(part.block.text for part in parts(cell))


def _row_text(row: _Element) -> str:
    return "\x1f".join(_cell_text(cell) for cell in inside(row, "tc"))


def _rows(table: _Element) -> tuple[Part, ...]:
    """The rows of a table; one whose cells are cut otherwise is of another kind."""
    return tuple(
        Part(element=row, block=_block(f"tr {_shape(row)}", _row_text(row), row)) for row in inside(table, "tr")
    )


def _shape(row: _Element) -> str:
    cells = [cell.find(w("tcPr")) for cell in inside(row, "tc")]
    return " ".join(value(found(cell, "gridSpan")) or "1" for cell in cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moves:
    """The moves of a story: the rank of each block taken away, and what was where a block stands now."""

    gone: dict[int, int]
    come: dict[int, tuple[int, _Element]]


def story(hand: Hand, old: _Element, new: _Element) -> bool:
    """Write the changes of a body or a cell; whether there are any."""
    before, after = parts(old), parts(new)
    old_blocks, new_blocks = [part.block for part in before], [part.block for part in after]
    pairs = closed(align(old_blocks, new_blocks), old_blocks, new_blocks)
    found = _moves(moves(pairs, old_blocks, new_blocks), before, after)
    written: list[Written] = []
    for i, j in pairs:
        one, two = None if i is None else before[i].element, None if j is None else after[j].element
        if j is None and i in found.gone and one is not None:
            element = moved.source(hand, one)
            _placed(element, written, after)
            written.append(Written(element=element, state=DELETED, changed=True, moves=found.gone[i]))
        elif i is None and j in found.come and two is not None:
            written.append(_arrived(hand, two, *found.come[j]))
        else:
            written.append(_written(hand, one, two, written, after))
    ends.settled(hand, written)
    _ranged(hand, written)
    return any(item.changed for item in written)


def _moves(found: Sequence[Move], before: Sequence[Part], after: Sequence[Part]) -> _Moves:
    pairs = [
        (rank, i, j)
        for rank, move in enumerate(found)
        for i, j in move
        if moved.fits(before[i].element, after[j].element)
    ]
    return _Moves(gone={i: rank for rank, i, _ in pairs}, come={j: (rank, before[i].element) for rank, i, j in pairs})


def _arrived(hand: Hand, new: _Element, rank: int, old: _Element) -> Written:
    changed = moved.target(hand, old, new)
    hand.tally.moved += 1
    hand.tally.kept += local(new) == "p"
    hand.tally.changed += changed and local(new) == "p"
    return Written(element=new, state=INSERTED, changed=True, moves=rank)


def _ranged(hand: Hand, written: Sequence[Written]) -> None:
    """The marks that hold the two ends of each move together, under a name of its own."""
    for rank in sorted({item.moves for item in written if item.moves is not None}):
        hand.pen.number += 1
        name = f"move{hand.pen.number}"
        for state, tag in ((DELETED, MOVED_FROM), (INSERTED, MOVED_TO)):
            moved.ranged(hand, [item for item in written if item.moves == rank and item.state == state], tag, name)


def _written(
    hand: Hand, old: _Element | None, new: _Element | None, above: Sequence[Written], after: Sequence[Part]
) -> Written:
    if old is not None and new is not None:
        changed = (paragraphs.revise if local(new) == "p" else _table)(hand, old, new)
        hand.tally.changed += changed and local(new) == "p"
        hand.tally.kept += local(new) == "p"
        return Written(element=new, old=old, state=KEPT, changed=changed)
    if new is not None:
        _added(hand, new)
        return Written(element=new, state=INSERTED, changed=True)
    assert old is not None  # noqa: S101 (a pair has one of the two)
    element = gone.paragraph(hand, old) if local(old) == "p" else gone.table(hand, old)
    hand.tally.removed += 1
    _placed(element, above, after)
    return Written(element=element, state=DELETED, changed=True)


def _placed(element: _Element, above: Sequence[Written], after: Sequence[Part]) -> None:
    """Put what was taken out below what stands above it."""
    if above:
        above[-1].element.addnext(element)
    else:
        after[0].element.addprevious(element)


def _added(hand: Hand, element: _Element) -> None:
    hand.tally.added += 1
    if local(element) == "p":
        paragraphs.put_in(hand, element)
        return
    for row in inside(element, "tr"):
        _row_added(hand, row)


def _row_added(hand: Hand, row: _Element) -> None:
    hand.pen.row(row, INSERTED)
    for cell in inside(row, "tc"):
        for block in inside(cell, "p", "tbl"):
            if local(block) == "p":
                paragraphs.put_in(hand, block)
            else:
                for nested in inside(block, "tr"):
                    _row_added(hand, nested)


def _table(hand: Hand, old: _Element, new: _Element) -> bool:
    """Rows put in and taken out; when the columns are others, every row is both, in one table.

    Two tables that touch would be joined by Word.
    """
    before, after = _rows(old), _rows(new)
    changed = False
    above: _Element | None = None
    for i, j in align([part.block for part in before], [part.block for part in after]):
        one, two = None if i is None else before[i].element, None if j is None else after[j].element
        above, touched = _row(hand, one, two, above, after)
        changed = changed or touched
    if _columns(old) != _columns(new):
        properties, grid = gone.shape(hand, old)
        hand.pen.former(head(new, "tblPr"), "tblPrChange", properties)
        _grid(hand, new, grid)
        return True
    return changed


def _columns(table: _Element) -> int:
    return len(list(table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")))


def _grid(hand: Hand, table: _Element, former: _Element) -> None:
    grid = table.find(w("tblGrid"))
    if grid is None:
        return
    change = hand.pen.change("tblGridChange")
    for name in ("author", "date"):  # CT_TblGridChange bears a number only
        del change.attrib[w(name)]
    change.append(former)
    grid.append(change)


def _row(
    hand: Hand, old: _Element | None, new: _Element | None, above: _Element | None, after: Sequence[Part]
) -> tuple[_Element, bool]:
    """A row that stays, goes or comes; the row as it stands now, and whether it changed."""
    if old is not None and new is not None:
        cells = list(zip(inside(old, "tc"), inside(new, "tc"), strict=True))
        return new, sum(story(hand, one, two) for one, two in cells) > 0  # every cell is written, not up to the first
    if new is not None:
        hand.tally.added += 1
        _row_added(hand, new)
        return new, True
    assert old is not None  # noqa: S101 (a pair has one of the two)
    hand.tally.removed += 1
    row = gone.row(hand, old)
    if above is not None:
        above.addnext(row)
    elif after:  # a table without rows is no table: proof-reading will refuse it
        after[0].element.addprevious(row)
    return row, True
