"""Proof-reading of a redline: accepted, it says the new text; refused, the old one."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from clausekit.word.tracked import lists, settled
from clausekit.word.tracked.atoms import HEAVY, says
from clausekit.word.tracked.names import found, inside, local, value
from clausekit.word.tracked.notes import called, calls
from clausekit.word.tracked.side import Side

if TYPE_CHECKING:
    from lxml.etree import _Element

Line = tuple[str, str, lists.Form | None]  # style, text, numbering
_WEIGHT: Final = re.compile(f"[{''.join(sorted(HEAVY))}]")


def lines(side: Side, container: _Element) -> Iterator[Line]:
    """Each paragraph: style, words, numbering; rows and cells are told by lines of their own."""
    for block in inside(container, "p", "tbl"):
        if local(block) == "p":
            style = side.style_name(value(found(block, "pPr", "pStyle")), "paragraph")
            yield style, _WEIGHT.sub("", says(block)), lists.form(side, lists.of(side, block))
            continue
        for row in inside(block, "tr"):
            yield "row", "", None
            for cell in inside(row, "tc"):
                yield "cell", "", None
                yield from lines(side, cell)


def noted(side: Side, container: _Element, settle: Callable[[_Element], None] | None = None) -> Iterator[Line]:
    """The lines of the notes that a text calls, in the order of the calls; `settle` is done to a copy of each."""
    for call in calls(container):
        note = called(side, call)
        if note is not None:
            twin = note if settle is None else copy.deepcopy(note)
            if settle is not None:
                settle(twin)
            yield "note", "", None
            yield from lines(side, twin)


def unfaithful(side: Side, text: _Element, expected: list[Line], *, accepted: bool, loose: bool) -> str:
    """The first line that a redline of a body or a header would not give back, "" when it gives all of them.

    The lines of its notes come after its own. `loose`: empty ones aside.
    """
    body = copy.deepcopy(text)
    settle = settled.accept if accepted else settled.reject
    settle(body)
    got = [*lines(side, body), *noted(side, body, settle)]
    if loose:
        got, expected = ([line for line in found if line[1]] for found in (got, expected))
    if got == expected:
        return ""
    pairs = zip(got, expected, strict=False)
    at = next((n for n, (one, two) in enumerate(pairs) if one != two), min(len(got), len(expected)))
    line = expected[at] if at < len(expected) else got[at]
    return line[1][:80] or "un paragraphe vide"
