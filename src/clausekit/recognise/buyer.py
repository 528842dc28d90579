"""The authority that buys, as a document names it: beside a label, or at the head of the pages of a piece of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from clausekit.draft import Block, Draft, Line, Table, lines
from clausekit.finding import Place
from clausekit.mark import MANIFEST
from clausekit.recognise import words

_LABEL: Final = re.compile(
    r"^\W{0,20}(?:\d[\d.]{0,8}\W{1,5})?(?:nom (?:officiel |et adresse )?d[ue] l?'?(?:organisme |pouvoir )?)?"
    r"(?:acheteur(?: public)?|pouvoir adjudicateur|entite adjudicatrice|maitre d'?ouvrage|autorite concedante"
    r"|personne publique(?: contractante)?)\s*(?P<sign>:|$)"
)
_PIECES: Final = frozenset({"CCTP", "CCAP", "CCP", "RC", "AE"})
_HEADER: Final = "en-tête"
_BLANK: Final = re.compile(r"x{2,}\b|…|\.{3}|_{3}|[\[\]{}]", re.IGNORECASE)
_MOST_WORDS: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A name and its place. `sure`: the engine wrote it there; otherwise a person confirms it."""

    name: str
    place: Place
    sure: bool = False


def buyer(draft: Draft) -> Buyer | None:
    """The buyer that a document names; None when nothing says it, or when a blank stands there."""
    return next(headed(draft), None) or next(_labelled(draft.blocks), None)


def headed(draft: Draft) -> Iterator[Buyer]:
    """« Ville des Essais<tab>CCTP », above the pages that the neutral template makes, even once its marks are gone."""
    ours = MANIFEST in draft.properties
    first = next((line for line in lines(draft.around) if line.place.part == _HEADER and line.text), None)
    name, tab, piece = first.text.partition("\t") if first else ("", "", "")
    if first and tab and (piece.strip() in _PIECES or (ours and piece.strip())) and _name(name):
        yield Buyer(name=name.strip(), place=first.place, sure=ours)


def _labelled(blocks: tuple[Block, ...]) -> Iterator[Buyer]:
    """« Acheteur : Ville des Essais », « Pouvoir adjudicateur | Ville des Essais », or the name below the label."""
    above = False
    for block in blocks:
        if isinstance(block, Table):
            yield from _in_rows(block)
            above = False
            continue
        found = _LABEL.match(words.fold(block.text))
        if found and found["sign"]:
            yield from _named(block.text.partition(":")[2], block)
        elif above and not found:
            yield from _named(block.text, block)
        above = bool(found) and not block.text.partition(":")[2].strip()


def _in_rows(table: Table) -> Iterator[Buyer]:
    for row in table.rows:
        for label, value in pairwise(row):
            line = next((item for item in lines(value.blocks) if item.text), None)
            if line and _LABEL.match(words.fold(label.text)) and ":" not in label.text.rstrip(" :"):
                yield from _named(line.text, line)


def _named(text: str, line: Line) -> Iterator[Buyer]:
    name = re.split(r"\s[–—]\s|[;,\n]|\.\s", text.strip(" :.\u2013"), maxsplit=1)[0].strip()
    if _name(name):
        yield Buyer(name=name, place=line.place)


def _name(text: str) -> bool:
    """Whether a text may be the name of an authority: a few words, the first with a capital, and no blank."""
    said = text.strip()
    return said[:1].isupper() and len(said) > 2 and len(said.split()) <= _MOST_WORDS and not _BLANK.search(said)
