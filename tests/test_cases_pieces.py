"""What `check` says of documents is what it says it does: the cases beside `tests/cases/pieces/`."""

from __future__ import annotations

from collections import defaultdict

import pytest

import piece_cases as cases
from piece_cases import Case
from rule_slugs import collect

pytestmark = pytest.mark.usefixtures("documents_read_once")

ALL = list(cases.discover())
# The share of the year is never missing in one contract: its « ko » is the contract that does not count.
NEVER_FAIL = frozenset({"part-des-marches"})


def _ids(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", ALL, ids=_ids)
def test_the_output_and_the_exit_code_are_those_written_beside(case: Case) -> None:
    done = cases.output(case)
    if cases.WRITE:
        cases.write(case, done)
    code, text = cases.expected(case)
    assert done.out == text
    assert done.code == code


@pytest.mark.parametrize("case", ALL, ids=_ids)
def test_a_ko_case_is_told_by_its_rule_and_an_ok_case_is_not(case: Case) -> None:
    if case.rule in NEVER_FAIL:
        assert case.rule not in cases.told(case)
        return
    assert (case.rule in cases.told(case)) == (case.side == "ko")


def test_every_rule_on_documents_has_cases_on_both_sides() -> None:
    sides: dict[str, set[str]] = defaultdict(set)
    for case in ALL:
        sides[case.rule].add(case.side)
    of_drift = {slug for slug, where in collect().slugs.items() if "/drift/" in where}
    assert len(of_drift) >= 10
    wanted = {*of_drift, *cases.ALONE, "document-illisible", *sides}
    assert {rule for rule in wanted if sides[rule] != {"ok", "ko"}} == set()


def test_no_expected_output_stands_without_its_case() -> None:
    assert {*cases.CASES.glob("*/*/*.txt")} == {case.beside for case in ALL}
