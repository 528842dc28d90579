r"""The prose of clauses: text <-> blocks.

    Le titulaire trie les déchets.          one sentence per line; a newline is a space
                                            a blank line ends the paragraph
    - le bois ;                             a bullet
    1. premièrement                         a numbered item
    | a | b |                               a table, header above `|---|---|`
    ## Titre                                a title (annex sections only)
    [[=penalites]]                          a computed block, alone in its paragraph
    {{ taux }}  [[DEC-014]]                 a blank, a link to another entry
    \{{  \[[                                the signs themselves

`parse(unparse(blocks)) == blocks` holds for every value that `parse` returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text inside a paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A blank: the name of a parameter or a reserved word."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another entry, by id."""

    id: str


Piece: TypeAlias = Words | Slot | Link
Line: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, as the sentences (lines) of the source."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of items; an item may run over several lines."""

    ordered: bool
    items: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: header cells, then rows of as many cells."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Title:
    """A title inside an annex section."""

    text: str


@dataclass(frozen=True, slots=True)
class Computed:
    """A block that the engine computes."""

    name: str


Block: TypeAlias = Para | Listing | Grid | Title | Computed

_TOKEN = re.compile(
    r"\\(?P<escape>\{\{|\[\[)"
    r"|\{\{\s*(?P<slot>[a-z][a-z0-9_]*)\s*\}\}"
    r"|\[\[(?P<link>[A-Z]{3,6}-[CGA]?[0-9]{2,3})\]\]"
)
_COMPUTED = re.compile(r"^\[\[=([a-z_]+)\]\]$")
_BULLET = re.compile(r"^- +(.*)$")
_NUMBER = re.compile(r"^[0-9]+\. +(.*)$")
_RULE = re.compile(r"^\|(\s*:?-+:?\s*\|)+$")
_LEFTOVER = re.compile(r"(?<!\\)(\{\{|\}\}|\[\[|\]\]|\{%|%\}|\{#|#\})")


def inline(text: str) -> Line:
    """The pieces of one line of text."""
    pieces: list[Piece] = []
    words, start = "", 0
    for token in _TOKEN.finditer(text):
        words += text[start : token.start()] + (token["escape"] or "")
        start = token.end()
        if token["escape"]:
            continue
        if words:
            pieces.append(Words(words))
            words = ""
        pieces.append(Slot(token["slot"]) if token["slot"] else Link(token["link"]))
    words += text[start:]
    if words:
        pieces.append(Words(words))
    return tuple(pieces)


def stray_signs(text: str) -> tuple[tuple[int, str], ...]:
    """Signs of a blank or link that `inline` does not understand: (line from 0, excerpt)."""
    found = []
    for number, line in enumerate(text.split("\n")):
        if _COMPUTED.match(line.strip()):
            continue
        rest = _TOKEN.sub("", line)
        match = _LEFTOVER.search(rest)
        if match:
            found.append((number, rest[max(0, match.start() - 5) : match.end() + 15].strip()))
    return tuple(found)


def _cells(line: str) -> tuple[Line, ...]:
    return tuple(inline(cell.strip()) for cell in line.strip().strip("|").split("|"))


def _table(lines: list[str]) -> Grid:
    body = [line for line in lines[1:] if not _RULE.match(line)]
    header = _cells(lines[0])
    width = len(header)
    return Grid(header, tuple(_row(_cells(line), width) for line in body))


def _row(cells: tuple[Line, ...], width: int) -> tuple[Line, ...]:
    """As many cells as the header has: the last one holds what comes after it, so that no word is lost."""
    rest = tuple(piece for cell in cells[width:] for piece in (Words(" | "), *cell))
    kept = cells[:width] + ((),) * (width - len(cells))
    return (*kept[:-1], kept[-1] + rest) if rest else kept


def kind_of(line: str) -> str:
    """What a line alone is: words, bullet, number, table, title or computed."""
    if line.startswith("|"):
        return "table"
    if line.startswith("## "):
        return "title"
    if _COMPUTED.match(line):
        return "computed"
    if _BULLET.match(line):
        return "bullet"
    if _NUMBER.match(line):
        return "number"
    return "words"


