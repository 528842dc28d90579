"""What of a change reaches a lot; and values that an entry no longer takes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit.clause import Clause, Span
from clausekit.difference import Figure, Sentence, of_entry
from clausekit.library import Library
from clausekit.reached import Use, beyond, reach

LEVELS = ("socle", "renforce", "exemplaire")


@pytest.fixture(scope="module")
def clause(shipped: Library) -> Clause:
    return shipped.clauses["DEC-001"]


def use(level: str, **more: object) -> Use:
    return Use(**{"id": "DEC-001", "kind": "clause", "lot": "1", "level": level, "values": {}, **more})  # type: ignore[arg-type]


def raised(clause: Clause, level: str, to: int) -> Clause:
    return replace(clause, levels={**clause.levels, level: {**clause.levels[level], "part_echeance": to}})


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_reaches_those_who_keep_it(clause: Clause, level: str) -> None:
    change = of_entry(clause, raised(clause, level, 99))
    assert change is not None
    for other in LEVELS:
        found = reach(change, [use(other)])
        assert found.touched is (other == level)
        assert found.directions == (("stricter",) if other == level else ())
    assert not reach(change, [use(level, chosen=frozenset({"part_echeance"}))]).touched
    assert reach(change, [use(level, chosen=frozenset({"part_echeance"})), use(level, lot="2")]).touched


def test_what_is_never_printed_reaches_nobody(clause: Clause) -> None:
    change = of_entry(clause, replace(clause, reason="Une autre raison, que personne n'imprime."))
    assert change is not None
    assert reach(change, [use("socle")]).aside == ("texte non imprimé",)


def test_a_document_that_the_contract_does_not_have(clause: Clause) -> None:
    change = of_entry(clause, clause)
    assert change is None
    change = of_entry(clause, replace(clause, title="Un autre titre"))
    assert change is not None
    here = replace(change, figures=(), prose=(Sentence(piece="BPU", old="a", new="b"),))
    assert reach(here, [use("socle", pieces={"CCTP": "CCTP"})]).aside == ("pas de BPU",)
    assert reach(here, [use("socle", pieces={"BPU": "BPU"})]).touched
    assert reach(here, [use("socle")]).touched, "a lock does not say which documents there are"


def test_another_general_conditions(clause: Clause) -> None:
    change = of_entry(clause, replace(clause, title="Un autre titre"))
    assert change is not None
    here = replace(change, prose=(), figures=(Figure(route="deroge", level=None, old="", new="CCAG-FCS, article 14"),))
    assert not reach(here, [use("socle", ccag="TIC")]).touched
    assert reach(here, [use("socle", ccag="FCS")]).touched


@given(value=st.integers(0, 100), low=st.integers(0, 100), level=st.integers(0, 100))
def test_a_floor_raised_above_a_value_is_seen(shipped: Library, value: int, low: int, level: int) -> None:
    clause = shipped.clauses["DEC-001"]
    parameter = replace(clause.parameters["part_echeance"], bounds=Span(minimum=low, maximum=None))
    now = replace(raised(clause, "renforce", level), parameters={**clause.parameters, "part_echeance": parameter})
    found = beyond(now, [use("renforce", values={"part_echeance": value})])
    assert bool(found) is (value < low or value < level)
    if found:
        assert found[0].side == ("min" if value < low else "level")
