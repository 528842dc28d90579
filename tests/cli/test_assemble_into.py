"""`assemble --into`, `template inspect` and `template clean`, as they are typed."""

import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from clausekit import cli, read
from clausekit.cli import main

ROOT = Path(__file__).parents[2]
DOSSIER = ROOT / "examples/nettoyage-ccp/nettoyage-ccp.dossier.yaml"


@pytest.fixture
def host(tmp_path: Path) -> Path:
    document = docx.Document()
    for title in ("Objet du marché", "Développement durable", "Pénalités", "Litiges"):
        document.add_heading(title, 1)
        document.add_paragraph("Le présent article règle ce que son titre annonce, pour toute la durée du marché.")
    path = tmp_path / "ccap.docx"
    document.save(path)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as done:
        main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return int(done.value.code or 0), said.out, said.err


def into(capsys, host: Path, output: Path, *more: str):
    return run(capsys, "assemble", DOSSIER, "--piece", "CCP", "--into", host, "--output", output, *more)


def test_a_piece_is_written_into_a_copy(capsys, host, tmp_path):
    before = host.read_bytes()
    code, out, _ = into(capsys, host, tmp_path / "nouveau.docx")
    assert code == 0
    assert "« Pénalités et primes » : à la fin de l’article « Pénalités »" in out
    assert host.read_bytes() == before
    code, out, _ = into(capsys, tmp_path / "nouveau.docx", tmp_path / "encore.docx")
    assert "rien à changer" in out
    assert (tmp_path / "encore.docx").read_bytes() == (tmp_path / "nouveau.docx").read_bytes()


def test_neither_the_original_nor_another_file_is_replaced(capsys, host, tmp_path):
    other = tmp_path / "autre.docx"
    other.write_bytes(b"travail")
    code, _, err = into(capsys, host, other)
    assert (code, other.read_bytes()) == (2, b"travail")
    assert "document-existant" in err
    before = host.read_bytes()
    code, _, err = into(capsys, host, host, "--force")
    assert (code, host.read_bytes()) == (2, before)
    assert "L'original n'est jamais modifié" in err
    assert into(capsys, host, other, "--force")[0] == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--at", "Article 99"), "place-introuvable"),
        (("--template", "m.docx"), "--template ne va pas avec --into"),
        (("--piece", "note"), "une seule"),
    ],
)
def test_a_wrong_request_writes_nothing(capsys, host, tmp_path, more, said):
    code, _, err = into(capsys, host, tmp_path / "non.docx", *more)
    assert code == 2
    assert said in err
    assert not (tmp_path / "non.docx").exists()


def test_a_file_that_is_no_word_document_is_refused(capsys, tmp_path):
    false = tmp_path / "faux.docx"
    false.write_bytes(b"%PDF-1.4 rien")
    code, _, err = into(capsys, false, tmp_path / "non.docx")
    assert code == 2
    assert "Traceback" not in err
    assert not (tmp_path / "non.docx").exists()


def test_the_published_file_has_no_mark(capsys, host, tmp_path):
    into(capsys, host, tmp_path / "marques.docx")
    assert into(capsys, host, tmp_path / "propre.docx", "--clean")[0] == 0
    run(capsys, "template", "clean", tmp_path / "marques.docx", "--output", tmp_path / "propre-2.docx")
    drafts = [read.draft((tmp_path / name).read_bytes(), file=name) for name in ("propre.docx", "propre-2.docx")]
    assert not any(line.marks for draft in drafts for line in draft.lines())
    assert [line.text for line in drafts[0].lines()] == [line.text for line in drafts[1].lines()]


def test_a_template_is_inspected(capsys, host):
    code, out, _ = run(capsys, "template", "inspect", host)
    assert code == 0
    assert "titre1                   heading 1 (par nom)" in out.replace("Heading 1", "heading 1")
    code, out, _ = run(capsys, "template", "inspect", ROOT / "templates/neutre.docx", "--format", "json")
    data = json.loads(out)
    assert (code, data["marker"], data["problems"]) == (0, True, [])
    assert data["levels"][1]["form"] == "%1.%2"


def test_a_faulty_template_is_told(capsys, tmp_path):
    document = docx.Document()
    document.add_paragraph("{{ ck_corps }}")
    document.add_paragraph("{{ ck_corps }}")
    document.save(tmp_path / "double.docx")
    code, _, err = run(capsys, "template", "inspect", tmp_path / "double.docx")
    assert code == 1
    assert "modele-marque" in err


def test_help_of_the_group_is_french():
    said = CliRunner().invoke(cli.cli, ["template", "--help"]).output
    assert said.startswith("Usage : cli template [OPTIONS] COMMANDE")
    assert "Écrire le fichier à publier, sans les repères des clauses." in said
