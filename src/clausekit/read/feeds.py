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
# « Consultation n° 2026-11 – Règlement de la consultation   6 / 9 », amid a text that no sign parts.
_COUNT: Final = re.compile(r"(?P<head>.{4,150}?)\s*\b(?P<page>\d{1,3})\s?(?:/|sur|de)\s?(?P<pages>\d{1,3})\s*")
_LEAST_HEAD: Final = 12  # characters, unless it says « page »


def without_running(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what runs around its pages, and each of these lines once; as it is when no sign ends a page."""
    if FEED not in text:
        return _without_count(text)
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


def _without_count(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without the lines that count its pages, and one of them; two in a row say that a third would follow."""
    lines = text.split("\n")
    told = {rank: found for rank, line in enumerate(lines) if (found := _counting(line))}
    counts: dict[tuple[str, str], set[int]] = {}
    for found in told.values():
        counts.setdefault(_series(found), set()).add(int(found["page"]))
    usual = {key for key, pages in counts.items() if any(page + 1 in pages for page in pages)}
    kept = [line for rank, line in enumerate(lines) if rank not in told or _series(told[rank]) not in usual]
    seen = {_series(found): " ".join(found[0].split()) for found in told.values() if _series(found) in usual}
    return "\n".join(kept), tuple(seen.values())


def _counting(line: str) -> re.Match[str] | None:
    """A line that may count pages: its words say so, or are those of no mark."""
    found = _COUNT.fullmatch(line) if len(line) <= _LONGEST else None
    if found is None or not 0 < int(found["page"]) <= int(found["pages"]) or TOLD.search(line):
        return None
    head = found["head"].strip()
    return found if len(head) >= _LEAST_HEAD or head.casefold().startswith("page") else None


def _series(found: re.Match[str]) -> tuple[str, str]:
    return " ".join(found["head"].split()), found["pages"]


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
