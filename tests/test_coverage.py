"""Which entries answer each row of the measures: by facts, and a row that loses its answer is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from clausekit import library
from clausekit.coverage import KINDS, OUTSIDE, Covered, coverage
from clausekit.library import Library
from clausekit.report import covered
from conftest import ROOT, run
from lint_cases import CASES, files

PAGE = ROOT / "docs" / "couverture.md"
REMEDY = "clausekit coverage --library . --output docs/couverture.md --force"
# An action that encourages: four fifths at least are answered.
LEAST_OF_ADVICE = 0.8

ROW = """\
      - id: M1a
        texte: Essai
        grade: S1
        types: [{types}]
        familles: [{families}]
        segments: [{segments}]
        reponse: {{{answer}}}
"""
REGISTER = """\
source: Essai
politique: essai
mesures:
  - id: M1
    titre: Essai
    objectif: Essai
    documents: true
    resume: Essai
    lignes:
"""


@pytest.fixture(scope="module")
def rows(shipped: Library) -> Mapping[str, Covered]:
    return {item.row.id: item for item in coverage(shipped)}


def small(**facts: str) -> Covered:
    """The only row of a small library, whose clause ESS-001 is a condition of performance on waste."""
    data = files(CASES / "bibliotheque" / "clauses")
    told = {"types": "CE", "families": "essai", "segments": "", "answer": "themes: [dechets]", **facts}
    data["clauses/registres/mesures.yaml"] = (REGISTER + ROW.format(**told)).encode()
    read, findings = library.load(data)
    assert not findings
    (row,) = coverage(read)
    return row


def test_every_row_that_binds_is_answered(rows: Mapping[str, Covered]) -> None:
    told = {name: covered.holes(item) for name, item in rows.items() if item.row.grade != "S3" and not item.answered}
    assert told == {}


def test_most_rows_that_encourage_are_answered(rows: Mapping[str, Covered]) -> None:
    advice = [item for item in rows.values() if item.row.grade == "S3"]
    assert sum(item.answered for item in advice) >= LEAST_OF_ADVICE * len(advice)


def test_every_row_says_what_answers_it(shipped: Library) -> None:
    measures = shipped.registers.measures.values()
    silent = [
        row.id for item in measures for row in item.rows if row.grade != OUTSIDE and row.answer == type(row.answer)()
    ]
    assert silent == []


def test_a_row_loses_its_answer_with_its_entries(shipped: Library) -> None:
    lost = [name for name in shipped.sources if "TRA-001" in name or "TRA-002" in name]
    data = {name: source.text.encode() for name, source in shipped.sources.items() if name not in lost}
    read, _ = library.load(data)
    row = next(item for item in coverage(read) if item.row.id == "M30")
    assert not row.answered
    assert covered.holes(row) == "sans réponse"


def test_the_page_is_up_to_date(shipped: Library) -> None:
    page = covered.as_markdown(coverage(shipped), shipped) + "\n"
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        pytest.fail(f"docs/couverture.md is not what the library holds. To write it again: {REMEDY}", pytrace=False)


# --- what makes an entry an answer -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "entries"),
    [
        ({}, ["ESS-001"]),
        ({"types": "ST"}, ["ESS-001"]),
        ({"types": "PEN"}, ["ESS-001"]),
        ({"types": "CR"}, ["ESS-C01"]),
        ({"types": "CRT"}, ["ESS-C01"]),
        ({"types": "CE, CR"}, ["ESS-001", "ESS-C01"]),
        ({"types": "ANX", "answer": "mots: [charte]"}, ["ESS-A01"]),
        ({"answer": "mots: [trie]"}, ["ESS-001"]),
        ({"answer": "considerations: [environnementale]"}, ["ESS-001"]),
        ({"answer": "controle: true"}, ["ESS-001"]),
        ({"answer": "tous: [dechets]"}, ["ESS-001"]),
        ({"answer": "themes: [dechets], natures: [services]"}, ["ESS-001"]),
    ],
)
def test_an_entry_answers_by_what_it_is(facts: Mapping[str, str], entries: list[str]) -> None:
    row = small(**facts)
    assert [entry.id for entry in row.entries] == entries
    assert row.answered


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"types": "VAR"}, "sans réponse"),
        ({"types": "RES"}, "sans réponse"),
        ({"types": "BPU"}, "sans réponse"),
        ({"types": "CE, VAR"}, "manque : variante"),
        ({"answer": "themes: [absent]"}, "sans réponse"),
        ({"answer": "tous: [dechets, absent]"}, "sans réponse"),
        ({"answer": "mots: [introuvable]"}, "sans réponse"),
        ({"answer": "mots: [rie]"}, "sans réponse"),
        ({"answer": "considerations: [sociale]"}, "sans réponse"),
        ({"families": "essai, chantier"}, "rien pour chantier"),
        ({"families": ""}, "rien pour chantier"),
        ({"families": "chantier", "segments": "batiment"}, "sans réponse"),
        ({"types": "ANX, CR", "answer": "mots: [charte]"}, "manque : critère"),
    ],
)
def test_what_nothing_answers_is_told(facts: Mapping[str, str], told: str) -> None:
    row = small(**facts)
    assert covered.holes(row) == told
    assert not row.answered


def test_every_kind_of_the_register_has_its_meaning(shipped: Library) -> None:
    used = {kind for item in shipped.registers.measures.values() for row in item.rows for kind in row.types}
    assert used == {*KINDS, "PROC"}


# --- the command ------------------------------------------------------------------------------------------


def _library(tmp_path: Path, types: str) -> Path:
    for name, content in files(CASES / "bibliotheque" / "clauses").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    text = REGISTER + ROW.format(types=types, families="essai", segments="", answer="themes: [dechets]")
    (tmp_path / "clauses/registres/mesures.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_json_is_an_array_of_rows() -> None:
    done = run("coverage", "--format", "json", "--library", ROOT)
    rows: list[dict[str, Any]] = json.loads(done.out)
    row = next(item for item in rows if item["row"] == "M30")
    assert (row["measure"], row["grade"], row["kinds"], row["families"]) == ("M30", "S1", ["CE"], ["travaux"])
    assert {"TRA-001", "TRA-002"} <= set(row["entries"])


@pytest.mark.parametrize(("types", "code"), [("CE", 0), ("VAR", 1)])
def test_strict_returns_1_when_a_row_that_binds_has_no_answer(tmp_path: Path, types: str, code: int) -> None:
    root = _library(tmp_path, types)
    assert run("coverage", "--strict", "--library", root).code == code
    assert run("coverage", "--library", root).code == 0


def test_a_page_that_stands_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    root = _library(tmp_path / "lib", "CE")
    page = tmp_path / "couverture.md"
    assert run("coverage", "--output", page, "--library", root).code == 0
    assert page.read_text(encoding="utf-8").startswith(covered.MARK)
    page.write_text("à moi", encoding="utf-8")
    done = run("coverage", "--output", page, "--library", root)
    assert (done.code, page.read_text(encoding="utf-8")) == (2, "à moi")
    assert "il n'est pas remplacé" in " ".join(done.err.split())
    assert run("coverage", "--output", page, "--library", root, "--force").code == 0
    assert page.read_text(encoding="utf-8").startswith(covered.MARK)
