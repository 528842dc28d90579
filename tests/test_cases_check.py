"""Every rule of `check` shows what it says it does: the cases beside `tests/cases/check/`."""

from __future__ import annotations

from collections import defaultdict

import pytest

import check_cases as cases
from check_cases import NEVER_FAIL, OUT_OF_SCOPE, Case

ALL = list(cases.discover())


def _ids(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", ALL, ids=_ids)
def test_the_output_and_the_exit_code_are_those_written_beside(case: Case) -> None:
    done = cases.output(case)
    if cases.WRITE:
        cases.write(case, done)
    wanted = cases.expected(case)
    assert done.err == ""
    assert done.out == wanted.text
    assert done.code == wanted.code


@pytest.mark.parametrize("case", ALL, ids=_ids)
def test_a_ko_case_is_told_by_its_rule_and_an_ok_case_is_not(case: Case) -> None:
    document = cases.document(case)
    told = cases.told(document)
    if case.rule in NEVER_FAIL:
        assert case.rule not in told
        return
    if case.rule == OUT_OF_SCOPE:
        told = {OUT_OF_SCOPE} if cases.expected(case).code == 3 else set()
    assert (case.rule in told) == (case.side == "ko")


@pytest.mark.parametrize("case", ALL, ids=_ids)
def test_no_other_rule_blocks_unless_the_case_says_so(case: Case) -> None:
    allowed = cases.expected(case).also | {case.rule}
    assert cases.blocking(cases.document(case)) - allowed == set()


@pytest.mark.parametrize("case", ALL, ids=_ids)
def test_the_other_blocking_rules_that_a_case_names_do_block(case: Case) -> None:
    assert cases.expected(case).also <= cases.blocking(cases.document(case))


def test_every_rule_has_cases_on_both_sides() -> None:
    sides: dict[str, set[str]] = defaultdict(set)
    for case in ALL:
        sides[case.rule].add(case.side)
    lacking = {rule for rule in (*cases.RULES_WITH_CASES, *sides) if sides[rule] != {"ok", "ko"}}
    assert lacking == set()


def test_no_expected_output_stands_without_its_case() -> None:
    beside = {case.beside for case in ALL}
    assert {*cases.CASES.glob("*/ok/*.txt"), *cases.CASES.glob("*/ko/*.txt")} == beside
