"""What a rule checks, the minima that name it, its examples, and how to waive it."""

from __future__ import annotations

from clausekit import terms
from clausekit import typography as typo
from clausekit.explain import wording
from clausekit.explain.minima import answered, minima
from clausekit.explain.pages import Page
from clausekit.explain.references import references
from clausekit.explain.sections import Explanation, examples, section
from clausekit.library import Library
from clausekit.lint import LINTS
from clausekit.policy import Minimum, Policy
from clausekit.rules import COHERENCES, RULES


def nature(page: Page) -> str:
    """Which part of the house a rule belongs to."""
    if page.slug in RULES:
        return "règle d'une politique ou de la loi"
    if page.slug in COHERENCES:
        return "règle de tout dossier"
    if page.slug in LINTS:
        return "règle de la bibliothèque"
    return f"constat : {typo.lowered(page.group)}" if page.group else "constat sur un dossier"


def users(page: Page, library: Library) -> list[tuple[Policy, Minimum]]:
    """The minima that name a rule."""
    return [(policy, item) for policy, item in minima(library) if item.rule == page.slug]


def _severity(page: Page) -> str:
    return "" if page.slug in RULES else f"Sévérité : {terms.SEVERITY_TITLES.get(page.severity, page.severity)}."


def rule_explained(page: Page, library: Library) -> Explanation:
    """The explanation of a rule."""
    named = users(page, library)
    cited = [item for _, minimum in named for item in minimum.references]
    sections = [
        *section("Ce qui est vérifié", [page.checks, _severity(page)]),
        *section("Exigences qui la nomment", [wording.named(policy, item) for policy, item in named]),
        *section("Références", references(cited, library)),
        *answered([minimum for _, minimum in named], library),
        *examples(page),
        *section("Y déroger" if not page.group else "Ce qu'il faut faire", [page.waive]),
    ]
    return Explanation(name=page.slug, title=nature(page), sections=tuple(sections))
