"""Where there are award criteria to judge, and where there are none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from clausekit.finding import Place
from clausekit.marche import Weighted
from clausekit.rules import accord
from clausekit.rules.case import Case, Outcome, Rule, manual, missing, not_applicable


def set_aside(case: Case) -> Outcome | None:
    """Why no criterion is judged here (facts ADD-03, ADD-08); None when they are."""
    if accord.without_competition(case):
        return not_applicable("marché sans publicité ni mise en concurrence : pas de critère d'attribution à juger")
    if accord.subsequent(case):
        noted = accord.agreement(case)
        where = f" ({noted})" if noted else f" ; {accord.UNNOTED}"
        return manual(
            f"marché subséquent, dont les critères se jugent sur l'accord-cadre et sa date de lancement{where}"
        )
    return None


def judged(rule: Callable[[Case], Outcome]) -> Rule:
    """Set a criterion rule aside where there are no criteria to judge, and say why."""

    @wraps(rule)
    def guarded(case: Case) -> Outcome:
        return set_aside(case) or (rule(case) if case.lot.criteria else _unwritten(case))

    return guarded


def _unwritten(case: Case) -> Outcome:
    return missing(
        "aucun critère d'attribution n'est écrit",
        case.award,
        read=_empty_award(case),
        expected="une grille de la bibliothèque, ou des critères",
        remedy="Écrire « grille: {id: …, niveau: …} », que « clausekit suggest » propose, ou « criteres: ».",
    )


def _empty_award(case: Case) -> str:
    grid = case.lot.terms.grid
    return f"la grille {grid.id} (niveau {grid.level}) ne donne aucun critère" if grid else "ni grille, ni critères"


def places(item: Weighted) -> tuple[Place, ...]:
    """Where a criterion is written."""
    return (Place(file=item.file, route=item.route),)
