"""Findings: what was read, what was expected, where, why it matters, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Route: TypeAlias = tuple[str | int, ...]
Severity: TypeAlias = Literal[
    "bloquante", "bloquante_sauf_motif", "a_justifier", "avertissement", "conseil", "a_la_main"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a finding stands.

    In a YAML file: `route` is the keys and ranks that lead to it, `line` and `column` (from 1) what
    an editor shows. In a Word or PDF file: `part`, `article`, `paragraph` and `page`.
    """

    file: str
    route: Route = ()
    line: int | None = None
    column: int | None = None
    part: str | None = None
    article: str | None = None
    paragraph: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem, in French, complete enough to be mended without looking elsewhere.

    `rule` is the slug of the rule (its `explain` page, its function, its test folder).
    `severity` is the policy's word. `read` and `expected` complete `message`, which states the
    problem in one sentence. The first of `places` is where to act, the others are related.
    `why` names the measure or the article, `remedy` is an act.
    `excerpt` is the line that is read, over a caret.
    """

    rule: str
    severity: Severity
    message: str
    read: str | None = None
    expected: str | None = None
    places: tuple[Place, ...] = ()
    why: str = ""
    remedy: str = ""
    excerpt: str | None = None

    def at(self, *places: Place) -> Finding:
        """The same finding, with these places instead of its own."""
        return replace(self, places=places)


class UnreadableFile(Exception):
    """A file that cannot be read at all; `findings` say why, one by problem."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(finding.message for finding in self.findings))
