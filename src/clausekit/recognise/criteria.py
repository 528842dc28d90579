"""The award criteria of a document: labels, weights as printed, sub-criteria, lot by lot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from clausekit.draft import Draft
from clausekit.finding import Place
from clausekit.recognise import grids, kinds, notices, sections, words
from clausekit.recognise.fits import close
from clausekit.recognise.kinds import Kind, Nature
from clausekit.recognise.labels import shortened
from clausekit.recognise.levels import Found, Node, spread
from clausekit.recognise.rivals import rivals
from clausekit.recognise.unclosed import Unclosed, unclosed
from clausekit.recognise.weights import Unit

# « Le prix » and « prix » are one criterion.
_ARTICLE: Final = re.compile(r"^(?:l(?:e|a|es)\s+|l['’]\s?)(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCriterion:
    """A criterion or a sub-criterion as a document prints it.

    `weight` is the number printed (the lower one of a range, the rank of a ranked criterion; None
    when none is printed), `upper` the higher one of a range, `printed` the words of the weight.
    `base` is what the weight is out of when it is not a share of the total: 100 for sub-criteria
    marked out of 100 inside a criterion of 70 %. `share` is its share of the award in %, None when
    it cannot be told. `distinct` says whether it is a first-level criterion of sustainability that
    stands apart from the technical value; None when the words leave it open. `lot` is "" for the
    whole contract and "*" for all lots.
    """

    label: str
    kind: Kind
    natures: tuple[Nature, ...]
    weight: float | None
    unit: Unit
    printed: str
    place: Place
    upper: float | None = None
    base: float | None = None
    share: float | None = None
    distinct: bool | None = False
    sub: tuple[ReadCriterion, ...] = ()
    lot: str = ""
    detail: str = ""


def criteria(draft: Draft) -> tuple[ReadCriterion, ...]:
    """The award criteria of a document, first level, lot by lot in the order of the text."""
    return told(sections.passages(notices.told(draft))).criteria


class Told(NamedTuple):
    """The award criteria of a document, the lists of weights that none of them holds, the lots of several awards."""

    criteria: tuple[ReadCriterion, ...]
    unclosed: tuple[Unclosed, ...]
    rivals: frozenset[str]


def told(passages: Sequence[sections.Passage]) -> Told:
    """What passages tell of the award."""
    parts = grids.parts(passages)
    found = grids.grids(parts, passages)
    read = tuple(item for grid in found for item in _criteria(grid))
    return Told(read, unclosed(parts, found), rivals(parts, found))


def _criteria(grid: Found) -> list[ReadCriterion]:
    total = spread(grid.nodes)
    unit = _unit(grid.nodes, total)
    return [_first(node, rank, grid, unit, total) for rank, node in enumerate(_told_apart(grid.nodes), start=1)]


def _told_apart(nodes: Sequence[Node]) -> list[Node]:
    """Criteria of one name with what is said of each: « Qualité jugée sur les essais », « … sur les fiches »."""
    names = Counter(words.fold(node.entry.label) for node in nodes)
    return [_with_detail(node) if names[words.fold(node.entry.label)] > 1 else node for node in nodes]


def _with_detail(node: Node) -> Node:
    label = shortened(f"{node.entry.label} {node.entry.detail}")
    return replace(node, entry=replace(node.entry, label=label, detail="")) if label and node.entry.detail else node


def _unit(nodes: Iterable[Node], total: float) -> Unit:
    """The unit of bare numbers: percentages when they make 100, points otherwise."""
    units = {node.entry.weight.unit for node in nodes if node.entry.weight}
    if units == {"none"}:
        return "percent" if close(total, 100) else "points"
    return "points" if "points" in units else "percent"


def _share(node: Node, total: float) -> float | None:
    weight = node.entry.weight
    if weight and weight.unit == "range":
        return None
    return round(node.value / total * 100, 2) if total else None


def _first(node: Node, rank: int, grid: Found, unit: Unit, total: float) -> ReadCriterion:
    if grid.ordered:
        item = _item(node, None, grid.lot, unit, None)
        return replace(item, weight=float(rank), unit="rank", printed=str(rank), distinct=_distinct(node))
    total = grid.total(total)
    return replace(_item(node, _share(node, total), grid.lot, unit, None), distinct=_distinct(node))


def _reading(node: Node) -> kinds.Reading:
    return kinds.kind(node.entry.label, [item.entry.label for item in node.below], node.entry.detail)


def _distinct(node: Node) -> bool | None:
    found = _reading(node)
    return found.apart if found.sustainable else False


def _item(node: Node, share: float | None, lot: str, unit: Unit, base: float | None) -> ReadCriterion:
    entry, reading = node.entry, _reading(node)
    weight = entry.weight
    return ReadCriterion(
        label=_ARTICLE.sub("", entry.label),
        kind=reading.kind,
        natures=reading.natures,
        weight=weight.value if weight else None,
        unit=(unit if weight.unit == "none" else weight.unit) if weight else "none",
        printed=weight.text if weight else "",
        place=entry.place,
        upper=weight.upper if weight else None,
        base=base or (weight.base if weight else None),
        share=share,
        sub=_below(node, share, lot, unit, reading),
        lot=lot,
        detail=entry.detail,
    )


def _below(node: Node, share: float | None, lot: str, unit: Unit, above: kinds.Reading) -> tuple[ReadCriterion, ...]:
    total = node.base or node.value
    items = []
    for child in node.below:
        part = round(share * child.value / total, 2) if share is not None and total else None
        item = _item(child, part, lot, unit, node.base)
        # A sub-criterion whose words say nothing is of the kind of its criterion.
        items.append(replace(item, kind=above.kind, natures=above.natures) if _inherits(item, above) else item)
    return tuple(items)


def _inherits(item: ReadCriterion, above: kinds.Reading) -> bool:
    """Whether a sub-criterion only says how its criterion is judged: costs of a price, means of a green one."""
    if not item.natures:
        return True
    if above.natures == ("price",):
        return item.natures == ("cost",)
    return above.kind in {"environmental", "social"} and above.apart is not False and item.natures == ("technical",)


def flat(items: Sequence[ReadCriterion]) -> tuple[ReadCriterion, ...]:
    """Criteria and sub-criteria in reading order."""
    return tuple(line for item in items for line in (item, *flat(item.sub)))


def sustainable(item: ReadCriterion) -> bool:
    """Whether a criterion is about the environment or social matters, if only in part."""
    return bool({"environmental", "social"} & set(item.natures))
