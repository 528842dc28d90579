"""The rules on the history of a library: nothing is said of the `ok`, the `ko` print what stands beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clausekit.lint import lint
from clausekit.lint.history import HISTORY, since
from history_cases import CASES, Case, cases
from lint_cases import WRITE, shown

OK, KO = list(cases("ok")), list(cases("ko"))


@pytest.mark.parametrize("case", OK, ids=lambda case: case.name)
def test_ok(case: Case) -> None:
    compared = case.compared()
    found = since(compared)
    assert found == (), shown(found, compared.new)
    assert lint(compared.new) == ()


@pytest.mark.parametrize("case", KO, ids=lambda case: case.name)
def test_ko(case: Case) -> None:
    compared = case.compared()
    found = since(compared, rules=(case.rule,))
    assert found
    assert {item.rule for item in found} == {case.rule}
    printed = shown(found, compared.new)
    if WRITE:
        case.expected.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == case.expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", KO, ids=lambda case: case.name)
def test_a_finding_is_complete(case: Case) -> None:
    for item in since(case.compared(), rules=(case.rule,)):
        assert item.message.endswith(".")
        assert all((item.read, item.expected, item.why, item.remedy, item.places))


@pytest.mark.parametrize("case", [*OK, *KO], ids=lambda case: case.name)
def test_nothing_is_said_of_a_library_and_itself(case: Case) -> None:
    compared = case.compared()
    assert since(replace(compared, old=compared.new, memo={})) == ()


@pytest.mark.parametrize("rule", HISTORY)
@pytest.mark.parametrize("side", ["ok", "ko"])
def test_every_rule_has_cases(rule: str, side: str) -> None:
    assert any(case.rule == rule for case in cases(side)), f"no case in {CASES / rule / side}"


def test_every_folder_is_a_rule() -> None:
    assert {case.rule for case in (*OK, *KO)} == set(HISTORY)


def test_a_file_that_does_not_read_is_not_a_deleted_entry() -> None:
    case = next(case for case in KO if case.rule == "entree-supprimee")
    compared = case.compared()
    assert since(replace(compared, unread=frozenset({"ESS-002"}))) == ()
