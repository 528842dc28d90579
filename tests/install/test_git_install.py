"""`clausekit git install`, in real repositories: what `git diff` shows, what the hook refuses, what comes out again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Done, run
from read_specimen import docx, odt, para, table

LIBRARY = ROOT / "tests" / "cases" / "lint" / "bibliotheque"
ENTRY = "clauses/essai/ESS-001-tri.clause.yaml"
IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Élodie"), ("EMAIL", "e@exemple.fr"))
}

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not there")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: no settings of a developer, and `clausekit` on the path."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    programs = tmp_path / "programmes"
    programs.mkdir()
    script = programs / "clausekit"
    script.write_text(f'#!/bin/sh\nexec "{Path(sys.executable).as_posix()}" -m clausekit "$@"\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    return programs


def git(where: Path, *words: str, code: int = 0, **env: str) -> Done:
    done = subprocess.run(
        ["git", *words], check=False, cwd=where, capture_output=True, text=True, encoding="utf-8", env=os.environ | env
    )
    assert done.returncode == code, done.stdout + done.stderr
    return Done(code=done.returncode, out=done.stdout, err=done.stderr)


def filled(folder: Path) -> Path:
    """A library in canonical form in a folder."""
    shutil.copytree(LIBRARY / "clauses", folder / "clauses")
    assert run("fmt", "--library", folder).code == 0
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is a library, in a folder with spaces, accents and an apostrophe; all is committed."""
    folder = tmp_path / "Bibliothèque d'essai n° 1"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    filled(folder)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "un")
    monkeypatch.chdir(folder)
    return folder


def edit(folder: Path, *changes: tuple[str, str], file: str = ENTRY) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_bytes(text.encode())


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a repository but git's own objects, logs and index."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {
        name: data for name, data in found.items() if not name.startswith((".git/objects", ".git/logs", ".git/index"))
    }


# ------------------------------------------------------------------------------------ differences


def test_the_head_of_a_difference_names_the_piece_or_the_key(home):
    assert run("git", "install").code == 0
    filler = "".join(f"    Le titulaire trie le flux {number}.\n" for number in range(8))
    edit(home, ("    Il remet à {{ acheteur }}", f"{filler}    Il remet à {{{{ acheteur }}}}"))
    git(home, "commit", "-qam", "deux")
    edit(home, ("dans les {{ delai }}", "dans le mois"), ("usuel ; 80 %", "usuel ; 85 %"), ("annuelle", "mensuelle"))
    heads = [line.split("@@")[2].strip() for line in git(home, "diff", "-U0").out.split("\n") if line.startswith("@@")]
    assert heads == ["niveaux", "CCTP", "controle"]


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_words_are_blanks_links_numbers_and_french_words(home, locale):
    run("git", "install")
    changes = [
        ("{{ taux }} chaque", "{{ taux_minimal }} chaque"),
        ("Le titulaire trie à la source", "Le titulaire sépare à la source"),
        (
            "un bilan dans les {{ delai }} qui suivent",
            "un bilan dans les 15 jours, prévu à [[ESS-001]], sur l'année écoulée",
        ),
    ]
    edit(home, *changes)
    git(home, "commit", "-qam", "deux", "--no-verify")
    edit(home, ("15 jours", "3,5 jours"), ("[[ESS-001]]", "[[ESS-002]]"), ("l'année écoulée", "l'été écoulé"))
    edit(home, ("taux_minimal", "taux"))
    shown = git(home, "diff", "--word-diff", "-U0", LC_ALL=locale).out
    for words in ("[-15-]{+3,5+} jours,", "[-[[ESS-001]]-]{+[[ESS-002]]+}", "l'[-année écoulée-]{+été écoulé+}"):
        assert words in shown
    assert "au moins [-{{ taux_minimal }}-]{+{{ taux }}+} chaque" in shown


def heading(text: str) -> str:
    return para(text, style="Titre1")


@pytest.mark.parametrize("name", ["CCTP été.docx", "CCTP été.odt"])
def test_a_document_is_compared_by_its_words(home, name):
    def document(word: str, amount: str) -> bytes:
        if name.endswith(".docx"):
            body = [heading("Objet"), para(f"Le {word} trie."), table(["Retard", amount])]
            return docx(*body)
        cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("Retard", amount))
        rows = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
        return odt(f'<text:h text:outline-level="1">Objet</text:h><text:p>Le {word} trie.</text:p>{rows}')

    run("git", "install")
    (home / name).write_bytes(document("titulaire", "100 euros"))
    git(home, "add", "-A")
    git(home, "commit", "-q", "-m", "deux")
    (home / name).write_bytes(document("prestataire", "150 euros"))
    shown = git(home, "diff").out
    for line in ("-Le titulaire trie.", "+Le prestataire trie.", "-| Retard | 100 euros |", "+| Retard | 150 euros |"):
        assert f"\n{line}\n" in shown
    assert "Le [-titulaire-]{+prestataire+} trie." in git(home, "diff", "--word-diff").out
    # A damaged document does not hide the others.
    (home / name).write_bytes(b"PK\x03\x04 rien")
    assert "+[document illisible : " in git(home, "diff").out


