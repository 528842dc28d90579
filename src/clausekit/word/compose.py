"""Blocks of ours as paragraphs of a document: its styles, its numbers, its fonts, and our marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clausekit.fragment import Block, Heading, Item, Paragraph, Table, plain
from clausekit.word import body, hosts, identity, numbering, parts
from clausekit.word.body import Setting
from clausekit.word.dress import Dress, Shape
from clausekit.word.headings import Numbered
from clausekit.word.hosts import Host
from clausekit.word.neutral import W
from clausekit.word.numbering import child_value

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_TEXT_ROLES = frozenset(("corps", "corps-suite", "annonce"))
_PARAGRAPH_ORDER = ("pStyle", "keepNext", "keepLines", "numPr", "spacing", "ind", "jc", "outlineLvl")
_RUN_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "color", "sz", "szCs", "u",
)  # fmt: skip

# Twentieths of a point.
_AFTER_TABLE, _AFTER_LIST, _ABOVE_TITLE, _BELOW_TITLE = "160", "120", "240", "120"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One block as elements: a paragraph, or a table and its caption."""

    block: Block
    key: str
    elements: tuple[_Element, ...]
    words: str


def compose(
    host: Host,
    clothes: Dress,
    blocks: Sequence[tuple[str, Block]],
    *,
    numbers: Mapping[str, Numbered],
    references: Mapping[str, tuple[str, str]],
    piece: str,
) -> tuple[Written, ...]:
    """The elements of blocks (key, block), ready to be put in the document; lists are added to its own."""
    setting = Setting(
        sheet=clothes.sheet,
        references=references,
        text_width=hosts.text_width(host.root),
        first_id=hosts.first_id(host.root),
        first_num=numbering.Lists(host.lists, {}).next_num(),
    )
    xml, nums = body.write(tuple(_flat(block) for _, block in blocks), setting)
    for num in _parsed(nums):
        numbering.Lists(host.lists, {}).insert_num(num)
    done = []
    elements = iter(_parsed(xml))
    ids = hosts.first_id(host.root) + 10_000  # past those that `body` has just given
    listing = False
    for key, block in blocks:
        group = tuple(_group(block, elements))
        if group:
            _dressed(block, group, clothes, numbers.get(key))
            if listing and clothes.airless and isinstance(block, Paragraph):
                _parted(group[0], above=_AFTER_LIST)
            listing = isinstance(block, Item)
            words = identity.print_of(group, heading=isinstance(block, Heading))
            traced(group[0], identity.Trace(piece=piece, key=key, words=words).name, ids)
            ids += 1
            done.append(Written(block=block, key=key, elements=group, words=words))
    return tuple(done)


def _flat(block: Block) -> Block:
    # Its real depth comes with its shape; `body` knows four.
    return replace(block, level=min(block.level, 4)) if isinstance(block, Heading) else block


def _parsed(xml: str) -> list[_Element]:
    return list(parts.parse(f'<w:x xmlns:w="{W}">{xml}</w:x>'.encode(), file="", part=""))


def _group(block: Block, elements: Iterator[_Element]) -> Iterator[_Element]:
    """The elements that a block was written as; one without a word was not written."""
    if isinstance(block, Table):
        for element in elements:
            yield element
            if element.tag == _W + "tbl":
                return
    elif plain(block.content):
        yield next(elements)


def _dressed(block: Block, group: tuple[_Element, ...], clothes: Dress, number: Numbered | None) -> None:
    if isinstance(block, Table):
        for element in group:
            for cell in (element, *element.iter(_W + "p")):
                _fonts(cell, _faced(cell, clothes, only=("rFonts",)))
        return
    paragraph = group[0]
    if isinstance(block, Heading):
        if number is not None:
            _shaped(paragraph, number.shape, keep=True)
            _fonts(paragraph, number.shape.run)
            _typed(paragraph, number)
            if clothes.airless:
                _parted(paragraph, above=_ABOVE_TITLE, below=_BELOW_TITLE)
        return
    if isinstance(block, Paragraph) and block.role in _TEXT_ROLES:
        after_table = child_value(paragraph, "pPr", "pStyle") == clothes.sheet.ids["corps-suite"]
        _shaped(paragraph, clothes.text, keep=block.role == "annonce")
        if after_table:
            _parted(paragraph, above=_AFTER_TABLE)
    elif isinstance(block, Item) and not block.ordered and clothes.bullet is not None:
        _shaped(paragraph, clothes.bullet, keep=paragraph.find(f"{_W}pPr/{_W}keepNext") is not None)
    fonts = _faced(paragraph, clothes)
    _fonts(paragraph, fonts)
    if isinstance(block, Item) and block.ordered:
        _numbered_in(paragraph, fonts)


