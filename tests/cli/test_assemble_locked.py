"""`assemble --locked`: what was issued, made again from git, byte for byte; or what is missing, by its name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import issued_depot as depot
import pytest

from clausekit import lock
from conftest import EXAMPLES, Done, run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git absent")
NAMES = [path.parent.name for path in EXAMPLES]
AGAIN = "sortie-refaite"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything issued with the shipped edition; then the library, a dossier and the authority move."""
    folder = depot.created(tmp_path_factory.mktemp("depot") / "bibliothèque")
    for name in NAMES:
        assert run("assemble", depot.dossier(folder, name)).code == 0
    depot.commit(folder, "Pièces émises")
    depot.raise_floor(folder)
    depot.commit(folder, "DEC-001 durcie")
    root = folder / "clauses" / "bibliotheque.yaml"
    depot.change(root, ('edition: "2026.5"', 'edition: "2027.1"'))
    depot.change(depot.dossier(folder), ("heures_insertion: 75", "heures_insertion: 80"))
    depot.change(folder / "achats" / "metropole.acheteur.yaml", ("acheteur: la Métropole", "acheteur: la Ville"))
    depot.commit(folder, "Nouvelle édition")
    return folder


@pytest.fixture
def copy(issued: Path, tmp_path: Path) -> Path:
    """The same repository, to be spoilt."""
    return Path(shutil.copytree(issued, tmp_path / "copie"))


def lock_of(folder: Path, name: str = depot.EXAMPLE) -> Path:
    return depot.dossier(folder, name).parent / "sortie" / f"{name}.verrou.yaml"


def refused(done: Done, rule: str, *words: str) -> None:
    said = " ".join(done.err.split())
    assert (done.code, done.out) == (2, ""), done
    for word in (f"erreur[{rule}]", "lu : ", "attendu : ", "remède : ", *words):
        assert word in said, said


@pytest.mark.parametrize("name", NAMES)
def test_what_was_issued_is_made_again_byte_for_byte(issued: Path, name: str, tmp_path: Path) -> None:
    path = depot.dossier(issued, name)
    done = run("assemble", path, "--locked", "--output", tmp_path / "refait")
    assert (done.code, done.err) == (0, "")
    assert "bibliothèque à la révision" in done.out and "édition 2026.5" in done.out
    before = {file.name: file.read_bytes() for file in (path.parent / "sortie").glob("*.docx")}
    assert {file.name: file.read_bytes() for file in (tmp_path / "refait").iterdir()} == before
    again = run("assemble", path, "--output", tmp_path / "neuf")
    assert again.code == 0
    assert (tmp_path / "neuf" / "note-prescripteur.docx").read_bytes() != before["note-prescripteur.docx"]


def test_what_is_no_longer_on_the_disk_is_said_to_come_from_git(issued: Path, tmp_path: Path) -> None:
    done = run("assemble", depot.dossier(issued), "--locked", "--output", tmp_path / "refait")
    assert "Dossier : tel que git l'a gardé" in done.out
    assert "Autorité : telle que git l'a gardée" in done.out


def test_the_line_ends_of_the_day_do_not_matter(copy: Path, tmp_path: Path) -> None:
    path = depot.dossier(copy, "nettoyage-ccp")
    shutil.rmtree(path.parent / "sortie")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("assemble", path).code == 0
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    assert run("assemble", path, "--locked", "--output", tmp_path / "refait").code == 0


def test_a_lock_of_before_that_tells_neither_stage_nor_authority(copy: Path, tmp_path: Path) -> None:
    kept = re.sub(r"(?m)^stade: .*\n|^acheteur:\n(?:  .*\n)+", "", lock_of(copy).read_text("utf-8"))
    assert "acheteur" not in kept
    lock_of(copy).write_text(kept, "utf-8")
    done = run("assemble", depot.dossier(copy), "--locked", "--output", tmp_path / "autre")
    assert (done.code, "ce verrou ne dit pas lequel a servi" in done.out) == (1, True), "the authority has changed"
    depot.change(copy / "achats" / "metropole.acheteur.yaml", ("acheteur: la Ville", "acheteur: la Métropole"))
    assert run("assemble", depot.dossier(copy), "--locked", "--output", tmp_path / "refait").code == 0


def test_a_library_that_was_moved_is_found_where_it_was(copy: Path, tmp_path: Path) -> None:
    (copy / "referentiel").mkdir()
    depot.git(copy, "mv", "clauses", "referentiel/clauses")
    depot.commit(copy, "Dossier renommé")
    done = run(
        "assemble", depot.dossier(copy), "--locked", "--library", copy / "referentiel", "--output", tmp_path / "refait"
    )
    assert (done.code, done.err) == (0, "")


