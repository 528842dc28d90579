"""`clausekit fmt`: what is written, what is only told, and what stops all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, run

_ENTRY = "id: DEC-001\ntitre: Tri\npourquoi: |\n  Un.\n  Deux.\n"
_MESSY = "titre:   'Tri'   # dit\nid: DEC-001\npourquoi: |\n     Un. Deux.\n"
_SHAPED = 'id: DEC-001\ntitre: "Tri"  # dit\npourquoi: |\n  Un.\n  Deux.\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small library, with a messy file and a good one, in a folder with a space and accents."""
    folder = tmp_path / "Ma bibliothèque"
    (folder / "clauses" / "dechets").mkdir(parents=True)
    (folder / "clauses" / "bibliotheque.yaml").write_text('format: 1\nedition: "1"\ntitre: Essai\n', "utf-8")
    (folder / "clauses" / "dechets" / "DEC-001-a.clause.yaml").write_text(_MESSY, "utf-8")
    (folder / "clauses" / "dechets" / "DEC-002-b.clause.yaml").write_text(_ENTRY, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def entry(home: Path, name: str = "DEC-001-a") -> Path:
    return home / "clauses" / "dechets" / f"{name}.clause.yaml"


def test_the_library_around_is_shaped(home):
    done = run("fmt")
    assert (done.code, done.out) == (
        0,
        f"  écrit   {Path('clauses/dechets/DEC-001-a.clause.yaml')}\n3 fichiers lus, 1 mis en forme.\n",
    )
    assert entry(home).read_text("utf-8") == _SHAPED
    assert run("fmt").out == "3 fichiers lus, rien à mettre en forme.\n"


def test_check_writes_nothing_and_says_so_by_its_code(home):
    done = run("fmt", "--check")
    assert done.code == 1
    assert "à mettre en forme  clauses" in done.out.replace("\\", "/")
    assert "clausekit fmt" in done.out
    assert entry(home).read_text("utf-8") == _MESSY
    run("fmt")
    assert run("fmt", "--check").code == 0


def test_diff_shows_the_lines_on_the_output_and_the_count_beside(home):
    done = run("fmt", "--diff", "clauses/dechets")
    assert done.code == 0
    assert done.out.startswith("--- clauses/dechets/DEC-001-a.clause.yaml\n")
    assert "\n+  Deux.\n" in done.out
    assert "à mettre en forme" in done.err
    assert entry(home).read_text("utf-8") == _MESSY
    assert run("fmt", "--diff", "--check").code == 1


def test_windows_line_ends_and_the_byte_order_mark_go(home):
    entry(home, "DEC-002-b").write_bytes(b"\xef\xbb\xbf" + _ENTRY.replace("\n", "\r\n").encode())
    done = run("fmt", "--diff", entry(home, "DEC-002-b"))
    assert "CRLF" in done.out
    assert "BOM" in done.out
    run("fmt")
    assert entry(home, "DEC-002-b").read_bytes() == _ENTRY.encode()


def test_one_unreadable_file_stops_all(home):
    entry(home, "DEC-002-b").write_text("id: [\n", "utf-8")
    done = run("fmt")
    assert done.code == 2
    assert "DEC-002-b.clause.yaml" in done.err
    assert entry(home).read_text("utf-8") == _MESSY


def test_a_dossier_is_shaped_when_it_is_named_and_keeps_its_order(home):
    (home / "achat.dossier.yaml").write_text("famille:  dechets\nobjet: Collecte\n", "utf-8")
    assert run("fmt", "achat.dossier.yaml").code == 0
    assert (home / "achat.dossier.yaml").read_text("utf-8") == "famille: dechets\nobjet: Collecte\n"


def test_a_register_is_known_by_its_folder(home):
    shutil.copytree(ROOT / "clauses" / "registres", home / "clauses" / "registres")
    assert run("fmt", home / "clauses" / "registres" / "themes.yaml").out == "1 fichier lu, rien à mettre en forme.\n"


def test_a_file_of_another_kind_is_refused(home):
    (home / "notes.yaml").write_text("a: 1\n", "utf-8")
    done = run("fmt", "notes.yaml")
    assert (done.code, "fichier-autre" in done.err) == (2, True)
    assert "fichier-absent" in run("fmt", "rien.clause.yaml").err


def test_a_folder_without_a_file_of_ours_has_nothing_to_shape(home):
    (home / "vide").mkdir()
    assert run("fmt", "vide").code == 3


@pytest.mark.parametrize("given", [["--library", "rien"], ["--library", "clauses@v1"]])
def test_without_a_library_to_write_it_says_so(home, given):
    done = run("fmt", *given)
    assert (done.code, "bibliotheque-a-ecrire" in done.err) == (2, True)


def test_the_library_of_the_program_is_not_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "bibliotheque-a-ecrire" in run("fmt").err


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(home):
    link = home / "achat.dossier.yaml"
    (home / "vrai.dossier.yaml").write_text("objet:  Collecte\n", "utf-8")
    link.symlink_to(home / "vrai.dossier.yaml")
    run("fmt", link)
    assert link.is_symlink()
    assert (home / "vrai.dossier.yaml").read_text("utf-8") == "objet: Collecte\n"


def test_what_the_program_writes_is_in_canonical_form(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("init", "bibliotheque").code == 0
    monkeypatch.chdir(tmp_path / "bibliotheque")
    arguments = ["--objet", "Nettoyage des locaux", "--segment", "nettoyage", "--valeur", "85000", "--duree", "48"]
    assert run("new", *arguments, "--sans-questions", "achat/achat.dossier.yaml").code == 0
    done = run("fmt", "--check", ".")
    assert (done.code, done.out) == (0, "302 fichiers lus, rien à mettre en forme.\n")
