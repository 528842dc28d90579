"""How an entry fits a lot: the facts that match, those it supposes, and what the house makes of value and duration."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from clausekit import terms
from clausekit import typography as typo
from clausekit.clause import Applicability, Span
from clausekit.dossier import Dossier, Terms
from clausekit.library import Library
from clausekit.marche import Lot, Marche

Supposed = Mapping[str, frozenset[str]]

# Rule of the house: beyond what is required, how many more clauses a contract of this value bears.
_BUDGETS: Final = ((90_000, 2), (500_000, 4), (5_000_000, 6), (math.inf, 8))
_UNSAID_BUDGET: Final = 4
_SHORT_MONTHS: Final = 6
_FEW: Final = 2

LEVEL_RULE: Final = (
    "Niveau (règle de la maison) : celui du dossier s'il le dit ; sinon le socle sous le seuil européen, "
    "le niveau renforcé à partir de ce seuil. Le niveau exemplaire ne se propose pas : il se choisit."
)
BUDGET_RULE: Final = (
    "Proportion (règle de la maison) : en plus de ce qui est exigé, au plus 2 clauses conseillées sous 90 000 euros "
    "hors taxes, 4 sous 500 000, 6 sous 5 000 000, 8 au-delà, 4 si la valeur n'est pas dite ; moitié moins pour une "
    "durée inférieure à six mois. Une clause et celles qui ne font que l'accompagner comptent pour une, sauf "
    "quand 2 au plus sont admises."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What an entry wants of a fact, and what the lot has. `single` facts have one value at most."""

    name: str
    wanted: tuple[str, ...]
    have: tuple[str, ...]
    single: bool


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def facts(applicable: Applicability, lot: Terms, dossier: Dossier) -> tuple[Fact, ...]:
    """The facts that the entry looks at."""
    rows = (
        ("famille", applicable.families, (lot.family,), True),
        ("segment", applicable.segments, lot.segments, False),
        ("CPV", applicable.cpv, lot.cpv, False),
        ("nature", applicable.natures, _one(lot.nature), True),
        ("CCAG", applicable.ccag, _one(lot.ccag), True),
        ("procédure", applicable.procedures, _one(dossier.procedure), True),
        ("forme", applicable.forms, (dossier.form,), True),
        ("contrat", applicable.contracts, (dossier.contract,), True),
    )
    return tuple(
        Fact(name=name, wanted=wanted, have=have, single=single) for name, wanted, have, single in rows if wanted
    )


def _numbers(applicable: Applicability, lot: Terms, dossier: Dossier) -> Iterator[tuple[str, Span, float | None]]:
    for name, span, value in (("durée", applicable.months, lot.months), ("valeur", applicable.value, dossier.value)):
        if span != Span():
            yield name, span, value


def _bounds(name: str, span: Span) -> str:
    shown = typo.euros if name == "valeur" else (lambda number: f"{number:g} mois")
    low = f"au moins {shown(span.minimum)}" if span.minimum is not None else ""
    high = f"au plus {shown(span.maximum)}" if span.maximum is not None else ""
    return ", ".join(filter(None, (low, high)))


def _common(fact: Fact) -> tuple[str, ...]:
    if fact.name == "CPV":
        return tuple(code for code in fact.have if code.startswith(fact.wanted))
    return tuple(value for value in fact.have if value in fact.wanted)


def matches(applicable: Applicability, lot: Terms, dossier: Dossier) -> tuple[str, ...]:
    """The stated facts for which the entry was written, in French."""
    found = [f"{fact.name} : {', '.join(_common(fact))}" for fact in facts(applicable, lot, dossier) if _common(fact)]
    for name, span, value in _numbers(applicable, lot, dossier):
        if value is not None:
            shown = typo.euros(value) if name == "valeur" else f"{value:g} mois"
            found.append(f"{name} : {shown} ({_bounds(name, span)})")
    return tuple(found)


def supposes(applicable: Applicability, lot: Terms, dossier: Dossier) -> tuple[str, ...]:
    """The facts that the entry needs and that the dossier does not state yet."""
    found = [f"{fact.name} : {' ou '.join(fact.wanted)}" for fact in facts(applicable, lot, dossier) if not fact.have]
    found += [
        f"{name} : {_bounds(name, span)}" for name, span, value in _numbers(applicable, lot, dossier) if value is None
    ]
    return tuple(found)


def vague(applicable: Applicability, lot: Terms, dossier: Dossier) -> bool:
    """Whether nobody can say that the entry suits the object: it is for one segment, and the dossier names none.

    The other unstated facts (nature, CCAG, duration) are details to confirm; the segment is the object itself.
    """
    return any(fact.name in {"segment", "CPV"} and not fact.have for fact in facts(applicable, lot, dossier))


def narrowed(supposed: Supposed, applicable: Applicability, lot: Terms, dossier: Dossier) -> Supposed | None:
    """What is supposed of the unstated facts once this entry is taken too; None when it supposes the contrary.

    So, while the CCAG is not chosen, the wordings with and without a CCAG are never proposed together.
    """
    found = dict(supposed)
    for fact in facts(applicable, lot, dossier):
        if not fact.single or fact.have:
            continue
        kept = found.get(fact.name, frozenset(fact.wanted)) & frozenset(fact.wanted)
        if not kept:
            return None
        found[fact.name] = kept
    return found


def unsaid(lot: Terms, dossier: Dossier) -> tuple[str, ...]:
    """The facts that would make the answer sharper, in French."""
    rows = (
        ("les segments", lot.segments),
        ("la nature", lot.nature),
        ("le CCAG", lot.ccag),
        ("la procédure", dossier.procedure),
        ("la valeur estimée", dossier.value is not None),
        ("la durée", lot.months is not None),
        ("la date de lancement", dossier.launch),
    )
    return tuple(name for name, said in rows if not said)


def threshold(library: Library, name: str, day: str | None, status: str) -> float | None:
    """A threshold of the registry on a day; without a day, or beyond the last one, the latest figure known."""
    known = library.registers.thresholds.get(name)
    if known is None or not known.values:
        return None
    latest = max(known.values, key=lambda value: value.start).values.get(status)
    return latest if day is None else known.at(day, status) or latest


def european(library: Library, nature: str | None, day: str | None, status: str) -> float | None:
    """The European threshold for a nature."""
    name = "europeen-travaux" if nature == "travaux" else "europeen-fournitures-services"
    return threshold(library, name, day, status)


def level(marche: Marche, lot: Lot) -> tuple[str, str, bool]:
    """The idea of level for a lot, its reason, and whether the dossier states it."""
    if lot.terms.level:
        return lot.terms.level, "niveau du dossier", True
    value = marche.dossier.value
    limit = european(marche.library, lot.terms.nature, marche.day, marche.authority.status)
    if value is None or limit is None:
        return terms.LEVELS[0], "valeur estimée non dite", False
    if value >= limit:
        return terms.LEVELS[1], f"besoin à partir du seuil européen, {typo.euros(limit)}", False
    return terms.LEVELS[0], f"besoin sous le seuil européen, {typo.euros(limit)}", False


def each_counts(value: float | None, months: float | None) -> bool:
    """Whether the contract is so small that a clause and its companions each count (BUDGET_RULE)."""
    return budget(value, months) <= _FEW


def budget(value: float | None, months: float | None) -> int:
    """How many recommended clauses the house rule allows (BUDGET_RULE)."""
    allowed = _UNSAID_BUDGET
    if value is not None:
        allowed = next(number for limit, number in _BUDGETS if value < limit)
    if months is not None and months < _SHORT_MONTHS:
        allowed = math.ceil(allowed / 2)
    return allowed
