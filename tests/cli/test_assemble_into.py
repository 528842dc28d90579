"""`assemble --into`, `template inspect` and `template clean`, as they are typed."""

import hashlib
import json
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from clausekit import cli, read, soffice
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


def template(tmp_path: Path, *lines: str) -> Path:
    document = docx.Document()
    document.add_paragraph("Modèle de la maison")
    for line in lines:
        document.add_paragraph(line)
    document.save(tmp_path / "modele.docx")
    return tmp_path / "modele.docx"


def test_problems_are_written_as_comments_in_a_copy(capsys, tmp_path):
    source = template(tmp_path, "{{ montant }}", "{{ ck_corps }}")
    before = source.read_bytes()
    code, out, err = run(capsys, "template", "inspect", source, "--annotate", tmp_path / "copie.docx")
    assert code == 1
    assert "modele-code" in err
    assert f"écrit  {tmp_path / 'copie.docx'}" in out
    assert source.read_bytes() == before
    said = [comment.text for comment in docx.Document(tmp_path / "copie.docx").comments]
    assert any(text.startswith("[modele-code] Le modèle emploie un nom inconnu") for text in said)


def test_the_copy_is_never_the_template_nor_another_file(capsys, tmp_path):
    source = template(tmp_path, "{{ montant }}", "{{ ck_corps }}")
    (tmp_path / "copie.docx").write_bytes(b"travail")
    before = source.read_bytes()
    for target in (source, tmp_path / "copie.docx"):
        code, _, err = run(capsys, "template", "inspect", source, "--annotate", target)
        assert code == 2
        assert "document-existant" in err
    assert run(capsys, "template", "inspect", source, "--annotate", source, "--force")[0] == 2
    assert (source.read_bytes(), (tmp_path / "copie.docx").read_bytes()) == (before, b"travail")
    assert run(capsys, "template", "inspect", source, "--annotate", tmp_path / "copie.docx", "--force")[0] == 1
    code, _, err = run(capsys, "template", "inspect", source, "--force")
    assert code == 2
    assert "--annotate" in err


def test_without_a_problem_no_copy_is_written(capsys, tmp_path):
    neutral = ROOT / "templates/neutre.docx"
    code, out, _ = run(capsys, "template", "inspect", neutral, "--annotate", tmp_path / "copie.docx")
    assert code == 0
    assert "Rien à signaler" in out
    assert not (tmp_path / "copie.docx").exists()


def test_what_a_template_lacks_is_told_and_nothing_is_refused(capsys, tmp_path):
    source = template(tmp_path, "{{ ck_corps }}")
    code, out, _ = run(
        capsys, "assemble", DOSSIER, "--piece", "CCP", "--template", source, "--output", tmp_path / "sortie"
    )
    assert code == 0
    assert out.index("conseil[numerotation-absente]") < out.index("écrit")


def test_a_lock_is_left_beside_the_document(capsys, host, tmp_path):
    into(capsys, host, tmp_path / "nouveau.docx")
    sealed = (tmp_path / "nouveau.verrou.yaml").read_text(encoding="utf-8")
    digest = hashlib.sha256((tmp_path / "nouveau.docx").read_bytes()).hexdigest()
    assert digest in sealed
    assert hashlib.sha256(host.read_bytes()).hexdigest() in sealed


def test_a_piece_that_assemble_wrote_is_brought_up_to_date(capsys, tmp_path):
    run(capsys, "assemble", DOSSIER, "--piece", "CCP", "--output", tmp_path / "sortie")
    code, out, _ = into(capsys, tmp_path / "sortie/CCP.docx", tmp_path / "suivi.docx")
    assert code == 0
    assert "elle est désormais suivie" in out
    assert "paragraphe-retouche" not in out
    assert "rien à changer" in into(capsys, tmp_path / "suivi.docx", tmp_path / "encore.docx")[1]


def test_a_filled_blank_is_kept_even_with_force(capsys, host, tmp_path):
    dossier = tmp_path / "n.dossier.yaml"
    facts = ("--objet", "Nettoyage des bureaux", "--cpv", "90919200", "--valeur", "150000", "--duree", "36")
    run(capsys, "new", *facts, "--sans-questions", "--output", dossier)

    def again(source: Path, *more: str) -> str:
        target = tmp_path / "deux.docx"
        return run(
            capsys, "assemble", dossier, "--piece", "CCAP", "--into", source, "--output", target, "--force", *more
        )[1]

    again(host)
    document = docx.Document(tmp_path / "deux.docx")
    blank = next(r for p in document.paragraphs for r in p.runs if "coordonnées du facilitateur" in r.text)
    blank.text = "Mme Martin, 01 00 00 00 00"
    document.save(tmp_path / "rempli.docx")

    def says() -> bool:
        return any("Mme Martin" in p.text for p in docx.Document(tmp_path / "deux.docx").paragraphs)

    assert "blanc rempli à la main, gardé : « Mme Martin, 01 00 00 00 00 »" in again(tmp_path / "rempli.docx")
    assert says()
    again(tmp_path / "rempli.docx", "--blancs-du-dossier")
    assert not says()


