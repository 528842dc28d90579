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
from clausekit.word import compose, doubled, dress, filled, hosts, identity, ledger, standings
from clausekit.word.compose import Written
from clausekit.word.headings import Numbered
from clausekit.word.hosts import Host
from clausekit.word.identity import Trace
from clausekit.word.neutral import W
from clausekit.word.standings import Standing

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{W}}}"
_HERE = "Le document porte déjà cette pièce : elle est mise à jour là où elle se trouve."
_ADOPTED = "Le document porte déjà cette pièce, écrite par « assemble » : elle est désormais suivie là où elle est."
_SHOWN = 70  # characters of a paragraph that is named


@dataclass(slots=True)
class Tally:
    """What a run has done."""

    added: int = 0
    updated: int = 0
    kept: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)


def renew(
    host: Host,
    blocks: Sequence[tuple[str, Block]],
    fragment: Fragment,
    standing: Mapping[str, Standing],
    *,
    piece: str,
    force: bool,
    refill: bool = False,
    removed: frozenset[str] | None = None,
) -> ledger.Inserted:
    """Bring a piece up to date where it stands.

    `force` puts our words back where somebody has changed them; `refill`, our blanks where somebody has filled
    them. `removed` are the blocks taken out by hand; given, the piece is followed from now on.
    """
    adopting = removed is not None
    clothes = dress.of(host)
    tally = Tally()
    if not refill:
        blocks = tuple((key, _filled(block, standing.get(key), tally)) for key, block in blocks)
    numbers = standings.numbers(host, clothes, blocks, standing)
    composed = compose.compose(
        host,
        clothes,
        _deep(blocks, numbers),
        numbers=numbers,
        references=compose.references_of(blocks, numbers),
        piece=piece,
    )
    removed = ledger.put_there(host, piece) - set(standing) if removed is None else removed
    twice = doubled.articles(host, blocks, standing)
    held = frozenset[str]() if force else frozenset[str]().union(*twice)
    _laid(host, composed, standing, tally, held=held, removed=removed, force=force, refill=refill)
    dress.trimmed(host, clothes)
    fate = "la copie est laissée telle quelle" if force else "ni l’un ni l’autre n’est mis à jour"
    said = tuple(f"{text} : {fate}" for text in twice.values())
    gone = tuple(_gone(host, standing, {key for key, _ in blocks}))
    if adopting:
        _followed(host, composed, standing, piece)
    elif not tally.added and not tally.updated:
        return ledger.Inserted(data=None, steps=(), kept=_once(tally.kept), gone=gone, doubled=said)
    ledger.dirty_contents(host)
    data = ledger.sealed(host, fragment, piece, iter(dict(blocks)))
    steps = (_ADOPTED if adopting else _HERE,)
    return ledger.Inserted(
        data=data,
        steps=steps,
        added=tally.added,
        updated=tally.updated,
        kept=_once(tally.kept),
        replaced=_once(tally.replaced),
        gone=gone,
        doubled=said,
    )


def _laid(
    host: Host,
    composed: Sequence[Written],
    standing: Mapping[str, Standing],
    tally: Tally,
    *,
    held: frozenset[str],
    removed: frozenset[str],
    force: bool,
    refill: bool,
) -> None:
    """Put each block in its place; those that are `held` stay as they are."""
    above: _Element | None = None
    first = next(iter(standing.values())).element
    for item in composed:
        if item.key in held:
            above = standings.end(standing[item.key].element, item.block) if item.key in standing else above
        elif item.key in standing:
            above = _held(host, item, standing[item.key], tally, force=force, refill=refill)
        elif item.key in removed and not force:
            tally.kept.append(f"supprimé à la main, non remis : « {_shown(item.block)} »")
        else:
            above = _added(item, above, first, composed, standing)
            tally.added += 1
            if item.key in removed:
                tally.replaced.append(f"supprimé à la main, remis : « {_shown(item.block)} »")


def _once(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said))


def _filled(block: Block, stand: Standing | None, tally: Tally) -> Block:
    """A block with what somebody has typed in its blanks."""
    if stand is None or stand.element.tag != _W + "p":
        return block
    done, typed = filled.block(block, hosts.words(stand.element))
    tally.kept += [f"blanc rempli à la main, gardé : « {_cut(text)} »" for text in typed]
    return done


def _followed(host: Host, composed: Sequence[Written], standing: Mapping[str, Standing], piece: str) -> None:
    """Leave our traces in the blocks that were there and have not been replaced."""
    ids = hosts.first_id(host.root)
    for item in composed:
        stand = standing.get(item.key)
        if stand is not None and stand.element.getparent() is not None and not _is_traced(stand.element):
            compose.traced(stand.element, Trace(piece=piece, key=item.key, words=item.words).name, ids)
            ids += 1


def _is_traced(element: _Element) -> bool:
    return any(identity.parse(start.get(_W + "name", "")) for start in element.iter(_W + "bookmarkStart"))


def _deep(blocks: Sequence[tuple[str, Block]], numbers: Mapping[str, Numbered]) -> tuple[tuple[str, Block], ...]:
    return tuple((key, compose.deepened(block, numbers.get(key))) for key, block in blocks)


def _held(host: Host, item: Written, stand: Standing, tally: Tally, *, force: bool, refill: bool) -> _Element:
    """Keep or replace a block that stands in the document; its last element."""
    group = standings.group(stand.element, item.block)
    current = identity.print_of(group, heading=isinstance(item.block, Heading))
    if item.words == current or (item.words == stand.trace.words and not force):
        if item.words != current:
            tally.kept.append(f"modifié à la main, gardé : « {_said(group)} »")
        return group[-1]
    answered = not refill and filled.is_answered(item.block, _text(group))
    if current != stand.trace.words and (answered or not force):
        tally.kept.append(f"modifié à la main, gardé ; le dossier dit autre chose : « {_said(group)} »")
        return group[-1]
    tally.updated += 1
    if current != stand.trace.words:
        tally.replaced.append(f"modifié à la main, remplacé par les mots du dossier : « {_said(group)} »")
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
    return _cut(_text(group))


def _text(group: Sequence[_Element]) -> str:
    return " ".join(hosts.words(p) for element in group for p in element.iter(_W + "p"))


def _shown(block: Block) -> str:
    return _cut("un tableau" if isinstance(block, Table) else plain(block.content))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + "…"


def _parent(element: _Element) -> _Element:
    parent = element.getparent()
    assert parent is not None  # noqa: S101 (a block of the body)
    return parent
