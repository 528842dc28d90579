"""Names of WordprocessingML, and small looks at its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
R_ID = f"{{{OFFICE}}}id"
_OFF = frozenset(("0", "false", "off", "none"))

# ISO 29500 strict says the same under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", OFFICE.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/customProperties",
        b"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
        b"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    ),
)


def transitional(data: bytes) -> bytes:
    """A part under the names that Word writes by default."""
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return data


def on(element: _Element | None) -> bool:
    """Whether a switch such as `w:b` is there and not turned off."""
    return element is not None and element.get(VAL, "1") not in _OFF


def value(element: _Element | None, *path: str) -> str | None:
    """The `w:val` at the end of a path of children; None when a step is missing."""
    for step in path:
        element = None if element is None else element.find(W + step)
    return None if element is None else element.get(VAL)


def integer(text: str | None, default: int) -> int:
    """A number as files write them, well or badly."""
    try:
        return int(text) if text else default
    except ValueError:
        return default


def indented(indent: _Element) -> float:
    """Where the first line of a paragraph begins, in points, by its `w:ind`."""
    left = indent.get(W + "left") or indent.get(W + "start")
    first = integer(indent.get(W + "firstLine"), 0) - integer(indent.get(W + "hanging"), 0)
    return (integer(left, 0) + first) / 20
