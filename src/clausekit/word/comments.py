"""Word comments put in a copy of a file: what is said of it, at the paragraph it is said of.

The parts that hold no comment keep their bytes; comments that are there already are kept.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from clausekit.word import parts
from clausekit.word.characters import legal
from clausekit.word.hosts import Host, words
from clausekit.word.neutral import W
from clausekit.word.package import entry, pack

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_EMPTY = f'<w:comments xmlns:w="{W}"/>'.encode()
_AUTHOR, _INITIALS = "clausekit", "ck"


def commented(host: Host, remarks: Iterable[tuple[Sequence[_Element], tuple[str, ...]]]) -> bytes:
    """The file with its remarks: (paragraphs of the body, lines of the comment).

    A remark without a paragraph stands at the first one that has words.
    """
    name = _part(host)
    root = parts.parse(host.entries[name].data(), file=host.file, part=name)
    number = _free(host.root, root)
    for paragraphs, lines in remarks:
        for paragraph in paragraphs or _first(host):
            root.append(_comment(number, lines))
            _anchored(paragraph, number)
            number += 1
    entries = host.packed()
    entries[name] = entry(name, parts.serialise(root))
    return pack(entries.values())


def _part(host: Host) -> str:
    """The part of comments, created where the file has none."""
    found = parts.related(host.entries, host.main, "comments", file=host.file)
    if found:
        return found[0]
    name = posixpath.join(posixpath.dirname(host.main), "comments.xml")
    host.entries[name] = entry(name, _EMPTY)
    parts.declare(host.entries, host.main, "comments", name, file=host.file)
    return name


def _free(*roots: _Element) -> int:
    """A number that no comment bears, nor any above it."""
    tags = (_W + "comment", _W + "commentReference", _W + "commentRangeStart")
    ids = (item.get(_W + "id", "") for root in roots for item in root.iter(*tags))
    return max((int(number) + 1 for number in ids if number.isdecimal()), default=0)


def _first(host: Host) -> tuple[_Element, ...]:
    said = (paragraph for paragraph in host.body.iter(_W + "p") if words(paragraph).strip())
    found = next(said, None)
    if found is None:
        found = next(host.body.iter(_W + "p"), None)
    return () if found is None else (found,)


def _comment(number: int, lines: Iterable[str]) -> _Element:
    from lxml import etree

    comment = etree.Element(
        _W + "comment", {_W + "id": str(number), _W + "author": _AUTHOR, _W + "initials": _INITIALS}
    )
    for line in lines:
        run = etree.SubElement(etree.SubElement(comment, _W + "p"), _W + "r")
        text = etree.SubElement(run, _W + "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        text.text = legal(line)
    return comment


def _anchored(paragraph: _Element, number: int) -> None:
    """A comment over the whole of a paragraph."""
    from lxml import etree

    bears = {_W + "id": str(number)}
    at = 1 if paragraph.find(_W + "pPr") is not None else 0
    paragraph.insert(at, etree.Element(_W + "commentRangeStart", bears))
    etree.SubElement(paragraph, _W + "commentRangeEnd", bears)
    etree.SubElement(etree.SubElement(paragraph, _W + "r"), _W + "commentReference", bears)