def _items(lines: list[str], pattern: re.Pattern[str]) -> tuple[tuple[Line, ...], ...]:
    items: list[list[Line]] = []
    for line in lines:
        opened = pattern.match(line)
        if opened:
            items.append([inline(opened[1].strip())])
        else:
            items[-1].append(inline(line))
    return tuple(tuple(item) for item in items)


def _block(kind: str, lines: list[str]) -> Block:
    if kind == "table":
        return _table(lines)
    if kind == "title":
        return Title(lines[0][3:].strip())
    if kind == "computed":
        found = _COMPUTED.match(lines[0])
        return Computed(found[1] if found else "")
    if kind == "bullet":
        return Listing(False, _items(lines, _BULLET))
    if kind == "number":
        return Listing(True, _items(lines, _NUMBER))
    return Para(tuple(inline(line) for line in lines))


# A paragraph line may follow a list item (it continues it); any other change of kind starts a block.
_CONTINUES = {("bullet", "words"), ("number", "words")}
_ALONE = {"title", "computed"}


def runs(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lines of each block, stripped, with its kind: words, bullet, number, table, title or computed."""
    kind, lines = "", list[str]()
    for raw in (*text.split("\n"), ""):
        line = raw.strip()
        new = kind_of(line) if line else ""
        same = new == kind and new not in _ALONE
        if lines and not same and (kind, new) not in _CONTINUES:
            yield kind, tuple(lines)
            kind, lines = "", []
        if line:
            kind = kind or new
            lines.append(line)


# The texts of a library are the same from one dossier of a run to the next, and several rules read each.
_read_once = lru_cache(maxsize=4096)


@_read_once
def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a prose."""
    return tuple(_block(kind, list(lines)) for kind, lines in runs(text))


def _source(piece: Piece) -> str:
    if isinstance(piece, Slot):
        return "{{ " + piece.name + " }}"
    if isinstance(piece, Link):
        return f"[[{piece.id}]]"
    return piece.text.replace("{{", r"\{{").replace("[[", r"\[[")


def line_source(line: Line) -> str:
    """The source of one line."""
    return "".join(_source(piece) for piece in line)


def _grid_source(grid: Grid) -> str:
    rows = [grid.header, *grid.rows]
    text = ["| " + " | ".join(line_source(cell) for cell in row) + " |" for row in rows]
    text.insert(1, "|" + "---|" * len(grid.header))
    return "\n".join(text)


def _list_source(block: Listing) -> str:
    out = []
    for number, item in enumerate(block.items, start=1):
        mark = f"{number}. " if block.ordered else "- "
        lines = [line_source(line) for line in item]
        out.append(mark + lines[0])
        out += [" " * len(mark) + line for line in lines[1:]]
    return "\n".join(out)


def _block_source(block: Block) -> str:
    if isinstance(block, Para):
        return "\n".join(line_source(line) for line in block.lines)
    if isinstance(block, Listing):
        return _list_source(block)
    if isinstance(block, Grid):
        return _grid_source(block)
    if isinstance(block, Title):
        return f"## {block.text}"
    return f"[[={block.name}]]"


def unparse(blocks: tuple[Block, ...]) -> str:
    """The source of blocks, one blank line between them."""
    return "\n\n".join(_block_source(block) for block in blocks) + "\n"


def lines_of(block: Block) -> tuple[Line, ...]:
    """Every line of a block, in reading order."""
    if isinstance(block, Para):
        return block.lines
    if isinstance(block, Listing):
        return tuple(line for item in block.items for line in item)
    if isinstance(block, Grid):
        return (*block.header, *(cell for row in block.rows for cell in row))
    return ()


@_read_once
def slots(text: str) -> frozenset[str]:
    """Names of the blanks used in a text."""
    return frozenset(
        piece.name for block in parse(text) for line in lines_of(block) for piece in line if isinstance(piece, Slot)
    )


@_read_once
def links(text: str) -> frozenset[str]:
    """Ids of the entries that a text refers to."""
    return frozenset(
        piece.id for block in parse(text) for line in lines_of(block) for piece in line if isinstance(piece, Link)
    )


@_read_once
def computed(text: str) -> frozenset[str]:
    """Names of the computed blocks of a text."""
    return frozenset(block.name for block in parse(text) if isinstance(block, Computed))
