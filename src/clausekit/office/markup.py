"""XML from outside: no DTD, no entity, no network, no tree that would fill the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from clausekit.office import SPLIT, Unsound

if TYPE_CHECKING:
    from lxml.etree import _Element

# Tags, then tags and attributes together: at most some 350 MB of memory and a few seconds of reading.
# A page that Word has worked on for long has some 1,800 tags.
MAX_TAGS: Final = 1_000_000
MAX_SIGNS: Final = 2_000_000
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def _where(error: Exception) -> str | None:
    """Where the parser gave up; it says why in English."""
    line, column = getattr(error, "position", (None, None))
    return f"une faute à la ligne {line}, colonne {column}" if line else None


def parse(data: bytes, *, part: str, bare: bool = False) -> _Element:
    """The root of an XML part, named for the message; `bare` leaves comments and instructions out."""
    from lxml import etree

    _refuse(data, part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, collect_ids=False, remove_comments=bare, remove_pis=bare
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unsound("Un élément XML du fichier est mal formé.", part=part, read=_where(error)) from error
    # An odd encoding could hide the word from the search above, not from the parser.
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise Unsound("Un élément XML déclare un DOCTYPE.", part=part)
    return root


def _refuse(data: bytes, part: str) -> None:
    # Two bytes a letter show in the first four: the others are not looked for in megabytes of one byte a letter.
    wide = any(byte in data[:4] for byte in (b"\0", b"\xff\xfe", b"\xfe\xff"))
    if b"!" in data and any(mark in data for mark in (_DOCTYPES if wide else _DOCTYPES[:1])):
        raise Unsound("Un élément XML déclare un DOCTYPE, ce qu’aucun fichier Word ne fait.", part=part)
    if len(data) > MAX_SIGNS:  # a tag has three signs at least
        tags = data.count(b"<")
        # No attribute is shorter than « a="" » and a blank: counting them is spared to most files.
        if tags > MAX_TAGS or (tags + len(data) // 5 > MAX_SIGNS and tags + data.count(b"=") > MAX_SIGNS):
            raise Unsound("Un élément XML du fichier est démesuré.", part=part, remedy=SPLIT)
