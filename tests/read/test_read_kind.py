# ruff: noqa: E501 - a specimen stands on one line, as it is in the file
"""A file is what its bytes say, whatever its name; what is not read is named, with what to do."""

import pytest

from clausekit import read
from clausekit.finding import UnreadableFile
from read_specimen import Sheet, docx, docx_parts, drafted, odt, para, pdf, refusal, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (docx(para("a")), "docx"),
        (odt("<text:p>a</text:p>"), "odt"),
        (pdf(Sheet().say(72, 300, "Texte.")), "pdf"),
        (b"\n" + pdf(Sheet().say(72, 300, "Texte.")), "pdf"),
        ("Déchets".encode(), "text"),
        (b"- a\n- b\n", "text"),
    ],
)
def test_the_format_is_told_by_the_content(data, form):
    assert drafted(data, "sans-rapport.xyz").format == form


@pytest.mark.parametrize(
    ("data", "message", "remedy"),
    [
        (ole("WordDocument"), "C’est un ancien fichier Word (.doc), même s’il porte un autre nom.", "enregistrer au format .docx"),
        (ole("EncryptedPackage"), "Le fichier est protégé par un mot de passe.", "sans protection"),
        (ole("Workbook"), "C’est un classeur Excel, non un document.", "le document lui-même"),
        (ole("Autre"), "C’est un ancien fichier de Microsoft Office (.doc ou autre).", "enregistrer au format .docx"),
        (b"{\\rtf1\\ansi Bonjour}", "C’est un fichier RTF, même s’il porte un autre nom.", "enregistrer au format .docx"),
        (b"<html><body>a</body></html>", "C’est une page HTML, même si elle porte un autre nom.", "enregistrer au format .docx"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "C’est une image, non un document.", "texte"),
        (b"<?xml version='1.0'?><a/>", "C’est un fichier XML, non un document.", "document"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
         "C’est un document Word enregistré en XML.", "enregistrer au format .docx"),
        (bytes(range(256)) * 20, "Ce n’est ni un document Word, ni un OpenDocument, ni un PDF, ni du texte.", "bon fichier"),
        (zipped({"xl/workbook.xml": "<a/>", "[Content_Types].xml": "<a/>"}), "C’est un classeur Excel, non un document.", "le document lui-même"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
         "C’est un fichier OpenDocument, mais ni un texte ni un modèle de texte (.odt).", "le document lui-même"),
        (zipped({"a.txt": "a"}), "C’est une archive zip, non un document.", "Extraire"),
        (b"", "Le fichier est vide.", "bon fichier"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named(data, message, remedy):
    with pytest.raises(UnreadableFile) as caught:
        read.draft(data, file="CCTP.docx")
    (finding,) = caught.value.findings
    assert finding.message == message
    assert remedy in finding.remedy
    assert (finding.rule, finding.severity, finding.places[0].file) == ("document-illisible", "bloquante", "CCTP.docx")


def test_the_lock_file_of_word_is_named():
    assert refusal(b"\x07Dupont" + b" \0" * 70, "dossier/~$CCTP.docx").startswith("C’est le fichier de verrou")


def test_bytes_before_the_zip_are_refused():
    assert refusal(b"#!/bin/sh\n" + docx(para("a"))) == "Le fichier commence par des octets étrangers au document."


def test_a_truncated_file_is_refused():
    data = docx(para("a"))
    assert refusal(data[: len(data) // 2]).startswith("Le fichier est abîmé")


def test_a_file_too_big_is_refused(monkeypatch):
    monkeypatch.setattr(read, "MAX_BYTES", 1024 * 1024)
    assert refusal(b"a" * (2 * 1024 * 1024)) == "Le fichier est trop gros : 2 Mo (maximum 1)."


def test_a_structure_that_nobody_foresaw_is_one_sentence(monkeypatch):
    monkeypatch.setattr("clausekit.read.docx.read", lambda *a, **k: {}["unforeseen"])
    with pytest.raises(UnreadableFile) as caught:
        read.draft(zipped(docx_parts(para("a"))), file="a.docx")
    [found] = caught.value.findings
    assert found.message == "Le document a une structure que clausekit ne sait pas lire."
    assert found.read is None  # what a library says of it is in English
