"""One rule, one folder of cases: nothing is said of the `ok`, and the `ko` print what stands beside them."""

from __future__ import annotations

import pytest

from clausekit.lint import LINTS, lint
from lint_cases import CASES, WRITE, Case, cases, shown, small

OK, KO = list(cases("ok")), list(cases("ko"))


def test_the_small_library_is_clean() -> None:
    assert lint(small()) == ()


@pytest.mark.parametrize("case", OK, ids=lambda case: case.name)
def test_ok(case: Case) -> None:
    read = case.library()
    found = lint(read)
    assert found == (), shown(found, read)


@pytest.mark.parametrize("case", KO, ids=lambda case: case.name)
def test_ko(case: Case) -> None:
    read = case.library()
    found = lint(read, rules=(case.rule,))
    assert found
    assert {item.rule for item in found} == {case.rule}
    printed = shown(found, read)
    if WRITE:
        case.expected.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == case.expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", KO, ids=lambda case: case.name)
def test_a_finding_is_complete(case: Case) -> None:
    for item in lint(case.library(), rules=(case.rule,)):
        assert item.message.endswith(".")
        assert all((item.read, item.expected, item.why, item.remedy, item.places))
        assert item.places[0].file


@pytest.mark.parametrize("rule", LINTS)
@pytest.mark.parametrize("side", ["ok", "ko"])
def test_every_rule_has_cases(rule: str, side: str) -> None:
    assert any(case.rule == rule for case in cases(side)), f"no case in {CASES / rule / side}"


def test_every_folder_is_a_rule() -> None:
    assert {case.rule for case in (*OK, *KO)} == set(LINTS)
