"""Award articles written into real Word files: titles, lists and tables as an author of a règlement sets them."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import docx

_BEFORE = """RÈGLEMENT DE LA CONSULTATION
# 1 Objet de la consultation
La consultation concerne l'entretien d'équipements. Le délai de validité des offres est fixé à 120 jours.
# 5.1 Sélection des candidatures
Les candidatures sont examinées au regard des capacités ; un chiffre d'affaires de 200 000 € est exigé.
- un mémoire technique de 20 pages au maximum ;
- un acte d'engagement daté."""
_AFTER = """# 20 Renseignements complémentaires
Les questions sont posées au plus tard 10 jours avant la date limite.
# 21 Voies de recours
Le tribunal administratif est compétent."""


def rows_of(lines: Sequence[str]) -> list[list[str]]:
    """The cells of the lines of a table."""
    return [[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in lines]


def _table(document: Any, rows: list[list[str]], style: str) -> None:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    table.style = style
    places = [(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    for r, c, text in places:
        if text not in {"^", "<"}:
            first, *others = text.split("<br>")
            table.cell(r, c).text = first
            for other in others:
                table.cell(r, c).add_paragraph(other)
    for r, c, text in places:
        if text in {"^", "<"}:
            beside = table.cell(r - 1, c) if text == "^" else table.cell(r, c - 1)
            beside.merge(table.cell(r, c))


def _line(document: Any, line: str, *, bold: bool) -> None:
    title = re.match(r"(#+) (.*)", line)
    if title and bold:
        document.add_paragraph().add_run(title[2]).bold = True
    elif title:
        document.add_heading(title[2], len(title[1]))
    elif line.startswith(("- ", "  - ")):
        document.add_paragraph(line.strip()[2:], style="List Bullet" if line.startswith("- ") else "List Bullet 2")
    elif line.strip():
        document.add_paragraph(line)


def written(text: str, form: str = "") -> bytes:
    """A règlement around an award article, as a .docx. `form`: titles in bold (`gras`), bare tables (`sans-bord`)."""
    document = docx.Document()
    lines = "\n".join((_BEFORE, text, _AFTER)).split("\n")
    while lines:
        count = next((rank for rank, line in enumerate(lines) if not line.startswith("|")), len(lines))
        if count:
            _table(document, rows_of(lines[:count]), "Normal Table" if form == "sans-bord" else "Table Grid")
            lines = lines[count:]
            continue
        _line(document, lines.pop(0), bold=form == "gras")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
