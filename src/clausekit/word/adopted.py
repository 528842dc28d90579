"""Clauses that « assemble » wrote, in a document where « assemble --into » has never been, found by their marks.

Such a piece has no trace of the words that were written. Where the lock says that nobody has changed the
file since, its words are ours; elsewhere, what differs from the dossier is taken for somebody's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clausekit import mark
from clausekit.fragment import Block, Heading, Table
from clausekit.word import identity, ledger
from clausekit.word.hosts import Host
from clausekit.word.identity import Trace
from clausekit.word.neutral import W
from clausekit.word.standings import Standing

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_UNKNOWN = "0" * 10


def standing(host: Host, blocks: Sequence[tuple[str, Block]], piece: str, *, pristine: bool) -> dict[str, Standing]:
    """The blocks of a piece that stand in a document, by key; `pristine` when nobody has changed it since."""
    by_name = _named(host)
    order = {element: rank for rank, element in enumerate(host.blocks)}
    found: dict[str, Standing] = {}
    last: _Element | None = None
    for key, block in blocks:
        element = _own(by_name, block) if _is_named(block) else _following(host, order, last, block, by_name)
        if element is not None:
            words = identity.print_of((element,), heading=isinstance(block, Heading)) if pristine else _UNKNOWN
            found[key] = Standing(trace=Trace(piece=piece, key=key, words=words), element=element)
        last = element
    return found


def left_out(host: Host, blocks: Sequence[tuple[str, Block]], found: dict[str, Standing]) -> frozenset[str]:
    """The keys of blocks that the document has had, by its own account, and has no more."""
    listed = mark.listed(ledger.value(host, mark.MANIFEST))
    had = {(entry, piece) for entry, _, piece in listed}
    return frozenset(
        key
        for key, block in blocks
        if key not in found and block.mark is not None and (block.mark.entry, block.mark.piece) in had
    )


def _named(host: Host) -> dict[tuple[str, str, int] | str, _Element]:
    """Each block of the document, by the clause or the target that it bears."""
    outer = frozenset(host.blocks)
    named: dict[tuple[str, str, int] | str, _Element] = {}
    for start in host.root.iter(_W + "bookmarkStart"):
        name = start.get(_W + "name", "")
        parsed = mark.parse(name)
        element = next((item for item in start.iterancestors() if item in outer), None)
        if element is not None and (parsed or name.startswith("_Ref_")):
            named.setdefault((parsed.entry, parsed.piece, parsed.ordinal) if parsed else name, element)
    return named


def _is_named(block: Block) -> bool:
    return block.mark is not None or (isinstance(block, Heading) and bool(block.target))


def _own(named: dict[tuple[str, str, int] | str, _Element], block: Block) -> _Element | None:
    if block.mark is not None:
        return named.get((block.mark.entry, block.mark.piece, block.mark.ordinal))
    return named.get(block.target or "") if isinstance(block, Heading) else None


def _following(
    host: Host,
    order: dict[_Element, int],
    last: _Element | None,
    block: Block,
    named: dict[tuple[str, str, int] | str, _Element],
) -> _Element | None:
    """A block without a name: the one that stands after the last, when it bears no name either."""
    rank = order[last] + 1 if last is not None else None
    if rank is None or rank >= len(host.blocks):
        return None
    element = host.blocks[rank]
    alike = (element.tag == _W + "tbl") == isinstance(block, Table)
    return element if alike and element not in set(named.values()) else None
