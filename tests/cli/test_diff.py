"""`clausekit diff`: what it compares, what it refuses, where it writes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import conftest
from conftest import ROOT, run
from editions_history import SOURCE, git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")
CLAUSE = "clauses/moyens-generaux/MOG-020-eau-de-lavage.clause.yaml"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library in git, as it was committed; the current folder is there."""
    folder = tmp_path / "bibliothèque de l'été"
    shutil.copytree(SOURCE, folder)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "départ")
    git(folder, "tag", "v1")
    monkeypatch.chdir(folder)
    return folder


def edit(folder: Path, *pairs: tuple[str, str], path: str = CLAUSE) -> None:
    text = (folder / path).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (folder / path).write_text(text, "utf-8")


def told(*words: object) -> dict[str, Any]:
    done = run("diff", *words, "--format", "json")
    data: dict[str, Any] = json.loads(done.out)
    return data


def ids(*words: object) -> list[str]:
    return [item["id"] for item in told(*words)["changes"]]


def test_without_argument_the_disk_is_compared_with_the_last_commit(library: Path) -> None:
    assert run("diff").code == 3
    edit(library, ("socle: {litres_maximum: 12}", "socle: {litres_maximum: 10}"))
    done = run("diff")
    assert (done.code, done.err) == (0, "")
    assert "De la révision HEAD (édition 2026.4) à la copie de travail (édition 2026.4)." in done.out
    assert "niveau socle : 12 litres -> 10 litres (plus exigeant)" in done.out
    git(library, "commit", "-qam", "dix litres")
    assert run("diff").code == 3
    assert ids("v1") == ids("v1", "HEAD") == ids("v1..HEAD") == ids("v1..") == ["MOG-020"]
    edit(library, ("litres_maximum: 10", "litres_maximum: 9"))
    assert len(told("v1..")["changes"][0]["figures"]) == len(told("v1..HEAD")["changes"][0]["figures"])
    assert told("v1..")["changes"] == told("v1")["changes"] != told("v1..HEAD")["changes"]


def test_three_points_start_where_two_branches_part(library: Path) -> None:
    git(library, "checkout", "-qb", "autre")
    edit(library, ("socle: {litres_maximum: 12}", "socle: {litres_maximum: 10}"))
    git(library, "commit", "-qam", "autre")
    git(library, "checkout", "-q", "main")
    edit(library, ("defaut: 150", "defaut: 100"), path="clauses/commun/COM-007-justificatifs-controle.clause.yaml")
    git(library, "commit", "-qam", "ici")
    assert ids("main..autre") == ["COM-007", "MOG-020"]
    assert ids("main...autre") == ["MOG-020"]
    assert "la souche commune de main...autre" in run("diff", "main...autre").out


def test_two_folders_need_no_git(tmp_path: Path) -> None:
    for name in ("avant", "après"):
        shutil.copytree(SOURCE, tmp_path / name)
    edit(tmp_path / "après", ("socle: {litres_maximum: 12}", "socle: {litres_maximum: 14}"))
    done = run("diff", tmp_path / "avant", tmp_path / "après")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Du dossier ")
    assert "12 litres -> 14 litres (moins exigeant)" in done.out
    assert run("diff", tmp_path / "avant", tmp_path / "avant").code == 3
    assert run("diff", tmp_path / "avant", "--library", tmp_path / "après").code == 0


