"""The rows of the measures and what answers them: for a terminal, a program, or a page of docs/."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from clausekit.coverage import Cell, Covered
from clausekit.criterion import Criterion
from clausekit.grid import Grid
from clausekit.library import Library
from clausekit.report import text

# The first line of the page: it says that the program may write it again.
MARK = "<!-- Écrit par « clausekit coverage » : ne pas modifier à la main. -->"
GRADES = ("S1", "COND", "S2", "S3")
_GRADE_TITLES = {
    "S1": "systématiques (S1)",
    "COND": "obligatoires sous condition (COND)",
    "S2": "attendues (S2)",
    "S3": "incitatives (S3)",
}
_KINDS = {
    "CE": "clause d'exécution",
    "ST": "spécification",
    "CR": "critère",
    "VAR": "variante",
    "RES": "réservation",
    "ANX": "annexe",
    "PEN": "pénalité ou incitation",
    "DOC": "mention",
    "CRT": "question au cadre de réponse",
    "BPU": "ligne de prix",
    "ALL": "allotissement",
}
_WIDTHS = (5, 5, 12, 10, 64)
_INTRODUCTION = (
    "Chaque ligne est une action d'une mesure du schéma qui atteint une pièce du marché. Elle est répondue lorsqu'une "
    "entrée en vigueur porte les faits attendus (thèmes, mots imprimés, nature de l'entrée : clés « reponse » et "
    "« types » de `clauses/registres/mesures.yaml`), dans chaque famille et chaque segment qu'elle nomme, sous chacune "
    "des formes qu'elle admet. Le calcul ne juge pas la qualité d'un texte : une personne la lit."
)


def _cell(cell: Cell) -> str:
    return cell.segment or cell.family


def holes(item: Covered) -> str:
    """What nothing answers, in French; empty when all is answered."""
    places = ", ".join(_cell(cell) for cell in item.empty)
    kinds = ", ".join(_KINDS[kind] for kind in item.unmet)
    if not item.entries:
        return "sans réponse"
    said = (f"rien pour {places}" if places else "", f"manque : {kinds}" if kinds else "")
    return " ; ".join(filter(None, said))


def data(item: Covered) -> dict[str, Any]:
    """A row as docs/format.md gives it."""
    return {
        "row": item.row.id,
        "measure": item.measure.id,
        "grade": item.row.grade,
        "kinds": list(item.row.types),
        "families": list(item.families),
        "entries": [entry.id for entry in item.entries],
        "answered": item.answered,
        "missing": {"kinds": list(item.unmet), "places": [_cell(cell) for cell in item.empty]},
    }


def as_json(items: Sequence[Covered]) -> str:
    """An array of rows."""
    return json.dumps([data(item) for item in items], ensure_ascii=False, indent=2)


def totals(items: Iterable[Covered]) -> tuple[str, ...]:
    """One sentence a grade: how many rows are answered, of how many."""
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for item in items:
        asked[item.row.grade] += 1
        answered[item.row.grade] += item.answered
    return tuple(
        f"Lignes {_GRADE_TITLES[grade]} : {answered[grade]} répondues sur {asked[grade]}."
        for grade in GRADES
        if asked[grade]
    )


def as_text(items: Sequence[Covered], *, library: str, edition: str) -> str:
    """A table for a terminal, with what is missing under each row."""
    lines = [f"Bibliothèque : {library} (édition {edition})", ""]
    rows = [
        (
            item.row.id,
            item.row.grade,
            ", ".join(item.row.types),
            "répondue" if item.answered else "incomplète" if item.entries else "sans",
            ", ".join(entry.id for entry in item.entries) if item.answered else holes(item),
        )
        for item in items
    ]
    return "\n".join([*lines, *text.table(rows, _WIDTHS), "", *totals(items)])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def _row(item: Covered) -> tuple[str, ...]:
    where = ", ".join(item.row.segments or item.row.families or item.row.answer.families) or "toutes"
    entries = ", ".join(f"`{entry.id}`" for entry in item.entries) or "–"
    told = "oui" if item.answered else f"**non** ({holes(item)})"
    return (item.row.id, item.row.text, item.row.grade, ", ".join(item.row.types), where, told, entries)


def _segments(library: Library) -> Iterator[tuple[str, ...]]:
    """What each segment has of its own: grids, criteria, clauses."""
    entries = library.in_force
    for family in library.registers.families.values():
        for segment in family.segments:
            own = [
                entry
                for entry in entries
                if family.id in entry.applicable.families
                and (not entry.applicable.segments or segment.id in entry.applicable.segments)
            ]
            grids = [entry.id for entry in own if isinstance(entry, Grid) and entry.applicable.segments]
            criteria = [entry.id for entry in own if isinstance(entry, Criterion)]
            count = len(own) - sum(isinstance(entry, (Grid, Criterion)) for entry in own)
            yield (
                family.title,
                segment.title,
                ", ".join(f"`{name}`" for name in grids) or "–",
                ", ".join(f"`{name}`" for name in criteria) or "–",
                str(count),
            )


def _themes(library: Library) -> Iterator[tuple[str, ...]]:
    for theme in library.registers.themes.values():
        bearing = [entry.id for entry in library.in_force if theme.id in entry.themes]
        yield theme.title, str(len(bearing)), ", ".join(f"`{name}`" for name in bearing) or "–"


def as_markdown(items: Sequence[Covered], library: Library) -> str:
    """The page docs/couverture.md."""
    head = ("Ligne", "Ce qu'elle demande", "Grade", "Formes", "Où", "Répondue", "Entrées")
    own = ("Famille", "Segment", "Grilles du segment", "Critères", "Clauses et annexes de la famille")
    return "\n".join(
        [
            MARK,
            "",
            "# Couverture des mesures",
            "",
            _INTRODUCTION,
            "",
            f"Bibliothèque, édition {library.edition}.",
            "",
            *(f"- {line}" for line in totals(items)),
            "",
            "## Ligne par ligne",
            "",
            *_table(head, map(_row, items)),
            "",
            "## Segment par segment",
            "",
            "Les entrées communes, qui valent pour toutes les familles, ne sont pas comptées ici.",
            "",
            *_table(own, _segments(library)),
            "",
            "## Thème par thème",
            "",
            *_table(("Thème", "Nombre", "Entrées"), _themes(library)),
        ]
    )
