"""The headers and footers of two documents, put face to face by what they are for: every page, the first, even ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from clausekit.office.relations import relations, rels_name
from clausekit.word import parts
from clausekit.word.tracked.names import value, w
from clausekit.word.tracked.side import Side

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS: Final = ("headerReference", "footerReference")
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """A header or footer of the new document, and that of the old one; `part` is the name of the new one."""

    part: str
    old: _Element
    new: _Element


def margins(old: Side, new: Side) -> tuple[Margin, ...]:
    """Those that both documents have, each part once: what only one of them has stays as it is."""
    before = dict(_parts(old))
    seen: dict[str, Margin] = {}
    for key, part in _parts(new):
        if key in before and part not in seen:
            seen[part] = Margin(part=part, old=_root(old, before[key]), new=_root(new, part))
    return tuple(seen.values())


def _parts(side: Side) -> Iterator[tuple[tuple[str, str, int], str]]:
    """What each reference is for (kind, pages, rank of its section), and the part that it leads to."""
    name = rels_name(side.main)
    if name not in side.entries:
        return
    links = relations(parts.parse(side.entries[name].data(), file=side.file, part=name), side.main)
    targets = {link.id: link.target for link in links if not link.external and link.target in side.entries}
    for rank, section in enumerate(side.root.iter(w("sectPr"))):
        for kind in _KINDS:
            for reference in section.iterchildren(w(kind)):
                target = targets.get(reference.get(_ID, ""))
                if target:
                    yield (kind, value(reference, "type") or "default", rank), target


def _root(side: Side, part: str) -> _Element:
    return parts.parse(side.entries[part].data(), file=side.file, part=part)
