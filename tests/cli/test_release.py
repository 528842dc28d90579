"""`clausekit release`: an edition is closed from what git and the histories say, and nothing is written before."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausekit import library
from clausekit.library import Library
from clausekit.release import Baseline, release
from clausekit.release import journal as grammar
from clausekit.report.edition import section
from conftest import ROOT, run
from lint_cases import CASES

SMALL = CASES / "bibliotheque" / "clauses"
DAY = "2026-12-01"
CLAUSE, SECOND, OLD = "ESS-001-tri.clause", "ESS-002-eau.clause", "ESS-090-tri-ancien.clause"
REFERENCES = "registres/references.yaml"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")


def git(folder: Path, *words: str) -> str:
    quiet = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_COMMITTER_NAME": "a"}
    outside = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    when = {"GIT_AUTHOR_DATE": "2026-11-22T10:00:00Z", "GIT_COMMITTER_DATE": "2026-11-22T10:00:00Z"}
    env = {**outside, **quiet, **when, "GIT_COMMITTER_EMAIL": "a@b.c", "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, env=env)
    return done.stdout.decode().strip()


def path_of(folder: Path, name: str) -> Path:
    return folder / "clauses" / (name if name.endswith(".yaml") else f"essai/{name}.yaml")


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = path_of(folder, name)
    text = path.read_bytes().decode()
    assert old in text, (name, old)
    path.write_bytes(text.replace(old, new, 1).encode())


def line(number: int, nature: str, motive: str, day: str = "2026-11-21") -> str:
    return f"historique:\n  - {{revision: {number}, date: {day}, nature: {nature}, motif: {motive}}}\n"


def plain_library(folder: Path) -> Path:
    """The small library, every entry read again, with a second clause."""
    shutil.copytree(SMALL, folder / "clauses")
    for path in (folder / "clauses").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"etat: projet", b"etat: relue"))
    text = path_of(folder, CLAUSE).read_text("utf-8").replace("ESS-001", "ESS-002").replace("Tri des déchets", "Eau")
    text = text.replace("remplace: [ESS-090]", "remplace: []")
    path_of(folder, SECOND).write_text(text, "utf-8")
    assert run("fmt", "--library", folder).code == 0
    return folder


def keep(folder: Path, message: str = "suite") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A library in git, its edition 2026.4 tagged."""
    folder = plain_library(tmp_path / "b")
    git(tmp_path, "init", "-q", str(folder))
    keep(folder, "édition 2026.4")
    git(folder, "tag", "v2026.4")
    return folder


def signed(folder: Path, *names: str) -> None:
    """Read again, as the law of the house wants of what changed."""
    done = run("review", *names, "--par", "Juriste", "--date", "2026-11-21", "--library", folder)
    assert done.code == 0, done.err


def amended(folder: Path) -> Path:
    """A floor raised, a wording polished, an entry retired, a new one, a reference added; all said in the histories."""
    change(folder, CLAUSE, "renforce: {taux: 80", "renforce: {taux: 85")
    change(folder, CLAUSE, "historique:\n", line(2, "substantielle", "Niveau renforcé porté de 80 à 85 %."))
    change(folder, "ESS-C01-tri.critere", "pourquoi: Le taux se", "pourquoi: Un taux se")
    change(folder, "ESS-C01-tri.critere", "historique:\n", line(2, "redactionnelle", "Mot *précisé*."))
    change(folder, SECOND, "etat: relue", "etat: retiree\nremplacee_par: ESS-001")
    change(folder, SECOND, "historique:\n", line(2, "retrait", "Une seule clause suffit."))
    text = path_of(folder, CLAUSE).read_text("utf-8").replace("remplace: [ESS-090]", "remplace: []")
    change(folder, CLAUSE, "remplace: [ESS-090]", "remplace: [ESS-090, ESS-002]")
    fresh = re.sub(r"historique:\n(?:  - .*\n)+", line(1, "creation", "Première rédaction."), text)
    wood = fresh.replace("ESS-001", "ESS-003").replace("Tri des", "Bois des")
    path_of(folder, "ESS-003-bois.clause").write_text(wood, "utf-8")
    first = path_of(folder, REFERENCES).read_text("utf-8").splitlines()[2]
    added = first.replace("2112-2", "2112-9").replace("2026-08-22", "2027-03-01")
    with path_of(folder, REFERENCES).open("a", encoding="utf-8") as stream:
        stream.write(f"{added}\n")
    assert run("fmt", "--library", folder).code == 0
    signed(folder, "ESS-001", "ESS-003", "ESS-C01")
    keep(folder)
    return folder


