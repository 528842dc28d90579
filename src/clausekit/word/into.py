"""Our clauses written into a document of the authority, and brought up to date there.

The document is never rewritten: paragraphs are added at the place that is named, in its own styles
and numbering, and every part that we do not touch keeps its bytes. A second run finds what it wrote
by the traces that it left (`identity`) and touches only what nobody has changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit import disk, mark
from clausekit.draft import Draft
from clausekit.fragment import Block, Fragment, Heading, plain
from clausekit.word import compose, dress, hosts, identity, ledger, places, renew
from clausekit.word.headings import AUTOMATIC, NONE, TYPED, Counting, Numbered
from clausekit.word.hosts import Host
from clausekit.word.neutral import W
from clausekit.word.places import Spot
from clausekit.word.refusal import clear_refusal

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
AUTO = "auto"
_HOW = {
    AUTOMATIC: "Les titres suivent la liste numérotée du document ; Word renumérote ce qui suit.",
    TYPED: "Le document numérote ses titres à la main : les nôtres portent un numéro tapé, à la suite des siens.",
    NONE: "Les titres du document n’ont pas de numéro ; les nôtres non plus.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks that go to the same place, with their keys."""

    title: str
    blocks: tuple[tuple[str, Block], ...]
    spot: Spot


def insert(
    fragment: Fragment, *, name: str, data: bytes, file: str, draft: Draft, place: str, force: bool = False
) -> ledger.Inserted:
    """Write a piece into a document, or bring up to date what an earlier run wrote there.

    `name` is the file name of the piece; `draft` is what `read` makes of `data`. Raises `UnreadableFile`.
    """
    host = hosts.opened(data, file=file, draft=draft)
    piece = identity.piece_key(name)
    blocks = tuple(zip(identity.keys(fragment.blocks), fragment.blocks, strict=True))
    with clear_refusal(file):
        written = renew.written(host, piece)
        if written:
            return renew.renew(host, blocks, fragment, written, piece=piece, force=force)
    _refuse_double(host, fragment)
    sections = tuple(_sections(host, blocks, place))
    with clear_refusal(file):
        return _first(host, sections, fragment, piece)


def _refuse_double(host: Host, fragment: Fragment) -> None:
    """A document that bears the marks of the same clauses without our traces: they would be there twice."""
    ours = {mark.bookmark(block.mark) for block in fragment.blocks if block.mark is not None}
    targets = {block.target for block in fragment.blocks if isinstance(block, Heading) and block.target}
    names = [start.get(_W + "name", "") for start in host.root.iter(_W + "bookmarkStart")]
    found = [name for name in names if name in ours or name in targets]
    if found:
        raise disk.problem(
            "modele-marque",
            f"Le document contient déjà ces clauses, qu’« assemble --into » n’y a pas mises ({len(found)} repères).",
            host.file,
            read=", ".join(found[:3]),
            expected="un document sans ces clauses, ou rendu par « assemble --into »",
            why="Deux articles porteraient la même marque : le contrôle ne saurait plus lequel lire.",
            remedy="Partir du document de l’autorité tel qu’il était avant ces clauses, ou réécrire la pièce entière.",
        )


def _sections(host: Host, blocks: Sequence[tuple[str, Block]], place: str) -> Iterator[Section]:
    if place != AUTO:
        yield Section(title="", blocks=tuple(blocks), spot=places.find(host, place))
        return
    for title, part in _rubrics(blocks):
        yield Section(title=title, blocks=part, spot=places.fitting(host, title))


def _rubrics(blocks: Sequence[tuple[str, Block]]) -> Iterator[tuple[str, tuple[tuple[str, Block], ...]]]:
    """The piece cut at its headings of the first level."""
    title, part = "", list[tuple[str, Block]]()
    for item in blocks:
        if isinstance(item[1], Heading) and item[1].level == 1:
            if part:
                yield title, tuple(part)
            title, part = plain(item[1].content), []
        part.append(item)
    if part:
        yield title, tuple(part)


def _first(host: Host, sections: Sequence[Section], fragment: Fragment, piece: str) -> ledger.Inserted:
    clothes = dress.of(host)
    numbers, modes = _numbers(host, clothes, sections)
    references = compose.references_of(_sections_blocks(sections), numbers)
    added = 0
    for section in sections:
        shifted = tuple((key, compose.deepened(block, numbers.get(key))) for key, block in section.blocks)
        for item in compose.compose(host, clothes, shifted, numbers=numbers, references=references, piece=piece):
            added += 1
            for element in item.elements:
                _put(section.spot, element)
    dress.trimmed(host, clothes)
    ledger.dirty_contents(host)
    data = ledger.sealed(host, fragment, piece, (key for section in sections for key, _ in section.blocks))
    return ledger.Inserted(data=data, steps=(*_told(sections), *(_HOW[mode] for mode in modes)), added=added)


def _told(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        yield f"« {section.title} » : {section.spot.name}" if section.title else f"La pièce : {section.spot.name}"
    new = next((section.spot for section in sections if section.spot.level == 1 and section.spot.above), None)
    if new is not None:
        yield "Des articles s’ajoutent entre ceux du document : relire ses renvois tapés à la main."


def _numbers(host: Host, clothes: dress.Dress, sections: Sequence[Section]) -> tuple[dict[str, Numbered], list[str]]:
    """The number of each heading to write, spot by spot, and how the document numbers its own."""
    counts: dict[tuple[_Element, _Element | None], Counting] = {}
    numbers: dict[str, Numbered] = {}
    for section in sections:
        spot = section.spot
        counting = counts.setdefault((spot.parent, spot.before), Counting(host, clothes, spot))
        for key, block in section.blocks:
            if isinstance(block, Heading) and plain(block.content):
                numbers[key] = counting.next(spot.level + block.level - 1)
    return numbers, list(dict.fromkeys(counting.mode for counting in counts.values()))


def _sections_blocks(sections: Sequence[Section]) -> tuple[tuple[str, Block], ...]:
    """The blocks of sections, in order."""
    return tuple(item for section in sections for item in section.blocks)


def _put(spot: Spot, element: _Element) -> None:
    """Add an element at a spot, after those added before it."""
    if spot.before is None:
        spot.parent.append(element)
    else:
        spot.before.addprevious(element)
