"""A difference for a program: English keys, closed words (docs/format.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from clausekit.difference import Change, Figure
from clausekit.difference.registers import Shift
from clausekit.report.data import finding_data
from clausekit.report.differed.model import Difference, Side

FORMAT = 1


def as_json(difference: Difference) -> str:
    """The whole, as one document; `changes` is empty when no entry changed."""
    from clausekit.lock import engine

    data = {
        "format": FORMAT,
        "clausekit": engine().removeprefix("clausekit").strip(),
        "old": _side(difference.old),
        "new": _side(difference.new),
        "errors": [finding_data(found, difference.sources) for found in difference.errors],
        "changes": [change_data(change, difference.dossiers([change.id])) for change in difference.changes],
        "registers": [_shift(shift, difference) for shift in difference.shifts],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _side(side: Side) -> dict[str, Any]:
    return {"name": side.name, "edition": side.library.edition}


def _figures(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    return [
        {
            "route": figure.route,
            "level": figure.level,
            "old": figure.old,
            "new": figure.new,
            "direction": figure.direction,
        }
        for figure in figures
    ]


def change_data(change: Change, dossiers: Iterable[str]) -> dict[str, Any]:
    """An entry that changed."""
    return {
        "id": change.id,
        "title": change.title,
        "kind": change.kind,
        "change": change.change,
        "severity": change.severity,
        "to_confirm": [{"old": item.old, "new": item.new} for item in change.doubts],
        "declared_severity": change.declared,
        "reason": change.reason,
        "successor": change.successor,
        "families": list(change.families),
        "figures": _figures(change.figures),
        "prose": [
            {"piece": item.piece, "old": item.old, "new": item.new, "moved": item.moved} for item in change.prose
        ],
        "measures": list(change.measures),
        "dossiers": list(dossiers),
    }


def _shift(shift: Shift, difference: Difference) -> dict[str, Any]:
    return {
        "file": shift.file,
        "id": shift.id,
        "title": shift.title,
        "change": shift.change,
        "figures": _figures(shift.figures),
        "measure": shift.measure,
        "entries": list(shift.entries),
        "dossiers": list(difference.dossiers(shift.entries)),
    }
