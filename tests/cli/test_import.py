"""`clausekit import`: a clause written in Word becomes a draft of the library."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from clausekit import source
from conftest import ROOT, Done, run
from read_specimen import STYLES, docx, para, table

TITLE = para("Reprise des contenants vides", style="Titre1")
BODY = (
    TITLE,
    para("Le titulaire reprend les contenants vides dans un délai de [délai de reprise : 15 jours ouvrés]."),
    para("Il recharge au moins [taux] % des contenants, contrôlés à [[COM-007]] :"),
    para("les bidons ;", style="Puce"),
    para("les pulvérisateurs.", style="Puce"),
    table(["Flux", "Masse"], ["Bidons", "[masse reprise]"]),
    para("CCAP", style="Titre2"),
    para("Le suivi de la reprise est réglé par le CCTP."),
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "bib"
    shutil.copytree(ROOT / "clauses", folder / "clauses")
    return folder


def imported(folder: Path, *options: object, body: tuple[str, ...] = BODY, name: str = "clause.docx") -> Done:
    file = folder.parent / name
    file.write_bytes(docx(*body))
    return run("import", file, "--library", folder, *options)


def test_what_is_hidden_or_written_above_is_said_and_never_becomes_prose(library: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>sauf le soir</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> Il pèse les bacs.</w:t></w:r>'
    above = (
        "<w:r><w:ruby><w:rt><w:r><w:t>lire : bennes</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>bacs</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    erased = hidden.replace("sauf le soir", "jamais dit").replace("w:t>", "w:delText>")
    gone = f'<w:del w:id="1" w:author="A">{erased}</w:del>'
    whole = para("Un alinéa entier que nul ne voit.", style="Masque")
    style = (
        '<w:style w:type="paragraph" w:styleId="Masque"><w:name w:val="Masque"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    styles = STYLES + style
    file = library.parent / "clause.docx"
    file.write_bytes(
        docx(TITLE, para("Le titulaire lave les ", above, " ", hidden, ".", shown, gone), whole, styles=styles)
    )
    done = run("import", file, "--library", library, "--famille", "dechets", "--format", "json")
    assert done.code == 0
    told = {item["message"]: item["place"] for item in json.loads(done.out)["remarks"]}
    assert list(told) == [
        "Un texte masqué n'est pas repris : « sauf le soir ».",
        "Une annotation écrite au-dessus des mots n'est pas reprise : « lire : bennes ».",
        "Un texte masqué n'est pas repris : « Un alinéa entier que nul ne voit. ».",
    ]
    assert all("Reprise des contenants vides" in str(place) for place in told.values()), told
    [path] = (library / "clauses" / "dechets").glob("DEC-012-*.clause.yaml")
    prose = source.load(path.read_bytes(), file="x").data["textes"]["CCTP"]
    assert prose == "Le titulaire lave les bacs .\nIl pèse les bacs.\n"


def test_a_draft_takes_its_place_and_only_lacks_what_nobody_said(library: Path) -> None:
    done = imported(library, "--famille", "dechets")
    assert (done.code, done.err) == (0, "")
    [path] = (library / "clauses" / "dechets").glob("DEC-012-*.clause.yaml")
    assert path.name == "DEC-012-reprise-des-contenants-vides.clause.yaml"
    data = source.load(path.read_bytes(), file="x").data
    assert data["titre"] == "Reprise des contenants vides"
    assert data["etat"] == "projet"
    assert data["parametres"]["delai_reprise"] == {
        "titre": "Délai de reprise", "type": "duree", "unite": "jours ouvrés", "bornes": {"min": None, "max": None},
        "origine": "acheteur", "defaut": 15, "motif": "à compléter : pourquoi cette valeur, lue dans le document",
    }  # fmt: skip
    assert data["textes"]["CCTP"] == (
        "Le titulaire reprend les contenants vides dans un délai de {{ delai_reprise }}.\n\n"
        "Il recharge au moins {{ taux }} des contenants, contrôlés à [[COM-007]] :\n\n"
        "- les bidons ;\n- les pulvérisateurs.\n\n"
        "| Flux | Masse |\n|---|---|\n| Bidons | {{ masse_reprise }} |\n"
    )
    assert data["requiert"] == ["COM-007"]
    judged = run("lint", path, "--library", library, "--format", "json")
    found = json.loads(judged.out)
    assert (judged.code, found["errors"]) == (0, [])
    assert {item["rule"] for item in found["findings"]} == {"a-completer"}
    assert len(found["findings"]) > 12
    assert run("fmt", path, "--check").code == 0


def test_a_draft_that_is_completed_is_clean_and_one_left_out_is_not(library: Path) -> None:
    imported(library, "--famille", "dechets")
    [path] = (library / "clauses" / "dechets").glob("DEC-012-*.clause.yaml")
    path.write_text(path.read_text("utf-8").replace("etat: projet", "etat: relue"), "utf-8")
    judged = run("lint", path, "--library", library)
    assert judged.code == 1
    assert "erreur[a-completer] DEC-012 : « type » est à compléter, alors que l'état est « relue »." in judged.out


def test_what_is_told_in_json(library: Path) -> None:
    note = para("Un texte. [Note au rédacteur : ôter ceci.]")
    done = imported(library, "--id", "dec-099", "--format", "json", body=(*BODY, note))
    data = json.loads(done.out)
    [draft] = data["drafts"]
    assert (draft["id"], draft["pieces"]) == ("DEC-099", ["CCTP", "CCAP"])
    assert [item["name"] for item in draft["parameters"]] == ["delai_reprise", "taux", "masse_reprise"]
    assert draft["parameters"][0]["value"] == 15
    assert data["remarks"][0]["place"]["paragraph"] == "12"


def test_several_clauses_are_several_files(library: Path, tmp_path: Path) -> None:
    body = (*BODY, para("Bruit", style="Titre1"), para("Le titulaire limite le bruit."))
    done = imported(library, "--famille", "dechets", body=body)
    assert (done.code, "import-plusieurs" in done.err) == (2, True)
    done = imported(library, "--famille", "dechets", "--output", tmp_path / "projets", body=body)
    assert done.code == 0
    names = sorted(path.name[:7] for path in (tmp_path / "projets").iterdir())
    assert names == ["DEC-012", "DEC-013"]


def test_another_piece_and_a_named_file(library: Path, tmp_path: Path) -> None:
    target = tmp_path / "é clause.clause.yaml"
    done = imported(library, "--id", "DEC-099", "--piece", "RC", "--output", target, body=BODY[:3])
    assert done.code == 0
    data = source.load(target.read_bytes(), file="x").data
    assert (data["piece_porteuse"], data["debiteur"]) == ("RC", "candidat")


def test_nothing_is_overwritten(library: Path) -> None:
    assert imported(library, "--id", "DEC-099").code == 0
    [path] = (library / "clauses" / "dechets").glob("DEC-099-*")
    path.write_text("à moi", "utf-8")
    again = imported(library, "--id", "DEC-099", "--output", path)
    assert again.code == 2
    assert path.read_text("utf-8") == "à moi"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "un identifiant"),
        (("--id", "DEC-003"), "import-identifiant"),
        (("--id", "DEC-C09"), "n'est pas un identifiant de clause"),
        (("--famille", "dechet"), "Proche : dechets"),
        (("--id", "DEC-099", "--famille", "dechets"), "l'un ou l'autre"),
        (("--famille", "dechets", "--write"), "seulement avec --onto"),
        (("--famille", "dechets", "--onto", "DEC-003"), "sans effet avec --onto"),
    ],
)
def test_what_is_refused_writes_nothing(library: Path, options: tuple[str, ...], told: str) -> None:
    before = sorted(library.rglob("*"))
    done = imported(library, *options)
    assert done.code == 2
    assert told in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert sorted(library.rglob("*")) == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vide"),
        (b"PK\x03\x04 abc", "erreur["),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "ancien fichier Word"),
        (b"%PDF-1.4", "erreur["),
        (b"Un texte ordinaire, sans Word.", "c'est un fichier de texte"),
        (docx(), "import-vide"),
    ],
)
def test_a_file_that_is_no_clause_in_word(library: Path, tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "clause.docx"
    file.write_bytes(content)
    done = run("import", file, "--famille", "dechets", "--library", library)
    assert done.code == 2
    assert told in done.err
    assert "Traceback" not in done.err


def test_a_file_that_is_not_there(library: Path) -> None:
    done = run("import", "nulle-part.docx", "--famille", "dechets", "--library", library)
    assert (done.code, "fichier-absent" in done.err) == (2, True)
