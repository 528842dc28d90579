"""The computed blocks of the award: criteria, weights, scales, response frame."""

from __future__ import annotations

from collections.abc import Iterable

from clausekit import typography as typo
from clausekit.assemble.cells import Lists, capital, cell, ended, numbered, prose_blocks, say, sentence
from clausekit.assemble.places import only_lots, taken_by_lot
from clausekit.assemble.plan import lots_phrase, whole_lots
from clausekit.assemble.words import Setting, blank
from clausekit.fragment import Block, Cell, Paragraph, Table
from clausekit.marche import Lot, Marche, Weighted


def _points(item: Weighted, unit: str) -> str:
    if item.rank is not None:
        return f"{item.rank}" + ("er" if item.rank == 1 else "e") + " rang"
    if item.weight is None:
        return "—"
    if unit == "pourcentage":
        return typo.percentage(item.weight)
    return typo.quantity(item.weight, "points")


def _criteria_key(lot: Lot) -> tuple[object, ...]:
    return tuple(
        (
            item.label,
            item.weight,
            item.rank,
            tuple(sub.label for sub in item.walk()),
            tuple(sub.weight for sub in item.walk()),
        )
        for item in lot.criteria
    )


def criteria_groups(marche: Marche) -> tuple[tuple[Lot, tuple[str, ...]], ...]:
    """Lots that are judged alike, together."""
    groups: dict[tuple[object, ...], tuple[Lot, list[str]]] = {}
    for lot in marche.lots:
        groups.setdefault(_criteria_key(lot), (lot, []))[1].append(lot.name)
    return tuple((lot, tuple(names)) for lot, names in groups.values())


def weight_unit(lot: Lot) -> str:
    """What the weights of a lot are written in: pourcentage, points or rang."""
    if lot.terms.rows:
        return lot.terms.unit
    total = sum(item.weight or 0 for item in lot.criteria)
    return "pourcentage" if total == 100 else "points"


def _weights_table(lot: Lot) -> Table:
    unit = weight_unit(lot)
    rows: list[tuple[Cell, ...]] = []
    strong: set[int] = set()
    for number, item in enumerate(lot.criteria, start=1):
        strong.add(len(rows))
        rows.append((cell(f"{number}. {item.label}"), cell(_points(item, unit))))
        for below, child in enumerate(item.children, start=1):
            sub_unit = "points" if item.base else unit
            points = _points(child, sub_unit)
            if item.base:
                points = typo.spaces(f"{points} sur {typo.number(item.base)}")
            rows.append((cell(f"{number}.{below} {child.label}"), cell(points)))
    return Table(
        header=(cell("Critères et sous-critères"), cell("Rang" if unit == "rang" else "Pondération")),
        rows=tuple(rows),
        widths=(76, 24),
        numeric=frozenset({1}),
        strong_rows=frozenset(strong),
    )


def _paragraphs(items: Iterable[str]) -> Cell:
    found = tuple(say(capital(item.rstrip(" ;"))) for item in items)
    return found or cell("—")


def _appraisal_table(lot: Lot) -> Table | None:
    rows = []
    for number, item in enumerate(lot.criteria, start=1):
        for below, part in enumerate(item.children or (item,), start=1):
            if not part.elements and not part.proofs:
                continue
            mark = f"{number}.{below}" if item.children else f"{number}."
            rows.append((cell(f"{mark} {part.label}"), _paragraphs(part.elements), _paragraphs(part.proofs)))
    if not rows:
        return None
    header = (cell("Critère ou sous-critère"), cell("Éléments d'appréciation"), cell("Justificatifs demandés"))
    return Table(header=header, rows=tuple(rows), widths=(24, 42, 34))


def _for_lots(names: tuple[str, ...], marche: Marche) -> list[Block]:
    if not whole_lots(marche) or len(names) == len(whole_lots(marche)):
        return []
    return [Paragraph(content=say(f"Pour {lots_phrase(names)} :", strong=True), role="legende")]


