"""`clausekit check` with documents beside the dossier: what is given, what is printed, how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest

import drift_documents as work
from conftest import ROOT, run

NAME = work.BOUGHT
CHARTER = "annexe-COM-A01-charte-fournisseurs-responsables.docx"


def edit(path: Path, change: work.Edit) -> None:
    path.write_bytes(work.edited(path.read_bytes(), change))


def test_a_folder_gives_its_dossier_and_its_documents(issued: Path) -> None:
    alone = run("check", issued / f"{NAME}.dossier.yaml", "--library", ROOT)
    done = run("check", issued, "--library", ROOT)
    assert (done.code, done.err) == (alone.code, "")
    assert "ÉCARTS – Écarts entre le dossier et les pièces" in done.out
    assert "0 retouchée, 0 en partie, 0 absente. Retrouvées" in " ".join(done.out.split())
    assert done.out.splitlines()[-2:] == alone.out.splitlines()[-2:]
    assert "seul le dossier YAML a été jugé" in alone.out
    assert "seul le dossier YAML a été jugé" not in done.out


def test_an_edit_is_told_in_each_form_and_blocks(bought: Path) -> None:
    dossier = bought / f"{NAME}.dossier.yaml"
    letter = bought / "sortie" / "lettre.docx"
    edit(letter, work.lower)
    done = run("check", dossier, letter, "--library", ROOT)
    assert done.code == 1
    assert "erreur[poids-modifie] le critère « Développement durable »" in done.out
    assert f"--> {letter}, article" in done.out
    page = run("check", dossier, letter, "--library", ROOT, "--format", "markdown").out
    assert "### Écarts entre le dossier et les pièces" in page
    assert "| COM-034 | lettre.docx | retouchée |" in page
    [data] = json.loads(run("check", dossier, letter, "--library", ROOT, "--format", "json").out)["dossiers"]
    [row] = [item for item in data["drift"] if item["status"] != "identical"]
    assert (row["id"], row["piece"], row["by"]) == ("COM-034", "lettre", "mark")
    assert row["place"]["file"] == str(letter)
    [weight] = [item for item in data["findings"] if item["rule"] == "poids-modifie"]
    assert weight["places"][0]["article"]
    assert '"ruleId": "poids-modifie"' in run("check", dossier, letter, "--library", ROOT, "--format", "sarif").out


def test_an_annex_missing_from_the_folder_blocks_until_a_reason_is_written(bought: Path) -> None:
    (bought / "sortie" / CHARTER).unlink()
    dossier = bought / f"{NAME}.dossier.yaml"
    done = run("check", dossier, bought / "sortie", "--library", ROOT)
    assert (done.code, done.out.count("[annexe-manquante]")) == (1, 1)
    text = dossier.read_text("utf-8")
    waiver = "  - {regles: [annexe-manquante], motif: Charte déjà signée., decideur: Directrice, date: 2026-11-20}\n"
    assert "\nderogations:\n" in text
    dossier.write_text(text.replace("\nderogations:\n", f"\nderogations:\n{waiver}", 1), "utf-8")
    done = run("check", dossier, bought / "sortie", "--library", ROOT)
    assert done.code == 0
    assert "conseil[annexe-manquante]" in done.out and "Charte déjà signée" in done.out
    assert "derogation-inutile" not in done.out


def test_a_list_of_weights_that_makes_no_sum_is_to_confirm(bought: Path) -> None:
    dossier, letter = (bought / name for name in (f"{NAME}.dossier.yaml", "lettre.txt"))
    told = "Lettre de consultation\n\nCritères d'attribution\n\nPrix : 40 %\n\n"
    told += "Valeur technique : 60 %, jugée selon : méthode ({} points), délais (15 points)\n"
    letter.write_text(told.format(20), "utf-8")
    done = run("check", dossier, letter, "--library", ROOT)
    page = " ".join(done.out.replace("\u00a0", " ").replace("\u202f", " ").split())
    assert "- une liste de poids à confirmer, non comptée (20 points + 15 points = 35, et non 60, le poids de" in page
    [data] = json.loads(run("check", dossier, letter, "--library", ROOT, "--format", "json").out)["dossiers"]
    [found] = data["unclosed"]
    assert (found["under"], found["expected"], found["total"]) == ("Valeur technique", 60, 35)
    assert found["place"]["file"] == str(letter)
    assert [item for item in data["not_judged"] if "20 points" in item]
    letter.write_text(told.format(45), "utf-8")
    [data] = json.loads(run("check", dossier, letter, "--library", ROOT, "--format", "json").out)["dossiers"]
    assert data["unclosed"] == []


def test_doubles_and_lock_files_are_told(bought: Path) -> None:
    dossier, letter = bought / f"{NAME}.dossier.yaml", bought / "sortie" / "lettre.docx"
    double, lock = bought / "copie.docx", bought / "~$lettre.docx"
    shutil.copy(letter, double)
    lock.write_bytes(b"\x06Anne")
    done = run("check", dossier, letter, double, lock, "--library", ROOT, "--format", "json")
    [data] = json.loads(done.out)["dossiers"]
    told = [item for item in data["not_judged"] if item.startswith("« ")]
    assert told == [
        f"« copie.docx » : double de « {letter} »",
        "« ~$lettre.docx » : fichier de verrou, laissé par un traitement de texte ouvert",
    ]


def test_the_files_that_the_dossier_names_are_read(bought: Path) -> None:
    dossier = bought / f"{NAME}.dossier.yaml"
    with dossier.open("a", encoding="utf-8") as file:
        file.write("\nfichiers: {RC: sortie/lettre.docx}\n")
    done = run("check", dossier, "--library", ROOT)
    assert (done.code, done.err) == (0, "")
    assert "ÉCARTS" in done.out
    assert "avertissement[piece-manquante] CCP :" in done.out
    (bought / "sortie" / "lettre.docx").unlink()
    done = run("check", dossier, "--library", ROOT)
    assert (done.code, done.err) == (2, "")
    assert "[fichier-absent]" in done.out


def test_the_note_is_not_to_be_sent(bought: Path, tmp_path: Path) -> None:
    sent = Path(shutil.copytree(bought / "sortie", tmp_path / "envoi"))
    (sent / f"{NAME}.verrou.yaml").unlink()
    dossier = bought / f"{NAME}.dossier.yaml"
    assert "avertissement[note-jointe]" in run("check", dossier, sent, "--library", ROOT).out
    assert "erreur[note-jointe]" in run("check", dossier, sent, "--library", ROOT, "--stade", "publication").out


def test_a_document_that_cannot_be_read_stops_nothing_and_exits_2(bought: Path) -> None:
    broken = bought / "sortie" / "lettre.docx"
    broken.write_bytes(b"PK\x03\x04 rien")
    done = run("check", bought, "--library", ROOT)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "lettre.docx" in done.out.split("Dossier  ")[0]
    assert "Traceback" not in done.out
    assert "avertissement[piece-manquante] lettre :" in done.out


def test_documents_of_several_dossiers_are_refused(bought: Path) -> None:
    shutil.copy(bought / f"{NAME}.dossier.yaml", bought / "autre.dossier.yaml")
    done = run("check", bought, "--library", ROOT)
    assert done.code == 2
    assert "Des pièces se comparent à un seul dossier" in done.err


def test_a_document_that_is_not_there_is_said(issued: Path) -> None:
    done = run("check", issued / f"{NAME}.dossier.yaml", issued / "CCTP.docx", "--library", ROOT)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "[fichier-absent]" in done.out


@pytest.mark.parametrize("beside", [True, False])
def test_a_spreadsheet_is_neither_a_dossier_nor_a_document(issued: Path, tmp_path: Path, beside: bool) -> None:
    sheet = tmp_path / "DQE.xlsx"
    sheet.write_bytes(b"PK\x03\x04" + bytes(60))
    done = run("check", *([issued / f"{NAME}.dossier.yaml"] if beside else []), sheet, "--library", ROOT)
    assert (done.code, done.out) == (2, "")
    assert "DQE.xlsx » n'est ni un dossier (.yaml) ni une pièce" in done.err
    assert ".docx" in done.err


def test_a_dossier_that_is_no_text_is_still_told_as_a_dossier(tmp_path: Path) -> None:
    wrong = tmp_path / "achat.dossier.yaml"
    wrong.write_bytes(b"PK\x03\x04" + bytes(60))
    done = run("check", wrong, "--library", ROOT)
    assert done.code == 2
    assert "yaml-binaire" in done.out + done.err


def test_a_document_that_answers_to_nothing_is_named(bought: Path) -> None:
    stranger = bought / "compte-rendu.docx"
    document = docx.Document()
    document.add_paragraph("Compte rendu de la réunion du 3 mars.")
    document.save(str(stranger))
    done = run("check", bought / f"{NAME}.dossier.yaml", stranger, "--library", ROOT)
    assert "n'ont pas été comparés : compte-rendu.docx." in " ".join(done.out.split())


# --- without a dossier -------------------------------------------------------------------------


def test_documents_alone_are_judged_by_their_words(issued: Path) -> None:
    done = run("check", issued / "sortie", "--library", ROOT)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("PIÈCES SEULES")
    assert "conforme" not in done.out.lower()
    data = json.loads(run("check", issued / "sortie", "--library", ROOT, "--format", "json").out)
    assert data["dossiers"] == []
    statuses = {item["id"]: item["status"] for item in data["files"]["minima"]}
    assert (statuses["M11-environnement"], statuses["M13-distinct"]) == ("met", "met")
    ids = {proof["id"] for item in data["files"]["minima"] for proof in item["evidence"]}
    assert "MOG-001" in ids


def test_documents_alone_that_lack_the_criterion_block(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Règlement de la consultation", 0)
    document.add_heading("Critères d'attribution", 1)
    for text in ("Prix : 60 %", "Valeur technique : 40 %"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "RC.docx"))
    done = run("check", tmp_path / "RC.docx", "--library", ROOT)
    assert (done.code, done.err) == (1, "")
    assert "M13-distinct            manquant" in done.out
    assert "à confirmer" in done.out


def test_documents_alone_have_no_sarif(issued: Path, tmp_path: Path) -> None:
    letter = issued / "sortie" / "lettre.docx"
    done = run("check", letter, "--library", ROOT, "--output", tmp_path / "pieces.sarif")
    assert done.code == 2
    assert "Des pièces sans dossier se jugent en text, markdown, json, docx : pas en sarif." in done.err
    report = tmp_path / "pièces.txt"
    done = run("check", letter, "--library", ROOT, "--output", report)
    assert done.code == 0
    assert "PIÈCES SEULES" in report.read_text("utf-8")


def test_a_document_alone_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "CCTP.docx").write_bytes(b"PK\x03\x04 rien")
    done = run("check", tmp_path / "CCTP.docx", "--library", ROOT)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "non lu" in done.out


def test_the_dossier_understood_is_written_once_and_can_be_checked(issued: Path, tmp_path: Path) -> None:
    target = tmp_path / "compris.dossier.yaml"
    done = run("check", issued / "sortie", "--library", ROOT, "--write-dossier", target)
    assert (done.code, done.err) == (0, "")
    assert f"écrit  {target}" in done.out
    text = target.read_text("utf-8")
    again = run("check", issued / "sortie", "--library", ROOT, "--write-dossier", target)
    assert (again.code, again.err) == (2, "")
    assert "[document-existant]" in again.out
    assert target.read_text("utf-8") == text
    checked = run("check", target, "--library", ROOT)
    assert checked.code in {0, 1} and checked.err == ""
    assert "ÉCARTS" in checked.out


def test_a_dossier_is_not_written_from_a_dossier(issued: Path, tmp_path: Path) -> None:
    target = tmp_path / "compris.dossier.yaml"
    done = run("check", issued / f"{NAME}.dossier.yaml", "--library", ROOT, "--write-dossier", target)
    assert done.code == 2
    assert not target.exists()


def test_the_fiche_has_a_table_of_what_differs(bought: Path, tmp_path: Path) -> None:
    dossier = bought / f"{NAME}.dossier.yaml"
    edit(bought / "sortie" / "lettre.docx", work.lower)
    made = tmp_path / "fiche.docx"
    files = [bought / "sortie" / name for name in ("lettre.docx", "CCP.docx")]
    assert run("check", dossier, *files, "--library", ROOT, "--format", "docx", "--output", made).code == 1
    document = docx.Document(str(made))
    assert any(item.text == "Écarts entre le dossier et les pièces" for item in document.paragraphs)
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    [row] = [row for row in rows if row[0] == "COM-034" and row[1] == "lettre.docx"]
    assert row[2] == "retouchée"


def test_a_clause_that_is_not_in_the_dossier_is_told(bought: Path) -> None:
    dossier = bought / f"{NAME}.dossier.yaml"
    text = dossier.read_text("utf-8")
    line = next(line for line in text.split("\n") if line.startswith("  MOG-004:"))
    dossier.write_text(text.replace(line + "\n", ""), "utf-8")
    done = run("check", dossier, bought / "sortie" / "CCP.docx", "--library", ROOT)
    assert "[clause-ajoutee]" in done.out
    assert "MOG-004 (Tri des déchets des bâtiments et des consommables)" in " ".join(done.out.split())


def test_documents_alone_make_a_markdown_page(issued: Path) -> None:
    done = run("check", issued / "sortie" / "lettre.docx", "--library", ROOT, "--format", "markdown")
    assert done.out.startswith("## Pièces seules\n")
    assert "| M13-distinct | satisfait |" in done.out
    assert "  - « Développement durable » (lettre.docx, article 5 Critères d’attribution)" in done.out


INSERTION = """Cahier des clauses techniques particulières

