"""An annex: a charter, a response frame, an estimate, a follow-up sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clausekit.clause import (
    Applicability,
    Citation,
    Parameter,
    Review,
    Revision,
    applicability,
    citations,
    history,
    parameters,
    review,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One titled section of an annex."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """See docs/format.md. `attached_to` is the piece it is annexed to: CCAP, CCTP or RC."""

    id: str
    title: str
    type: str
    state: str
    applicable: Applicability
    attached_to: str
    contractual: bool
    filled_by: str | None
    themes: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    sections: tuple[Section, ...]
    references: tuple[Citation, ...]
    reason: str
    watch: tuple[str, ...]
    history: tuple[Revision, ...]
    file: str
    review: Review | None = None

    @property
    def revision(self) -> int:
        """Number of the current revision."""
        return self.history[0].number if self.history else 0


def read(data: Mapping[str, Any], *, file: str = "") -> Annex:
    """An annex from data that the schema has accepted."""
    return Annex(
        id=data["id"],
        title=data["titre"],
        type=data["type"],
        state=data.get("etat", "projet"),
        applicable=applicability(data.get("applicable")),
        attached_to=data["annexe_a"],
        contractual=bool(data.get("contractuelle")),
        filled_by=data.get("rempli_par"),
        themes=tuple(data.get("themes") or ()),
        parameters=parameters(data.get("parametres")),
        sections=tuple(Section(title=item["titre"], text=item["texte"]) for item in data["sections"]),
        references=citations(data),
        reason=data.get("pourquoi", ""),
        watch=tuple(data.get("vigilance") or ()),
        history=history(data),
        file=file,
        review=review(data),
    )
