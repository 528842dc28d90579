"""Documents made for the tests of `match`: clauses of the library, edited by a hand that leaves no mark."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import once
from clausekit.draft import Draft, Line
from clausekit.finding import Place
from clausekit.match import Reference, of_library
from clausekit.match.expected import Expected
from foreign_prose import prose

ROOT = Path(__file__).parents[1]
_VALUES = ("80 %", "14 jours calendaires", "la Métropole", "l'article 4.2", "le maître d'ouvrage", "trois fois")
_FIGURES = ("12", "4.2", "80 et 15")
_LONG_ENOUGH = 25  # words
# What a lawyer of another authority writes instead, folded; a word of the library on the left.
_SYNONYMS = dict(
    line.split(":") for line in (ROOT / "tests" / "data" / "synonymes.txt").read_text(encoding="utf-8").split()
)


@cache
def shipped() -> tuple[Reference, ...]:
    """The texts of the shipped library that are long enough to be told from any other."""
    return tuple(reference for reference in of_library(once.shipped()) if reference.size >= _LONG_ENOUGH)


@cache
def closed() -> tuple[Reference, ...]:
    """Those whose blanks are figures, names or references: a text blank takes whatever an author writes there."""
    return tuple(
        reference
        for reference in shipped()
        if not any(hole.open for item in reference.paragraphs for hole in item.holes.values())
    )


def twins(references: Sequence[Reference], chance: random.Random) -> list[Reference]:
    """Near-duplicates: the same clause for another family, one word in five changed, under another id."""
    vocabulary = _vocabulary(references)
    return [
        replace(
            reference,
            entry=f"ZZZ-{number:03}",
            paragraphs=tuple(
                replace(
                    item, words=tuple(chance.choice(vocabulary) if chance.random() < 0.2 else w for w in item.words)
                )
                for item in reference.paragraphs
            ),
        )
        for number, reference in enumerate(references)
    ]


def _vocabulary(references: Iterable[Reference]) -> list[str]:
    return sorted({word for reference in references for item in reference.paragraphs for word in item.words})


def printed(reference: Reference, chance: random.Random) -> list[str]:
    """The paragraphs as a document prints them: holes filled, what levels add left out."""
    return [_filled(item, chance) for item in reference.paragraphs if item.words and not item.optional]


def _filled(item: Expected, chance: random.Random) -> str:
    words = list(item.words)
    for place in sorted(item.holes, reverse=True):
        open_to_all = item.holes[place].among is None
        words[place:place] = chance.choice(_VALUES if open_to_all else _FIGURES).split()
    return " ".join(words)


def edited(text: str, share: float, chance: random.Random, vocabulary: Sequence[str]) -> str:
    """A share of the words taken out, replaced or followed by another, in equal parts."""
    found: list[str] = []
    for word in text.split():
        draw = chance.random() / share
        if draw < 1 / 3:
            continue
        found.append(chance.choice(vocabulary) if draw < 2 / 3 else word)
        if 2 / 3 <= draw < 1:
            found.append(chance.choice(vocabulary))
    return " ".join(found)


def reworded(text: str, share: float, chance: random.Random) -> str:
    """A share of the words that have a synonym, in its place."""
    return " ".join(_SYNONYMS.get(word, word) if chance.random() < share else word for word in text.split())


KINDS = ("exact", "5", "15", "30", "reordered", "merged", "synonyms")
_REWORDED = 0.8  # share of the words that have a synonym


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A document without marks: what was written in it and how, and the texts that it is held against."""

    draft: Draft
    kinds: Mapping[tuple[str, str], str]
    references: tuple[Reference, ...]


def trial(seed: int, *, clauses: int, ground: Sequence[str] = (), paragraphs: int = 2000) -> Trial:
    """Clauses of the library and their near-duplicates, edited each in one way, among the prose of others.

    `ground` is that prose; without it, `foreign_prose`.
    """
    chance = random.Random(seed)
    own = list(shipped())
    references = [*own, *twins(own, chance)]
    chosen = chance.sample(references, clauses)
    kinds = {(item.entry, item.piece): KINDS[number % len(KINDS)] for number, item in enumerate(chosen)}
    parts = [_by_hand(item, kinds[item.entry, item.piece], chance, _vocabulary(own)) for item in chosen]
    left = max(0, paragraphs - sum(map(len, parts)))
    parts += [[text] for text in chance.sample(ground, min(left, len(ground)))] if ground else prose(left, chance)
    chance.shuffle(parts)
    return Trial(draft=draft(text for part in parts for text in part), kinds=kinds, references=tuple(references))


def scores(found: Iterable[tuple[str, str]], asked: Trial) -> tuple[dict[str, float], float]:
    """Recall of each kind of edit, and precision, from the (entry, piece) that were found."""
    have = set(found)
    wanted = {kind: {key for key, its in asked.kinds.items() if its == kind} for kind in KINDS}
    recall = {kind: len(keys & have) / len(keys) for kind, keys in wanted.items()}
    return recall, len(have & set(asked.kinds)) / max(len(have), 1)


def _by_hand(reference: Reference, kind: str, chance: random.Random, vocabulary: Sequence[str]) -> list[str]:
    paragraphs = printed(reference, chance)
    if kind.isdecimal():
        return [edited(text, int(kind) / 100, chance, vocabulary) for text in paragraphs]
    if kind == "synonyms":
        return [reworded(text, _REWORDED, chance) for text in paragraphs]
    if kind == "reordered":
        chance.shuffle(paragraphs)
    return [" ".join(paragraphs)] if kind == "merged" else paragraphs


def draft(paragraphs: Iterable[str]) -> Draft:
    """A document of body paragraphs."""
    return Draft(
        file="essai.docx",
        format="docx",
        blocks=tuple(
            Line(text=text, place=Place(file="essai.docx", part="corps", paragraph=str(number)))
            for number, text in enumerate(paragraphs, start=1)
        ),
    )
