"""`clausekit import --onto`: what a lawyer changes in Word comes back to the file of the entry."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

import libreoffice
from clausekit import packaged, read, word
from clausekit.fragment import Block, Fragment
from clausekit.library import Library
from clausekit.report.paged import pages
from clausekit.transcribe import onto
from conftest import ROOT, Done, run
from word_lawyer import tracked, untracked

NB = "\u00a0"
ENTRY = "DEC-003"
HISTORY = ("--nature", "substantielle", "--motif", "Relecture : deux mots.")
EDITS = (
    ("le bois", "le bois, traité ou non"),
    (
        f"au plus tard le 30{NB}avril de l’année suivante",
        "avant le 1er mai de l’année suivante. Tout défaut vaut retard",
    ),
)


def git(folder: Path, *words: str) -> None:
    who = [option for key in ("name", "email") for option in ("-c", f"user.{key}=a@b.c")]
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True, env=env)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "bib"
    shutil.copytree(ROOT / "clauses", folder / "clauses")
    return folder


@pytest.fixture
def page(library: Path, tmp_path: Path) -> Path:
    file = tmp_path / "page.docx"
    assert run("show", ENTRY, "--output", file, "--library", library).code == 0
    return file


def entry(library: Path) -> Path:
    [path] = (library / "clauses" / "dechets").glob(f"{ENTRY}-*.clause.yaml")
    return path


def onto_it(library: Path, file: Path, *options: object) -> Done:
    return run("import", file, "--onto", ENTRY, "--library", library, *options)


def test_a_word_to_confirm_is_told_and_may_be_declared_a_matter_of_wording(library: Path, page: Path) -> None:
    page.write_bytes(tracked(page.read_bytes(), ("le bois", "le carton")))
    before = entry(library).read_bytes()
    shown = onto_it(library, page)
    assert "À confirmer : « bois » devient « carton »." in shown.out
    data = json.loads(onto_it(library, page, "--format", "json").out)
    assert (data["severity"], data["to_confirm"]) == ("substantielle", [{"old": "bois", "new": "carton"}])
    done = onto_it(library, page, "--write", "--nature", "redactionnelle", "--motif", "Un mot.")
    assert (done.code, "À revoir" in done.out) == (0, False)
    assert entry(library).read_bytes() != before


def test_a_page_that_nobody_changed_changes_nothing(library: Path, page: Path) -> None:
    before = entry(library).read_bytes()
    done = onto_it(library, page, "--write", *HISTORY)
    assert (done.code, entry(library).read_bytes()) == (3, before)
    assert "rien ne change" in done.out


def test_changes_come_back_to_their_lines_and_to_no_other(library: Path, page: Path) -> None:
    page.write_bytes(tracked(page.read_bytes(), *EDITS, (f"30{NB}jours", f"20{NB}jours")))
    before = entry(library).read_text("utf-8")
    shown = onto_it(library, page)
    assert (shown.code, entry(library).read_text("utf-8")) == (0, before)
    assert "Rien n'est écrit. Pour l'écrire : --write, avec --nature et --motif." in shown.out
    assert "Modification substantielle" in shown.out
    light = onto_it(library, page, "--write", "--nature", "redactionnelle", "--motif", "Deux mots.")
    assert (light.code, entry(library).read_text("utf-8")) == (2, before)
    assert "déclarée rédactionnelle, alors que" in light.err
    done = onto_it(library, page, "--write", *HISTORY)
    assert done.code == 0
    lines = entry(library).read_text("utf-8").splitlines()
    old = before.splitlines()
    assert [line for line in lines if line not in old] == [
        "etat: projet",
        "  socle: {taux_valorisation: 70, delai_bilan: 20}",
        "    - le bois, traité ou non ;",
        "    Il remet les attestations de valorisation d'une année avant le 1er mai de l'année suivante.",
        "    Tout défaut vaut retard.",
        next(line for line in lines if "Relecture : deux mots." in line),
    ]
    assert len(lines) == len(old) + 2
    assert lines[lines.index("historique:") + 1].startswith("  - {revision: 2, date: ")
    assert run("lint", entry(library), "--library", library).code == 0
    assert onto_it(library, page).code == 3  # already there


def test_a_file_of_windows_keeps_its_line_ends_and_its_comments(library: Path, page: Path) -> None:
    path = entry(library)
    path.write_bytes(
        b"\xef\xbb\xbf" + path.read_bytes().replace(b"etat: relue\n", b"etat: relue  # ici\n").replace(b"\n", b"\r\n")
    )
    page.write_bytes(tracked(page.read_bytes(), EDITS[0]))
    assert onto_it(library, page, "--write", *HISTORY).code == 0
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b"etat: projet  # ici\r\n" in data


def test_changes_without_tracking_are_taken_too(library: Path, page: Path) -> None:
    page.write_bytes(untracked(page.read_bytes(), ("les pneumatiques", "les pneus")))
    assert "+    - les pneus ;" in onto_it(library, page).out


def test_those_of_one_author_only(library: Path, page: Path) -> None:
    data = tracked(tracked(page.read_bytes(), EDITS[0]), ("les pneumatiques", "les pneus"), author="Paul")
    page.write_bytes(data)
    done = onto_it(library, page, "--auteur", "Paul")
    assert "les pneus" in done.out
    assert "traité" not in done.out
    refused = onto_it(library, page, "--auteur", "Personne")
    assert (refused.code, "Me Martin, Paul" in refused.err) == (2, True)


def test_what_was_changed_without_tracking_has_no_author(library: Path, page: Path) -> None:
    data = tracked(page.read_bytes(), ("les pneumatiques", "les pneus"), author="Paul")
    page.write_bytes(untracked(data, ("le bois", "le bois et le liège")))
    done = onto_it(library, page, "--auteur", "Paul")
    assert (done.code, "sans suivi des modifications" in " ".join(done.err.split())) == (2, True)
    assert "le liège" in done.err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f"30{NB}jours calendaires", "un mois", "n'est pas un nombre"),
        (f"30{NB}jours calendaires", "20 semaines", "l'unité attendue"),
        ("pénalité, 150", "pénalité, 180", "« Conséquences »"),
        ("de 5 à 60", "de 5 à 90", "titre ou bornes"),
        ("penalite_tri", "penalite_melange", "n'est plus dans le tableau"),
        ("CCAG-FCS", "CCAG-TIC", "« Références »"),
    ],
)
def test_what_is_left_to_a_person_is_told_and_the_code_says_it(
    library: Path, page: Path, old: str, new: str, told: str
) -> None:
    page.write_bytes(untracked(page.read_bytes(), (old, new)))
    done = onto_it(library, page)
    assert done.code == 1
    assert told in " ".join(done.out.split())


def test_the_line_of_the_state_does_not_change_in_word(library: Path, page: Path) -> None:
    page.write_bytes(tracked(page.read_bytes(), ("relue", "validee")))
    done = onto_it(library, page)
    assert (done.code, "ne se change pas dans Word" in done.out) == (1, True)


def test_title_control_and_link_come_back(library: Path, page: Path) -> None:
    page.write_bytes(
        untracked(
            page.read_bytes(),
            ("Tri à la source et valorisation", "Tri sur place et valorisation"),
            (f"destinataire{NB}: acheteur", "destinataire : maître d’œuvre"),
            ("Les déchets visés", "Les seuls déchets visés"),
        )
    )
    data = json.loads(onto_it(library, page, "--format", "json").out)
    assert {item["route"] for item in data["values"]} == {"titre", "controle.destinataire", "lien_objet"}
    assert (data["written"], data["left"]) == (False, [])


def test_words_highlighted_to_be_seen_stay_words(library: Path, page: Path) -> None:
    yellow = '<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t xml:space="preserve">'
    plain = '<w:r><w:t xml:space="preserve">'
    xml = [(f"{plain}30{NB}jours", f"{yellow}20{NB}jours"), (f"{plain}le bois", f"{yellow}le bois sec")]
    page.write_bytes(untracked(page.read_bytes(), *xml, (f"{plain}CCTP</w:t>", f"{yellow}CCTP</w:t>")))
    done = onto_it(library, page)
    assert done.code == 0
    assert "+    - le bois sec ;" in done.out
    assert "delai_bilan: 20" in done.out


def test_a_value_out_of_bounds_is_told(library: Path, page: Path) -> None:
    page.write_bytes(untracked(page.read_bytes(), (f"30{NB}jours", f"90{NB}jours")))
    assert "hors des bornes" in onto_it(library, page).out


def test_another_entry_another_kind_another_document(library: Path, page: Path) -> None:
    other = run("import", page, "--onto", "DEC-004", "--library", library)
    assert (other.code, "import-autre" in other.err, "DEC-003" in other.err) == (2, True, True)
    grid = run("import", page, "--onto", "DEC-G01", "--library", library)
    assert (grid.code, "import-genre" in grid.err) == (2, True)
    unknown = run("import", page, "--onto", "DEC-999", "--library", library)
    assert (unknown.code, "entree-inconnue" in unknown.err) == (2, True)


def test_an_entry_that_changed_meanwhile_is_not_written_over(library: Path, page: Path) -> None:
    page.write_bytes(tracked(page.read_bytes(), EDITS[0]))
    path = entry(library)
    path.write_text(path.read_text("utf-8").replace("le verre ;", "le verre plat ;"), "utf-8")
    before = path.read_bytes()
    done = onto_it(library, page, "--write", *HISTORY)
    assert (done.code, path.read_bytes()) == (2, before)
    assert "import-depasse" in done.err
    assert "« le verre ; », aujourd'hui « le verre plat ; »" in " ".join(done.err.split())


def test_the_page_of_an_entry_is_no_new_clause(library: Path, page: Path) -> None:
    done = run("import", page, "--famille", "dechets", "--library", library)
    assert (done.code, "import-page" in done.err, "--onto DEC-003" in done.err) == (2, True, True)


def test_a_heading_taken_out_is_refused(library: Path, page: Path) -> None:
    page.write_bytes(untracked(page.read_bytes(), ("CCTP, complément du niveau exemplaire", "Autre chose")))
    done = onto_it(library, page)
    assert (done.code, "import-rubrique" in done.err) == (2, True)


def test_what_is_needed_to_write(library: Path, page: Path) -> None:
    page.write_bytes(tracked(page.read_bytes(), EDITS[0]))
    for options in (("--write",), ("--write", "--nature", "substantielle"), ("--write", "--motif", "x")):
        done = onto_it(library, page, *options)
        assert (done.code, "--write demande --nature" in done.err) == (2, True)


def test_the_shipped_library_is_not_written_to(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page.write_bytes(tracked(page.read_bytes(), EDITS[0]))
    (tmp_path / "ailleurs").mkdir()
    monkeypatch.chdir(tmp_path / "ailleurs")
    shipped = packaged.data_root()
    before = {path: path.read_bytes() for path in (shipped / "clauses" / "dechets").glob("DEC-003*")}
    done = run("import", page, "--onto", ENTRY, "--write", *HISTORY)
    assert {path: path.read_bytes() for path in before} == before
    assert (done.code, "import-bibliotheque" in done.err) == (2, True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git absent")
def test_on_the_redline_of_two_revisions(library: Path, tmp_path: Path) -> None:
    git(library, "init", "-q")
    git(library, "add", "-A")
    git(library, "commit", "-qm", "un")
    git(library, "tag", "v1")
    path = entry(library)
    path.write_text(path.read_text("utf-8").replace("le verre ;", "le verre plat ;"), "utf-8")
    file = tmp_path / "redline.docx"
    assert run("redline", ENTRY, "v1", "--output", file, "--library", library).code == 0
    assert onto_it(library, file).code == 3
    file.write_bytes(tracked(file.read_bytes(), EDITS[0]))
    done = onto_it(library, file)
    assert done.code == 0
    assert "+    - le bois, traité ou non ;" in done.out
    assert "verre" not in "".join(line for line in done.out.splitlines() if line[:1] in "+-")
    # Without the property that says which text it shows, what our own changes lead to says it.
    bare = untracked(file.read_bytes(), ("le bois", "le bois"))
    file.write_bytes(_without_properties(bare))
    assert "+    - le bois, traité ou non ;" in onto_it(library, file).out


def _without_properties(data: bytes) -> bytes:
    from word_specimen import part, rebuilt

    name = "docProps/custom.xml"
    return rebuilt(data, {name: part(data, name).replace(b"clausekit.page", b"autre")})


def _entries(library: Library) -> tuple[onto.Shown, ...]:
    return (*library.clauses.values(), *library.annexes.values())


def _page(some: tuple[onto.Shown, ...], library: Library) -> bytes:
    """The pages of entries, in one document."""
    blocks: list[Block] = []
    for rank, item in enumerate(some, start=1):
        blocks += pages(item, library, lists=count(1000 * rank))
    template = packaged.data_root() / "templates" / "neutre.docx"
    made = Fragment(piece="Essai", title="Essai", subject="Essai", blocks=tuple(blocks))
    return word.write(made, template=template.read_bytes(), template_name=template.name, draft=False, footer="")


def _asked(some: tuple[onto.Shown, ...], data: bytes, came: bytes) -> Iterator[tuple[str, onto.Proposal]]:
    now, after = (onto.pages(read.draft(item, file="x.docx", signs=True).blocks) for item in (data, came))
    for item in some:
        assert onto.missing(now[item.id], after[item.id]) == (), item.id
        yield item.id, onto.proposal(item, now[item.id], after[item.id])


def test_of_the_whole_library_nothing_comes_back_changed(shipped: Library) -> None:
    some = _entries(shipped)
    data = _page(some, shipped)
    for name, asked in _asked(some, data, data):
        assert (asked.values, asked.left) == ((), ()), name


@pytest.mark.soffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent")
def test_of_the_whole_library_nothing_comes_back_changed_from_libreoffice(shipped: Library, tmp_path: Path) -> None:
    some = (shipped.clauses[ENTRY], *(item for item in _entries(shipped)[::6] if item.id != ENTRY))
    data = tracked(_page(some, shipped), ("les pneumatiques", "les pneus"))
    (tmp_path / "tout.docx").write_bytes(data)
    libreoffice.saved(tmp_path, [("tout.docx", "tout.odt"), ("tout.odt", "retour.docx")])
    came = (tmp_path / "retour.docx").read_bytes()
    found = {name: asked for name, asked in _asked(some, data, came) if asked.values or asked.left}
    assert [*found] == [ENTRY]
    assert "\n- les pneus ;\n" in found[ENTRY].values[0].value
