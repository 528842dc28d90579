"""`clausekit inspect` on what `assemble` wrote, as it is and after the edits of a hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import docx
import pytest

from conftest import EXAMPLES, run


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pieces of an example, as written."""
    folder = tmp_path_factory.mktemp("pièces à relire")
    assert run("assemble", EXAMPLES[0], "--output", folder).code == 0
    return folder


def read(*paths: Path, code: int = 0) -> list[dict[str, Any]]:
    done = run("inspect", *paths, "--format", "json")
    assert done.code == code, done.err
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def clauses(files: list[dict[str, Any]]) -> dict[str, str]:
    return {item["id"]: item["status"] for file in files for item in file["clauses"]}


def test_what_was_written_is_read_back_identical(issued: Path) -> None:
    files = read(issued)
    assert {item["by"] for file in files for item in file["clauses"]} == {"mark"}
    assert set(clauses(files).values()) == {"identical"}
    pieces = {Path(file["file"]).stem: file["piece"] for file in files}
    assert pieces["CCTP"] == "CCTP"
    assert pieces["RC"] == "RC"


def test_the_criteria_of_the_regulation_are_read_with_their_weights(issued: Path) -> None:
    [file] = read(issued / "RC.docx")
    first = [item for item in file["criteria"] if item["lot"] in {"1", None}]
    assert sum(item["weight"] for item in first) == 100
    [durable] = [item for item in first if item["distinct"]]
    assert sum(sub["weight"] for sub in durable["sub"]) == durable["weight"]


def test_a_word_put_in_and_a_clause_taken_out_are_told(issued: Path, tmp_path: Path) -> None:
    edited = tmp_path / "CCTP.docx"
    document = docx.Document(str(issued / "CCTP.docx"))
    long = [p for p in document.paragraphs if len(p.text) > 120 and "bookmarkStart" in p._p.xml]
    long[3].add_run(" Cette exigence est indicative.")
    document.save(str(edited))
    statuses = clauses(read(edited))
    assert sorted(statuses.values()).count("changed") == 1
    done = run("inspect", edited)
    assert "ajouté « Cette exigence est indicative »" in done.out

    first = next(name for name, status in statuses.items() if status == "identical")
    for paragraph in list(document.paragraphs):
        if f"_ck_{first.replace('-', '_')}_" in paragraph._p.xml:
            paragraph._p.getparent().remove(paragraph._p)
    document.save(str(edited))
    assert clauses(read(edited))[first] == "absent"


def test_themes_are_told_by_their_french_names(tmp_path: Path) -> None:
    text = (
        "Cahier des clauses techniques particulières\n\n1 Bilan\nLe titulaire réduit de 20 % sa consommation d'énergie."
    )
    (tmp_path / "CCTP.txt").write_text(text, "utf-8")
    done = run("inspect", tmp_path / "CCTP.txt")
    assert "environnement, énergie : obligation mesurable" in done.out


def test_lock_files_and_doubles_are_passed_over_with_a_word(issued: Path, tmp_path: Path) -> None:
    shutil.copy(issued / "RC.docx", tmp_path / "RC.docx")
    shutil.copy(issued / "RC.docx", tmp_path / "RC (copie).docx")
    (tmp_path / "~$RC.docx").write_bytes(b"x")
    (tmp_path / "DQE.xlsx").write_bytes(b"x")
    skipped = {Path(file["file"]).name: file["skipped"] for file in read(tmp_path)}
    assert sum(value is None for value in skipped.values()) == 1
    assert "verrou" in skipped["~$RC.docx"]
    assert ".xlsx" in skipped["DQE.xlsx"]
    assert "double" in (skipped["RC.docx"] or skipped["RC (copie).docx"])


def test_a_file_that_cannot_be_read_is_one_french_sentence_and_the_others_are_read(
    issued: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "CCAP.docx"
    broken.write_bytes((issued / "CCAP.docx").read_bytes()[:2000])
    done = run("inspect", broken, issued / "RC.docx", "--format", "json")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert "remède" in done.err
    files = json.loads(done.out)
    assert [bool(file["skipped"]) for file in files] == [True, False]


def test_nothing_to_read_is_exit_code_3(tmp_path: Path) -> None:
    (tmp_path / "~$CCTP.docx").write_bytes(b"x")
    assert run("inspect", tmp_path).code == 3


def test_a_dossier_is_no_document(tmp_path: Path) -> None:
    dossier = tmp_path / "achat.dossier.yaml"
    dossier.write_text("objet: Nettoyage des locaux\n", encoding="utf-8")
    for named in (dossier, tmp_path):
        [item] = read(named, code=3)
        assert item["skipped"] == "fichier YAML, non une pièce : un dossier se juge avec « clausekit check »"
    done = run("inspect", tmp_path / "absent.yaml")
    assert done.code == 2 and "Ce fichier n'existe pas." in done.err


def test_a_file_that_is_named_is_tried_however_its_path_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "avis").write_text("Critères : prix 60 %, délai 40 %.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("avis", "./avis"):
        done = run("inspect", name, "--format", "json")
        assert (done.code, json.loads(done.out)[0]["skipped"]) == (0, None)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    done = run("inspect", tmp_path / "absent.docx")
    assert done.code == 2
    assert "absent.docx" in done.err


def test_a_folder_without_files_is_said_to_be_empty(tmp_path: Path) -> None:
    done = run("inspect", tmp_path)
    assert (done.code, done.out) == (3, "Rien à lire : ce dossier est vide.\n")
    assert read(tmp_path, code=3) == []
