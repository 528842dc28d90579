"""`impact`: who uses an entry, and whom a change reaches."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from pathlib import Path
from typing import Any

import issued_depot as depot
import pytest

from clausekit import sealed
from clausekit.library import Library
from conftest import EXAMPLES, Done, run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")
SECONDS = 30  # for 200 dossiers; a laptop takes three


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five dossiers, one of them issued; then a floor raised, a far level, a clause retired, a reason reworded."""
    folder = depot.created(tmp_path_factory.mktemp("depot") / "bibliotheque")
    depot.git(folder, "tag", "v1")
    assert run("assemble", depot.dossier(folder)).code == 0
    depot.raise_floor(folder)
    depot.retire(folder, "DEC-005", "DEC-008")
    far = depot.entry(folder, "DEC-002")
    depot.change(
        far, ("exemplaire: {delai_plan: 60, remplissage: 80,", "exemplaire: {delai_plan: 60, remplissage: 85,")
    )
    depot.line(far, "Niveau exemplaire seul.")
    reason = depot.entry(folder, "COM-007")
    depot.change(reason, ("pourquoi: |\n", "pourquoi: |\n  Une raison de plus.\n"))
    depot.commit(folder, "Nouvelle édition")
    depot.git(folder, "tag", "v2")
    return folder


@pytest.fixture
def copy(issued: Path, tmp_path: Path) -> Path:
    """The same repository, to be spoilt."""
    return Path(shutil.copytree(issued, tmp_path / "copie"))


def data(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.out)
    return found


def by_name(done: Done) -> dict[str, dict[str, Any]]:
    """Dossier -> id -> what is told of it."""
    return {
        Path(item["file"]).name: {entry["id"]: entry for entry in item["entries"]} for item in data(done)["dossiers"]
    }


def test_every_dossier_that_uses_an_entry_and_no_other(shipped: Library, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES[0].parents[1], tmp_path / "achats")
    done = run("impact", *shipped.ids, tmp_path / "achats", "--format", "json")
    assert (done.code, done.err) == (0, "")
    found = {name: set(entries) for name, entries in by_name(done).items()}
    for path in EXAMPLES:
        assert run("assemble", path, "--output", tmp_path / path.name).code == 0
        [lock] = (tmp_path / path.name).glob("*.verrou.yaml")
        issued = sealed.read(lock.read_bytes(), file="").entries
        assert set(issued) <= found[path.name], "what the documents are made of"
        silent = found[path.name] - set(issued)
        assert all(shipped.clauses[name].automatic for name in silent), "added by the engine, with nothing to say"
    assert all(item["stage"] == "draft" for item in data(done)["dossiers"])


def test_two_hundred_dossiers_are_told_apart(shipped: Library, tmp_path: Path) -> None:
    chance = random.Random(6)
    usable = [name for name, clause in shipped.clauses.items() if not clause.automatic]
    asked = chance.sample(usable, 3)
    expected: dict[str, set[str]] = {}
    for number in range(200):
        own = chance.sample(usable, 8)
        path = tmp_path / f"{number // 50}" / f"achat-{number:03}.dossier.yaml"
        path.parent.mkdir(exist_ok=True)
        lines = ["objet: Essai", "famille: dechets", "clauses:", *(f"  {name}:" for name in own)]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        if set(own) & set(asked):
            expected[path.name] = set(own) & set(asked)
    start = time.monotonic()
    done = run("impact", *asked, tmp_path, "--format", "json")
    assert time.monotonic() - start < SECONDS
    assert {name: set(entries) for name, entries in by_name(done).items()} == expected
    assert data(done)["read"] == 200


def test_lots_levels_values_pieces_and_stage(issued: Path) -> None:
    done = run("impact", "dec-001", issued / "achats")
    assert (done.code, done.err) == (0, "")
    for words in ("[émis]", "CCTP, CCAP", "émise à la révision 1", "lot 1, niveau renforcé, part_echeance : 50 %"):
        assert words in done.out
    assert "1 dossier concerné (1 émis) sur 5 lus." in done.out
    [item] = data(run("impact", "DEC-001", issued / "achats", "--format", "json"))["dossiers"]
    [entry] = item["entries"]
    assert [lot["lot"] for lot in entry["lots"]] == ["1", "2"]
    assert (entry["lots"][1]["values"]["part_echeance"], entry["lots"][1]["chosen"]) == (65, ["part_echeance"])
    assert entry["issued"][0]["revision"] == 1
    assert (
        by_name(run("impact", "DEC-011", issued / "achats", "--format", "json"))["collecte-dechets.dossier.yaml"][
            "DEC-011"
        ]["lots"][0]["lot"]
        == "2"
    )


