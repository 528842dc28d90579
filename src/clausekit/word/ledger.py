"""What the properties of a document say of us: the entries written in it, and the paragraphs put there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit import mark
from clausekit.fragment import Fragment
from clausekit.word import parts, properties
from clausekit.word.hosts import Host
from clausekit.word.neutral import W
from clausekit.word.package import Entry, entry, pack

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"

PARAGRAPHS = mark.PARAGRAPHS
_PLACE = "docProps/custom.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inserted:
    """A document written into. `steps` say in French what goes where, `kept` what was left as a person made it,
    `replaced` what a person had made and is no more.

    `doubled` tells what somebody copied elsewhere.
    `dropped` are the words that only invited to type, and gave way. `data` is None when nothing is to be changed.
    """

    data: bytes | None
    steps: tuple[str, ...]
    added: int = 0
    updated: int = 0
    kept: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def part_of(host: Host) -> str | None:
    """The part of custom properties; None in a document without any."""
    return next(iter(parts.related(host.entries, "", "custom", file=host.file)), None)


def kept(host: Host) -> tuple[properties.Kept, ...]:
    """The custom properties of a document."""
    name = part_of(host)
    if name is None:
        return ()
    return properties.kept(parts.parse(host.entries[name].data(), file=host.file, part=name))


def value(host: Host, name: str) -> str:
    """A property of ours, as text."""
    found = next((item.value for item in kept(host) if item.name == name), "")
    root = parts.parse(found.encode(), file=host.file, part=_PLACE) if found else None
    return "" if root is None else "".join(map(str, root.itertext()))


def put_there(host: Host, piece: str) -> frozenset[str]:
    """The keys of the blocks that earlier runs wrote for a piece."""
    words = (word.partition(":") for word in value(host, PARAGRAPHS).split())
    return frozenset(key for owner, _, key in words if owner == piece)


def _entries(
    host: Host, fragment: Fragment, piece: str, marks: Iterable[mark.Mark], keys: Iterable[str]
) -> dict[str, Entry]:
    """The members of the document, its properties merged with ours."""
    entries = host.packed()
    name = part_of(host)
    before = kept(host)
    if name is None:
        name = _PLACE
        entries[name] = entry(name, b"")
        parts.declare(entries, "", "custom", name, file=host.file)
    ours = {
        **fragment.properties,
        mark.MANIFEST: _merged(value(host, mark.MANIFEST), mark.manifest(marks)),
        PARAGRAPHS: _merged(value(host, PARAGRAPHS), " ".join(f"{piece}:{key}" for key in keys)),
    }
    entries[name] = properties.custom(name, ours, before)
    return entries


def _merged(*texts: str) -> str:
    return " ".join(dict.fromkeys(word for text in texts for word in text.split()))


def sealed(host: Host, fragment: Fragment, piece: str, keys: Iterable[str]) -> bytes:
    """The file, with the properties that name our entries beside its own."""
    marks = [
        parsed for start in host.root.iter(_W + "bookmarkStart") if (parsed := mark.parse(start.get(_W + "name", "")))
    ]
    entries = _entries(host, fragment, piece, marks, keys)
    return pack(entries.values())


def dirty_contents(host: Host) -> None:
    """Ask Word to make the table of contents again when the document is opened; other fields are left alone."""
    for field in host.root.iter(_W + "fldSimple"):
        if field.get(_W + "instr", "").split()[:1] == ["TOC"]:
            field.set(_W + "dirty", "true")
    begun: _Element | None = None
    for element in host.root.iter(_W + "fldChar", _W + "instrText"):
        if element.tag == _W + "fldChar":
            begun = element if element.get(_W + "fldCharType") == "begin" else None
        elif begun is not None and (element.text or "").split()[:1] == ["TOC"]:
            begun.set(_W + "dirty", "true")
