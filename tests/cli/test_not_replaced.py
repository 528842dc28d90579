"""What stands on the disk: nothing is replaced without being asked, and a protected file is not replaced at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import ROOT, run

EXAMPLE = ROOT / "examples" / "nettoyage-ccp" / "nettoyage-ccp.dossier.yaml"
ALIKE = ("--library", ROOT)
WRITERS = {
    "explain --tout": ("regles.md", ("explain", "--tout", *ALIKE), "--output"),
    "explain": ("regle.md", ("explain", "M13", *ALIKE), "--output"),
    "coverage": ("couverture.md", ("coverage", *ALIKE), "--output"),
    "report": ("bilan.csv", ("report", EXAMPLE.parent, "--year", "2026", *ALIKE), "--output"),
    "weigh": ("poids.svg", ("weigh", EXAMPLE, *ALIKE), "--svg"),
    "show": ("page.docx", ("show", "DEC-003", *ALIKE), "--output"),
    "check": ("controle.md", ("check", EXAMPLE, *ALIKE), "--output"),
}


@pytest.mark.parametrize("command", WRITERS)
def test_a_file_is_replaced_only_when_asked(command: str, tmp_path: Path) -> None:
    name, words, option = WRITERS[command]
    path = tmp_path / name
    path.write_bytes(b"\xe0 moi")
    done = run(*words, option, path)
    assert (done.code, path.read_bytes()) == (2, b"\xe0 moi")
    assert "erreur[document-existant]" in done.err
    assert "--force." in done.err
    folder = run(*words, option, tmp_path)
    assert (folder.code, list(tmp_path.iterdir())) == (2, [path])
    run(*words, option, path, "--force")
    assert path.read_bytes() != b"\xe0 moi"


@pytest.mark.parametrize("command", WRITERS)
@pytest.mark.parametrize("leads", ["itself", "nowhere"])
def test_a_link_is_replaced_only_when_asked(command: str, leads: str, tmp_path: Path) -> None:
    name, words, option = WRITERS[command]
    path = tmp_path / name
    try:
        path.symlink_to(path if leads == "itself" else tmp_path / "absent")
    except OSError:
        pytest.skip("no links on this disk")
    done = run(*words, option, path)
    assert (done.code, path.is_symlink(), list(tmp_path.iterdir())) == (2, True, [path])
    assert "erreur[document-existant]" in done.err


def test_a_protected_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "DEC-001-a.clause.yaml"
    path.write_text("titre:   'Tri'\nid: DEC-001\n", "utf-8")
    path.chmod(0o444)
    try:
        before = path.read_bytes()
        done = run("fmt", path)
        assert (done.code, path.read_bytes(), path.stat().st_mode & 0o777) == (2, before, 0o444)
        assert "Ce fichier est en lecture seule ; rien n'a été écrit." in " ".join(done.err.split())
        assert list(tmp_path.iterdir()) == [path]
    finally:
        path.chmod(0o644)


@pytest.mark.skipif(os.name == "nt", reason="droits POSIX")
def test_a_rewritten_file_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "DEC-001-a.clause.yaml"
    path.write_text("titre:   'Tri'\nid: DEC-001\n", "utf-8")
    path.chmod(0o640)
    assert run("fmt", path).code == 0
    assert path.stat().st_mode & 0o777 == 0o640
