"""Criteria: the offer and not the firm, and nothing scored that no proof, question or clause holds."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit.criterion import Criterion
from clausekit.finding import Finding
from clausekit.lint.reading import Reading, at, told
from clausekit.rules.lien import is_general


def _judging(criterion: Criterion) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("titre",), criterion.title
    for rank, text in enumerate(criterion.elements):
        yield ("elements_appreciation", rank), text
    for mark, text in criterion.scale.steps.items():
        yield ("echelle", "paliers", mark), text


def entreprise_jugee(reading: Reading) -> Iterator[Finding]:
    """A criterion that scores the firm's general policy (CE, 25 May 2018, Nantes Métropole, n° 417580)."""
    for criterion in reading.library.criteria.values():
        for route, text in _judging(criterion):
            if is_general(text):
                yield told(
                    "entreprise-jugee",
                    f"{criterion.id} juge la politique générale de l'entreprise.",
                    at(criterion.file, *route),
                    read=text,
                    expected="ce que le candidat fait pour l'exécution de ce marché, et qui se prouve",
                    why="Un critère sur la politique générale de l'entreprise est irrégulier (Conseil d'État, 25 mai "
                    "2018, Nantes Métropole, n° 417580).",
                    remedy="Rapporter l'élément aux moyens, aux personnes ou aux fournitures du marché, ou l'ôter.",
                )


def _lacking(criterion: Criterion, reading: Reading) -> Iterator[tuple[str, str]]:
    known = reading.library.clauses
    if not [text for text in criterion.elements if text.strip()]:
        yield "elements_appreciation", "élément d'appréciation"
    if not [text for text in criterion.proofs if text.strip()]:
        yield "preuves", "preuve"
    if not criterion.question.strip():
        yield "question_crt", "question au cadre de réponse"
    # A name that leads nowhere is told by « renvoi-inconnu ».
    if not any(name not in known or known[name].state != "retiree" for name in criterion.clauses):
        yield "clauses", "clause qui rende la promesse exigible"


def critere_nu(reading: Reading) -> Iterator[Finding]:
    """A criterion without elements, proofs, question or clause behind it."""
    for criterion in reading.library.criteria.values():
        for key, what in _lacking(criterion, reading):
            if criterion.state == "retiree":
                continue
            yield told(
                "critere-nu",
                f"{criterion.id} n'a pas de {what}." if what[0] not in "é" else f"{criterion.id} n'a pas d'{what}.",
                at(criterion.file, key),
                read=f"{key} : rien",
                expected=f"au moins une ligne sous « {key} »",
                why="Un point s'attribue sur un élément annoncé, se prouve, se promet et s'exige ensuite.",
                remedy=f"Compléter « {key} ».",
            )