def test_an_outline_tells_headings_tables_and_tracked_changes(home):
    inserted = '<w:ins w:author="Jean"><w:r><w:t xml:space="preserve"> deux fois</w:t></w:r></w:ins>'
    (home / "a.docx").write_bytes(docx(heading("Objet"), para("Il trie", inserted, "."), table(["a", "b"])))
    assert run("git", "apercu", home / "a.docx").out == (
        "# 1 Objet\nIl trie deux fois.\n    [ajout suivi, Jean : deux fois]\n| a | b |\n"
    )


# ------------------------------------------------------------------------------------ the hook


def commit(home: Path, *words: str, code: int = 0) -> str:
    return git(home, "commit", "-q", "-m", "essai", *words, code=code).err


def test_the_hook_refuses_a_broken_clause_and_takes_a_good_one(home):
    run("git", "install")
    edit(home, ("{{ taux }} chaque", "{{ inconnu }} chaque"))
    told = commit(home, "-a", code=1)
    assert "erreur[blanc-inconnu]" in told
    assert f"--> {ENTRY}:" in told
    assert "Commit refusé" in told
    edit(home, ("{{ inconnu }} chaque", "{{ taux }} par"))
    assert commit(home, "-a") == ""


def test_the_hook_refuses_a_file_out_of_form_but_only_a_touched_one(home):
    edit(home, ("themes: [dechets]", "themes: [ dechets ]"))
    git(home, "commit", "-qam", "hors forme")
    run("git", "install")
    edit(home, ("titre: Tri", "titre: Tris"), file="clauses/essai/ESS-090-tri-ancien.clause.yaml")
    assert commit(home, "-a") == ""
    edit(home, ("bons de pesée", "bons de pesage"))
    told = commit(home, "-a", code=1)
    assert f"à mettre en forme  {ENTRY}" in told
    assert "clausekit fmt" in told
    run("fmt")
    assert commit(home, "-a") == ""


def test_the_hook_judges_what_is_committed_and_not_what_is_on_the_disk(home):
    run("git", "install")
    edit(home, ("{{ taux }} chaque", "{{ inconnu }} chaque"))
    (home / "note.txt").write_text("rien", "utf-8")
    git(home, "add", "note.txt", ".gitattributes")
    assert commit(home) == ""  # the broken clause is not in it
    git(home, "add", ENTRY)
    edit(home, ("{{ inconnu }} chaque", "{{ taux }} par"))
    assert "blanc-inconnu" in commit(home, code=1)  # it is, mended on the disk only
    (home / "note.txt").write_text("deux", "utf-8")
    assert commit(home, "--", "note.txt") == ""  # an index of its own, without the clause
    assert commit(home, "-a") == ""


def test_an_unreadable_file_is_refused_once(home):
    run("git", "install")
    (home / ENTRY).write_text("id: [\n", "utf-8")
    told = commit(home, "-a", code=1)
    assert told.count("erreur[yaml-") == 1


def test_without_clausekit_the_hook_says_so_and_lets_go(home, alone):
    run("git", "install")
    git(home, "config", "--unset", "clausekit.programme")
    (alone / "clausekit").unlink()
    paths = [folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "clausekit").exists()]
    edit(home, ("{{ taux }} chaque", "{{ inconnu }} chaque"))
    (home / "a.docx").write_bytes(docx(para("Un.")))
    git(home, "add", "-A")
    done = git(home, "commit", "-q", "-m", "essai", PATH=os.pathsep.join(paths))
    assert "clausekit est introuvable" in done.err
    (home / "a.docx").write_bytes(docx(para("Deux.")))
    assert "[aperçu absent" in git(home, "diff", PATH=os.pathsep.join(paths)).out


def test_a_program_that_is_not_on_the_path_is_found_where_it_was(home, alone):
    run("git", "install")
    elsewhere = home.parent / "Outils d'Élodie"
    shutil.move(alone, elsewhere)
    git(home, "config", "clausekit.programme", (elsewhere / "clausekit").as_posix())
    paths = [folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "clausekit").exists()]
    edit(home, ("{{ taux }} chaque", "{{ inconnu }} chaque"))
    assert "blanc-inconnu" in git(home, "commit", "-qam", "x", code=1, PATH=os.pathsep.join(paths)).err


def test_windows_line_ends_stay_out_of_the_repository(home):
    git(home, "config", "core.autocrlf", "true")
    run("git", "install")
    edit(home, ("{{ taux }} chaque", "{{ taux }} par"))
    (home / ENTRY).write_bytes((home / ENTRY).read_bytes().replace(b"\n", b"\r\n"))
    git(home, "add", "-A")
    assert "Commit refusé" not in commit(home)
    blob = subprocess.run(["git", "show", f"HEAD:{ENTRY}"], cwd=home, capture_output=True, check=True).stdout
    assert blob.count(b"\n") > 30
    assert b"\r" not in blob
    (home / ENTRY).unlink()
    git(home, "checkout", "--", ENTRY)
    assert b"\r" not in (home / ENTRY).read_bytes()