def _numbered_in(paragraph: _Element, fonts: Sequence[_Element]) -> None:
    """Put fonts on the mark of a paragraph, which its number is printed in."""
    from lxml import etree

    properties = paragraph.find(_W + "pPr")
    if fonts and properties is not None:
        mark = etree.SubElement(properties, _W + "rPr")
        found = {item.tag: deepcopy(item) for item in fonts}
        mark[:] = [found[_W + name] for name in _RUN_ORDER if _W + name in found]


def _faced(paragraph: _Element, clothes: Dress, *, only: Sequence[str] = ()) -> tuple[_Element, ...]:
    """The print of the text of the house, where the style of a paragraph does not bring it."""
    style = child_value(paragraph, "pPr", "pStyle") or ""
    fonts = clothes.text.run if style in clothes.kin else clothes.face
    return tuple(item for item in fonts if not only or item.tag in {_W + name for name in only})


def _shaped(paragraph: _Element, shape: Shape, *, keep: bool = False) -> None:
    """Give a paragraph these properties, in the order of the schema; `keep` holds it with the next."""
    from lxml import etree

    found = {item.tag: deepcopy(item) for item in shape.paragraph}
    if keep:
        found.setdefault(_W + "keepNext", etree.Element(_W + "keepNext"))
    else:
        found.pop(_W + "keepNext", None)
    properties = paragraph.find(_W + "pPr")
    assert properties is not None  # noqa: S101 (`body` writes one)
    properties[:] = [found[_W + name] for name in _PARAGRAPH_ORDER if _W + name in found]


def _parted(paragraph: _Element, *, above: str, below: str = "0") -> None:
    """Room above and below a paragraph, where nothing leaves any."""
    from lxml import etree

    properties = paragraph.find(_W + "pPr")
    assert properties is not None  # noqa: S101 (`body` writes one)
    spacing = properties.find(_W + "spacing")
    if spacing is None:
        spacing = etree.Element(_W + "spacing")
        at = [item for item in properties if item.tag not in {_W + name for name in ("ind", "jc", "outlineLvl")}]
        properties.insert(len(at), spacing)
    for side, room in (("before", above), ("after", below)):
        if room != "0" and spacing.get(_W + side, "0") == "0":
            spacing.set(_W + side, room)


def _fonts(element: _Element, fonts: Sequence[_Element]) -> None:
    """Put fonts on every run, over what its character style says."""
    from lxml import etree

    for run in element.iter(_W + "r") if fonts else ():
        properties = run.find(_W + "rPr")
        if properties is None:
            properties = etree.Element(_W + "rPr")
            run.insert(0, properties)
        found = {item.tag: deepcopy(item) for item in fonts} | {item.tag: item for item in properties}
        properties[:] = [found[_W + name] for name in _RUN_ORDER if _W + name in found]


def _typed(paragraph: _Element, number: Numbered) -> None:
    """Type the number of a heading before its words; a cross-reference prints that number alone."""
    if not number.typed:
        return
    from lxml import etree

    before, figure, after = number.prefix.rpartition(number.text)
    first = paragraph.find(_W + "r")
    model = None if first is None else first.find(_W + "rPr")
    at = 1  # after w:pPr
    for text in (before, figure, after):
        if text:
            run = etree.Element(_W + "r")
            if model is not None:
                run.append(deepcopy(model))
            said = etree.SubElement(run, _W + "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            said.text = text
            paragraph.insert(at, run)
            at += 1
    _narrowed(paragraph, paragraph[at - 1 - bool(after)])


def _narrowed(paragraph: _Element, figure: _Element) -> None:
    """The target of cross-references holds the typed number, not the title."""
    for start in paragraph.findall(_W + "bookmarkStart"):
        if start.get(_W + "name", "").startswith("_Ref_"):
            ends = paragraph.findall(_W + "bookmarkEnd")
            end = next(item for item in ends if item.get(_W + "id") == start.get(_W + "id"))
            figure.addprevious(start)
            figure.addnext(end)


def traced(element: _Element, name: str, number: int) -> None:
    """Put the trace at the head of the first paragraph."""
    from lxml import etree

    paragraph = element if element.tag == _W + "p" else next(element.iter(_W + "p"))
    start = etree.Element(_W + "bookmarkStart", {_W + "id": str(number), _W + "name": name})
    end = etree.Element(_W + "bookmarkEnd", {_W + "id": str(number)})
    at = 1 if paragraph.find(_W + "pPr") is not None else 0
    paragraph.insert(at, start)
    paragraph.insert(at + 1, end)


def references_of(blocks: Sequence[tuple[str, Block]], numbers: Mapping[str, Numbered]) -> dict[str, tuple[str, str]]:
    """(what is printed, switches) of each target of a cross-reference."""
    return {
        block.target: (numbers[key].text or f"«\u00a0{plain(block.content)}\u00a0»", numbers[key].switches)
        for key, block in blocks
        if isinstance(block, Heading) and block.target and key in numbers
    }


def deepened(block: Block, number: Numbered | None) -> Block:
    """A heading at its depth in the document."""
    return replace(block, level=number.level) if isinstance(block, Heading) and number else block
