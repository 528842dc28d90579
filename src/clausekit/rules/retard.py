"""CCAG: a late penalty that the exemption of 1 000 euros would swallow (fact CCAG-23, CCAG-24, K.2).

The figures of days are the policy's: no text says how soon a penalty must bite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausekit.clause import Consequence
from clausekit.marche import Taken
from clausekit.rules.case import Case, Outcome, counted, euros, figure, met, missing, not_applicable, proofs
from clausekit.rules.ccag import amount_of, article_on, with_ccag, within

_EXEMPTED = 1000  # euros for the whole contract: CCAG-FCS 14.1.3, Travaux 19.2.1 and the like
_DIVISOR = {"FCS": 1000, "TIC": 1000}  # P = V x R / 1 000; 3 000 in PI, MI, MOE and Travaux
_OTHER_DIVISOR = 3000
_LATE = re.compile(r"\bpar jour\b.*\bde retard\b")
_EXEMPTION = re.compile(r"exonération", re.IGNORECASE)


def first_day(amount: float) -> int:
    """The day of delay on which a daily penalty first exceeds the exempted total."""
    return int(_EXEMPTED // amount) + 1


def penalite_retard_utile(case: Case) -> Outcome:
    """A penalty by day of delay bites soon enough, or the contract departs from the exemption."""
    if not with_ccag(case):
        return not_applicable("le marché ne se réfère à aucun CCAG")
    late = list(_late(case))
    if not late:
        return not_applicable("aucune pénalité par jour de retard dans les clauses retenues")
    if _departs(case):
        spared = {taken.clause.id: taken for taken, _ in late}.values()
        names = ", ".join(item.clause.id for item in spared)
        return met(f"l'exonération du CCAG n'atteint pas ces pénalités par jour ({names})", *proofs(spared, case))
    slow = {(taken.clause.id, amount): taken for taken, amount in late if _too_late(case, amount)}
    return _slow(case, slow) if slow else met(_soon(late), *proofs((taken for taken, _ in late), case))


def _late(case: Case) -> Iterator[tuple[Taken, float]]:
    """Clauses with a penalty by day of delay, and its amount in euros."""
    for taken in case.lot.taken.values():
        for item in taken.clause.consequences:
            amount = amount_of(taken, item)
            if _by_day(item) and amount:
                yield taken, amount


def _by_day(item: Consequence) -> bool:
    return item.nature == "penalite" and bool(_LATE.search(item.unit or ""))


def _too_late(case: Case, amount: float) -> bool:
    given = case.minimum.given
    most = given.get("jusqu_a")
    return first_day(amount) > given["jours"] and (most is None or first_day(amount) <= most)


def _departs(case: Case) -> bool:
    """Whether a clause departs from the article on the exemption, which the CCAP then lists."""
    number = article_on(case, "exoneration")
    return any(
        item.ccag == case.lot.terms.ccag
        and (bool(number and within(number, item.article)) or bool(_EXEMPTION.search(item.subject)))
        for taken in (*case.lot.taken.values(), *case.lot.automatic.values())
        for item in taken.clause.departures
    )


def _soon(late: list[tuple[Taken, float]]) -> str:
    least = min(amount for _, amount in late)
    return f"la plus faible, de {euros(least)} par jour de retard, compte dès le {_rank(first_day(least))} jour"


def _rank(number: int) -> str:
    return "1er" if number == 1 else f"{number}e"


def _slow(case: Case, slow: dict[tuple[str, float], Taken]) -> Outcome:
    told = ", ".join(
        f"{euros(amount)} par jour dans {name}, rien avant le {_rank(first_day(amount))} jour" for name, amount in slow
    )
    days, number = int(case.minimum.given["jours"]), article_on(case, "exoneration")
    divisor = figure(_DIVISOR.get(case.lot.terms.ccag or "", _OTHER_DIVISOR))
    return missing(
        f"jusqu'à {euros(_EXEMPTED)}, le CCAG exonère le titulaire des pénalités de retard ({told})",
        *dict.fromkeys(case.place(*taken.route) for taken in slow.values() if taken.route),
        read=counted(len(slow), "pénalités par jour de retard"),
        expected=f"{euros(_EXEMPTED // days + 1)} par jour au moins (règle de la maison : {days} jours au plus), ou "
        f"une dérogation à l'article {number or 'du CCAG'} sur l'exonération ; sans montant propre, la formule du CCAG "
        f"donne V×R/{divisor}",
    )