SECTION = """\
## Édition 2026.5 – 1er décembre 2026

Depuis l'édition 2026.4 : 1 entrée nouvelle, 2 modifiées (1 substantielle, 1 rédactionnelle), 1 retirée.

### Essai

#### Nouvelles

- **ESS-003** Bois des déchets d'exécution – clause, révision 1
  - 21 novembre 2026, création : Première rédaction.
  - Mesures : M30.
  - Références : art. L. 2112-2 CCP.

#### Modifiées

- **ESS-001** Tri des déchets d'exécution – clause, révision 2
  - 21 novembre 2026, substantielle : Niveau renforcé porté de 80 à 85 %.
  - 1 valeur plus exigeante.
  - Mesures : M30.
- **ESS-C01** Performance du tri – critère, révision 2
  - 21 novembre 2026, rédactionnelle : Mot \\*précisé\\*.
  - Mesures : M13.

#### Retirées

- **ESS-002** Eau d'exécution – clause, révision 2, retirée
  - 21 novembre 2026, retrait : Une seule clause suffit.
  - Remplacée par ESS-001 (Tri des déchets d'exécution).
  - Mesures : M30.

### Registres et exigences

- Références, ajouts : `ccp-l2112-9` (article L. 2112-9 du code de la commande publique).

### Calendrier du droit

- 1er mars 2027 : art. L. 2112-9 CCP : la version connue entre en vigueur (`ccp-l2112-9`).
"""


def released(folder: Path, *words: object, on: str = DAY) -> object:
    return run("release", *words, "--on", on, "--library", folder)


# --- what is shown, what is written ---------------------------------------------------------------


def test_the_section_tells_each_change_with_its_motive_its_measures_and_the_law(shelf: Path) -> None:
    amended(shelf)
    done = released(shelf, "--format", "markdown")
    assert (done.code, done.err) == (0, "")
    assert done.out == SECTION
    assert not (shelf / grammar.PATH).exists()


def test_nothing_is_written_before_it_is_asked_and_git_is_never_touched(shelf: Path) -> None:
    amended(shelf)
    root = shelf / "clauses" / "bibliotheque.yaml"
    before, head, tags = root.read_bytes(), git(shelf, "rev-parse", "HEAD"), git(shelf, "tag")
    shown = released(shelf)
    assert (shown.code, root.read_bytes(), git(shelf, "status", "--porcelain")) == (0, before, "")
    assert "« clausekit release 2026.5 --write » écrirait clauses/JOURNAL.md" in shown.out
    assert released(shelf, "--dry-run").out == shown.out
    done = released(shelf, "--write")
    assert done.code == 0
    assert root.read_bytes() == before.replace(b'"2026.4"', b'"2026.5"')
    assert (shelf / grammar.PATH).read_text("utf-8").endswith(SECTION)
    assert (git(shelf, "rev-parse", "HEAD"), git(shelf, "tag"), git(shelf, "diff", "--cached")) == (head, tags, "")
    assert f"git -C {shelf} tag -a v2026.5" in done.out


