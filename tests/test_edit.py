"""Adding to a YAML file in place: what was there stays, byte for byte; what comes out is what was meant."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausekit import edit, source
from clausekit.edit import Addition
from conftest import EXAMPLES, ROOT

TOP = """# En tête
objet: Essai  # l'objet
famille: "dechets"

# --- Les faits ---
faits:
  sourcing: 2026-09-10

# --- La suite ---
variantes: {autorisees: false}
"""
ORDER = ("objet", "famille", "faits")


def edited(text: str | bytes, *additions: Addition) -> bytes | None:
    data = text.encode() if isinstance(text, str) else text
    return edit.edited(data, source.load(data, file="essai.dossier.yaml"), additions)


def text(before: str, *additions: Addition) -> str:
    found = edited(before, *additions)
    assert found is not None
    return found.decode()


def keys(*lines: str, at: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Addition:
    return Addition(route=at, lines=lines, after=after)


# --- where it goes -----------------------------------------------------------------------------------


def test_a_new_key_stands_after_those_that_come_before_it() -> None:
    found = text(TOP, keys("niveau: socle  # proposé", after=ORDER))
    assert found == TOP.replace("2026-09-10\n", "2026-09-10\n\nniveau: socle  # proposé\n")


def test_several_new_keys_stand_together_in_their_order() -> None:
    found = text(
        TOP, keys("niveau: socle", after=ORDER), keys("DEC-001:  # Flotte", at=("clauses",), after=(*ORDER, "niveau"))
    )
    assert "2026-09-10\n\nniveau: socle\nclauses:\n  DEC-001:  # Flotte\n\n# --- La suite" in found


def test_without_a_known_key_before_it_a_new_key_is_last() -> None:
    assert text(TOP, keys("niveau: socle")) == TOP + "niveau: socle\n"


def test_a_mapping_grows_at_its_end_with_its_own_indent() -> None:
    before = (
        "clauses:\n    DEC-001:   # une\n    # ce commentaire est des clauses\n\n# celui-ci, des annexes\nannexes: []\n"
    )
    found = text(before, keys("# ajoutée", "DEC-002:", at=("clauses",)))
    assert found == before.replace("des clauses\n", "des clauses\n    # ajoutée\n    DEC-002:\n")


@pytest.mark.parametrize("indent", ["", "  ", "   "])
def test_a_list_grows_at_its_end_whatever_its_indent(indent: str) -> None:
    before = f"annexes:\n{indent}- COM-A01  # charte\n# les critères\ngrille: null\n"
    found = text(before, keys("- COM-A03  # cadre", at=("annexes",)))
    assert found == before.replace("# charte\n", f"# charte\n{indent}- COM-A03  # cadre\n")


def test_what_stands_between_brackets_grows_there() -> None:
    before = "clauses: {DEC-001: {niveau: socle}, DEC-002: }  # les nôtres\nannexes: [ COM-A01 ]\n"
    found = text(before, keys("DEC-003:  # titre", at=("clauses",)), keys("- COM-A03", at=("annexes",)))
    assert found.splitlines() == [
        "clauses: {DEC-001: {niveau: socle}, DEC-002: , DEC-003: }  # les nôtres",
        "annexes: [ COM-A01, COM-A03 ]",
    ]


def test_nested_values_are_written_on_one_line_between_brackets() -> None:
    lines = (
        "criteres:",
        "  - {critere: prix, poids: 50}",
        "  - critere: durable",
        "    sous:",
        '      - {titre: "a: b"}',
    )
    found = text("lots:\n  1: {objet: Ouest}\n", keys(*lines, at=("lots", "1")))
    wanted = '  1: {objet: Ouest, criteres: [{critere: prix, poids: 50}, {critere: durable, sous: [{titre: "a: b"}]}]}'
    assert found.splitlines()[1] == wanted


def test_an_empty_value_gives_way() -> None:
    before = "clauses: {}  # à remplir\nannexes: []\ngrille: null  # pas encore\n"
    found = text(
        before,
        keys("DEC-001:", at=("clauses",)),
        keys("- COM-A01", at=("annexes",)),
        keys("grille: {id: DEC-G01, niveau: socle}  # titre"),
    )
    assert found.splitlines() == [
        "clauses:  # à remplir",
        "  DEC-001:",
        "annexes:",
        "  - COM-A01",
        "grille: {id: DEC-G01, niveau: socle}  # pas encore",
    ]


def test_what_is_missing_is_made_in_a_lot() -> None:
    before = "lots:\n  1:\n    objet: Ouest  # fin\n  2:\n    objet: Est\n"
    found = text(before, keys("DEC-001: {niveau: socle}", at=("lots", "1", "clauses")))
    assert found == before.replace("# fin\n", "# fin\n    clauses:\n      DEC-001: {niveau: socle}\n")


def test_a_text_of_several_lines_is_never_cut() -> None:
    own = "clauses_propres:\n  - id: PROPRE-01\n    textes:\n"
    before = own + "      CCTP: |\n        Un.\n        # pas un commentaire\n\nobjet: x\n"
    found = text(before, keys("niveau: socle", after=("clauses_propres",)))
    assert source.load(found.encode(), file="").data["clauses_propres"][0]["textes"]["CCTP"].endswith("commentaire\n")
    assert found.index("niveau") < found.index("objet")


# --- what stays --------------------------------------------------------------------------------------


def _as_it_is(data: bytes) -> bytes:
    return data


_FORMS: dict[str, Callable[[bytes], bytes]] = {
    "lf": _as_it_is,
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "cr": lambda data: data.replace(b"\n", b"\r"),
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "bom-crlf": lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    "sans-fin": lambda data: data.rstrip(b"\n"),
    "blancs": lambda data: data.replace(b"\n\n", b"\n   \n"),
}


@pytest.mark.parametrize("form", _FORMS)
def test_line_ends_and_the_mark_at_the_head_stay(form: str) -> None:
    data = _FORMS[form](TOP.encode())
    found = edited(data, keys("niveau: socle", after=ORDER), keys("- COM-A01", at=("annexes",)))
    assert found is not None
    assert found.startswith(b"\xef\xbb\xbf") == ("bom" in form)
    ends = {"crlf": b"\r\n", "bom-crlf": b"\r\n", "cr": b"\r"}.get(form, b"\n")
    assert found.replace(ends, b"").count(b"\n") + found.replace(ends, b"").count(b"\r") == 0
    assert [line for line in data.splitlines() if line not in found.splitlines()] == []


def _routes(value: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if isinstance(value, (dict, list)):
        yield route, value
    for key, inner in inside:
        yield from _routes(inner, (*route, key))


@pytest.mark.parametrize("form", ["lf", "crlf", "bom", "sans-fin"])
@pytest.mark.parametrize("path", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_every_mapping_and_list_of_the_examples_can_grow_and_nothing_else_moves(path: Path, form: str) -> None:
    data = _FORMS[form](path.read_bytes())
    read = source.load(data, file=path.name)
    for route, value in _routes(read.data):
        line = "zz: 1" if isinstance(value, dict) else "- zz"
        found = edit.edited(data, read, [Addition(route=route, lines=(line,))])
        assert found is not None, route
        head = next((at for at, (one, two) in enumerate(zip(data, found, strict=False)) if one != two), len(data))
        if value:
            assert found.endswith(data[head:]), route
        else:  # an empty list or mapping gives way: nothing else does
            lines = found.splitlines()
            assert sum(item not in lines for item in data.splitlines()) <= 1, route


def test_additions_of_one_run_do_not_hinder_each_other() -> None:
    path = ROOT / "examples" / "collecte-dechets" / "collecte-dechets.dossier.yaml"
    data = path.read_bytes()
    read = source.load(data, file=path.name)
    wanted = [Addition(route=route, lines=("zz: 1",)) for route, value in _routes(read.data) if isinstance(value, dict)]
    found = edit.edited(data, read, [item for item in wanted if not any(isinstance(step, int) for step in item.route)])
    assert found is not None
    kept = [line for line in found.decode().splitlines() if "zz: 1" not in line]
    plain = [line for line in data.decode().splitlines() if "{" not in line]
    assert [line for line in plain if line not in kept] == []


# --- values replaced ---------------------------------------------------------------------------------


def replaced(before: str, route: tuple[Any, ...], text: str) -> str | None:
    data = before.encode()
    found = edit.edited(data, source.load(data, file="x"), (), [edit.Replacement(route=route, text=text)])
    return None if found is None else found.decode()


@pytest.mark.parametrize(
    ("before", "route", "text", "after"),
    [
        ("etat: projet  # à lire\nid: A\n", ("etat",), "relue", "etat: relue  # à lire\nid: A\n"),
        ("l: {d: 2026-01-01, p: 'x y'}\n", ("l", "p"), "Élue", "l: {d: 2026-01-01, p: Élue}\n"),
        ('l:\r\n  d: "é"\r\n  p: 1\r\n', ("l", "d"), "12", "l:\r\n  d: 12\r\n  p: 1\r\n"),
        ("l: [a, b]\n", ("l", 1), '"c: d"', 'l: [a, "c: d"]\n'),
    ],
)
def test_a_value_gives_way_to_another(before: str, route: tuple[Any, ...], text: str, after: str) -> None:
    assert replaced(before, route, text) == after


@pytest.mark.parametrize(
    ("before", "route"),
    [
        ("etat: |\n  projet\n", ("etat",)),
        ("etat:\n  projet\n  encore\n", ("etat",)),
        ("etat: projet\n", ("lecture",)),
        ("l: {a: 1}\n", ("l",)),
        ("l:\n", ("l",)),
    ],
)
def test_a_value_that_cannot_be_replaced(before: str, route: tuple[Any, ...]) -> None:
    assert replaced(before, route, "relue") is None


# --- what cannot be ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "addition"),
    [
        ("grille: {id: DEC-G01}\n", keys("grille: {id: DEC-G02}")),
        ("grille:\n", keys("grille: {id: DEC-G02}")),
        ("clauses: {DEC-001: {lots: [1]}}\n", keys("DEC-001: {lots: [2]}", at=("clauses",))),
        ("annexes:\n  -\n    COM-A01\n", keys("- COM-A03", at=("annexes",))),
        ("objet: |+\n  Un texte qui garde ses lignes vides.\n\n\n", keys("niveau: socle")),
        ("objet: x\n", keys("- a: [", at=("annexes",))),
    ],
)
def test_rather_nothing_than_an_unfaithful_edit(before: str, addition: Addition) -> None:
    assert edited(before, addition) is None


def test_words_are_read_back() -> None:
    values: Any = {"a": None, "b": ["true", "DEC-001", "12", "a: b # c", 3, 2.5, True], "c": {"é": {}}}
    assert source.load(f"v: {edit.word(values)}\n".encode(), file="").data["v"] == values


# --- another value ------------------------------------------------------------------------------------


def quoted(before: str, value: str, *route: str) -> str | None:
    return replaced(before, route, json.dumps(value, ensure_ascii=False))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('edition: "2026.4"  # la nôtre\n', 'edition: "2026.5"  # la nôtre\n'),
        ("edition: '2026.4'\n", 'edition: "2026.5"\n'),
        (
            '\ufeffformat: 1\r\nedition: "2026.4"\r\ntitre: é\r\n',
            '\ufeffformat: 1\r\nedition: "2026.5"\r\ntitre: é\r\n',
        ),
        ('{format: 1, edition: "2026.4", titre: x}\n', '{format: 1, edition: "2026.5", titre: x}\n'),
        ("edition: ancienne\n", 'edition: "2026.5"\n'),
    ],
)
def test_a_value_gives_way_to_another_and_the_rest_stays(before: str, after: str) -> None:
    assert quoted(before, "2026.5", "edition") == after


def test_a_value_of_several_lines_is_left_alone() -> None:
    assert quoted("edition: |\n  un\n  deux\n", "2026.5", "edition") is None
    assert quoted("edition: {a: 1}\n", "2026.5", "edition") is None


@settings(deadline=None)
@given(st.text(alphabet="aé'\"\\\\#: {}[]", max_size=12))
def test_any_words_take_the_place_of_others(words: str) -> None:
    found = quoted("a: x  # note\nb: 1\n", words, "a")
    assert found is not None
    assert source.load(found.encode(), file="x.yaml").data == {"a": words, "b": 1}
    assert found.endswith("  # note\nb: 1\n")
