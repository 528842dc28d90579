"""Texts drawn from a PDF page by page: what runs at the head and foot of each page is taken out, told once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from itertools import takewhile
from typing import Final

from clausekit.read.running import RANK, TOLD

FEED: Final = "\x0c"
_FIGURES: Final = re.compile(r"\d+")
_MOST_FIGURES, _MOST_DIGITS = 6, 4
_MOST: Final = 4  # lines of a header or of a footer
_LONGEST: Final = 200  # characters
_FEWEST, _SHARE = 3, 0.6  # pages, and their share of all


def without_running(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what runs around its pages, and each of these lines once; as it is when no sign ends a page."""
    pages = [page.split("\n") for page in text.split(FEED)]
    edges = [(_edge(page), _edge(page[::-1])) for page in pages]
    counts = Counter(
        key
        for number, edge in enumerate(edges)
        for key in {k for side in edge for line in side for k in _keys(line, number)}
    )
    least = max(_FEWEST, _SHARE * len(pages))
    usual = {key for key, count in counts.items() if count >= least}
    if not usual:
        return text.replace(FEED, "\n"), ()
    found: dict[str, str] = {}
    kept = []
    for number, (page, sides) in enumerate(zip(pages, edges, strict=True)):
        top, foot = (_running(side, number, usual) for side in sides)
        for line in (*foot, *top):
            found.setdefault(_FIGURES.sub("#", told := " ".join(line.split())), told)
        kept.append(_inner(page, len(top), len(foot)))
    return "\n\n".join(kept), tuple(found.values())


def _running(side: Iterable[str], number: int, usual: Set[str]) -> list[str]:
    return list(takewhile(lambda line: any(key in usual for key in _keys(line, number)), side))


def _edge(lines: Iterable[str]) -> list[str]:
    """The first lines that hold words."""
    found: list[str] = []
    for line in lines:
        if len(found) == _MOST:
            break
        if line.strip():
            found.append(line)
    return found


def _keys(line: str, number: int) -> list[str]:
    """What makes a line the same on another page: its words and figures, one of which may count the pages.

    None for a weight or for what announces one, which a page may begin with.
    """
    text = " ".join(line[:_LONGEST].split())
    if TOLD.search(text):
        return []
    counted = [found for found in _FIGURES.finditer(text) if len(found[0]) <= _MOST_DIGITS]
    return [text] + [
        f"{text[: found.start()]}#{int(found[0]) - number}{text[found.end() :]}"
        for found in counted[-_MOST_FIGURES:]
        if not RANK.search(text[: found.start()])
    ]


def _inner(page: Sequence[str], top: int, foot: int) -> str:
    """A page without as many of its first and last lines, nor the blank ones around them."""
    held = [number for number, line in enumerate(page) if line.strip()]
    inner = held[top : len(held) - foot]
    return "\n".join(page[inner[0] : inner[-1] + 1]) if inner else ""
