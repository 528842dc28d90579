"""What the schemas accept, what they refuse, and how it is told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit import mismatch, packaged, schema, source
from clausekit.finding import Finding
from clausekit.mismatch import forms
from shown import cases, check, name_of

KO = cases("schema", "ko")
OK = cases("schema", "ok")
KINDS = (
    "acheteur", "annexe", "bibliotheque", "ccag", "clause", "critere", "dossier", "exigences", "familles", "grille",
    "mesures", "references", "seuils", "themes", "trames", "verrou",
)  # fmt: skip
# What both 2020-12 and draft-07 know, with the same meaning ($defs stands for draft-07's definitions).
KEYWORDS = {
    "$schema", "$id", "$ref", "$defs", "title", "description", "type", "enum", "const", "properties", "required",
    "patternProperties", "additionalProperties", "items", "minItems", "uniqueItems", "minProperties", "minimum",
    "maximum", "exclusiveMinimum", "pattern", "format", "allOf", "anyOf", "if", "then", "else",
}  # fmt: skip


def read(path: Path) -> source.Source:
    return source.load(path.read_bytes(), file=path.name)


def kind_of(path: Path) -> str:
    return path.name.split(".")[-2]


def validate(kind: str, text: str) -> tuple[Finding, ...]:
    return schema.validate(kind, source.load(text.encode(), file="essai.yaml"))


@pytest.fixture
def without_rust(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    schema._verdict.cache_clear()
    yield
    schema._verdict.cache_clear()


# ---------------------------------------------------------------------------------------- cases


@pytest.mark.parametrize("path", KO, ids=name_of)
def test_a_file_that_does_not_follow_its_schema_is_told_as_beside(path: Path) -> None:
    findings = schema.validate(kind_of(path), read(path))
    check(path, findings)
    assert path.parent.parent.name in {finding.rule for finding in findings}


@pytest.mark.parametrize("path", OK, ids=name_of)
def test_a_file_that_follows_its_schema_has_no_finding(path: Path) -> None:
    assert schema.validate(kind_of(path), read(path)) == ()


def test_every_rule_has_cases_on_both_sides() -> None:
    assert {path.parent.parent.name for path in KO} == {path.parent.parent.name for path in OK}


@pytest.mark.usefixtures("without_rust")
@pytest.mark.parametrize("path", [*KO, *OK], ids=name_of)
def test_without_jsonschema_rs_the_findings_are_the_same(path: Path) -> None:
    findings = schema.validate(kind_of(path), read(path))
    if path in KO:
        check(path, findings)
    else:
        assert findings == ()


@pytest.mark.parametrize("path", [*KO, *OK], ids=name_of)
def test_jsonschema_rs_and_jsonschema_agree(path: Path) -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    kind, data = kind_of(path), read(path).data
    quick = jsonschema_rs.Draft202012Validator(json.loads(schema.schema_text(kind)), validate_formats=True)
    # A schema sees the number, not how it is written: « 240.000 » is 240 to it.
    follows = path in OK or path.parent.parent.name == "schema-milliers"
    assert quick.is_valid(data) == schema._validator(kind).is_valid(data) == follows


@pytest.mark.parametrize("path", KO, ids=name_of)
def test_findings_stand_at_their_place_from_top_to_end(path: Path) -> None:
    file = read(path)
    findings = schema.validate(kind_of(path), file)
    places = [finding.places[0] for finding in findings]
    spots = [(place.line or 0, place.column or 0) for place in places]
    assert spots == sorted(spots)
    for finding, place in zip(findings, places, strict=True):
        assert place.file == path.name
        assert place.line and place.column
        assert finding.excerpt == file.excerpt(place.line, place.column)
        assert finding.read and finding.expected and finding.remedy and finding.why


# -------------------------------------------------------------------------------------- wording


def test_a_remedy_that_can_be_copied_mends_the_file() -> None:
    text = (
        "objet: Collecte\nfamille: Déchets\nvaleur_estimee: vingt\nduree_mois: 48 mois\nniveau: renforcé\nccag: fcs\n"
        "segments: collecte\nservices_specifiques: oui\n"
    )
    lines = text.splitlines()
    for finding in validate("dossier", text):
        line = finding.places[0].line
        assert line is not None
        lines[line - 1] = finding.remedy.removeprefix("Écrire : ")
    assert validate("dossier", "\n".join(lines)) == ()
    assert lines[2:6] == ["valeur_estimee: 20", "duree_mois: 48", "niveau: renforce", "ccag: FCS"]


def test_a_misspelt_key_is_told_once() -> None:
    (finding,) = validate("dossier", "objet: x\nfamile: dechets\n")
    assert (finding.rule, finding.remedy) == ("schema-cle-inconnue", "Écrire « famille ».")


def test_a_value_of_the_wrong_kind_is_told_once() -> None:
    (finding,) = validate("dossier", "objet: x\nfamille: dechets\ncpv: [90511000]\n")
    assert finding.places[0].route == ("cpv", 0)


def test_a_choice_between_branches_is_told_by_the_nearest_one() -> None:
    branches = {"anyOf": [{"type": "null"}, {"type": "object", "required": ["a"]}, {"type": "integer"}]}
    file = source.load(b"x: {b: 1}", file="x")
    errors = jsonschema.Draft202012Validator({"properties": {"x": branches}}).iter_errors(file.data)
    (finding,) = mismatch.findings(errors, source=file, schema={"properties": {"x": branches}})
    assert finding.message == "Il manque la clé « a » sous « x »."


def test_an_unforeseen_keyword_is_told_in_french_too() -> None:
    part = {"properties": {"x": {"multipleOf": 2}}}
    file = source.load(b"x: 3", file="x")
    (finding,) = mismatch.findings(
        jsonschema.Draft202012Validator(part).iter_errors(file.data), source=file, schema=part
    )
    assert finding.message == "Le nombre 3 n'est pas une valeur admise."


def test_every_pattern_has_its_french() -> None:
    patterns = {pattern for kind in KINDS for pattern in _patterns(json.loads(schema.schema_text(kind)))}
    assert patterns - set(forms.FORMS) == {r"\S", r"^\d{4}-\d{2}-\d{2}$"}


# -------------------------------------------------------------------------------------- schemas


def _parts(part: Any, route: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with a route to name it."""
    if not isinstance(part, dict):
        return
    yield route, part
    for word in ("properties", "patternProperties", "$defs"):
        for name, inner in part.get(word, {}).items():
            yield from _parts(inner, f"{route}/{word}/{name}")
    for word in ("items", "additionalProperties", "if", "then", "else"):
        yield from _parts(part.get(word), f"{route}/{word}")
    for word in ("allOf", "anyOf"):
        for rank, inner in enumerate(part.get(word, ())):
            yield from _parts(inner, f"{route}/{word}/{rank}")


