"""What makes the verdict on an award unsure though criteria were read: they are told elsewhere, or change by phase."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from clausekit import typography as typo
from clausekit.draft import Line, Table
from clausekit.recognise import words
from clausekit.recognise.criteria import ReadCriterion
from clausekit.recognise.fits import BASES, TOTAL, close, usual
from clausekit.recognise.layout import grid, layout, read_weight
from clausekit.recognise.phases import in_phases
from clausekit.recognise.sections import Passage
from clausekit.recognise.subject import for_candidates
from clausekit.recognise.verdict import Verdict

_TOLD: Final = (
    r"(?:defini|enonce|fixe|indique|precise|mentionne|detaille|decrit|annonce|publie|enumere|liste|expose|presente"
    r"|prevu|porte|repris|figur|inscrit)\w*"
)
_FILE: Final = (
    r"(?:annexes?\b|avis\b|a\.?a\.?p\.?c\b|b\.?o\.?a\.?m\.?p\b|joue\b|lettre de consultation"
    r"|(?:fichier|document|tableau|grille|cadre|piece)s?\b.{0,20}?\b(?:joint|annexe|separe|distinct)"
    r"|profil d'acheteur)"
)
# « critères définis à l'annexe 2 », « critères d'attribution : voir l'avis de publicité ».
_ELSEWHERE: Final = re.compile(
    r"(?<!sous )(?<!sous-)\bcriteres?\b[^.;]{0,80}?"
    rf"(?:\b{_TOLD}\s[^.;]{{0,40}}?|\b(?:voir|cf|se (?:reporter|referer)|renvoi\w*)\b[^;]{{0,30}}?)\b{_FILE}"
)
_EXCERPT: Final = 160
_LONGEST: Final = 2_000
_BY_PHASE: Final = "Les poids changent d'une phase à l'autre : seuls ceux de la dernière sont lus."

_BY_COLUMN: Final = "Le tableau a plusieurs colonnes de poids, dont l'en-tête ne dit pas à quoi elles servent."


def weighed(
    verdicts: Sequence[Verdict], criteria: Sequence[ReadCriterion], passages: Sequence[Passage]
) -> tuple[Verdict, ...]:
    """Verdicts, those that the rest of the document leaves open said to be confirmed."""
    return tuple(_weighed(verdict, criteria, passages) for verdict in verdicts)


def _weighed(verdict: Verdict, criteria: Sequence[ReadCriterion], passages: Sequence[Passage]) -> Verdict:
    own = [passage for passage in passages if passage.lot in {"", verdict.lot} or not criteria]
    tables = (block for passage in own for block in passage.blocks if isinstance(block, Table))
    if changes := next(filter(None, map(_changes, tables)), ""):
        return replace(verdict, answer="to_confirm", share=None, why=f"{verdict.why} {changes}")
    if verdict.answer == "yes" or _closed([item for item in criteria if item.lot == verdict.lot]):
        return verdict
    said = next(_elsewhere(own), None)
    if said is None:
        return _short(verdict, [item for item in criteria if item.lot == verdict.lot])
    return replace(verdict, answer="to_confirm", why=f"{verdict.why} La pièce renvoie ailleurs : {typo.quote(said)}.")


def _short(verdict: Verdict, criteria: Sequence[ReadCriterion]) -> Verdict:
    """The verdict on criteria whose weights do not reach 100: one of them may not have been read."""
    weights = [item.weight for item in criteria if item.weight is not None]
    total = sum(weights)
    if len(weights) < len(criteria) or total >= TOTAL or usual(total):
        return verdict
    why = f"{verdict.why} Leurs poids font {typo.plain(typo.number(total))}, et non 100 : en manque-t-il un ?"
    return replace(verdict, answer="to_confirm", why=why)


def _closed(criteria: Sequence[ReadCriterion]) -> bool:
    """Whether criteria make an award by themselves: several, each with its weight or its rank, that make a total."""
    weights = [item.weight for item in criteria if item.weight is not None]
    if len(weights) < len(criteria) or len(criteria) < 2:
        return False
    bases = (TOTAL,) if criteria[0].unit == "percent" else BASES
    return criteria[0].unit in {"rank", "range", "coefficient"} or any(close(sum(weights), base) for base in bases)


def _elsewhere(passages: Sequence[Passage]) -> Iterator[str]:
    """The sentences that send to another file for the criteria."""
    for block in (block for passage in passages for block in passage.blocks):
        if not isinstance(block, Line) or len(block.text) > _LONGEST or for_candidates(block.text):
            continue
        if _ELSEWHERE.search(words.fold(block.text)):
            text = " ".join(block.text.split()).rstrip(" .")
            yield text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rsplit(' ', 1)[0]}…"


def _changes(table: Table) -> str:
    """Why one column of weights of a table may not be that of the award: another has its own, phase by phase or not."""
    cells = grid(table)
    form = layout(cells) if cells.rows else None
    if form is None or form.lots:
        return ""
    read = [
        [read_weight(row[index], unit) if index < len(row) else None for index, unit in form.weights.items()]
        for row in cells.rows[form.start :]
    ]
    # A heading that could not be read is a row without any weight.
    rows = [[found.value if found else None for found in row] for row in read if any(row)]
    told = set(zip(*rows, strict=True))
    if len(told) > 1 and in_phases(cells, form.start, tuple(form.weights)):
        return _BY_PHASE
    whole = [values for values in told if None not in values and close(sum(filter(None, values)), TOTAL)]
    return _BY_COLUMN if len(whole) > 1 and not form.nested and len(form.labels) == 1 else ""