1 Insertion professionnelle
Le titulaire réserve 120 heures de travail à des personnes éloignées de l'emploi.
"""
FINES = """Cahier des clauses administratives particulières

1 Pénalités
1.1 Pénalités liées à la clause d'insertion
Chaque heure d'insertion non réalisée donne lieu à une pénalité de 45 euros.
"""


def test_a_folder_of_plain_texts_and_a_text_alone_are_documents(tmp_path: Path) -> None:
    (tmp_path / "CCTP.md").write_text(INSERTION, "utf-8")
    for given in (tmp_path, tmp_path / "CCTP.md"):
        done = run("check", given, "--library", ROOT)
        assert done.out.startswith("PIÈCES SEULES"), done.err
    (tmp_path / "achat.md").write_text("objet: Nettoyage des bureaux\nfamille: moyens-generaux\n", "utf-8")
    assert "PIÈCES SEULES" not in run("check", tmp_path / "achat.md", "--library", ROOT).out


def test_files_of_one_call_are_read_together(tmp_path: Path) -> None:
    for name, text in (("CCTP.txt", INSERTION), ("CCAP.txt", FINES)):
        (tmp_path / name).write_text(text, "utf-8")
    files = json.loads(run("inspect", tmp_path, "--library", ROOT, "--format", "json").out)
    [duty] = next(item["considerations"] for item in files if item["file"].endswith("CCTP.txt"))
    assert (duty["status"], [figure["value"] for figure in duty["figures"]]) == ("met", [120.0, 45.0])
    [alone] = json.loads(run("inspect", tmp_path / "CCTP.txt", "--library", ROOT, "--format", "json").out)
    assert [figure["value"] for figure in alone["considerations"][0]["figures"]] == [120.0]


def test_an_annex_is_told_by_the_name_of_its_file_not_by_its_path(tmp_path: Path) -> None:
    folder = tmp_path / "pieces"
    folder.mkdir()
    (folder / "annexe-3.txt").write_text("Liste des sites concernés par les prestations, avec leurs surfaces.", "utf-8")
    done = run("inspect", folder / "annexe-3.txt", "--library", ROOT)
    assert "Nom du fichier : « annexe-3.txt »" in " ".join(done.out.split())


def test_a_document_that_does_not_read_is_told_in_one_sentence_on_the_error_stream(tmp_path: Path) -> None:
    bad = tmp_path / "CCTP.docx"
    bad.write_bytes(b"\x00\x01 rien de lisible")
    done = run("check", bad, "--library", ROOT)
    assert done.code == 2
    (line,) = done.err.splitlines()
    assert line.startswith(str(bad))
    assert line.endswith(".")
    assert "document-illisible" in done.out


def test_headers_that_cannot_be_made_are_said_not_to_be_judged(bought: Path, tmp_path: Path) -> None:
    authority = bought / "metropole.acheteur.yaml"
    (bought / "modele.docx").write_text("ceci n'est pas un document Word", "utf-8")
    folder = bought / "sortie"
    command = ("check", bought / f"{work.BOUGHT}.dossier.yaml", folder, "--library", ROOT)
    assert "n'a pas pu servir" not in run(*command).out
    authority.write_text(authority.read_text("utf-8").replace("modele: null", "modele: modele.docx"), "utf-8")
    said = " ".join(run(*command).out.split())
    assert (
        "les en-têtes et les pieds de page des pièces : le modèle qui donne ceux du dossier n'a pas pu servir" in said
    )
    assert "modele.docx" in said
    verdicts = json.loads(run(*command, "--format", "json").out)["dossiers"]
    assert any("n'a pas pu servir" in line for item in verdicts for line in item["not_judged"])


@pytest.mark.parametrize("name", ["compris.docx", "compris"])
def test_the_dossier_understood_is_a_yaml_file(issued: Path, tmp_path: Path, name: str) -> None:
    done = run("check", issued / "sortie", "--library", ROOT, "--write-dossier", tmp_path / name)
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert "un fichier .dossier.yaml, non" in done.err


def test_a_report_is_no_spreadsheet(issued: Path, tmp_path: Path) -> None:
    done = run("check", issued / f"{NAME}.dossier.yaml", "--library", ROOT, "--output", tmp_path / "rapport.xlsx")
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert "clausekit n'écrit pas de .xlsx" in done.err
