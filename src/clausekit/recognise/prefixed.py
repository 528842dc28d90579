"""Sub-criteria that repeat the words of their criterion: « Valeur technique : délai : 20 % »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clausekit.recognise import words
from clausekit.recognise.entries import Entry
from clausekit.recognise.labels import MOST_WORDS, clean, shortened

_SIGNS = " :–—-"


def gathered(entries: Sequence[Entry]) -> list[Entry]:
    """Entries with those that repeat a criterion put under it, in the order that they are told."""
    said = [f"{entry.label} {entry.detail}".strip() for entry in entries]
    heads = {index: head for index in range(len(entries)) if (head := _head(entries, said, index)) is not None}
    found: list[Entry] = []
    for index, entry in enumerate(entries):
        if index in heads:
            continue
        own = [child for child, head in heads.items() if head == index]
        found.append(replace(entry, depth=1, opens=True) if own else entry)
        found += [_under(entries[child], said[child][len(said[index]) :]) for child in own]
    return found


def _under(entry: Entry, rest: str) -> Entry:
    label = clean(rest.strip(_SIGNS))
    label = label if len(label.split()) <= MOST_WORDS else shortened(label) or label
    return replace(entry, label=label, depth=2, ids=(), item=False, under=False, detail="")


def _head(entries: Sequence[Entry], said: Sequence[str], index: int) -> int | None:
    """The criterion whose words, then a sign, open another; None without one."""
    weight = entries[index].weight
    # « Valeur technique : elle est notée sur 40 points » tells how it is marked.
    if weight is None or weight.scale:
        return None
    own = words.fold(said[index])
    for other, entry in enumerate(entries):
        start = words.fold(said[other]).rstrip(_SIGNS)
        if other == index or entry.weight is None or not start or not own.startswith(start):
            continue
        rest = own[len(start) :]
        if rest.lstrip()[:1] in {":", "-"} and clean(rest.strip(_SIGNS)):
            return other
    return None
