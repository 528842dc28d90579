"""The shipped library follows its own rules, and what lint says of a library in pieces."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clausekit import guess, library
from clausekit.library import Library
from clausekit.lint import lint
from clausekit.report import places, text
from conftest import ROOT, run
from lint_cases import CASES, files, small

SMALL = CASES / "bibliotheque"
CLAUSE = "clauses/essai/ESS-001-tri.clause.yaml"


def test_the_shipped_library_has_no_error(shipped: Library) -> None:
    found = [item for item in lint(shipped) if item.severity != "avertissement"]
    assert not found, text.findings(places.located(item, shipped.sources) for item in found)


def test_a_link_to_a_file_that_does_not_read_waits_for_it() -> None:
    data = files(SMALL / "clauses")
    data[CLAUSE] = b"id: [\n"
    read, findings = library.load(data)
    assert [item.places[0].file for item in findings] == [CLAUSE]
    assert {item.rule for item in lint(read)} == {"renvoi-inconnu"}
    assert lint(read, unread=[CLAUSE]) == ()


def test_a_register_that_does_not_read_condemns_nobody() -> None:
    data = files(SMALL / "clauses")
    for name in ("themes", "references", "trames"):
        del data[f"clauses/registres/{name}.yaml"]
    read, _ = library.load(data)
    assert lint(read) == ()


def test_references_are_judged_at_a_day() -> None:
    data = files(SMALL / "clauses")
    data[CLAUSE] = data[CLAUSE].replace(b"ccp-l2112-2", b"plan-ancien")
    read, _ = library.load(data)
    assert lint(read, rules=("reference-perimee",), day="2025-12-31") == ()
    assert len(lint(read, rules=("reference-perimee",), day="2026-01-01")) == 1


def test_every_place_is_a_line_of_the_file(tmp_path: Path) -> None:
    read, _ = library.load({**files(SMALL / "clauses"), **files(CASES / "signe-perdu" / "ko" / "jinja")})
    found = places.located(lint(read)[0], read.sources)
    line = found.places[0].line
    assert line is not None
    assert "{% if" in read.sources[found.places[0].file].line_text(line)


def test_no_text_is_lost_when_lines_end_in_crlf_with_a_bom() -> None:
    data = {
        path: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") for path, content in files(SMALL / "clauses").items()
    }
    read, findings = library.load(data)
    assert findings == ()
    assert lint(read) == ()
    assert read.fingerprint == small().fingerprint


def test_near_ids_stay_in_their_series() -> None:
    known = ("DEC-001", "DEC-011", "DEC-C01", "DEC-G01", "COM-014")
    assert guess.near_ids("DEC-014", known) == ("DEC-011", "DEC-001")
    assert guess.near_ids("dec-c2", known) == ("DEC-C01",)


# --- the command ---------------------------------------------------------------------------------


def _copy(folder: Path, case: str | None = None) -> Path:
    data = {**files(SMALL / "clauses"), **(files(CASES / case) if case else {})}
    for path, content in data.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def test_summary_and_exit_code_of_a_clean_library(tmp_path: Path) -> None:
    done = run("lint", _copy(tmp_path))
    assert done.code == 0
    assert done.out.splitlines()[-1] == "11 fichiers lus, 0 erreur, 0 avertissement"


def test_a_warning_does_not_block(tmp_path: Path) -> None:
    done = run("lint", _copy(tmp_path, "reference-perimee/ko/fin-passee"))
    assert done.code == 0
    assert done.out.splitlines()[-1] == "12 fichiers lus, 0 erreur, 1 avertissement"


def test_an_error_blocks(tmp_path: Path) -> None:
    done = run("lint", _copy(tmp_path, "theme-inconnu/ko/mal-ecrit"))
    assert done.code == 1
    assert "erreur[theme-inconnu]" in done.out
    assert "clauses/essai/ESS-002-essai.clause.yaml:6:15" in done.out


def test_a_file_that_does_not_read_is_2(tmp_path: Path) -> None:
    (_copy(tmp_path) / CLAUSE).write_text("id: [\n", encoding="utf-8")
    done = run("lint", tmp_path)
    assert done.code == 2
    # What leads to the file is not condemned with it.
    assert "renvoi-inconnu" not in done.out
    assert done.out.splitlines()[-1] == "11 fichiers lus, 1 erreur, 0 avertissement"


def test_only_the_findings_of_a_path(tmp_path: Path) -> None:
    root = _copy(tmp_path, "theme-inconnu/ko/politique")
    assert run("lint", root / "clauses" / "essai").code == 0
    assert run("lint", root / "clauses" / "exigences").code == 1
    assert run("lint", root / "clauses" / "exigences" / "autre.exigences.yaml").code == 1


def test_only_the_rules_asked_for(tmp_path: Path) -> None:
    root = _copy(tmp_path, "theme-inconnu/ko/mal-ecrit")
    assert run("lint", root, "--rule", "modeline", "--rule", "nom-de-fichier").code == 0
    done = run("lint", root, "--rule", "theme-inconu")
    assert done.code == 2
    assert "theme-inconnu" in done.err


def test_json_is_one_document_even_when_a_file_does_not_read(tmp_path: Path) -> None:
    import json

    (_copy(tmp_path, "theme-inconnu/ko/mal-ecrit") / CLAUSE).write_text("id: [\n", encoding="utf-8")
    done = run("lint", tmp_path, "--format", "json")
    data = json.loads(done.out)
    assert done.code == 2
    assert [Path(item["places"][0]["file"]) for item in data["errors"]] == [tmp_path / CLAUSE]
    assert [item["rule"] for item in data["findings"]] == ["theme-inconnu"]
    assert data["findings"][0]["places"][0] == {
        "file": str(tmp_path / "clauses/essai/ESS-002-essai.clause.yaml"),
        "route": ["themes", 1],
        "line": 6,
        "column": 15,
    }


def test_a_folder_that_is_no_library(tmp_path: Path) -> None:
    done = run("lint", tmp_path)
    assert done.code == 2
    assert "bibliotheque-absente" in done.out


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    done = run("lint", tmp_path / "rien")
    assert done.code == 2
    assert "fichier-absent" in done.err


def test_files_are_named_as_the_reader_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _copy(tmp_path, "theme-inconnu/ko/mal-ecrit")
    clause = Path("clauses/essai/ESS-002-essai.clause.yaml")
    assert f"--> {tmp_path / clause}:" in run("lint", tmp_path).out
    monkeypatch.chdir(tmp_path)
    assert f"--> {clause}:" in run("lint").out
    monkeypatch.chdir(tmp_path / "clauses" / "essai")
    assert f"--> {clause.name}:" in run("lint").out


def test_a_clean_library_is_read_once_and_without_what_compares_editions() -> None:
    """Places cost a second reading of a file, and the history the half of the program: not where nothing is told."""
    program = (
        "import sys\n"
        "from clausekit import source\n"
        "from clausekit.cli import main\n"
        "source.Locator = None\n"
        "try:\n"
        f"    main(['lint', {str(ROOT)!r}])\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "assert 'clausekit.difference' not in sys.modules and 'clausekit.recognise' not in sys.modules\n"
    )
    path = os.pathsep.join(sys.path)
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "PYTHONPATH": path}, timeout=120)