def test_the_commands_that_are_proposed_close_the_edition_for_good(shelf: Path) -> None:
    amended(shelf)
    data = json.loads(released(shelf, "--write", "--format", "json").out)
    for command in data["commands"][:3]:
        words = re.findall(r'"([^"]*)"|(\S+)', command.removeprefix(f"git -C {shelf} "))
        git(shelf, *(quoted or bare for quoted, bare in words))
    assert git(shelf, "status", "--porcelain") == ""
    assert git(shelf, "tag") == "v2026.4\nv2026.5"
    after = released(shelf)
    assert (after.code, "Comparée à l'étiquette v2026.5." in after.out) == (3, True)
    assert "Rien n'a changé" in after.out


def test_a_journal_keeps_what_people_wrote_in_it_byte_for_byte(shelf: Path) -> None:
    amended(shelf)
    written = "\ufeff# Notre journal\r\n\r\nUn mot.\r\n\r\n## Édition 2026.4 – 2 novembre 2026\r\n\r\nÀ la main.\r\n"
    (shelf / grammar.PATH).write_bytes(written.encode())
    keep(shelf)
    assert released(shelf, "--write").code == 0
    found = (shelf / grammar.PATH).read_bytes().decode()
    head, tail = written.split("## Édition")
    assert found.startswith(head + "## Édition 2026.5")
    assert found.endswith("\r\n## Édition" + tail)
    assert found.replace("\r\n", "").count("\n") == 0
    assert [item.edition for item in grammar.sections(found)] == ["2026.5", "2026.4"]


@pytest.mark.parametrize("form", ["crlf", "bom", "comment"])
def test_the_number_alone_changes_in_the_file_of_the_library(shelf: Path, form: str) -> None:
    root = shelf / "clauses" / "bibliotheque.yaml"
    forms: dict[str, Callable[[bytes], bytes]] = {
        "crlf": lambda data: data.replace(b"\n", b"\r\n"),
        "bom": lambda data: b"\xef\xbb\xbf" + data,
        "comment": lambda data: data.replace(b'"2026.4"', b'"2026.4"  # ici'),
    }
    before = forms[form](root.read_bytes())
    amended(shelf)
    root.write_bytes(before)
    keep(shelf)
    assert released(shelf, "--write").code == 0
    assert root.read_bytes() == before.replace(b"2026.4", b"2026.5")


def test_the_same_edition_is_told_twice_with_the_same_bytes(shelf: Path) -> None:
    amended(shelf)
    for form in ("text", "markdown", "json"):
        assert released(shelf, "--format", form).out == released(shelf, "--format", form).out


def test_a_program_reads_the_same_facts(shelf: Path) -> None:
    amended(shelf)
    data = json.loads(released(shelf, "--format", "json").out)
    assert (data["edition"], data["ready"], data["date"]) == ("2026.5", True, DAY)
    assert data["previous"] == {"edition": "2026.4", "date": "2026-11-22", "found": "v2026.4"}
    changes = {item["id"]: item for item in data["changes"]}
    assert {name: item["change"] for name, item in changes.items()} == {
        "ESS-001": "changed",
        "ESS-002": "retired",
        "ESS-003": "new",
        "ESS-C01": "changed",
    }
    assert changes["ESS-002"]["successor"] == "ESS-001"
    directions = {item["route"]: item["direction"] for item in changes["ESS-001"]["figures"]}
    assert directions["niveaux.renforce.taux"] == "stricter"
    assert data["journal"] == {"path": grammar.PATH, "section": SECTION}
    assert [item["id"] for item in data["registers"]] == ["ccp-l2112-9"]
    assert data["written"] == []


# --- what it is compared with ---------------------------------------------------------------------


def test_without_a_tag_the_commit_that_wrote_the_edition_is_found(shelf: Path) -> None:
    git(shelf, "tag", "-d", "v2026.4")
    amended(shelf)
    # The number of the edition is a file's past, not its present: it is found however far it is.
    done = released(shelf, "2026.5", "--format", "markdown")
    assert done.out == SECTION
    assert "Aucune étiquette v2026.4" in released(shelf, "2026.5").out


