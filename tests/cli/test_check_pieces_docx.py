"""`clausekit check FICHIERS --format docx`: what documents say without a dossier, as a Word report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import drift_documents as work
from clausekit import word
from conftest import ROOT, run

NAME = work.BOUGHT


def report(bought: Path, target: Path, *options: object) -> object:
    return run("check", bought / "sortie", "--output", target, "--library", ROOT, *options)


@pytest.fixture
def alone(bought: Path) -> Path:
    """The documents without their dossier, nor what goes with it."""
    for path in (*bought.glob("*.dossier.yaml"), *(bought / "sortie").glob("note-*")):
        path.unlink()
    return bought


def said(target: Path) -> str:
    return " ".join(" ".join(word.text_of(target.read_bytes())).replace("\u00a0", " ").replace("\u202f", " ").split())


def test_it_says_what_was_read_with_its_place_and_what_is_left_to_a_person(alone: Path, tmp_path: Path) -> None:
    target = tmp_path / "lecture.docx"
    done = report(alone, target)
    assert done.code == 0, done.out
    assert f"écrit  {target}" in done.out
    assert "fichiers lus" in done.out
    text = said(target)
    for part in (
        "Nettoyage des bureaux de trois maisons de services au public",
        "SPASER de la Métropole Aix-Marseille-Provence 2021-2026",
        "lettre.docx lettre de consultation",
        "Développement durable 15 % mixte, distinct",
        "à confirmer",
        "obligation mesurable",
        "Dites telles quelles",
        "la loi : elle dépend de la valeur",
        "Date et signature",
    ):
        assert part in text, part
    assert "conforme " not in text


def test_a_weight_that_is_too_low_is_missing(alone: Path, tmp_path: Path) -> None:
    letter = alone / "sortie" / "lettre.docx"

    def lower(document: object) -> None:
        for _row, paragraphs in work.rows(document, "Développement durable", "15 %"):
            work.replaced(paragraphs[-1], "15 %", "4 %")

    letter.write_bytes(work.edited(letter.read_bytes(), lower))
    target = tmp_path / "lecture.docx"
    report(alone, target)
    assert "manquant M13" in said(target)
    assert "4 % ; plancher de 10 %" in said(target)


def test_a_file_that_cannot_be_read_is_told_in_the_report(alone: Path, tmp_path: Path) -> None:
    (alone / "sortie" / "AE.docx").write_bytes(b"PK\x03\x04 rien")
    target = tmp_path / "lecture.docx"
    done = report(alone, target)
    assert done.code == 2
    assert "erreur[document-illisible]" in done.out
    assert "AE.docx non lu : illisible" in said(target)


def test_a_folder_gets_a_file_of_its_own_name(alone: Path, tmp_path: Path) -> None:
    assert report(alone, tmp_path, "--format", "docx").code == 0
    assert (tmp_path / "lecture-des-pieces.docx").is_file()
    assert report(alone, tmp_path, "--format", "docx").code == 2  # it is not written over
    assert report(alone, tmp_path, "--format", "docx", "--force").code == 0


def test_it_is_not_written_among_the_documents_nor_over_one(alone: Path, tmp_path: Path) -> None:
    done = report(alone, alone / "sortie" / "lecture.docx")
    assert done.code == 2
    assert "est dans le dossier des pièces" in " ".join(done.err.split())
    assert report(alone, alone / "sortie" / "lecture.md").code == 2
    piece = tmp_path / "lettre.docx"
    shutil.copy(alone / "sortie" / "lettre.docx", piece)
    before = piece.read_bytes()
    done = run("check", piece, "--output", piece, "--force", "--library", ROOT)
    assert done.code == 2
    assert "est une des pièces à juger" in " ".join(done.err.split())
    assert piece.read_bytes() == before
