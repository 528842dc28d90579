"""The file that is published: the words as they are, without the marks that follow the clauses.

Cross-references and their targets stay: they are part of the document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from clausekit.word import parts, properties
from clausekit.word.neutral import W
from clausekit.word.package import entry, pack, unpack
from clausekit.word.refusal import as_document

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")


def clean(data: bytes, *, file: str) -> bytes:
    """The same document without `_ck_` bookmarks nor custom properties of ours; other parts keep their bytes."""
    with as_document(file):
        entries = unpack(data, file)
        main = parts.main_part(entries, file=file)
        around = (name for kind in _STORIES for name in parts.related(entries, main, kind, file=file))
        for name in (main, *around):
            root = parts.parse(entries[name].data(), file=file, part=name)
            if _unmarked(root):
                entries[name] = entry(name, parts.serialise(root))
        for name in parts.related(entries, "", "custom", file=file):
            kept = properties.kept(parts.parse(entries[name].data(), file=file, part=name))
            others = tuple(item for item in kept if not item.name.startswith("clausekit."))
            if len(others) != len(kept):
                entries[name] = properties.custom(name, {}, others)
    return pack(entries.values())


def _unmarked(root: _Element) -> bool:
    """Take the identity marks off a part; whether there were any."""
    ours = [start for start in root.iter(_W + "bookmarkStart") if start.get(_W + "name", "").startswith("_ck_")]
    ids = {start.get(_W + "id") for start in ours}
    ends = [end for end in root.iter(_W + "bookmarkEnd") if end.get(_W + "id") in ids]
    for element in (*ours, *ends):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)  # a bookmark has no text, and nothing follows it but elements
    return bool(ours)