def test_a_folder_at_a_revision(library: Path) -> None:
    edit(library, ("socle: {litres_maximum: 12}", "socle: {litres_maximum: 10}"))
    assert ids(".@v1", ".") == ["MOG-020"]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("inconnue",), "git-revision"),
        (("v1..inconnue",), "git-revision"),
        (("v1...inconnue",), "git-revision"),
        (("--", "-x"), "git-revision"),
        (("../absent",), "dossier-absent"),
        (("clauses/commun",), "bibliotheque-absente"),
        (("v1", "--dossiers", "absent"), "dossier-absent"),
        (("v1", "--entree", "MOG-021"), "entree-inconnue"),
        (("v1", "--famille", "travaux"), "commande"),
        (("", "v1"), "commande"),
        (("v1", "--output", "revue.docx"), "commande"),
        (("v1", "--library", ".@v1"), "git-revision"),
    ],
)
def test_what_cannot_be_is_refused_in_french(library: Path, words: tuple[str, ...], rule: str) -> None:
    done = run("diff", *words)
    assert (done.code, done.out) == (2, "")
    assert f"erreur[{rule}]" in done.err
    assert "Traceback" not in done.err


def test_a_folder_out_of_git_has_no_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SOURCE, tmp_path / "seule")
    monkeypatch.chdir(tmp_path / "seule")
    done = run("diff")
    assert done.code == 2
    assert "erreur[git-depot]" in done.err


def test_an_entry_that_cannot_be_read_is_not_retired(library: Path) -> None:
    edit(library, ("id: MOG-020", "<<<<<<< HEAD\nid: MOG-020"))
    edit(library, ("references:", "referances:"), path="clauses/registres/references.yaml")
    done = run("diff", "--format", "json")
    data = json.loads(done.out)
    assert done.code == 2
    assert (data["changes"], data["registers"]) == ([], [])
    assert len(data["errors"]) >= 2
    assert "MOG-020-eau-de-lavage.clause.yaml:1:1" in done.err
    assert "n'a pas pu être lu" in run("diff").out


def test_a_file_deleted_is_an_entry_that_leaves_without_a_word(library: Path) -> None:
    (library / CLAUSE).unlink()
    data = told()
    [change] = data["changes"]
    assert (change["change"], change["declared_severity"], change["successor"]) == ("retired", None, None)
    assert change["dossiers"] == ["examples/nettoyage/nettoyage.dossier.yaml"]
    assert "retirée, sans remplaçante" in " ".join(run("diff").out.split()).lower()


def test_a_file_renamed_changes_nothing(library: Path) -> None:
    (library / CLAUSE).rename(library / "clauses/commun/MOG-020-autre-nom.clause.yaml")
    assert run("diff").code == 3


def test_filters(library: Path) -> None:
    edit(library, ("socle: {litres_maximum: 12}", "socle: {litres_maximum: 10}"))
    edit(library, ("defaut: 150", "defaut: 100"), path="clauses/commun/COM-007-justificatifs-controle.clause.yaml")
    edit(library, ("part: 10", "part: 12"), path="clauses/exigences/schema-essai.exigences.yaml")
    assert ids() == ["COM-007", "MOG-020"]
    assert len(told()["registers"]) == 1
    assert ids("--entree", "mog-020") == ["MOG-020"]
    assert ids("--entree", "MOG-020", "--entree", "COM-007") == ["COM-007", "MOG-020"]
    assert ids("--famille", "moyens-generaux") == ["MOG-020"]
    assert told("--entree", "MOG-020")["registers"] == []
    assert run("diff", "--entree", "MOG-013").code == 3


def test_the_dossiers_that_use_an_entry(library: Path, tmp_path: Path) -> None:
    other = tmp_path / "achats" / "2027"
    other.mkdir(parents=True)
    text = (library / "examples/nettoyage/nettoyage.dossier.yaml").read_text("utf-8")
    (other / "lot.dossier.yaml").write_text(text.replace("  MOG-020: {}\n", "  MOG-030: {}\n"), "utf-8")
    (other / "vide.dossier.yaml").write_text("objet: 3\n", "utf-8")
    edit(library, ("socle: {litres_maximum: 12}", "socle: {litres_maximum: 10}"))
    edit(library, ("poids: 20}", "poids: 21}"), path="clauses/moyens-generaux/MOG-G01-nettoyage-locaux.grille.yaml")
    done = run("diff", "--format", "json", "--dossiers", tmp_path / "achats")
    assert done.code == 2, "un dossier ne se lit pas"
    assert "vide.dossier.yaml" in done.err
    mine = "examples/nettoyage/nettoyage.dossier.yaml"
    found = {item["id"]: item["dossiers"] for item in json.loads(done.out)["changes"]}
    assert found["MOG-020"] == [mine]
    assert [Path(name).name for name in found["MOG-G01"]] == ["lot.dossier.yaml", "nettoyage.dossier.yaml"]


