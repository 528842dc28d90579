"""`clausekit redline`: from one git revision to another, as tracked changes in a Word file."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import redline_edits as edits

from conftest import ROOT, run
from word_specimen import part

NAME = "nettoyage-ccp"
ENTRY = "MOG-004"
MISSING = "Les erreurs que les occupants ont commises au point d’apport ne sont pas retenues."

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")


def git(folder: Path, *words: str) -> None:
    quiet = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_COMMITTER_NAME": "a"}
    outside = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    env = {**outside, **quiet, "GIT_COMMITTER_EMAIL": "a@b.c", "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, env=env)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a dossier: what was signed (v1), what was amended (v2), and what is on the disk."""
    folder = tmp_path_factory.mktemp("depot")
    shutil.copytree(ROOT / "clauses", folder / "clauses")
    (folder / "achat").mkdir()
    shutil.copy(ROOT / "examples" / "metropole.acheteur.yaml", folder / "achat")
    text = (ROOT / "examples" / NAME / f"{NAME}.dossier.yaml").read_text("utf-8")
    dossier = folder / "achat" / f"{NAME}.dossier.yaml"
    dossier.write_text(text.replace("../metropole", "metropole"), "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "signé")
    git(folder, "tag", "v1")
    [clause] = (folder / "clauses").glob(f"*/{ENTRY}-*.clause.yaml")
    kept = [line for line in clause.read_text("utf-8").splitlines(keepends=True) if "Les erreurs que" not in line]
    clause.write_text("".join(kept).replace("taux_bacs: 85", "taux_bacs: 88"), "utf-8")
    git(folder, "commit", "-qam", "amendé")
    git(folder, "tag", "v2")
    dossier.write_text(dossier.read_text("utf-8").replace("niveau: socle", "niveau: renforce"), "utf-8")
    return folder


def said(body: object) -> list[str]:
    return [text for item in body.iter(edits.w("p")) if (text := "".join(item.itertext()))]


def test_an_entry_shows_each_text_and_each_level_with_its_blanks(repository: Path, tmp_path: Path) -> None:
    target = tmp_path / "clause.docx"
    done = run("redline", ENTRY, "v1", "v2", "--output", target, "--library", repository)
    assert (done.code, done.err) == (0, "")
    assert "De la révision v1 à la révision v2." in done.out
    old, new = (said(edits.settle(target.read_bytes(), accepted=accepted)) for accepted in (False, True))
    assert any(MISSING in text for text in old)
    assert not any(MISSING in text for text in new)
    assert any("[taux_bacs]" in text for text in new)
    assert "1.2\u00a0CCTP" not in new
    assert any("complément du niveau exemplaire" in text for text in new)
    assert ("85\u00a0%" in old, "88\u00a0%" in new, "85\u00a0%" in new) == (True, True, False)
    xml = part(target.read_bytes(), edits.DOCUMENT).decode()
    assert 'w:author="v1 → v2"' in xml


def test_a_family_shows_the_entries_that_changed_alone(repository: Path, tmp_path: Path) -> None:
    target = tmp_path / "famille.docx"
    assert run("redline", "moyens-generaux", "v1", "--output", target, "--library", repository).code == 0
    titles = [text for text in said(edits.settle(target.read_bytes(), accepted=True)) if text.startswith("MOG-")]
    assert [title[:7] for title in titles] == [ENTRY]


def test_an_entry_that_is_new_is_all_inserted(repository: Path, tmp_path: Path) -> None:
    clause = next((repository / "clauses").glob(f"*/{ENTRY}-*.clause.yaml"))
    fresh = clause.with_name("MOG-099-essai.clause.yaml")
    fresh.write_text(clause.read_text("utf-8").replace(f"id: {ENTRY}", "id: MOG-099"), "utf-8")
    try:
        target = tmp_path / "neuve.docx"
        done = run("redline", "MOG-099", "v1", "--output", target, "--library", repository)
    finally:
        fresh.unlink()
    assert done.code == 0
    assert said(edits.settle(target.read_bytes(), accepted=False))[:1] == ["MOG-099"]
    assert not any("flux" in text for text in said(edits.settle(target.read_bytes(), accepted=False)))


@pytest.mark.parametrize(("revisions", "told"), [(("v1", "v2"), {"CCP"}), (("v2",), {"CCP", "lettre"})])
def test_a_dossier_gives_the_pieces_that_change(
    repository: Path, tmp_path: Path, revisions: tuple[str, ...], told: set[str]
) -> None:
    dossier = repository / "achat" / f"{NAME}.dossier.yaml"
    done = run("redline", dossier, *revisions, "--output", tmp_path / "suivi")
    assert (done.code, done.err) == (0, "")
    assert "Dossier et bibliothèque lus à ces révisions." in done.out
    found = {path.name.removesuffix("-modifications.docx"): path for path in (tmp_path / "suivi").iterdir()}
    assert told <= set(found)
    if revisions == ("v2",):
        assert run("assemble", dossier, "--output", tmp_path / "neuf").code == 0
        got = edits.said(edits.settle(found["CCP"].read_bytes(), accepted=True))
        assert got == edits.said(edits.body_of((tmp_path / "neuf" / "CCP.docx").read_bytes()))


def test_a_dossier_outside_of_the_repository_stays_as_it_is(repository: Path, tmp_path: Path) -> None:
    shutil.copy(repository / "achat" / "metropole.acheteur.yaml", tmp_path)
    dossier = tmp_path / f"{NAME}.dossier.yaml"
    shutil.copy(repository / "achat" / dossier.name, dossier)
    done = run("redline", dossier, "v1", "v2", "--output", tmp_path / "suivi", "--library", repository)
    assert done.code == 0
    assert "Bibliothèque lue à ces révisions ; le dossier, qui n'est pas dans le même dépôt" in done.out


def test_nothing_changed_writes_nothing(repository: Path, tmp_path: Path) -> None:
    done = run("redline", ENTRY, "v1", "v1", "--output", tmp_path / "rien.docx", "--library", repository)
    assert (done.code, list(tmp_path.iterdir())) == (3, [])
    assert "Aucune différence" in done.out


def test_a_file_in_the_way_is_kept_without_force(repository: Path, tmp_path: Path) -> None:
    target = tmp_path / "clause.docx"
    target.write_bytes(b"annotations")
    arguments = ("redline", ENTRY, "v1", "v2", "--output", target, "--library", repository)
    assert run(*arguments).code == 2
    assert target.read_bytes() == b"annotations"
    assert run(*arguments, "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((ENTRY, "v9"), "git-revision"),
        ((ENTRY, "v1", "v9"), "git-revision"),
        (("MOG-999", "v1"), "entree-inconnue"),
        (("famille-absente", "v1"), "entree-inconnue"),
        (("achat/absent.dossier.yaml", "v1"), "fichier-absent"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(repository)
    done = run("redline", *arguments, "--output", tmp_path / "rien.docx")
    assert done.code == 2
    assert f"erreur[{told}]" in done.err
    assert list(tmp_path.iterdir()) == []


def test_an_entry_that_cannot_be_read_is_not_an_entry_taken_out(repository: Path, tmp_path: Path) -> None:
    [clause] = (repository / "clauses").glob(f"*/{ENTRY}-*.clause.yaml")
    before = clause.read_text("utf-8")
    clause.write_text("id: [", "utf-8")
    try:
        done = run("redline", ENTRY, "v1", "--output", tmp_path / "rien.docx", "--library", repository)
    finally:
        clause.write_text(before, "utf-8")
    assert done.code == 2
    assert clause.name in done.err
    assert list(tmp_path.iterdir()) == []


def test_without_a_repository_there_are_no_revisions(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "clauses", tmp_path / "bibliotheque" / "clauses")
    done = run("redline", ENTRY, "v1", "--output", tmp_path / "a.docx", "--library", tmp_path / "bibliotheque")
    assert done.code == 2
    assert "erreur[git-depot]" in done.err


def test_the_name_of_the_output_must_fit(repository: Path, tmp_path: Path) -> None:
    assert run("redline", ENTRY, "v1", "--output", tmp_path / "a.pdf", "--library", repository).code == 2
    dossier = repository / "achat" / f"{NAME}.dossier.yaml"
    done = run("redline", dossier, "v1", "--output", tmp_path / "a.docx")
    assert (done.code, "donner un dossier du disque" in " ".join(done.err.split())) == (2, True)
    assert list(tmp_path.iterdir()) == []
