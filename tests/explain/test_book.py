"""The book of rules: docs/regles.md is the one of the shipped library, and every link of it leads somewhere."""

from __future__ import annotations

import re

import pytest

from clausekit.explain import pages
from clausekit.explain.book import book
from clausekit.library import Library
from clausekit.report.book import MARK, anchor, as_markdown, as_text
from conftest import ROOT, run

FILE = ROOT / "docs" / "regles.md"
REMEDY = "clausekit explain --tout --format markdown --library . --output docs/regles.md --force"
_HEADING = re.compile(r"^#{1,4} (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(#([^)]+)\)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def page(shipped: Library) -> str:
    return as_markdown(book(shipped), mark=True) + "\n"


def test_the_file_is_up_to_date(page: str) -> None:
    written = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if written != page:
        pytest.fail(f"docs/regles.md is not what the pages say. To write it again: {REMEDY}", pytrace=False)


def test_every_link_leads_to_a_title(page: str) -> None:
    titles = [anchor(title) for title in _HEADING.findall(_FENCED.sub("", page))]
    assert len(titles) == len(set(titles))
    assert set(_LINK.findall(page)) <= set(titles)


def test_every_page_has_its_title_and_is_linked(page: str) -> None:
    titles = set(_HEADING.findall(_FENCED.sub("", page)))
    assert set(pages()) <= titles
    assert set(pages()) <= set(_LINK.findall(page))


def test_every_minimum_and_every_measure_is_there(page: str, shipped: Library) -> None:
    for policy in shipped.policies.values():
        for minimum in policy.minima.values():
            assert f"{minimum.id} – {minimum.title}" in page
    for measure in shipped.registers.measures.values():
        assert re.search(rf"(?:\| |- ){measure.id} (?:\||–)", page), measure.id


def test_a_reference_says_how_sure_we_are_of_it_and_when_it_was_read(page: str, shipped: Library) -> None:
    cited = {item.ref for policy in shipped.policies.values() for m in policy.minima.values() for item in m.references}
    for name in cited:
        title = shipped.registers.references[name].title
        assert re.search(rf"^- {re.escape(title)}.*\d{{4}}.*\)$", page, re.MULTILINE), title


def test_a_table_has_as_many_cells_in_each_row(page: str) -> None:
    for table in re.findall(r"(?:^\|.*\|\n)+", _FENCED.sub("", page), re.MULTILINE):
        counts = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(counts) == 1, table


def test_nothing_of_the_markup_shows(page: str) -> None:
    assert "None" not in page
    assert page.startswith(MARK)
    assert not re.search(r"\|  \|", page.replace("| --- |", "")), "an empty cell"


def test_an_authority_has_the_book_of_its_own_library(tmp_path, page: str) -> None:
    assert run("init", tmp_path / "bibliotheque").code == 0
    target = tmp_path / "regles.md"
    asked = ("explain", "--tout", "--format", "markdown", "--library", tmp_path / "bibliotheque", "--output", target)
    assert run(*asked).code == 0
    first = target.read_bytes()
    assert run(*asked).code == 2, "even its own page is written again only when asked"
    assert run(*asked, "--force").code == 0
    assert target.read_bytes() == first == page.encode()


def test_a_page_that_somebody_else_wrote_is_kept(tmp_path) -> None:
    target = tmp_path / "regles.md"
    target.write_text("# Nos règles\n", encoding="utf-8")
    done = run("explain", "--tout", "--format", "markdown", "--library", ROOT, "--output", target)
    assert done.code == 2
    assert "document-existant" in done.err
    assert target.read_text(encoding="utf-8") == "# Nos règles\n"


def test_the_book_in_a_terminal(shipped: Library) -> None:
    text = as_text(book(shipped))
    assert max(map(len, text.splitlines())) < 260
    assert "](#" not in text
    assert "critere-distinct\n----------------" in text
