"""The registries: families, measures, legal references, themes, thresholds, CCAG, headings."""

from __future__ import annotations

from clausekit.registry.reading import ccags, families, measures, references, rubrics, themes, thresholds
from clausekit.registry.values import (
    Answer,
    Ccag,
    CcagArticle,
    Family,
    LegalReference,
    Measure,
    MeasureRow,
    Registers,
    Rubric,
    Segment,
    Theme,
    Threshold,
    ThresholdValue,
)

__all__ = [
    "Answer",
    "Ccag",
    "CcagArticle",
    "Family",
    "LegalReference",
    "Measure",
    "MeasureRow",
    "Registers",
    "Rubric",
    "Segment",
    "Theme",
    "Threshold",
    "ThresholdValue",
    "ccags",
    "families",
    "measures",
    "references",
    "rubrics",
    "themes",
    "thresholds",
]