def criteria(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """Criteria, sub-criteria, weights, elements of appreciation and proofs; one table a group of lots."""
    blocks: list[Block] = []
    for lot, names in criteria_groups(marche):
        blocks += _for_lots(names, marche)
        if not lot.criteria:
            blocks.append(Paragraph(content=(blank("criteres", "critères d'attribution et pondération", "acheteur"),)))
            continue
        blocks.append(_weights_table(lot))
        appraisal = _appraisal_table(lot)
        if appraisal:
            blocks += [
                sentence("Les offres sont appréciées au vu des éléments et des justificatifs suivants :"),
                appraisal,
            ]
    return blocks


_PRICE_FORMULAS = {
    "lineaire": (
        "Note du prix = note maximale × (1 − (prix de l'offre − prix le plus bas) / prix le plus bas), "
        "sans être inférieure à zéro."
    ),
    "proportionnelle": "Note du prix = note maximale × prix le plus bas / prix de l'offre.",
}


def _scale_tables(marche: Marche) -> list[Block]:
    blocks: list[Block] = []
    seen: set[str] = set()
    for lot in marche.lots:
        for item in lot.judged():
            if item.criterion is None or item.criterion.id in seen:
                continue
            seen.add(item.criterion.id)
            rows = tuple((cell(str(mark)), cell(text)) for mark, text in sorted(item.criterion.scale.steps.items()))
            blocks.append(Paragraph(content=say(f"Échelle du critère {typo.quote(item.label)} :"), role="legende"))
            if not rows:  # a linear scale: its formula is the method
                blocks.append(sentence(capital((item.criterion.scale.formula or "").rstrip(".")) + "."))
                continue
            blocks.append(
                Table(
                    header=(cell("Note"), cell("Ce qui la justifie")),
                    rows=rows,
                    widths=(12, 88),
                    numeric=frozenset({0}),
                )
            )
    return blocks


def scoring(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """The scoring method, only when the dossier asks for it: once published it binds."""
    asked = marche.dossier.scoring
    if not asked.get("publier"):
        return []
    price = str(asked.get("prix") or "")
    blocks: list[Block] = []
    if price:
        blocks.append(sentence(_PRICE_FORMULAS.get(price, price)))
    return blocks + _scale_tables(marche)


def response_questions(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """The response frame: a question a criterion, in the order of the RC, the same for every candidate."""
    blocks: list[Block] = []
    for lot, names in criteria_groups(marche):
        questions = [block for item in lot.judged() for block in _question(item, setting, lists)]
        if questions:
            blocks += [*_for_lots(names, marche), *questions]
    blocks += _clause_questions(marche, setting, lists)
    return blocks or [
        Paragraph(content=(blank("criteres", "critères d'attribution, dont naissent les questions", "acheteur"),))
    ]


def _question(item: Weighted, setting: Setting, lists: Lists) -> list[Block]:
    if item.criterion is None and not item.elements:
        return []
    asked: list[Block]
    if item.criterion:
        asked = prose_blocks(
            item.criterion.question, owner=item.criterion.id, parameters={}, values={}, setting=setting, lists=lists
        )
    else:
        asked = [sentence("Le candidat présente :"), *_points_asked(item, lists)]
    header = (cell("Réponse du candidat"), cell("Justificatifs joints"))
    answer = Table(header=header, rows=((cell(""), _paragraphs(item.proofs)),), widths=(66, 34))
    return [Paragraph(content=say(item.label), role="legende"), *asked, answer]


def _points_asked(item: Weighted, lists: Lists) -> list[Block]:
    lines = [typo.lowered(line) for line in item.elements]
    return numbered([ended(line, last=line is lines[-1]) for line in lines], lists, ordered=False)


def _clause_questions(marche: Marche, setting: Setting, lists: Lists) -> list[Block]:
    """What clauses ask of candidates beside the criteria (estimates, values that the offer fixes)."""
    blocks: list[Block] = []
    for clause, by_lot in taken_by_lot(marche).values():
        if "CRT" not in clause.texts:
            continue
        only = only_lots(by_lot, marche)
        values = {lot: taken.values for lot, taken in by_lot.items()}
        blocks.append(Paragraph(content=say(clause.title + (f" ({only})" if only else "")), role="legende"))
        blocks += prose_blocks(
            clause.texts["CRT"],
            owner=clause.id,
            parameters=clause.parameters,
            values=values,
            setting=setting,
            lists=lists,
        )
    return blocks
