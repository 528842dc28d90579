"""`clausekit check --redline`: what departs from the dossier, as tracked changes in a Word file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import redline_edits as edits
from docx.document import Document
from lxml import etree

import drift_documents as work
import footnotes
from conftest import ROOT, run
from word_specimen import part

NAME = work.BOUGHT
CHARTER = "annexe-COM-A01-charte-fournisseurs-responsables.docx"


def check(bought: Path, *options: object) -> object:
    return run("check", bought / f"{NAME}.dossier.yaml", bought / "sortie", "--library", ROOT, *options)


def test_what_a_person_changed_is_shown_and_the_text_of_the_dossier_comes_back(bought: Path, tmp_path: Path) -> None:
    letter = bought / "sortie" / "lettre.docx"
    generated = letter.read_bytes()
    letter.write_bytes(work.edited(generated, work.lower))
    done = check(bought, "--redline", tmp_path / "suivi")
    assert done.code == 1
    [written] = (tmp_path / "suivi").iterdir()
    assert written.name == "lettre-ecarts.docx"
    said = " ".join(done.out.split())
    assert "lettre-ecarts.docx (1 alinéa ou ligne changé)" in said
    assert "CCP.docx : aucune différence avec ce que le dossier produit." in said
    data = written.read_bytes()
    # A hand that edits with python-docx leaves empty runs: the words are what counts.
    assert _plain(edits.settle(data, accepted=False)) == _plain(edits.body_of(generated))
    assert _plain(edits.settle(data, accepted=True)) == _plain(edits.body_of(letter.read_bytes()))
    xml = part(data, edits.DOCUMENT).decode()
    assert 'w:author="Écart avec le dossier"' in xml
    assert ">15\u00a0</w:delText>" in xml
    assert ">10 </w:t>" in xml


def test_what_was_moved_is_counted_and_a_note_put_in_is_shown(bought: Path, tmp_path: Path) -> None:
    letter = bought / "sortie" / "lettre.docx"

    def to_the_end(body: object, _: object) -> None:
        long = [
            item for item in edits.paragraphs(body) if len(edits.texts(item)) and len("".join(item.itertext())) > 60
        ]
        edits.paragraphs(body)[-1].addprevious(long[0])

    letter.write_bytes(edits.edited(letter.read_bytes(), to_the_end))
    document = docx.Document(str(letter))
    footnotes.added(document, document.paragraphs[-1], "Sauf les petits achats.")
    document.save(str(letter))
    report = json.loads(check(bought, "--redline", tmp_path / "suivi", "--format", "json").out)
    [found] = [item for item in report["dossiers"][0]["redlines"] if item["output"]]
    assert (found["added"], found["removed"], found["moved"], found["changed"]) == (0, 0, 1, 1)
    assert "1 déplacé, 1 changé" in " ".join(check(bought, "--redline", tmp_path / "encore").out.split()).replace(
        "alinéa ou ligne déplacé", "déplacé"
    )
    data = (tmp_path / "suivi" / "lettre-ecarts.docx").read_bytes()
    assert edits.notes(data, accepted=True) == ["Sauf les petits achats."]
    assert edits.notes(data, accepted=False) == []


def _plain(body: object) -> list[str]:
    return ["".join(item.itertext()) for item in body.iter(edits.w("p"))]


def test_the_json_says_what_was_written_and_why_not(bought: Path, tmp_path: Path) -> None:
    letter = bought / "sortie" / "lettre.docx"
    letter.write_bytes(work.edited(letter.read_bytes(), work.lower))
    (bought / "sortie" / CHARTER).rename(bought / "sortie" / "autre.docx")
    report = json.loads(check(bought, "--redline", tmp_path / "suivi", "--format", "json").out)
    found = {Path(item["file"]).name: item for item in report["dossiers"][0]["redlines"]}
    assert found["lettre.docx"]["output"] == str(tmp_path / "suivi" / "lettre-ecarts.docx")
    assert (found["lettre.docx"]["changed"], found["lettre.docx"]["why"]) == (1, None)
    assert found["CCP.docx"]["output"] is None
    assert "redlines" not in json.loads(check(bought, "--format", "json").out)["dossiers"][0]


def test_a_page_of_markdown_and_a_report_in_a_file_say_it_too(bought: Path, tmp_path: Path) -> None:
    letter = bought / "sortie" / "lettre.docx"
    letter.write_bytes(work.edited(letter.read_bytes(), work.lower))
    page = check(bought, "--redline", tmp_path / "suivi", "--format", "markdown").out
    assert "- lettre.docx : " in page
    done = check(bought, "--redline", tmp_path / "encore", "--output", tmp_path / "rapport.txt")
    assert "lettre-ecarts.docx" in done.out
    assert "lettre-ecarts.docx" in (tmp_path / "rapport.txt").read_text("utf-8")


def test_another_format_is_told_and_the_others_are_written(bought: Path, tmp_path: Path) -> None:
    folder = bought / "sortie"
    letter = folder / "lettre.docx"
    letter.write_bytes(work.edited(letter.read_bytes(), work.lower))
    (folder / CHARTER).unlink()
    (folder / CHARTER).with_suffix(".txt").write_text(
        "Annexe 1 – Charte « fournisseurs responsables »\n\nArticle 1\n\nNous nous engageons.\n", "utf-8"
    )
    done = check(bought, "--redline", tmp_path / "suivi")
    assert ".txt : pas de modifications suivies : elles ne s'écrivent" in " ".join(done.out.split())
    assert [item.name for item in (tmp_path / "suivi").iterdir()] == ["lettre-ecarts.docx"]


def test_a_document_of_another_making_is_told(bought: Path, tmp_path: Path) -> None:
    letter = bought / "sortie" / "lettre.docx"

    def rewritten(body: object, _: object) -> None:
        for text in body.iter(edits.w("t")):
            text.text = " ".join(word[::-1] for word in (text.text or "").split())

    letter.write_bytes(edits.edited(letter.read_bytes(), rewritten))
    done = check(bought, "--redline", tmp_path / "suivi")
    assert "lettre.docx : pas de modifications suivies : ce document n'est pas tiré" in " ".join(done.out.split())
    assert not (tmp_path / "suivi").exists()


def test_a_document_that_bears_changes_has_them_accepted_and_it_is_said(bought: Path, tmp_path: Path) -> None:
    letter = bought / "sortie" / "lettre.docx"
    letter.write_bytes(work.edited(letter.read_bytes(), work.lower))
    check(bought, "--redline", tmp_path / "suivi")
    shutil.copy(tmp_path / "suivi" / "lettre-ecarts.docx", letter)
    done = check(bought, "--redline", tmp_path / "encore")
    assert "elles ont été acceptées avant la comparaison" in " ".join(done.out.split())


def test_a_document_of_the_authority_is_compared_on_our_clauses_alone(bought: Path, tmp_path: Path) -> None:
    dossier = bought / f"{NAME}.dossier.yaml"
    host = tmp_path / "modele.docx"
    own = docx.Document()
    for title in ("Objet", "Critères de jugement des offres", "Variantes"):
        own.add_heading(title, 1)
        own.add_paragraph("Texte de l'autorité, que personne ne compare.")
    own.save(host)
    shutil.rmtree(bought / "sortie")
    options = ("--piece", "lettre", "--into", host, "--at", "auto", "--output", tmp_path / "lettre.docx")
    assert run("assemble", dossier, *options, "--library", ROOT).code == 0
    letter = tmp_path / "lettre.docx"
    letter.write_bytes(work.edited(letter.read_bytes(), work.lower))
    done = run("check", dossier, letter, "--redline", tmp_path / "suivi", "--library", ROOT)
    assert "seules les clauses que clausekit y a écrites" in " ".join(done.out.split())
    assert "(1 alinéa ou ligne changé)" in " ".join(done.out.split())


def test_a_file_in_the_way_is_kept_without_force(bought: Path, tmp_path: Path) -> None:
    letter = bought / "sortie" / "lettre.docx"
    letter.write_bytes(work.edited(letter.read_bytes(), work.lower))
    (tmp_path / "suivi").mkdir()
    mine = tmp_path / "suivi" / "lettre-ecarts.docx"
    mine.write_bytes(b"annotations")
    done = check(bought, "--redline", tmp_path / "suivi")
    assert done.code == 2
    assert "erreur[document-existant]" in done.out
    assert mine.read_bytes() == b"annotations"
    assert check(bought, "--redline", tmp_path / "suivi", "--force").code == 1
    assert mine.read_bytes() != b"annotations"


def test_what_makes_no_sense_is_refused(bought: Path, tmp_path: Path) -> None:
    among = check(bought, "--redline", bought / "sortie" / "suivi")
    assert (among.code, "est dans le dossier des pièces" in " ".join(among.err.split())) == (2, True)
    letter = bought / "sortie" / "lettre.docx"
    assert run("check", letter, "--redline", tmp_path / "suivi", "--library", ROOT).code == 2
    alone = run("check", bought / f"{NAME}.dossier.yaml", "--redline", tmp_path / "suivi", "--library", ROOT)
    assert (alone.code, "donner aussi les fichiers" in " ".join(alone.err.split())) == (2, True)
    assert not (tmp_path / "suivi").exists()


def _margins(data: bytes, name: str, gone: str) -> list[str]:
    """The paragraphs of a header once the changes of a kind are taken out."""
    root = etree.fromstring(part(data, name))
    for change in list(root.iter(edits.w(gone))):
        change.getparent().remove(change)
    return ["".join(text.text or "" for text in item.iter(edits.w("t"), edits.w("delText"))) for item in root]


def test_a_header_that_was_changed_and_a_note_that_was_added_are_shown(bought: Path, tmp_path: Path) -> None:
    letter = bought / "sortie" / "lettre.docx"
    generated = letter.read_bytes()

    def edit(document: Document) -> None:
        line = document.sections[0].header.paragraphs[1]
        work.replaced(line, "Nettoyage", "Gardiennage")
        footnotes.added(document, next(item for item in document.paragraphs if item.text), "Sauf accord contraire.")

    letter.write_bytes(work.edited(generated, edit))
    done = check(bought, "--redline", tmp_path / "suivi")
    assert "lettre-ecarts.docx" in done.out
    data = (tmp_path / "suivi" / "lettre-ecarts.docx").read_bytes()
    name = "word/header1.xml"
    assert _margins(data, name, "ins") == _margins(generated, name, "ins")
    assert _margins(data, name, "del") == _margins(letter.read_bytes(), name, "del") != _margins(generated, name, "del")
    root = etree.fromstring(part(data, edits.DOCUMENT))
    [call] = root.iter(edits.w("footnoteReference"))
    assert call.getparent().getparent().tag == edits.w("ins")