def test_without_a_tag_nor_a_journal_the_edition_of_the_file_is_still_to_be_closed(shelf: Path) -> None:
    git(shelf, "tag", "-d", "v2026.4")
    done = released(shelf)
    assert done.code == 0
    assert "Édition à clore : 2026.4" in done.out
    assert "Première édition" in done.out
    assert released(shelf, "--write").code == 0
    keep(shelf)
    assert "Édition à clore : 2026.5" in released(shelf).out


def test_without_git_the_histories_and_the_journal_say_what_changed(shelf: Path, tmp_path: Path) -> None:
    git(shelf, "tag", "-d", "v2026.4")
    assert released(shelf, "--write", on="2026-11-22").code == 0
    bare = tmp_path / "sans-git"
    shutil.copytree(shelf, bare, ignore=shutil.ignore_patterns(".git"))
    assert released(bare).code == 3
    keep(shelf)
    git(shelf, "tag", "v2026.4")
    amended(shelf)
    shutil.copytree(shelf / "clauses", bare / "clauses", dirs_exist_ok=True)
    with_git, without = (json.loads(released(folder, "--format", "json").out) for folder in (shelf, bare))
    kept = ("id", "change", "revision", "history")
    told = [[[one[key] for key in kept] for one in data["changes"]] for data in (with_git, without)]
    assert told[0] == told[1]
    assert without["previous"]["found"] == "journal"
    assert without["commands"] == []
    assert released(bare, "--write").code == 0
    assert [item.edition for item in grammar.sections((bare / grammar.PATH).read_text("utf-8"))] == ["2026.5", "2026.4"]


def test_without_git_nor_journal_the_next_edition_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    folder = plain_library(tmp_path / "b")
    done = released(folder, "2026.5")
    assert (done.code, done.out) == (2, "")
    assert "erreur[edition-sans-repere]" in done.err
    assert released(folder, "2026.4").code == 0


def test_a_clone_that_lost_its_past_goes_by_the_journal(shelf: Path, tmp_path: Path) -> None:
    git(shelf, "tag", "-d", "v2026.4")
    assert released(shelf, "--write", on="2026-11-22").code == 0
    keep(shelf)
    amended(shelf)
    copy = tmp_path / "copie"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{shelf}", str(copy))
    data = json.loads(released(copy, "--format", "json").out)
    assert data["previous"]["found"] == "journal"
    assert [item["id"] for item in data["changes"]] == ["ESS-001", "ESS-002", "ESS-003", "ESS-C01"]


def test_a_revision_may_be_named(shelf: Path) -> None:
    amended(shelf)
    done = released(shelf, "--since", "HEAD")
    assert (done.code, "Rien n'a changé" in done.out) == (3, True)
    assert released(shelf, "--since", "HEAD~1", "--format", "markdown").out == SECTION


# --- what stands in the way -----------------------------------------------------------------------


def _refused(shelf: Path, said: str) -> None:
    before = {path: path.read_bytes() for path in (shelf / "clauses").rglob("*") if path.is_file()}
    done = released(shelf, "--write")
    assert (done.code, said in done.out) == (1, True), done.out
    assert "rien n'est écrit" in done.out
    assert {path: path.read_bytes() for path in (shelf / "clauses").rglob("*") if path.is_file()} == before


def test_an_obligation_that_changed_in_silence_stops_the_edition(shelf: Path) -> None:
    change(shelf, CLAUSE, "renforce: {taux: 80", "renforce: {taux: 85")
    keep(shelf)
    _refused(shelf, "erreur[historique-muet] ESS-001")


def test_a_substance_told_as_wording_stops_the_edition(shelf: Path) -> None:
    change(shelf, CLAUSE, "renforce: {taux: 80", "renforce: {taux: 85")
    change(shelf, CLAUSE, "historique:\n", line(2, "redactionnelle", "Une virgule."))
    keep(shelf)
    _refused(shelf, "erreur[nature-minoree] ESS-001")


