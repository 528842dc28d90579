"""What a person is told when a merge is not finished, a clone is cut short, a path has spaces, a name is mistyped."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest

from clausekit.report.text import pasted
from conftest import ROOT, run
from depots import TRI, commit, edit, git
from lint_cases import CASES

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    folder = tmp_path / "dépôt d'été"
    shutil.copytree(CASES / "bibliotheque", folder)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "publiée")
    git(folder, "tag", "v1")
    return folder


def test_a_merge_that_is_not_finished_is_said(depot: Path) -> None:
    for branch, rate in (("vite", "85"), ("main", "90")):
        git(depot, "checkout", "-q", *(["-b"] if branch == "vite" else []), branch)
        edit(depot / TRI, "renforce: {taux: 80", f"renforce: {{taux: {rate}")
        commit(depot)
    git(depot, "merge", "-q", "vite", may_fail=True)
    done = run("git", "controle", "--library", depot)
    assert (done.code, "erreur[git-conflit]" in done.err, TRI.as_posix() in done.err) == (2, True, True)
    done = run("lint", depot)
    assert done.code == 2
    assert "Une fusion git a laissé ici deux textes" in done.out
    assert "erreur[yaml-syntaxe]" in done.out


@pytest.mark.parametrize(
    "words", [("diff", "v1"), ("diff", "HEAD~1"), ("redline", "ESS-001", "v1", "--output", "x.docx")]
)
def test_a_clone_cut_short_is_said(words: tuple[str, ...], depot: Path, tmp_path: Path) -> None:
    (depot / "note.txt").write_text("x", "utf-8")
    commit(depot)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", depot.as_uri(), str(clone))
    done = run(*words, "--library", clone)
    assert (done.code, "erreur[git-partiel]" in done.err) == (2, True)
    assert "git fetch --unshallow origin" in " ".join(done.err.split())
    whole = run("diff", "v9", "--library", depot)
    assert "erreur[git-revision]" in whole.err


def test_a_path_with_a_space_can_be_pasted(tmp_path: Path) -> None:
    folder = tmp_path / "Ma bibliothèque"
    out = run("init", folder).out
    assert f'git -C "{folder}" init' in out
    assert f'clausekit lint "{folder}"' in out
    assert f'clausekit new "{folder / "mon-achat" / "mon-achat.dossier.yaml"}"' in out
    plain = tmp_path / "bibliotheque"
    assert f"clausekit lint {plain}\n" in run("init", plain).out


@pytest.mark.parametrize(
    ("path", "windows", "typed"),
    [
        ("achats/un.dossier.yaml", False, "achats/un.dossier.yaml"),
        ("l'été 2026/a.yaml", False, '"l\'été 2026/a.yaml"'),
        ("prix en $.yaml", False, "'prix en $.yaml'"),
        ('le "bon".yaml', False, "'le \"bon\".yaml'"),
        ("l'offre `x`.yaml", False, "'l'\"'\"'offre `x`.yaml'"),
        ("a\\b.yaml", False, "'a\\b.yaml'"),
        (r"C:\achats\un.yaml", True, r"C:\achats\un.yaml"),
        (r"C:\Mes achats\un.yaml", True, r'"C:\Mes achats\un.yaml"'),
        (r"C:\l'été $\un.yaml", True, r"'C:\l''été $\un.yaml'"),
        ("lots 1,2.yaml", False, '"lots 1,2.yaml"'),
        (r"C:\lot1,lot2.yaml", True, r'"C:\lot1,lot2.yaml"'),
        ("C:\\l\u2019offre.yaml", True, '"C:\\l\u2019offre.yaml"'),
        ("C:\\l\u2019offre \u201cA\u201d.yaml", True, "'C:\\l\u2019\u2019offre \u201cA\u201d.yaml'"),
    ],
)
def test_a_path_is_pasted_whatever_its_signs(path: str, windows: bool, typed: str) -> None:
    assert pasted(path, windows=windows) == typed
    if not windows:
        assert shlex.split(typed) == [path]


def test_a_reading_signed_by_another_is_named(depot: Path) -> None:
    first = run("review", "ESS-001", "--par", "Juriste", "--date", "2026-11-22", "--library", depot)
    assert (first.code, "1 lecture signée." in first.out) == (0, True)
    again = run("review", "ESS-001", "--par", "Directrice", "--library", depot)
    assert "déjà signée par « Juriste » le 22 novembre 2026 : cette lecture reste" in again.out.replace("\u00a0", " ")
    assert "0 lecture signée." in again.out
    assert "déjà signée" not in run("review", "ESS-001", "--library", depot).out


def test_an_entry_given_for_a_dossier(depot: Path) -> None:
    done = run("outdated", "dec-003", "--library", depot)
    assert done.code == 2
    assert "clausekit impact DEC-003 ." in " ".join(done.err.split())


def test_a_mistyped_entry_is_guessed() -> None:
    done = run("impact", "DCE-003", ROOT / "examples", "--library", ROOT)
    assert (done.code, "Essayer DEC-003." in done.err) == (2, True)


def test_the_case_is_what_it_says(depot: Path) -> None:
    data = json.loads(run("lint", depot, "--since", "v1", "--format", "json").out)
    assert data["errors"] == []
