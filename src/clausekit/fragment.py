"""What a Word fragment holds, before Word: blocks and inlines, with no layout.

`assemble` makes fragments, `word` writes them. Text is already in French typography
(no-break spaces in place); heading numbers are Word's, so headings carry none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from clausekit.mark import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A run of plain text; `strong` asks for the template's strong character style."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A value that someone must still fill: printed highlighted, as « [à compléter … ] ».

    `who` is one of prescripteur, acheteur, facilitateur, candidat.
    """

    name: str
    label: str
    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unverified:
    """A legal reference that nobody has verified: printed highlighted."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    r"""A cross-reference to a heading of the same document.

    Written as a Word field `REF target \r \h` whose cached result is `cached`, the number
    that Word will give to the heading ("4.2").
    """

    target: str
    cached: str


Inline: TypeAlias = Text | Blank | Unverified | Ref
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A numbered heading, levels 1 to 4. `target` is the bookmark name that REF fields use."""

    level: int
    content: Inlines
    target: str | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A body paragraph. `role` is a style role: corps, annonce, note, titre, sous-titre, legende.

    An `annonce` leads to the list or table that follows, and stays on its page.
    """

    content: Inlines
    role: str = "corps"
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a list. Items that share `list_id` number together; a new id restarts at 1."""

    content: Inlines
    list_id: int
    ordered: bool = False
    mark: Mark | None = None


Cell: TypeAlias = tuple[Inlines, ...]  # one Inlines per paragraph of the cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `header` repeats on each page; `widths` are shares of the text width (sum 100).

    `numeric` are the indexes of the columns set flush right. `strong_rows` are the
    indexes of body rows printed with emphasis (the criteria above their sub-criteria).
    A `caption` is expected when two tables follow each other. The end of a page cuts no row, unless `splits`.
    """

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    numeric: frozenset[int] = frozenset()
    strong_rows: frozenset[int] = frozenset()
    caption: str | None = None
    mark: Mark | None = None
    splits: bool = False


Block: TypeAlias = Heading | Paragraph | Item | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """One Word file: `piece` is its printed name (CCTP, CCP, lettre, Annexe COM-A02, Note…).

    `title` and `subject` become document properties and the first lines of the page.
    `properties` (strings) are written as custom properties. `contract` is false for the
    prescriber's note, which is not a contract piece.
    """

    piece: str
    title: str
    subject: str
    blocks: tuple[Block, ...]
    buyer: str = ""
    contract: bool = True
    properties: Mapping[str, str] = field(default_factory=dict)


def plain(content: Inlines) -> str:
    """The text that a reader sees, cross-references by their cached number."""
    return "".join(part.cached if isinstance(part, Ref) else part.text for part in content)
