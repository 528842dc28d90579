"""Our clauses written into a document of the authority, and brought up to date there.

The document is never rewritten: paragraphs are added at the place that is named, in its own styles
and numbering, and every part that we do not touch keeps its bytes. A second run finds what it wrote
by the traces that it left (`identity`) and touches only what nobody has changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit import disk
from clausekit.draft import Draft
from clausekit.fragment import Block, Fragment, Heading, plain
from clausekit.word import adopted, compose, dress, hosts, identity, ledger, places, renew, shifted, standings
from clausekit.word.headings import AUTOMATIC, NONE, TYPED, Counting, Numbered
from clausekit.word.hosts import Host
from clausekit.word.neutral import W
from clausekit.word.places import Spot
from clausekit.word.refusal import as_document

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
AUTO = "auto"
_HOW = {
    AUTOMATIC: "Les titres suivent la liste numérotée du document ; Word renumérote ce qui suit.",
    TYPED: "Le document numérote ses titres à la main : les nôtres portent un numéro tapé, à la suite des siens, ou "
    "« bis » entre deux articles ; les siens gardent le leur.",
    NONE: "Les titres du document n’ont pas de numéro ; les nôtres non plus.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Blocks that go to the same place, with their keys."""

    title: str
    blocks: tuple[tuple[str, Block], ...]
    spot: Spot


def insert(
    fragment: Fragment,
    *,
    name: str,
    data: bytes,
    file: str,
    draft: Draft,
    place: str,
    force: bool = False,
    refill: bool = False,
    pristine: bool = False,
) -> ledger.Inserted:
    """Write a piece into a document, or bring up to date what an earlier run wrote there.

    `name` is the file name of the piece; `draft` is what `read` makes of `data`; `pristine` says that nobody has
    changed the file since « assemble » wrote it. For `force` and `refill`, see `renew`. Raises `UnreadableFile`.
    """
    host = hosts.opened(data, file=file, draft=draft)
    piece = identity.piece_key(name)
    blocks = tuple(zip(identity.keys(fragment.blocks), fragment.blocks, strict=True))
    with as_document(file):
        written = standings.written(host, piece)
        if written:
            return renew.renew(host, blocks, fragment, written, piece=piece, force=force, refill=refill)
        found = adopted.standing(host, blocks, piece, pristine=pristine)
        if found:
            _refuse_published(host, blocks, found)
            out = adopted.left_out(host, blocks, found)
            return renew.renew(host, blocks, fragment, found, piece=piece, force=force, refill=refill, removed=out)
    sections = tuple(_sections(host, blocks, place))
    with as_document(file):
        return _first(host, sections, fragment, piece)


def restored(fragment: Fragment, *, name: str, data: bytes, file: str, draft: Draft) -> bytes | None:
    """The same document with each block of a piece as we would write it now; None when the piece was never put in."""
    host = hosts.opened(data, file=file, draft=draft)
    if not standings.written(host, identity.piece_key(name)):
        return None
    done = insert(fragment, name=name, data=data, file=file, draft=draft, place=AUTO, force=True, refill=True)
    return done.data or data


def _refuse_published(host: Host, blocks: Sequence[tuple[str, Block]], found: Mapping[str, object]) -> None:
    """A document that has our titles and none of our marks was published: its paragraphs cannot be told apart."""
    marked = [key for key, block in blocks if block.mark is not None]
    if marked and not any(key in found for key in marked):
        raise disk.problem(
            "document-sans-repere",
            "Le document contient déjà ces clauses, sans les repères qui les suivent.",
            host.file,
            read=f"{len(found)} titres de cette pièce",
            expected="le document d’avant « --clean », ou celui de l’autorité sans ces clauses",
            why="Sans repère, rien ne dit quel paragraphe mettre à jour : les clauses seraient écrites deux fois.",
            remedy="Partir du document gardé avant sa publication, ou retirer ces clauses du document.",
        )


def _sections(host: Host, blocks: Sequence[tuple[str, Block]], place: str) -> Iterator[Section]:
    if place.strip().casefold() != AUTO:
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
    renvois = tuple(shifted.told(host, _spots(sections), numbers)) if AUTOMATIC in modes else ()
    numbers = shifted.settled(host, _spots(sections), numbers)
    references = compose.references_of(_sections_blocks(sections), numbers)
    added = 0
    for section in sections:
        deep = tuple((key, compose.deepened(block, numbers.get(key))) for key, block in section.blocks)
        for item in compose.compose(host, clothes, deep, numbers=numbers, references=references, piece=piece):
            added += 1
            for element in item.elements:
                _put(section.spot, element)
    dress.trimmed(host, clothes)
    ledger.dirty_contents(host)
    data = ledger.sealed(host, fragment, piece, (key for section in sections for key, _ in section.blocks))
    steps = (*_told(sections, numbers), *(_HOW[mode] for mode in modes), *renvois)
    dropped = tuple(text for section in sections for text in section.spot.dropped)
    return ledger.Inserted(data=data, steps=steps, added=added, dropped=dropped)


def _told(sections: Sequence[Section], numbers: Mapping[str, Numbered]) -> Iterator[str]:
    for section in sections:
        what = f"« {section.title} »" if section.title else "La pièce"
        given = next((numbers[key].text for key, _ in section.blocks if key in numbers), "")
        yield f"{what} : {section.spot.name}" + (f", au numéro {given}" if given else "")


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


def _spots(sections: Sequence[Section]) -> tuple[tuple[Spot, tuple[str, ...]], ...]:
    """Each section: where it goes, and the keys of its headings."""
    return tuple(
        (section.spot, tuple(key for key, block in section.blocks if isinstance(block, Heading)))
        for section in sections
    )


def _sections_blocks(sections: Sequence[Section]) -> tuple[tuple[str, Block], ...]:
    """The blocks of sections, in order."""
    return tuple(item for section in sections for item in section.blocks)


def _put(spot: Spot, element: _Element) -> None:
    """Add an element at a spot, after those added before it."""
    if spot.before is None:
        spot.parent.append(element)
    else:
        spot.before.addprevious(element)
