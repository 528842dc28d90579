"""Rules on the considerations of a contract: that there are, their share of the year, their control, insertion."""

from __future__ import annotations

from collections.abc import Iterable

from clausekit import terms
from clausekit import typography as typo
from clausekit.clause import Clause
from clausekit.rules.case import (
    Case,
    Evidence,
    Outcome,
    counted,
    figure,
    met,
    missing,
    named,
    not_applicable,
    proofs,
    shown,
    to_follow,
)
from clausekit.rules.presence import same_document

_COUNTED = frozenset({"condition_execution", "specification", "variante", "reservation", "ligne_prix"})
_SOCIAL = frozenset({"sociale"})


def _of(case: Case, consideration: str) -> tuple[Evidence, ...]:
    """Everything that makes a consideration: clause, specification, criterion, reservation (PNAD-04, -05)."""
    clauses = proofs(
        (
            taken
            for taken in case.lot.taken.values()
            if taken.clause.consideration == consideration and taken.clause.type in _COUNTED
        ),
        case,
    )
    criteria = tuple(
        shown(item)
        for item in case.lot.judged()
        if item.nature in {consideration, "mixte"} and item.effective != 0 and not item.children
    )
    reserved = case.lot.reservation if consideration in _SOCIAL else None
    if reserved is None or not reserved.social:
        return clauses + criteria
    return (*clauses, *criteria, Evidence(id=reserved.article, piece="RC", place=case.place(*reserved.route)))


def _ids(found: Iterable[Evidence]) -> str:
    return ", ".join(item.id for item in found)


def consideration_presente(case: Case) -> Outcome:
    """At least one consideration of the kind asked, whatever carries it (M11)."""
    kind = case.minimum.given["consideration"]
    title = terms.CONSIDERATION_TITLES[kind]
    found = _of(case, kind)
    if found:
        return met(f"{counted(len(found), f'considérations {title}s')} ({_ids(found)})", *found)
    return missing(
        f"aucune considération {title}, ni dans une clause, ni dans une spécification, ni dans un critère",
        case.place("clauses"),
        read="ni clause, ni critère de cette nature",
        expected=f"au moins une considération {title}",
    )


def part_des_marches(case: Case) -> Outcome:
    """A share of the year's contracts: a single contract is never failed on it (M11)."""
    found = _of(case, case.minimum.given["consideration"])
    share = figure(case.minimum.given["part"])
    counts = f"ce marché y contribue ({_ids(found)})" if found else "ce marché n'y contribue pas"
    return to_follow(f"se juge sur les marchés notifiés dans l'année ({share} %) ; {counts}", *found)


def part_des_achats(case: Case) -> Outcome:
    """A share of the year's purchases: judged on the year (M11, 5 % with solidarity enterprises)."""
    share = figure(case.minimum.given["part"])
    reserved = case.lot.reservation
    counts = (
        "ce lot est réservé"
        if reserved and reserved.social
        else "ce lot n'est pas réservé, l'attributaire dira s'il compte"
    )
    return to_follow(f"se juge sur les achats de l'année ({share} %) ; {counts}")


_CONTROL = {
    "indicateur": "l'indicateur",
    "preuve": "la preuve",
    "fréquence": "la fréquence",
    "destinataire": "le destinataire",
    "vérification": "la vérification",
    "conséquence": "la conséquence",
}


_FIELDS = (
    ("indicateur", "indicator"),
    ("preuve", "proof"),
    ("fréquence", "frequency"),
    ("destinataire", "recipient"),
    ("vérification", "verification"),
)


def control_flaws(clause: Clause) -> list[str]:
    """What a condition d'exécution lacks to be controlled, among the words of `_CONTROL`."""
    control = clause.control
    found = [word for word, name in _FIELDS if not (control and getattr(control, name).strip())]
    if not any(item.nature != "penalite" or item.amount is not None for item in clause.consequences):
        found.append("conséquence")
    return found


def controle_effectif(case: Case) -> Outcome:
    """Each condition d'exécution has indicator, proof, frequency, recipient, verification and consequence (M12)."""
    if not case.conditions:
        return not_applicable("aucune condition d'exécution à contrôler")
    bad = [(taken, flaws) for taken in case.conditions if (flaws := control_flaws(taken.clause))]
    if not bad:
        conditions = counted(len(case.conditions), "conditions d'exécution")
        return met(f"{conditions}, avec contrôle et conséquence", *proofs(case.conditions, case))
    lines = [f"à {taken.clause.id} {typo.listing([_CONTROL[flaw] for flaw in flaws])}" for taken, flaws in bad]
    return missing(
        f"il manque {' ; '.join(lines)}",
        *(case.place(*taken.route) for taken, _ in bad),
        read=counted(len(bad), "conditions d'exécution") + " sans contrôle complet",
        expected="indicateur, preuve, fréquence, destinataire, vérification et conséquence pour chacune",
    )


def _in_ccap(case: Case, clause: Clause) -> bool:
    return any(same_document(case, piece, "CCAP") for piece in clause.texts)


def suivi_insertion(case: Case) -> Outcome:
    """An insertion action comes with its follow-up in the CCAP (M17)."""
    insertion = [taken for taken in case.lot.taken.values() if "insertion" in taken.clause.themes]
    if not insertion:
        return not_applicable("le lot ne comporte pas d'action d'insertion")
    followed = [
        taken
        for taken in insertion
        if "suivi-insertion" in taken.clause.themes and _in_ccap(case, taken.clause) and not control_flaws(taken.clause)
    ]
    if followed:
        return met(named(followed), *proofs(followed, case))
    return missing(
        "l'action d'insertion n'a pas de modalités de suivi dans le CCAP",
        case.place(*insertion[0].route),
        read=named(insertion),
        expected="une clause de suivi de l'insertion portée par le CCAP, avec son contrôle et sa conséquence",
    )
