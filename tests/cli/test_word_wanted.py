"""A command that takes Word files alone says so of whatever else it is given, named as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT, Done, run
from read_specimen import docx, odt, para, zipped

DOSSIER = ROOT / "examples/nettoyage-ccp/nettoyage-ccp.dossier.yaml"
COMMANDS = {
    "import": ("import",),
    "template inspect": ("template", "inspect"),
    "template clean": ("template", "clean", "--output", "propre.docx"),
    "into": ("assemble", DOSSIER, "--piece", "CCP", "--output", "ccp.docx", "--into"),
    "template": ("assemble", DOSSIER, "--output", "sortie", "--template"),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
WRONG = {
    "texte.docx": (b"Le titulaire trie.", "c'est un fichier de texte", "l'enregistrer au format .docx"),
    "pdf.docx": (b"%PDF-1.7\n", "c'est un fichier PDF", "l'enregistrer au format .docx"),
    "cctp.odt": (odt("<text:p>a</text:p>"), "c'est un fichier OpenDocument (.odt)", "l'enregistrer au format .docx"),
    "vieux.docx": (OLE + "WordDocument".encode("utf-16-le"), "un ancien fichier Word (.doc)", "au format .docx"),
    "secret.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "protégé par un mot de passe", "sans protection"),
    "vide.docx": (b"", "Le fichier est vide", "bon fichier"),
    "image.docx": (b"\x89PNG\r\n\x1a\n", "C'est une image", "le document d'origine"),
    "classeur.docx": (zipped({"xl/workbook.xml": "<a/>"}), "C'est un classeur Excel", "le document lui-même"),
    "archive.docx": (zipped({"a.txt": "a"}), "C'est une archive zip", "Extraire le document"),
    "coupe.docx": (docx(para("a"))[:600], "Le fichier est abîmé", "l'enregistrer à nouveau"),
    "~$cctp.docx": (b"\x05Nadia" + b" \0" * 40, "C'est le fichier de verrou", "« ~$ »"),
    ".~lock.cctp.docx#": (b",nadia,poste,22.11.2026;", "C'est le fichier de verrou", "« .~lock. »"),
}


def given(name: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> Done:
    monkeypatch.chdir(file.parent)
    return run(*COMMANDS[name], file.name)


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_word_file(command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, message, remedy = WRONG[name]
    (tmp_path / name).write_bytes(data)
    done = given(command, tmp_path / name, monkeypatch)
    said = " ".join(done.err.split())
    expected = "un modèle" if command in ("template", "template inspect") else "un document"
    assert (done.code, done.out) == (2, "")
    assert message in said
    assert remedy in said
    assert f"attendu : {expected}" in said
    assert "Word .docx pourquoi :" in said
    assert [item.name for item in tmp_path.iterdir()] == [name]


def test_who_reads_every_format_says_them_all(tmp_path: Path) -> None:
    (tmp_path / "vide.docx").write_bytes(b"")
    done = run("inspect", tmp_path / "vide.docx")
    assert (done.code, "attendu : un document .docx, .odt, .pdf, .txt ou .md" in done.err) == (2, True)
