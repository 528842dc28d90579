"""The tracked changes of an OpenDocument text: insertions are in the text, deletions beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clausekit.draft import Change
from clausekit.read.inline import DELETION, INSERTION
from clausekit.read.odf import DC, OFFICE, TEXT, XML_ID

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPHS = (TEXT + "p", TEXT + "h")


def tracked(root: _Element) -> dict[str, Change]:
    """The tracked changes of a document by identifier; an insertion has its words in the text."""
    found = {}
    for region in root.iter(TEXT + "changed-region"):
        name = region.get(TEXT + "id") or region.get(XML_ID) or ""
        for child in region:
            kind = {TEXT + "insertion": INSERTION, TEXT + "deletion": DELETION}.get(child.tag)
            if kind:
                found[name] = _region(child, kind)
    return found


def _region(element: _Element, kind: str) -> Change:
    info = element.find(OFFICE + "change-info")
    author = "" if info is None else info.findtext(DC + "creator") or ""
    date = "" if info is None else info.findtext(DC + "date") or ""
    paragraphs = element.iter(*_PARAGRAPHS)
    text = "\n".join("".join(map(str, paragraph.itertext())) for paragraph in paragraphs)
    return Change(kind=kind, text=text, author=author, date=date)
