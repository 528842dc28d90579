"""Names of WordprocessingML that a redline deals with, and small ways to look at an element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from clausekit.word.neutral import W

if TYPE_CHECKING:
    from lxml.etree import _Element

SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SHELLS: Final = ("sdt", "sdtContent", "customXml")


def w(name: str) -> str:
    """A name of WordprocessingML, as lxml spells it."""
    return f"{{{W}}}{name}"


def local(element: _Element) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction."""
    tag: Any = element.tag
    return tag[tag.find("}") + 1 :] if isinstance(tag, str) else ""


def value(element: _Element | None, name: str = "val") -> str:
    """An attribute of WordprocessingML, "" when there is none."""
    return "" if element is None else element.get(w(name), "")


def found(element: _Element | None, *path: str) -> _Element | None:
    """The element at the end of a path of children."""
    for name in path:
        element = None if element is None else next(element.iterchildren(w(name)), None)
    return element


def made(tag: str, **attributes: str) -> _Element:
    """A new element, its attributes in the same namespace."""
    from lxml import etree

    return etree.Element(w(tag), {w(name): text for name, text in attributes.items()})


def inside(container: _Element, *kinds: str) -> Iterator[_Element]:
    """The children of these kinds, through content controls and custom XML, in the order of the page."""
    for child in container:
        name = local(child)
        if name in kinds:
            yield child
        elif name in _SHELLS:
            yield from inside(child, *kinds)


def head(element: _Element, tag: str) -> _Element:
    """The properties of an element, put at its head when it has none."""
    properties = element.find(w(tag))
    if properties is None:
        properties = made(tag)
        element.insert(0, properties)
    return properties


def removed(element: _Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
