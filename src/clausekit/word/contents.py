"""The table of contents of a document, made again: entries by us, pages by whoever lays the document out.

The document itself goes nowhere: a copy of it, with a probe at its end, is what is laid out. The
probe prints the page of each heading. Then the pages are written in the document's own field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit.draft import Draft
from clausekit.word import entries, hosts, ledger, listed, parts
from clausekit.word.hosts import Host
from clausekit.word.listed import Listed
from clausekit.word.neutral import W
from clausekit.word.package import entry, pack
from clausekit.word.refusal import as_document

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_PROBE = re.compile(r"ckp([a-z]+)q\s*(\S+?)\s*qz")
_FIRST_BOOKMARK = 900_000_001


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A TOC field: the paragraphs from where it begins to where it ends, and what it calls for."""

    paragraphs: tuple[_Element, ...]
    call: listed.Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A document whose table has its entries and not yet its pages. `probe` is the copy to lay out."""

    host: Host
    pages: tuple[_Element, ...]
    probe: bytes

    def filled(self, found: Mapping[int, str]) -> bytes | None:
        """The document with these pages (rank of the entry -> page); None when one is missing."""
        if any(rank not in found for rank in range(len(self.pages))):
            return None
        for rank, element in enumerate(self.pages):
            element.text = found[rank]
        return pack(self.host.packed().values())


def prepared(data: bytes, *, file: str, draft: Draft) -> Contents | None:
    """The table of a document, its entries made again; None where there is none that we know to make."""
    host = hosts.opened(data, file=file, draft=draft)
    with as_document(file):
        field = _field(host)
        if field is None:
            return None
        found = tuple(listed.of(host, field.call, aside=frozenset(field.paragraphs)))
        if not found:
            return None
        anchors = _anchors(host, found)
        pages = entries.rewritten(host, field.paragraphs, found, anchors, links=field.call.links)
        ledger.dirty_contents(host)  # Word lays out its own way: it counts again at opening
        return Contents(host=host, pages=pages, probe=_probe(host, anchors))


def read_pages(texts: Iterable[str]) -> dict[int, str]:
    """What the probe printed: rank of the entry -> page."""
    return {_rank(name): page for text in texts for name, page in _PROBE.findall(text)}


def _field(host: Host) -> Field | None:
    """The first table of headings whose paragraphs stand side by side."""
    marked = any((code.text or "").split()[:1] == ["TC"] for code in host.body.iter(_W + "instrText"))
    for code in host.body.iter(_W + "instrText"):
        paragraph = next(code.iterancestors(_W + "p"))
        wanted = listed.call(_code(paragraph), marked=marked)
        if wanted is not None:
            paragraphs = tuple(_until_end(paragraph)) if _opens(paragraph) else ()
            return Field(paragraphs=paragraphs, call=wanted) if paragraphs else None
    return None


def _code(paragraph: _Element) -> str:
    """The code of the first field that a paragraph begins."""
    said = []
    for element in paragraph.iter(_W + "instrText", _W + "fldChar"):
        if element.tag == _W + "instrText":
            said.append(element.text or "")
        elif element.get(_W + "fldCharType") != "begin":
            break
    return "".join(said).strip()


def _opens(paragraph: _Element) -> bool:
    """Whether the entries of a field begin in the paragraph that begins it."""
    signs = paragraph.iter(_W + "fldChar")
    return any(sign.get(_W + "fldCharType") == "separate" for sign in signs)


def _until_end(first: _Element) -> Iterator[_Element]:
    """The paragraphs of a field, the first to the last; nothing when something else stands among them."""
    depth, found = 0, []
    element: _Element | None = first
    while element is not None:
        if element.tag == _W + "p":
            found.append(element)
        elif element.tag not in (_W + "bookmarkStart", _W + "bookmarkEnd", _W + "proofErr"):
            return
        for sign in element.iter(_W + "fldChar"):
            depth += {"begin": 1, "end": -1}.get(sign.get(_W + "fldCharType", ""), 0)
            if depth == 0:
                yield from (() if any(_ends_section(item) for item in found) else found)
                return
        element = element.getnext()


def _ends_section(paragraph: _Element) -> bool:
    return paragraph.find(f"{_W}pPr/{_W}sectPr") is not None


def _anchors(host: Host, found: Sequence[Listed]) -> tuple[str, ...]:
    """The bookmark of each heading, its own « _Toc… » where it has one."""
    taken = {start.get(_W + "name", "") for start in host.root.iter(_W + "bookmarkStart")}
    free = (name for n in range(len(taken) + len(found)) if (name := f"_Toc{_FIRST_BOOKMARK + n}") not in taken)
    ids = hosts.first_id(host.root)
    names = []
    for rank, item in enumerate(found):
        own = (start.get(_W + "name", "") for start in item.paragraph.iter(_W + "bookmarkStart"))
        known = next((name for name in own if name.startswith("_Toc")), None)
        if known is None:
            known = next(free)
            _bookmarked(item.paragraph, known, str(ids + rank))
        names.append(known)
    return tuple(names)


def _bookmarked(paragraph: _Element, name: str, number: str) -> None:
    from lxml import etree

    at = 1 if paragraph.find(_W + "pPr") is not None else 0
    paragraph.insert(at, etree.Element(_W + "bookmarkStart", {_W + "id": number, _W + "name": name}))
    etree.SubElement(paragraph, _W + "bookmarkEnd", {_W + "id": number})


# --- the probe ---------------------------------------------------------------------------------


def _probe(host: Host, anchors: Sequence[str]) -> bytes:
    """A copy that prints at its end, in letters and figures, the page of each heading."""
    root = parts.parse(parts.serialise(host.root), file=host.file, part=host.main)
    body = root.find(_W + "body")
    assert body is not None  # noqa: S101 (`hosts` has seen it)
    at = next((rank for rank, item in enumerate(body) if item.tag == _W + "sectPr" and item is body[-1]), len(body))
    for rank, name in enumerate(anchors):
        body.insert(at + rank, _printing(rank, name))
    return pack({**host.packed(), host.main: entry(host.main, parts.serialise(root))}.values())


def _printing(rank: int, name: str) -> _Element:
    """Letters for the rank: figures would look like the running number of a page."""
    runs = (f'<w:t xml:space="preserve">ckp{_letters(rank)}q </w:t>', *entries.page_field(name), "<w:t> qz</w:t>")
    inside = "".join(f"<w:r>{run}</w:r>" for run in runs)
    return parts.parse(f'<w:p xmlns:w="{W}">{inside}</w:p>'.encode(), file="", part="")


def _letters(rank: int) -> str:
    head, last = divmod(rank, 26)
    return (_letters(head - 1) if head else "") + chr(ord("a") + last)


def _rank(letters: str) -> int:
    rank = 0
    for letter in letters:
        rank = rank * 26 + ord(letter) - ord("a") + 1
    return rank - 1
