"""What YAML is read, what is refused and how it is told, and where things stand."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clausekit import encoding, source
from clausekit.finding import Finding, UnreadableFile
from clausekit.source import events, refusal, values
from clausekit.source.spots import Locator
from shown import cases, check, name_of

KO = cases("source", "ko")
OK = cases("source", "ok")
# Words of the parsers' own messages: none may reach a reader.
ENGLISH = re.compile(
    r"\b(expected|found|while|scanning|parsing|mapping|values?|allowed|token|stream|character|"
    r"could not|did not|unexpected|block|flow|scalar|anchor|alias|tag|sequence)\b",
    re.IGNORECASE,
)


def load(text: str | bytes) -> source.Source:
    return source.load(text if isinstance(text, bytes) else text.encode(), file="essai.yaml")


def refused(text: str | bytes) -> tuple[Finding, ...]:
    with pytest.raises(UnreadableFile) as caught:
        load(text)
    return caught.value.findings


# ---------------------------------------------------------------------------------------- cases


@pytest.mark.parametrize("path", KO, ids=name_of)
def test_a_file_that_cannot_be_read_is_told_as_beside(path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        source.load(path.read_bytes(), file=path.name)
    findings = caught.value.findings
    check(path, findings)
    assert {finding.rule for finding in findings} == {path.parent.parent.name}


@pytest.mark.parametrize("path", OK, ids=name_of)
def test_a_file_that_can_be_read_is(path: Path) -> None:
    assert isinstance(source.load(path.read_bytes(), file=path.name).data, dict)


def test_every_rule_has_cases_on_both_sides() -> None:
    assert {path.parent.parent.name for path in KO} == {path.parent.parent.name for path in OK}


@pytest.mark.parametrize("path", KO, ids=name_of)
def test_the_pure_parser_refuses_the_same_files_for_the_same_rule(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "of", events.pure)
    with pytest.raises(UnreadableFile) as caught:
        source.load(path.read_bytes(), file=path.name)
    assert {finding.rule for finding in caught.value.findings} == {path.parent.parent.name}


# --------------------------------------------------------------------------------------- values


def test_scalars_are_those_of_yaml_1_2() -> None:
    data = load((OK[0].parents[2] / "yaml-syntaxe/ok/scalaires.yaml").read_bytes()).data
    assert data == {
        "a": "non", "b": 12, "c": 1.5, "d": "2026-09-01", "e": None, "f": None, "g": True, "h": 1000.0, "i": 13,
        "j": 15, "k": 31, "l": 3, "m": -0.5, "n": ".inf", "o": "1e999", "p": "1_000", "q": "yes", "r": None,
        "s": "12", "t": 1.1, "u": "12 000", "v": "2026.4",
    }  # fmt: skip
    assert type(data["i"]) is int and type(data["h"]) is float


def test_keys_are_always_texts() -> None:
    data = load("lots:\n  1: a\n  01: b\n  1.0: c\n  true: d\n  null: e\n").data
    assert data == {"lots": {"1": "a", "01": "b", "1.0": "c", "true": "d", "null": "e"}}


def test_a_number_of_thousands_of_digits_stays_a_text() -> None:
    digits = "9" * 5000
    assert load(f"a: {digits}\n").data == {"a": digits}


def test_texts_and_keys_are_nfc() -> None:
    data = load('cle\u0301: e\u0301te\u0301\nb: "e\\u0301"\nc: |\n  e\u0301\n').data
    assert data == {"clé": "été", "b": "é", "c": "é\n"}


def test_an_escaped_line_end_is_a_line_end() -> None:
    assert load('a: "x\\r\\ny\\rz"\n').data == {"a": "x\ny\nz"}


def test_bom_and_windows_line_ends_change_nothing() -> None:
    unix = "objet: Été\ntextes:\n  CCTP: |\n    Une.\n    Deux.\n\n    Trois.\n"
    windows = b"\xef\xbb\xbf" + unix.replace("\n", "\r\n").encode()
    read, same = load(unix), load(windows)
    assert same.data == read.data
    assert same.position(("textes", "CCTP")) == read.position(("textes", "CCTP")) == (3, 9)


def test_a_missing_last_line_end_changes_nothing() -> None:
    assert load("a: |\n  x").data == load("a: |\n  x\n").data == {"a": "x\n"}


def test_spaces_alone_on_a_line_change_nothing() -> None:
    assert load("a: |\n  \n    x\n   \n    y\n").data == load("a: |\n\n    x\n\n    y\n").data


# ------------------------------------------------------------------------------------- refusals


def test_a_file_over_two_megabytes_is_refused() -> None:
    (finding,) = refused(b"a: " + b"x" * encoding.MAX_BYTES)
    assert (finding.rule, finding.read, finding.expected) == ("yaml-taille", "2,0 Mo", "2 Mo au plus")


def test_a_file_of_two_megabytes_is_read() -> None:
    assert load(b"a: " + b"x" * (encoding.MAX_BYTES - 4) + b"\n").data["a"].startswith("xxx")


def test_a_long_file_is_refused_without_a_second_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    if not source.FAST:
        pytest.skip("the pure parser is the only one")
    monkeypatch.setattr(events, "pure", None)
    filler = "".join(f"cle_{rank}: valeur\n" for rank in range(20_000))
    (finding,) = refused(f"{filler}objet: Fourniture : lot 1\n")
    assert (finding.rule, finding.places[0].line, finding.places[0].column) == ("yaml-syntaxe", 20_001, 19)


def test_the_same_fault_on_each_line_is_not_told_a_thousand_times() -> None:
    assert len(refused("\ta: 1\n" * 1000)) == encoding.MAX_FINDINGS
    assert len(refused("a: 1\n" * 1000)) == encoding.MAX_FINDINGS


def test_a_double_key_is_shown_with_the_first_one() -> None:
    (finding,) = refused("a:\n  b: 1\n  c: 2\n  b: 3\n")
    assert [(place.line, place.column) for place in finding.places] == [(4, 3), (2, 3)]


def test_the_caret_stands_under_the_fault() -> None:
    for path in KO:
        with pytest.raises(UnreadableFile) as caught:
            source.load(path.read_bytes(), file=path.name)
        for finding in caught.value.findings:
            place = finding.places[0]
            if finding.excerpt and place.column:
                line, caret = finding.excerpt.split("\n")
                assert caret.strip() == "^"
                assert "…" in line or len(caret) == place.column


# ---------------------------------------------------------------------------------- two parsers


def test_the_c_parser_is_there_where_it_should_be() -> None:
    if platform.python_implementation() != "CPython" or os.environ.get("CLAUSEKIT_SANS_C"):
        pytest.skip("ruamel.yaml.clib is for CPython")
    assert source.FAST, "ruamel.yaml.clib is missing: loading is twenty times slower"


def test_without_the_c_parser_the_pure_one_is_used() -> None:
    program = (
        "import sys; sys.modules['_ruamel_yaml'] = None\n"
        "from clausekit import source\n"
        "read = source.load(b'a: {b: [1, x]}', file='x')\n"
        "assert not source.FAST and read.data == {'a': {'b': [1, 'x']}}\n"
        "assert read.position(('a', 'b', 1)) == (1, 12)\n"
    )
    path = os.pathsep.join(sys.path)
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "PYTHONPATH": path})


def verdict(text: str, parser: Any) -> tuple[Any, Any]:
    """What a parser makes of a text: values and spots, or a refusal."""
    try:
        value, problems = values.build(text, parser(text))
    except refusal.ERRORS:
        return None, None
    if problems or not isinstance(value, dict):
        return None, None
    return value, places(Locator(parser(text)).document())


def places(spot: source.Spot) -> Any:
    inside = {step: places(inner) for step, inner in spot.inside.items()}
    # Where a collection ends is not used, and one parser counts the blank lines after it.
    return spot.line, spot.column, spot.key, inside or spot.end


needs_c = pytest.mark.skipif(not source.FAST, reason="needs the C parser")
PIECES = [
    "a", "b", "clé", "objet: ", "x: ", ": ", ":", "- ", "-", "\n", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ",
    ",", "'", '"', "#", " #", "| ", "|\n  ", ">\n  ", "|-\n", "?", "? ", "%", "&a ", "*a", "!t ", "@", "`", "~", "12",
    "1.5", "true", "2026-01-01", " ", "\\n", "\\", "---\n", "...\n", "«", "’", "😀", "e\u0301", "<<", "\u00a0", "é: à",
    "http://x",
]  # fmt: skip


@st.composite
def yaml_like(draw: st.DrawFn) -> str:
    """Texts that look like YAML, most of them faulty."""
    body = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14)))
    return draw(st.sampled_from(["", "k: ", "k:\n  "])) + body


@needs_c
@settings(max_examples=200)
@given(yaml_like())
@example("k: |\n  \n    x\n")
@example("k: [a?b]")
@example("k: {http://x}")
@example("k:")
@example("k: [, a]\nb:\n-\n- c\n")
def test_both_parsers_give_the_same_values_at_the_same_places(text: str) -> None:
    try:
        text = encoding.decode(text.encode(), file="x")
    except UnreadableFile:
        return
    assert verdict(text, events.fast) == verdict(text, events.pure)


@needs_c
@pytest.mark.parametrize("path", OK, ids=name_of)
def test_both_parsers_read_the_cases_alike(path: Path) -> None:
    text = encoding.decode(path.read_bytes(), file=path.name)
    fast = verdict(text, events.fast)
    assert fast[0] is not None
    assert fast == verdict(text, events.pure)


@settings(max_examples=150)
@given(yaml_like())
def test_no_refusal_speaks_english(text: str) -> None:
    try:
        load(text)
    except UnreadableFile as problem:
        for finding in problem.findings:
            for said in (finding.message, finding.expected or "", finding.remedy):
                # What comes from the file itself stands between guillemets.
                assert not ENGLISH.search(re.sub(r"«.*?»|: .*", "", said)), said
            assert finding.read and finding.expected and finding.remedy and finding.why


@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"\x00")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        load(data)
    except UnreadableFile as problem:
        assert problem.findings


# ------------------------------------------------------------------------------------ positions


def test_positions_count_from_one() -> None:
    read = load("objet: Collecte\ndates: {lancement: 2026-12-15}\nsegments:\n  - tri\n  - collecte\n")
    assert read.position(("objet",)) == (1, 8)
    assert read.key_position(("objet",)) == (1, 1)
    assert read.position(("dates", "lancement")) == (2, 20)
    assert read.key_position(("dates", "lancement")) == (2, 9)
    assert read.position(("segments", 1)) == (5, 5)
    assert read.key_position(("segments", 1)) == (5, 5)
    assert read.position(()) == (1, 1)


def test_a_missing_key_is_at_its_nearest_parent() -> None:
    read = load("objet: Collecte\ndates: {lancement: null}\n")
    assert read.position(("dates", "notification")) == read.position(("dates",)) == (2, 8)
    assert read.key_position(("dates", "notification", "x")) == (2, 1)
    assert read.position(("lots", "1")) == (1, 1)


def test_a_lot_may_be_asked_by_its_number() -> None:
    read = load("lots:\n  1: {objet: Ouest}\n")
    assert read.position(("lots", 1, "objet")) == read.position(("lots", "1", "objet")) == (2, 14)


def test_an_absent_value_is_at_its_key() -> None:
    read = load("a:\nclauses:\n  COM-004:\n  COM-005: null\nb: [x,  ]\n")
    assert read.position(("clauses", "COM-004")) == (3, 3)
    assert read.position(("clauses", "COM-005")) == (4, 12)


def test_a_place_and_an_excerpt_for_a_finding() -> None:
    read = load("a: 1\nb: {c: non}\n")
    place = read.place(("b", "c"))
    assert (place.file, place.route, place.line, place.column) == ("essai.yaml", ("b", "c"), 2, 8)
    assert read.excerpt(2, 8) == "b: {c: non}\n       ^"
    assert (read.line_text(1), read.line_text(99), read.line_text(0)) == ("a: 1", "", "")


def test_a_value_is_given_back_as_typed() -> None:
    read = load("a: 1.10\nb: [x, 'y z']\nc: |\n  Une.\n  Deux.\nd:\ne: 007 # bis\n")
    assert [read.raw((key,)) for key in "abcde"] == ["1.10", "[x, 'y z']", "|", "", "007"]
    assert read.raw(("b", 1)) == "'y z'"


def test_a_value_at_a_route() -> None:
    read = load("a: {b: [1, 2]}\n")
    assert read.at(("a", "b", 1)) == 2
    assert read.at(()) == read.data


def test_the_clean_path_keeps_no_position() -> None:
    read = load("a: 1\n")
    assert "_root" not in vars(read)
    read.position(("a",))
    assert "_root" in vars(read)


NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6).map(
    lambda name: unicodedata.normalize("NFC", name)
)
# Without what no file of ours may hold: tests/cases/source is on it.
REFUSED = "\ufeff\ufffe\uffff\u200b" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=REFUSED))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(NAMES, inner, min_size=1, max_size=3),
    max_leaves=12,
)


class Printed:
    """A value in block style, with the line and column of each key and of each value in it."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.lines: list[str] = []
        self.keys: dict[tuple[str | int, ...], tuple[int, int]] = {}
        self.values: dict[tuple[str | int, ...], tuple[int, int]] = {}
        self._inside(data, (), 0)

    def _inside(self, value: Any, route: tuple[str | int, ...], indent: int) -> None:
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            head = f"{json.dumps(step, ensure_ascii=False)}:" if isinstance(value, dict) else "-"
            self._item(head, inner, (*route, step), indent)

    def _item(self, head: str, value: Any, route: tuple[str | int, ...], indent: int) -> None:
        line = len(self.lines) + 1
        nested = isinstance(value, dict | list)
        self.values[route] = (line + 1, indent + 3) if nested else (line, indent + len(head) + 2)
        # An item of a list has no key: its own place stands for it.
        self.keys[route] = self.values[route] if head == "-" else (line, indent + 1)
        if nested:
            self.lines.append(" " * indent + head)
            self._inside(value, route, indent + 2)
        else:
            self.lines.append(f"{' ' * indent}{head} {json.dumps(value, ensure_ascii=False)}")


def normal(value: Any) -> Any:
    if isinstance(value, dict):
        return {encoding.normal(key): normal(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [normal(inner) for inner in value]
    return encoding.normal(value) if isinstance(value, str) else value


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=4))
def test_positions_point_at_the_right_token(data: dict[str, Any]) -> None:
    printed = Printed(data)
    read = load("\n".join(printed.lines))
    assert read.data == normal(data)
    for route, spot in printed.values.items():
        assert read.position(route) == spot
        assert read.key_position(route) == printed.keys[route]
        typed = read.line_text(spot[0])[spot[1] - 1 :]
        assert isinstance(read.at(route), dict | list) or read.raw(route) == typed


# -------------------------------------------------------------------------------------- writing

ODD = st.text("0123456789+-.eExo:_ntruefalsNUL~ #'\"\n|>&*!%@`?[]{},=é\\", max_size=8)


@given(st.dictionaries(NAMES | ODD.filter(bool), VALUES | ODD, min_size=1))
@example({"k": "3e e\u0301tage"})  # a text that begins like a number is one form too
def test_what_is_written_is_read_back_equal(data: dict[str, Any]) -> None:
    assert load(source.dump(data)).data == normal(data)
