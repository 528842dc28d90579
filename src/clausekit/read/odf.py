"""Names of OpenDocument, and its styles: which hide, which are bold, which number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

_URN = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, STYLE, DRAW = (_URN % name for name in ("office", "text", "table", "style", "drawing"))
META = _URN % "meta"
FORMAT = _URN % "xsl-fo-compatible"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
DC = "{http://purl.org/dc/elements/1.1/}"
_ESCAPE = re.compile(r"_([0-9a-fA-F]{2,4})_")
_DEEPEST = 50  # styles in a chain; more is a loop


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a style gives to a paragraph or a span."""

    name: str = ""
    hidden: bool = False
    bold: bool = False
    list_style: str = ""


class _Own(NamedTuple):
    """What a style says itself, read once however many have it for parent."""

    element: _Element
    parent: str
    list_style: str
    text: _Element | None


class Looks:
    """Styles by family and name, each worked out once along the chain of its parents."""

    def __init__(self, roots: Sequence[_Element]) -> None:
        self._elements = {
            (element.get(STYLE + "family", ""), element.get(STYLE + "name", "")): element
            for root in reversed(roots)
            for element in root.iter(STYLE + "style")
        }
        self._automatic = {
            element for root in roots for holder in root.iter(OFFICE + "automatic-styles") for element in holder
        }
        self._owns: dict[tuple[str, str], _Own] = {}
        self._known: dict[tuple[str, str], Look] = {}

    def get(self, family: str, name: str | None) -> Look:
        """The look of a style; an empty one for None."""
        key = family, name or ""
        if key not in self._known:
            self._known[key] = self._read(*key)
        return self._known[key]

    def _read(self, family: str, name: str) -> Look:
        chain: list[_Own] = []
        current = name
        while (own := self._own(family, current)) is not None and len(chain) < _DEEPEST:
            chain.append(own)
            current = own.parent
        named = next((own.element for own in chain if own.element not in self._automatic), None)
        return Look(
            name=_name(named, current),
            hidden=_property(chain, TEXT + "display") == "none",
            bold=(_property(chain, FORMAT + "font-weight") or "") in ("bold", "700", "800", "900"),
            list_style=next((own.list_style for own in chain if own.list_style), ""),
        )

    def _own(self, family: str, name: str) -> _Own | None:
        key = family, name
        if key not in self._owns and (element := self._elements.get(key)) is not None:
            self._owns[key] = _Own(
                element=element,
                parent=element.get(STYLE + "parent-style-name", ""),
                list_style=element.get(STYLE + "list-style-name", ""),
                text=element.find(STYLE + "text-properties"),
            )
        return self._owns.get(key)


def _name(named: _Element | None, missing: str) -> str:
    if named is None:
        return _spelt(missing)
    name = named.get(STYLE + "display-name") or named.get(STYLE + "name") or ""
    return _spelt(name)


def _spelt(name: str) -> str:
    """« Heading_20_1 » is « Heading 1 »."""
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), name)


def _property(chain: list[_Own], name: str) -> str | None:
    said = (own.text.get(name) for own in chain if own.text is not None)
    return next((found for found in said if found is not None), None)
