"""The passages of a document that tell how offers are judged, lot by lot.

A passage opens with a title or a sentence on the judgement of offers, and closes with the next
title on something else. What concerns the choice of candidatures or later contracts of a framework
agreement is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from clausekit.draft import Block, Draft, Line, Table
from clausekit.recognise import bounds, words
from clausekit.recognise.layout import grid
from clausekit.recognise.lots import ALL, SEVERAL, Sheet, above, apart, leads, lot_at_end, lot_of
from clausekit.recognise.markers import marker
from clausekit.recognise.otherlots import named
from clausekit.recognise.phases import both
from clausekit.recognise.subject import State, bare_award, for_candidates, for_offers, subject_of
from clausekit.recognise.weights import weights

_TITLE: Final = re.compile(r"\s*(?:article\s+)?\d{1,2}(?:\s?[.-]\s?\d{1,2})*\s*[.:)–—-]*\s+(?=[^\W\d])", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"(?:\.{4}|(?:\. ){4}|…{2})\s?\d{1,3}\s?$|erreur\s?! signet non d.fini", re.IGNORECASE)
_PAGE: Final = re.compile(r"\s*page\s*\d{1,3}\s*(?:(?:/|sur|de)\s*\d{1,3}\s*)?", re.IGNORECASE)
_ANNEX: Final = re.compile(r"\W*annexe\s*(?:n\s?[°o]\s*)?(?:\d{1,2}|[a-h])?\s*[-:.]")
_MOST_WORDS: Final = 16
_DEEP: Final = 9
# « 40 pointsMoyens humains : 10 pointsPour le lot 2 »: lines that lost their breaks.
_GLUED: Final = re.compile(r"(?<=\dpoints)(?=[A-ZÀ-Ý][^\W\d])|(?<=\d points)(?=[A-ZÀ-Ý][^\W\d])")
# Signs told on the judgement of offers, in all: thirty full pages, where the longest that we met take four.
MOST_SIGNS: Final = 100_000
MOST_ROWS: Final = 800  # lines and rows of tables, in all
# Shares and points, in all: each is held against the others. Forty lots of ten criteria have four hundred.
MOST_FIGURES: Final = 1_500


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks that tell how offers are judged. `lot` is "" for the whole contract, "*" for all lots.

    `announced` is false for a table that no sentence announces. `cut`: what comes after it is not read,
    because the passages of the document hold more than `MOST_SIGNS`, `MOST_ROWS` or `MOST_FIGURES`. `beside`: the
    lots of the document, where some are only « les autres ».
    """

    lot: str = ""
    blocks: list[Block] = field(default_factory=list)
    ordered: bool = False
    announced: bool = True
    cut: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Title:
    """A title: its level, its number, and whether the reader of the file says that it is one."""

    level: int
    ids: tuple[int, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class _Reader:
    state: State = "out"
    level: int = _DEEP
    lot: str = ""
    ids: tuple[int, ...] = ()
    near: str = ""  # the lot that the line before names
    listing: int = 0  # the number that the next item of an announced list has; 0 outside one
    sheet: Sheet = field(default_factory=Sheet)


def is_listed(line: Line) -> bool:
    """Whether the reader of the file says that a line is of a table of contents: it announces a title, it is none."""
    return line.style.casefold().startswith("toc ")


def is_contents(text: str) -> bool:
    """A line of a table of contents, or the number of a page."""
    may_be = any(map(str.isdecimal, text[-3:])) or "gnet" in text.lower()
    return may_be and (bool(_PAGE.fullmatch(text)) or bool(_CONTENTS.search(text)))


def _ids(text: str) -> tuple[int, ...]:
    found = _TITLE.match(text)
    return tuple(int(item) for item in re.findall(r"\d+", found[0])) if found else ()


def _numbered(line: Line) -> str:
    """A line with the number before it."""
    return f"{line.number} {line.text}".strip()


def _title(line: Line) -> _Title | None:
    """A title, told by the reader of the file or by its number."""
    text = _numbered(line)
    ids = _ids(text)
    if line.heading is not None:
        return _Title(line.heading, ids, True)
    if (
        line.item
        or is_listed(line)
        or not ids
        or len(text.split()) > _MOST_WORDS
        or text.endswith((".", ";", ",", ":"))
        or weights(text)
    ):
        return None
    found = _TITLE.match(text)
    told = words.pattern("criteres", "consigne").match(words.fold(text), found.end()) if found else None
    return _Title(len(ids), ids, False) if found and text[found.end()].isupper() and not told else None


def title_of(line: Line) -> int | None:
    """The level of a title; None for a line that is none."""
    title = _title(line)
    return title.level if title else None


def _follows(ids: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether a number comes after another in a plan: 5.2, 5.3 or 6 after 5.1."""
    for depth in range(len(after), 0, -1):
        if ids[: depth - 1] == after[: depth - 1] and len(ids) >= depth and ids[depth - 1] > after[depth - 1]:
            return len(ids) == depth or depth == len(after)
    return False


def _closes(title: _Title, reader: _Reader) -> bool:
    """Whether a title ends the passage: it stands no deeper, and its number does not belong to a list."""
    if title.ids and reader.ids:
        return _follows(title.ids, reader.ids)
    return title.sure and title.level <= reader.level


def _at_title(reader: _Reader, line: Line, title: _Title) -> _Reader:
    subject = subject_of(line.text) or ("award" if bare_award(line.text) else None)
    if subject is not None and (title.sure or subject != reader.state):
        lot = reader.lot if subject == reader.state else ""
        return replace(reader, state=subject, level=title.level, lot=lot, ids=title.ids)
    closing = words.pattern("criteres", "fin").match(words.fold(line.text))
    if reader.state != "out" and (closing or _closes(title, reader)) and not _keeps(line):
        return _Reader()
    return reader


def _keeps(line: Line) -> bool:
    """A title that carries a weight, a lot or the word « critère » belongs to the passage."""
    return bool(weights(line.text)) or lot_of(line.text) is not None or "critere" in words.fold(line.text)


def _at_sentence(reader: _Reader, line: Line) -> _Reader:
    if _ANNEX.match(words.fold(line.text)) and len(line.text.split()) <= _MOST_WORDS:
        return _Reader()
    subject = subject_of(line.text)
    if subject is None or subject == reader.state:
        return reader
    if reader.state == "award" and marker(line.text).depth == 1 and weights(line.text):
        # « Critère 2 : méthode des marchés subséquents (20 %) » is a criterion of this award.
        return reader
    if subject == "later" and reader.state == "award":
        # One sentence on later contracts does not end the award of this one, unless it brings criteria.
        return replace(reader, state="later") if "critere" in words.fold(line.text) else reader
    if reader.state == "award" and not for_candidates(line.text):
        return reader
    level = reader.level if reader.state != "out" else _DEEP - 1
    return replace(reader, state=subject, level=level)


def _lot(reader: _Reader, line: Line) -> _Reader:
    if weights(line.text) or line.item:
        return reader
    lot = lot_of(line.text) or (lot_at_end(line.text) if line.heading is not None else None)
    return replace(reader, lot=lot.name) if lot else reader


def _heading(table: Table) -> str:
    """The words of the first rows of a table."""
    return words.fold(" ".join(text for row in grid(table).rows[:2] for text in row))


def _headed(table: Table) -> bool:
    """Whether the headings of a table name criteria and weights, candidatures left out."""
    heading = _heading(table)
    weighed = words.pattern("criteres", "entetes", "poids").search(heading)
    own = not for_candidates(heading) or both(grid(table))
    return bool(re.search(r"\bcriteres?\b", heading)) and weighed is not None and own


def _lots_apart(line: Line) -> Iterator[Line]:
    """« Lot 1 (voirie) : prix 60 %, valeur technique 40 % » as two lines, and a sentence on a lot as its own."""
    text = _GLUED.sub(" ", line.text)
    parts = leads(text)
    for rank, part in enumerate(parts):
        own = replace(line, text=part, number="" if rank else line.number) if part != line.text else line
        head, colon, rest = part.partition(":")
        told = apart(part)
        if told is None and colon and lot_of(head) is not None and len(weights(rest)) > 1:
            told = head, rest.strip()
        if told is None:
            yield own
        else:
            yield replace(own, text=f"{told[0].strip()} :", item=False, number="")
            yield replace(own, text=told[1], number="")


def _blocks(draft: Draft) -> Iterator[Block]:
    """Blocks in order; a table that holds a table gives its own, a lot told with its criteria is a line of its own."""
    for block in draft.blocks:
        yield from _lots_apart(block) if isinstance(block, Line) else (block,)
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from (inner for inner in cell.blocks if isinstance(inner, Table))


def passages(draft: Draft) -> tuple[Passage, ...]:
    """Every passage on the judgement of offers, in order."""
    found: list[Passage] = []
    reader, left, rows, figures = _Reader(), MOST_SIGNS, MOST_ROWS, MOST_FIGURES
    for block in _blocks(draft):
        held = len(found[-1].blocks) if found else 0, len(found)
        reader = _take(found, reader, block)
        if found and held != (len(found[-1].blocks), len(found)):
            taken = found[-1].blocks[-1] = bounds.shortened(block, left, rows, figures)
            left -= bounds.signs(taken)
            figures -= bounds.figures(taken)
            rows -= 1 if isinstance(taken, Line) else len(taken.rows)
        if min(left, rows, figures) < 0:
            found[-1] = replace(found[-1], cut=True)
            break
    lots = named(draft) if any(passage.lot == ALL for passage in found) else ()
    return tuple(replace(passage, beside=lots) for passage in found if passage.blocks)


def _take(found: list[Passage], before: _Reader, block: Block) -> _Reader:
    """Put a block in the passage that it belongs to, if any, and say where the reading stands."""
    if isinstance(block, Table):
        _take_table(found, before, block)
        return before
    if not block.text or is_contents(block.text):
        return before
    # « … les critères suivants : », then « 1 – Valeur technique »: an item, whatever it looks like.
    listed = before.state == "award" and before.listing > 0 and _ids(_numbered(block)) == (before.listing,)
    title, sheet = None if listed else _title(block), before.sheet.at(block.text)
    reader = _at_title(before, block, title) if title else _at_sentence(before, block)
    if reader.state == "award":
        near = "" if before.state == "award" or before.near == SEVERAL else before.near
        here = sheet.name if sheet != before.sheet or before.state != "award" else ""
        reader = _lot(replace(reader, lot=here or reader.lot or near), block)
        sheet = replace(sheet, told=True)
    listing = before.listing + 1 if listed else int(_lists(block)) or (0 if title else before.listing)
    reader = replace(reader, near=above(before.near, block.text), sheet=sheet, listing=listing)
    if reader.state == "award":
        _take_line(found, before, reader, block)
    return reader


def _lists(line: Line) -> bool:
    """« … au regard des critères suivants : »."""
    return line.text.endswith(":") and "criteres" in words.fold(line.text)


def _take_table(found: list[Passage], reader: _Reader, table: Table) -> None:
    if reader.state == "award":
        if not found:
            found.append(Passage(lot=reader.lot))
        found[-1].blocks.append(table)
    elif _headed(table) and (reader.state == "out" or for_offers(_heading(table))):
        found.append(Passage(blocks=[table], announced=False))


def _take_line(found: list[Passage], before: _Reader, reader: _Reader, line: Line) -> None:
    opens = before.state != "award" or not found or found[-1].lot != reader.lot or not found[-1].announced
    if opens:
        found.append(Passage(lot=reader.lot))
    if words.holds(line.text, "criteres", "ordre"):
        found[-1] = replace(found[-1], ordered=True)
    found[-1].blocks.append(line)
