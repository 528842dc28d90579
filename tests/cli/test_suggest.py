"""`clausekit suggest`: a page to read and a block to paste."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausekit import schema, source
from conftest import ROOT, run

DOSSIER = """objet: Nettoyage de bureaux
famille: moyens-generaux
segments: [nettoyage]
nature: services
ccag: aucun
valeur_estimee: 85000
duree_mois: 24
dates: {lancement: 2026-12-15}
"""


def _dossier(folder: Path, text: str = DOSSIER) -> Path:
    path = folder / "achat.dossier.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _block(out: str) -> str:
    return out.partition("À coller dans le dossier :\n\n")[2]


def _section(out: str, title: str) -> str:
    """The lines under a title, up to the next blank line."""
    return out.partition(f"\n{title}\n")[2].partition("\n\n")[0]


def test_the_sections_come_in_order(tmp_path: Path) -> None:
    done = run("suggest", _dossier(tmp_path), "--library", ROOT)
    assert done.code == 0, done.err
    titles = ("À prendre (loi)", "À prendre (SPASER)", "Conseillées", "Laissées de côté", "À coller dans le dossier :")
    places = [done.out.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)


def test_each_line_says_id_title_level_why_and_measure(tmp_path: Path) -> None:
    out = run("suggest", _dossier(tmp_path), "--library", ROOT).out
    law, policy = _section(out, "À prendre (loi)"), _section(out, "À prendre (SPASER)")
    assert "MOG-G01  Nettoyage de locaux – grille, niveau socle" in law
    assert "pourquoi : famille : moyens-generaux ; segment : nettoyage ; nature : services" in law
    assert "loi, critère prenant en compte l'environnement" in law
    assert "vient avec MOG-C01" in law
    assert "COM-009  Suppression des produits en plastique à usage unique – niveau socle" in policy
    assert "M33" in policy
    assert "au choix avec : COM-010" in policy


def test_what_is_left_aside_has_its_reason(tmp_path: Path) -> None:
    left = _section(run("suggest", _dossier(tmp_path), "--library", ROOT).out, "Laissées de côté")
    assert "COM-001 : CCAG : aucun, alors que l'entrée vaut pour" in left
    assert "COM-008 Synthèse de fin de marché : au-delà de la proportion ; répondrait à M55" in left
    assert "COM-002 Suivi et contrôle de l'action d'insertion : ne vaut qu'avec COM-013" in left
    assert "ajoutées d'office par le moteur" in left


def test_rules_of_the_house_are_said_as_such(tmp_path: Path) -> None:
    out = run("suggest", _dossier(tmp_path), "--library", ROOT).out
    assert "Proportion (règle de la maison)" in _section(out, "Règles de la maison")


def test_the_block_can_be_pasted_as_it_is(tmp_path: Path) -> None:
    path = _dossier(tmp_path)
    block = _block(run("suggest", path, "--library", ROOT).out)
    _dossier(tmp_path, DOSSIER + block)
    read = source.load(path.read_bytes(), file=str(path))
    assert schema.validate("dossier", read) == ()
    assert read.data["grille"] == {"id": "MOG-G01", "niveau": "socle"}
    assert {"MOG-001", "COM-007", "COM-009"} <= read.data["clauses"].keys()
    assert run("check", path, "--library", ROOT).code == 0
    again = run("suggest", path, "--library", ROOT)
    assert "À prendre" not in again.out


def test_an_object_and_a_family_are_enough(tmp_path: Path) -> None:
    done = run("suggest", _dossier(tmp_path, "objet: Collecte\nfamille: dechets\n"), "--library", ROOT)
    assert done.code == 0
    assert "Le dossier ne dit pas : les segments, la nature, le CCAG" in done.out
    assert "à confirmer : segment : collecte" in done.out


def test_a_dossier_that_has_everything_is_told_so() -> None:
    done = run("suggest", ROOT / "examples" / "collecte-dechets" / "collecte-dechets.dossier.yaml")
    assert done.code == 0
    assert "Rien à coller" in done.out
    assert "À prendre" not in done.out


def test_lots_are_named_only_when_they_differ(tmp_path: Path) -> None:
    lots = "lots:\n  1: {objet: Siège}\n  2: {objet: Réceptions, segments: [traiteur-evenements]}\n"
    out = run("suggest", _dossier(tmp_path, DOSSIER + lots), "--library", ROOT).out
    assert "MOG-G01  Nettoyage de locaux – grille, niveau socle (lot 1)" in out
    assert "MOG-G02  Traiteur et événements – grille, niveau socle (lot 2)" in out
    assert "\n  COM-A03  Cadre de réponse technique – annexe\n" in out


def test_json_is_one_document_with_the_same_content(tmp_path: Path) -> None:
    path = _dossier(tmp_path)
    done = run("suggest", path, "--library", ROOT, "--format", "json")
    assert done.code == 0
    data = json.loads(done.out)
    assert (data["format"], data["errors"], data["file"]) == (1, [], str(path))
    (lot,) = data["lots"]
    found = {item["id"]: item for item in lot["proposals"]}
    assert found["COM-009"]["priority"] == "policy"
    assert "M33-plastique" in [need["id"] for need in found["COM-009"]["measures"]]
    assert found["COM-009"]["reason"]
    assert {"id", "kind", "title", "cause", "reason"} == lot["left_aside"][0].keys()
    assert data["yaml"] == _block(run("suggest", path, "--library", ROOT).out).rstrip("\n")


def test_a_concession_is_out_of_scope(tmp_path: Path) -> None:
    done = run("suggest", _dossier(tmp_path, DOSSIER + "contrat: concession\n"), "--library", ROOT)
    assert done.code == 3
    assert "Rien n'est proposé" in done.out


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_unreadable_dossier_exits_2_and_says_why(form: str, tmp_path: Path) -> None:
    done = run("suggest", _dossier(tmp_path, "objet: Sans famille\n"), "--library", ROOT, "--format", form)
    assert done.code == 2
    assert "famille" in done.err
    if form == "json":
        assert json.loads(done.out)["errors"]
    else:
        assert done.out == ""


def test_a_missing_dossier_exits_2(tmp_path: Path) -> None:
    done = run("suggest", tmp_path / "absent.dossier.yaml", "--library", ROOT)
    assert done.code == 2
    assert "fichier-absent" in done.err
