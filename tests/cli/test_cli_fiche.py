"""`check --format docx`: the fiche de contrôle."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import check_cases as cases
from clausekit import terms, typography, word
from clausekit.check.verdict import Verdict
from clausekit.fragment import Fragment, Table, plain
from clausekit.report import fiche, judged
from clausekit.word import package
from conftest import EXAMPLES, ROOT, run

DOSSIER = ROOT / "examples" / "nettoyage-ccp" / "nettoyage-ccp.dossier.yaml"
LOTS = ROOT / "examples" / "renovation-ecole" / "renovation-ecole.dossier.yaml"
NAMES = [path.parent.name for path in EXAMPLES]
CASES = [case for case in cases.discover() if not case.shipped]


def written(dossier: Path, folder: Path, *more: object) -> Path:
    made = folder / "fiche.docx"
    run("check", dossier, "--output", made, *more)
    return made


def lines(made: Path) -> tuple[str, ...]:
    return word.text_of(made.read_bytes())


def text(made: Path) -> str:
    return typography.plain("\n".join(lines(made)))


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_the_fiche_says_what_was_judged(path: Path, tmp_path: Path) -> None:
    told = text(written(path, tmp_path))
    today = typography.plain(typography.date(datetime.date.today().isoformat()))
    for words in (
        f"Fiche de contrôle établie le {today}",
        "Métropole de Provence-Exemple",
        path.name,
        "La loi : Droit de la commande publique",
        "La politique de l'autorité : SPASER",
        "(L. 2112-2)",
        "M13",
        "Chaîne des critères de développement durable",
        "Ce qu'une personne doit regarder",
        "Ce qui n'a pas été jugé",
        "Signatures",
        "édition 20",
    ):
        assert words in told, words


@pytest.fixture
def _quick() -> Iterator[None]:
    with cases.libraries_read_once():
        yield


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_fiche_ever_says_that_a_contract_complies(case: cases.Case, tmp_path: Path) -> None:
    """« conforme », « conformité », « non-conformité », « conformément »: it may be produced in court."""
    made = tmp_path / "fiche.docx"
    cases.run(*case.arguments("--output", str(made)))
    # What cannot be read has no fiche.
    if made.exists():
        assert not re.search("conform", text(made), re.IGNORECASE)
    else:
        assert cases.expected(case).code == 2


@pytest.mark.parametrize("path", EXAMPLES, ids=NAMES)
def test_every_answer_of_the_report_is_on_the_fiche(path: Path, tmp_path: Path) -> None:
    told = text(written(path, tmp_path)).replace("\n", " ")
    listed = run("check", path, "--format", "json").out
    import json

    for lot in json.loads(listed)["dossiers"][0]["lots"]:
        for minimum in lot["minima"]:
            if minimum["policy"].startswith("spaser") and minimum["status"] != "not_applicable":
                assert re.search(rf"\b{minimum['measure']}\b", told), minimum["id"]


def test_a_measure_that_is_not_reached_stands_out_with_its_state(tmp_path: Path) -> None:
    path = tmp_path / "gobelets.dossier.yaml"
    path.write_text(
        f"objet: Gobelets\nacheteur: {ROOT / 'examples/metropole.acheteur.yaml'}\nfamille: moyens-generaux\n"
        "dates: {lancement: 2026-12-15}\ncriteres:\n  - {critere: prix, poids: 90}\n",
        encoding="utf-8",
    )
    made = written(path, tmp_path)
    rows = _cells(made)
    missing = next(cells for cells in rows if cells[0] == "manquant")
    assert "Le prix n'est pas le seul critère (R. 2152-7) : les offres sont jugées sur le prix seul." in missing[1]
    blocking = [cells[1] for cells in rows if cells[0] == "bloquant"]
    assert any("90" in told for told in blocking)  # the weights do not sum up: a finding that is no minimum


def _cells(made: Path) -> list[list[str]]:
    """The rows of the tables, as the words of their cells."""
    from lxml import etree

    root = etree.fromstring(package.unpack(made.read_bytes(), "")["word/document.xml"].data())
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return [
        [typography.plain(" ".join("".join(t.itertext()) for t in cell.iter(w + "p"))) for cell in row.iter(w + "tc")]
        for row in root.iter(w + "tr")
    ]


def test_a_waiver_is_on_the_fiche_with_its_reason_and_who_decided(tmp_path: Path) -> None:
    rows = _cells(written(DOSSIER, tmp_path))
    reasons = {cells[0]: cells[1] for cells in rows[rows.index(["Exigences écartées", "Motif, et qui a décidé"]) + 1 :]}
    reason = next(told for names, told in reasons.items() if names.startswith("M17 Clause d'insertion sociale"))
    assert reason.startswith("Le facilitateur a déconseillé l'insertion")
    assert reason.endswith("– Directeur des moyens généraux, 5 novembre 2026")


def test_lots_are_named_where_they_differ(tmp_path: Path) -> None:
    told = text(written(LOTS, tmp_path))
    assert "1 : Démolition, gros œuvre et façades" in told
    assert "lot 1 aussi : TRA-009 (CCTP)" in told
    assert "[lot 1] COM-C01 Qualité de l'action d'insertion proposée" in told


def test_a_missing_link_of_the_chain_stands_out(tmp_path: Path) -> None:
    path = tmp_path / "essai.dossier.yaml"
    path.write_text(
        "objet: Essai\nfamille: dechets\ncriteres:\n  - {critere: prix, poids: 70}\n"
        "  - {titre: Environnement, nature: environnementale, poids: 30}\n",
        encoding="utf-8",
    )
    told = text(written(path, tmp_path))
    assert "Environnement, 30 % → MANQUE : éléments d'appréciation, question du cadre de réponse" in told


def test_the_pages_bear_the_buyer_the_object_and_their_number(tmp_path: Path) -> None:
    members = package.unpack(written(DOSSIER, tmp_path).read_bytes(), "")
    header, footer = (members[f"word/{name}1.xml"].data().decode() for name in ("header", "footer"))
    assert "Métropole de Provence-Exemple" in header and "Nettoyage des bureaux" in header
    assert " PAGE " in footer and " NUMPAGES " in footer and "{{" not in header + footer


def test_a_dossier_without_a_buyer_says_so(tmp_path: Path) -> None:
    path = tmp_path / "essai.dossier.yaml"
    path.write_text("objet: Essai\nfamille: dechets\n", encoding="utf-8")
    rows = _cells(written(path, tmp_path))
    assert rows[0][0] == "Acheteur" and rows[0][1]


def _verdict(**changes: object) -> Verdict:
    bare = Verdict(
        file="essai.dossier.yaml",
        object="Essai",
        day=None,
        policies=(),
        findings=(),
        lots=(),
        todo=(),
        not_judged=("la rédaction",),
    )
    return replace(bare, **changes)


def _fragment(verdict: Verdict) -> Fragment:
    report = judged.Checked(
        library_name="essai",
        edition="2026.4",
        errors=(),
        verdicts=(verdict,),
        sources={},
        stage="brouillon",
        strict=False,
        exit_code=0,
    )
    return fiche.fragment(verdict, report, made_on="2026-11-22", buyer="")


def _words(made: Fragment) -> str:
    found: list[str] = []
    for block in made.blocks:
        if isinstance(block, Table):
            rows = (*([block.header] if block.header else []), *block.rows)
            found += [plain(content) for row in rows for cell in row for content in cell]
        else:
            found.append(plain(block.content))
    return typography.plain("\n".join(found))


def test_what_is_out_of_scope_is_told_and_nothing_counted() -> None:
    told = _words(_fragment(_verdict(out_of_scope="une concession")))
    assert "Rien n'a été jugé : c'est une concession." in told
    assert "satisfaites" not in told


def test_blanks_are_told_by_who_fills_them_but_for_the_candidate() -> None:
    todo = (
        ("prescripteur", "DEC-001", "part de la flotte", "lot 2"),
        ("acheteur", "COM-001", "volume horaire", ""),
        ("candidat", "DEC-002", "intensité", ""),
    )
    told = _words(_fragment(_verdict(todo=todo)))
    assert f"Par {terms.WHO_TITLES['prescripteur']} : DEC-001, part de la flotte (lot 2)." in told
    assert "Par l'acheteur : COM-001, volume horaire." in told
    assert "intensité" not in told


def test_many_lots_are_counted() -> None:
    from clausekit.check.verdict import LotVerdict

    lots = tuple(LotVerdict(lot=str(n), object=f"Secteur {n}", minima=(), findings=()) for n in range(1, 31))
    told = _words(_fragment(_verdict(lots=lots)))
    assert "30 lots" in told and "Secteur 12" not in told


@pytest.mark.soffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent")
def test_a_fiche_is_one_or_two_pages(tmp_path: Path) -> None:
    made = []
    for path in EXAMPLES:
        (tmp_path / path.parent.name).mkdir()
        # LibreOffice, started once, puts all the pages in one folder.
        made.append(written(path, tmp_path / path.parent.name).rename(tmp_path / f"{path.parent.name}.docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profil"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, made)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = {
        path.stem: len(re.findall(rb"/Type\s*/Page\b(?!s)", path.with_suffix(".pdf").read_bytes())) for path in made
    }
    assert len(pages) == len(EXAMPLES)
    assert {name: count for name, count in pages.items() if not 1 <= count <= 2} == {}
