r"""What a table of contents lists: the headings that its field calls for, with their numbers.

The field says which: \o "1-3" the built-in headings of these levels, \u those that have a level of
the plan, \t "Style;2" the styles that it names (ECMA-376, part 1, 17.16.5.68).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit import guess
from clausekit.word import headings
from clausekit.word.hosts import Host
from clausekit.word.neutral import W
from clausekit.word.numbering import Lists, child_value

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_SWITCH = re.compile(r"\\(?P<name>[a-z])(?:\s+(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\\\s\"]+)))?", re.IGNORECASE)
_BUILT_IN = re.compile(r"(?:heading|titre) ?([1-9])")
_DEEPEST = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a TOC field calls for: levels of built-in headings, whether the plan counts, other styles by name."""

    levels: range
    plan: bool
    styles: Mapping[str, int]
    links: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A heading of the table: its level there, the number that its list prints, its words."""

    paragraph: _Element
    level: int
    label: str
    text: str


def call(code: str, *, marked: bool) -> Call | None:
    r"""What a field code calls for; None when it is no table of the headings of the whole document.

    `marked` says that the document holds entries marked by hand: LibreOffice asks for them (\f) in every table.
    """
    if code.split()[:1] != ["TOC"]:
        return None
    given = {found["name"].lower(): found["quoted"] or found["bare"] or "" for found in _SWITCH.finditer(code)}
    if given.keys() & set("abcsl" + "f" * marked):  # of figures, of a part of the document, of marked entries
        return None
    first, _, last = given.get("o", "").partition("-")
    bounded = first.isdigit() and last.isdigit()
    levels = range(int(first), int(last) + 1) if bounded else range(1, _DEEPEST + 1 if "t" not in given else 1)
    return Call(
        levels=levels,
        plan="u" in given,
        styles=dict(_named(given.get("t", ""))),
        links="h" in given,
    )


def _named(said: str) -> Iterator[tuple[str, int]]:
    words = [word.strip() for word in re.split("[;,]", said)]
    for name, level in zip(words[::2], words[1::2], strict=False):
        if level.isdigit():
            yield guess.bare(name), int(level)


def of(host: Host, wanted: Call, *, aside: frozenset[_Element]) -> Iterator[Listed]:
    """The headings of a document; paragraphs `aside` are the table itself."""
    by_id = {style.get(_W + "styleId", ""): style for style in host.sheet.findall(_W + "style")}
    lists = Lists(host.lists, by_id)
    for paragraph in host.body.iter(_W + "p"):
        level = _level(paragraph, by_id, wanted)
        boxed = next(paragraph.iterancestors(_W + "txbxContent"), None) is not None
        if level is None or boxed or paragraph in aside:
            continue
        text = " ".join(_words(paragraph).split())
        if text:
            yield Listed(paragraph=paragraph, level=level, label=_label(host, paragraph, lists), text=text)


def _level(paragraph: _Element, by_id: Mapping[str, _Element], wanted: Call) -> int | None:
    style = by_id.get(child_value(paragraph, "pPr", "pStyle") or "")
    name = guess.bare(child_value(style, "name") or "")
    if name in wanted.styles:
        return wanted.styles[name]
    built_in = _BUILT_IN.fullmatch(name)
    if built_in:
        return int(built_in[1]) if int(built_in[1]) in wanted.levels else None
    plan = _plan(paragraph, style, by_id) if wanted.plan else None
    return plan if plan in wanted.levels else None


def _plan(paragraph: _Element, style: _Element | None, by_id: Mapping[str, _Element]) -> int | None:
    """The level of the plan, from 1, of a paragraph or of its style."""
    found = child_value(paragraph, "pPr", "outlineLvl")
    seen: set[_Element] = set()
    while found is None and style is not None and style not in seen:
        seen.add(style)
        found = child_value(style, "pPr", "outlineLvl")
        style = by_id.get(child_value(style, "basedOn") or "")
    return int(found) + 1 if found is not None and found.isdigit() else None


def _words(paragraph: _Element) -> str:
    """The text of a heading, its breaks and tabs as spaces."""
    tags = (_W + "t", _W + "tab", _W + "br", _W + "noBreakHyphen")
    own = (e for e in paragraph.iter(*tags) if next(e.iterancestors(_W + "p")) is paragraph)
    said = {tags[0]: "", tags[3]: "\u2011"}
    return "".join((e.text or "") if e.tag == tags[0] else said.get(str(e.tag), " ") for e in own)


def _label(host: Host, paragraph: _Element, lists: Lists) -> str:
    """The number as the list prints it: « Article 7 – » where only « 7 » is cited."""
    line = host.lines.get(paragraph)
    link = headings.link_of(paragraph, lists)
    if line is None or not line.number or link is None:
        return ""
    head, _, rest = link.level.text.partition("%")
    tail = re.sub(r".*%[1-9]|^[1-9]", "", rest)
    return (line.number if line.number.startswith(head.strip() or "\0") else head + line.number) + tail
