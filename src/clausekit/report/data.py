"""Findings and places as the data of a JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausekit.finding import Finding, Place
from clausekit.report import places
from clausekit.source import Source


def place_data(where: Place) -> dict[str, Any]:
    """A place, in YAML or in a document."""
    if where.part or where.article or where.paragraph or where.page:
        return {
            "file": where.file,
            "part": where.part,
            "article": where.article,
            "paragraph": where.paragraph,
            "page": where.page,
        }
    return {"file": where.file, "route": list(where.route), "line": where.line, "column": where.column}


def finding_data(found: Finding, sources: Mapping[str, Source]) -> dict[str, Any]:
    """A finding, with its lines."""
    shown = places.located(found, sources)
    return {
        "rule": shown.rule,
        "severity": shown.severity,
        "message": shown.message,
        "places": [place_data(where) for where in shown.places],
        "why": shown.why,
        "remedy": shown.remedy,
    }
