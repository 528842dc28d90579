"""The Word page of an entry, cut under its headings; two such pages, put face to face."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from clausekit.draft import Block, Line, unsigned
from clausekit.finding import Place
from clausekit.transcribe.cutting import piece_of
from clausekit.transcribe.merging import folded

_TITLED = re.compile(r"(?P<id>[A-Z]{3}-[CGA]?[0-9]{2,3})\s*[–—-]\s*(?P<title>.*)", re.DOTALL)
_BEFORE: Final = 25


@dataclass(slots=True)
class Section:
    """What stands under a heading of the page."""

    title: str
    place: Place
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page of an entry, cut under its headings; `head` is what stands under its title."""

    id: str
    title: str
    place: Place
    head: Section
    sections: tuple[Section, ...]


def pages(blocks: Sequence[Block]) -> dict[str, Page]:
    """The pages of a document, by the id of their entry."""
    found: dict[str, list[Section]] = {}
    titles: dict[str, tuple[str, Place]] = {}
    here: list[Section] | None = None
    for block in blocks:
        heading = block if isinstance(block, Line) and block.heading is not None and block.text else None
        titled = _TITLED.fullmatch(unsigned(heading.text)) if heading else None
        if heading and titled:
            here = found.setdefault(titled["id"], [Section(titled["title"], heading.place)])
            titles[titled["id"]] = titled["title"], heading.place
        elif here is not None and heading and (heading.heading or 0) <= 2:
            here.append(Section(unsigned(heading.text), heading.place))
        elif here is not None:
            here[-1].blocks.append(block)
    return {
        name: Page(id=name, title=titles[name][0], place=titles[name][1], head=held[0], sections=tuple(held[1:]))
        for name, held in found.items()
    }


def missing(now: Page, came: Page) -> tuple[str, ...]:
    """The headings of the page as it would be written now that the page that came back has no more."""
    there = [named(section) for section in came.sections]
    return tuple(section.title for section in now.sections if named(section) not in there)


def named(section: Section) -> str:
    """What a heading names, for comparing: a piece and a level, else its words."""
    named = piece_of(section.title)
    return " ".join(filter(None, named)) if named else folded(section.title)


def texts(blocks: Sequence[Block]) -> list[str]:
    """The lines of blocks, a row of a table being one."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            found += [unsigned(block.text)] if block.text else []
        else:
            found += [unsigned(" | ".join(row)) for row in block.texts]
    return found


def folds(blocks: Sequence[Block]) -> list[str]:
    """The lines, without what a word processor changes by itself."""
    return [folded(text) for text in texts(blocks)]


def changed(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """The lines that differ, put face to face."""
    steps = SequenceMatcher(None, [*map(folded, before)], [*map(folded, after)], autojunk=False)
    for kind, i1, i2, j1, j2 in steps.get_opcodes():
        if kind != "equal":
            count = max(i2 - i1, j2 - j1)
            old = [*before[i1:i2], *[""] * (count - (i2 - i1))]
            new = [*after[j1:j2], *[""] * (count - (j2 - j1))]
            yield from zip(old, new, strict=True)


def differences(now: Page, came: Page) -> tuple[tuple[str, str], ...]:
    """The lines by which two pages differ; ("", new) for one more, (old, "") for one less."""
    sides = [
        [page.title, *(text for section in page.sections for text in (section.title, *texts(section.blocks)))]
        for page in (now, came)
    ]
    return tuple(changed(*sides))


def around(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut around the first place where they differ."""
    alike = next((rank for rank, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = old.rfind(" ", 0, max(0, alike - _BEFORE)) + 1 if alike > 2 * _BEFORE else 0
    return _part(old, start), _part(new, start)


def _part(text: str, start: int) -> str:
    return ("…" if start else "") + short(text[start:])


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= 100 else text[:99] + "…"


__all__ = [
    "Page",
    "Section",
    "around",
    "changed",
    "differences",
    "folds",
    "missing",
    "named",
    "pages",
    "short",
    "texts",
]
