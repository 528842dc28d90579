"""`clausekit show`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clausekit import showing
from clausekit.library import Library
from conftest import ROOT, run


def _show(*options: object) -> str:
    done = run("show", "--library", ROOT, *options)
    assert done.code == 0, done.err
    return done.out


def _json(*options: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_show(*options, "--format", "json"))
    return found


def test_text_has_every_part() -> None:
    out = _show("DEC-003")
    parts = ("S'applique à", "Valeurs", "Contrôle", "Conséquences", "Références", "Pourquoi", "Vigilance")
    assert [out.index(part) for part in parts] == sorted(out.index(part) for part in parts)
    for level in ("socle", "renforcé", "exemplaire"):
        assert f"CCTP, niveau {level}" in out


def test_one_level() -> None:
    out = _show("DEC-003", "--niveau", "renforce")
    assert "niveau renforcé" in out
    assert "niveau socle" not in out


def test_values_are_filled_as_they_print() -> None:
    out = _json("DEC-003")
    text = "\n".join(out["levels"]["renforce"]["texts"]["CCTP"])
    assert "80\u00a0%" in text
    assert "15\u00a0jours calendaires" in text
    assert "{{" not in text


def test_role_words_contract() -> None:
    out = "\n".join(_json("COM-001")["texts"]["CCAP"])
    assert "Le facilitateur désigné par l’acheteur est" in out


def test_what_only_a_dossier_knows_stays_between_brackets() -> None:
    out = "\n".join(_json("COM-001")["texts"]["CCAP"])
    assert "[à compléter par le facilitateur" in out
    assert "[coordonnées du facilitateur]" in out
    assert "[CCAG du marché]" in out


def test_links_name_their_target(shipped: Library) -> None:
    out = _show("DEC-003", "--niveau", "socle")
    assert "[COM-007]" in out.replace("\n", " ")


def test_json_keys() -> None:
    levelled, flat = _json("DEC-003"), _json("COM-022")
    assert list(levelled["levels"]) == ["socle", "renforce", "exemplaire"]
    assert levelled["texts"] == levelled["levels"]["socle"]["texts"]
    assert levelled["level"] == "socle"
    assert flat["levels"] == {}
    assert flat["texts"]["CCAP"]


def test_a_complement_comes_with_its_level() -> None:
    levels = _json("COM-009")["levels"]
    assert len(levels["exemplaire"]["texts"]["CCTP"]) > len(levels["renforce"]["texts"]["CCTP"])


def test_every_entry_shows_at_every_level(shipped: Library) -> None:
    for name in shipped.ids:
        entry = shipped.find(name)
        assert entry is not None
        sheet = showing.show(entry, shipped)
        assert sheet.levels, name
        for level in sheet.levels:
            printed = "\n".join(sentence for item in level.texts for sentence in item.sentences)
            assert printed
            assert not {"{{", "}}", "[["} & {printed[at : at + 2] for at in range(len(printed))}, name


@pytest.mark.parametrize("name", ["DEC-C01", "DEC-G01", "COM-A02", "COM-022"])
def test_every_kind_has_a_text_form(name: str) -> None:
    assert _show(name).startswith(f"{name} – ")


def test_the_case_of_an_id_does_not_matter() -> None:
    assert _show("dec-003") == _show("DEC-003")


def test_an_unknown_id_is_told_with_its_neighbours() -> None:
    done = run("show", "DEC-099", "--library", ROOT)
    assert done.code == 2
    assert "entree-inconnue" in done.err
    assert "attendu : DEC-0" in done.err


def test_a_level_that_the_entry_has_not() -> None:
    done = run("show", "COM-022", "--niveau", "renforce", "--library", ROOT)
    assert done.code == 2
    assert "COM-022" in done.err


def test_a_library_read_in_part_still_shows_the_rest(tmp_path: Path) -> None:
    run("init", tmp_path / "lib")
    (tmp_path / "lib" / "clauses" / "dechets" / "DEC-001-flotte-faibles-emissions.clause.yaml").write_text("id: [\n")
    done = run("show", "DEC-003", "--library", tmp_path / "lib")
    assert done.code == 2
    assert done.out.startswith("DEC-003 – ")
    assert "DEC-001-flotte" in done.err


def test_how_sure_a_reference_is_is_told_in_words() -> None:
    out = " ".join(_show("DEC-003").split())
    assert "article L. 2112-2 du code de la commande publique – Conditions d'exécution" in out
    assert "dans une copie du texte officiel" in out
    assert "V-OFF" not in out
