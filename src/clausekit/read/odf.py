"""Names of OpenDocument, and its styles: which hide, which are bold, which number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
        self._known: dict[tuple[str, str], Look] = {}

    def get(self, family: str, name: str | None) -> Look:
        """The look of a style; an empty one for None."""
        key = family, name or ""
        if key not in self._known:
            self._known[key] = self._read(*key)
        return self._known[key]

    def _read(self, family: str, name: str) -> Look:
        chain: list[_Element] = []
        current = name
        while (element := self._elements.get((family, current))) is not None and len(chain) < _DEEPEST:
            chain.append(element)
            current = element.get(STYLE + "parent-style-name", "")
        named = next((element for element in chain if element not in self._automatic), None)
        return Look(
            name=_name(named, chain[-1].get(STYLE + "parent-style-name", "") if chain else name),
            hidden=_property(chain, TEXT + "display") == "none",
            bold=(_property(chain, FORMAT + "font-weight") or "") in ("bold", "700", "800", "900"),
            list_style=next(
                (e.get(STYLE + "list-style-name", "") for e in chain if e.get(STYLE + "list-style-name")), ""
            ),
        )


def _name(named: _Element | None, missing: str) -> str:
    if named is None:
        return _spelt(missing)
    name = named.get(STYLE + "display-name") or named.get(STYLE + "name") or ""
    return _spelt(name)


def _spelt(name: str) -> str:
    """« Heading_20_1 » is « Heading 1 »."""
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), name)


def _property(chain: list[_Element], name: str) -> str | None:
    for element in chain:
        properties = element.find(STYLE + "text-properties")
        found = None if properties is None else properties.get(name)
        if found is not None:
            return found
    return None
