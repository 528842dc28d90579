"""Whether the award has a criterion of sustainable development of its own (SPASER, M13), from the document alone.

M13 asks for a category of criteria specific to sustainable development, distinct from the
technical value. A sub-criterion of the technical value is not one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from clausekit import typography as typo
from clausekit.finding import Place
from clausekit.recognise.criteria import ReadCriterion, flat, sustainable

Answer: TypeAlias = Literal["yes", "no", "to_confirm"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The verdict of a lot ("" for the whole contract, "*" for all lots).

    `share` is the weight on 100 of the distinct criteria together, None when it cannot be told
    (ranks, ranges, no weight). `low` and `high` are its bounds when weights are ranges.
    `inside` is the weight on 100 of the sustainable sub-criteria of other criteria.
    `why` is one French sentence.
    """

    lot: str
    answer: Answer
    share: float | None
    inside: float | None
    why: str
    labels: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    places: tuple[Place, ...] = ()


def verdicts(criteria: Sequence[ReadCriterion]) -> tuple[Verdict, ...]:
    """One verdict a lot; one that says that nothing was read when there is no criterion."""
    if not criteria:
        why = "Aucun critère d'attribution n'a pu être lu : ouvrir la pièce à l'article du jugement des offres."
        return (Verdict(lot="", answer="to_confirm", share=None, inside=None, why=why),)
    lots = dict.fromkeys(item.lot for item in criteria)
    return tuple(_verdict(lot, [item for item in criteria if item.lot == lot]) for lot in lots)


def _sum(values: Iterable[float | None]) -> float | None:
    known = list(values)
    told = [value for value in known if value is not None]
    return round(sum(told), 2) if len(told) == len(known) else None


def _weight(value: float | None) -> str:
    return f"{typo.number(value)} % du total" if value is not None else "poids sur 100 inconnu"


def _quoted(items: Iterable[ReadCriterion]) -> str:
    return " et ".join(typo.quote(item.label) for item in items)


def _inner(criteria: Sequence[ReadCriterion]) -> list[ReadCriterion]:
    """Sustainable sub-criteria of criteria that are not themselves of sustainability."""
    return [
        sub
        for item in criteria
        if item.distinct is not True
        for sub in flat(item.sub)
        if sustainable(sub) and sub.natures != item.natures and not any(map(sustainable, sub.sub))
    ]


def _verdict(lot: str, criteria: Sequence[ReadCriterion]) -> Verdict:
    apart = [item for item in criteria if item.distinct]
    doubtful = [item for item in criteria if item.distinct is None]
    inner = _inner(criteria)
    inside = _sum(item.share for item in inner) if inner else 0.0
    if apart:
        return _yes(lot, apart, inside)
    if doubtful:
        why = f"{_quoted(doubtful)} : les mots ne disent pas si ce critère est distinct de la valeur technique."
        found = _told(lot, "to_confirm", why, doubtful)
        return replace(found, share=_sum(item.share for item in doubtful), inside=inside)
    return replace(_told(lot, "no", _why_not(criteria, inner), inner), share=0.0, inside=inside)


def _yes(lot: str, apart: Sequence[ReadCriterion], inside: float | None) -> Verdict:
    share = _sum(item.share for item in apart)
    printed = " et ".join(item.printed for item in apart if item.printed) or "sans poids imprimé"
    noun = "critères distincts" if len(apart) > 1 else "critère distinct"
    why = f"{noun.capitalize()} de développement durable : {_quoted(apart)} ({printed} ; {_weight(share)})."
    found = replace(_told(lot, "yes", why, apart), share=share, inside=inside)
    if all(item.unit == "range" for item in apart):
        return replace(found, low=_sum(item.weight for item in apart), high=_sum(item.upper for item in apart))
    return found


def _told(lot: str, answer: Answer, why: str, items: Sequence[ReadCriterion]) -> Verdict:
    return Verdict(
        lot=lot,
        answer=answer,
        share=None,
        inside=None,
        why=why,
        labels=tuple(item.label for item in items),
        places=tuple(item.place for item in items),
    )


def _why_not(criteria: Sequence[ReadCriterion], inner: Sequence[ReadCriterion]) -> str:
    mixed = [item for item in criteria if sustainable(item)]
    if mixed:
        return (
            f"{_quoted(mixed)} mêle la valeur technique et le développement durable : ce n'est pas un critère distinct."
        )
    if inner:
        return f"Le développement durable n'est jugé que par des sous-critères d'un autre critère : {_quoted(inner)}."
    names = ", ".join(typo.quote(item.label) for item in criteria)
    return f"Aucun critère lu ne porte sur le développement durable : {names}."
