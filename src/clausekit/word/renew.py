"""A second run: what we wrote in a document, held against what we would write now.

A block that nobody has changed takes its new words. One that a person has changed, or taken out, is
left alone and told. One that the dossier no longer makes is told and left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from clausekit import mark
from clausekit.fragment import Block, Fragment, Heading, Item, Table, plain
from clausekit.word import compose, dress, hosts, identity, ledger
from clausekit.word.compose import Written
from clausekit.word.headings import Counting, Numbered, above_of
from clausekit.word.hosts import Host
from clausekit.word.identity import Trace
from clausekit.word.neutral import W
from clausekit.word.places import Spot

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_SHOWN = 70  # characters of a paragraph that is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A block of ours as it stands in the document: its trace, and the paragraph or table that bears it."""

    trace: Trace
    element: _Element


@dataclass(slots=True)
class Tally:
    """What a run has done."""

    added: int = 0
    updated: int = 0
    kept: list[str] = field(default_factory=list)


def written(host: Host, piece: str) -> dict[str, Standing]:
    """The blocks of a piece that stand in the document, by key."""
    outer = frozenset(host.blocks)
    found: dict[str, Standing] = {}
    for start in host.root.iter(_W + "bookmarkStart"):
        trace = identity.parse(start.get(_W + "name", ""))
        element = next((item for item in start.iterancestors() if item in outer), None)
        if trace is not None and trace.piece == piece and element is not None:
            found.setdefault(trace.key, Standing(trace=trace, element=element))
    return found


def renew(
    host: Host,
    blocks: Sequence[tuple[str, Block]],
    fragment: Fragment,
    standing: Mapping[str, Standing],
    *,
    piece: str,
    force: bool,
) -> ledger.Inserted:
    """Bring a piece up to date where it stands."""
    clothes = dress.of(host)
    numbers = _numbers(host, clothes, blocks, standing)
    composed = compose.compose(
        host,
        clothes,
        _deep(blocks, numbers),
        numbers=numbers,
        references=compose.references_of(blocks, numbers),
        piece=piece,
    )
    removed = ledger.put_there(host, piece) - set(standing)
    tally = Tally()
    above: _Element | None = None
    first = next(iter(standing.values())).element
    for item in composed:
        if item.key in standing:
            above = _held(host, item, standing[item.key], tally, force=force)
        elif item.key in removed and not force:
            tally.kept.append(f"supprimé à la main, non remis : « {_shown(item.block)} »")
        else:
            above = _added(item, above, first, composed, standing)
            tally.added += 1
    dress.trimmed(host, clothes)
    gone = tuple(_gone(host, standing, {key for key, _ in blocks}))
    if not tally.added and not tally.updated:
        return ledger.Inserted(data=None, steps=(), kept=tuple(tally.kept), gone=gone)
    ledger.dirty_contents(host)
    data = ledger.sealed(host, fragment, piece, iter(dict(blocks)))
    steps = ("Le document porte déjà cette pièce : elle est mise à jour là où elle se trouve.",)
    return ledger.Inserted(
        data=data, steps=steps, added=tally.added, updated=tally.updated, kept=tuple(tally.kept), gone=gone
    )


def _numbers(
    host: Host, clothes: dress.Dress, blocks: Sequence[tuple[str, Block]], standing: Mapping[str, Standing]
) -> dict[str, Numbered]:
    """The number of each heading: that of the document where it stands, the next one where it is new."""
    numbers: dict[str, Numbered] = {}
    last: _Element = next(iter(standing.values())).element
    shift = _shift(host, blocks, standing)
    for key, block in blocks:
        if key in standing:
            last = _end(standing[key].element, block)
        if isinstance(block, Heading) and plain(block.content):
            line = host.lines.get(standing[key].element) if key in standing else None
            level = (line.heading if line else None) or block.level + shift
            counting = Counting(host, clothes, _spot(host, last, level, standing_here=key in standing))
            number = counting.next(level)
            numbers[key] = _as_it_stands(number, line.number, standing[key].element) if line else number
    return numbers


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


def _deep(blocks: Sequence[tuple[str, Block]], numbers: Mapping[str, Numbered]) -> tuple[tuple[str, Block], ...]:
    return tuple((key, compose.deepened(block, numbers.get(key))) for key, block in blocks)


