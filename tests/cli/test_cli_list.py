"""`clausekit list`."""

from __future__ import annotations

import json

from clausekit.library import Library
from conftest import ROOT, run

KEYS = (
    "id",
    "kind",
    "type",
    "title",
    "families",
    "segments",
    "consideration",
    "themes",
    "pieces",
    "revision",
    "state",
)


def _json(*options: str) -> list[dict[str, object]]:
    done = run("list", "--library", ROOT, "--format", "json", *options)
    assert done.code == 0
    found: list[dict[str, object]] = json.loads(done.out)
    return found


def test_every_entry_with_the_keys_of_the_format(shipped: Library) -> None:
    rows = _json()
    assert {row["id"] for row in rows} == set(shipped.ids)
    assert all(tuple(row) == KEYS for row in rows)


def test_each_kind() -> None:
    by_id = {row["id"]: row for row in _json()}
    clause, criterion, grid, annex = (by_id[name] for name in ("DEC-003", "DEC-C01", "DEC-G01", "COM-A01"))
    assert (clause["kind"], clause["type"], clause["consideration"]) == (
        "clause",
        "condition_execution",
        "environnementale",
    )
    assert clause["pieces"] == ["CCTP"]
    assert (criterion["kind"], criterion["type"], criterion["consideration"]) == ("criterion", None, "environnementale")
    assert (grid["kind"], grid["families"], grid["themes"]) == ("grid", ["dechets"], [])
    assert (annex["kind"], annex["type"], annex["pieces"]) == ("annex", "charte", ["CCAP"])


def test_a_family_brings_the_entries_that_hold_for_all() -> None:
    prefixes = {str(row["id"])[:3] for row in _json("--famille", "dechets", "--genre", "clause")}
    assert prefixes == {"COM", "DEC"}


def test_a_segment_brings_only_its_family() -> None:
    rows = _json("--segment", "collecte")
    assert {str(row["id"])[:3] for row in rows} == {"COM", "DEC"}
    assert all("collecte" in row["segments"] or not row["segments"] for row in rows)  # type: ignore[operator]


def test_options_add_up() -> None:
    rows = _json("--famille", "travaux", "--type", "specification", "--theme", "biosource")
    assert rows
    assert all(row["type"] == "specification" and "biosource" in row["themes"] for row in rows)  # type: ignore[operator]


def test_nothing_found_is_not_an_error() -> None:
    assert _json("--genre", "grille", "--theme", "eau") == []
    done = run("list", "--library", ROOT, "--genre", "grille", "--theme", "eau")
    assert done.code == 0
    assert "Aucune entrée" in done.out


def test_the_table_says_where_it_was_read_from(shipped: Library) -> None:
    done = run("list", "--library", ROOT)
    assert done.out.startswith(f"Bibliothèque : {ROOT} (édition {shipped.edition})")
    assert done.out.rstrip().endswith(f"{len(shipped.ids)} entrées.")
    assert max(len(line) for line in done.out.splitlines()[1:]) <= 100


def test_an_unknown_word_is_told_with_its_neighbours() -> None:
    for option, wrong, right in (
        ("--famille", "dechet", "dechets"),
        ("--segment", "colecte", "collecte"),
        ("--theme", "bio-source", "biosource"),
        ("--type", "specifications", "specification"),
    ):
        done = run("list", "--library", ROOT, option, wrong)
        assert done.code == 2
        assert option in done.err
        assert right in done.err
