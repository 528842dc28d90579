"""How a document looks: what its headings, its text and its bullets are made of, taken from those that are there.

A style map says which style plays a role; a document that people have worked on for years also says it
by what it does: numbers put on paragraphs, fonts put on words, titles in plain bold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit.word import family, neutral, parts, styles
from clausekit.word.hosts import Host, Title, words
from clausekit.word.neutral import W
from clausekit.word.numbering import Level, Link, Lists, child_value
from clausekit.word.styles import LEVELS, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_LONG = 80  # characters; a shorter paragraph is a label, an address, a line of a form
_SHAPE = ("pStyle", "numPr", "spacing", "ind", "jc", "keepNext", "keepLines")
_FONT = ("rFonts", "sz", "szCs")
TITLE_FONT = (*_FONT, "b", "bCs", "i", "iCs", "caps", "smallCaps", "color", "u", "rStyle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Properties of a paragraph and of its runs, as elements to copy; a heading may type its numbers."""

    paragraph: tuple[_Element, ...] = ()
    run: tuple[_Element, ...] = ()

    @property
    def style(self) -> str:
        """Its style; "" for the default one."""
        return next((item.get(_W + "val", "") for item in self.paragraph if item.tag == _W + "pStyle"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dress:
    """What `into` needs of a document: the style map, and what its own paragraphs are made of.

    `face` is the print of its text, to be said of what has not the style of text among its bases (`kin`).
    `airless` is true where people part paragraphs with empty ones: no style leaves room.
    """

    sheet: Sheet
    text: Shape
    bullet: Shape | None
    face: tuple[_Element, ...]
    kin: frozenset[str]
    airless: bool
    borrowed: frozenset[str]
    nums: frozenset[str]


def of(host: Host) -> Dress:
    """Look at a document, and borrow what it lacks; `trimmed` takes back what was not used."""
    known = {style.get(_W + "styleId", "") for style in host.sheet}
    nums = _nums(host)
    text = _commonest(_texts(host))
    default = next((s.get(_W + "styleId", "") for s in host.sheet if _is_default(s)), "")
    given = {"corps": text.style or default, **family.titles(host)} if text.style or default else family.titles(host)
    ids = styles.roles(host.sheet, host.lists, {name: style for name, style in given.items() if style in known})
    by_id = {style.get(_W + "styleId", ""): style for style in host.sheet.findall(_W + "style")}
    lists = Lists(host.lists, by_id)
    ordered = lists.link(ids["numero"]) or _new_list(lists, neutral.decimals(0))
    levels = tuple(_level(lists, ids[f"titre{level}"]) for level in LEVELS)
    spaced = _spaced(host, text, ids["corps"])
    return Dress(
        sheet=Sheet(ids=ids, levels=levels, numbered=ordered),
        text=spaced,
        bullet=_bullet(host, lists, ids["puce"]),
        face=family.face(by_id, ids["corps"], text.run),
        kin=family.kin(by_id, ids["corps"]),
        airless=len(spaced.paragraph) > len(text.paragraph) and bool(host.titles),
        borrowed=frozenset(by_id) - known,
        nums=nums,
    )


def _nums(host: Host) -> frozenset[str]:
    return frozenset(num.get(_W + "numId", "") for num in host.lists.findall(_W + "num"))


def _spaced(host: Host, text: Shape, style: str) -> Shape:
    """The shape of text, with room after it: where people part paragraphs with empty ones, we write none."""
    said = next((item.get(_W + "after") for item in text.paragraph if item.tag == _W + "spacing"), None)
    named = text.paragraph if text.style else (style_element(style), *text.paragraph)
    if said not in (None, "0") or (said is None and styles.is_spaced(host.sheet, style)):
        return Shape(paragraph=named, run=text.run)
    spacing = parts.parse(f'<w:spacing xmlns:w="{W}" w:after="120"/>'.encode(), file="", part="")
    others = tuple(item for item in named if item.tag != _W + "spacing")
    return Shape(paragraph=(*others, spacing), run=text.run)


def _is_default(style: _Element) -> bool:
    return style.get(_W + "type") == "paragraph" and style.get(_W + "default") in ("1", "true", "on")


def _level(lists: Lists, style: str) -> Level:
    link = lists.link(style)
    return link.level if link else Level()


def _new_list(lists: Lists, xml: str) -> Link:
    abstract, num = lists.add(xml)
    return Link(num=num, abstract=abstract, ilvl=0, level=Level())


def _texts(host: Host) -> Iterator[_Element]:
    """The paragraphs of plain text."""
    for element, line in host.lines.items():
        toc = line.style.casefold().startswith(("toc", "tm"))
        if line.heading is None and not line.item and len(line.text) > _LONG and not toc and not _numbers(element):
            yield element


def _numbers(element: _Element) -> bool:
    return child_value(element, "pPr", "numPr", "numId") not in (None, "0")


def shape(element: _Element, *, font: Iterable[str] = _FONT) -> Shape:
    """What a paragraph is made of; the fonts are those of most of its words."""
    properties = element.find(_W + "pPr")
    kept = {_W + name for name in _SHAPE}
    fonts = {_W + name for name in font}
    runs: Counter[bytes] = Counter()
    for run in element.iter(_W + "r"):
        said = sum(len(t.text or "") for t in run.findall(_W + "t"))
        if said:
            inside = run.find(_W + "rPr")
            found = [deepcopy(item) for item in (() if inside is None else inside) if item.tag in fonts]
            runs[_sealed("rPr", found)] += said
    paragraph = () if properties is None else tuple(deepcopy(item) for item in properties if item.tag in kept)
    most = runs.most_common(1)
    return Shape(paragraph=paragraph, run=tuple(_opened(most[0][0])) if most else ())


def _sealed(name: str, children: Iterable[_Element]) -> bytes:
    from lxml import etree

    holder = etree.Element(_W + name)
    holder.extend(children)
    return etree.tostring(holder, method="c14n")


def _opened(data: bytes) -> list[_Element]:
    return list(parts.parse(data, file="", part=""))


def _commonest(elements: Iterable[_Element], *, font: Iterable[str] = _FONT) -> Shape:
    """The shape that most of these paragraphs have."""
    shapes: Counter[tuple[bytes, bytes]] = Counter()
    for element in elements:
        found = shape(element, font=font)
        shapes[_sealed("pPr", found.paragraph), _sealed("rPr", found.run)] += 1
    if not shapes:
        return Shape()
    paragraph, run = shapes.most_common(1)[0][0]
    return Shape(paragraph=tuple(_opened(paragraph)), run=tuple(_opened(run)))


def title_like(host: Host, above: Title | None, level: int, *, typed: bool) -> tuple[Shape, Title] | None:
    """What the headings of a level are made of, those of the same article first; and one of them."""
    same = [title for title in host.titles if title.level == level and title.number and title.typed == typed]
    inside = [title for title in same if above is not None and _under(host, title, above)]
    found = inside or same
    if not found:
        return None
    looks = _commonest((title.element for title in found), font=TITLE_FONT)
    return looks, found[-1]


def _under(host: Host, title: Title, above: Title) -> bool:
    first = host.titles.index(above)
    rank = host.titles.index(title)
    return rank > first and all(other.level > above.level for other in host.titles[first + 1 : rank + 1])


def _bullet(host: Host, lists: Lists, style: str) -> Shape | None:
    """The commonest bullet of the document; None when the style of the role has a list of its own."""
    seen = (e for e, line in host.lines.items() if line.item and not line.number and _is_bullet(e, lists))
    common = _commonest(item for item in seen if len(words(item)) > 20)
    if common.paragraph:
        return common
    if lists.link(style):
        return None
    link = _new_list(lists, neutral.bullets(0))
    return Shape(paragraph=(style_element(style), numbered(link.num, 0)))


def _is_bullet(element: _Element, lists: Lists) -> bool:
    return _numbers(element) or lists.link(child_value(element, "pPr", "pStyle") or "") is not None


def style_element(name: str) -> _Element:
    """A `w:pStyle`."""
    from lxml import etree

    return etree.Element(_W + "pStyle", {_W + "val": name})


def numbered(num: str, ilvl: int) -> _Element:
    """A `w:numPr`."""
    from lxml import etree

    element = etree.Element(_W + "numPr")
    etree.SubElement(element, _W + "ilvl", {_W + "val": str(ilvl)})
    etree.SubElement(element, _W + "numId", {_W + "val": num})
    return element


def trimmed(host: Host, dress: Dress) -> None:
    """Take back the borrowed styles and lists that nothing uses."""
    used = {item.get(_W + "val", "") for item in host.root.iter(_W + "pStyle", _W + "rStyle", _W + "tblStyle")}
    by_id = {style.get(_W + "styleId", ""): style for style in host.sheet.findall(_W + "style")}
    kept: set[str] = set()
    while used:
        name = used.pop()
        if name in by_id and name not in kept:
            kept.add(name)
            used |= {child_value(by_id[name], link) or "" for link in ("basedOn", "next", "link")}
    for name in dress.borrowed - kept:
        host.sheet.remove(by_id[name])
    _trim_lists(host, _nums(host) - dress.nums)


def _trim_lists(host: Host, candidates: frozenset[str]) -> None:
    """Lists that were added in case, and that no paragraph uses."""
    used = {item.get(_W + "val") for root in (host.root, host.sheet) for item in root.iter(_W + "numId")}
    for num in [num for num in host.lists.findall(_W + "num") if num.get(_W + "numId") in candidates]:
        if num.get(_W + "numId") not in used:
            host.lists.remove(num)
    kept = {child_value(num, "abstractNumId") for num in host.lists.findall(_W + "num")}
    for abstract in host.lists.findall(_W + "abstractNum"):
        number = abstract.get(_W + "abstractNumId")
        if number not in kept and abstract.find(_W + "nsid") is not None and _is_ours(abstract):
            host.lists.remove(abstract)


def _is_ours(abstract: _Element) -> bool:
    return (child_value(abstract, "nsid") or "").startswith("1C4A000")
