"""`check --output`: one file, a fiche for each dossier, and never over what somebody keeps."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from conftest import EXAMPLES, ROOT, run

DOSSIER = ROOT / "examples" / "nettoyage-ccp" / "nettoyage-ccp.dossier.yaml"
OTHER = ROOT / "examples" / "traiteur-evenements" / "traiteur-evenements.dossier.yaml"


@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif"])
def test_a_file_holds_what_the_terminal_would_show(form: str, tmp_path: Path) -> None:
    path = tmp_path / "rapport"
    done = run("check", DOSSIER, "--format", form, "--output", path)
    shown = run("check", DOSSIER, "--format", form)
    assert (done.code, done.err) == (shown.code, "")
    assert path.read_text(encoding="utf-8") == shown.out
    assert f"  écrit  {path}\n" in done.out
    assert "exigences satisfaites" in done.out


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.txt", "Dossier "),
        ("r.md", "## "),
        ("r.json", '{\n  "format": 1'),
        ("r.sarif", '{\n  "$schema"'),
        ("r", "Do"),
    ],
)
def test_the_name_of_the_file_says_the_form(name: str, start: str, tmp_path: Path) -> None:
    run("check", DOSSIER, "--output", tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_the_form_asked_for_wins_over_the_name(tmp_path: Path) -> None:
    run("check", DOSSIER, "--format", "json", "--output", tmp_path / "r.txt")
    assert json.loads((tmp_path / "r.txt").read_text(encoding="utf-8"))["format"] == 1


@pytest.mark.parametrize("name", ["r.txt", "r.json", "r.docx"])
def test_a_file_already_there_is_replaced_only_when_asked(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"signed")
    refused = run("check", DOSSIER, "--output", path)
    assert refused.code == 2 and "erreur[document-existant]" in refused.err and refused.out == ""
    assert path.read_bytes() == b"signed"
    assert run("check", DOSSIER, "--output", path, "--force").code == 0
    assert path.read_bytes() != b"signed"


def test_a_dossier_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "essai.dossier.yaml"
    shutil.copy(DOSSIER, path)
    before = path.read_bytes()
    done = run("check", path, "--format", "text", "--output", path, "--force")
    assert done.code == 2 and "est le dossier à juger" in done.err
    assert path.read_bytes() == before


def test_several_dossiers_give_a_fiche_each_named_after_it(tmp_path: Path) -> None:
    folder = tmp_path / "fiches"
    done = run("check", DOSSIER, OTHER, "--format", "docx", "--output", folder)
    assert done.code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "fiche-nettoyage-ccp.docx",
        "fiche-traiteur-evenements.docx",
    ]


def test_one_dossier_may_go_to_a_folder_that_exists(tmp_path: Path) -> None:
    run("check", DOSSIER, "--format", "docx", "--output", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["fiche-nettoyage-ccp.docx"]


def test_one_fiche_that_exists_stops_them_all(tmp_path: Path) -> None:
    kept = tmp_path / "fiche-traiteur-evenements.docx"
    kept.write_bytes(b"signed")
    done = run("check", DOSSIER, OTHER, "--format", "docx", "--output", tmp_path)
    assert done.code == 2
    assert [path.name for path in tmp_path.iterdir()] == [kept.name] and kept.read_bytes() == b"signed"


def test_dossiers_of_the_same_name_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        shutil.copy(DOSSIER, tmp_path / folder / "marche.dossier.yaml")
    files = [tmp_path / folder / "marche.dossier.yaml" for folder in ("a", "b")]
    done = run("check", *files, "--format", "docx", "--output", tmp_path / "fiches")
    assert done.code == 2 and "la même fiche, fiche-marche.docx" in done.err
    assert not (tmp_path / "fiches").exists()


def test_no_fiche_is_written_of_what_could_not_be_read(tmp_path: Path) -> None:
    broken = tmp_path / "casse.dossier.yaml"
    broken.write_text("objet: [\n", encoding="utf-8")
    done = run("check", DOSSIER, broken, "--format", "docx", "--output", tmp_path / "fiches")
    assert done.code == 2 and "Aucune fiche n'a été écrite" in done.out and "erreur[yaml" in done.out
    assert not (tmp_path / "fiches").exists()


def test_a_report_of_what_could_not_be_read_is_written(tmp_path: Path) -> None:
    """A forge reads the file, not the terminal."""
    done = run("check", tmp_path / "absent.dossier.yaml", "--output", tmp_path / "r.sarif")
    assert done.code == 2
    (only,) = json.loads((tmp_path / "r.sarif").read_text(encoding="utf-8"))["runs"]
    assert [result["ruleId"] for result in only["results"]] == ["fichier-absent"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "docx"), "La fiche s'écrit dans un fichier"),
        (("--format", "json", "--output", "x.docx"), "Un fichier .docx est une fiche"),
        ((str(EXAMPLES[0]), "--output", "x.docx"), "Une fiche par dossier"),
    ],
)
def test_misuse_is_told(arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("check", DOSSIER, *arguments)
    assert done.code == 2 and words in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_is_meant_is_told(tmp_path: Path) -> None:
    (tmp_path / "fiches").write_text("un fichier", encoding="utf-8")
    done = run("check", DOSSIER, OTHER, "--format", "docx", "--output", tmp_path / "fiches")
    assert done.code == 2 and "erreur[" in done.err and "interne" not in done.err
    assert (tmp_path / "fiches").read_text(encoding="utf-8") == "un fichier"


def test_a_report_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    done = run("check", DOSSIER, "--format", "json", "--output", tmp_path, "--force")
    assert done.code == 2 and "erreur[" in done.err and "interne" not in done.err
