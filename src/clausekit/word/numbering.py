"""The lists of a template: which numbers its styles, what they print, what is added."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit.fragment import Block, Heading, plain
from clausekit.word.neutral import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_VAL = f"{_W}val"
EMPTY = f'<w:numbering xmlns:w="{W}"/>'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one level prints: `text` is Word's pattern ("%1.%2"), `form` that of its own figure."""

    text: str = "%1"
    form: str = "decimal"
    start: int = 1
    style: str = ""
    legal: bool = False  # w:isLgl: figures of all levels printed in decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What numbers a style: the list (`num`), its definition (`abstract`) and the level."""

    num: str
    abstract: str
    ilvl: int
    level: Level


def child_value(element: _Element | None, *path: str) -> str | None:
    """The `w:val` at the end of a path of children; None when a step is missing."""
    for step in path:
        element = None if element is None else element.find(_W + step)
    return None if element is None else element.get(_VAL)


class Lists:
    """A view of `numbering.xml` that resolves links, and adds lists where Word wants them."""

    def __init__(self, root: _Element, styles: Mapping[str, _Element]) -> None:
        self.root = root
        self._styles = styles
        self._nums = {num.get(_W + "numId", ""): num for num in root.findall(_W + "num")}
        self._abstracts = {
            abstract.get(_W + "abstractNumId", ""): abstract for abstract in root.findall(_W + "abstractNum")
        }

    def link(self, style_id: str) -> Link | None:
        """What numbers this paragraph style, itself or through the styles it is based on."""
        for style in self._line(style_id):
            num = child_value(style, "pPr", "numPr", "numId")
            if num is not None:
                ilvl = child_value(style, "pPr", "numPr", "ilvl") or "0"
                return self._link(num, int(ilvl), style_id)
        return None

    def direct(self, num: str, ilvl: int) -> Link | None:
        """The level of a list that a paragraph names itself."""
        return self._link(num, ilvl, "")

    def _line(self, style_id: str | None) -> Iterable[_Element]:
        """The style and its ancestors; a circle of styles ends the walk."""
        seen: set[str] = set()
        while style_id and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = child_value(self._styles[style_id], "basedOn")

    def _link(self, num: str, ilvl: int, style_id: str) -> Link | None:
        # numId 0 takes the number away from a style that would inherit one.
        if num == "0" or num not in self._nums:
            return None
        abstract, levels = self._definition(num)
        # The level that names the style wins over the style's own w:ilvl, as in Word.
        ilvl = next((n for n, level in levels.items() if style_id and level.style == style_id), ilvl)
        if ilvl not in levels:
            return None
        return Link(num=num, abstract=abstract, ilvl=ilvl, level=levels[ilvl])

    def _definition(self, num: str) -> tuple[str, dict[int, Level]]:
        """The definition that holds the levels, through one list style if need be."""
        abstract = child_value(self._nums[num], "abstractNumId") or ""
        element = self._abstracts.get(abstract)
        through = child_value(element, "numStyleLink")
        if through is not None:
            other = child_value(self._styles.get(through), "pPr", "numPr", "numId")
            if other in self._nums and other != num:
                abstract = child_value(self._nums[other], "abstractNumId") or ""
                element = self._abstracts.get(abstract)
        return abstract, {} if element is None else dict(_levels(element))

    def add(self, abstract_xml: str) -> tuple[str, str]:
        """Add a definition and its list; their numbers as (abstract, num)."""
        abstract, num = str(_free(self._abstracts)), str(_free(self._nums, first=1))
        self._abstracts[abstract] = element = _element(abstract_xml)
        element.set(_W + "abstractNumId", abstract)
        # Word refuses a definition that stands after a list.
        before = [e for e in self.root if e.tag in (_W + "numPicBullet", _W + "abstractNum")]
        self.root.insert(len(before), element)
        self._nums[num] = _element(num_xml(num, abstract))
        self.insert_num(self._nums[num])
        return abstract, num

    def define(self, num: str, ilvl: int, lvl_xml: str) -> None:
        """Give a list of headings a level that it lacks.

        One that is there stays if it repeats the level above ("%1.%2"); the "a." of a
        plain list, that no heading style was linked to, is no number for an article.
        """
        abstract, levels = self._definition(num)
        if ilvl in levels and f"%{max(ilvl, 1)}" in levels[ilvl].text:
            return
        element = self._abstracts[abstract]
        _set_value(element, "multiLevelType", "multilevel")
        for old in element.findall(_W + "lvl"):
            if old.get(_W + "ilvl") == str(ilvl):
                element.remove(old)
        above = [e for e in element if e.tag != _W + "lvl" or int(e.get(_W + "ilvl", "0")) < ilvl]
        element.insert(len(above), _element(lvl_xml))

    def insert_num(self, num: _Element) -> None:
        """Put a list after the others, before what Word keeps at the end of the part."""
        after = [e for e in self.root if e.tag == _W + "numIdMacAtCleanup"]
        self.root.insert(len(self.root) - len(after), num)

    def next_num(self) -> int:
        """The first number that no list bears, nor any above it."""
        return _free(self._nums, first=1)