def test_the_library_may_stand_in_a_folder_of_the_repository(tmp_path, monkeypatch):
    top = tmp_path / "Marchés"
    library = top / "La bibliothèque d'été"
    library.mkdir(parents=True)
    git(top, "init", "-q", "-b", "main")
    filled(library)
    monkeypatch.chdir(library / "clauses")
    assert run("git", "install").code == 0
    assert (top / ".gitattributes").is_file()
    git(top, "add", "-A")
    assert commit(top) == ""
    edit(library, ("{{ taux }} chaque", "{{ inconnu }} chaque"))
    assert "blanc-inconnu" in commit(top, "-a", code=1)
    git(top, "checkout", "-q", "--", ".")
    (top / "note.txt").write_text("x", "utf-8")
    git(top, "add", "-A")
    assert commit(top) == ""


def test_a_worktree_has_the_same_settings(home):
    run("git", "install")
    git(home, "add", "-A")
    commit(home)
    other = home.parent / "autre arbre"
    git(home, "worktree", "add", "-q", str(other), "-b", "autre")
    edit(other, ("{{ taux }} chaque", "{{ inconnu }} chaque"))
    assert "blanc-inconnu" in commit(other, "-a", code=1)
    assert run("git", "install", "--library", other).out.count("déjà là") == 3
    assert git(home, "status", "--short").out == ""


def test_the_settings_of_a_hook_that_calls_it_do_not_lead_astray(home, tmp_path, monkeypatch):
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    git(elsewhere, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(elsewhere / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(elsewhere))
    assert run("git", "install").code == 0
    assert (home / ".git" / "hooks" / "pre-commit").is_file()
    assert not (elsewhere / ".git" / "hooks" / "pre-commit").exists()


# ------------------------------------------------------------------------------------ put and taken out


def test_a_second_install_changes_nothing_and_uninstall_takes_all_out(home):
    (home / ".gitattributes").write_bytes(b"*.png binary\n")
    before = state(home)
    first = run("git", "install", "--forge", "gitlab")
    assert first.out.count("réglé") == 4
    after = state(home)
    assert state(home) != before
    again = run("git", "install", "--forge", "gitlab")
    assert (again.out.count("déjà là"), state(home)) == (4, after)
    assert run("git", "uninstall").out.count("ôté") == 4
    assert state(home) == before
    assert not (home / ".gitlab").exists()
    assert run("git", "uninstall").out == "Rien à ôter.\n"


def test_lines_of_others_stay_where_they_are(home):
    run("git", "install")
    hook, attributes = home / ".git" / "hooks" / "pre-commit", home / ".gitattributes"
    hook.write_bytes(hook.read_bytes() + b"echo fin\n")
    attributes.write_bytes(attributes.read_bytes().replace(b"eol=lf", b"eol=crlf") + b"*.png binary\n")
    assert run("git", "install").code == 0
    assert b"eol=crlf" not in attributes.read_bytes()
    assert attributes.read_bytes().endswith(b"*.png binary\n")
    run("git", "uninstall")
    assert hook.read_bytes() == b"#!/bin/sh\necho fin\n"
    assert attributes.read_bytes() == b"*.png binary\n"


def test_the_hook_of_another_is_not_touched_and_what_to_add_is_said(home):
    hook = home / ".git" / "hooks" / "pre-commit"
    hook.write_bytes(b"#!/bin/sh\nexit 0\n")
    done = run("git", "install")
    assert hook.read_bytes() == b"#!/bin/sh\nexit 0\n"
    assert "clausekit git controle --library . || exit 1" in done.out
    run("git", "uninstall")
    assert hook.read_bytes() == b"#!/bin/sh\nexit 0\n"


def test_a_folder_of_hooks_in_the_repository_is_used(home):
    git(home, "config", "core.hooksPath", "outils/hooks")
    run("git", "install")
    assert (home / "outils" / "hooks" / "pre-commit").is_file()
    edit(home, ("{{ taux }} chaque", "{{ inconnu }} chaque"))
    assert "blanc-inconnu" in commit(home, "-a", code=1)


def test_a_folder_of_hooks_common_to_several_repositories_is_not_touched(home, tmp_path):
    git(home, "config", "core.hooksPath", str(tmp_path / "communs"))
    done = run("git", "install")
    assert "core.hooksPath" in done.out
    assert not (tmp_path / "communs").exists()


def test_out_of_a_repository_or_of_a_library_it_says_so(tmp_path, monkeypatch):
    filled(tmp_path / "seule")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    done = run("git", "install", "--library", tmp_path / "seule")
    assert (done.code, "erreur[git-depot]" in done.err) == (2, True)
    monkeypatch.chdir(tmp_path)
    assert "bibliotheque-a-ecrire" in run("git", "install").err
