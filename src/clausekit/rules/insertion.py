"""CCAG: what it sends to the contract for an insertion action (x.1, x.1.4.2, x.1.4.3, x.1.5).

A clause says it in words. The program looks for the words that practice uses, clause by clause of the
theme « insertion »; what another piece says is noted as a fact, and a person reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from clausekit import typography as typo
from clausekit.marche import Taken
from clausekit.rules.case import Case, Outcome, counted, day, manual, met, missing, not_applicable, proofs
from clausekit.rules.ccag import amount_of
from clausekit.rules.wording import sentences

_THEME = "insertion"
_ELSEWHERE = "insertion_dite"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_SCOPE = _words(r"\bpérimètre\b|\baction\b.*\b(porte|s'applique)\b|{{ *perimetre")
_PUBLICS = _words(r"\béligib|\bpublics?\b|\bpersonnes? éloignées? de l'emploi\b")
_HOURS = _words(r"\b\d[\d ]*\s?heures?\b")
_DATA = _words(
    r"\b(remet|transmet|communique|adresse|remplit)\b.*"
    r"\b(fiches?|bilans?|relevés?|états?|informations|données)\b"
)
_FREQUENCY = _words(
    r"\b(chaque|par|tous les|toutes les|à la fin du)\b.*\b(mois|trimestres?|semestres?|ans?|année)\b"
    r"|\b(mensuel|trimestriel|semestriel|annuel)"
)
_MEETING = _words(r"\bréunion de (mise au point|lancement|cadrage)\b.*({{|\d)")
_PENALTIES = {
    "le montant de la pénalité pour heure non réalisée": _words(r"\bheures?\b"),
    "le montant de la pénalité pour absence à une réunion": _words(r"\babsences?\b|\bréunions?\b"),
    "le montant de la pénalité pour document manquant ou tardif": _words(
        r"\b(documents?|fiches?|bilans?|pièces?|données|relevés?|justificatifs?)\b"
    ),
}


def insertion_complete(case: Case) -> Outcome:
    """What the CCAG leaves to the contract for insertion is filled (CCAG-26, -28; fact K.3).

    Scope, facilitator, publics, hours; data and their frequency; the date of the meeting; three amounts.
    """
    found = [taken for taken in case.lot.taken.values() if _THEME in taken.clause.themes]
    if not found:
        return not_applicable("le lot ne comporte pas d'action d'insertion")
    blanks, unsaid = list(_blanks(found)), list(_unsaid(found))
    empty = [*blanks, *_unnamed(case)]
    elsewhere = case.marche.dossier.facts.get(_ELSEWHERE)
    if unsaid and elsewhere and not empty:
        return manual(f"à lire ailleurs ({day(elsewhere)}), {typo.listing(unsaid)}", *proofs(found, case))
    lacking = [*empty, *(() if elsewhere else unsaid)]
    if not lacking:
        return met(_COMPLETE, *proofs(found, case))
    if case.draft and lacking == blanks:
        return manual(f"à compléter avant la publication, {typo.listing(blanks)}", *proofs(found, case))
    return missing(
        f"il manque {typo.listing(lacking)}",
        case.place(*found[0].route),
        read=counted(len(lacking), "éléments manquants"),
        expected="périmètre, facilitateur, publics éligibles, volume horaire, informations à transmettre et leur "
        f"fréquence, délai de la réunion de mise au point, trois montants ; ou faits: {{{_ELSEWHERE}: l'article}}",
    )


_COMPLETE = "périmètre, facilitateur, publics, volume horaire, suivi, réunion et montants sont dits"


def _blanks(found: list[Taken]) -> Iterator[str]:
    """Blanks of the clauses that the buyer's side fills."""
    for taken in found:
        for blank in taken.blanks:
            if blank.filled_by != "candidat":
                yield f"« {blank.title} » ({taken.clause.id})"


def _unnamed(case: Case) -> Iterator[str]:
    """The facilitator, when the authority has not named one."""
    contact = case.marche.authority.facilitator
    if contact is None or not contact.name:
        yield "les coordonnées du facilitateur (fichier de l'autorité)"


def _unsaid(found: list[Taken]) -> Iterator[str]:
    """What no clause of the action says."""
    said = _said(tuple(line for taken in found for line in sentences(taken)))
    counted_hours = any(_hours(taken) for taken in found)
    yield from (what for what, held in said if not held and not (counted_hours and what == _VOLUME))
    yield from _unpriced(found)


_VOLUME = "le volume horaire"


@lru_cache(maxsize=1024)
def _said(lines: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """What the contract must say of the action, and whether a line does."""
    sent = [line for line in lines if _DATA.search(line)]
    return (
        ("le périmètre de l'action", any(map(_SCOPE.search, lines))),
        ("les publics éligibles", any(map(_PUBLICS.search, lines))),
        (_VOLUME, any(map(_HOURS.search, lines))),
        ("les informations à transmettre", bool(sent)),
        ("la fréquence des informations à transmettre", any(map(_FREQUENCY.search, sent))),
        ("le délai de la réunion de mise au point", any(map(_MEETING.search, lines))),
    )


def _hours(taken: Taken) -> bool:
    """Whether a parameter counts hours; a blank one is told as a blank."""
    return any(item.unit and item.unit.startswith("heure") for item in taken.clause.parameters.values())


def _unpriced(found: list[Taken]) -> Iterator[str]:
    priced = [
        item.failing
        for taken in found
        for item in taken.clause.consequences
        if item.nature == "penalite" and (amount_of(taken, item) is not None or isinstance(item.amount, str))
    ]
    yield from (what for what, words in _PENALTIES.items() if not any(map(words.search, priced)))
