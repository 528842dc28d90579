"""`outdated`: what was issued, held against the library of today."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import issued_depot as depot
import pytest

from conftest import Done, run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")
HARDER = "niveau renforcé : 50 % → 60 % (plus exigeant)"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A contract issued, then an edition in which four of its entries move."""
    folder = depot.created(tmp_path_factory.mktemp("depot") / "bibliotheque")
    for name in (depot.EXAMPLE, "nettoyage-ccp"):
        assert run("assemble", depot.dossier(folder, name)).code == 0
    depot.commit(folder, "Pièces émises")
    depot.raise_floor(folder)
    depot.commit(folder, "DEC-001 durcie")
    depot.second(folder, "DEC-005", "DEC-095")
    depot.retire(folder, "DEC-005", "DEC-095")
    depot.commit(folder, "DEC-005 remplacée")
    far = depot.entry(folder, "DEC-002")
    text = far.read_text("utf-8")
    at = text.index("exemplaire: {")
    far.write_text(text[:at] + text[at:].replace(": 15,", ": 14,", 1).replace(": 12,", ": 11,", 1), "utf-8")
    depot.line(far, "Niveau exemplaire seul.")
    # A reflow and a comment: nothing that anybody would read.
    same = depot.entry(folder, "COM-004")
    same.write_text("# Relu.\n" + same.read_text("utf-8"), "utf-8")
    depot.commit(folder, "DEC-002 et un commentaire")
    return folder


@pytest.fixture
def copy(issued: Path, tmp_path: Path) -> Path:
    """The same repository, to be spoilt."""
    return Path(shutil.copytree(issued, tmp_path / "copie"))


def data(done: Done) -> dict[str, Any]:
    assert done.code in {0, 1, 2, 3}
    found: dict[str, Any] = json.loads(done.out)
    return found


def rows(done: Done) -> dict[str, Any]:
    [lock] = data(done)["locks"]
    return {item["id"]: item for item in lock["entries"]}


def sortie(folder: Path, name: str = depot.EXAMPLE) -> Path:
    return depot.dossier(folder, name).parent / "sortie" / f"{name}.verrou.yaml"


