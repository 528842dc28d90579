"""How the parts of a Word file point to each other."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A link from a part. `kind` is the URI of its type; `target` is a part name unless `external`."""

    id: str
    kind: str
    target: str
    external: bool


def rels_name(part: str) -> str:
    """Where the relationships of a part are; the package itself is the part ""."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


def relations(root: _Element, part: str) -> tuple[Relation, ...]:
    """The relationships of a part, from the root of its .rels."""
    return tuple(_relation(element, part) for element in root.iter(REL + "Relationship"))


def _relation(element: _Element, part: str) -> Relation:
    target, external = element.get("Target", ""), element.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
    return Relation(id=element.get("Id", ""), kind=element.get("Type", ""), target=target, external=external)
