"""Which values a parameter takes: a list prints item by item, a table column by column."""

from __future__ import annotations

from typing import Any

import pytest

from clausekit.clause import Parameter
from clausekit.rules.values import bad_value, expectation

TABLE = Parameter(name="objectifs", title="Objectifs", kind="tableau", columns=("Objectif", "Valeur"))
LIST = Parameter(name="sites", title="Sites", kind="liste")


@pytest.mark.parametrize(
    ("parameter", "value", "bad"),
    [
        (TABLE, [{"Objectif": "Eau", "Valeur": "10 m³"}], False),
        (TABLE, [{"Objectif": "Eau"}], False),
        (TABLE, [], False),
        (TABLE, [["Eau", "10 m³"]], True),
        (TABLE, [{"Objectifs": "Eau"}], True),
        (TABLE, {"Objectif": "Eau"}, True),
        (TABLE, "Eau", True),
        (LIST, ["Mairie", 12], False),
        (LIST, [["Mairie"]], True),
        (LIST, [{"site": "Mairie"}], True),
    ],
)
def test_what_could_not_print_is_refused(parameter: Parameter, value: Any, bad: bool) -> None:
    assert bad_value(parameter, value) is bad


def test_a_table_says_its_columns() -> None:
    assert expectation(TABLE) == "un tableau, une ligne par entrée : {Objectif: …, Valeur: …}"