def test_another_engine_says_which_parts_differ(issued: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "engine", lambda: "clausekit 99.0")
    done = run("assemble", depot.dossier(issued), "--locked", "--output", tmp_path / "refait")
    assert done.code == 1
    assert "Programme : clausekit 99.0 ; ces pièces ont été émises par clausekit" in done.out
    assert "diffère   CCTP.docx" in done.out
    assert "texte : les mots et leur forme sont les mêmes" in done.out
    assert "parties du fichier : les propriétés qui nomment la bibliothèque et le programme\n" in done.out


def test_an_engine_that_writes_other_words_says_how_many(
    issued: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clausekit import terms

    monkeypatch.setitem(terms.LEVEL_TITLES, "renforce", "affermi")
    monkeypatch.setattr("clausekit.typography.percentage", lambda value: f"{value:g} pour cent")
    done = run("assemble", depot.dossier(issued), "--locked", "--output", tmp_path / "refait")
    assert done.code == 1
    assert "texte : " in done.out and "changé" in done.out
    assert "parties du fichier : le texte" in done.out


def test_nothing_is_ever_written_over_what_was_issued(issued: Path) -> None:
    path = depot.dossier(issued)
    before = {file.name: file.read_bytes() for file in (path.parent / "sortie").iterdir()}
    refused(run("assemble", path, "--locked", "--output", path.parent / "sortie", "--force"), "document-existant")
    assert {file.name: file.read_bytes() for file in (path.parent / "sortie").iterdir()} == before


def test_a_document_in_the_way_is_kept(issued: Path, tmp_path: Path) -> None:
    (tmp_path / "CCTP.docx").write_bytes(b"annotations")
    refused(run("assemble", depot.dossier(issued), "--locked", "--output", tmp_path), "document-existant")
    assert [path.name for path in tmp_path.iterdir()] == ["CCTP.docx"]


# ------------------------------------------------------------------------------------ broken inputs


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"format: [", "yaml-crochets"),
        (b"", "yaml-vide"),
        (b"format: 1\npieces: 3\n", "schema-"),
        (b"format: 7\nclausekit: clausekit 9\n", "verrou-format"),
        (b"PK\x03\x04", "yaml-"),
    ],
)
def test_a_lock_that_cannot_be_read(copy: Path, data: bytes, rule: str) -> None:
    lock_of(copy).write_bytes(data)
    done = run("assemble", depot.dossier(copy), "--locked")
    assert (done.code, done.out) == (2, ""), done
    assert f"erreur[{rule}" in done.err or rule.startswith("yaml-"), done.err
    assert "Traceback" not in done.err and "interne" not in done.err
    assert not (depot.dossier(copy).parent / AGAIN).exists()


def test_the_lock_of_another_dossier(issued: Path) -> None:
    done = run("assemble", depot.dossier(issued), "--locked", lock_of(issued, "nettoyage-ccp"))
    refused(done, "verrou-autre", "nettoyage-ccp.dossier.yaml")


def test_a_dossier_that_was_renamed_is_still_the_one(copy: Path, tmp_path: Path) -> None:
    path = depot.dossier(copy)
    depot.git(copy, "mv", str(path), str(path.with_name("collecte-2027.dossier.yaml")))
    depot.commit(copy, "Dossier renommé")
    done = run(
        "assemble", path.with_name("collecte-2027.dossier.yaml"), "--locked", lock_of(copy), "--output", tmp_path / "r"
    )
    assert (done.code, done.err) == (0, "")


def test_no_lock_and_two_locks(copy: Path) -> None:
    path = depot.dossier(copy)
    shutil.copytree(path.parent / "sortie", path.parent / "autre")
    refused(run("assemble", path, "--locked"), "verrou-plusieurs", "autre", "sortie")
    shutil.rmtree(path.parent / "autre")
    shutil.rmtree(path.parent / "sortie")
    refused(run("assemble", path, "--locked"), "verrou-absent")


def test_windows_paths_in_a_lock_name_files_and_no_folder(copy: Path, tmp_path: Path) -> None:
    words = lock_of(copy).read_text("utf-8")
    words = words.replace("fichier: CCTP.docx", r"fichier: ..\..\sortie\CCTP.docx").replace(
        "fichier: RC.docx", "fichier: ../../RC.docx"
    )
    lock_of(copy).write_text(words, "utf-8")
    done = run("assemble", depot.dossier(copy), "--locked", "--output", tmp_path / "a" / "b" / "refait")
    assert (done.code, done.err) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "copie"}
    assert (tmp_path / "a" / "b" / "refait" / "CCTP.docx").is_file()


def test_a_template_that_is_gone_is_named(copy: Path, tmp_path: Path) -> None:
    path = depot.dossier(copy)
    other = tmp_path / "modele-maison.docx"
    other.write_bytes((path.parent / "sortie" / "note-prescripteur.docx").read_bytes())
    words = lock_of(copy).read_text("utf-8").replace("fichier: neutre.docx", "fichier: modele-maison.docx")
    lines = words.splitlines()
    at = lines.index("  fichier: modele-maison.docx") + 1
    lines[at] = f"  empreinte: {'f' * 64}"
    lock_of(copy).write_text("\n".join(lines) + "\n", "utf-8")
    refused(run("assemble", path, "--locked"), "verrou-source", "Le modèle de ce verrou", "modele-maison.docx")
    assert not (path.parent / AGAIN).exists()


