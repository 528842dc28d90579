"""`upgrade`: the chosen entries of an issued dossier, the others word for word as they were issued."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import issued_depot as depot
import pytest
import redline_edits as edits

from clausekit import sealed
from clausekit.word import text_of
from conftest import run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")
NOISE = "DEC-005"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A contract issued; then a floor is raised, a clause replaced by another, and a clause added by the engine."""
    folder = depot.created(tmp_path_factory.mktemp("depot") / "bibliotheque")
    path = depot.dossier(folder)
    depot.change(
        path, ("    plage_interdite: entre", "    niveau: renforce  # le niveau reste\n    plage_interdite: entre")
    )
    assert run("assemble", path).code == 0
    depot.commit(folder, "Pièces émises")
    depot.raise_floor(folder)
    depot.commit(folder, "DEC-001 durcie")
    depot.second(folder, NOISE, "DEC-095")
    depot.retire(folder, NOISE, "DEC-095")
    automatic = depot.entry(folder, "COM-020")
    text = automatic.read_text("utf-8").replace("id: COM-020", "id: COM-120")
    automatic.with_name("COM-120-essai.clause.yaml").write_text(text, "utf-8")
    depot.commit(folder, "DEC-005 remplacée, une clause d'office de plus")
    return folder


@pytest.fixture
def copy(issued: Path, tmp_path: Path) -> Path:
    """The same repository, to be changed."""
    return Path(shutil.copytree(issued, tmp_path / "copie"))


def lock(path: Path) -> sealed.Sealed:
    [found] = path.glob("*.verrou.yaml")
    return sealed.read(found.read_bytes(), file=str(found))


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_nothing_chosen_tells_what_may_be(issued: Path) -> None:
    before = content(issued / "achats")
    done = run("upgrade", depot.dossier(issued))
    assert (done.code, done.err) == (0, "")
    assert "DEC-001" in done.out and NOISE in done.out and "--tout" in done.out
    assert content(issued / "achats") == before


def test_a_document_given_for_a_dossier_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "CCTP.docx"
    path.write_bytes(b"PK\x03\x04 abc")
    done = run("upgrade", path)
    assert (done.code, "yaml-binaire" in done.err) == (2, True)


def test_nothing_is_written_without_write(issued: Path) -> None:
    before = content(issued / "achats")
    done = run("upgrade", depot.dossier(issued), NOISE)
    assert (done.code, done.err) == (0, "")
    assert "Rien n'a été écrit : relancer avec --write." in done.out
    assert content(issued / "achats") == before


def test_a_retired_clause_gives_its_place_and_the_rest_of_the_file_stays(copy: Path) -> None:
    path = depot.dossier(copy)
    before = path.read_bytes()
    done = run("upgrade", path, NOISE, "--write")
    assert (done.code, done.err) == (0, "")
    said = " ".join(done.out.split())
    assert f"{NOISE} devient DEC-095" in said
    assert "valeur perdue, que DEC-095 n'a pas : plage_interdite (entre 21 heures et 5 heures 30)" in said
    expected = before.replace(b"  DEC-005:\n", b"  DEC-095:\n").replace(
        b"    plage_interdite: entre 21 heures et 5 heures 30\n", b""
    )
    assert path.read_bytes() == expected
    assert b"# le niveau reste" in expected


def test_only_the_chosen_entry_changes_in_the_documents_and_in_the_lock(copy: Path) -> None:
    path = depot.dossier(copy)
    assert run("upgrade", path, NOISE, "--write").code == 0
    old, new = lock(path.parent / "sortie"), lock(path.parent / "mise-a-jour")
    assert new.base is not None
    assert new.entries.keys() ^ old.entries.keys() == {NOISE, "DEC-095"}, "no clause came unasked"
    apart = {
        name for name in new.entries.keys() & old.entries.keys() if new.entries[name].digest != old.entries[name].digest
    }
    assert apart == set()
    assert new.entries["DEC-001"].revision == 1
    before, after = (text_of((path.parent / name / "CCTP.docx").read_bytes()) for name in ("sortie", "mise-a-jour"))
    assert any("50\u00a0%" in text for text in before)
    # The clause is the same text under another id, with a blank where its value was lost.
    gone = [text for text in before if text not in after]
    assert gone and all("21" in text or "plage" in text.lower() for text in gone), gone


def test_the_redline_leads_from_what_was_issued_to_what_is_now(copy: Path) -> None:
    path = depot.dossier(copy)
    assert run("upgrade", path, NOISE, "--write").code == 0
    folder = path.parent / "mise-a-jour"
    redlines = sorted(folder.glob("*-modifications.docx"))
    assert "CCTP-modifications.docx" in {found.name for found in redlines}
    for found in redlines:
        name = found.name.replace("-modifications", "")
        data = found.read_bytes()
        assert edits.said(edits.settle(data, accepted=True)) == edits.said(edits.body_of((folder / name).read_bytes()))
        issued = (path.parent / "sortie" / name).read_bytes()
        assert edits.said(edits.settle(data, accepted=False)) == edits.said(edits.body_of(issued))


def test_what_upgrade_writes_is_made_again_byte_for_byte(copy: Path, tmp_path: Path) -> None:
    path = depot.dossier(copy)
    assert run("upgrade", path, NOISE, "--write").code == 0
    depot.commit(copy, "repris")
    depot.change(depot.entry(copy, "COM-003"), ("Le titulaire", "Le titulaire seul"))
    depot.commit(copy, "COM-003 aussi")
    sealed_at = path.parent / "mise-a-jour" / f"{depot.EXAMPLE}.verrou.yaml"
    done = run("assemble", path, "--locked", sealed_at, "--output", tmp_path / "refait")
    assert (done.code, done.err) == (0, "")
    assert "et les entrées gardées à leur révision" in done.out


