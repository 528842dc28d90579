"""Criteria of an award that prints no weight: ranked, only listed, or the price alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from clausekit.draft import Line
from clausekit.recognise import kinds, wording, words
from clausekit.recognise.entries import Entry
from clausekit.recognise.headed import under_heading
from clausekit.recognise.labels import clean
from clausekit.recognise.levels import Found, Node
from clausekit.recognise.numbered import loose
from clausekit.recognise.sections import Passage
from clausekit.recognise.segments import Segment

_MOST_WORDS: Final = 15
_MOST_RANKED: Final = 32
_ONLY: Final = re.compile(
    r"(?:unique|seul)\s+critere\b.{0,40}\b(?P<after>prix|cout)\b|\b(?P<before>prix|cout)\b.{0,40}\b(?:unique|seul)\s+critere\b"
    r"|critere\s+(?:unique|seul)\b.{0,30}\b(?P<then>prix|cout)\b"
)
# « Le prix n'est pas le seul critère », « n'est pas attribué sur le seul critère du prix ».
_NOT_ONLY: Final = re.compile(r"\b(?:ne\s|n')[^.;]{0,60}\b(?:pas|plus)\b[^.;]{0,60}$")


def unweighted(segments: Sequence[Segment], passages: Sequence[Passage]) -> tuple[Found, ...]:
    """The criteria of the first passage that ranks them, else lists them, else names the price alone."""
    for ordered in (True, False):
        for segment in segments:
            if segment.ordered is ordered and not _numbers(segment) and (nodes := _listed(segment)):
                return (Found(lot=segment.lot, nodes=nodes, ordered=ordered),)
    only = _alone(passages)
    return (only,) if only else ()


def _numbers(segment: Segment) -> bool:
    """Whether bare numbers weigh the lines of a segment, even where their sum could not be made."""
    column = under_heading(segment.entries)
    return (column is not None and column.likely) or bool(loose(segment.entries))


def _listed(segment: Segment) -> tuple[Node, ...]:
    """The first run of short items with a price among them, after the words that announce criteria."""
    for entry in segment.entries:
        if (entry.opens or segment.ordered) and _award(named := _enumerated(entry)):
            return tuple(Node(entry=item) for item in named)
    above: Entry | None = None
    for listed, group in groupby(segment.entries, key=lambda entry: _is_item(entry, sure=segment.ordered)):
        run = list(group)
        sure = segment.ordered or all(entry.depth == 1 for entry in run) or (above is not None and _announces(above))
        if listed and _award(run, sure=sure):
            return tuple(Node(entry=item) for item in _ranked(run))
        above = run[-1]
    return _rows(segment) if segment.ordered else ()


def _rows(segment: Segment) -> tuple[Node, ...]:
    """The rows of a table whose first column ranks them: « 1 | Valeur technique », « 2 | Prix »."""
    cells = [(place, text.split("\n")) for place, text in segment.texts]
    ranked = [(place, row) for place, row in cells if row[0].strip(" .)").isdecimal()]
    if [int(row[0].strip(" .)")) for _, row in ranked] != list(range(1, len(ranked) + 1)):
        return ()
    run = [Entry(label=clean(row[1]), weight=None, place=place) for place, row in ranked if len(row) > 1]
    told = len(run) == len(ranked) and all(item.named and _short(item) for item in run)
    return tuple(Node(entry=item) for item in run) if told and _award(run, sure=True) else ()


def _announces(entry: Entry) -> bool:
    """« Offre appréciée en fonction des critères énoncés ci-dessous : »; a titulaire is judged on criteria too."""
    said = words.fold(f"{entry.label} {entry.detail}")
    return entry.opens and "critere" in said and re.search(r"\boffres?\b", said) is not None


def _ranked(run: list[Entry]) -> list[Entry]:
    """The numbered items of a run; bullets between them only detail them."""
    numbered = [entry for entry in run if entry.ids]
    return numbered if len(numbered) > 1 and run[0].ids else run


def _is_item(entry: Entry, *, sure: bool) -> bool:
    announces = entry.opens and words.holds(f"{entry.label} {entry.detail}", "criteres", "attribution")
    told = bool(entry.item or entry.ids or entry.depth == 1) and not announces
    return told and _short(entry, sure=sure or entry.depth == 1)


def _enumerated(entry: Entry) -> list[Entry]:
    """The items of a sentence: « … par ordre décroissant d'importance : la valeur technique, le prix, le délai »."""
    text = f"{entry.label} {entry.detail}"
    if ":" not in text:
        return []
    parts = re.split(r"\s*[,;]\s*|\s+et\s+(?=l[ea]s?\b|l')", text.rsplit(":", 1)[1])
    named = [Entry(label=clean(part), weight=None, place=entry.place) for part in parts]
    return named if all(item.named and _short(item) for item in named) else []


def _short(entry: Entry, *, sure: bool = False) -> bool:
    most = _MOST_RANKED if sure else _MOST_WORDS
    return wording.is_criterion(entry) and entry.weight is None and len(entry.label.split()) <= most


def _award(run: Sequence[Entry], *, sure: bool = False) -> bool:
    """Whether items can be criteria: a price among them, known words; half of them when the text says that they are."""
    read = [kinds.told(entry.label) for entry in run]
    known = sum(bool(item.natures) for item in read)
    enough = known * 2 > len(run) if sure else known == len(run)
    return len(run) > 1 and any(set(item.natures) & kinds.PRICES for item in read) and enough


def _alone(passages: Sequence[Passage]) -> Found | None:
    """A sentence that says that the price alone decides."""
    for passage in passages:
        for block in passage.blocks:
            found = _ONLY.search(words.fold(block.text)) if isinstance(block, Line) else None
            if found and isinstance(block, Line) and not _NOT_ONLY.search(found.string, 0, found.end()):
                name = "after" if found["after"] else "before" if found["before"] else "then"
                label = clean(block.text[found.start(name) : found.end(name)])
                return Found(lot=passage.lot, nodes=(Node(entry=Entry(label=label, weight=None, place=block.place)),))
    return None
