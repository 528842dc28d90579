"""The numbers that Word prints and does not write: counted again, in reading order (`w:numPr`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from clausekit.read.figures import figure
from clausekit.read.ooxml import MC, VAL, W, indented, integer, on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

    from clausekit.read.styles import Style, Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_BULLETS = frozenset(("bullet", "none"))
_AS_IS = frozenset(("bullet", "none", "decimalZero"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one level prints: `text` is Word's pattern ("%1.%2"), `form` that of its own figure.

    `restart` is the level (from 1) whose use starts this one again; None for any above, 0 for none.
    `left` is where its number begins, in points.
    """

    text: str = "%1."
    form: str = "decimal"
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str = ""
    left: float = 0.0


class Label(NamedTuple):
    """What is printed before a paragraph. `text` is empty for a bullet."""

    text: str
    ilvl: int


@dataclass(slots=True, kw_only=True)
class _List:
    """A list as documents use it (`w:num`): levels, and counts shared with lists of the same kind."""

    levels: list[Level]
    counts: list[int | None]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Lists:
    """Counts the lists of one document; ask for each numbered paragraph once, in order."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        nums = () if root is None else root.findall(W + "num")
        abstracts = () if root is None else root.findall(W + "abstractNum")
        self._nums = {num.get(W + "numId", ""): num for num in nums}
        self._abstracts = {item.get(W + "abstractNumId", ""): item for item in abstracts}
        self._counts: dict[str, list[int | None]] = {}
        self._lists: dict[str, _List | None] = {}

    def label(self, num: str, ilvl: int) -> Label | None:
        """The label of the next paragraph at this level of a list; None without such a list."""
        known = self._list(num)
        if known is None or not 0 <= ilvl < _LEVELS:
            return None
        _count(known, ilvl)
        return Label(text=_printed(known, ilvl), ilvl=ilvl)

    def left(self, num: str, ilvl: int) -> float:
        """Where a level of a list begins, in points."""
        known = self._list(num)
        return known.levels[ilvl].left if known and 0 <= ilvl < _LEVELS else 0.0

    def link(self, style: Style, num: str | None, ilvl: int | None) -> tuple[str, int] | None:
        """List and level of a paragraph, by its own `w:numPr`, else by its style; None without any."""
        if num is not None:
            return None if num == "0" else (num, ilvl or 0)
        if style.num is None or style.num == "0":
            return None
        if ilvl is None:
            ilvl = self._level_of(style)
        return style.num, ilvl

    def _level_of(self, style: Style) -> int:
        """The level that names the style; the level that the style names is less to be trusted."""
        known = self._list(style.num or "")
        names = [level.style for level in known.levels] if known else []
        if style.id in names:
            return names.index(style.id)
        if style.ilvl is None and style.named in names:
            return names.index(style.named)
        return style.ilvl or 0

    def _list(self, num: str) -> _List | None:
        if num not in self._lists:
            self._lists[num] = self._open(num)
        return self._lists[num]

    def _open(self, num: str) -> _List | None:
        element = self._nums.get(num)
        kind = self._kind(element)
        abstract = self._abstracts.get(kind)
        if element is None or abstract is None:
            return None
        levels = [Level(text="", form="none")] * _LEVELS
        _read_levels(abstract, levels)
        starts = {}
        for override in element.findall(W + "lvlOverride"):
            _read_levels(override, levels)
            start = value(override, "startOverride")
            if start is not None:
                starts[integer(override.get(W + "ilvl"), 0)] = integer(start, 1)
        counts = self._counts.setdefault(kind, [None] * _LEVELS)
        return _List(levels=levels, counts=counts, starts=starts)

    def _kind(self, num: _Element | None, depth: int = 0) -> str:
        """The definition of a list, through the numbering style that it may stand for."""
        kind = value(num, "abstractNumId") or ""
        link = value(self._abstracts.get(kind), "numStyleLink")
        if link is None or depth > _LEVELS:
            return kind
        return self._kind(self._nums.get(self._styles.list_of(link) or ""), depth + 1) or kind


def _read_levels(parent: _Element, levels: list[Level]) -> None:
    for element in parent.findall(W + "lvl"):
        number = integer(element.get(W + "ilvl"), 0)
        if 0 <= number < _LEVELS:
            levels[number] = _level(element)


def _level(element: _Element) -> Level:
    restart, indent = value(element, "lvlRestart"), element.find(f"{W}pPr/{W}ind")
    return Level(
        text=value(element, "lvlText") or "",
        form=_form(element),
        start=integer(value(element, "start"), 0),
        restart=None if restart is None else integer(restart, 0),
        legal=on(element.find(W + "isLgl")),
        style=value(element, "pStyle") or "",
        left=0.0 if indent is None else indented(indent),
    )


def _form(element: _Element) -> str:
    form = element.find(W + "numFmt")
    if form is None:  # Word 2010's own formats come with a fallback
        form = element.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    return "decimal" if form is None else form.get(VAL, "decimal")


def _count(known: _List, ilvl: int) -> None:
    counts, level = known.counts, known.levels[ilvl]
    current = counts[ilvl]
    if ilvl in known.starts and ilvl not in known.begun:
        counts[ilvl] = known.starts[ilvl]
    else:
        counts[ilvl] = level.start if current is None else current + 1
    known.begun.add(ilvl)
    for above in range(ilvl):  # « 2.1.1 » right under « 2 » makes the next one « 2.2 »
        if counts[above] is None:
            counts[above] = known.levels[above].start
    for deeper in range(ilvl + 1, _LEVELS):
        if counts[deeper] is None:
            continue
        restart = known.levels[deeper].restart
        if restart is None or ilvl < restart:
            counts[deeper] = None


def _printed(known: _List, ilvl: int) -> str:
    level = known.levels[ilvl]
    if level.form in _BULLETS and "%" not in level.text:
        return ""

    def shown(place: re.Match[str]) -> str:
        number = int(place[1]) - 1
        if number > ilvl:
            return ""
        above = known.levels[number]
        legal = level.legal and above.form not in _AS_IS
        return figure(known.counts[number] or 0, "decimal" if legal else above.form)

    return _PLACE.sub(shown, level.text).strip()