def test_a_value_below_the_new_floor_is_told(copy: Path) -> None:
    path = depot.dossier(copy)
    done = run("upgrade", path, "DEC-001", "--write")
    assert (done.code, done.err) == (0, "")
    assert "DEC-001, lot 1, part_echeance : valeur de 50 %, sous le minimum de 55 %" in " ".join(done.out.split())
    assert lock(path.parent / "mise-a-jour").entries["DEC-001"].revision == 2
    assert lock(path.parent / "mise-a-jour").entries[NOISE].revision == 1
    depot.change(path, ("part_echeance: 50", "part_echeance: 60"))
    again = run("upgrade", path, "DEC-001", "--locked", path.parent / "sortie" / f"{depot.EXAMPLE}.verrou.yaml")
    assert "sous le minimum" not in again.out
    assert "Le dossier a changé depuis l'émission" in again.out


def test_a_value_whose_parameter_is_gone_from_the_same_clause(copy: Path) -> None:
    path, clause = depot.dossier(copy), depot.entry(copy, "DEC-004")
    clause.write_text(clause.read_text("utf-8").replace("taux_reference", "taux_constate"), "utf-8")
    depot.line(clause, "Mot plus juste.")
    done = run("upgrade", path, "DEC-004", "--write")
    assert (done.code, done.err) == (0, "")
    said = " ".join(done.out.split())
    assert "lot 1, valeur perdue, que DEC-004 n'a plus : taux_reference (18)" in said
    assert "taux_reference" not in path.read_text("utf-8") and "à compléter : taux_constate" in said


def test_all_of_them(copy: Path, tmp_path: Path) -> None:
    path = depot.dossier(copy)
    depot.change(path, ("part_echeance: 50", "part_echeance: 60"))
    assert run("upgrade", path, "--tout", "--write", "--output", tmp_path / "neuf").code == 0
    new = lock(tmp_path / "neuf")
    assert (new.base, new.entries["DEC-001"].revision, "DEC-095" in new.entries) == (None, 2, True)
    assert run("assemble", path, "--output", tmp_path / "temoin").code == 0
    assert {name: (tmp_path / "neuf" / name).read_bytes() for name in ("CCTP.docx", "RC.docx")} == {
        name: (tmp_path / "temoin" / name).read_bytes() for name in ("CCTP.docx", "RC.docx")
    }


def test_files_in_the_way_are_kept_without_force(copy: Path) -> None:
    path = depot.dossier(copy)
    (path.parent / "mise-a-jour").mkdir()
    (path.parent / "mise-a-jour" / "RC.docx").write_bytes(b"annotations")
    before = content(copy / "achats")
    done = run("upgrade", path, NOISE, "--write")
    assert (done.code, "erreur[document-existant]" in done.err) == (2, True)
    assert content(copy / "achats") == before
    assert run("upgrade", path, NOISE, "--write", "--force").code == 0


def test_a_document_changed_by_hand_is_compared_with_what_was_issued(copy: Path) -> None:
    path = depot.dossier(copy)
    issued = path.parent / "sortie" / "CCTP.docx"
    original = issued.read_bytes()
    issued.write_bytes(b"retouches")
    assert run("upgrade", path, NOISE, "--write").code == 0
    found = (path.parent / "mise-a-jour" / "CCTP-modifications.docx").read_bytes()
    assert edits.said(edits.settle(found, accepted=False)) == edits.said(edits.body_of(original))
    assert issued.read_bytes() == b"retouches"


def test_an_entry_to_keep_that_nothing_has_kept_is_named(copy: Path) -> None:
    path = depot.dossier(copy)
    before = content(copy / "achats")
    shutil.rmtree(copy / ".git")
    done = run("upgrade", path, NOISE, "--write")
    assert done.code == 2
    said = " ".join(done.err.split())
    assert "erreur[verrou-bibliotheque]" in said and "DEC-001 (révision 1)" in said and "hors de tout dépôt git" in said
    assert content(copy / "achats") == before


def test_a_retired_clause_without_successor_stays_as_issued(copy: Path) -> None:
    text = depot.entry(copy, NOISE).read_text("utf-8").replace("remplacee_par: DEC-095", "remplacee_par: null")
    depot.entry(copy, NOISE).write_text(text, "utf-8")
    done = run("upgrade", depot.dossier(copy), NOISE, "--write")
    assert done.code == 3
    assert "retirée sans successeur" in done.out and "Rien n'a été écrit" in done.out
    assert not (depot.dossier(copy).parent / "mise-a-jour").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("MOG-001",), 2, "n'est pas dans ce qui a été émis"),
        (("COM-003",), 3, "Rien à reprendre"),
        (("DEC-001", "--tout"), 2, "non les deux"),
    ],
)
def test_what_cannot_be_chosen(issued: Path, arguments: tuple[str, ...], code: int, told: str) -> None:
    done = run("upgrade", depot.dossier(issued), *arguments)
    assert (done.code, told in " ".join((done.out + done.err).split())) == (code, True), done


def test_crlf_and_brackets_are_kept(copy: Path) -> None:
    path = depot.dossier(copy)
    text = re.sub(
        r"  DEC-005:\n    niveau: renforce .*\n    plage_interdite: (.*)\n",
        r'  "DEC-005": {plage_interdite: "\1", niveau: renforce}   # la nuit\n',
        path.read_text("utf-8"),
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run("upgrade", path, NOISE, "--write").code == 0
    assert b'  "DEC-095": {niveau: renforce}   # la nuit\r\n' in path.read_bytes()
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf#")
