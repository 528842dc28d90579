"""`check --format sarif`: what the OASIS schema accepts, and the same findings as the JSON report."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest

import check_cases as cases
from clausekit import terms
from clausekit.explain.pages import pages
from clausekit.finding import Finding, Place
from clausekit.report import judged, sarif
from conftest import EXAMPLES

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
ALL = list(cases.discover())
LEVELS = {
    "bloquante": "error",
    "bloquante_sauf_motif": "error",
    "a_justifier": "warning",
    "avertissement": "warning",
    "conseil": "note",
}


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with cases.libraries_read_once():
        yield


@cache
def validator() -> jsonschema.protocols.Validator:
    """The standard's own verdict; the draft is the one that the schema names."""
    chosen = jsonschema.validators.validator_for(SCHEMA)
    chosen.check_schema(SCHEMA)
    return chosen(SCHEMA)


def told(done: cases.Done) -> dict[str, Any]:
    """The one document on stdout, once the schema has accepted it."""
    assert done.err == ""
    document: dict[str, Any] = json.loads(done.out)
    assert [error.message for error in validator().iter_errors(document)] == []
    return document


def log(*arguments: str) -> dict[str, Any]:
    return told(cases.run("check", *arguments, "--format", "sarif"))


def run_of(document: Mapping[str, Any]) -> Mapping[str, Any]:
    (only,) = document["runs"]
    return only


def case(name: str) -> cases.Case:
    return next(item for item in ALL if item.name == name)


def of_case(item: cases.Case) -> Mapping[str, Any]:
    return run_of(told(cases.run(*item.arguments("--format", "sarif"))))


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.name)
def test_every_case_is_valid_and_says_what_the_json_report_says(item: cases.Case) -> None:
    run, report = of_case(item), cases.document(item)
    expected = cases.expected(item).code
    assert run["invocations"][0]["exitCode"] == expected
    assert run["invocations"][0]["executionSuccessful"] == (expected != 2)
    found = Counter((result["ruleId"], result["level"]) for result in run["results"] if "suppressions" not in result)
    # The same finding in several lots is told once.
    distinct = {json.dumps(finding, sort_keys=True) for finding in cases.findings(report)}
    wanted = Counter((item["rule"], LEVELS[item["severity"]]) for item in map(json.loads, distinct))
    assert set(found) == set(wanted)
    assert all(found[key] >= wanted[key] for key in wanted)


def test_the_examples_are_valid_in_one_run() -> None:
    run = run_of(log(*map(str, EXAMPLES)))
    assert len(run["results"]) > len(EXAMPLES)
    assert run["tool"]["driver"]["name"] == "clausekit"
    assert run["properties"]["library"]["edition"]


def _without(*route: str | int) -> Callable[[dict[str, Any]], None]:
    def mutate(document: dict[str, Any]) -> None:
        at: Any = document
        for step in route[:-1]:
            at = at[step]
        del at[route[-1]]

    return mutate


def _with(value: object, *route: str | int) -> Callable[[dict[str, Any]], None]:
    def mutate(document: dict[str, Any]) -> None:
        at: Any = document
        for step in route[:-1]:
            at = at[step]
        at[route[-1]] = value

    return mutate


RESULT = ("runs", 0, "results", 0)


@pytest.mark.parametrize(
    "mutate",
    [
        _without("version"),
        _with("2.2.0", "version"),
        _without("runs", 0, "tool", "driver", "name"),
        _with("erreur", *RESULT, "level"),
        _without(*RESULT, "message"),
        _with("bloquante", *RESULT, "severity"),
        _with(0, *RESULT, "locations", 0, "physicalLocation", "region", "startLine"),
        _with([{"kind": "motif"}], *RESULT, "suppressions"),
        _with("0", "runs", 0, "invocations", 0, "exitCode"),
        _without("runs", 0, "invocations", 0, "executionSuccessful"),
    ],
    ids=range(10),
)
def test_the_schema_refuses_a_broken_report(mutate: Callable[[dict[str, Any]], None]) -> None:
    document = log(str(EXAMPLES[0]))
    broken = copy.deepcopy(document)
    mutate(broken)
    assert list(validator().iter_errors(broken)) != []


def test_a_result_names_its_rule_as_explain_tells_it() -> None:
    run = of_case(next(item for item in ALL if item.rule == "pas-de-prix-seul" and item.side == "ko"))
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [r["ruleId"] for r in run["results"]]
    assert len({rule["id"] for rule in rules}) == len(rules)
    told = {rule["id"]: rule for rule in rules}["pas-de-prix-seul"]
    page = pages()["pas-de-prix-seul"]
    assert page.checks.startswith(told["shortDescription"]["text"].rstrip("."))
    assert told["fullDescription"]["text"] == page.checks
    assert page.waive in told["help"]["text"]