def test_each_entry_that_moved_and_no_other(issued: Path) -> None:
    done = run("outdated", depot.dossier(issued), "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = rows(done)
    assert {name: (item["status"], item["issued_revision"], item["revision"]) for name, item in found.items()} == {
        "DEC-001": ("newer", 1, 2),
        "DEC-002": ("newer", 1, 2),
        "DEC-005": ("retired", 1, 2),
    }
    assert data(done)["locks"][0]["current"] > 25
    assert found["DEC-005"]["successor"] == "DEC-095"
    assert found["DEC-001"]["history"][0]["reason"] == depot.MOTIVE


def test_a_floor_raised_above_a_value_is_told_with_its_direction(issued: Path) -> None:
    done = run("outdated", depot.dossier(issued))
    assert done.code == 0
    assert depot.MOTIVE in done.out and HARDER in " ".join(done.out.split())
    assert "lot 1, part_echeance : valeur de 50 %, sous le minimum de 55 %" in done.out
    assert "lot 2, part_echeance" not in done.out, "65 % is above the floor"
    item = rows(run("outdated", depot.dossier(issued), "--format", "json"))["DEC-001"]
    assert item["out_of_bounds"] == [{"lot": "1", "name": "part_echeance", "value": 50, "side": "min", "limit": 55}]
    assert item["change"]["directions"] == ["stricter"]
    assert (item["change"]["severity"], item["change"]["declared_severity"]) == ("substantielle", "substantielle")


def test_a_level_that_no_lot_keeps_changes_nothing_here(issued: Path) -> None:
    item = rows(run("outdated", depot.dossier(issued), "--format", "json"))["DEC-002"]
    assert (
        item["change"]["aside"] == ["niveau exemplaire non retenu", "texte non imprimé"][: len(item["change"]["aside"])]
    )
    assert not any(figure["reaches"] for figure in item["change"]["figures"])


def test_strict_says_it_by_the_exit_code(issued: Path) -> None:
    assert run("outdated", depot.dossier(issued), "--strict").code == 1
    assert run("outdated", depot.dossier(issued, "nettoyage-ccp"), "--strict").code == 0
    assert "À jour : " in run("outdated", depot.dossier(issued, "nettoyage-ccp")).out


def test_a_dossier_a_lock_and_a_folder_say_the_same(issued: Path) -> None:
    by_dossier = data(run("outdated", depot.dossier(issued), "--format", "json"))
    by_lock = data(run("outdated", sortie(issued), "--format", "json"))
    assert by_dossier["locks"] == by_lock["locks"]
    done = run("outdated", issued / "achats", "--format", "json")
    found = data(done)
    assert [Path(item["file"]).name for item in found["locks"]] == [
        "collecte-dechets.verrou.yaml", "nettoyage-ccp.verrou.yaml"
    ]  # fmt: skip
    assert [Path(name).parent.name for name in found["without_lock"]] == [
        "postes-de-travail", "renovation-ecole", "traiteur-evenements"
    ]  # fmt: skip


def test_without_a_lock_there_is_nothing_to_compare(issued: Path) -> None:
    done = run("outdated", depot.dossier(issued, "renovation-ecole"))
    assert (done.code, done.out) == (3, "")
    assert "pas de verrou pour" in done.err
    told = data(run("outdated", depot.dossier(issued, "renovation-ecole"), "--format", "json"))
    assert (told["locks"], len(told["without_lock"])) == ([], 1)


def test_when_git_has_not_kept_the_text_the_history_still_speaks(copy: Path) -> None:
    shutil.rmtree(copy / ".git")
    done = run("outdated", depot.dossier(copy))
    assert done.code == 0
    said = " ".join(done.out.split())
    assert f"révision 2 (substantielle) : {depot.MOTIVE}" in said
    assert "le texte émis n'a pas été retrouvé dans git" in said
    assert HARDER not in said
    assert "valeur de 50 %, sous le minimum de 55 %" in said
    assert rows(run("outdated", depot.dossier(copy), "--format", "json"))["DEC-001"]["change"] is None


def test_a_text_changed_without_a_new_revision_is_seen(copy: Path) -> None:
    depot.change(depot.entry(copy, "COM-003"), ("Le titulaire", "Le titulaire seul"))
    found = rows(run("outdated", depot.dossier(copy), "--format", "json"))
    assert found["COM-003"]["status"] == "edited"
    assert any(item["new"] for item in found["COM-003"]["change"]["prose"])


def test_an_entry_that_is_gone_and_a_library_that_is_older(copy: Path) -> None:
    depot.entry(copy, "COM-004").unlink()
    assert rows(run("outdated", depot.dossier(copy), "--format", "json"))["COM-004"]["status"] == "removed"
    words = sortie(copy).read_text("utf-8")
    at = words.index("  DEC-001:")
    sortie(copy).write_text(words[:at] + words[at:].replace("revision: 1", "revision: 9", 1), "utf-8")
    assert rows(run("outdated", depot.dossier(copy), "--format", "json"))["DEC-001"]["status"] == "older"


@pytest.mark.parametrize(
    ("words", "rule"), [("format: 9\n", "verrou-format"), ("format: [", "yaml-"), ("format: 1\n", "schema-")]
)
def test_a_lock_that_cannot_be_read_hides_no_other(copy: Path, words: str, rule: str) -> None:
    sortie(copy).write_text(words, "utf-8")
    done = run("outdated", copy / "achats")
    assert done.code == 2
    assert f"erreur[{rule}" in done.err
    assert "nettoyage-ccp.verrou.yaml" in done.out
    told = data(run("outdated", copy / "achats", "--format", "json"))
    assert told["errors"] and len(told["locks"]) == 1


def test_what_does_not_exist(issued: Path) -> None:
    done = run("outdated", issued / "absent.dossier.yaml")
    assert (done.code, "erreur[fichier-absent]" in done.err) == (2, True)
    other = run("outdated", issued / "achats" / "metropole.acheteur.yaml")
    assert (other.code, "erreur[fichier-autre]" in other.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("dec-001", "« clausekit impact DEC-001 . »"), ("PROPRE-01", "donner ce fichier .dossier.yaml")],
)
def test_an_id_is_told_from_a_file(name: str, remedy: str) -> None:
    done = run("outdated", name)
    said = " ".join(done.err.split())
    assert (done.code, f"{name.upper()} est l'identifiant d'une entrée" in said) == (2, True)
    assert f"remède : {'Pour les' if name == 'dec-001' else 'Une clause'}" in said
    assert remedy in said