def _patterns(root: dict[str, Any]) -> Iterator[str]:
    for _, part in _parts(root):
        if "pattern" in part:
            yield part["pattern"]
        yield from part.get("patternProperties", ())


def _is_condition(route: str) -> bool:
    return re.search(r"/(if|then|else)(/|$)", route) is not None


def test_the_kinds_are_those_of_the_format() -> None:
    assert schema.schemas() == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_is_described_in_french(kind: str) -> None:
    for route, part in _parts(json.loads(schema.schema_text(kind))):
        if _is_condition(route):
            continue
        for word in ("properties", "patternProperties"):
            for name, inner in part.get(word, {}).items():
                text = inner.get("description", "")
                assert len(text) > 10 and text.rstrip().endswith((".", "…")), f"{route}/{word}/{name}: {text!r}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_right(kind: str) -> None:
    root = json.loads(schema.schema_text(kind))
    for route, part in _parts(root):
        for name, inner in part.get("properties", {}).items() if not _is_condition(route) else ():
            given = mismatch.example(inner.get("description", ""))
            if given:
                data = source.load(f"{name}: {given}".encode(), file="exemple").data
                whole = {**inner, "$defs": root.get("$defs", {})}
                errors = [error.message for error in jsonschema.Draft202012Validator(whole).iter_errors(data[name])]
                assert not errors, f"{route}/{name}: {given}: {errors}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_object_is_closed(kind: str) -> None:
    for route, part in _parts(json.loads(schema.schema_text(kind))):
        if "properties" in part and not _is_condition(route):
            assert part.get("additionalProperties") is False, route


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_valid_and_keep_to_what_old_editors_know(kind: str) -> None:
    text = schema.schema_text(kind)
    root = json.loads(text)
    assert root["$id"] == f"urn:clausekit:schema:{kind}"
    jsonschema.Draft202012Validator.check_schema(root)
    jsonschema.Draft7Validator.check_schema(json.loads(text.replace("$defs", "definitions")))
    for route, part in _parts(root):
        assert set(part) <= KEYWORDS, route
        # An old editor reads nothing beside $ref: only words may stand there.
        assert "$ref" not in part or set(part) <= {"$ref", "description"}, route
        assert part.get("$ref", "#/$defs/").startswith("#/$defs/"), route