def test_an_entry_that_vanished_stops_the_edition(shelf: Path) -> None:
    path_of(shelf, OLD).unlink()
    keep(shelf)
    _refused(shelf, "erreur[entree-supprimee]")


def test_what_git_does_not_hold_stops_the_edition(shelf: Path) -> None:
    amended(shelf)
    (shelf / "clauses" / "essai" / "note.txt").write_text("à moi", "utf-8")
    _refused(shelf, "erreur[edition-depot]")
    (shelf / "clauses" / "essai" / "note.txt").unlink()
    (shelf / "hors-bibliotheque.txt").write_text("un dossier en cours", "utf-8")
    assert released(shelf).code == 0


def test_a_grid_that_uses_a_draft_stops_the_edition(shelf: Path) -> None:
    amended(shelf)
    change(shelf, CLAUSE, "etat: relue", "etat: projet")
    keep(shelf)
    _refused(shelf, "erreur[edition-grille] La grille ESS-G01 emploie ESS-001")


def test_a_file_out_of_shape_stops_the_edition(shelf: Path) -> None:
    amended(shelf)
    change(shelf, "ESS-A01-charte.annexe", "themes: [dechets]", "themes:   [ dechets ]")
    keep(shelf)
    _refused(shelf, "erreur[edition-forme]")


def test_what_lint_refuses_stops_the_edition(shelf: Path) -> None:
    amended(shelf)
    change(shelf, CLAUSE, "references: [{ref: ccp-l2112-2}]", "references: [{ref: ccp-inconnu}]")
    keep(shelf)
    _refused(shelf, "erreur[reference-inconnue]")


def test_the_section_alone_is_printed_with_what_stops_it_beside(shelf: Path) -> None:
    change(shelf, CLAUSE, "renforce: {taux: 80", "renforce: {taux: 85")
    keep(shelf)
    done = released(shelf, "--format", "markdown")
    assert (done.code, done.out.startswith("## Édition 2026.5")) == (1, True)
    assert "erreur[historique-muet]" in done.err


def test_a_file_that_does_not_read_is_told_alone(shelf: Path) -> None:
    amended(shelf)
    path_of(shelf, CLAUSE).write_bytes(b"id: [")
    done = released(shelf, "--write")
    assert (done.code, done.out) == (2, "")
    assert "erreur[yaml-" in done.err


def test_a_reading_of_the_old_text_stops_the_edition(shelf: Path) -> None:
    change(shelf, CLAUSE, "renforce: {taux: 80", "renforce: {taux: 85")
    change(shelf, CLAUSE, "historique:\n", line(2, "substantielle", "Niveau renforcé porté de 80 à 85 %."))
    keep(shelf)
    _refused(shelf, "erreur[lecture-non-refaite] ESS-001")
    signed(shelf, "ESS-001")
    keep(shelf)
    assert released(shelf).code == 0


def test_a_wording_without_its_line_is_told_in_the_journal(shelf: Path) -> None:
    change(shelf, CLAUSE, "pourquoi: Une entreprise", "pourquoi: Toute entreprise")
    keep(shelf)
    done = released(shelf, "--format", "markdown")
    assert (done.code, "  - Sans ligne d'historique nouvelle." in done.out) == (0, True), done.err


