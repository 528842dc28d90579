"""The award criteria that a document prints, held against those of the dossier, lot by lot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from rapidfuzz.distance import Indel

from clausekit import typography as typo
from clausekit.assemble.award import criteria_groups, weight_unit
from clausekit.drift import carried, unread
from clausekit.drift.carried import Carried
from clausekit.finding import Finding, Place
from clausekit.inspect import Inspected
from clausekit.marche import Lot, Marche, Weighted
from clausekit.match import words
from clausekit.recognise.criteria import ReadCriterion

_ALIKE = 0.75  # share of common words from which a label is the same, reworded
_NEAR = 0.05  # points: weights are printed with two decimals at most
_UNITS = {"pourcentage": "percent", "points": "points", "rang": "rank"}
_LOST = "critere-ecarte"
_WHY = "Les critères et leurs poids publiés engagent l'acheteur (R. 2152-11, R. 2152-12) ; le dossier en dit d'autres."


def findings(item: Carried, marche: Marche) -> Iterator[Finding]:
    """What the criteria of a document became; nothing for a document that prints none."""
    partial = any(file.partial for file in item.files)
    for found in _findings(item, marche):
        yield unread.to_confirm(found) if partial and found.rule == _LOST else found


def _findings(item: Carried, marche: Marche) -> Iterator[Finding]:
    lots = carried.lots_of(item, marche, "RC")
    groups = [(lot, [name for name in names if name in lots]) for lot, names in criteria_groups(marche) if lot.criteria]
    if not any(names for _, names in groups):
        return
    read = [(file, criterion) for file in item.files for criterion in file.criteria]
    if not read:
        yield _none_read(item, item.files[0])
        return
    for lot, names in groups:
        if names:
            yield from _lot(lot, names, read, marche)


def _lot(
    lot: Lot, names: Sequence[str], read: Sequence[tuple[Inspected, ReadCriterion]], marche: Marche
) -> Iterator[Finding]:
    """One finding a criterion, told once for the lots that are judged alike."""
    head = carried.said(names, marche)
    every = list(dict.fromkeys(criterion.lot for _, criterion in read))
    for printed in every:
        if not _concerns(printed, names, every):
            continue
        own = [(file, criterion) for file, criterion in read if criterion.lot == printed]
        yield from _level(lot.criteria, own, head, weight_unit(lot), "critère")
    if not any(_concerns(printed, names, every) for printed in every):
        yield from (_lost(item, read[0][0].file, head, "critère") for item in lot.criteria)


def _concerns(printed: str, names: Iterable[str], every: Iterable[str]) -> bool:
    """Whether a grid for « 2, 3 », for all lots (""), or for those that no other names ("*"), is for one of them."""
    if printed == "*":
        return not set(names) <= {name for other in every for name in re.findall(r"\w+", other)}
    return not printed or not set(re.findall(r"\w+", printed)).isdisjoint(names)


def _level(
    wanted: Sequence[Weighted], read: Sequence[tuple[Inspected, ReadCriterion]], head: str, unit: str, noun: str
) -> Iterator[Finding]:
    left = list(read)
    file = read[0][0].file if read else ""
    for item in wanted:
        like = max(left, key=lambda found: _likeness(item, found[1]), default=None)
        if like is None or _likeness(item, like[1]) < _ALIKE:
            yield _lost(item, file, head, noun)
            continue
        left.remove(like)
        if _differs(item, like[1], unit):
            yield _weight(item, like[1], head, unit, noun)
        if item.children or like[1].sub:
            below = [(like[0], sub) for sub in like[1].sub]
            yield from _below(item, like[1], below, head, unit)
    yield from (_added(found, head, noun) for _, found in left)


def _below(
    item: Weighted, found: ReadCriterion, below: Sequence[tuple[Inspected, ReadCriterion]], head: str, unit: str
) -> Iterator[Finding]:
    if not below:
        yield from (_lost(child, found.place.file, head, "sous-critère") for child in item.children)
        return
    yield from _level(item.children, below, head, "points" if item.base else unit, "sous-critère")


def _likeness(item: Weighted, found: ReadCriterion) -> float:
    return Indel.normalized_similarity(words(item.label), words(found.label))


def _differs(item: Weighted, found: ReadCriterion, unit: str) -> bool:
    wanted = item.rank if item.rank is not None else item.weight
    if wanted is None:
        return False
    if found.weight is None:
        return True
    if found.unit == _UNITS.get(unit) or item.effective is None or found.share is None:
        return abs(found.weight - wanted) > _NEAR
    return abs(found.share - item.effective) > _NEAR


def _told(item: Weighted, unit: str) -> str:
    if item.rank is not None:
        return f"rang {item.rank}"
    number = typo.number(item.weight or 0)
    return typo.plain(f"{number} %" if unit == "pourcentage" else f"{number} points")


def _weight(item: Weighted, found: ReadCriterion, head: str, unit: str, noun: str) -> Finding:
    printed = found.printed if found.unit != "rank" else f"rang {found.printed}"
    return Finding(
        rule="poids-modifie",
        severity="bloquante",
        message=f"{head}le {noun} « {item.label} » n'a pas le poids du dossier : "
        f"{printed or 'aucun poids'} au lieu de {_told(item, unit)}.",
        read=printed or "aucun poids lu",
        expected=_told(item, unit),
        places=(found.place, _written(item)),
        why=_WHY,
        remedy="Revenir au poids du dossier, ou le changer dans le dossier et le juger à nouveau.",
    )


def _written(item: Weighted) -> Place:
    return Place(file=item.file, route=item.route)


def _lost(item: Weighted, file: str, head: str, noun: str) -> Finding:
    return Finding(
        rule=_LOST,
        severity="bloquante",
        message=f"{head}le {noun} « {item.label} » est au dossier et n'est pas dans la pièce.",
        read=f"aucun {noun} de ce nom dans {PurePath(file).name}",
        expected=f"« {item.label} »",
        places=(Place(file=file), _written(item)),
        why=_WHY,
        remedy=f"Remettre le {noun} dans la pièce, ou l'ôter du dossier et le juger à nouveau.",
    )


def _added(found: ReadCriterion, head: str, noun: str) -> Finding:
    weight = f" ({found.printed})" if found.printed else ""
    return Finding(
        rule="critere-ajoute",
        severity="bloquante",
        message=f"{head}le {noun} « {found.label} »{weight} est dans la pièce et n'est pas au dossier.",
        read=f"« {found.label} »{weight}",
        expected="les seuls critères du dossier",
        places=(found.place,),
        why=_WHY,
        remedy=f"Ôter ce {noun} de la pièce, ou l'écrire au dossier et le juger à nouveau.",
    )


def _none_read(item: Carried, file: Inspected) -> Finding:
    return Finding(
        rule=_LOST,
        severity="bloquante",
        message=f"Le dossier a des critères, et aucun n'a pu être lu dans la pièce qui les porte ({item.stem}).",
        read=f"aucun critère dans {PurePath(file.file).name}",
        expected="le tableau des critères et de leurs poids",
        places=(Place(file=file.file),),
        why=_WHY,
        remedy="Remettre le tableau des critères. S'il y est, le comparer à la main : il n'a pas pu être lu.",
    )
