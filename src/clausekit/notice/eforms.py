"""The fields of an eForms notice, by the correspondences of the house."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from clausekit import device
from clausekit.assemble.award import weight_unit
from clausekit.correspondence import NONE
from clausekit.fragment import Item
from clausekit.marche import Weighted
from clausekit.notice.model import HOUSE, STATED, AwardCriterion, Case, Field
from clausekit.notice.sentences import blocks, text_of, weights

_INNOVATION = "innovation"


def _codes(case: Case, field: str, title: str, codes: Iterable[str], why: str) -> Field:
    found = tuple(codes)
    labels = tuple(case.tables.label(field, code) for code in found)
    return Field(name=f"{field}-Lot", title=title, values=found, origin=HOUSE, why=why, labels=labels)


def _strategic(case: Case) -> Field:
    table = case.tables.eforms["BT-06"]
    kinds = [kind for kind in device.CONSIDERATIONS if case.carrying(kind)]
    kinds += [_INNOVATION] if any(_INNOVATION in item.themes for item in case.devices) else []
    doubt = device.undecided(case.lot)
    why = f"considérations trouvées : {', '.join(kinds)}" if kinds else "aucune considération dans le lot"
    if not kinds and doubt:
        return _codes(case, "BT-06", "Passation stratégique", (), f"à compléter : {doubt}")
    return _codes(case, "BT-06", "Passation stratégique", [table[kind] for kind in kinds or [NONE]], why)


def _by_theme(case: Case, field: str, title: str, consideration: str) -> Iterator[Field]:
    found = case.carrying(consideration)
    if not found:
        return
    themes = tuple(dict.fromkeys(theme for item in found for theme in item.themes))
    table, known = case.tables.eforms[field], case.marche.library.registers.themes
    codes = case.tables.of_themes(field, themes)
    parts = []
    for code in codes:
        names = [known[theme].title if theme in known else theme for theme in themes if code in table.get(theme, ())]
        parts.append(f"{code} ({', '.join(names) or 'aucun thème ne désigne un autre code'})")
    yield _codes(case, field, title, codes, " ; ".join(parts))


def _green_criteria(case: Case) -> Iterator[Field]:
    table = case.tables.eforms["BT-805"]
    title = "Critères d'achat écologique"
    if case.carrying(device.ENVIRONMENTAL):
        why = "critères propres au marché ; « eu » ou « national » s'ils reprennent ceux de l'Union ou de l'État"
        yield _codes(case, "BT-805", title, [table[device.ENVIRONMENTAL]], why)
    elif not device.undecided(case.lot):
        yield _codes(case, "BT-805", title, [table[NONE]], "aucune considération environnementale dans le lot")


def _reserved(case: Case) -> Field:
    table, reserved = case.tables.eforms["BT-71"], case.lot.reservation
    title = "Participation réservée"
    if reserved is None:
        return _codes(case, "BT-71", title, [table[NONE]], "le lot n'est pas réservé")
    code = table.get(reserved.article)
    if code is None:
        return _codes(case, "BT-71", title, (), f"à compléter : article sans correspondance ({reserved.article})")
    return _codes(case, "BT-71", title, [code], f"réservation : {reserved.article}")


def _performance(case: Case) -> Iterator[Field]:
    """BT-70: the conditions d'exécution alone, in the words by which the RC announces them."""
    kept = {name: taken for name, taken in case.lot.taken.items() if taken.clause.type == "condition_execution"}
    lot = replace(case.lot, taken=kept)
    alone = replace(case, marche=replace(case.marche, lots=(lot,)), lot=lot)
    items = [text_of(block).rstrip(" ;.") for block in blocks("conditions", alone) if isinstance(block, Item)]
    if items:
        text = f"Conditions d'exécution : {' ; '.join(items)}."
        yield Field(
            name="BT-70-Lot",
            title="Conditions d'exécution",
            values=(text,),
            origin=STATED,
            why="clauses retenues, nommées comme au RC",
        )


def codes_of(case: Case) -> tuple[Field, ...]:
    """The fields of an eForms notice that the dossier fills."""
    return (
        _strategic(case),
        *_by_theme(case, "BT-774", "Achat écologique", device.ENVIRONMENTAL),
        *_by_theme(case, "BT-775", "Achat social", device.SOCIAL),
        *_green_criteria(case),
        _reserved(case),
        *_performance(case),
    )


def _type(item: Weighted, table: Mapping[str, str]) -> str:
    return table.get(item.nature, table["autre"])


def _description(item: Weighted, points: Iterable[str]) -> str:
    parts = [f"{child.label} ({worth})" for child, worth in zip(item.children, points, strict=True)]
    return f"Sous-critères : {' ; '.join(parts)}." if parts else ""


def award(case: Case) -> tuple[AwardCriterion, ...]:
    """First-level criteria with the number of the RC; sub-criteria go to the description."""
    tables, unit = case.tables.eforms, weight_unit(case.lot)
    shown = iter(points for _, points, _ in weights(case))
    found = []
    for item in case.lot.criteria:
        next(shown)
        worth = [next(shown) for _ in item.children]
        found.append(
            AwardCriterion(
                name=item.label,
                description=_description(item, worth),
                type=_type(item, tables["BT-539"]),
                number=item.rank if unit == "rang" else item.weight,
                unit=tables["BT-5421"][unit],
            )
        )
    return tuple(found)