def test_what_schemas_share_is_the_same_everywhere() -> None:
    shared: dict[str, Any] = {}
    own = {"critere_pondere", "sous_critere"}  # a dossier may rank its criteria, or leave a weight blank
    for kind in KINDS:
        for name, part in json.loads(schema.schema_text(kind)).get("$defs", {}).items():
            assert name in own or shared.setdefault(name, part) == part, f"{kind}: {name}"


def test_every_definition_is_used() -> None:
    for kind in KINDS:
        text = schema.schema_text(kind)
        for name in json.loads(text).get("$defs", {}):
            assert f'"#/$defs/{name}"' in text, f"{kind}: {name}"


def test_the_specimens_of_the_documentation_hold_only_known_keys() -> None:
    docs = packaged.data_root() / "docs" / "format.md"
    if not docs.exists():
        pytest.skip("the documentation is not in the wheel")
    blocks = re.findall(r"```yaml\n(.*?)```", docs.read_text(encoding="utf-8"), re.DOTALL)
    kinds = ("clause", "critere", "grille", "annexe", "exigences", "acheteur", "dossier")
    for kind, block in zip(kinds, blocks, strict=True):
        text = block.replace("[…]", "[]").replace("{…}", "{}")
        findings = validate(kind, text)
        assert not [finding for finding in findings if finding.rule == "schema-cle-inconnue"], kind


def test_a_dossier_starts_with_two_keys() -> None:
    assert validate("dossier", "objet: Collecte des déchets\nfamille: dechets\n") == ()


# ------------------------------------------------------------------------------------ importing


def test_a_valid_file_imports_no_jsonschema() -> None:
    pytest.importorskip("jsonschema_rs")
    program = (
        "import sys\n"
        "from clausekit import schema, source\n"
        "file = source.load(b'objet: x\\nfamille: y\\n', file='x')\n"
        "assert schema.validate('dossier', file) == ()\n"
        "assert 'jsonschema' not in sys.modules and 'clausekit.mismatch' not in sys.modules\n"
    )
    path = os.pathsep.join(sys.path)
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "PYTHONPATH": path})


def test_packaged_files_are_found() -> None:
    assert (packaged.data_root() / "schemas" / "clause.schema.json").is_file()


def test_in_the_wheel_they_are_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "clausekit"
    (package / "_data").mkdir(parents=True)
    monkeypatch.setattr(packaged, "__file__", str(package / "packaged.py"))
    assert packaged.data_root() == package / "_data"


# ------------------------------------------------------------------------------------- any data

FULL = source.load(
    (Path(__file__).parent / "cases/schema/schema-cle-de-trop/ok/calcul.clause.yaml").read_bytes(), file=""
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "vingt", "DEC-014", "dec 14", "2026-02-30", "1er mai 2026", "[[DEC-014]]", "socle\n", "é"]),
)  # fmt: skip
ANY = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab1é"), inner), max_leaves=4
)


def _routes(value: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*route, step)
        yield from _routes(inner, (*route, step))


def _changed(value: Any, route: tuple[Any, ...], new: Any) -> Any:
    if not route:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[route[0]] = _changed(value[route[0]], route[1:], new)
    return copy


@given(st.sampled_from(sorted(_routes(FULL.data), key=str)), ANY)
def test_a_clause_with_any_value_anywhere_is_judged_and_told(route: tuple[Any, ...], new: Any) -> None:
    text = source.dump(_changed(FULL.data, route, new))
    file = source.load(text, file="essai.clause.yaml")
    findings = schema.validate("clause", file)
    assert bool(findings) != schema._validator("clause").is_valid(file.data)
    assert all(finding.places[0].line for finding in findings)


KNOWN = sorted(json.loads(schema.schema_text("dossier"))["properties"])


@given(st.dictionaries(st.sampled_from([*KNOWN, "famile", "Objet", "lancement"]), ANY, min_size=1))
def test_a_dossier_with_any_values_is_judged_and_told(data: dict[str, Any]) -> None:
    file = source.load(source.dump(data), file="essai.dossier.yaml")
    findings = schema.validate("dossier", file)
    assert bool(findings) != schema._validator("dossier").is_valid(file.data)
