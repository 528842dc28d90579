"""Numbering of the old text in the new file: the same list where it is there, else a copy of it."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausekit.word.tracked.names import found, local, made, value, w
from clausekit.word.tracked.side import Side

if TYPE_CHECKING:
    from lxml.etree import _Element

Form = tuple[str, str, str]  # level, format of the number, text around it


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The numbering of a paragraph: a list (`w:numId`) and a level."""

    num: str
    level: str


def of(side: Side, paragraph: _Element) -> Counted | None:
    """The numbering of a paragraph, its own or that of its style; a list 0 takes the style's away."""
    own = found(paragraph, "pPr", "numPr")
    given = [own, *_of_styles(side, value(found(paragraph, "pPr", "pStyle")))]
    num = next((number for item in given if (number := value(found(item, "numId")))), "0")
    level = next((number for item in given if (number := value(found(item, "ilvl")))), "0")
    return None if num == "0" else Counted(num=num, level=level)


def _of_styles(side: Side, identifier: str) -> Iterator[_Element]:
    """The numbering of a style and of those that it is based on."""
    seen: set[str] = set()
    while identifier in side.styles and identifier not in seen:
        seen.add(identifier)
        style = side.styles[identifier]
        numbering = found(style, "pPr", "numPr")
        if numbering is not None:
            yield numbering
        identifier = value(found(style, "basedOn"))


def _num(side: Side, num: str) -> _Element | None:
    return next((item for item in side.lists[1] if local(item) == "num" and value(item, "numId") == num), None)


def _abstract(side: Side, num: _Element | None) -> _Element | None:
    root, wanted = side.lists[1], value(found(num, "abstractNumId"))
    return next(
        (item for item in root if local(item) == "abstractNum" and value(item, "abstractNumId") == wanted), None
    )


def form(side: Side, counted: Counted | None) -> Form | None:
    """What a reader sees of a numbering: level, format, text."""
    if counted is None:
        return None
    key = counted.num, counted.level
    if key not in side.forms:
        side.forms[key] = _form(side, counted)
    return side.forms[key]


def _form(side: Side, counted: Counted) -> Form:
    abstract = _abstract(side, _num(side, counted.num))
    levels = () if abstract is None else abstract.iter(w("lvl"))
    level = next((item for item in levels if value(item, "ilvl") == counted.level), None)
    kind, text = value(found(level, "numFmt")), value(found(level, "lvlText"))
    return counted.level, kind, "" if kind == "bullet" else text


def _print(side: Side, num: str) -> str:
    """A list as bytes, without the figures by which programs know it."""
    from lxml import etree

    item = _num(side, num)
    abstract = _abstract(side, item)
    if item is None or abstract is None:
        return ""
    twins = copy.deepcopy(abstract), copy.deepcopy(item)
    for twin in twins:
        for child in list(twin):
            if local(child) in {"nsid", "tmpl", "abstractNumId"}:
                twin.remove(child)
        for name in list(twin.attrib):
            del twin.attrib[name]
    return "".join(etree.tostring(twin, method="c14n").decode() for twin in twins)


@dataclass(slots=True)
class Lists:
    """The lists of the old text, as the new file knows them."""

    old: Side
    new: Side
    paired: dict[str, str] = field(default_factory=dict)
    copied: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, bool] = field(default_factory=dict)

    def kept(self, num: str) -> bool:
        """Whether the new file has the same list under the same number."""
        if num not in self._kept:
            shown = _print(self.old, num)
            self._kept[num] = shown == _print(self.new, num)
        return self._kept[num]

    def same(self, old: _Element, new: _Element) -> bool:
        """Whether two paragraphs are numbered alike. A program that wrote the lists anew gave them other numbers."""
        before, after = of(self.old, old), of(self.new, new)
        if before is None or after is None:
            return before is after
        if self.kept(before.num):
            return before == after
        if form(self.old, before) != form(self.new, after):
            return False
        self.paired.setdefault(before.num, after.num)
        return True

    def number(self, num: str) -> str:
        """The number, in the new file, of a list of the old one."""
        if num == "0" or self.kept(num):
            return num
        if num not in self.paired and num not in self.copied:
            self.copied[num] = self._copy(num)
        return self.paired.get(num) or self.copied[num]

    def _copy(self, num: str) -> str:
        """A list of the old file, added to the new one; the number is kept when there is nothing to copy."""
        item, abstract = _num(self.old, num), _abstract(self.old, _num(self.old, num))
        if item is None or abstract is None:
            return num
        root = self.new.lists[1]
        fresh = str(1 + _highest(root, "abstractNum", "abstractNumId"))
        number = str(1 + _highest(root, "num", "numId"))
        root.insert(_after(root, "abstractNum"), _renumbered(abstract, fresh))
        twin = copy.deepcopy(item)
        twin.set(w("numId"), number)
        head = found(twin, "abstractNumId")
        if head is not None:
            head.set(w("val"), fresh)
        root.insert(_after(root, "num"), twin)
        return number


def _highest(root: _Element, kind: str, name: str) -> int:
    numbers = [value(item, name) for item in root if local(item) == kind]
    return max((int(text) for text in numbers if text.isdecimal()), default=0)


def _after(root: _Element, kind: str) -> int:
    """The place after the last of its kind: lists come in the order numPicBullet, abstractNum, num."""
    order = ("numPicBullet", "abstractNum", "num")
    before = order[: order.index(kind) + 1]
    return max((at for at, item in enumerate(root, start=1) if local(item) in before), default=0)


def _renumbered(abstract: _Element, fresh: str) -> _Element:
    """A copy under another number; Word joins lists that bear the same `w:nsid`. No style leads to a copy."""
    twin = copy.deepcopy(abstract)
    twin.set(w("abstractNumId"), fresh)
    for name in ("tmpl", "styleLink", "numStyleLink", "nsid"):
        for child in twin.findall(w(name)):
            twin.remove(child)
    for link in [link for level in twin.iter(w("lvl")) for link in level.findall(w("pStyle"))]:
        parent = link.getparent()
        if parent is not None:
            parent.remove(link)
    digest = hashlib.sha256(f"redline {fresh}".encode()).hexdigest()[:8].upper()
    twin.insert(0, made("nsid", val=digest))
    return twin