def test_a_range_tells_whom_each_change_reaches_and_how(issued: Path) -> None:
    done = run("impact", "v1..v2", issued / "achats", "--format", "json")
    assert (done.code, done.err) == (0, "")
    told = by_name(done)["collecte-dechets.dossier.yaml"]
    assert {name: entry["touched"] for name, entry in told.items()} == {
        "COM-007": False, "DEC-001": True, "DEC-002": False, "DEC-005": True
    }  # fmt: skip
    assert told["DEC-001"]["change"]["directions"] == ["stricter"]
    assert told["DEC-001"]["out_of_bounds"][0]["lot"] == "1"
    assert "valeur propre au dossier" in told["DEC-001"]["change"]["aside"]
    assert "niveau exemplaire non retenu" in told["DEC-002"]["change"]["aside"]
    assert told["DEC-005"]["change"]["successor"] == "DEC-008"
    others = {name: entries for name, entries in by_name(done).items() if name != "collecte-dechets.dossier.yaml"}
    assert all(not entry["touched"] for entries in others.values() for entry in entries.values())
    words = run("impact", "v1..v2", issued / "achats").out
    assert "1 dossier touché (1 émis) sur 5 lus." in words
    assert "COM-007 (texte non imprimé)" in words


def test_a_level_that_is_kept_is_reached(copy: Path) -> None:
    path = depot.dossier(copy)
    depot.change(path, ("  DEC-002:\n", "  DEC-002:\n    niveau: exemplaire\n"))
    entry = by_name(run("impact", "v1..v2", copy / "achats", "--format", "json"))[path.name]["DEC-002"]
    assert entry["touched"] is True
    assert [figure["route"] for figure in entry["change"]["figures"] if figure["reaches"]] == [
        "niveaux.exemplaire.remplissage"
    ]


def test_up_to_the_files_of_the_disk(copy: Path) -> None:
    assert "aucune entrée changée" in run("impact", "v2..", copy / "achats").out
    depot.change(depot.entry(copy, "COM-003"), ("Le titulaire", "Le titulaire seul"))
    assert "aucune entrée changée" in run("impact", "v2..HEAD", copy / "achats").out
    done = run("impact", "v2..", copy / "achats", "--format", "json")
    assert by_name(done)["collecte-dechets.dossier.yaml"]["COM-003"]["touched"] is True


def test_a_lock_without_its_dossier_still_counts(copy: Path) -> None:
    depot.dossier(copy).unlink()
    [item] = data(run("impact", "DEC-001", copy / "achats", "--format", "json"))["dossiers"]
    assert (Path(item["file"]).name, item["stage"], item["object"]) == ("collecte-dechets.verrou.yaml", "issued", None)
    assert item["entries"][0]["pieces"]


def test_an_entry_that_the_dossier_no_longer_keeps_was_issued_all_the_same(copy: Path) -> None:
    depot.change(depot.dossier(copy), ("  DEC-010:\n", ""))
    done = run("impact", "DEC-010", copy / "achats")
    assert "le dossier ne la retient plus" in " ".join(done.out.split())


def test_a_dossier_that_cannot_be_read_hides_no_other(copy: Path) -> None:
    (copy / "achats" / "casse.dossier.yaml").write_text("objet: [", "utf-8")
    (copy / "achats" / "casse.verrou.yaml").write_text("format: 9\n", "utf-8")
    done = run("impact", "DEC-001", copy / "achats")
    assert done.code == 2
    assert "casse.dossier.yaml" in done.err and "erreur[verrou-format]" in done.err
    assert "1 dossier concerné" in done.out
    assert len(data(run("impact", "DEC-001", copy / "achats", "--format", "json"))["errors"]) == 2


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_no_link_leads_out_of_the_folder(issued: Path, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    (tmp_path / "vide" / "ailleurs").symlink_to(issued / "achats", target_is_directory=True)
    (tmp_path / "vide" / "un.dossier.yaml").symlink_to(depot.dossier(issued))
    done = run("impact", "DEC-001", tmp_path / "vide")
    assert (done.code, "sur 0 lu" in done.out) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("DEC-999",), "erreur[entree-inconnue]"),
        (("v1..v9",), "erreur[git-revision]"),
        (("DEC-001", "v1..v2"), "non les deux"),
    ],
)
def test_what_cannot_be_asked(issued: Path, arguments: tuple[str, ...], told: str) -> None:
    done = run("impact", *arguments, issued / "achats")
    assert (done.code, told in " ".join(done.err.split())) == (2, True), done


def test_a_lone_id_says_what_is_missing() -> None:
    done = run("impact", "DEC-001")
    assert (done.code, "clausekit impact DEC-001 achats" in done.err) == (2, True)


def test_a_folder_that_does_not_exist(issued: Path) -> None:
    done = run("impact", "DEC-001", issued / "absent", "--library", issued)
    assert (done.code, "erreur[fichier-absent]" in done.err or "erreur[dossier-absent]" in done.err) == (2, True), done
