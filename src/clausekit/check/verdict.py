"""What `check` answers: the table by measure, lot by lot, and the findings."""

from __future__ import annotations

from dataclasses import dataclass

from clausekit import terms
from clausekit.chain import Chain
from clausekit.finding import Finding
from clausekit.policy import Minimum
from clausekit.rules import Evidence
from clausekit.waiver import Waiver

DRAFT = "brouillon"
PUBLICATION = "publication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One minimum judged on one lot. `severity` is the one in force (a decision may raise it)."""

    minimum: Minimum
    severity: str
    status: str
    why: str
    evidence: tuple[Evidence, ...] = ()
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotVerdict:
    """One lot: every minimum, the findings that concern it, and the chain behind each sustainability criterion."""

    lot: str
    object: str
    minima: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    chains: tuple[Chain, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySeen:
    """A policy that the dossier was judged by. `order` are the ids of its minima, as it has them."""

    id: str
    title: str
    kind: str
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One dossier judged. `out_of_scope` says why nothing was judged, when nothing was.

    `todo` are the blanks left, with who fills them: (who, entry, label, lots).
    `not_judged` are sentences on what no program can judge here.
    """

    file: str
    object: str
    day: str | None
    policies: tuple[PolicySeen, ...]
    findings: tuple[Finding, ...]
    lots: tuple[LotVerdict, ...]
    todo: tuple[tuple[str, str, str, str], ...]
    not_judged: tuple[str, ...]
    out_of_scope: str | None = None

    def all_findings(self) -> tuple[Finding, ...]:
        """Findings of the file and of its lots."""
        return self.findings + tuple(finding for lot in self.lots for finding in lot.findings)


def blocks(severity: str, *, strict: bool) -> bool:
    """Whether a problem of this severity makes the exit code 1."""
    if severity in {terms.BLOCKING, terms.BLOCKING_UNLESS_REASON}:
        return True
    return strict and severity in {terms.TO_JUSTIFY, terms.WARNING}


def exit_code(verdict: Verdict, *, strict: bool) -> int:
    """0 nothing blocking, 1 something blocking, 3 nothing to judge."""
    if any(blocks(finding.severity, strict=strict) for finding in verdict.all_findings()):
        return 1
    return 3 if verdict.out_of_scope else 0
