"""Every slug that the program prints has its page, and every page is complete."""

from __future__ import annotations

import shlex

import pytest

from clausekit import cli, source, terms
from clausekit.explain import pages
from clausekit.explain.pages import YAML, groups
from clausekit.library import Library
from clausekit.rules import RULES
from conftest import ROOT
from rule_slugs import collect

PAGES = pages()
_HOW = "write its page in src/clausekit/donnees/regles.yaml (a judgement) or lectures.yaml (reading and writing)"
_KEYS = {"exigence", "base", "fichier", "stade", "genre", "entrees", "impossible"}


def test_every_slug_of_the_source_has_its_page() -> None:
    lacking = {slug: where for slug, where in collect().slugs.items() if slug not in PAGES}
    assert lacking == {}, f"{_HOW}: {lacking}"


def test_every_page_has_its_slug_in_the_source() -> None:
    assert set(PAGES) - set(collect().slugs) == set()


def test_every_rule_given_in_the_source_is_read() -> None:
    """A slug that is computed would escape the test above."""
    assert collect().unread == []


def test_slugs_are_found_whatever_way_they_are_given() -> None:
    ways = {
        "date-absente": "a keyword of Finding",
        "fichier-absent": "an argument of disk.problem",
        "schema-type": "an argument of a function of the module",
        "fichier-non-ecrit": "the other side of a condition",
        "politique-regle": "a constant of the module",
        "yaml-syntaxe": "the default of a field",
        "nom-inconnu": "an argument of an imported function",
        "document-ancien": "between the brackets of what is printed",
        "sommes": "a key of a table",
    }
    assert set(ways) <= set(collect().slugs)


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_is_complete(slug: str) -> None:
    page = PAGES[slug]
    assert page.checks.endswith(".")
    assert page.waive.endswith(".")
    assert page.wrong != page.right
    assert page.severity in terms.SEVERITIES
    assert set(page.trial) <= _KEYS
    # The severity of a rule of policies is that of each minimum.
    assert slug not in RULES or page.severity == terms.BLOCKING


@pytest.mark.parametrize("slug", [slug for slug, page in PAGES.items() if page.language == YAML])
def test_a_passing_example_is_yaml(slug: str) -> None:
    # Comments alone cannot show anything: the example is YAML that reads.
    assert source.load(PAGES[slug].right.encode(), file=slug).data


@pytest.mark.parametrize("slug", [slug for slug, page in PAGES.items() if page.language == YAML])
def test_examples_name_entries_of_the_library(slug: str, shipped: Library) -> None:
    """The passing example can be copied: what it takes exists."""
    taken = source.load(PAGES[slug].right.encode(), file=slug).data.get("clauses") or {}
    assert all(shipped.find(name) for name in taken)


@pytest.mark.parametrize("slug", [slug for slug, page in PAGES.items() if page.language == "sh"])
def test_a_command_is_one_that_may_be_typed(slug: str) -> None:
    for line in f"{PAGES[slug].wrong}\n{PAGES[slug].right}".splitlines():
        program, *words = shlex.split(line, comments=True)
        assert program in {"clausekit", "git"}
        if program == "clausekit":
            command = cli.cli.get_command(None, words[0])  # type: ignore[arg-type]
            known = {option for parameter in command.params for option in parameter.opts}  # type: ignore[union-attr]
            assert {word.split("=")[0] for word in words if word.startswith("--")} <= known, line


def test_the_findings_of_reading_are_in_one_group_each() -> None:
    slugs = [slug for group in groups() for slug in group.slugs]
    assert len(slugs) == len(set(slugs))
    judged = (ROOT / "src/clausekit/donnees/regles.yaml").read_text(encoding="utf-8")
    assert [slug for slug in slugs if f"\n  {slug}:\n" in judged] == []
