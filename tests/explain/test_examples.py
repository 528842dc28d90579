"""The examples of the pages are true: the failing one fails by its rule, the passing one does not."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterable

import pytest

import once
import page_trials as trials
from clausekit import tree
from clausekit.explain import pages
from clausekit.explain.examples import examples_of
from clausekit.explain.minima import minima
from clausekit.explain.pages import YAML, Page
from clausekit.library import Library
from clausekit.lint import LINTS
from clausekit.lint.history import HISTORY
from clausekit.policy import Minimum
from clausekit.rules import COHERENCES, RULES
from conftest import ROOT, run

PAGES = pages()
# These never fail a contract: their example is the dossier that does not count, or that a person must judge.
NEVER_FAIL = ("a-la-main", "part-des-achats", "part-des-marches")
# What no excerpt of one file can show, by the page's own word.
IMPOSSIBLE = {slug for slug, page in PAGES.items() if "impossible" in page.trial}
_OPEN = {"missing", "to_justify"}


def _pages(slugs: Iterable[str]) -> pytest.MarkDecorator:
    chosen = [PAGES[slug] for slug in slugs if slug in PAGES and slug not in IMPOSSIBLE]
    return pytest.mark.parametrize("page", chosen, ids=[page.slug for page in chosen])


def _dossier_findings() -> list[str]:
    others = [page.slug for page in PAGES.values() if not page.group and page.slug not in {*RULES, *LINTS}]
    return [slug for slug in others if slug not in IMPOSSIBLE]


def test_few_examples_cannot_be_run() -> None:
    judged = {*RULES, *LINTS, *_dossier_findings()}
    assert {slug for slug in IMPOSSIBLE if slug in judged} <= {"id-double"}
    for slug in IMPOSSIBLE:
        assert len(PAGES[slug].trial["impossible"]) > 20, slug


@_pages(slug for slug in RULES if slug not in NEVER_FAIL)
def test_a_rule_of_a_policy(page: Page, shipped: Library) -> None:
    failing, passing = (trials.statuses(page, text, shipped) for text in (page.wrong, page.right))
    assert _OPEN & set(failing), failing
    assert passing, "no lot is concerned by the passing example"
    assert set(passing) <= {"met"}, passing


@_pages(slug for slug in NEVER_FAIL if slug != "a-la-main")
def test_a_rule_of_the_year_never_fails_and_says_what_counts(page: Page, shipped: Library) -> None:
    reasons = []
    for text in (page.wrong, page.right):
        minimum = trials.minimum_of(page, shipped)
        found = trials.verdict(page, text, shipped)
        judged = [item for lot in found.lots for item in lot.minima if minimum and item.minimum.id == minimum.id]
        assert {item.status for item in judged} == {"to_follow"}
        reasons.append({item.why for item in judged})
    assert reasons[0].isdisjoint(reasons[1])


def test_what_a_person_judges_stays_open(shipped: Library) -> None:
    page = PAGES["a-la-main"]
    for text in (page.wrong, page.right):
        assert set(trials.statuses(page, text, shipped)) == {"manual"}


@_pages(_dossier_findings())
def test_a_finding_on_a_dossier(page: Page, shipped: Library) -> None:
    failing, passing = (trials.findings(trials.verdict(page, text, shipped)) for text in (page.wrong, page.right))
    assert page.severity in {found.severity for found in failing if found.rule == page.slug}
    assert page.slug not in {found.rule for found in passing}


def test_every_coherence_is_among_them() -> None:
    assert {slug for slug in COHERENCES if slug in PAGES} <= {*_dossier_findings(), *IMPOSSIBLE}


@_pages(LINTS)
def test_a_rule_of_the_library(page: Page) -> None:
    files = dict(tree.folder(ROOT).files)
    failing, passing = (trials.lint_findings(page, text, files) for text in (page.wrong, page.right))
    assert {(found.rule, found.severity) for found in failing} == {(page.slug, page.severity)}
    assert [found.message for found in passing] == []


@_pages(HISTORY)
def test_a_rule_of_the_history(page: Page) -> None:
    failing, passing = (trials.history_findings(page, text) for text in (page.wrong, page.right))
    assert {(found.rule, found.severity) for found in failing} == {(page.slug, page.severity)}
    assert [found.message for found in passing] == []


@_pages(slug for slug, page in PAGES.items() if slug.startswith(("yaml-", "schema-")) and page.language == YAML)
def test_a_finding_of_reading(page: Page) -> None:
    assert page.slug in {found.rule for found in trials.read_findings(page, page.wrong)}
    assert [found.message for found in trials.read_findings(page, page.right)] == []


@_pages(["fichier-absent", "fichier-dossier", "fichier-autre", "nom-inconnu", "commande"])
def test_a_command_that_fails_prints_its_slug(page: Page, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "examples", "examples")
    program, *arguments = shlex.split(page.wrong, comments=True)
    done = run(*arguments)
    assert (program, done.code) == ("clausekit", 2)
    assert f"erreur[{page.slug}]" in done.out + done.err


# --- the examples of each minimum ---------------------------------------------------------------


def _alone(minimum: Minimum) -> dict[str, object]:
    """The facts of a contract that a minimum concerns."""
    when = minimum.when
    facts: dict[str, object] = {}
    if when.get("natures"):
        facts["nature"] = when["natures"][0]
    facts["ccag"] = (when.get("ccag") or ["Travaux" if facts.get("nature") == "travaux" else "FCS"])[0]
    facts["valeur_estimee"] = max(300000, (when.get("valeur") or {}).get("min") or 0)
    facts["duree_mois"] = max(12, (when.get("duree_mois") or {}).get("min") or 0)
    return facts


def _homes(minimum: Minimum, library: Library) -> dict[str, object]:
    when = minimum.when
    segments = (when.get("segments") or [])[:1]
    families = [
        family.id
        for family in library.registers.families.values()
        if not segments or any(segment.id == segments[0] for segment in family.segments)
    ]
    family = next((name for name in when.get("familles") or families if name in families), families[0])
    return {"famille": family, "segments": segments}


def _judged(minimum: Minimum, text: str, library: Library) -> set[str]:
    base = {**_alone(minimum), **_homes(minimum, library)}
    # A minimum on the clauses retained needs one of their theme.
    if "insertion" in (minimum.when.get("themes") or ()):
        base["clauses"] = {"COM-001": {"heures_insertion": 1200}}
    page = Page(slug="essai", checks="", wrong="", right="", waive="", trial={"base": base})
    found = trials.verdict(page, text, library)
    return {item.status for lot in found.lots for item in lot.minima if item.minimum.id == minimum.id}


def _own_examples() -> list[Minimum]:
    rules = {"clause-presente", "critere-present", "annexe-presente", "fait-note"}
    return [minimum for _, minimum in minima(once.shipped()) if minimum.rule in rules]


@pytest.mark.parametrize("minimum", _own_examples(), ids=lambda minimum: minimum.id)
def test_the_examples_of_a_minimum_are_its_own(minimum: Minimum, shipped: Library) -> None:
    found = examples_of(minimum, None, shipped)
    assert found.right or found.note
    if found.wrong:
        assert _judged(minimum, found.wrong, shipped) & _OPEN
    if found.right:
        assert _judged(minimum, found.right, shipped) == {"met"}
    if not found.wrong:
        assert _judged(minimum, "clauses: {}", shipped) == {"met"}