def test_without_libreoffice_the_document_is_written_and_one_sentence_said(capsys, host, tmp_path, monkeypatch):
    monkeypatch.setattr(soffice, "program", lambda: None)
    document = docx.Document(host)
    runs = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> TOC \\o "1-3" </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>Sommaire</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inside = "".join(f"<w:r>{item}</w:r>" for item in runs)
    document.element.body.insert(0, parse_xml(f"<w:p {space}>{inside}</w:p>"))
    document.save(host)
    code, out, _ = into(capsys, host, tmp_path / "n.docx", "--sommaire")
    assert code == 0
    assert out.count("Sommaire non refait : LibreOffice n'est pas installé sur ce poste.") == 1
    assert b'w:dirty="true"' in zipfile.ZipFile(tmp_path / "n.docx").read("word/document.xml")


def _changed(source: Path, target: Path) -> None:
    """A person changes a paragraph of ours, and takes the one after it out."""
    document = docx.Document(source)
    at = next(n for n, p in enumerate(document.paragraphs) if "registre des preuves" in p.text)
    changed, gone = document.paragraphs[at : at + 2]
    changed.runs[0].text = "De notre main : " + changed.runs[0].text
    gone._p.getparent().remove(gone._p)
    document.save(target)


def test_what_a_person_changed_is_told_when_it_is_kept_and_when_force_replaces_it(capsys, host, tmp_path):
    into(capsys, host, tmp_path / "un.docx")
    _changed(tmp_path / "un.docx", tmp_path / "retouche.docx")
    kept = into(capsys, tmp_path / "retouche.docx", tmp_path / "garde.docx")[1]
    assert "rien à changer : ces clauses y sont déjà, ce qu'une personne y a changé est gardé" in kept
    assert "telles que le dossier les donne" not in kept
    assert kept.count("avertissement[paragraphe-retouche]") == 2
    forced = into(capsys, tmp_path / "retouche.docx", tmp_path / "force.docx", "--force")[1]
    assert "modifié à la main, remplacé par les mots du dossier : « De notre main : " in forced
    assert "supprimé à la main, remis : « " in forced
    again = into(capsys, tmp_path / "force.docx", tmp_path / "encore.docx")[1]
    assert "telles que le dossier les donne" in again
    assert "paragraphe-retouche" not in again


def test_changes_that_wait_in_the_document_are_told_and_stay(capsys, host, tmp_path):
    assert "en attente" not in into(capsys, host, tmp_path / "un.docx")[1]
    document = docx.Document(host)
    words = document.paragraphs[-1].add_run(" Mots qui attendent.")
    change = OxmlElement("w:ins")
    for name, value in (("id", "901"), ("author", "Juriste"), ("date", "2026-11-01T10:00:00Z")):
        change.set(qn(f"w:{name}"), value)
    words._r.addprevious(change)
    change.append(words._r)
    document.save(tmp_path / "suivi.docx")
    out = into(capsys, tmp_path / "suivi.docx", tmp_path / "deux.docx")[1]
    assert "Le document porte des modifications suivies en attente : elles le restent" in out
    body = docx.Document(tmp_path / "deux.docx").element.body
    assert [t.text for change in body.iter(qn("w:ins")) for t in change.iter(qn("w:t"))] == [" Mots qui attendent."]


def linked(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("no links on this disk")


def test_a_link_that_leads_nowhere_is_no_free_name(capsys, host, tmp_path):
    nowhere, link = tmp_path / "ailleurs.docx", tmp_path / "lien.docx"
    linked(link, nowhere)
    code, _, err = into(capsys, host, link)
    assert (code, link.is_symlink()) == (2, True)
    assert "document-existant" in err
    assert into(capsys, host, link, "--force")[0] == 0
    assert (link.is_symlink(), nowhere.exists()) == (False, False)


def test_pieces_do_not_take_the_place_of_a_dead_link(capsys, tmp_path):
    link = tmp_path / "CCP.docx"
    linked(link, tmp_path / "ailleurs.docx")
    asked = ("assemble", DOSSIER, "--piece", "CCP", "--output", tmp_path)
    code, _, err = run(capsys, *asked)
    assert (code, link.is_symlink()) == (2, True)
    assert "document-existant" in err
    assert run(capsys, *asked, "--force")[0] == 0
    assert not (tmp_path / "ailleurs.docx").exists()
