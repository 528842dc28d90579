"""A document of the authority, opened to be written into: its parts, its paragraphs, its headings.

What is a heading, and which number it prints, is told by the `draft` that `read` made of the same
bytes: styles, lists, or words in bold with a typed number.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit.draft import Draft, Line
from clausekit.word import numbering, parts, styles
from clausekit.word.neutral import W
from clausekit.word.package import Entry, entry, unpack
from clausekit.word.refusal import as_document, unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_OPEN = frozenset(_W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
# A line of a table of contents that somebody typed: « Article 7 – Pénalités ........ 12 ».
_LEADS = re.compile(r"(?:\t|[.…_·]{3,}|\s{3,})\s*\d{1,3}\s*$")
_PARTS = {"styles": ("styles.xml", styles.EMPTY), "numbering": ("numbering.xml", numbering.EMPTY)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A heading of the document. `typed` says that its number was typed by hand, `prefix` how it is written."""

    element: _Element
    level: int
    number: str
    text: str
    typed: bool = False
    prefix: str = ""

    @property
    def label(self) -> str:
        """« 7 Pénalités », as an error or a plan names it."""
        return f"{self.number} {self.text}".strip()


@dataclass(slots=True, kw_only=True)
class Host:
    """An opened document; `blocks` are its paragraphs and tables in order, `lines` what is read of them."""

    file: str
    entries: dict[str, Entry]
    main: str
    names: dict[str, str]
    root: _Element
    sheet: _Element
    lists: _Element
    blocks: tuple[_Element, ...]
    lines: dict[_Element, Line]
    titles: tuple[Title, ...]

    @property
    def body(self) -> _Element:
        """The body of the document."""
        found = self.root.find(_W + "body")
        assert found is not None  # noqa: S101 (`opened` has seen it)
        return found

    def packed(self) -> dict[str, Entry]:
        """The members to write: those whose tree still says the same keep their bytes."""
        roots = {self.main: self.root, self.names["styles"]: self.sheet, self.names["numbering"]: self.lists}
        changed = {name: data for name, root in roots.items() if (data := self._changed(name, root))}
        return {**self.entries, **{name: entry(name, data) for name, data in changed.items()}}

    def _changed(self, name: str, root: _Element) -> bytes:
        before = parts.serialise(parts.parse(self.entries[name].data(), file=self.file, part=name))
        after = parts.serialise(root)
        return b"" if after == before else after


def opened(data: bytes, *, file: str, draft: Draft) -> Host:
    """Open a document; `UnreadableFile` for what cannot be written into."""
    with as_document(file):
        entries = unpack(data, file)
        main = parts.main_part(entries, file=file)
        entries[parts.CONTENT_TYPES] = parts.normalised_types(entries, main, file=file)
        root = parts.parse(entries[main].data(), file=file, part=main)
        body = root.find(_W + "body")
        if body is None:
            raise unreadable(file, "Le document n’a pas de corps de texte.", part=main)
        names = {kind: part_of(entries, main, kind, file) for kind in _PARTS}
        sheet, lists = (parts.parse(entries[names[kind]].data(), file=file, part=names[kind]) for kind in _PARTS)
        blocks = tuple(_blocks(body))
        lines = _lines(blocks, draft)
        return Host(
            file=file,
            entries=entries,
            main=main,
            names=names,
            root=root,
            sheet=sheet,
            lists=lists,
            blocks=blocks,
            lines=lines,
            titles=tuple(
                _title(element, line)
                for element, line in lines.items()
                if line.heading and not _LEADS.search(spaced(element))
            ),
        )


def part_of(entries: dict[str, Entry], main: str, kind: str, file: str) -> str:
    """The name of the styles or the lists of a document (« styles », « numbering »), made empty when it has none."""
    found = parts.related(entries, main, kind, file=file)
    if found:
        return found[0]
    base, empty = _PARTS[kind]
    name = posixpath.join(posixpath.dirname(main), base)
    entries[name] = entry(name, empty)
    parts.declare(entries, main, kind, name, file=file)
    return name


def _blocks(parent: _Element) -> Iterator[_Element]:
    for child in parent:
        if child.tag in (_W + "p", _W + "tbl"):
            yield child
        elif child.tag in _OPEN:
            yield from _blocks(child)


def words(paragraph: _Element) -> str:
    """The text of a paragraph, its text boxes aside."""
    return "".join(t.text or "" for t in paragraph.iter(_W + "t") if _owner(t) is paragraph)


def spaced(paragraph: _Element) -> str:
    """The same text, with its tabs."""
    own = (item for item in paragraph.iter(_W + "t", _W + "tab") if _owner(item) is paragraph)
    return "".join((item.text or "") if item.tag == _W + "t" else "\t" for item in own)


def _owner(element: _Element) -> _Element | None:
    return next(element.iterancestors(_W + "p"), None)


def _folded(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in flat if char.isalnum())


def _lines(blocks: tuple[_Element, ...], draft: Draft) -> dict[_Element, Line]:
    """Which line of the draft each paragraph is; one that cannot be told is left out."""
    said = [_folded(words(block)) if block.tag == _W + "p" else None for block in blocks]
    found: dict[_Element, Line] = {}
    start = 0
    for item in draft.blocks:
        wanted = _folded(item.text) if isinstance(item, Line) else None
        if wanted == "":
            continue
        rank = next((at for at in range(start, len(blocks)) if _same(said[at], wanted)), None)
        if rank is None:
            continue
        start = rank + 1
        if isinstance(item, Line):
            found[blocks[rank]] = item
    return found


def _same(said: str | None, wanted: str | None) -> bool:
    if said is None or wanted is None:
        return said is wanted
    return said.endswith(wanted)


def _title(element: _Element, line: Line) -> Title:
    said = words(element)
    at = len(said) - len(line.text)
    own = _folded(said) != _folded(line.text)
    typed = bool(own and line.number)
    cut = re.split(re.escape(line.text[:12]), said, maxsplit=1)[0] if typed else ""
    prefix = cut if len(cut) <= max(at + 3, 1) else said[: max(at, 0)]
    return Title(
        element=element,
        level=line.heading or 1,
        number=line.number,
        text=line.text,
        typed=typed,
        prefix=prefix,
    )


def text_width(root: _Element) -> int:
    """The width between the margins of the last section, in twentieths of a point."""
    for section in reversed(list(root.iter(_W + "sectPr"))):
        size, margins = section.find(_W + "pgSz"), section.find(_W + "pgMar")
        if size is not None and margins is not None:
            sides = sum(float(margins.get(_W + side, "0")) for side in ("left", "right"))
            return int(float(size.get(_W + "w", "11906")) - sides)
    return 9072


def first_id(root: _Element) -> int:
    """A number that no bookmark bears, nor any above it."""
    ids = (start.get(_W + "id", "0") for start in root.iter(_W + "bookmarkStart"))
    return max((int(number) + 1 for number in ids if number.isdecimal()), default=0)
