"""The styles of a Word file: which are titles, which are numbered, which are hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from clausekit.read.ooxml import VAL, W, integer, on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|titre|überschrift|título)\s*([1-9])", re.IGNORECASE)
_BODY_LEVEL = 9  # w:outlineLvl of body text
_DEEPEST = 50  # styles in a chain; more is a loop
_PAPER = frozenset(("auto", "ffffff", ""))
_VERIFIED = "verifier"  # our own style for what a person must verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a style gives to a paragraph or a run. `level` is that of a heading, from 1.

    `num` is the number of a list, None when the style says nothing, "0" when it takes numbers off.
    `named` is the style of the chain that names the list: its level may be said there.
    """

    id: str = ""
    name: str = ""
    level: int | None = None
    num: str | None = None
    ilvl: int | None = None
    named: str = ""
    hidden: bool = False
    bold: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """What a style says itself, read once however many are based on it. `switches`: hidden, bold, in capitals."""

    element: _Element
    based: str
    numbers: _Element | None
    outline: _Element | None
    switches: tuple[bool | None, ...]


class Styles:
    """Styles by identifier, each worked out once, along the chain of those it is based on."""

    def __init__(self, root: _Element | None) -> None:
        elements = () if root is None else root.findall(W + "style")
        self._elements = {element.get(W + "styleId", ""): element for element in elements}
        self._owns: dict[str, _Own] = {}
        self._known: dict[str, Style] = {}
        self._marking: dict[str, bool] = {}
        self.default = self._default()

    def _default(self) -> str:
        for name, element in self._elements.items():
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
                return name
        return ""

    def get(self, name: str | None) -> Style:
        """The style of this identifier; the default one for None."""
        key = self.default if name is None else name
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._read(key)
        return known

    def list_of(self, style: str) -> str | None:
        """The list that a numbering style stands for."""
        return value(self._elements.get(style), "pPr", "numPr", "numId")

    @cached_property
    def hides_runs(self) -> bool:
        """Whether some character style hides its text."""
        return any(on(element.find(f"{W}rPr/{W}vanish")) for element in self._elements.values())

    def marks(self, name: str) -> bool:
        """Whether a character style highlights what is to be filled in; what is to be verified is no blank."""
        known = self._marking.get(name)
        if known is None:
            chain = tuple(self._chain(name))
            doubted = any(_VERIFIED in (value(own.element, "name") or "") for own in chain[:1])
            known = self._marking[name] = not doubted and _highlights(chain)
        return known

    def _chain(self, name: str) -> Iterator[_Own]:
        for _ in range(_DEEPEST):
            own = self._owns.get(name)
            if own is None:
                element = self._elements.get(name)
                if element is None:
                    return
                own = self._owns[name] = _own(element)
            yield own
            name = own.based

    def _read(self, name: str) -> Style:
        chain = tuple(self._chain(name))
        if not chain:
            return Style(id=name, name=name)
        num, ilvl, named = _numbered(chain)
        label = value(chain[0].element, "name") or name
        return Style(
            id=name,
            name=label,
            level=_level(chain, label),
            num=num,
            ilvl=ilvl,
            named=named,
            hidden=_switch(chain, 0),
            bold=_switch(chain, 1),
            capitals=_switch(chain, 2),
        )


def _own(element: _Element) -> _Own:
    switches = (element.find(f"{W}rPr/{W}{name}") for name in ("vanish", "b", "caps"))
    return _Own(
        element=element,
        based=value(element, "basedOn") or "",
        numbers=element.find(f"{W}pPr/{W}numPr"),
        outline=element.find(f"{W}pPr/{W}outlineLvl"),
        switches=tuple(None if found is None else on(found) for found in switches),
    )


def _numbered(chain: tuple[_Own, ...]) -> tuple[str | None, int | None, str]:
    ilvl: int | None = None
    for own in chain:
        if own.numbers is None:
            continue
        said = value(own.numbers, "ilvl")
        ilvl = ilvl if ilvl is not None or said is None else integer(said, 0)
        num = value(own.numbers, "numId")
        if num is not None:
            return num, ilvl, own.element.get(W + "styleId", "")
    return None, ilvl, ""


def _level(chain: tuple[_Own, ...], label: str) -> int | None:
    for own in chain:
        if own.outline is not None:
            return heading(own.outline.get(VAL))
    found = _HEADING.fullmatch(label)
    return int(found[1]) if found else None


def shaded(properties: _Element) -> bool | None:
    """Whether run properties highlight their words; None when they say nothing of it."""
    colour = value(properties, "highlight")
    if colour is not None:
        return colour != "none"
    shade = properties.find(W + "shd")
    return None if shade is None else shade.get(W + "fill", "auto").lower() not in _PAPER


def _highlights(chain: tuple[_Own, ...]) -> bool:
    for own in chain:
        properties = own.element.find(W + "rPr")
        found = None if properties is None else shaded(properties)
        if found is not None:
            return found
    return False


def heading(outline: str | None) -> int | None:
    """The level of a heading, from 1, for an outline level, from 0; None for body text."""
    level = integer(outline, _BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else None


def _switch(chain: tuple[_Own, ...], rank: int) -> bool:
    return next((said for own in chain if (said := own.switches[rank]) is not None), False)
