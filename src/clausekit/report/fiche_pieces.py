"""The report on documents without a dossier, as one or two pages of Word: what was read, where, and what it allows.

Like the *fiche de contrôle*, it never says « conforme ».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from clausekit import terms
from clausekit import typography as typo
from clausekit.alone import Alone, Answer
from clausekit.finding import Place
from clausekit.fragment import Block, Cell, Fragment, Heading, Item, Paragraph, Table
from clausekit.inspect import Inspected
from clausekit.match import Found
from clausekit.recognise import Consideration, ReadCriterion
from clausekit.report import inspected, standing, text
from clausekit.report.fiche_tables import cell, say, signatures, table
from clausekit.report.judged import Checked
from clausekit.understood import object_of

_MOST_CRITERIA = 24
# The passages shown of a status: what binds is told before what does not count.
_MOST = {"met": 6, "to_confirm": 4, "declared": 2}
_MOST_FIGURES = 3
_CLAUSES = {
    "identical": "Dites telles quelles",
    "changed": "Dites avec d'autres mots",
    "partial": "Dites en partie",
    "to_confirm": "À confirmer",
}
_ORDER, _MANY = tuple(_CLAUSES), 10
_DOUBTS, _NOT_JUDGED = 1, 2  # lists


def fragment(found: Alone, report: Checked, *, made_on: str) -> Fragment:
    """The report on documents. `made_on` is the ISO date printed on it."""
    blocks: list[Block] = [_facts(found, report)]
    blocks += _section("Ce qui a été lu", _files(found))
    blocks += _section("Exigences jugées sur les pièces", _answers(found))
    blocks += _section("Critères d'attribution", _criteria(found.read))
    blocks += _section("Considérations écrites dans les pièces", _considerations(found))
    blocks += _section("Clauses de la bibliothèque", _clauses(found.read))
    blocks += _section(
        "Ce qui n'a pas été jugé", [Item(content=say(item), list_id=_NOT_JUDGED) for item in found.not_judged]
    )
    blocks += _section("Signatures", [signatures("Établi par", "Vu par")])
    return Fragment(
        piece="Lecture des pièces",
        title=typo.spaces(f"Lecture des pièces, établie le {typo.date(made_on)}"),
        subject=typo.spaces(text.short(_object(found))),
        blocks=tuple(blocks),
        contract=False,
    )


def _section(title: str, blocks: list[Block]) -> list[Block]:
    """A heading and what stands under it; nothing when nothing does."""
    return [Heading(level=1, content=say(title)), *blocks] if blocks else []


def _object(found: Alone) -> str:
    """The object of the contract, as the documents say it."""
    said = object_of(found.read)
    return said.text if said else "Objet du marché non lu dans les pièces"


def _doubt(found: Alone) -> str:
    said = object_of(found.read)
    return " (à confirmer)" if said and not said.sure else ""


def _facts(found: Alone, report: Checked) -> Table:
    from clausekit.lock import engine

    policies = dict.fromkeys(answer.minimum.policy for answer in found.answers)
    rows = (
        ("Objet lu", text.short(_object(found)) + _doubt(found)),
        ("Politiques", ", ".join(found.titles.get(name, name) for name in policies) or "aucune"),
        ("Bilan", standing.summary(found).removeprefix("Bilan : ")),
        ("Bibliothèque", f"édition {report.edition} ({engine()})"),
    )
    return table((), [((say(name, strong=True),), cell(words)) for name, words in rows], (14, 86))


def _files(found: Alone) -> list[Block]:
    head = ("Fichier", "Pièce", "Critères", "Considérations", "Clauses")
    rows = [tuple(cell(words) for words in _file(item)) for item in found.files]
    doubts = [
        Item(content=say(f"{_name(item.file)} : {doubt}"), list_id=_DOUBTS)
        for item in found.read
        for doubt in item.doubts
    ]
    return [table(head, rows, (34, 32, 10, 14, 10)), *doubts]


def _file(item: Inspected) -> tuple[str, ...]:
    if item.skipped:
        return _name(item.file), f"non lu : {item.skipped}", "", "", ""
    piece = inspected.PIECES[item.piece.piece] if item.piece else standing.UNKNOWN
    clauses = sum(clause.status != "absent" for clause in item.clauses)
    return _name(item.file), piece, *map(str, (len(item.criteria), len(item.considerations), clauses))


def _name(file: str) -> str:
    return PurePath(file.replace("\\", "/")).name


def _where(place: Place) -> str:
    return ", ".join(dict.fromkeys((_name(place.file), inspected.where(place))))


# --- what is judged ------------------------------------------------------------------------------


def _answers(found: Alone) -> list[Block]:
    order = (terms.MISSING, terms.MANUAL, terms.TO_FOLLOW, terms.MET)
    told = sorted(found.answers, key=lambda answer: order.index(answer.status) if answer.status in order else 0)
    if not told:
        return [Paragraph(content=say("Aucune exigence ne se juge sur ces seules pièces."))]
    rows = [((say(standing.status(item), strong=True),), *_answer(item)) for item in told]
    return [table(("État", "Exigence", "Constat, et ce qui l'appuie"), rows, (12, 25, 63))]


def _answer(item: Answer) -> tuple[Cell, Cell]:
    title = f"{item.minimum.measure or item.minimum.id} {item.minimum.title}"
    proofs = [standing.said(proof, short=True) for proof in item.proofs[: standing.MOST]]
    more = len(item.proofs) - standing.MOST
    rest = [f"… et {more} {typo.agree('autres passages', more)}"] if more > 0 else []
    return cell(title), cell(item.why[:1].upper() + item.why[1:], *proofs, *rest)


# --- what the documents say ----------------------------------------------------------------------


def _criteria(files: Sequence[Inspected]) -> list[Block]:
    rows: list[tuple[bool, tuple[Cell, ...]]] = []
    above = ""
    every = [criterion for item in files for criterion in item.criteria]
    rest = "autres" if any(criterion.lot not in {"", "*"} for criterion in every) else "tous"
    for criterion in every:
        where = _where(criterion.place)
        rows += _criterion(criterion, where if where != above else "", rest)
        above = where
    if not rows:
        return [Paragraph(content=say("Aucun critère n'a été lu dans ces pièces."))]
    strong = frozenset(rank for rank, (first, _) in enumerate(rows) if first)
    head = ("Lot", "Critère ou sous-critère", "Poids lu", "Nature", "Place")
    shown = [cells for _, cells in rows[:_MOST_CRITERIA]]
    return [_rows(head, shown, (6, 38, 12, 20, 24), strong), *_more(len(rows) - _MOST_CRITERIA, "autres lignes")]


def _rows(
    head: tuple[str, ...], rows: list[tuple[Cell, ...]], widths: tuple[int, ...], strong: frozenset[int]
) -> Table:
    made = table(head, rows, widths)
    kept = frozenset(rank for rank in strong if rank < len(rows))
    return Table(header=made.header, rows=made.rows, widths=made.widths, strong_rows=kept)


def _criterion(found: ReadCriterion, where: str, rest: str) -> Iterator[tuple[bool, tuple[Cell, ...]]]:
    """The row of a criterion and those of its sub-criteria; `where` is told once for those of one place."""
    lot = rest if found.lot == "*" else found.lot
    apart = {True: ", distinct", None: ", distinct à confirmer"}.get(found.distinct, "")
    said = (lot, found.label, inspected.weight(found), inspected.KINDS[found.kind] + apart, where)
    yield True, tuple(cell(text.short(words)) for words in said)
    for sub in found.sub:
        said = ("", f"– {sub.label}", inspected.weight(sub), inspected.KINDS[sub.kind], "")
        yield False, tuple(cell(text.short(words)) for words in said)


def _considerations(found: Alone) -> list[Block]:
    every = [item for file in found.read for item in file.considerations]
    if not every:
        return [Paragraph(content=say("Aucune considération sociale ni environnementale n'a été lue."))]
    rows, left = list[tuple[Cell, ...]](), 0
    for status, most in _MOST.items():
        own = [item for item in every if item.status == status]
        rows += [_consideration(item, found.titles) for item in own[:most]]
        left += max(0, len(own) - most)
    head = ("État", "Nature", "Extrait", "Place")
    return [table(head, rows, (15, 15, 46, 24)), *_more(left, "autres passages")]


def _consideration(item: Consideration, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    themes = f" ({inspected.themes(item, titles)})" if item.themes else ""
    shown = [figure.text for figure in item.figures[:_MOST_FIGURES]]
    rest = [f"et {len(item.figures) - _MOST_FIGURES} de plus"] if len(item.figures) > _MOST_FIGURES else []
    figures = [f"Chiffres : {' ; '.join([*shown, *rest])}"] if shown else []
    why = [text.short(item.why)] if item.status != "met" and item.why else []
    return (
        (say(inspected.STATUS[item.status], strong=True),),
        cell(inspected.DOMAINS[item.kind] + themes),
        cell(f"« {text.short(item.excerpt)} »", *figures, *why),
        cell(_where(item.place)),
    )


def _more(left: int, noun: str) -> list[Block]:
    """What a table leaves out, and where to read it."""
    if left <= 0:
        return []
    return [Paragraph(content=say(f"… et {left} {typo.agree(noun, left)} (voir « clausekit inspect »)."))]


def _clauses(files: Iterable[Inspected]) -> list[Block]:
    """The entries that the documents say, each under what it is at best; by their ids when there are many."""
    best: dict[str, Found] = {}
    as_told = (replace(found, status=file.standing(found)) for file in files for found in file.clauses)
    for found in (found for found in as_told if found.status in _CLAUSES):
        known = best.get(found.entry)
        if known is None or _ORDER.index(found.status) < _ORDER.index(known.status):
            best[found.entry] = found
    told: list[Block] = []
    for status, words in _CLAUSES.items():
        own = [found for found in best.values() if found.status == status]
        names = [
            found.entry if len(own) > _MANY or not found.title else f"{found.entry} ({found.title})" for found in own
        ]
        told += [Paragraph(content=say(f"{words} : {', '.join(names)}."))] if names else []
    return told or [Paragraph(content=say("Aucune clause de la bibliothèque n'a été reconnue."))]
