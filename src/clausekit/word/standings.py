"""What we wrote in a document, as it stands there: where each block is, and the number of each heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clausekit.fragment import Block, Heading, Table, plain
from clausekit.word import dress, hosts, identity
from clausekit.word.headings import Counting, Numbered, above_of
from clausekit.word.hosts import Host
from clausekit.word.identity import Trace
from clausekit.word.neutral import W
from clausekit.word.places import Spot

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A block of ours as it stands in the document: its trace, and the paragraph or table that bears it."""

    trace: Trace
    element: _Element


def written(host: Host, piece: str) -> dict[str, Standing]:
    """The blocks of a piece that stand in the document, by key."""
    outer = frozenset(host.blocks)
    found: dict[str, Standing] = {}
    # A copy that LibreOffice has renamed gives way to the original, wherever it was pasted.
    starts = sorted(host.root.iter(_W + "bookmarkStart"), key=lambda start: "_Copy_" in start.get(_W + "name", ""))
    for start in starts:
        trace = identity.parse(start.get(_W + "name", ""))
        element = next((item for item in start.iterancestors() if item in outer), None)
        if trace is not None and trace.piece == piece and element is not None:
            found.setdefault(trace.key, Standing(trace=trace, element=element))
    return found


def numbers(
    host: Host, clothes: dress.Dress, blocks: Sequence[tuple[str, Block]], standing: Mapping[str, Standing]
) -> dict[str, Numbered]:
    """The number of each heading: that of the document where it stands, the next one where it is new."""
    found: dict[str, Numbered] = {}
    last: _Element = next(iter(standing.values())).element
    shift = _shift(host, blocks, standing)
    for key, block in blocks:
        if key in standing:
            last = end(standing[key].element, block)
        if isinstance(block, Heading) and plain(block.content):
            line = host.lines.get(standing[key].element) if key in standing else None
            level = (line.heading if line else None) or block.level + shift
            counting = Counting(host, clothes, _spot(host, last, level, standing_here=key in standing))
            number = counting.next(level)
            found[key] = _as_it_stands(number, line.number, standing[key].element) if line else number
    return found


def _shift(host: Host, blocks: Sequence[tuple[str, Block]], standing: Mapping[str, Standing]) -> int:
    """How much deeper our headings stand in the document than in our piece."""
    for key, block in blocks:
        line = host.lines.get(standing[key].element) if key in standing else None
        if isinstance(block, Heading) and line is not None and line.heading:
            return line.heading - block.level
    return 1


def _spot(host: Host, last: _Element, level: int, *, standing_here: bool) -> Spot:
    parent = last.getparent()
    assert parent is not None  # noqa: S101 (a block of the body)
    before = last if standing_here else last.getnext()
    bare = Spot(parent=parent, before=before, level=0, above=None, name="")
    higher = [title for title in above_of(host, bare) if title.level < level]
    return Spot(parent=parent, before=before, level=0, above=higher[-1] if higher else None, name="")


def _as_it_stands(number: Numbered, printed: str, element: _Element) -> Numbered:
    prefix = identity.typed_number(hosts.words(element)) if number.typed else ""
    return Numbered(
        level=number.level,
        text=printed or number.text,
        switches=number.switches,
        shape=number.shape,
        prefix=prefix or number.prefix,
    )


def end(element: _Element, block: Block) -> _Element:
    """The last element of a block: the table that follows its caption."""
    if isinstance(block, Table) and element.tag == _W + "p":
        after = element.getnext()
        if after is not None and after.tag == _W + "tbl":
            return after
    return element


def group(element: _Element, block: Block) -> tuple[_Element, ...]:
    """The elements of a block: its paragraph, or its table and the caption above."""
    last = end(element, block)
    return (element,) if last is element else (element, last)
