"""Where French sentences end: « art. », « L. 541-1 », « M. » and « 3,5 » do not end one.

A line end is a clue: after a sign that may end a sentence it is kept, elsewhere it was only a fold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# What a point after these never ends: something must follow.
_AFTER = {"al", "alin", "art", "arts", "cf", "chap", "dr", "ex", "fig", "no", "nos", "p", "pp"}
_BOUND = _AFTER | {"m", "me", "mm", "pr", "réf", "st", "ste", "suiv", "tél", "vol"}
# What a point after these may end, or not: only a line end tells.
_OPEN = frozenset(("approx", "av", "bd", "c.-à-d", "cie", "env", "etc", "hab", "i.e", "max", "min"))
# Parts of the codes: « L. 541-1 », « R. 2112-3 », and « M. » for a man.
_CODE = frozenset("LRDM")
# A sign that ends, the guillemet or bracket that it ends in, then a space.
_END = re.compile(r"(?P<sign>\.\.\.|[.!?…])(?P<closed>(?: ?»|[)\]\"”’])*)(?P<space> +)(?=(?P<next>\S))")
_WORD = re.compile(r"(?:^|[\s('’«])([^\s('’«]*)$")
_STARTS = re.compile(r"[A-ZÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ«{\[“—–(]")
_OPENS, _CLOSES = "«(", "»)"


def _inside(text: str) -> list[int]:
    """For each sign, how many guillemets and brackets are open before it; zeros when they do not match."""
    depths, depth = [], 0
    for sign in text:
        depth -= sign in _CLOSES
        if depth < 0:
            return [0] * len(text)
        depths.append(depth)
        depth += sign in _OPENS
    return [0] * len(text) if depth else depths


def _before(text: str, at: int) -> str:
    found = _WORD.search(text[max(0, at - 20) : at])
    return found[1] if found else ""


def _bound(word: str) -> bool:
    return word.lower() in _BOUND or word in _CODE


def _numbers(text: str, at: int, word: str) -> bool:
    """Whether « 1. » stands where a sentence starts, and numbers it."""
    before = text[: at - len(word)].rstrip()
    return word.isdigit() and before[-1:] in {"", ".", "!", "?", ":", ";"}


def _doubtful(word: str) -> bool:
    return word.lower() in _OPEN or (len(word) == 1 and word.isalpha())


def _ends(found: re.Match[str], text: str, *, inside: int, folded: bool) -> bool:
    """Whether a sentence ends at a sign; `folded`: a line ends there too."""
    word = _before(text, found.start()) if found["sign"] == "." else ""
    if not found["closed"] and (_bound(word) or _numbers(text, found.start(), word)):
        return False
    starts = _STARTS.match(found["next"]) is not None
    doubtful = _doubtful(word) and not found["closed"]
    if folded:
        return starts or not (doubtful or found["next"].islower())
    return starts and not inside and not doubtful and found["sign"] in {".", "!", "?"}


def _cuts(text: str, folds: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Where a sentence stops and where the next one starts."""
    depths = _inside(text)
    for found in _END.finditer(text):
        stop, start = found.start("space"), found.end("space")
        if _ends(found, text, inside=depths[start], folded=stop in folds):
            yield stop, start


def cut(lines: Sequence[str]) -> tuple[str, ...]:
    """The sentences of a paragraph, given as the lines in which it was typed (none empty, none folded twice).

    `" ".join(cut(lines)) == " ".join(lines)` for lines without spaces at their ends.
    """
    text = " ".join(lines)
    folds, length = set(), 0
    for line in lines[:-1]:
        length += len(line)
        folds.add(length)
        length += 1
    found, start = [], 0
    for stop, following in _cuts(text, frozenset(folds)):
        found.append(text[start:stop])
        start = following
    return (*found, text[start:])
