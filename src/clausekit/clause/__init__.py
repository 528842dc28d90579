"""A clause: one commitment of the contractor, worded for each piece that must carry it."""

from __future__ import annotations

from clausekit.clause.reading import applicability, citations, history, parameter, parameters, read, review, span
from clausekit.clause.values import (
    Applicability,
    Citation,
    Clause,
    Consequence,
    Control,
    Departure,
    Parameter,
    Review,
    Revision,
    Span,
    Value,
)

__all__ = [
    "Applicability",
    "Citation",
    "Clause",
    "Consequence",
    "Control",
    "Departure",
    "Parameter",
    "Review",
    "Revision",
    "Span",
    "Value",
    "applicability",
    "citations",
    "history",
    "parameter",
    "parameters",
    "read",
    "review",
    "span",
]
