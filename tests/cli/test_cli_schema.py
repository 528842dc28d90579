"""`clausekit schema`."""

from __future__ import annotations

import json

from conftest import ROOT, run


def test_the_kinds() -> None:
    done = run("schema")
    assert done.code == 0
    published = {path.name.removesuffix(".schema.json") for path in (ROOT / "schemas").glob("*.json")}
    assert set(done.out.split()) == published


def test_a_schema_is_what_is_published() -> None:
    done = run("schema", "clause")
    assert done.code == 0
    assert json.loads(done.out) == json.loads((ROOT / "schemas" / "clause.schema.json").read_text(encoding="utf-8"))


def test_an_unknown_kind() -> None:
    done = run("schema", "clauses")
    assert done.code == 2
    assert "clause" in done.err
