"""Texts drawn from a PDF page by page: what runs at the head and foot of each page is taken out, told once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

FEED: Final = "\x0c"
_FIGURES: Final = re.compile(r"\d+")
_MOST: Final = 4  # lines of a header or of a footer
_LONGEST: Final = 200  # characters
_FEWEST, _SHARE = 3, 0.6  # pages, and their share of all


def without_running(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what runs around its pages, and each of these lines once; as it is when no sign ends a page."""
    pages = [page.split("\n") for page in text.split(FEED)]
    edges = [(_edge(page), _edge(page[::-1])) for page in pages]
    counts = Counter(key for edge in edges for key in {_key(line) for side in edge for line in side})
    usual = {key for key, count in counts.items() if count >= max(_FEWEST, _SHARE * len(pages))}
    if not usual:
        return text.replace(FEED, "\n"), ()
    found: dict[str, str] = {}
    kept = []
    for page, sides in zip(pages, edges, strict=True):
        top, foot = (list(takewhile(lambda line: _key(line) in usual, side)) for side in sides)
        found.update({_key(line): " ".join(line.split()) for line in (*foot, *top) if _key(line) not in found})
        kept.append(_inner(page, len(top), len(foot)))
    return "\n\n".join(kept), tuple(found.values())


def _edge(lines: Iterable[str]) -> list[str]:
    """The first lines that hold words."""
    found: list[str] = []
    for line in lines:
        if len(found) == _MOST:
            break
        if line.strip():
            found.append(line)
    return found


def _key(line: str) -> str:
    return _FIGURES.sub("#", " ".join(line[:_LONGEST].split()))


def _inner(page: Sequence[str], top: int, foot: int) -> str:
    """A page without as many of its first and last lines, nor the blank ones around them."""
    held = [number for number, line in enumerate(page) if line.strip()]
    inner = held[top : len(held) - foot]
    return "\n".join(page[inner[0] : inner[-1] + 1]) if inner else ""