def _end(element: _Element, block: Block) -> _Element:
    """The last element of a block: the table that follows its caption."""
    if isinstance(block, Table) and element.tag == _W + "p":
        after = element.getnext()
        if after is not None and after.tag == _W + "tbl":
            return after
    return element


def _group(element: _Element, block: Block) -> tuple[_Element, ...]:
    last = _end(element, block)
    return (element,) if last is element else (element, last)


def _held(host: Host, item: Written, stand: Standing, tally: Tally, *, force: bool) -> _Element:
    """Keep or replace a block that stands in the document; its last element."""
    group = _group(stand.element, item.block)
    current = identity.print_of(group, heading=isinstance(item.block, Heading))
    if item.words == current or (item.words == stand.trace.words and not force):
        if item.words != current:
            tally.kept.append(f"modifié à la main, gardé : « {_said(group)} »")
        return group[-1]
    if current != stand.trace.words and not force:
        tally.kept.append(f"modifié à la main, gardé ; le dossier dit autre chose : « {_said(group)} »")
        return group[-1]
    tally.updated += 1
    return _replaced(group, item)


def _replaced(group: tuple[_Element, ...], item: Written) -> _Element:
    if len(group) == 1 and group[0].tag == _W + "p" and len(item.elements) == 1:
        _refilled(group[0], item.elements[0])
        return group[0]
    for element in item.elements:
        group[0].addprevious(element)
    for element in group:
        _parent(element).remove(element)
    return item.elements[-1]


def _refilled(old: _Element, new: _Element) -> None:
    """New words in a paragraph that keeps its properties, and the bookmarks that others put in it."""
    ids = {item.get(_W + "id") for item in old.iter(_W + "bookmarkStart") if not _is_ours(item)}
    foreign = [item for item in old if item.tag == _W + "bookmarkStart" and item.get(_W + "id") in ids]
    ends = [item for item in old if item.tag == _W + "bookmarkEnd" and item.get(_W + "id") in ids]
    properties = old.find(_W + "pPr")
    fresh = [item for item in new if item.tag != _W + "pPr"]
    old[:] = [*(() if properties is None else (properties,)), *foreign, *fresh, *ends]


def _is_ours(start: _Element) -> bool:
    name = start.get(_W + "name", "")
    return name.startswith(("_ck_", "_Ref_"))


def _added(
    item: Written,
    above: _Element | None,
    first: _Element,
    composed: Sequence[Written],
    standing: Mapping[str, Standing],
) -> _Element:
    """Put a new block after the one above it in our piece."""
    sibling = _sibling(item, composed, standing)
    if sibling is not None:
        properties = sibling.find(_W + "pPr")
        own = item.elements[0].find(_W + "pPr")
        if properties is not None and own is not None:
            item.elements[0].replace(own, _copy(properties))
    last = above
    for element in item.elements:
        if last is None:
            first.addprevious(element)
        else:
            last.addnext(element)
        last = element
    return item.elements[-1]


def _copy(element: _Element) -> _Element:
    from copy import deepcopy

    return deepcopy(element)


def _sibling(item: Written, composed: Sequence[Written], standing: Mapping[str, Standing]) -> _Element | None:
    """An item of the same numbered list that is there already: the new one counts with it."""
    if not isinstance(item.block, Item) or not item.block.ordered:
        return None
    for other in composed:
        same = isinstance(other.block, Item) and other.block.list_id == item.block.list_id
        if same and other.key in standing:
            return standing[other.key].element
    return None


def _gone(host: Host, standing: Mapping[str, Standing], made: set[str]) -> list[str]:
    """The entries that the dossier no longer makes, told once each."""
    found: dict[str, str] = {}
    for key, stand in standing.items():
        if key in made:
            continue
        starts = stand.element.iter(_W + "bookmarkStart")
        marks = [parsed for start in starts if (parsed := mark.parse(start.get(_W + "name", "")))]
        name = marks[0].entry if marks else f"« {_said((stand.element,))} »"
        found.setdefault(name, f"{name} n’est plus dans le dossier : son texte est laissé dans le document")
    return list(found.values())


def _said(group: Sequence[_Element]) -> str:
    text = " ".join(
        hosts.words(p) for element in group for p in (element, *element.iter(_W + "p")) if p.tag == _W + "p"
    )
    return _cut(text)


def _shown(block: Block) -> str:
    return _cut("un tableau" if isinstance(block, Table) else plain(block.content))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + "…"


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101 (a block of the body)
    return parent