@pytest.mark.parametrize(
    ("name", "start"), [("a.txt", "De la"), ("a.md", "<!-- clausekit diff"), ("a.html", "<!doc"), ("a.json", "{")]
)
def test_a_file_says_its_form_and_is_not_replaced(library: Path, name: str, start: str) -> None:
    edit(library, ("socle: {litres_maximum: 12}", "socle: {litres_maximum: 10}"))
    done = run("diff", "--output", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"  écrit  {name}\n1 entrée")
    assert Path(name).read_text("utf-8").startswith(start)
    again = run("diff", "--output", name)
    assert again.code == 2
    assert "erreur[document-existant]" in again.err
    Path(name).write_text("à moi", "utf-8")
    assert run("diff", "--output", name, "--force").code == 0
    assert Path(name).read_text("utf-8").startswith(start)


def test_colours_only_where_they_are_seen(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(library, ("la note dans", "l'inscrit dans"))
    bare = run("diff").out
    assert "\x1b" not in bare
    monkeypatch.setattr(conftest._Stream, "isatty", lambda _: True)
    painted = run("diff").out
    assert "\x1b[31m[-la note-]\x1b[0m\x1b[32m{+l'inscrit+}\x1b[0m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == bare
    assert "\x1b" not in run("diff", "--format", "markdown").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert run("diff").out == bare


def test_texts_of_others_act_neither_on_a_terminal_nor_on_a_page(library: Path) -> None:
    nasty = 'titre: "Eau <script>alert(1)</script> @tous | *gras* [lien](http://x) \\u202E"'
    edit(library, ("titre: Économie d'eau de lavage", nasty))
    assert not re.search("[\x00-\x08\x1b\u202e]", run("diff").out)
    page = run("diff", "--format", "html").out
    assert "<script" not in page
    comment = run("diff", "--format", "markdown").out
    assert "<script" not in comment
    assert "@tous" not in comment
    assert r"\*gras\*" in comment
    assert r"\[lien\]" in comment
    [row] = [line for line in comment.splitlines() if line.startswith("| **MOG-020**")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 6


def test_a_change_of_everything_fits_a_comment(tmp_path: Path) -> None:
    """GitHub refuses 65,536 signs; what is left out is named."""
    old, new = tmp_path / "v1", tmp_path / "v2"
    for folder in (old, new):
        shutil.copytree(ROOT / "clauses", folder / "clauses")
    for path in (new / "clauses").rglob("*.clause.yaml"):
        text = (
            path.read_text("utf-8")
            .replace("Le titulaire", "Ce titulaire")
            .replace("mise_en_demeure: true", "mise_en_demeure: false")
        )
        path.write_text(text, "utf-8")
    done = run("diff", old, new, "--format", "markdown")
    assert done.code == 0
    assert len(done.out) < 65_536
    assert "ne sont pas détaillées ici, faute de place" in done.out
    named = set(re.findall(r"\b[A-Z]{3}-\d{3}\b", done.out))
    assert named >= {item["id"] for item in json.loads(run("diff", old, new, "--format", "json").out)["changes"]}


def test_help_says_the_exit_codes() -> None:
    shown = run("diff", "--help").out
    assert "3 rien ne change" in " ".join(shown.split())


def test_a_page_is_not_written_over_a_file_of_the_library(library: Path) -> None:
    root = library / "clauses" / "bibliotheque.yaml"
    before = root.read_bytes()
    done = run("diff", "--output", root, "--format", "text", "--force")
    assert (done.code, root.read_bytes()) == (2, before)