def test_without_git_an_entry_that_vanished_stops_the_edition(tmp_path: Path) -> None:
    folder = plain_library(tmp_path / "b")
    assert released(folder, "--write", on="2026-11-22").code == 0
    change(folder, SECOND, "etat: relue", "etat: retiree\nremplacee_par: ESS-001")
    path_of(folder, OLD).unlink()
    done = released(folder)
    assert done.code == 1
    assert "erreur[edition-historique] ESS-002 a été retirée, ou reprise, sans ligne" in done.out
    assert "erreur[edition-historique] ESS-090 a disparu" in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2026",), "erreur[edition-malformee]"),
        (("demain",), "erreur[edition-malformee]"),
        (("2026.0",), "erreur[edition-malformee]"),
        (("2026.4",), "erreur[edition-prise]"),
        (("v2026.04",), "erreur[edition-prise]"),
        (("2026.3",), "erreur[edition-passee]"),
        (("2025.12",), "erreur[edition-passee]"),
        (("--since", "v1.0"), "erreur[git-revision]"),
        (("--write", "--dry-run"), "n'en garder qu'un"),
        (("--on", "2026-11-01"), "l'édition précédente est du 2026-11-22"),
        (("--on", "jeudi"), "n'est pas une date"),
    ],
)
def test_what_is_typed_wrong_is_told(shelf: Path, words: tuple[str, ...], said: str) -> None:
    amended(shelf)
    given = () if "--on" in words else ("--on", DAY)
    done = run("release", *words, *given, "--library", shelf)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert git(shelf, "status", "--porcelain") == ""


def test_the_shipped_library_is_not_released_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("release")
    assert (done.code, "erreur[bibliotheque-absente]" in done.err) == (2, True)
    assert "erreur[git-revision]" in run("release", "--library", f"{ROOT}@HEAD").err


def test_a_new_year_opens_a_new_series(shelf: Path) -> None:
    amended(shelf)
    assert "Édition à clore : 2027.1" in released(shelf, on="2027-01-04").out
    assert "Édition à clore : 2026.9" in released(shelf, "2026.9").out


# --- the journal ----------------------------------------------------------------------------------


def _files() -> dict[str, bytes]:
    read = {f"clauses/{path.relative_to(SMALL).as_posix()}": path.read_bytes() for path in SMALL.rglob("*.yaml")}
    return {path: data.replace(b"etat: projet", b"etat: relue") for path, data in read.items()}


def _many(count: int = 8) -> dict[str, bytes]:
    files = _files()
    model = files[f"clauses/essai/{CLAUSE}.yaml"].decode()
    names = [f"ESS-1{number:02}" for number in range(count)]
    return {
        **files,
        **{f"clauses/essai/{name}-x.clause.yaml": model.replace("ESS-001", name).encode() for name in names},
    }


def _load(files: dict[str, bytes]) -> Library:
    loaded, findings = library.load(files)
    assert findings == ()
    return loaded


MANY = _many()
NUMBERS = range(8)
KINDS = ("same", "spaces", "stricter", "wording", "retired", "gone", "silent")


def _mutated(text: str, kind: str) -> str:
    said = {"stricter": "substantielle", "wording": "redactionnelle", "retired": "retrait"}
    if kind in said:
        text = text.replace("historique:\n", line(2, said[kind], "Une raison."))
    changes = {
        "stricter": ("renforce: {taux: 80", "renforce: {taux: 90"),
        "silent": ("renforce: {taux: 80", "renforce: {taux: 90"),
        "wording": ("pourquoi: Une entreprise", "pourquoi: Toute entreprise"),
        "retired": ("etat: relue", "etat: retiree\nremplacee_par: ESS-001"),
    }
    if kind == "spaces":
        return text.replace("themes: [dechets]", "themes:   [ dechets ]  # une note")
    return text.replace(*changes[kind], 1) if kind in changes else text


