"""`clausekit suggest --write`: from the bare facts to a dossier that passes; not a byte of what was there is lost."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clausekit import schema, source, tree
from clausekit.cli import adding
from clausekit.cli.loading import load_purchase
from clausekit.library import Library
from clausekit.new import blanks
from clausekit.suggest import suggest
from clausekit.suggest.additions import additions
from conftest import EXAMPLES, ROOT, Done, run

CLEANING = """# Mon dossier
objet: Nettoyage de bureaux   # trois sites
famille: "moyens-generaux"
segments: [nettoyage]
nature: services
ccag: aucun
valeur_estimee: 85000
duree_mois: 24

# Quand
dates: {lancement: 2026-12-15}

variantes: {autorisees: false}
"""
# What a dossier decides, at the top or in a lot; all the rest are facts of the purchase.
_DECISIONS = frozenset(
    {"niveau", "clauses", "annexes", "grille", "criteres", "derogations", "clauses_propres", "fichiers"}
)
# Required minima that no entry of the library can serve from the facts of an example, and that only a person can
# waive. Renovation: its lots 1 and 2 refuse variants, and only a variant clause serves M44-renouvelables.
_WAIVED: dict[str, set[str]] = {}


def _dossier(folder: Path, text: str | bytes = CLEANING) -> Path:
    path = folder / "achat.dossier.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _write(path: Path, *options: str) -> Done:
    return run("suggest", path, "--write", "--library", ROOT, *options)


def _data(path: Path) -> Any:
    read = source.load(path.read_bytes(), file=str(path))
    assert schema.validate("dossier", read) == ()
    return read.data


def _section(out: str, title: str) -> str:
    return out.partition(f"\n{title}")[2].partition("\n\n")[0]


def _facts(text: str) -> str:
    """A dossier without its decisions: the keys go with all that stands under them."""
    kept, under = [], None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        if under is not None and (not line.strip() or indent > under):
            continue
        key = re.match(r" *([a-z_]+):", line)
        under = indent if key and key[1] in _DECISIONS and indent in (0, 4) else None
        if under is None:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _waivers(example: Path) -> str:
    """The waivers of an example that cover nothing but what `_WAIVED` names, as a block of its own."""
    named = _WAIVED.get(example.parent.name, set())
    found = source.load(example.read_bytes(), file=example.name).data.get("derogations") or []
    kept = [item for item in found if set(item["regles"]) <= named]
    return source.dump({"derogations": kept}).decode() if kept else ""


def _bare(example: Path, folder: Path, *, waivers: bool = True) -> Path:
    (folder / "metropole.acheteur.yaml").write_bytes((ROOT / "examples" / "metropole.acheteur.yaml").read_bytes())
    (folder / "achats").mkdir()
    text = _facts(example.read_text(encoding="utf-8"))
    return _dossier(folder / "achats", text + (_waivers(example) if waivers else ""))


# --- from the bare facts ------------------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_the_bare_facts_of_an_example_make_a_dossier_that_passes(example: Path, tmp_path: Path) -> None:
    path = _bare(example, tmp_path)
    before = path.read_text(encoding="utf-8")
    assert _DECISIONS.isdisjoint(_data(path).keys() - {"derogations"})
    assert run("check", path, "--library", ROOT).code == 1
    done = _write(path)
    assert done.code == 0, done.err
    after = path.read_text(encoding="utf-8")
    # Nothing is taken away: brackets may have grown, every other line is there as it was.
    characters = iter(after)
    assert all(character in characters for character in before)
    assert [line for line in before.splitlines() if "{" not in line and line not in after.splitlines()] == []
    checked = run("check", path, "--library", ROOT, "--stade", "brouillon")
    assert checked.code == 0, checked.out
    assert _write(path).code == 0
    assert path.read_text(encoding="utf-8") == after


def test_the_waivers_that_the_library_cannot_spare_are_those_named(shipped: Library, tmp_path: Path) -> None:
    """Without them these examples do not pass: the list holds nothing useless, and nothing is missing from it."""
    for example in EXAMPLES:
        folder = tmp_path / example.parent.name
        folder.mkdir()
        path = _bare(example, folder, waivers=False)
        found = suggest(load_purchase(path, shipped).marche)
        left = {
            item.minimum.id for lot in found.lots for item in lot.remaining if item.severity.startswith("bloquante")
        }
        assert left == _WAIVED.get(example.parent.name, set()), example.parent.name


def test_values_without_default_stay_blank_and_are_told_by_who_gives_them(tmp_path: Path, shipped: Library) -> None:
    path = _bare(next(path for path in EXAMPLES if path.parent.name == "collecte-dechets"), tmp_path)
    out = _write(path).out
    assert _data(path)["clauses"]["COM-001"] is None
    assert "COM-001 – heures_insertion : Volume horaire d'insertion" in _section(out, "À compléter par le facilitateur")
    told = set(re.findall(r"^  ([A-Z]{3}-A?\d+) – (\w+) :", out, re.MULTILINE))
    left = {(name, item.name) for _, name, item in blanks(load_purchase(path, shipped).marche)}
    assert left
    assert told == left


# --- what stays ---------------------------------------------------------------------------------------


def test_each_added_line_is_told_with_its_number(tmp_path: Path) -> None:
    path = _dossier(tmp_path)
    out = _write(path).out
    lines = path.read_text(encoding="utf-8").splitlines()
    told = re.findall(r"^ +(\d+)  (.*)$", _section(out, "Ajouté dans "), re.MULTILINE)
    assert told
    assert [(int(number), lines[int(number) - 1]) for number, _ in told] == [
        (int(number), line) for number, line in told
    ]
    kept = [line for number, line in enumerate(lines, start=1) if str(number) not in {one for one, _ in told}]
    assert [line for line in kept if line] == [line for line in CLEANING.splitlines() if line]
    assert "À coller" not in out


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("crlf", lambda data: data.replace(b"\n", b"\r\n")),
        ("bom", lambda data: b"\xef\xbb\xbf" + data),
        ("sans-fin", lambda data: data.rstrip()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_line_ends_and_the_mark_at_the_head_stay(name: str, form: Callable[[bytes], bytes], tmp_path: Path) -> None:
    data = form(CLEANING.encode())
    path = _dossier(tmp_path, data)
    assert _write(path).code == 0, name
    after = path.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == (after.count(b"\n") if name == "crlf" else 0)
    assert after.endswith(b"\n") == data.endswith(b"\n")
    assert [line for line in data.splitlines() if line not in after.splitlines()] == []


def test_what_the_dossier_decides_is_kept(tmp_path: Path) -> None:
    own = (
        "clauses:\n  COM-009: {niveau: renforce, penalite_liste: 77}  # à nous\n"
        "annexes: [COM-A03]\ngrille: {id: MOG-G01, niveau: exemplaire}  # choisie\n"
    )
    path = _dossier(tmp_path, CLEANING + own)
    assert _write(path).code == 0
    data, text = _data(path), path.read_text(encoding="utf-8")
    assert data["clauses"]["COM-009"] == {"niveau": "renforce", "penalite_liste": 77}
    assert data["grille"] == {"id": "MOG-G01", "niveau": "exemplaire"}
    assert [line for line in (CLEANING + own).splitlines() if line not in text.splitlines()] == []


def test_a_level_that_nobody_stated_is_not_changed_for_the_clauses_there(tmp_path: Path, shipped: Library) -> None:
    """COM-009 takes the lowest level for want of another: a `niveau` for the whole file would raise it."""
    text = CLEANING.replace("85000", "900000") + "clauses:\n  COM-009:\n"
    path = _dossier(tmp_path, text)
    before = load_purchase(path, shipped).marche.lots[0].taken["COM-009"]
    assert _write(path).code == 0
    lot = load_purchase(path, shipped).marche.lots[0]
    assert "niveau" not in _data(path)
    assert (lot.taken["COM-009"].level, lot.taken["COM-009"].values) == (before.level, before.values)
    assert lot.taken["MOG-001"].level == "renforce"


def test_a_grid_that_the_library_does_not_know_is_not_replaced(tmp_path: Path) -> None:
    path = _dossier(tmp_path, CLEANING + "grille: {id: MOG-G99, niveau: socle}\n")
    assert _write(path).code == 0
    assert _data(path)["grille"]["id"] == "MOG-G99"
    assert "criteres" not in _data(path)


def test_a_second_run_adds_nothing_and_does_not_touch_the_file(tmp_path: Path) -> None:
    path = _dossier(tmp_path)
    _write(path)
    os.utime(path, (1, 1))
    done = _write(path)
    assert done.code == 0
    assert "Rien à ajouter dans " in done.out
    assert path.stat().st_mtime == 1


@pytest.mark.parametrize("value", [20_000, 85_000, 300_000, 2_000_000, 30_000_000])
@pytest.mark.parametrize("segment", ["nettoyage", "traiteur-evenements", "fournitures-mobilier"])
def test_entries_already_taken_never_make_room_for_more(
    value: int, segment: str, tmp_path: Path, shipped: Library
) -> None:
    text = CLEANING.replace("85000", str(value)).replace("[nettoyage]", f"[{segment}]").replace("aucun", "FCS")
    path = _dossier(tmp_path, text)
    assert _write(path).code == 0
    again = load_purchase(path, shipped)
    assert additions(suggest(again.marche), again.sources[str(path)].data) == ()


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("", {"CCTP": "CCTP", "CCAP": "CCAP", "RC": "RC", "AE": "AE"}),
        ("pieces: {CCTP: CCP, CCAP: CCP, RC: lettre}\n", {"CCTP": "CCP", "CCAP": "CCP", "RC": "lettre", "AE": "AE"}),
    ],
)
def test_a_piece_that_a_clause_writes_in_is_added(said: str, wanted: dict[str, str], tmp_path: Path) -> None:
    """DEC-002 asks the candidate for a value, in the acte d'engagement."""
    text = CLEANING.replace('"moyens-generaux"', "dechets").replace("nettoyage", "collecte").replace("24", "48")
    path = _dossier(tmp_path, text + said)
    assert _write(path).code == 0
    assert _data(path)["pieces"] == wanted
    assert "piece-absente" not in run("check", path, "--library", ROOT).out


