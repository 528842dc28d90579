"""The words that the rules of drafting watch (donnees/redaction.yaml), and the sentences of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Any

from clausekit import source
from clausekit.library import Entry
from clausekit.lint.drafting.literals import literals
from clausekit.lint.reading import Passage, Reading, passages

_FILE = "donnees/redaction.yaml"
_END = re.compile(r"(?<=[.!?…]) +(?=[A-ZÀÂÉÈÊÎÔÇ«{\[])")
_ROW = re.compile(r"^\s*\|")
_ITEM = re.compile(r"^\s*(?:- |[0-9]+\. )")


@cache
def vocabulary() -> Mapping[str, Any]:
    """What the data file holds."""
    content = resources.files("clausekit").joinpath(_FILE).read_bytes()
    held: Mapping[str, Any] = source.load(content, file=_FILE).data
    return held


@cache
def pattern(key: str) -> re.Pattern[str]:
    """The expression of a key; a list means any of its lines."""
    held = vocabulary()[key]
    whole = "|".join(held) if isinstance(held, list) else held
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a passage and its line there (from 0). `block` is the paragraph or list around it."""

    passage: Passage
    line: int
    text: str
    block: str


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between blank lines; a list stays with the sentence that opens it."""
    start, held = 0, list[str]()
    lines = text.split("\n")
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        opening = not line.strip() and held and (held[-1].rstrip().endswith(":") or _ITEM.match(held[-1]))
        if line.strip() or (opening and _ITEM.match(after)):
            start = number if not held else start
            held.append(line)
        elif held:
            yield start, held
            held = []
    if held:
        yield start, held


def sentences(passage: Passage) -> Iterator[Sentence]:
    """The sentences of a passage, tables left out: a cell is no sentence."""
    for start, lines in _blocks(passage.text):
        block = " ".join(lines)
        for offset, line in enumerate(lines):
            if _ROW.match(line) or not line.strip():
                continue
            for text in _END.split(_ITEM.sub("", line).strip()):
                yield Sentence(passage=passage, line=start + offset, text=text, block=block)


def pieces(entry: Entry, *names: str) -> Iterator[Passage]:
    """The passages of an entry that are printed in one of these pieces."""
    for passage in passages(entry):
        head, last = passage.route[0], passage.route[-1]
        if head in {"textes", "complements"} and last in names:
            yield passage


def printed(entry: Entry) -> Iterator[Passage]:
    """The passages that make sentences: texts of clauses and annexes, questions, elements, proofs."""
    kept = {"textes", "complements", "question_crt", "elements_appreciation", "preuves", "sections"}
    for passage in passages(entry):
        if passage.route[0] in kept:
            yield passage


def said(reading: Reading) -> tuple[Sentence, ...]:
    """Every sentence that the library prints, cut once for all the rules."""
    cut: tuple[Sentence, ...] | None = reading.memo.get("said")
    if cut is None:
        cut = reading.memo["said"] = tuple(_said(reading))
    return cut


def _said(reading: Reading) -> Iterator[Sentence]:
    for entry in reading.library.in_force:
        for passage in printed(entry):
            yield from sentences(passage)


_literals = cache(literals)


def likely(wanted: re.Pattern[str], texts: Sequence[str]) -> Sequence[int]:
    """Ranks of the texts that may hold what an expression matches: those that hold one of its words."""
    words = _literals(wanted.pattern, cased=not wanted.flags & re.IGNORECASE)
    whole = "\n".join(texts)
    lower = whole.lower()
    if words is None or len(lower) != len(whole):  # a sign whose lower case is longer
        return range(len(texts))
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    places = (place for word in words for place in _places(word.text, whole if word.cased else lower))
    return sorted({bisect_right(starts, place) - 1 for place in places})


def _places(word: str, whole: str) -> Iterator[int]:
    place = whole.find(word)
    while place >= 0:
        yield place
        place = whole.find(word, place + 1)


def matches(key: str, texts: Iterable[Sentence]) -> Iterator[tuple[Sentence, str]]:
    """The sentences in which the words of a key are read, with what was read."""
    held = tuple(texts)
    wanted = pattern(key)
    for rank in likely(wanted, [item.text for item in held]):
        for match in wanted.finditer(held[rank].text):
            yield held[rank], match[0]