def _future(kinds: list[str], fresh: int) -> dict[str, bytes]:
    files = dict(MANY)
    for number, kind in zip(NUMBERS, kinds, strict=True):
        path = f"clauses/essai/ESS-1{number:02}-x.clause.yaml"
        text = files.pop(path).decode()
        if kind != "gone":
            files[path] = _mutated(text, kind).encode()
    model = MANY[f"clauses/essai/{CLAUSE}.yaml"].decode()
    for number in range(fresh):
        files[f"clauses/essai/ESS-2{number:02}-x.clause.yaml"] = model.replace("ESS-001", f"ESS-2{number:02}").encode()
    return files


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(KINDS), min_size=8, max_size=8), st.integers(0, 3))
def test_the_journal_names_every_changed_entry_exactly_once_and_no_other(kinds: list[str], fresh: int) -> None:
    old, new = _load(MANY), _load(_future(kinds, fresh))
    baseline = Baseline(edition="2026.4", day="2026-11-22", name="v2026.4", library=old)
    closing = release(new, edition="2026.5", day=DAY, baseline=baseline)
    written = section(closing, new)
    named = re.findall(r"^- \*\*(.+?)\*\*", written, re.M)
    wanted = {f"ESS-1{n:02}" for n, kind in zip(NUMBERS, kinds, strict=True) if kind not in {"same", "spaces"}}
    wanted |= {f"ESS-2{number:02}" for number in range(fresh)}
    assert sorted(named) == sorted(wanted)
    # What is written is what is read back.
    [read] = grammar.sections(written)
    assert set(read.entries) == wanted
    assert (read.edition, read.day) == ("2026.5", DAY)
    retired = {f"ESS-1{n:02}" for n, kind in zip(NUMBERS, kinds, strict=True) if kind in {"retired", "gone"}}
    assert {name for name, item in read.entries.items() if item.retired} == retired
    assert closing.empty == (not wanted)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(["same", "stricter", "wording", "retired"]), min_size=8, max_size=8), st.integers(0, 3))
def test_the_histories_alone_name_the_same_entries(kinds: list[str], fresh: int) -> None:
    old, new = _load(MANY), _load(_future(kinds, fresh))
    first = section(release(old, edition="2026.4", day="2026-11-22", baseline=Baseline()), old)
    known = grammar.known(grammar.sections(first))
    assert set(known) == set(old.ids)
    bare = Baseline(edition="2026.4", day="2026-11-22", name="journal", known=known)
    full = Baseline(edition="2026.4", day="2026-11-22", name="v2026.4", library=old)
    told = [
        [(item.id, item.change, item.revision, item.nature) for item in closing.items]
        for closing in (release(new, edition="2026.5", day=DAY, baseline=one) for one in (bare, full))
    ]
    assert [row for row in told[0] if row[1] != "new"] == [row for row in told[1] if row[1] != "new"]
    assert [row[:3] for row in told[0]] == [row[:3] for row in told[1]]


def test_words_of_an_entry_are_only_words_in_the_journal() -> None:
    text = MANY["clauses/essai/ESS-100-x.clause.yaml"].decode()
    motive = '"<script>alert(1)</script> [lien](x) **ESS-999** `x` – clause, révision 9"'
    changed = text.replace("historique:\n", line(2, "redactionnelle", motive)).replace(
        "titre: Tri des", 'titre: "** – clause, révision 7" # '
    )
    new = _load({**MANY, "clauses/essai/ESS-100-x.clause.yaml": changed.encode()})
    closing = release(new, edition="2026.5", day=DAY, baseline=Baseline(name="x", library=_load(MANY)))
    written = section(closing, new)
    assert "<script>" not in written.replace("\\<", "")
    [read] = grammar.sections(written)
    assert {name: item.revision for name, item in read.entries.items()} == {"ESS-100": 2}


def test_the_shipped_journal_is_of_this_library_and_goes_with_init(tmp_path: Path, shipped: Library) -> None:
    read = grammar.sections((ROOT / grammar.PATH).read_text("utf-8"))
    assert read
    for name, item in grammar.known(read).items():
        entry = shipped.find(name)
        assert entry is not None, name
        assert item.revision <= entry.revision, name
    assert run("init", tmp_path / "b").code == 0
    assert (tmp_path / "b" / grammar.PATH).read_bytes() == (ROOT / grammar.PATH).read_bytes()
    done = released(tmp_path / "b", on="2027-01-04")
    assert (done.code, "Édition à clore : 2027.1" in done.out) == (3, True), done.out
