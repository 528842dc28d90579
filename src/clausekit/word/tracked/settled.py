"""Every tracked change accepted, or every one refused: what the redline must become.

ECMA-376 part 1, 17.13.5. A paragraph whose end goes away is joined to the next one, whose properties stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from clausekit.word.tracked.names import SPACE, found, local, removed, value, w

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS: Final = frozenset(("p", "tbl"))
_SHELLS: Final = frozenset(("sdtContent", "sdt", "customXml"))
_RANGES: Final = tuple(
    f"{kind}Range{end}" for kind in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel") for end in ("Start", "End")
)
_CHANGES: Final = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
_MARKS: Final = tuple(w(name) for name in (*_CHANGES, *_RANGES))
_HOLDERS: Final = ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "numbering")
_FORMER: Final = tuple(w(f"{name}Change") for name in _HOLDERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """What goes away, and what stays; `whose` tells by their author the changes that are settled."""

    gone: frozenset[str]
    kept: frozenset[str]
    restores: bool
    whose: Callable[[str], bool] | None = None

    def mine(self, change: _Element) -> bool:
        """Whether a change is among those that are settled."""
        return self.whose is None or self.whose(value(change, "author"))

    def takes(self, change: _Element) -> bool:
        """Whether a change makes its bearer go away."""
        return local(change) in self.gone and self.mine(change)


_ACCEPT = _Way(gone=frozenset(("del", "moveFrom", "cellDel")), kept=frozenset(("ins", "moveTo")), restores=False)
_REJECT = _Way(gone=frozenset(("ins", "moveTo", "cellIns")), kept=frozenset(("del", "moveFrom")), restores=True)


def bears_changes(root: _Element) -> bool:
    """Whether some change is tracked."""
    return next(root.iter(*_MARKS, *_FORMER), None) is not None


def accept(root: _Element) -> None:
    """Make every change final."""
    _settle(root, _ACCEPT)


def reject(root: _Element, whose: Callable[[str], bool] | None = None) -> None:
    """Undo every change, or those of some authors."""
    _settle(root, _REJECT if whose is None else replace(_REJECT, whose=whose))


def _settle(root: _Element, way: _Way) -> None:
    if not bears_changes(root):
        return
    _former(root, way)
    _cells(root, way)
    _runs(root, way)
    for paragraph in list(root.iter(w("p"))):
        if _end(paragraph, way):
            _joined(paragraph)
    for item in list(root.iter(*_MARKS)):
        if way.whose is None or (value(item, "author") and way.mine(item)):
            removed(item)


def _former(root: _Element, way: _Way) -> None:
    """Properties: those of before come back, or are forgotten."""
    for change in list(root.iter(*_FORMER)):
        parent = change.getparent()
        if parent is None or not way.mine(change):
            continue
        parent.remove(change)
        before = next(iter(change), None)
        if way.restores and before is not None:
            kept = [child for child in parent if local(child) in {"rPr", "sectPr", *_CHANGES}]
            mine = [child for child in kept if local(parent) in {"pPr", "trPr", "tcPr"} or local(child) in _CHANGES]
            parent[:] = [*_marks_first(parent, mine), *before, *_marks_last(parent, mine)]


def _marks_first(parent: _Element, kept: list[_Element]) -> list[_Element]:
    return kept if local(parent) == "rPr" else []


def _marks_last(parent: _Element, kept: list[_Element]) -> list[_Element]:
    return [] if local(parent) == "rPr" else kept


def _cells(root: _Element, way: _Way) -> None:
    """Rows, cells, and tables that hold none any more."""
    for holder, kinds in (("trPr", "tr"), ("tcPr", "tc")):
        for properties in list(root.iter(w(holder))):
            owner = properties.getparent()
            if owner is not None and local(owner) == kinds and any(map(way.takes, properties)):
                removed(owner)
    for table in list(root.iter(w("tbl"))):
        if next(table.iter(w("tr")), None) is None:
            removed(table)


def _runs(root: _Element, way: _Way) -> None:
    for change in [item for item in root.iter(*_MARKS) if len(item)]:
        parent = change.getparent()
        if parent is None or local(change) not in _CHANGES or local(parent) in {"rPr", "trPr", "tcPr"}:
            continue
        if not way.mine(change):
            continue
        if local(change) in way.gone:
            parent.remove(change)
        else:
            for child in list(change):
                change.addprevious(child)
            parent.remove(change)
    for text in list(root.iter(w("delText"), w("delInstrText"))):
        if next(text.iterancestors(w("del"), w("moveFrom")), None) is not None:
            continue
        text.tag = w("t") if local(text) == "delText" else w("instrText")
        text.set(SPACE, "preserve")


def _end(paragraph: _Element, way: _Way) -> bool:
    run = found(paragraph, "pPr", "rPr")
    return run is not None and any(map(way.takes, run))


def _joined(paragraph: _Element) -> None:
    """Join a paragraph to the next one; before a table, or alone, only an empty one can go."""
    following = next(_following(paragraph), None)
    content = [child for child in paragraph if local(child) != "pPr"]
    if following is not None and local(following) == "p":
        at = 1 if following.find(w("pPr")) is not None else 0
        following[at:at] = content
        removed(paragraph)
    elif following is not None and not any(local(child) == "r" for child in content):
        removed(paragraph)


def _following(element: _Element) -> Iterator[_Element]:
    """The blocks after an element of the same body or cell."""
    for sibling in element.itersiblings():
        if local(sibling) in _BLOCKS:
            yield sibling
        elif local(sibling) in _SHELLS:
            yield from (item for item in sibling.iter() if local(item) in _BLOCKS)
    parent = element.getparent()
    if parent is not None and local(parent) in _SHELLS:
        yield from _following(parent)
