"""Styles of the old text in the new file: by their names, which outlive programs; else copied."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausekit.word.tracked.lists import Lists
from clausekit.word.tracked.names import found, local, value, w
from clausekit.word.tracked.side import Side

if TYPE_CHECKING:
    from lxml.etree import _Element

_USES = frozenset(("pStyle", "rStyle", "tblStyle"))
_LINKS = ("basedOn", "next", "link")


@dataclass(slots=True)
class Sheets:
    """The styles and lists of the old text, as the new file names them."""

    old: Side
    new: Side
    lists: Lists
    _known: dict[str, str] = field(default_factory=dict)

    def style(self, identifier: str) -> str:
        """The identifier, in the new file, of a style of the old one."""
        if identifier not in self._known:
            self._known[identifier] = self._found(identifier)
        return self._known[identifier]

    def _found(self, identifier: str) -> str:
        style = self.old.styles.get(identifier)
        if style is None:
            return identifier
        wanted = _key(style)
        same = (name for name, item in self.new.styles.items() if _key(item) == wanted)
        return next(same, None) or self._copied(identifier, style)

    def _copied(self, identifier: str, style: _Element) -> str:
        taken = self.new.styles
        names = (identifier, *(f"{identifier}Ancien{n}" for n in range(1, len(taken) + 2)))
        fresh = next(name for name in names if name not in taken)
        self._known[identifier] = fresh  # a style may be its own « next »
        twin = copy.deepcopy(style)
        twin.set(w("styleId"), fresh)
        twin.attrib.pop(w("default"), "")
        self.new.sheet[1].append(twin)
        self.new.styles[fresh] = twin
        for name in _LINKS:
            link = found(twin, name)
            if link is not None:
                link.set(w("val"), self.style(value(link)))
        self._numbered(twin)
        return fresh

    def dressed(self, element: _Element) -> _Element:
        """A copy of an element of the old text, in the styles and lists of the new file."""
        twin = copy.deepcopy(element)
        for item in _used(twin):
            item.set(w("val"), self.style(value(item)))
        self._numbered(twin)
        return twin

    def _numbered(self, root: _Element) -> None:
        for item in root.iter(w("numId")):
            item.set(w("val"), self.lists.number(value(item)))


def _used(root: _Element) -> Iterator[_Element]:
    return (item for item in root.iter() if local(item) in _USES)


def _key(style: _Element) -> tuple[str, str]:
    return value(style, "type"), value(found(style, "name")).casefold()
