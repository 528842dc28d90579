"""What the new document no longer has, written as deleted: words, paragraphs, rows, tables."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from clausekit import mark
from clausekit.word.tracked.atoms import HEAVY, Atom, atoms, bare
from clausekit.word.tracked.hand import Hand
from clausekit.word.tracked.names import SPACE, found, inside, local, made, removed, value, w
from clausekit.word.tracked.notes import CALLS
from clausekit.word.tracked.pen import DELETED, INSERTED

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIGNS: Final = frozenset(("tab", "ptab", "br", "cr", "noBreakHyphen", "softHyphen", "sym"))
_IN_FIELD: Final = {"t": "delText", "instrText": "delInstrText", "fldChar": "fldChar"}
_CHANGES: Final = frozenset((INSERTED, DELETED, "moveFrom", "moveTo", "sectPr"))


def deletion(hand: Hand, past: Sequence[Atom]) -> _Element | None:
    """Words of the old text, as one deletion; None when nothing of them can be written."""
    change = hand.pen.change(DELETED)
    for _, group in groupby(past, key=lambda atom: atom.runs):
        for run in _runs(hand, tuple(group)):
            if any(local(child) != "rPr" for child in run):
                change.append(run)
    return change if len(change) else None


def _runs(hand: Hand, group: Sequence[Atom]) -> Iterator[_Element]:
    """The runs of atoms that share theirs."""
    first = group[0]
    if first.node is None:
        for run in first.runs if local(first.run) == "r" else ():
            yield _of_field(hand, run)
        hand.tally.left_out.update(HEAVY.intersection(first.says))
        return
    run = hand.sheets.dressed(bare(first.run))
    for node, words in groupby(group, key=lambda atom: atom.node):
        said = "".join(atom.says for atom in words)
        if node is not None and local(node) in {"t", "delText"}:
            run.append(text(said, "delText"))
        elif node is not None and local(node) in _SIGNS:
            run.append(copy.deepcopy(node))
        elif node is not None and (call := _call(hand, node)) is not None:
            run.append(call)
        else:
            hand.tally.left_out.update(HEAVY.intersection(said))
    yield run


def _call(hand: Hand, node: _Element) -> _Element | None:
    """The call of a note taken out, which brings its note."""
    return hand.notes.bring(node) if local(node) in CALLS else None


def _of_field(hand: Hand, run: _Element) -> _Element:
    twin = hand.sheets.dressed(bare(run))
    for child in run:
        name = local(child)
        if name in {"t", "instrText"}:
            twin.append(text(child.text or "", _IN_FIELD[name]))
        elif name == "fldChar" or name in _SIGNS:
            twin.append(copy.deepcopy(child))
    return twin


def text(said: str, tag: str) -> _Element:
    """An element of text whose blanks count."""
    element = made(tag)
    element.set(SPACE, "preserve")
    element.text = said
    return element


def paragraph(hand: Hand, old: _Element) -> _Element:
    """A whole paragraph of the old text, deleted."""
    new = made("p")
    new.append(properties(hand, old, mark_too=True))
    starts, ends = _targets(hand, old)
    change = deletion(hand, atoms(old))
    new.extend([*starts, *([] if change is None else [change]), *ends])
    hand.pen.paragraph(new, DELETED)
    return new


def properties(hand: Hand, old: _Element, *, mark_too: bool) -> _Element:
    """The properties of an old paragraph, in the styles of the new file; `mark_too`: with those of its end."""
    there = old.find(w("pPr"))
    new = made("pPr") if there is None else hand.sheets.dressed(there)
    for child in list(new):
        if local(child) in {"sectPr", "pPrChange"} or (local(child) == "rPr" and not mark_too):
            new.remove(child)
    for change in [item for item in new.iter() if local(item) in _CHANGES]:
        removed(change)
    return new


def _targets(hand: Hand, old: _Element) -> tuple[list[_Element], list[_Element]]:
    """The targets of cross-references that only the old text has; the marks of its clauses stay behind."""
    starts, ends = [], []
    for start in old.iter(w("bookmarkStart")):
        name = value(start, "name")
        if name and not name.startswith("_ck_") and mark.parse(name) is None and name not in hand.bookmarks:
            hand.bookmarks.add(name)
            hand.pen.number += 1
            starts.append(made("bookmarkStart", id=str(hand.pen.number), name=name))
            ends.append(made("bookmarkEnd", id=str(hand.pen.number)))
    return starts, ends


def row(hand: Hand, old: _Element) -> _Element:
    """A row of the old text, deleted."""
    new = made("tr")
    for child in old:
        if local(child) in {"tblPrEx", "trPr"}:
            new.append(_unchanged(copy.deepcopy(child)))
    for cell in inside(old, "tc"):
        new.append(_cell(hand, cell))
    hand.pen.row(new, DELETED)
    return new


def _cell(hand: Hand, old: _Element) -> _Element:
    new = made("tc")
    there = found(old, "tcPr")
    if there is not None:
        new.append(_unchanged(copy.deepcopy(there)))
    for block in inside(old, "p", "tbl"):
        new.append(paragraph(hand, block) if local(block) == "p" else table(hand, block))
    return new


def _unchanged(element: _Element) -> _Element:
    """Properties without the changes that they bear."""
    for child in list(element):
        name = local(child)
        if name in _CHANGES or name.endswith("Change") or name in {"cellIns", "cellDel", "cellMerge"}:
            element.remove(child)
    return element


def shape(hand: Hand, old: _Element) -> tuple[_Element, _Element]:
    """The properties and the columns of an old table."""
    there, columns = found(old, "tblPr"), found(old, "tblGrid")
    head = made("tblPr") if there is None else _unchanged(hand.sheets.dressed(there))
    grid = made("tblGrid") if columns is None else _unchanged(copy.deepcopy(columns))
    return head, grid


def table(hand: Hand, old: _Element) -> _Element:
    """A whole table of the old text, deleted."""
    new = made("tbl")
    new.extend(shape(hand, old))
    new.extend([row(hand, item) for item in inside(old, "tr")])
    return new
