"""The numbers and looks of the headings that we add to a document: those of its own headings, continued."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from clausekit.word import dress, numbering, styles
from clausekit.word.dress import Dress, Shape
from clausekit.word.hosts import Host, Title
from clausekit.word.neutral import W
from clausekit.word.numbering import Link, Lists, child_value
from clausekit.word.places import Spot

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
AUTOMATIC, TYPED, NONE = "automatique", "typed", "none"
_DEEPEST: Final = 9
_FIGURES = re.compile(r"\d+(?:\.\d+)*")
_AGAIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """One heading to write: its depth, its number as cited, its look; `prefix` is what is typed before the words."""

    level: int
    text: str
    switches: str
    shape: Shape
    prefix: str = ""

    @property
    def typed(self) -> bool:
        """Whether the number is typed by hand, as in the rest of the document."""
        return bool(self.prefix)


@dataclass(slots=True)
class Counting:
    """Counts the headings written at one spot, after those that the document has above it."""

    host: Host
    clothes: Dress
    spot: Spot
    mode: str = field(init=False)
    counters: list[int] = field(init=False)
    _lists: Lists = field(init=False)
    _by_list: dict[str, list[int]] = field(init=False)
    _names: list[str] = field(init=False)
    _added: int = 0
    _given: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.mode = _mode(self.host, self.spot.above)
        before = above_of(self.host, self.spot)
        styles_ = {s.get(_W + "styleId", ""): s for s in self.host.sheet.findall(_W + "style")}
        self._lists = Lists(self.host.lists, styles_)
        self.counters = _counted(before)
        # A house may number its articles by one list and what they hold by another, which counts for itself.
        self._by_list = {
            name: _counted(group)
            for name in {self._list_of(title) for title in before}
            if (group := [title for title in before if self._list_of(title) == name])
        }
        self._names = [""] * _DEEPEST
        for title in before:
            self._named(title.level, title.number)

    def _list_of(self, title: Title) -> str:
        """The definition of the list that numbers a heading; "" for none."""
        link = None if title.typed else link_of(title.element, self._lists)
        return link.abstract if link else ""

    def _named(self, level: int, number: str) -> None:
        self._names[level - 1] = number
        self._names[level:] = [""] * (_DEEPEST - level)

    def next(self, level: int) -> Numbered:
        """The heading that comes next at this level."""
        level = min(level, _DEEPEST)
        if self.mode == AUTOMATIC:
            return self._automatic(level)
        if self.mode == TYPED:
            return self._by_hand(level)
        shape = self._like(level, typed=False) or _style(self.clothes, level)
        return Numbered(level=level, text="", switches="", shape=shape)

    def _like(self, level: int, *, typed: bool) -> Shape | None:
        found = dress.title_like(self.host, self.spot.above, level, typed=typed)
        return found[0] if found else None

    def _automatic(self, level: int) -> Numbered:
        lists = self._lists
        found = dress.title_like(self.host, self.spot.above, level, typed=False)
        if found is None and _is_beyond(self.clothes, level) and not _link_beyond(self.clothes, lists, level):
            return Numbered(level=level, text="", switches="", shape=_bare(self.clothes, lists, level))
        shape = found[0] if found else _continued(self.host, self.clothes, lists, level)
        link = link_of(found[1].element, lists) if found else _link_below(self.host, self.clothes, lists, level)
        if link is None:  # the list of the house stops above, or leaves these titles without a number
            return Numbered(level=level, text="", switches="", shape=shape)
        levels = tuple(self._level(lists, depth) for depth in range(1, max(level, 4) + 1))
        counters = self._by_list.setdefault(link.abstract, [0] * _DEEPEST)
        for counted in {id(each): each for each in (self.counters, counters)}.values():
            numbering.advance(counted, level, levels)
        return Numbered(
            level=level,
            text=numbering.reference(counters, level, levels),
            switches=numbering.switches(level, levels),
            shape=shape,
        )

    def _level(self, lists: Lists, depth: int) -> numbering.Level:
        found = dress.title_like(self.host, self.spot.above, depth, typed=False)
        link = link_of(found[1].element, lists) if found else _link_below(self.host, self.clothes, lists, depth)
        return link.level if link else numbering.Level(text=".".join(f"%{n}" for n in range(1, depth + 1)))

    def _by_hand(self, level: int) -> Numbered:
        number = self._number(level)
        self._named(level, number)
        found = dress.title_like(self.host, self.spot.above, level, typed=True)
        if found and found[1].number in found[1].prefix:
            prefix = found[1].prefix.replace(found[1].number, number, 1)
            shape = _capitals(found[0]) if self._is_upper(level) else found[0]
            return Numbered(level=level, text=number, switches="", shape=shape, prefix=prefix)
        looks, model = self._nearest(level)
        after = model.prefix.rpartition(model.number)[2] or " – "
        shape = _without_number(looks, self.clothes, model.level, level)
        return Numbered(level=level, text=number, switches="", shape=shape, prefix=number + after)

    def _nearest(self, level: int) -> tuple[Shape, Title]:
        """What the titles of the level next above are made of: a level that nobody has typed is not seen above it."""
        above = (dress.title_like(self.host, self.spot.above, depth, typed=True) for depth in range(level - 1, 0, -1))
        found = next(filter(None, above), None)
        if found:
            return found
        model = self.spot.above or next(title for title in self.host.titles if title.typed)
        return dress.shape(model.element, font=dress.TITLE_FONT), model

    def _is_upper(self, level: int) -> bool:
        """Whether people type the titles of a level in capitals."""
        titles = [title.text for title in self.host.titles if title.level == level and title.typed]
        return sum(text.isupper() for text in titles) > 0.8 * len(titles)

    def _number(self, level: int) -> str:
        """One more at this level; « 22 bis » where those that follow are numbered by hand: they keep their numbers."""
        self.counters[level:] = [0] * (_DEEPEST - level)
        if level == self.spot.level == 1 and self.spot.before is not None and self.spot.above is not None:
            suffix = _AGAIN[min(self._added, len(_AGAIN) - 1)]
            self._added += 1
            return f"{self.spot.above.number} {suffix}"
        self.counters[level - 1] += 1
        above = self._names[level - 2] if level > 1 else ""
        number = f"{above}.{self.counters[level - 1]}" if above else str(self.counters[level - 1])
        taken = {title.number for title in self.host.titles}
        if number not in taken:
            return number
        self.counters[level - 1] -= 1
        last = re.sub(r" \w+$", "", self._names[level - 1]) or number
        again = (f"{last} {suffix}" for suffix in _AGAIN)
        number = next((name for name in again if name not in taken | self._given), f"{last} {_AGAIN[-1]}")
        self._given.add(number)
        return number


def above_of(host: Host, spot: Spot) -> list[Title]:
    """The headings that stand before a spot, in order."""
    order = {element: rank for rank, element in enumerate(host.body.iter())}
    last = next(reversed(list(spot.parent.iter())))
    limit = order[last] + 1 if spot.before is None else order[spot.before]
    return [title for title in host.titles if order[title.element] < limit]


def _counted(titles: Iterable[Title]) -> list[int]:
    """How far the numbers have gone at each level; those of letters are counted one by one."""
    counters = [0] * _DEEPEST
    for title in titles:
        if not title.number:
            continue
        found = _FIGURES.fullmatch(title.number)
        figures = [int(figure) for figure in found[0].split(".")] if found else []
        if len(figures) == title.level:
            counters[: title.level] = figures
        else:
            counters[title.level - 1] += 1
        counters[title.level :] = [0] * (_DEEPEST - title.level)
    return counters


def _mode(host: Host, above: Title | None) -> str:
    """How the document numbers its headings where we write."""
    if above is not None and above.number:
        return TYPED if above.typed else AUTOMATIC
    modes = Counter(title.typed for title in host.titles if title.number)
    if not modes:
        return NONE
    return TYPED if modes[True] > modes[False] else AUTOMATIC


def link_of(element: _Element, lists: Lists) -> Link | None:
    """What numbers a heading: its own list, else that of its style."""
    style = child_value(element, "pPr", "pStyle") or ""
    num = child_value(element, "pPr", "numPr", "numId")
    if num is None:
        return lists.link(style)
    return lists.direct(num, int(child_value(element, "pPr", "numPr", "ilvl") or "0"))


def _is_beyond(clothes: Dress, level: int) -> bool:
    """Whether a level is deeper than those that the house has a style for."""
    ids = clothes.sheet.ids
    return level > 1 and ids[f"titre{min(level, 4)}"] == ids[f"titre{min(level, 5) - 1}"]


def _link_beyond(clothes: Dress, lists: Lists, level: int) -> Link | None:
    """The level of the house's list for headings deeper than its styles; None where its list goes no further."""
    ids = clothes.sheet.ids
    own = lists.link(ids[f"titre{min(level, 4)}"])
    deepest = next(n for n in styles.LEVELS if ids[f"titre{n}"] == ids[f"titre{min(level, 4)}"])
    link = lists.direct(own.num, own.ilvl + level - deepest) if own else None
    return link if link and f"%{link.ilvl}" in link.level.text else None