def test_a_rule_without_a_page_is_described_all_the_same() -> None:
    found = Finding(rule="inconnue-ici", severity="conseil", message="Essai.")
    report = judged.Checked(
        library_name="",
        edition="",
        errors=(found,),
        verdicts=(),
        sources={},
        stage="brouillon",
        strict=False,
        exit_code=2,
    )
    document = json.loads(sarif.document(report))
    assert list(validator().iter_errors(document)) == []
    assert run_of(document)["tool"]["driver"]["rules"][0]["shortDescription"]["text"] == "Constat « inconnue-ici »."


@pytest.mark.parametrize(("severity", "level"), [*LEVELS.items(), ("a_la_main", "none")])
def test_each_severity_has_its_level(severity: Any, level: str) -> None:
    found = Finding(rule="essai", severity=severity, message="Essai.", places=(Place(file="a.yaml"),))
    result = sarif._result(found, (), {})
    assert result["level"] == level
    # The standard wants « none » for what is no failure, and says which kind it is.
    assert result.get("kind") == ("review" if level == "none" else None)
    assert set(terms.SEVERITIES) == {*LEVELS, "a_la_main"}


def test_a_place_is_a_relative_uri_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "Marchés à venir" / "50% #1"
    folder.mkdir(parents=True)
    path = folder / "été.dossier.yaml"
    path.write_text("objet: Essai\nfamille: dechets\ncriteres:\n  - {critere: prix, poids: 100}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    from conftest import run

    for given in (path.relative_to(tmp_path), path):
        done = run("check", given, "--format", "sarif")
        (alone,) = json.loads(done.out)["runs"]
        uris = {place["physicalLocation"]["artifactLocation"]["uri"] for place in _places(alone)}
        assert uris == {"March%C3%A9s%20%C3%A0%20venir/50%25%20%231/%C3%A9t%C3%A9.dossier.yaml"}
        assert Path(unquote(uris.pop())) == path.relative_to(tmp_path)
        lines = {place["physicalLocation"]["region"]["startLine"] for place in _places(alone)}
        assert lines and lines <= set(range(1, 5))


def test_a_file_elsewhere_is_told_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "ici"
    inside.mkdir()
    monkeypatch.chdir(inside)
    there = tmp_path / "là" / "a b.yaml"
    assert sarif.uri(str(there)) == there.as_uri()
    assert urlsplit(sarif.uri(str(there))).scheme == "file"
    assert sarif.uri(str(Path("..") / "là" / "a b.yaml")) == "../l%C3%A0/a%20b.yaml"


def _places(run: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for result in run["results"]:
        yield from result["locations"]
        yield from result.get("relatedLocations", ())


def test_lines_are_those_of_the_json_report() -> None:
    path = str(EXAMPLES[0])
    report = json.loads(cases.run("check", path, "--format", "json").out)
    wanted = {(item["places"][0]["line"], item["places"][0]["column"]) for item in cases.findings(report)}
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in run_of(log(path))["results"]
        if "suppressions" not in result
    ]
    assert {(region["startLine"], region["startColumn"]) for region in regions} == wanted


def test_lots_are_logical_locations_and_a_single_lot_is_none() -> None:
    several = next(path for path in EXAMPLES if path.parent.name == "renovation-ecole")
    alone = next(path for path in EXAMPLES if path.parent.name == "nettoyage-ccp")
    named = {
        found["fullyQualifiedName"]
        for place in _places(run_of(log(str(several))))
        for found in place.get("logicalLocations", ())
    }
    assert named <= {"lot 1", "lot 2", "lot 3"} and named
    assert not any("logicalLocations" in place for place in _places(run_of(log(str(alone)))))


def test_a_waived_minimum_is_suppressed_with_its_reason_and_who_decided() -> None:
    run = of_case(case("derogation-incomplete/ok/signee"))
    (result,) = (item for item in run["results"] if "suppressions" in item)
    (suppression,) = result["suppressions"]
    assert suppression["kind"] == "external" and suppression["status"] == "accepted"
    assert suppression["justification"].endswith(
        "(Directrice de la commande publique, 5 octobre 2026, jusqu'au 30 juin 2027)"
    )
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] > 1


def test_what_cannot_be_read_is_a_result_of_a_run_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "essai.dossier.yaml"
    path.write_text("objet: [\n", encoding="utf-8")
    done = cases.run("check", str(path), "--library", "bibliotheque", "--format", "sarif")
    run = run_of(told(done))
    assert done.code == 2
    assert run["invocations"][0] == {
        "executionSuccessful": False,
        "exitCode": 2,
        "exitCodeDescription": "un fichier ou une commande illisible",
    }
    assert [result["level"] for result in run["results"]] == ["error"]
