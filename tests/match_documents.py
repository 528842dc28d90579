"""Documents made for the tests of `match`: clauses of the library, edited by a hand that leaves no mark."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from clausekit import library, tree
from clausekit.draft import Draft, Line
from clausekit.finding import Place
from clausekit.match import Reference, of_library
from clausekit.match.reference import Expected

ROOT = Path(__file__).parents[1]
_VALUES = ("80 %", "14 jours calendaires", "la Métropole", "l'article 4.2", "le maître d'ouvrage", "trois fois")
_FIGURES = ("12", "4.2", "80 et 15")
_LONG_ENOUGH = 25  # words


@cache
def shipped() -> tuple[Reference, ...]:
    """The texts of the shipped library that are long enough to be told from any other."""
    loaded, _ = library.load(tree.folder(ROOT).files)
    return tuple(reference for reference in of_library(loaded) if reference.size >= _LONG_ENOUGH)


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


def other_sentences(count: int, chance: random.Random) -> list[list[str]]:
    """Contract sentences that come from no library."""
    who = (
        "Le titulaire",
        "L'acheteur",
        "Le représentant de l'acheteur",
        "Le sous-traitant",
        "L'assureur",
        "Le comptable",
    )
    does = ("remet", "notifie", "transmet", "conserve", "vérifie", "archive", "valide", "restitue", "présente")
    what = (
        "les bons de commande",
        "les factures",
        "la garantie à première demande",
        "l'attestation d'assurance",
        "les plans d'exécution",
        "les échantillons",
        "la liste du personnel",
        "les clefs des locaux",
        "le décompte général",
        "la demande de paiement",
        "les codes d'accès",
        "le procès-verbal de réception",
    )
    when = (
        "avant le début de chaque période",
        "dans le délai fixé par l'acte d'engagement",
        "au plus tard à la réception",
        "sous pli recommandé",
        "par le portail Chorus Pro",
        "à chaque reconduction",
        "à la demande de l'autre partie",
    )
    return [
        [f"{chance.choice(who)} {chance.choice(does)} {chance.choice(what)} {chance.choice(when)}, pièce {number}."]
        for number in range(count)
    ]
