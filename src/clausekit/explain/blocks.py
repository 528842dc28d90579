"""A page as a value: what a reader sees, without any markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from clausekit.explain.sections import Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A title; `level` is 1 for the page's."""

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, after its label when it has one."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list, under its label."""

    lines: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """An excerpt of a file, under its label, in the language named (yaml, sh, csv, json, texte)."""

    label: str
    text: str
    language: str


Block: TypeAlias = Heading | Paragraph | Items | Table | Excerpt


def items(label: str, lines: Iterable[str]) -> Iterator[Items]:
    """A list; nothing without lines."""
    found = tuple(lines)
    if found:
        yield Items(label=label, lines=found)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[Table]:
    """A table; nothing without rows."""
    found = tuple(rows)
    if found:
        yield Table(head=head, rows=found)


def blocks(found: Explanation) -> tuple[Block, ...]:
    """An explanation as a page."""
    told: list[Block] = [Heading(level=1, text=f"{found.name} – {found.title}")]
    for section in found.sections:
        if section.code:
            told.append(Excerpt(label=section.title, text="\n".join(section.lines), language=section.language))
        elif len(section.lines) == 1:
            told.append(Paragraph(label=section.title, text=section.lines[0]))
        else:
            told.append(Items(label=section.title, lines=section.lines))
    return tuple(told)