def _bare(clothes: Dress, lists: Lists, level: int) -> Shape:
    """The deepest style of the house, in italics, numbered as far as its list goes, at its own level of the plan."""
    from lxml import etree

    link = _link_beyond(clothes, lists, level)
    style = dress.style_element(clothes.sheet.ids[f"titre{min(level, 4)}"])
    number = dress.numbered(link.num, link.ilvl) if link else dress.numbered("0", 0)
    plan = etree.Element(_W + "outlineLvl", {_W + "val": str(level - 1)})
    return Shape(paragraph=(style, number, plan), run=(etree.Element(_W + "i"),))


def _continued(host: Host, clothes: Dress, lists: Lists, level: int) -> Shape:
    """A level that the document has never used: its style, in the list of the levels above."""
    if _is_beyond(clothes, level):
        return _bare(clothes, lists, level)
    style = clothes.sheet.ids[f"titre{min(level, 4)}"]
    link, own = _link_below(host, clothes, lists, level), lists.link(style)
    if link is None or link == own:
        return Shape(paragraph=(dress.style_element(style),))
    return Shape(paragraph=(dress.style_element(style), dress.numbered(link.num, link.ilvl)))


def _link_below(host: Host, clothes: Dress, lists: Lists, level: int) -> Link | None:
    """What numbers a level that the document has never used: the list of the levels above, further down."""
    if _is_beyond(clothes, level):
        return _link_beyond(clothes, lists, level)
    own = lists.link(clothes.sheet.ids[f"titre{min(level, 4)}"])
    above = [title for title in host.titles if title.level < level and title.number and not title.typed]
    link = link_of(above[-1].element, lists) if above else None
    if link is None or (own is not None and own.num == link.num):
        return own
    return lists.direct(link.num, link.ilvl + level - above[-1].level)


def _style(clothes: Dress, level: int) -> Shape:
    return Shape(paragraph=(dress.style_element(clothes.sheet.ids[f"titre{min(level, 4)}"]),))


def _capitals(shape: Shape) -> Shape:
    """The same look, printed in capitals: the words themselves stay as they are written."""
    from lxml import etree

    return Shape(paragraph=shape.paragraph, run=(*shape.run, etree.Element(_W + "caps")))


def _without_number(shape: Shape, clothes: Dress, was: int, level: int) -> Shape:
    """The look of a heading for one below it; a style of headings gives way to that of the level."""
    kept = tuple(item for item in shape.paragraph if item.tag != _W + "numPr")
    ids = clothes.sheet.ids
    if shape.style == ids.get(f"titre{was}") and level <= 4:
        return Shape(paragraph=(dress.style_element(ids[f"titre{level}"]), dress.numbered("0", 0)))
    return Shape(paragraph=kept, run=shape.run)
