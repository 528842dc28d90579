"""The forms of the report of `check`: JSON as docs and tools expect it, Markdown, and one verdict for all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import check_cases as cases
from check_cases import Done
from clausekit import terms
from clausekit.finding import Place
from clausekit.report import checked
from clausekit.report.data import place_data

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
ALL = list(cases.discover())
OURS = [case for case in ALL if not case.shipped]
TWO = ("collecte-dechets", "nettoyage-ccp")
# The contract of the format: an exact set of keys at each place.
DOCUMENT = {"format", "clausekit", "library", "errors", "dossiers"}
LIBRARY = {"path", "edition"}
DOSSIER = {"file", "findings", "lots", "not_judged"}
LOT = {"lot", "minima", "findings", "chains"}
MINIMUM = {"id", "measure", "policy", "severity", "status", "why", "evidence"}
FINDING = {"rule", "severity", "message", "places", "why", "remedy"}
YAML_PLACE = {"file", "route", "line", "column"}
WORD_PLACE = {"file", "part", "article", "paragraph", "page"}
EVIDENCE = {"id", "piece", "place"}
STATUSES = {"met", "missing", "waived", "to_justify", "to_follow", "manual", "not_applicable"}


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with cases.libraries_read_once():
        yield


def example(name: str) -> str:
    return str(EXAMPLES / name / f"{name}.dossier.yaml")


def check(*arguments: str) -> Done:
    return cases.run("check", *arguments)


def read(done: Done) -> dict[str, Any]:
    """The one document on stdout: `json` refuses anything after it."""
    assert done.err == ""
    document: dict[str, Any] = json.loads(done.out)
    return document


def places(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for finding in cases.findings(document):
        yield from finding["places"]
    for minimum in cases.minima(document):
        yield from (item["place"] for item in minimum["evidence"] if item["place"])


@pytest.mark.parametrize("name", TWO)
def test_the_keys_are_those_of_the_format_and_no_other(name: str) -> None:
    document = read(check(example(name), "--format", "json"))
    assert set(document) == DOCUMENT
    assert set(document["library"]) == LIBRARY
    for dossier in document["dossiers"]:
        assert set(dossier) == DOSSIER
        assert all(set(lot) == LOT for lot in dossier["lots"])
    minima = cases.minima(document)
    assert minima
    assert all(set(minimum) == MINIMUM for minimum in minima)
    assert all(set(finding) == FINDING for finding in cases.findings(document))
    assert all(set(item) == EVIDENCE for minimum in minima for item in minimum["evidence"])
    assert all(set(place) == YAML_PLACE for place in places(document))


@pytest.mark.parametrize("name", TWO)
def test_the_values_are_those_of_the_closed_lists(name: str) -> None:
    document = read(check(example(name), "--format", "json"))
    minima = cases.minima(document)
    assert document["format"] == 1
    assert {minimum["status"] for minimum in minima} <= STATUSES
    assert {minimum["severity"] for minimum in minima} <= set(terms.SEVERITIES)
    assert {finding["severity"] for finding in cases.findings(document)} <= set(terms.SEVERITIES)
    pieces = {item["piece"] for minimum in minima for item in minimum["evidence"]}
    assert pieces <= {*terms.PIECES, None}
    assert all(place["line"] >= 1 and place["column"] >= 1 for place in places(document))
    assert all(isinstance(step, (str, int)) for place in places(document) for step in place["route"])


def test_every_status_of_the_format_is_met_in_the_cases() -> None:
    found = {minimum["status"] for case in ALL for minimum in cases.minima(cases.document(case))}
    assert found == STATUSES


def test_the_lots_are_those_of_the_dossier() -> None:
    two, one = (read(check(example(name), "--format", "json"))["dossiers"][0] for name in TWO)
    assert [lot["lot"] for lot in two["lots"]] == ["1", "2"]
    assert [lot["lot"] for lot in one["lots"]] == ["unique"]


def test_a_place_in_a_word_file_has_its_own_keys() -> None:
    assert set(place_data(Place(file="CCTP.docx", article="4.2"))) == WORD_PLACE


@pytest.mark.parametrize(
    "text",
    ["objet: [", "objet: Essai\n", "objet: Essai\nfamille: dechets\nacheteur: absent.acheteur.yaml\n", ""],
    ids=["syntaxe", "schema", "acheteur-absent", "vide"],
)
def test_a_file_that_cannot_be_judged_gives_one_document_and_exit_2(text: str, tmp_path: Path) -> None:
    path = tmp_path / "essai.dossier.yaml"
    path.write_text(text, encoding="utf-8")
    done = check(str(path), "--library", "bibliotheque", "--format", "json")
    document = read(done)
    assert done.code == 2
    assert document["dossiers"] == []
    assert document["errors"]
    assert all(set(error) == FINDING for error in document["errors"])


def test_a_file_that_does_not_exist_does_not_stop_the_others(tmp_path: Path) -> None:
    good = next(case for case in OURS if case.side == "ok")
    done = check(str(tmp_path / "absent.dossier.yaml"), str(good.path), "--library", "bibliotheque", "--format", "json")
    document = read(done)
    assert done.code == 2
    assert len(document["errors"]) == len(document["dossiers"]) == 1


def test_the_worst_of_several_files_makes_the_exit_code() -> None:
    ok, ko, none = (next(str(case.path) for case in OURS if cases.expected(case).code == code) for code in (0, 1, 3))
    library = ("--library", "bibliotheque")
    assert check(ok, none, *library).code == 3
    assert check(ok, ko, none, *library).code == 1
    assert check(ko, "absent.dossier.yaml", *library).code == 2


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_the_exit_code_never_depends_on_the_form(case: cases.Case) -> None:
    codes = {form: cases.run(*case.arguments("--format", form)).code for form in checked.FORMS}
    assert set(codes.values()) == {cases.expected(case).code}


@pytest.mark.parametrize("name", TWO)
def test_markdown_has_its_tables_and_its_sections(name: str) -> None:
    lines = check(example(name), "--format", "markdown").out.splitlines()
    titles = [line for line in lines if line.startswith("#")]
    assert titles[0].startswith("## ")
    assert [title for title in titles if title.startswith(("### Loi", "### Politique"))]
    assert "### Ce qui n'est pas jugé ici" in titles
    rows = [line for line in lines if line.startswith("|")]
    assert {line.count("|") - line.count("\\|") for line in rows} == {4}
    assert lines[-1].startswith("Bilan : ")


def test_markdown_tells_waivers_blanks_and_errors(tmp_path: Path) -> None:
    case = next(case for case in ALL if case.name == "derogation-incomplete/ok/signee")
    waived = cases.run(*case.arguments("--format", "markdown")).out
    assert "### Dérogations" in waived
    assert "Directrice de la commande publique, 5 octobre 2026, jusqu'au 30 juin 2027" in waived
    blank = next(case for case in ALL if case.name == "valeur-manquante/ok/brouillon")
    assert "### À compléter" in cases.run(*blank.arguments("--format", "markdown")).out
    broken = check(str(tmp_path / "absent.dossier.yaml"), "--library", "bibliotheque", "--format", "markdown")
    assert "`fichier-absent`" in broken.out
    outside = next(case for case in ALL if case.name == "hors-du-champ/ko/concession")
    assert "Rien n'a été jugé" in cases.run(*outside.arguments("--format", "markdown")).out


def test_lots_that_differ_by_their_entries_only_are_told_in_one_row() -> None:
    done = check(example("renovation-ecole"))
    rows = [line for line in done.out.splitlines() if line.startswith("  CCP-condition-environnementale ")]
    assert len(rows) == 1
    told = " ".join(done.out.split())
    assert "Condition d'exécution environnementale : TRA-001, TRA-003," in told
    assert "; lot 1 aussi : TRA-009" in told


def test_every_entry_that_a_minimum_rests_on_is_still_named() -> None:
    """What a merged row shortens (« TRA-003 à TRA-006 ») it never loses: the JSON report has each entry."""
    path = example("renovation-ecole")
    (dossier,) = read(check(path, "--format", "json"))["dossiers"]
    told = " ".join(check(path).out.split())
    for minimum in (item for lot in dossier["lots"] for item in lot["minima"] if item["id"] == "M11-environnement"):
        ids = {item["id"] for item in minimum["evidence"]}
        spanned = {f"TRA-{number:03d}" for number in range(4, 6)}  # inside « TRA-003 à TRA-006 »
        assert ids - {name for name in ids if name in told} <= spanned


def test_a_minimum_that_some_lots_only_have_stands_in_its_place() -> None:
    lines = check(example("postes-de-travail")).out.splitlines()
    policy = lines[next(n for n, line in enumerate(lines) if line.startswith("POLITIQUE")) :]
    policy = policy[: policy.index("")]
    rows = [line.split()[0] for line in policy if line.startswith("  M") and " à la main " not in line]
    measures = [int("".join(filter(str.isdigit, name.partition("-")[0]))) for name in rows]
    assert measures == sorted(measures)


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.name)
def test_no_report_ever_says_that_a_contract_complies(case: cases.Case) -> None:
    assert "conforme" not in cases.expected(case).text.lower()


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.name)
def test_french_signs_are_never_parted_from_their_words(case: cases.Case) -> None:
    lines = [line.strip() for line in cases.expected(case).text.splitlines()]
    assert not [line for line in lines if line.startswith((": ", "; ", "! ", "? ", "» ", "% "))]
    assert not [line for line in lines if line.endswith(("«", " n°"))]
    assert not [line for line in lines if "\u00a0" in line or "\u202f" in line or "(s)" in line]