# --- lots -----------------------------------------------------------------------------------------------

_LOTS = """lots:
  1: {objet: Siège}
  2:
    objet: Réceptions
    segments: [traiteur-evenements]   # l'autre métier
"""


def test_each_lot_gets_what_suits_it(tmp_path: Path, shipped: Library) -> None:
    path = _dossier(tmp_path, CLEANING + _LOTS)
    assert _write(path).code == 0
    data, lots = _data(path), load_purchase(path, shipped).marche.lots
    assert data["lots"]["1"]["grille"]["id"] == "MOG-G01"
    assert data["lots"]["2"]["grille"]["id"] == "MOG-G02"
    assert data["clauses"]["MOG-001"] == {"lots": [1]}
    assert "MOG-001" in lots[0].taken
    assert "MOG-001" not in lots[1].taken
    assert "    segments: [traiteur-evenements]   # l'autre métier" in path.read_text(encoding="utf-8").splitlines()


def test_a_clause_of_another_lot_is_added_under_the_lot(tmp_path: Path, shipped: Library) -> None:
    text = (
        CLEANING
        + "clauses:\n  COM-009: {penalite_liste: 77, lots: [1]}  # lot 1\n"
        + _LOTS.replace("[traiteur-evenements]", "[nettoyage]")
    )
    path = _dossier(tmp_path, text)
    assert _write(path).code == 0
    assert _data(path)["clauses"]["COM-009"] == {"penalite_liste": 77, "lots": [1]}
    assert [name for name in ("1", "2") if "COM-009" in (_data(path)["lots"][name].get("clauses") or {})] == ["2"]
    assert all("COM-009" in lot.taken for lot in load_purchase(path, shipped).marche.lots)