def num_xml(num: str | int, abstract: str, *, restart: int | None = None) -> str:
    """A `w:num`; `restart` is the level that begins at 1 again in this list."""
    override = (
        "" if restart is None else f'<w:lvlOverride w:ilvl="{restart}"><w:startOverride w:val="1"/></w:lvlOverride>'
    )
    return f'<w:num w:numId="{num}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'


def _free(taken: Iterable[str], *, first: int = 0) -> int:
    return max((int(number) + 1 for number in taken if number.lstrip("-").isdecimal()), default=first)


def _set_value(parent: _Element, name: str, value: str) -> None:
    child = parent.find(_W + name)
    if child is not None:
        child.set(_VAL, value)


def _element(xml: str) -> _Element:
    from lxml import etree

    return etree.fromstring(f'<w:x xmlns:w="{W}">{xml}</w:x>')[0]


def _levels(abstract: _Element) -> Iterable[tuple[int, Level]]:
    for lvl in abstract.findall(_W + "lvl"):
        start = child_value(lvl, "start") or "1"
        yield (
            int(lvl.get(_W + "ilvl", "0")),
            Level(
                text=child_value(lvl, "lvlText") or "",
                form=child_value(lvl, "numFmt") or "decimal",
                start=int(start) if start.isdecimal() else 1,
                style=child_value(lvl, "pStyle") or "",
                legal=lvl.find(_W + "isLgl") is not None,
            ),
        )


# --- the numbers that Word will print, for the cached text of cross-references ---


def advance(counters: list[int], depth: int, levels: tuple[Level, ...]) -> None:
    """Count one more heading at this depth (1 to 4); deeper levels start again."""
    at = depth - 1
    counters[at] = counters[at] + 1 if counters[at] else levels[at].start
    counters[depth:] = [0] * (len(counters) - depth)


def reference(counters: list[int], depth: int, levels: tuple[Level, ...]) -> str:
    """What the REF field to this heading prints: its number without final full stops."""
    bare = any(_has_words(levels[at]) for at in _chain(levels, depth))
    texts = (_figures(levels[at].text) if bare else levels[at].text for at in _chain(levels, depth))
    ranks = zip(_chain(levels, depth), texts, strict=True)
    return "".join(_number(text, counters, levels, at) for at, text in ranks).rstrip(".")


def switches(depth: int, levels: tuple[Level, ...]) -> str:
    r"""The switches of that field: `\r`, which suits patterns like "1.2".

    `\w` (full context) where the pattern of a level does not repeat the level above ("a)").
    `\t` (no words) where it has some ("Article %1"), so that « l’article 3 » never becomes
    « l’article Article 3 » when the fields are updated.
    """
    chain = _chain(levels, depth)
    context = r"\r" if len(chain) == 1 else r"\w"
    return context + (r" \t" if any(_has_words(levels[at]) for at in chain) else "")


def _chain(levels: tuple[Level, ...], depth: int) -> tuple[int, ...]:
    """The levels whose patterns make up the whole number, from the top."""
    at = depth - 1
    if at == 0 or f"%{at}" in levels[at].text:
        return (at,)
    return (*_chain(levels, depth - 1), at)


def _number(text: str, counters: list[int], levels: tuple[Level, ...], at: int) -> str:
    def figure(found: re.Match[str]) -> str:
        n = int(found[1]) - 1
        form = "decimal" if levels[at].legal else levels[n].form
        return _format(counters[n], form)

    return re.sub(r"%([1-4])", figure, text)


def _has_words(level: Level) -> bool:
    return re.search(r"[^\W\d_]", level.text) is not None


def _figures(pattern: str) -> str:
    found = re.search(r"%[1-9](?:.*%[1-9])?", pattern)
    return found[0] if found else ""


def references(
    blocks: tuple[Block, ...], levels: tuple[Level, ...], before: tuple[int, ...]
) -> dict[str, tuple[str, str]]:
    """(number, switches) of each heading target; `before` counts the template's own headings."""
    counters, found = list(before), {}
    for block in blocks:
        if isinstance(block, Heading) and plain(block.content):
            advance(counters, block.level, levels)
            if block.target:
                number = reference(counters, block.level, levels)
                found[block.target] = (number, switches(block.level, levels))
    return found


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _format(number: int, form: str) -> str:
    """A figure in one of Word's forms; those that no French contract uses print in decimal."""
    if number > 0 and form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if form == "upperRoman" else roman.lower()
    if number > 0 and form in ("upperLetter", "lowerLetter"):
        # After Z, Word doubles the letter: AA, BB.
        letters = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "upperLetter" else letters.lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text
