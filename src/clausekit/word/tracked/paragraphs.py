"""Changes inside a paragraph that stays, and a paragraph put in."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from clausekit.facing.words import Stretch, stretches
from clausekit.word.tracked import gone, looks
from clausekit.word.tracked.atoms import Atom, atoms, bare, runs
from clausekit.word.tracked.hand import Hand
from clausekit.word.tracked.names import head, local, made, w
from clausekit.word.tracked.notes import CALLS, calls
from clausekit.word.tracked.pen import DELETED, INSERTED, MOVED_TO

if TYPE_CHECKING:
    from lxml.etree import _Element

_HOLDERS: Final = frozenset((INSERTED, MOVED_TO))


@dataclass(slots=True)
class Shown:
    """An atom of the new text: put in, or there before under another format; and what was taken out just before."""

    atom: Atom
    new: bool = False
    former: _Element | None = None
    before: Sequence[Atom] = ()

    @property
    def state(self) -> tuple[bool, _Element | None]:
        """What tells it from its neighbour."""
        return self.new, self.former


def put_in(hand: Hand, paragraph: _Element, kind: str = INSERTED) -> None:
    """Mark a paragraph of the new text as inserted, or as moved there with the words that were marked already."""
    for run in [run for run in runs(paragraph) if local(run) == "r"]:
        holder = run.getparent()
        if holder is None or local(holder) not in _HOLDERS:
            hand.pen.wrap(run, kind)
    hand.pen.paragraph(paragraph, kind)
    _joined(paragraph)


def reworded(hand: Hand, old: _Element, new: _Element) -> bool:
    """Mark, in a paragraph of the new text, the words that differ from the old one; whether some do."""
    return _words(hand, atoms(old), atoms(new), new)


def revise(hand: Hand, old: _Element, new: _Element) -> bool:
    """Mark, in a paragraph of the new text, what differs from the old one; whether something does."""
    if hand.twins and _bytes(old) == _bytes(new) and next(calls(new), None) is None:
        return False
    words = reworded(hand, old, new)
    properties = _properties(hand, old, new)
    return words or properties


def _bytes(paragraph: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(paragraph, with_tail=False)


def _properties(hand: Hand, old: _Element, new: _Element) -> bool:
    numbered = hand.sheets.lists.same(old, new)
    if numbered and looks.of_paragraph(hand.old, old) == looks.of_paragraph(hand.new, new):
        return False
    former = gone.properties(hand, old, mark_too=False)
    hand.pen.former(head(new, "pPr"), "pPrChange", former)
    return True


def _words(hand: Hand, past: Sequence[Atom], fresh: Sequence[Atom], paragraph: _Element) -> bool:
    found = stretches([atom.key for atom in past], [atom.key for atom in fresh])
    shown = [Shown(atom=atom) for atom in fresh]
    tail: Sequence[Atom] = ()
    for item in found:
        if item.same:
            _formats(hand, past, shown, item)
            continue
        for at in range(item.at, item.to):
            shown[at].new = True
        if item.end > item.start and item.at < len(shown):
            shown[item.at].before = past[item.start : item.end]
        elif item.end > item.start:
            tail = past[item.start : item.end]
    if not tail and not any(item.new or item.before or item.former is not None for item in shown):
        return False
    _ended(hand, tail, fresh, paragraph)
    for _, group in groupby(shown, key=lambda item: item.atom.runs):
        _written(hand, tuple(group))
    _joined(paragraph)
    return True


def _formats(hand: Hand, past: Sequence[Atom], shown: Sequence[Shown], item: Stretch) -> None:
    """The former format of words that stay. A field keeps that of the new text."""
    known: dict[tuple[_Element, _Element], _Element | None] = {}
    for at, to in zip(range(item.start, item.end), range(item.at, item.to), strict=True):
        one, two = past[at], shown[to].atom
        if one.node is None or two.node is None:
            continue
        if local(two.node) in CALLS:
            hand.notes.face(one.node, two.node)
        key = one.run, two.run
        if key not in known:
            same = looks.of_run(hand.old, one.run) == looks.of_run(hand.new, two.run)
            known[key] = None if same else _format(hand, one.run)
        shown[to].former = known[key]


def _format(hand: Hand, run: _Element) -> _Element:
    properties = hand.sheets.dressed(bare(run)).find(w("rPr"))
    return made("rPr") if properties is None else properties


def _ended(hand: Hand, tail: Sequence[Atom], fresh: Sequence[Atom], paragraph: _Element) -> None:
    """What the paragraph said after all that it says now."""
    change = gone.deletion(hand, tail) if tail else None
    if change is None:
        return
    if fresh:
        fresh[-1].runs[-1].addnext(change)
    else:
        paragraph.append(change)


def _written(hand: Hand, group: Sequence[Shown]) -> None:
    """The atoms of one run, or the runs of one atom."""
    first = group[0]
    if first.before:
        change = gone.deletion(hand, first.before)
        if change is not None:
            first.atom.runs[0].addprevious(change)
        first.before = ()
    if first.atom.node is None:
        for run in first.atom.runs if first.new and local(first.atom.run) == "r" else ():
            hand.pen.wrap(run, INSERTED)
    elif len({item.state for item in group}) > 1 or any(item.before for item in group):
        _cut(hand, first.atom.run, group)
    else:
        _marked(hand, first.atom.run, first)


def _marked(hand: Hand, run: _Element, item: Shown) -> None:
    if item.new:
        hand.pen.wrap(run, INSERTED)
    elif item.former is not None:
        properties = head(run, "rPr")
        hand.pen.former(properties, "rPrChange", copy.deepcopy(item.former))


def _cut(hand: Hand, run: _Element, group: Sequence[Shown]) -> None:
    """A run whose words did not all fare alike becomes several."""
    nodes: dict[_Element, list[Shown]] = {}
    for item in group:
        if item.atom.node is not None:
            nodes.setdefault(item.atom.node, []).append(item)
    for child in [child for child in run if local(child) != "rPr"]:
        if child not in nodes:
            piece = bare(run)
            piece.append(child)
            run.addprevious(piece)
            continue
        _pieces(hand, run, child, nodes[child])
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)


def _pieces(hand: Hand, run: _Element, child: _Element, items: Sequence[Shown]) -> None:
    """The words of one text of a run, before it."""
    stretch: list[Shown] = []
    for item in items:
        if item.before or (stretch and stretch[0].state != item.state):
            _piece(hand, run, child, stretch)
            stretch = []
        change = gone.deletion(hand, item.before) if item.before else None
        if change is not None:
            run.addprevious(change)
        stretch.append(item)
    _piece(hand, run, child, stretch)


def _piece(hand: Hand, run: _Element, child: _Element, stretch: Sequence[Shown]) -> None:
    if not stretch:
        return
    piece = bare(run)
    said = "".join(item.atom.says for item in stretch)
    piece.append(gone.text(said, "t") if local(child) == "t" else child)
    run.addprevious(piece)
    _marked(hand, piece, stretch[0])


def _joined(paragraph: _Element) -> None:
    """Changes that touch each other are one."""
    for change in list(paragraph.iter(w(INSERTED), w(DELETED), w(MOVED_TO))):
        before = change.getprevious()
        if before is not None and before.tag == change.tag and len(change) and len(before):
            before.extend(list(change))
            parent = change.getparent()
            if parent is not None:
                parent.remove(change)
