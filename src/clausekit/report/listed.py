"""The rows of `list`, for a terminal or a program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from clausekit import terms
from clausekit.listing import KIND_TITLES, Row, type_title
from clausekit.report import text

_WIDTHS = (8, 8, 22, 16, 36)


def data(row: Row) -> dict[str, Any]:
    """A row as docs/format.md gives it."""
    return {
        "id": row.id,
        "kind": row.kind,
        "type": row.type,
        "title": row.title,
        "families": list(row.families),
        "segments": list(row.segments),
        "consideration": row.consideration,
        "themes": list(row.themes),
        "pieces": list(row.pieces),
        "revision": row.revision,
        "state": row.state,
    }


def as_json(rows: Sequence[Row]) -> str:
    """An array of rows."""
    return json.dumps([data(row) for row in rows], ensure_ascii=False, indent=2)


def _cells(row: Row) -> tuple[str, ...]:
    type_ = type_title(row.type)
    consideration = row.consideration or ""
    consideration = terms.CONSIDERATION_TITLES.get(consideration, consideration)
    title = row.title if row.state != "retiree" else f"{row.title} (retirée)"
    return (row.id, KIND_TITLES[row.kind], type_, "" if row.consideration == "aucune" else consideration, title)


def as_text(rows: Sequence[Row], *, library: str, edition: str) -> str:
    """A table, under the library it was read from."""
    head = f"Bibliothèque : {library} (édition {edition})"
    if not rows:
        return f"{head}\n\nAucune entrée pour ces critères."
    count = f"{len(rows)} entrée" + ("s" if len(rows) > 1 else "")
    return "\n".join([head, "", *text.table([_cells(row) for row in rows], _WIDTHS), "", f"{count}."])