def test_a_library_that_nobody_committed(copy: Path) -> None:
    path = depot.dossier(copy, "nettoyage-ccp")
    name = "MOG-004"
    depot.change(depot.entry(copy, name), ("taux_bacs: 85", "taux_bacs: 86"))
    shutil.rmtree(path.parent / "sortie")
    assert run("assemble", path).code == 0
    depot.change(depot.entry(copy, name), ("taux_bacs: 86", "taux_bacs: 87"))
    refused(run("assemble", path, "--locked"), "verrou-bibliotheque", "jamais enregistré dans git", name)


def test_a_clone_cut_short_says_how_to_have_the_rest(copy: Path, tmp_path: Path) -> None:
    depot.raise_again(copy)
    shutil.rmtree(depot.dossier(copy).parent / "sortie")
    assert run("assemble", depot.dossier(copy)).code == 0
    depot.commit(copy, "émis")
    depot.change(depot.entry(copy, "DEC-001"), ("part_echeance: 61,", "part_echeance: 62,"))
    depot.commit(copy, "durcie encore")
    short = tmp_path / "court"
    depot.git(tmp_path, "clone", "-q", "--depth", "1", copy.as_uri(), str(short))
    refused(run("assemble", depot.dossier(short), "--locked"), "verrou-bibliotheque", "git fetch --unshallow")


def test_without_git_the_library_of_the_lock_is_not_found(copy: Path, tmp_path: Path) -> None:
    depot.raise_again(copy)
    path = depot.dossier(copy, "nettoyage-ccp")
    depot.change(depot.entry(copy, "MOG-004"), ("taux_bacs: 85", "taux_bacs: 86"))
    shutil.rmtree(path.parent / "sortie")
    assert run("assemble", path).code == 0
    depot.change(depot.entry(copy, "MOG-004"), ("taux_bacs: 86", "taux_bacs: 87"))
    shutil.rmtree(copy / ".git")
    refused(run("assemble", path, "--locked"), "verrou-bibliotheque", "hors de tout dépôt git")


def test_a_piece_of_an_earlier_run_is_told_apart(copy: Path, tmp_path: Path) -> None:
    path = depot.dossier(copy, "traiteur-evenements")
    assert run("assemble", path, "--piece", "RC").code == 0
    sealed = lock_of(copy, "traiteur-evenements").read_text("utf-8")
    assert sealed.count("anterieure: true") == sealed.count("- piece: ") - 1
    done = run("assemble", path, "--locked", "--output", tmp_path / "refait")
    assert done.code == 1
    assert "identique RC.docx" in done.out and "non refait CCTP.docx" in done.out
    assert [file.name for file in (tmp_path / "refait").iterdir()] == ["RC.docx"]


def test_a_piece_written_again_from_the_same_files_keeps_the_entries_of_all(issued: Path, tmp_path: Path) -> None:
    path = depot.dossier(issued, "traiteur-evenements")
    assert run("assemble", path, "--output", tmp_path).code == 0
    [sealed] = tmp_path.glob("*.verrou.yaml")
    before = sealed.read_bytes()
    assert run("assemble", path, "--output", tmp_path, "--piece", "RC").code == 0
    assert sealed.read_bytes() == before


def test_the_option_may_come_first(issued: Path, tmp_path: Path) -> None:
    path = depot.dossier(issued, "nettoyage-ccp")
    assert run("assemble", "--output", tmp_path, "--locked", path).code == 0
    done = run("assemble", "--locked", lock_of(issued))
    assert (done.code, "DOSSIER" in done.err) == (2, True)
    refused(run("assemble", issued, "--locked"), "fichier-dossier")


def test_the_options_that_do_not_go_with_it(issued: Path) -> None:
    for more in (("--piece", "RC"), ("--stade", "publication"), ("--sommaire",), ("--into", "a.docx")):
        done = run("assemble", depot.dossier(issued), *more, "--locked")
        assert (done.code, "--locked refait toutes les pièces" in " ".join(done.err.split())) == (2, True)


def test_a_template_that_is_not_the_one_of_then_is_refused(copy: Path, tmp_path: Path) -> None:
    path = depot.dossier(copy)
    other = path.parent / "sortie" / "note-prescripteur.docx"
    refused(run("assemble", path, "--locked", "--template", other), "verrou-source", "neutre.docx", other.name)
    gone = run("assemble", path, "--locked", "--template", tmp_path / "absent.docx")
    refused(gone, "fichier-absent", "absent.docx")
    assert not (path.parent / AGAIN).exists()
