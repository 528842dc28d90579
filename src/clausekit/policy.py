"""A policy: measures and their minima, each naming a rule, its figures and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clausekit.clause import Citation, citations


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision by which an authority made a figure its own."""

    body: str
    date: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Becoming:
    """The severity that a minimum takes for contracts launched from `day` (ISO date) on."""

    severity: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimum:
    """One minimum of a policy.

    `rule` is the slug of a rule, `given` its figures, `when` the facts that select it.
    `start` and `end` are ISO dates of launch between which it is in force.
    `scope`: lot, dossier or annee. `origin`: texte, decision, hypothese.
    `becomes`: a new rule enters as a warning and is graver from a date on.
    """

    id: str
    policy: str
    title: str
    measure: str | None
    rule: str
    when: Mapping[str, Any]
    given: Mapping[str, Any]
    severity: str
    start: str | None
    end: str | None
    scope: str
    origin: str
    source: str
    references: tuple[Citation, ...]
    motive: str
    advice: str
    decision: Decision | None
    becomes: Becoming | None = None

    @property
    def floor(self) -> str:
        """Where the figure of a floor comes from, in French: M13 of the SPASER holds no number."""
        if self.decision:
            return "plancher décidé par l'autorité"
        if self.origin == "texte":
            return "plancher du texte"
        return "plancher de travail, le texte ne donne pas de chiffre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """See docs/format.md. `kind`: loi or politique; the two are reported apart."""

    id: str
    title: str
    kind: str
    start: str | None
    end: str | None
    beyond: str | None
    unit: str
    minima: Mapping[str, Minimum]
    file: str


def decision(data: Mapping[str, Any] | None) -> Decision | None:
    """A decision, once organ, date and reference are filled."""
    if not data or not data.get("organe"):
        return None
    return Decision(body=data["organe"], date=str(data.get("date", "")), reference=data.get("reference", ""))


def _becoming(data: Mapping[str, Any] | None) -> Becoming | None:
    return Becoming(severity=data["severite"], day=str(data["le"])) if data else None


def _minimum(policy: str, name: str, data: Mapping[str, Any]) -> Minimum:
    effect = data.get("effet") or {}
    return Minimum(
        id=name,
        policy=policy,
        title=data.get("titre", name),
        measure=data.get("mesure"),
        rule=data["regle"],
        when=dict(data.get("quand") or {}),
        given=dict(data.get("avec") or {}),
        severity=data["severite"],
        start=effect.get("du"),
        end=effect.get("au"),
        scope=data.get("portee", "lot"),
        origin=data["origine"],
        source=data.get("source", ""),
        references=citations(data),
        motive=data.get("motif") or "",
        advice=data.get("voir") or "",
        decision=decision(data.get("decision")),
        becomes=_becoming(data.get("devient")),
    )


def read(data: Mapping[str, Any], *, file: str = "") -> Policy:
    """A policy from data that the schema has accepted."""
    period = data.get("periode") or {}
    return Policy(
        id=data["id"],
        title=data["titre"],
        kind=data.get("nature", "politique"),
        start=period.get("du"),
        end=period.get("au"),
        beyond=period.get("au_dela"),
        unit=data.get("unite_de_compte", "marche"),
        minima={name: _minimum(data["id"], name, item) for name, item in data["minima"].items()},
        file=file,
    )
