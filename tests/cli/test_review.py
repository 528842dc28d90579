"""`clausekit review`: what changed since the last reading, and the signature of the new one."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from clausekit import review, source
from clausekit.clause import Review
from conftest import ROOT, run
from depots import TRI, add_line, commit, edit, git
from lint_cases import CASES, files

SMALL = CASES / "bibliotheque" / "clauses"
ROLE = "Directrice juridique"
NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small library, outside git."""
    root = tmp_path / "bibliothèque"
    for path, content in files(SMALL).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def said(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def lint_of(folder: Path) -> str:
    return run("lint", folder).out.splitlines()[-1]


def test_without_a_role_nothing_is_written(folder: Path) -> None:
    before = (folder / TRI).read_bytes()
    done = run("review", "ESS-001", "--library", folder)
    assert (done.code, done.err) == (0, "")
    assert "jamais signée" in done.out
    assert "--par FONCTION" in done.out
    assert (folder / TRI).read_bytes() == before


def test_a_signature_is_two_lines_of_the_file(folder: Path) -> None:
    before = (folder / TRI).read_text("utf-8").splitlines()
    done = run("review", "ess-001", "--par", ROLE, "--date", "2026-11-22", "--library", folder)
    assert (done.code, done.err) == (0, "")
    assert "signée : relue le 22 novembre 2026 (Directrice juridique, empreinte " in said(done.out)
    after = (folder / TRI).read_text("utf-8").splitlines()
    new = [line for line in after if line not in before]
    assert new[0] == "etat: relue"
    assert new[1].startswith(f"lecture: {{date: 2026-11-22, par: {ROLE}, empreinte: ")
    assert after.index(new[1]) == after.index("etat: relue") + 1
    assert [line for line in before if line not in after] == ["etat: projet"]
    assert lint_of(folder) == "11 fichiers lus, 0 erreur, 0 avertissement"


@pytest.mark.parametrize("form", ["lf", "crlf", "bom", "sans-fin"])
def test_every_shipped_entry_can_be_signed_twice_and_nothing_else_moves(form: str) -> None:
    forms = {
        "lf": lambda data: data,
        "crlf": lambda data: data.replace(b"\n", b"\r\n"),
        "bom": lambda data: b"\xef\xbb\xbf" + data,
        "sans-fin": lambda data: data.rstrip(b"\n"),
    }
    paths = sorted((ROOT / "clauses").glob("*/*-*.*.yaml"))
    paths = [path for path in paths if path.parent.name != "exigences"]
    assert len(paths) > 280
    for path in paths[:: 1 if form == "lf" else 9]:
        data = forms[form](path.read_bytes())
        read = source.load(data, file=path.name)
        first = review.signed(data, read, review.reading(read, by="Élu : achats", date="2026-11-23"), state="relue")
        assert first is not None, path
        known = source.load(first, file=path.name)
        second = review.signed(first, known, Review(date="2026-11-24", by=ROLE, digest="0" * 16), state="validee")
        assert second is not None, path
        lines, others = data.splitlines(), second.splitlines()
        kept = [line for line in lines if not line.startswith((b"etat:", b"lecture:"))]
        assert [line for line in others if not line.startswith((b"etat:", b"lecture:"))] == kept, path
        assert source.load(second, file=path.name).data["lecture"] == {
            "date": "2026-11-24",
            "par": ROLE,
            "empreinte": "0" * 16,
        }


@pytest.mark.parametrize("by", ["Élu délégué : achats", "true", "# chef", "l'acheteuse", '"dite"', "12", "a\\b"])
def test_any_role_is_read_back(by: str) -> None:
    data = files(SMALL)[TRI.as_posix()]
    read = source.load(data, file=TRI.name)
    found = review.signed(data, read, review.reading(read, by=by, date="2026-11-23"), state="relue")
    assert found is not None
    assert source.load(found, file=TRI.name).data["lecture"]["par"] == by


def test_a_reading_in_block_style_is_written_over(folder: Path) -> None:
    edit(folder / TRI, "etat: projet\n", "etat: relue  # à suivre\nlecture:\n  date: 2026-01-01\n  par: X\n  # rien\n")
    edit(folder / TRI, "  par: X\n", '  par: X\n  empreinte: "0123456789abcdef"\n')
    assert "1 erreur" in lint_of(folder)
    assert run("review", "ESS-001", "--par", ROLE, "--library", folder).code == 0
    text = (folder / TRI).read_text("utf-8")
    assert "etat: relue  # à suivre\nlecture:\n  date: " in text
    assert f"  par: {ROLE}\n" in text
    assert "  # rien\n" in text
    assert lint_of(folder) == "11 fichiers lus, 0 erreur, 0 avertissement"


def test_a_second_signature_of_the_same_text_changes_nothing(folder: Path) -> None:
    run("review", "ESS-001", "--par", ROLE, "--date", "2026-11-22", "--library", folder)
    before = (folder / TRI).read_bytes()
    done = run("review", "ESS-001", "--par", "Autre", "--library", folder)
    assert "0 lecture signée." in done.out
    assert (folder / TRI).read_bytes() == before


def test_an_authority_validates_and_a_second_reader_does_not_undo_it(folder: Path) -> None:
    run("review", "ESS-001", "--par", ROLE, "--library", folder)
    done = run("review", "ESS-001", "--par", "Commission permanente", "--etat", "validee", "--library", folder)
    assert "signée : validée" in done.out
    assert "etat: validee\n" in (folder / TRI).read_text("utf-8")
    run("review", "ESS-001", "--par", ROLE, "--library", folder)
    assert "etat: validee\n" in (folder / TRI).read_text("utf-8")
    # Another text is another matter.
    edit(folder / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    run("review", "ESS-001", "--par", ROLE, "--library", folder)
    assert "etat: relue\n" in (folder / TRI).read_text("utf-8")


def test_a_family_is_signed_at_once_but_what_is_retired(folder: Path) -> None:
    done = run("review", "essai", "--par", ROLE, "--library", folder)
    assert done.code == 0
    assert "4 lectures signées." in done.out
    assert "retirée : rien à relire" in done.out
    assert lint_of(folder) == "11 fichiers lus, 0 erreur, 0 avertissement"


@NEEDS_GIT
def test_what_changed_since_the_last_reading(folder: Path) -> None:
    git(folder, "init", "-q")
    run("review", "ESS-001", "--par", ROLE, "--date", "2026-11-22", "--library", folder)
    commit(folder, "lue")
    edit(folder / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    add_line(folder / TRI, 2)
    commit(folder, "montée")
    edit(folder / TRI, "trie à la source", "trie sur place")
    (folder / TRI).rename(folder / TRI.parent / "ESS-001-tri-sur-place.clause.yaml")
    out = said(run("review", "ESS-001", "--library", folder).out)
    assert "Taux de valorisation, niveau renforcé : 80 % -> 85 % (plus exigeant)" in out
    assert "Le titulaire trie [-à la source-]{+sur place+} les déchets" in out


def test_without_git_all_is_to_be_read(folder: Path) -> None:
    run("review", "ESS-001", "--par", ROLE, "--library", folder)
    edit(folder / TRI, "renforce: {taux: 80", "renforce: {taux: 85")
    assert "à lire en entier" in said(run("review", "ESS-001", "--library", folder).out)


def test_what_lint_refuses_is_not_signed_nor_is_the_rest(folder: Path) -> None:
    edit(folder / TRI, "{{ taux }} chaque", "{{ tau }} chaque")
    before = {path: path.read_bytes() for path in (folder / "clauses").rglob("*.yaml")}
    done = run("review", "essai", "--par", ROLE, "--library", folder)
    assert done.code == 1
    assert "erreur[blanc-inconnu]" in done.err
    assert "rien n'est signé" in done.err
    assert {path: path.read_bytes() for path in before} == before


def test_a_fault_elsewhere_does_not_hinder(folder: Path) -> None:
    edit(folder / TRI, "{{ taux }} chaque", "{{ tau }} chaque")
    assert run("review", "ESS-G01", "--par", ROLE, "--library", folder).code == 0


def test_a_file_that_does_not_read(folder: Path) -> None:
    (folder / TRI).write_text("id: [\n", "utf-8")
    done = run("review", "ESS-001", "--par", ROLE, "--library", folder)
    assert (done.code, "Traceback" in done.err) == (2, False)
    assert TRI.name in done.err


def test_a_shape_that_cannot_be_signed(folder: Path) -> None:
    edit(folder / TRI, "etat: projet", "etat: >-\n  projet")
    before = (folder / TRI).read_bytes()
    done = run("review", "essai", "--par", ROLE, "--library", folder)
    assert (done.code, "erreur[lecture-non-ecrite]" in done.err) == (2, True)
    assert (folder / TRI).read_bytes() == before
    assert "lecture" not in (folder / "clauses/essai/ESS-G01-essai.grille.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("ESS-002",), "erreur[entree-inconnue]"),
        (("ESS-001", "--par", " "), "Directrice juridique"),
        (("ESS-001", "--par", ROLE, "--date", "hier"), "n'est pas une date"),
        (("ESS-001", "--par", ROLE, "--date", "2999-01-01"), "à venir"),
        (("ESS-001", "--par", ROLE, "--date", "2026-01-01"), "erreur[lecture-antidatee]"),
        (("ESS-001", "--par", ROLE, "--etat", "retiree"), "--etat"),
        ((), "ID|FAMILLE"),
    ],
)
def test_what_is_refused(folder: Path, words: tuple[str, ...], expected: str) -> None:
    done = run("review", *words, "--library", folder)
    assert done.code == 2
    assert expected in done.err
    assert "lecture" not in (folder / TRI).read_text("utf-8")


def test_a_revision_cannot_be_signed(folder: Path) -> None:
    done = run("review", "ESS-001", "--par", ROLE, "--library", f"{folder}@v1")
    assert (done.code, "erreur[dossier-absent]" in done.err) == (2, True)


def test_the_library_around_the_current_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "clauses" / "essai")
    assert run("review", "ESS-001", "--par", ROLE).code == 0
    monkeypatch.chdir(folder.parent)
    done = run("review", "ESS-001", "--par", ROLE)
    # The shipped library is nobody's to sign.
    assert (done.code, "erreur[dossier-absent]" in done.err) == (2, True)


def test_today_is_the_day(folder: Path) -> None:
    run("review", "ESS-001", "--par", ROLE, "--library", folder)
    assert f"date: {datetime.date.today().isoformat()}" in (folder / TRI).read_text("utf-8")
