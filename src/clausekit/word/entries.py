"""The entries of a table of contents, written as those that it had: same styles, same tabs, same links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from clausekit.word import hosts, parts
from clausekit.word.characters import legal
from clausekit.word.hosts import Host, words
from clausekit.word.listed import Listed
from clausekit.word.neutral import W
from clausekit.word.numbering import child_value

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_UNKNOWN = "00"  # as wide as the page that will replace it
_TOC_NAME = re.compile(r"(?:toc|tm|contents) ?([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What an entry is made of: properties of its paragraph, of its words, of its tabs, of its page."""

    paragraph: _Element | None = None
    word: _Element | None = None
    tab: _Element | None = None
    page: _Element | None = None
    linked: bool = True
    tabbed: bool = True  # between the number and the words


def page_field(name: str) -> tuple[str, ...]:
    """The insides of the runs of a PAGEREF field."""
    return (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> PAGEREF {escape(name)} \\h </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{_UNKNOWN}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )


def rewritten(
    host: Host, field: Sequence[_Element], found: Sequence[Listed], anchors: Sequence[str], *, links: bool
) -> tuple[_Element, ...]:
    """Put the entries in the place of those of the field; the elements where pages are to be written."""
    first, last = field[0], field[-1]
    head, tail = _taken_head(first), _taken_tail(last)
    old = [paragraph for paragraph in field if words(paragraph).strip() and paragraph.find(f".//{_W}tab") is not None]
    models = _Models(host, first, old, links=links)
    made = [_entry(models.of(item, name), item, name) for item, name in zip(found, anchors, strict=True)]
    at = 1 if made[0].find(_W + "pPr") is not None else 0
    made[0][at:at] = head
    for paragraph in made:
        first.addprevious(paragraph)
    closing = last if last is not first and not words(last).strip() else None
    for element in field:
        if element is not closing:
            _parent(element).remove(element)
    target = made[-1] if closing is None else closing
    target.extend(tail)
    return tuple(_page_of(paragraph) for paragraph in made)


def _taken_head(paragraph: _Element) -> list[_Element]:
    """What opens the field, taken out of its first paragraph."""
    head: list[_Element] = []
    for child in [item for item in paragraph if item.tag != _W + "pPr"]:
        head.append(child)
        signs = child.iter(_W + "fldChar")
        if any(sign.get(_W + "fldCharType") == "separate" for sign in signs):
            break
    for child in head:
        paragraph.remove(child)
    return head


def _taken_tail(paragraph: _Element) -> list[_Element]:
    """What closes the field, taken out of its last paragraph: from the sign that has no beginning there."""
    depth = 0
    tail: list[_Element] = []
    for child in paragraph:
        for sign in child.iter(_W + "fldChar"):
            depth += {"begin": 1, "end": -1}.get(sign.get(_W + "fldCharType", ""), 0)
        if depth < 0 and child.tag != _W + "pPr":
            tail.append(child)
    for child in tail:
        paragraph.remove(child)
    return tail


class _Models:
    """The entries that a table had: by the heading they lead to, else by level."""

    def __init__(self, host: Host, first: _Element, old: Sequence[_Element], *, links: bool) -> None:
        self._host = host
        self._links = links
        self._styles = {
            int(found[1]): style.get(_W + "styleId", "")
            for style in host.sheet.findall(_W + "style")
            if (found := _TOC_NAME.fullmatch(child_value(style, "name") or ""))
        }
        self._by_anchor = {link.get(_W + "anchor"): p for p in old for link in p.iter(_W + "hyperlink")}
        levels = {style: level for level, style in self._styles.items()}
        self._by_level = {levels.get(child_value(p, "pPr", "pStyle") or "", 0): p for p in old}
        self._any = old[-1] if old else None
        self._around = child_value(first, "pPr", "pStyle") or ""

    def of(self, item: Listed, anchor: str) -> Model:
        """What the entry of a heading is made like."""
        own = self._by_anchor.get(anchor)
        like = own if own is not None else self._by_level.get(item.level)
        if like is not None:
            return _model(like)
        other = _model(self._any) if self._any is not None else Model(linked=self._links, tabbed=False)
        return Model(
            paragraph=self._properties(item.level),
            word=other.word,
            tab=other.tab,
            page=other.page,
            linked=other.linked,
            tabbed=other.tabbed,
        )

    def _properties(self, level: int) -> _Element:
        """Of a level that the table never had: its style, or a tab with dots to the right margin."""
        own = self._styles.get(level)
        style = own or self._around
        width = hosts.text_width(self._host.root)
        dots = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
        named = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
        indent = "" if own else f'<w:ind w:left="{220 * (level - 1)}"/>'
        return parts.parse(f'<w:pPr xmlns:w="{W}">{named}{dots}{indent}</w:pPr>'.encode(), file="", part="")


def _model(paragraph: _Element) -> Model:
    runs = list(paragraph.iter(_W + "r"))
    said = [run for run in runs if run.find(_W + "t") is not None]
    tabs = [run for run in runs if run.find(_W + "tab") is not None]
    paged = [run for run in runs if run.find(_W + "instrText") is not None] or said[-1:]
    return Model(
        paragraph=paragraph.find(_W + "pPr"),
        word=said[0].find(_W + "rPr") if said else None,
        tab=tabs[0].find(_W + "rPr") if tabs else None,
        page=paged[0].find(_W + "rPr") if paged else None,
        linked=next(paragraph.iter(_W + "hyperlink"), None) is not None,
    )


def _entry(model: Model, item: Listed, anchor: str) -> _Element:
    from lxml import etree

    entry = etree.Element(_W + "p")
    if model.paragraph is not None:
        entry.append(deepcopy(model.paragraph))
    holder = entry
    if model.linked:
        holder = etree.SubElement(entry, _W + "hyperlink", {_W + "anchor": anchor, _W + "history": "1"})
    for properties, inside in _runs(model, item, anchor):
        run = parts.parse(f'<w:r xmlns:w="{W}">{inside}</w:r>'.encode(), file="", part="")
        if properties is not None:
            run.insert(0, deepcopy(properties))
        holder.append(run)
    etree.cleanup_namespaces(entry)
    return entry


def _runs(model: Model, item: Listed, anchor: str) -> Iterator[tuple[_Element | None, str]]:
    """(properties, insides) of each run of an entry."""
    if item.label:
        yield model.word, _text(item.label if model.tabbed else f"{item.label} ")
        if model.tabbed:
            yield model.tab, "<w:tab/>"
    yield model.word, _text(item.text)
    yield model.page, "<w:tab/>"
    yield from ((model.page, inside) for inside in page_field(anchor))


def _text(said: str) -> str:
    return f'<w:t xml:space="preserve">{escape(legal(said))}</w:t>'


def _page_of(paragraph: _Element) -> _Element:
    """The text of the last run that has one: the result of the PAGEREF field."""
    return list(paragraph.iter(_W + "t"))[-1]


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101 (a paragraph of the body)
    return parent
