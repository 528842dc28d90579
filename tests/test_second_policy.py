"""A second authority brings its policy as data: no line of Python knows it, nor any other policy's names."""

from __future__ import annotations

import re

import pytest

import check_cases as cases
from clausekit import library, tree
from clausekit.library import Library
from clausekit.policy import Becoming
from clausekit.rules import RULES
from conftest import ROOT

POLICY = "charte-estuaire"


@pytest.fixture(scope="module")
def small() -> Library:
    loaded, findings = library.load(tree.folder(cases.CASES / "bibliotheque").files)
    assert findings == ()
    return loaded


def test_it_says_what_a_policy_may_say(small: Library) -> None:
    policy = small.policies[POLICY]
    minima = policy.minima.values()
    assert policy.start == "2026-07-01"
    assert len({minimum.severity for minimum in minima}) >= 4
    (floor,) = (minimum for minimum in minima if minimum.rule == "poids-minimal")
    assert floor.given["part"] == 25
    assert floor.decision is not None
    assert floor.decision.body == "Conseil de surveillance"
    assert [minimum.becomes for minimum in minima if minimum.becomes] == [
        Becoming(severity="bloquante", day="2027-01-01")
    ]


def test_it_names_rules_that_exist_and_no_python_knows_it(small: Library) -> None:
    names = {POLICY, *small.policies[POLICY].minima}
    assert {minimum.rule for minimum in small.policies[POLICY].minima.values()} <= set(RULES)
    for path in (ROOT / "src" / "clausekit").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert [name for name in names if name in text] == [], path


def test_no_rule_compares_a_name_of_the_shipped_policies(shipped: Library) -> None:
    """A rule cites its source in a docstring; it never asks which policy or measure it is judged for."""
    minima = {minimum for policy in shipped.policies.values() for minimum in policy.minima}
    for path in (ROOT / "src" / "clausekit" / "rules").glob("*.py"):
        quoted = set(
            re.findall(r'"([^"\n]+)"', re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
        )
        assert quoted & {*minima, *shipped.policies} == set(), path


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [("port-lance-en-2026-avertit", 0, "avertissement"), ("port-lance-en-2027-bloque", 1, "bloquante")],
)
def test_a_dated_severity_warns_then_blocks(name: str, code: int, severity: str) -> None:
    case = next(case for case in cases.discover() if case.name == f"clause-presente/ko/{name}")
    (minimum,) = (item for item in cases.minima(cases.document(case)) if item["id"] == "EST-livraisons")
    (finding,) = (item for item in cases.findings(cases.document(case)) if item["rule"] == "clause-presente")
    assert (minimum["severity"], finding["severity"]) == (severity, severity)
    assert cases.run(*case.arguments()).code == code
    before = (
        "Ce point deviendra bloquant pour les consultations lancées à partir du 1er janvier 2027." in finding["why"]
    )
    since = "Ce point est bloquant pour les consultations lancées depuis le 1er janvier 2027." in finding["why"]
    assert (before, since) == (code == 0, code == 1)


def test_launched_before_its_first_day_nothing_is_judged_and_it_is_said() -> None:
    case = next(case for case in cases.discover() if case.name == "politique-a-venir/ko/lance-avant-la-charte")
    document = cases.document(case)
    assert cases.minima(document) == []
    assert "politique-a-venir" in cases.told(document)
