"""A document cut into clauses, and each clause into its pieces, by its headings and its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from clausekit import guess
from clausekit.draft import Block, Line, Table, unsigned
from clausekit.finding import Place

_TITLES: Final = {
    "CCTP": ("cahier des clauses techniques particulieres", "clauses techniques", "clauses techniques particulieres"),
    "CCAP": (
        "cahier des clauses administratives particulieres",
        "clauses administratives",
        "clauses administratives particulieres",
    ),
    "RC": ("reglement de la consultation", "reglement de consultation"),
    "AE": ("acte d'engagement",),
    "CRT": ("cadre de reponse technique", "cadre de reponse"),
    "BPU": ("bordereau des prix unitaires", "bordereau des prix"),
}
_LEVEL = re.compile(r"complement (?:du |au )?niveau (?P<level>socle|renforce|exemplaire)")
_BEFORE = re.compile(r"^(?:texte|texte du|texte de l[ea']|dans le|piece|au|pour le)\s+")
_COVER: Final = frozenset(("title", "subtitle", "titre", "sous-titre"))


@dataclass(slots=True, kw_only=True)
class Section:
    """What stands under the heading of a piece; `piece` is None when no heading names one."""

    piece: str | None
    level: str | None = None
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Part:
    """A clause: its title, and its sections in order. `entry` is the id that its marks bear."""

    title: str
    place: Place
    sections: list[Section]
    entry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The clauses of a document, and the words that stand before the first of them."""

    parts: tuple[Part, ...]
    before: tuple[Line, ...]


def piece_of(heading: str) -> tuple[str, str | None] | None:
    """(piece, level) that a heading opens: « CCTP », « Règlement de consultation », « CCTP, complément du niveau… »."""
    plain = guess.bare(unsigned(heading)).replace("’", "'")
    level = _LEVEL.search(plain)
    head = _BEFORE.sub("", re.split(r"\s*[:,(–—-]\s*", plain)[0]).strip(" .")
    for piece, titles in _TITLES.items():
        if head == piece.lower() or head in titles:
            return piece, level["level"] if level else None
    return None


def cut(blocks: Sequence[Block]) -> Cut:
    """The clauses of a document, by the highest headings that name no piece."""
    kept = [block for block in blocks if isinstance(block, Table) or block.text or block.changes]
    cover = [block for block in kept if isinstance(block, Line) and block.style.casefold() in _COVER]
    body = [block for block in kept if block not in cover]
    if any(block.marks for block in body if isinstance(block, Line) and block.heading is not None):
        return _marked(body)
    levels = [block.heading for block in body if isinstance(block, Line) and _titled(block)]
    if not levels:
        return _whole(body, cover)
    return _under(body, min(level for level in levels if level is not None))


def _under(body: Sequence[Block], top: int) -> Cut:
    """The clauses that stand under the headings of a level."""
    before: list[Line] = []
    parts: list[Part] = []
    piece: tuple[str | None, str | None] = None, None
    for block in body:
        level = block.heading if isinstance(block, Line) else None
        named = piece_of(block.text) if isinstance(block, Line) and level is not None else None
        if isinstance(block, Line) and level == top and named is None:
            section = Section(piece=piece[0], level=piece[1])
            parts.append(Part(title=block.text, place=block.place, sections=[section]))
        elif named is not None and (level or 0) < top:
            piece = named
        elif named is not None and parts:
            parts[-1].sections.append(Section(piece=named[0], level=named[1]))
        elif named is not None:
            piece = named
        elif parts:
            parts[-1].sections[-1].blocks.append(block)
        else:
            before += _lines(block)
    return Cut(parts=tuple(_merged(parts)), before=tuple(before))


def _titled(line: Line) -> bool:
    return line.heading is not None and piece_of(line.text) is None


def _marked(body: Sequence[Block]) -> Cut:
    """The clauses that the marks of a document written by clausekit bound; what is not marked belongs to none."""
    parts: list[Part] = []
    before: list[Line] = []
    here: tuple[str, str] | None = None
    for block in body:
        first = next(_lines(block), None)
        mark = first.marks[0] if first and first.marks else None
        titled = isinstance(block, Line) and block.heading is not None
        if mark and (mark.entry, mark.piece) != here:
            here = mark.entry, mark.piece
            title = block.text if isinstance(block, Line) and titled else mark.entry
            place = first.place if first else Place(file="")
            parts.append(
                Part(
                    title=title,
                    place=place,
                    sections=[Section(piece=mark.piece if mark.piece in _TITLES else None)],
                    entry=mark.entry,
                )
            )
        elif titled and not mark:
            here = None
        if here and not (titled and mark):
            parts[-1].sections[-1].blocks.append(block)
        elif not here and not titled:
            before += _lines(block)
    return Cut(parts=tuple(_merged(parts)), before=tuple(before))


def _merged(parts: list[Part]) -> Iterator[Part]:
    """A clause that has the same title, or the same mark, under two pieces is one clause."""
    known: dict[str, Part] = {}
    for part in parts:
        title = part.entry or guess.bare(part.title)
        first = known.get(title)
        if first is not None and {item.piece for item in part.sections}.isdisjoint(
            item.piece for item in first.sections
        ):
            first.sections += part.sections
        else:
            known[title] = part
            yield part


def _whole(body: list[Block], cover: list[Line]) -> Cut:
    """A document without a title of its own: the words of its cover give it, or nothing does."""
    place = next((block.place for block in [*cover, *body]), Place(file=""))
    part = Part(title=cover[0].text if cover else "", place=place, sections=[Section(piece=None)])
    for block in body:
        named = piece_of(block.text) if isinstance(block, Line) and block.heading is not None else None
        if named:
            part.sections.append(Section(piece=named[0], level=named[1]))
        else:
            part.sections[-1].blocks.append(block)
    return Cut(parts=(part,) if body else (), before=())


def _lines(block: Block) -> Iterator[Line]:
    if isinstance(block, Line):
        yield block
        return
    for row in block.rows:
        for cell in row:
            for inner in cell.blocks:
                yield from _lines(inner)


__all__ = ["Cut", "Part", "Section", "cut", "piece_of"]
