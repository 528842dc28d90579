"""The numbers of OpenDocument lists and headings, counted again in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausekit.read.figures import figure
from clausekit.read.odf import LOEXT, STYLE, TEXT, XML_ID
from clausekit.read.ooxml import integer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

_LEVELS = 10
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_PLACE = re.compile(r"%(\d{1,2})%")
OUTLINE = ""  # the name under which the numbering of headings is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one level prints. `form` is empty for a bullet or no number; `shown` is how many levels it prints."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1
    pattern: str = ""


@dataclass(slots=True)
class Count:
    """A list as it is being counted: one figure a level, None for a level not begun."""

    style: str
    id: str
    values: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)

    def step(self, depth: int, start: int, forced: int | None) -> None:
        """Count one more item at a depth (from 0); deeper levels begin again."""
        current = self.values[depth]
        self.values[depth] = forced if forced is not None else start if current is None else current + 1
        self.values[depth + 1 :] = [None] * (_LEVELS - depth - 1)


class Lists:
    """The list styles of a document, and the lists that were met so far."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        self._styles: dict[str, list[Level]] = {}
        for root in roots:
            for element in root.iter(TEXT + "list-style"):
                self._styles[element.get(STYLE + "name", "")] = _levels(element)
            for element in root.iter(TEXT + "outline-style"):
                self._styles[OUTLINE] = _levels(element)
        self._by_id: dict[str, Count] = {}
        self._by_style: dict[str, Count] = {OUTLINE: Count(OUTLINE, "")}

    def opened(self, element: _Element, style: str) -> Count:
        """The count that a `text:list` goes on with, or a new one."""
        followed = element.get(TEXT + "continue-list", "")
        before = self._by_id.get(followed) if followed else None
        if before is None and element.get(TEXT + "continue-numbering") == "true":
            before = self._by_style.get(style)
        count = before if before is not None and before.style == style else Count(style, element.get(XML_ID, ""))
        for name in (element.get(XML_ID, ""), followed):
            if name:
                self._by_id[name] = count
        self._by_style[style] = count
        return count

    def label(self, count: Count, depth: int, forced: int | None = None) -> str:
        """Count one item and print its number; "" for a bullet."""
        levels = self._styles.get(count.style, [])
        if not 0 <= depth < _LEVELS:
            return ""
        level = levels[depth] if depth < len(levels) else Level()
        count.step(depth, level.start, forced)
        return _printed(levels, count, depth) if level.form else ""

    def heading(self, element: _Element, depth: int) -> str:
        """The number of a heading that stands in no list."""
        start = element.get(TEXT + "start-value")
        restarted = element.get(TEXT + "restart-numbering") == "true"
        forced = integer(start, 1) if start is not None or restarted else None
        return self.label(self._by_style[OUTLINE], depth, forced)


def _levels(element: _Element) -> list[Level]:
    levels = [Level() for _ in range(_LEVELS)]
    for child in element:
        number = integer(child.get(TEXT + "level"), 0) - 1
        if 0 <= number < _LEVELS:
            levels[number] = Level(
                form=_FORMS.get(child.get(STYLE + "num-format", ""), ""),
                prefix=child.get(STYLE + "num-prefix", ""),
                suffix=child.get(STYLE + "num-suffix", ""),
                shown=integer(child.get(TEXT + "display-levels"), 1),
                start=integer(child.get(TEXT + "start-value"), 1),
                pattern=child.get(LOEXT + "num-list-format", ""),
            )
    return levels


def _printed(levels: list[Level], count: Count, depth: int) -> str:
    level = levels[depth]

    def shown(number: int) -> str:
        value = count.values[number]
        above = levels[number]
        return figure(above.start if value is None else value, above.form) if above.form else ""

    if level.pattern:
        return _PLACE.sub(lambda place: shown(min(depth, int(place[1]) - 1)), level.pattern).strip()
    first = max(0, depth - level.shown + 1)
    figures = ".".join(filter(None, (shown(number) for number in range(first, depth + 1))))
    return f"{level.prefix}{figures}{level.suffix}".strip()
