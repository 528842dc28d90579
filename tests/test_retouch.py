"""Ids renamed and keys taken out of a YAML file: the rest stays, byte for byte; or nothing is done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit import source
from clausekit.retouch import Changes, retouched

NAMES = ("taux", "delai", "libelle", "niveau")
VALUES = st.sampled_from(["3", '"a, b"', "'}'", "texte simple", "[1, 2]", "{nom: a, telephone: b}", "oui # non", ""])


def done(text: str, **changes: object) -> str | None:
    data = text.encode()
    wanted = {"keys": {}, "items": {}, "removed": (), **changes}
    found = retouched(data, source.load(data, file="essai.yaml"), Changes(**wanted))  # type: ignore[arg-type]
    return found.decode() if found is not None else None


@given(
    keys=st.lists(st.sampled_from(NAMES), min_size=1, unique=True),
    data=st.data(),
    flow=st.booleans(),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_asked_and_nothing_else(keys: list[str], data: st.DataObject, flow: bool, ending: str) -> None:
    values = {key: data.draw(VALUES) for key in keys}
    gone = data.draw(st.lists(st.sampled_from(keys), unique=True))
    if flow:
        inner = ", ".join(f"{key}: {value.split(' #')[0]}" for key, value in values.items() if value)
        body = f"  DEC-001: {{{inner}}}  # ici\n"
        gone = [key for key in gone if values[key]]
    else:
        body = "  DEC-001:\n" + "".join(f"    {key}: {value}\n    # après {key}\n" for key, value in values.items())
    text = f"# tête\nclauses:\n{body}  # suite\n  COM-002: {{niveau: socle}}\n".replace("\n", ending)
    before = source.load(text.encode(), file="").data
    removed = tuple(("clauses", "DEC-001", key) for key in gone)
    result = done(text, keys={("clauses", "DEC-001"): "DEC-009"}, removed=removed)
    assert result is not None
    after = source.load(result.encode(), file="").data
    left = {key: value for key, value in (before["clauses"]["DEC-001"] or {}).items() if key not in gone}
    assert (after["clauses"]["DEC-009"] or {}) == left
    assert after["clauses"]["COM-002"] == before["clauses"]["COM-002"]
    assert list(after["clauses"]) == ["DEC-009", "COM-002"]
    rest = [line for line in text.splitlines(keepends=True) if "DEC-001" not in line]
    kept = [line for line in rest if not any(line.lstrip().startswith(f"{key}:") for key in gone)]
    assert [line for line in result.splitlines(keepends=True) if "DEC-009" not in line] == kept


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: {x: 1, y: 2}\n", "a: {y: 2}\n"),
        ("a: {y: 2, x: 1}\n", "a: {y: 2}\n"),
        ("a: {x: 1}\n", "a: {}\n"),
        ("a:\n  x: |\n    deux\n    lignes\n\n  y: 2\n", "a:\n\n  y: 2\n"),
        ("a:\n  x:\n  - 1\n  - 2\n  y: 2\n", "a:\n  y: 2\n"),
        ("a:\n  y: 2\n  x: 1", "a:\n  y: 2\n"),
        ("a:\n  x: 1\nb: 2\n", "a:\nb: 2\n"),
        ("a: {\n  x: 1, # ici\n  y: 2}\n", "a: {\n  y: 2}\n"),
    ],
)
def test_a_key_taken_out(before: str, after: str) -> None:
    assert done(before, removed=(("a", "x"),)) == after


def test_items_and_quoted_keys() -> None:
    text = "criteres:\n  - {critere: prix, clauses: [DEC-001, 'DEC-005']}\n\"DEC-005\": 1\n"
    changed = done(text, keys={("DEC-005",): "DEC-009"}, items={("criteres", 0, "clauses", 1): "DEC-009"})
    assert changed == text.replace("DEC-005", "DEC-009")


@pytest.mark.parametrize("text", ["? x\n: 1\ny: 2\n", '"\\x78": 1\ny: 2\n', "{x, y: 2}\n"])
def test_what_cannot_be_done_faithfully_is_not_done(text: str) -> None:
    try:
        source.load(text.encode(), file="")
    except Exception:
        pytest.skip("refused at reading")
    found = done(text, keys={("x",): "z"})
    assert found is None or source.load(found.encode(), file="").data.keys() == {"z", "y"}