def test_a_clause_that_a_lot_takes_out_is_not_put_back(tmp_path: Path, shipped: Library) -> None:
    text = (
        CLEANING
        + "clauses: {COM-009: }\n"
        + _LOTS.replace("{objet: Siège}", "{objet: Siège, clauses: {COM-009: false}}")
    )
    path = _dossier(tmp_path, text)
    done = _write(path)
    assert done.code == 0
    assert "COM-009" not in load_purchase(path, shipped).marche.lots[0].taken
    assert re.search(r"COM-009 [^:]+ : le dossier l'ôte de ce lot", " ".join(done.out.split()))


def test_an_annex_list_of_its_own_keeps_what_it_has(tmp_path: Path) -> None:
    lots = _LOTS.replace("{objet: Siège}", "{objet: Siège, annexes: [COM-A01]}")
    path = _dossier(tmp_path, CLEANING + lots)
    assert _write(path).code == 0
    assert _data(path)["lots"]["1"]["annexes"][0] == "COM-A01"
    assert {"COM-A01", "COM-A03"} <= set(_data(path)["lots"]["1"]["annexes"])


# --- without writing, and refusals ------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--dry-run", "--montrer"])
def test_a_dry_run_shows_the_difference_and_writes_nothing(option: str, tmp_path: Path) -> None:
    path = _dossier(tmp_path)
    done = run("suggest", path, option, "--library", ROOT)
    assert done.code == 0
    assert f"+++ {path} (complété)" in done.out
    assert "\n+grille: {id: MOG-G01, niveau: socle}" in done.out
    assert "Rien n'est écrit." in done.out
    assert path.read_text(encoding="utf-8") == CLEANING
    assert _write(path, option).code == 0
    assert path.read_text(encoding="utf-8") == CLEANING


