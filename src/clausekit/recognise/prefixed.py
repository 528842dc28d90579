"""Sub-criteria that repeat the words of their criterion: « Valeur technique : délai : 20 % »."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.entries import Entry
from clausekit.recognise.labels import MOST_WORDS, clean, shortened

_SIGNS = " :–—-"
_PARTS: Final = re.compile(r"\s*[:-]")


def gathered(entries: Sequence[Entry]) -> list[Entry]:
    """Entries with those that repeat a criterion put under it, in the order that they are told."""
    said = [f"{entry.label} {entry.detail}".strip() for entry in entries]
    opening = _opening(entries, said)
    heads = {index: head for index in range(len(entries)) if (head := _head(entries, said, index, opening)) is not None}
    under: dict[int, list[int]] = {}
    for child, head in heads.items():
        under.setdefault(head, []).append(child)
    found: list[Entry] = []
    for index, entry in enumerate(entries):
        if index in heads:
            continue
        own = under.get(index, [])
        found.append(replace(entry, depth=1, opens=True) if own else entry)
        found += [_under(entries[child], said[child][len(said[index]) :]) for child in own]
    return found


def _under(entry: Entry, rest: str) -> Entry:
    label = clean(rest.strip(_SIGNS))
    label = label if len(label.split()) <= MOST_WORDS else shortened(label) or label
    return replace(entry, label=label, depth=2, ids=(), item=False, under=False, detail="")


def _opening(entries: Sequence[Entry], said: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """The criteria by their words, with which others may open."""
    found: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        if entry.weight is not None and (start := words.fold(said[index]).rstrip(_SIGNS)):
            found.setdefault(start, []).append(index)
    return found


def _head(
    entries: Sequence[Entry], said: Sequence[str], index: int, opening: Mapping[str, Sequence[int]]
) -> int | None:
    """The criterion whose words, then a sign, open another; None without one."""
    weight = entries[index].weight
    # « Valeur technique : elle est notée sur 40 points » tells how it is marked.
    if weight is None or weight.scale:
        return None
    own = words.fold(said[index])
    ends = (end for sign in _PARTS.finditer(own) for end in range(*sign.span()))
    found = (
        other
        for end in ends
        for other in opening.get(own[:end], ())[:2]
        if other != index and clean(own[end:].strip(_SIGNS))
    )
    return min(found, default=None)
