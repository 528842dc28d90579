"""An award criterion of sustainability, bound to a family and to the object of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clausekit.clause import Applicability, Citation, Revision, applicability, citations, history


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How points are given: `kind` paliers (steps) or lineaire; `maximum` points; `steps` by mark.

    `unit` is that of the quantity that a formula turns into points.
    """

    kind: str
    maximum: float
    steps: Mapping[int, str]
    formula: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """See docs/format.md. `split` says, for a mixed criterion, the share of points by nature (%)."""

    id: str
    title: str
    nature: str
    split: Mapping[str, float]
    themes: tuple[str, ...]
    state: str
    applicable: Applicability
    link: str
    judges: str
    elements: tuple[str, ...]
    proofs: tuple[str, ...]
    question: str
    scale: Scale
    clauses: tuple[str, ...]
    variants: str
    references: tuple[Citation, ...]
    reason: str
    watch: tuple[str, ...]
    history: tuple[Revision, ...]
    file: str

    @property
    def revision(self) -> int:
        """Number of the current revision."""
        return self.history[0].number if self.history else 0


def read(data: Mapping[str, Any], *, file: str = "") -> Criterion:
    """A criterion from data that the schema has accepted."""
    scale = data["echelle"]
    return Criterion(
        id=data["id"],
        title=data["titre"],
        nature=data["nature"],
        split=dict(data.get("partage") or {}),
        themes=tuple(data.get("themes") or ()),
        state=data.get("etat", "projet"),
        applicable=applicability(data.get("applicable")),
        link=data["lien_objet"],
        judges=data["juge"],
        elements=tuple(data["elements_appreciation"]),
        proofs=tuple(data["preuves"]),
        question=data["question_crt"],
        scale=Scale(
            kind=scale["type"],
            maximum=scale["max"],
            steps={int(mark): text for mark, text in (scale.get("paliers") or {}).items()},
            formula=scale.get("formule"),
            unit=scale.get("unite"),
        ),
        clauses=tuple(data.get("clauses") or ()),
        variants=data.get("variantes", "applicable"),
        references=citations(data),
        reason=data.get("pourquoi", ""),
        watch=tuple(data.get("vigilance") or ()),
        history=history(data),
        file=file,
    )
