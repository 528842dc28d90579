"""Sentences that tell several penalties, cut into a clause for each: « retard : 300 € ; heure non faite : 50 € »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from clausekit.recognise import words
from clausekit.recognise.articles import Sentence
from clausekit.recognise.topics import topics

_AMOUNT: Final = re.compile(r"\d[\d .]{0,9}(?:,\d{1,2})?\s?(?:€|euros?\b)")
_COLON: Final = re.compile(r":\s")
# Where a clause may end: a semicolon, a comma, a capital (lines that lost their ends), « et » before a sum.
_STOP: Final = re.compile(
    r"\s?;\s|[,.]\s|\s[-–•]\s|\s(?=[A-ZÀ-Þ][a-zà-ÿ])|\s(?:et|ou)\s(?=(?:de\s|d[’']une pénalité de\s)?\d)"
)
_BARE: Final = re.compile(r"(?:(?:puis|et|ou|de|une penalite de|d'une penalite de)\s)*\d")
_LABEL: Final = re.compile(r"[^;:]{3,160}:\s?")
# « …, plafonnée à 5 000 € », « 200 € en cas de récidive »: more on the same.
_MORE: Final = re.compile(
    r"\b(?:plafonn\w+|dans la limite|maximum|recidiv\w+|reiter\w+|au[- ]dela|portee? a|doublee?s?|soit)\b"
)
_NEXT: Final = re.compile(r"[;,]")
_MOST: Final = 60  # sums of one sentence


def clauses(sentence: Sentence) -> tuple[Sentence, ...]:
    """The clauses of a sentence that tell a penalty each; the sentence itself when it tells one."""
    folded = words.fold(sentence.text)
    sums = [found.start() for found in _AMOUNT.finditer(folded)]
    if not 1 < len(sums) <= _MOST:
        return (sentence,)
    # « Les pénalités sont les suivantes : retard : 300 € »: what stands before leads in each clause.
    colons = [found.end() for found in _COLON.finditer(folded, 0, sums[0])]
    led = colons[-2] if len(colons) > 1 else 0
    bounds = [led, *_cuts(sentence.text, folded, sums), len(folded)]
    if len(bounds) == 2:
        return (sentence,)
    lead = f"{sentence.lead} {sentence.text[:led]}".strip()
    return tuple(
        replace(sentence, text=sentence.text[start:end].strip(" ;,"), lead=lead) for start, end in pairwise(bounds)
    )


def _cuts(text: str, folded: str, sums: list[int]) -> Iterator[int]:
    """Where a clause begins that has its own sum, and its own words."""
    begun, first = 0, sums[0]
    for last, amount in pairwise(sums):
        start = next(
            (found.end() for found in _STOP.finditer(text, last, amount + 1) if _own(folded, found, amount)), None
        )
        end = _NEXT.search(folded, amount + 1)
        if start is None or _MORE.search(folded, start, end.start() if end else len(folded)):
            continue
        # « Défaut de tri : 200 € par constat, 50 € par jour »: a sum alone goes with what is named before it.
        if not (_BARE.match(folded, start) and topics(folded[begun:first])):
            yield start
            begun, first = start, amount


def _own(folded: str, found: re.Match[str], amount: int) -> bool:
    """Whether what stands between the end of a clause and a sum is the sum's: a label, or nothing."""
    labelled = _LABEL.fullmatch(folded, found.end(), amount) is not None
    return labelled or ";" in found[0] or _BARE.match(folded, found.end()) is not None