def test_json_says_what_was_written(tmp_path: Path) -> None:
    path = _dossier(tmp_path, CLEANING.replace("85000", "900000").replace("aucun", "FCS"))
    written = json.loads(_write(path, "--format", "json").out)["written"]
    assert (written["file"], written["status"]) == (str(path), "written")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(lines[item["line"] - 1] == item["text"] for item in written["added"])
    assert {"filled_by", "id", "parameter", "title"} == written["blanks"][0].keys()
    assert json.loads(_write(path, "--format", "json").out)["written"]["status"] == "unchanged"
    assert json.loads(run("suggest", path, "--library", ROOT, "--format", "json").out)["written"] is None


def test_a_dossier_that_cannot_be_completed_faithfully_is_left_and_the_block_given(tmp_path: Path) -> None:
    text = CLEANING + "annexes:\n  -\n    COM-A01\n"
    path = _dossier(tmp_path, text)
    done = _write(path)
    assert done.code == 2
    assert "erreur[dossier-non-complete]" in done.err
    assert "À coller dans le dossier :" in done.out
    assert path.read_text(encoding="utf-8") == text


def test_a_dossier_saved_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _dossier(tmp_path)
    real = adding.add

    def saved_first(*arguments: Any, **options: Any) -> Any:
        path.write_text(CLEANING + "niveau: exemplaire\n", encoding="utf-8")
        return real(*arguments, **options)

    monkeypatch.setattr(adding, "add", saved_first)
    done = _write(path)
    assert done.code == 2
    assert "erreur[dossier-modifie]" in done.err
    assert path.read_text(encoding="utf-8") == CLEANING + "niveau: exemplaire\n"


def test_a_disk_that_refuses_leaves_the_dossier_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    path = _dossier(tmp_path)
    monkeypatch.setattr(tree, "write", full)
    done = _write(path)
    assert done.code == 2
    assert "disque-plein" in done.err
    assert path.read_text(encoding="utf-8") == CLEANING


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_the_rights_of_the_file_stay(tmp_path: Path) -> None:
    path = _dossier(tmp_path)
    path.chmod(0o640)
    assert _write(path).code == 0
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.name == "nt", reason="Windows asks for a right to make links")
def test_through_a_link_the_file_is_written_and_the_link_stays(tmp_path: Path) -> None:
    path = _dossier(tmp_path)
    link = tmp_path / "lien.dossier.yaml"
    link.symlink_to(path)
    assert _write(link).code == 0
    assert link.is_symlink()
    assert "MOG-001" in _data(path)["clauses"]


def test_out_of_scope_writes_nothing(tmp_path: Path) -> None:
    text = CLEANING + "contrat: concession\n"
    path = _dossier(tmp_path, text)
    assert _write(path).code == 3
    assert path.read_text(encoding="utf-8") == text
