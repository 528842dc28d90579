"""Everything that a new user gets wrong is told in French, with a place and a way out, and the right exit code."""

from __future__ import annotations

import ast
import difflib
import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from clausekit import disk, library, tree
from clausekit import git as repositories
from clausekit.cli import COMMANDS, french
from clausekit.report import text
from conftest import ROOT, run

EXAMPLE = ROOT / "examples/collecte-dechets/collecte-dechets.dossier.yaml"
AUTHORITY = ROOT / "examples/metropole.acheteur.yaml"
GOOD = EXAMPLE.read_text(encoding="utf-8")
# Words of Python, click, jsonschema, ruamel and the systems: none may reach a reader.
ENGLISH = re.compile(
    r"\b(traceback|exception|errno|error|invalid|expected|found|file|folder|directory|missing|required|denied|failed|"
    r"such|does|not|space left|must|should|value|string|mapping|while|parsing|property|properties|allowed|unexpected|"
    r"try|for help|repository|fatal|unknown|too long|exists|broken pipe|interrupted|aborted)\b",
    re.IGNORECASE,
)
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
posix = pytest.mark.skipif(os.name != "posix", reason="a way of Unix")

Edit = Callable[[str], str]


def swap(old: str, new: str) -> Edit:
    """A change to the example, which must hold what is changed."""

    def edit(given: str) -> str:
        assert old in given, old
        return given.replace(old, new, 1)

    return edit


def add(more: str) -> Edit:
    """More lines at the end of the example."""

    def edit(given: str) -> str:
        return given + more

    return edit


def place_dossier(folder: Path, content: str | bytes, name: str = "essai.dossier.yaml") -> Path:
    """A dossier in a folder of its own, its authority one level up."""
    (folder / "achat").mkdir(parents=True, exist_ok=True)
    shutil.copy(AUTHORITY, folder / AUTHORITY.name)
    path = folder / "achat" / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def french_only(words: str) -> None:
    """No English but what the user typed, which stands between guillemets, or names a file."""
    bare = re.sub(r"«.*?»|--> .*|voir aussi : .*|^ +\d* \|.*$|--[\w-]+|clausekit \w+", "", words, flags=re.MULTILINE)
    found = ENGLISH.search(re.sub(r"\b[\w./-]+\.(ya?ml|docx)\b", "", bare))
    assert found is None, f"« {found[0]} » in:\n{words}"


def complete(words: str, rule: str) -> None:
    """A refusal says what was read, what was expected, where, and how to mend it."""
    assert f"[{rule}]" in words, words
    for label in ("  --> ", "  lu : ", "  attendu : ", "  remède : "):
        assert label in words, f"{label!r} is missing in:\n{words}"
    french_only(words)


def refused(path: object, rule: str, *more: object) -> str:
    """`check` and `assemble` both refuse a file, and nothing is written. What `check` says."""
    checked = run("check", path, *more)
    assert (checked.code, checked.err) == (2, ""), checked
    complete(checked.out, rule)
    output = Path(str(path)).absolute().parent / "refus"
    assembled = run("assemble", path, "--output", output, *more)
    assert (assembled.code, assembled.out) == (2, ""), assembled
    complete(assembled.err, rule)
    assert not output.exists()
    return checked.out


@pytest.fixture(scope="session")
def own_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped library, to be copied again before it is broken."""
    root = tmp_path_factory.mktemp("bibliothèque")
    shutil.copytree(ROOT / "clauses", root / "clauses")
    return root


@pytest.fixture
def broken(own_library: Path, tmp_path: Path) -> Path:
    """A library that a test may break."""
    return Path(shutil.copytree(own_library, tmp_path / "bib"))


# ----------------------------------------------------------------------------- keys and values

# name, change, rule, the line that is shown, what the remedy says
KEYS: list[tuple[str, Edit, str, str, str]] = [
    ("key", swap("procedure:", "procedur:"), "schema-cle-inconnue", "procedur:", "Écrire « procedure »."),
    ("key-accent", swap("duree_mois:", "durée_mois:"), "schema-cle-inconnue", "durée_mois", "« duree_mois »"),
    ("tab", swap("  DEC-003:", "\tDEC-003:"), "yaml-tabulation", "DEC-003:", "Remplacer la tabulation"),
    ("double", add("objet: Autre\n"), "yaml-cle-double", "objet: Autre", "Supprimer l'une des deux"),
    ("date", swap("2026-12-15", "1er septembre 2026"), "schema-date", "lancement:", "Écrire : lancement: 2026-09-01"),
    ("date-slash", swap("2026-12-15", "15/12/2026"), "schema-date", "lancement:", "lancement: 2026-12-15"),
    ("date-none", swap("2026-12-15", "2026-02-30"), "schema-date", "lancement:", "Écrire la date comme 2026-09-01"),
    ("form", swap("forme: bons_de_commande", "forme: bons de commande"), "schema-choix", "forme:", "bons_de_commande"),
    ("procedure", swap("appel_offres_ouvert", "appel d'offres ouvert"), "schema-choix", "procedure:", "offres_ouvert"),
    ("contract", swap("contrat: marche", "contrat: Concession"), "schema-choix", "contrat:", "contrat: concession"),
    ("level", swap("niveau: renforce\n", "niveau: renforcé\n"), "schema-choix", "niveau:", "niveau: renforce"),
    ("number", swap("duree_mois: 48", "duree_mois: quarante-huit"), "schema-type", "duree_mois", "duree_mois: 48"),
    (
        "years",
        swap("duree_mois: 48", "duree_mois: 4 ans"),
        "schema-type",
        "duree_mois",
        "Écrire un nombre, par exemple",
    ),
    ("euros", swap("24000000", "24 000 000 €"), "schema-type", "valeur_estimee", "valeur_estimee: 24000000"),
    ("thousands", swap("24000000", "240.000"), "schema-milliers", "valeur_estimee", "Écrire 240000, ou 240"),
    ("infinite", swap("24000000", ".inf"), "schema-type", "valeur_estimee", "Écrire un nombre"),
    ("huge", swap("24000000", "1e300"), "schema-borne", "valeur_estimee", "Vérifier la valeur"),
    ("negative", swap("24000000", "-1"), "schema-borne", "valeur_estimee", "Vérifier la valeur"),
    ("list", swap('cpv: ["90511000"]', "cpv: 90511000"), "schema-type", "cpv:", "cpv: [90511000]"),
    ("text", swap('cpv: ["90511000"]', "cpv: [90511000]"), "schema-type", "cpv:", 'Écrire : "90511000"'),
    ("bool", swap("services_specifiques: false", "services_specifiques: non"), "schema-type", "specifiques", "false"),
    ("clause-true", swap("  DEC-003:", "  DEC-003: true"), "schema-type", "DEC-003: true", "Ne rien écrire après"),
    ("clause-false", swap("  DEC-003:", "  DEC-003: false"), "schema-type", "DEC-003: false", "Supprimer la ligne"),
    ("python", add("fichiers: !!python/object/apply:os.system ['x']\n"), "yaml-etiquette", "fichiers:", "guillemets"),
    ("anchor", swap("  DEC-003:", "  DEC-003: &a"), "yaml-ancre", "DEC-003:", "recopier la valeur"),
    ("deep", add("fichiers: " + "[" * 500 + "]" * 500 + "\n"), "yaml-profondeur", "fichiers:", "qui ne se referment"),
    ("colon", swap("objet: Collecte des", "objet: Collecte : des"), "yaml-syntaxe", "objet:", "entre guillemets"),
    ("bidi", swap("objet: Collecte", "objet: \u202eCollecte"), "yaml-caractere", "objet:", "Supprimer ce caractère"),
    ("lot-name", swap("lots:\n  1:", "lots:\n  lot un:"), "schema-cle-inconnue", "lot un:", "Écrire « lot-un »."),
]


@pytest.mark.parametrize(
    ("edit", "rule", "shown", "remedy"), [case[1:] for case in KEYS], ids=[case[0] for case in KEYS]
)
def test_what_does_not_follow_the_format(edit: Edit, rule: str, shown: str, remedy: str, tmp_path: Path) -> None:
    content = edit(GOOD)
    path = place_dossier(tmp_path, content)
    said = refused(path, rule)
    line = next(
        number for number, each in enumerate(content.split("\n"), 1) if shown in each and not each.startswith("#")
    )
    assert re.search(rf"--> {re.escape(str(path))}:{line}:\d+\n", said), said
    assert remedy in " ".join(said.split())


def criteria(rows: str) -> Edit:
    return swap("grille: {id: DEC-G01, niveau: renforce}", f"criteres:\n{rows}")


def test_a_weight_in_words(tmp_path: Path) -> None:
    content = criteria("  - {critere: prix, poids: vingt}\n  - {critere: valeur-technique, poids: 80}\n")(GOOD)
    assert "Écrire : poids: 20" in refused(place_dossier(tmp_path, content), "schema-type")


def test_a_negative_weight(tmp_path: Path) -> None:
    content = criteria("  - {critere: prix, poids: -20}\n  - {critere: valeur-technique, poids: 120}\n")(GOOD)
    assert "plus de 0" in refused(place_dossier(tmp_path, content), "schema-borne")


def test_clauses_written_as_a_list(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, "objet: Collecte\nfamille: dechets\nclauses:\n  - DEC-001\n  - COM-007\n")
    assert "sans tiret, suivi de deux-points : DEC-001:" in " ".join(refused(path, "schema-type").split())


def test_an_unquoted_date_and_a_quoted_one_are_dates(tmp_path: Path) -> None:
    for date in ("2026-12-15", '"2026-12-15"', "'2026-12-15'"):
        path = place_dossier(tmp_path, swap("lancement: 2026-12-15", f"lancement: {date}")(GOOD))
        assert "Jugé au       15 décembre 2026" in run("check", path).out


# ---------------------------------------------------------------------------- names of nothing

OWN = (
    "clauses_propres:\n  - {id: PROPRE-01, titre: T, type: rappel, consideration: aucune, themes: [], "
    "piece_porteuse: CCTP, textes: {CCTP: '[[=penalite]]'}, consequences: []}"
)
NAMES: list[tuple[str, Edit, str, str, str]] = [
    ("clause", swap("  DEC-010:", "  DEC-901:"), "entree-inconnue", "DEC-901", "DEC-0"),
    ("grid", swap("grille: {id: DEC-G01, niveau: renforce}", "grille: {id: DEC-G77, niveau: renforce}"),
     "entree-inconnue", "DEC-G77", "DEC-G0"),
    ("criterion", criteria("  - {critere: prix, poids: 60}\n  - {critere: DEC-C88, poids: 40}\n"),
     "entree-inconnue", "DEC-C88", "attendu : DEC-C"),
    ("annex", swap("  - COM-A01 ", "  - COM-A91 "), "entree-inconnue", "COM-A91", "attendu : COM-A"),
    ("family", swap("famille: dechets", "famille: dechet"), "famille-inconnue", "dechet", "Écrire « dechets »"),
    ("segment", swap("segments: [collecte]", "segments: [colecte]"), "segment-inconnu", "colecte", "« collecte »"),
    ("lot", swap("DEC-011: {lots: [2]}", "DEC-011: {lots: [7]}"), "lot-inconnu", "lots: [7]", "attendu : 1, 2"),
    ("withdrawn", swap("DEC-001: {part_echeance: 65}", "DEC-777: false"), "retrait-inconnu", "DEC-777: false", "DEC-"),
    ("parameter", swap("part_echeance: 50", "part_echeanc: 50"), "valeur-inconnue", "part_echeanc", "part_echeance"),
    ("kind", swap("part_echeance: 50", "part_echeance: beaucoup"), "valeur-hors-bornes", "beaucoup", "pourcentage"),
    ("annex-value", swap("  - COM-A03 ", "  - {id: COM-A03, duree: 3} #"), "valeur-inconnue", "duree", "duree_usage"),
    ("reserved-key", swap("part_echeance: 50", "part_echeance: 50\n    acheteur: la Ville"), "valeur-inconnue",
     "acheteur", "paramètre"),
    ("reserved-lot", swap("lots:\n  1:", "lots:\n  unique:"), "lot-reserve", "unique", "numéro de lot"),
    ("own-block", swap("clauses_propres: []", OWN), "bloc-inconnu", "[[=penalite]]", "penalites"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "rule", "read", "near"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES]
)
def test_a_name_that_leads_nowhere_blocks(edit: Edit, rule: str, read: str, near: str, tmp_path: Path) -> None:
    path = place_dossier(tmp_path, edit(GOOD))
    checked = run("check", path)
    assert (checked.code, checked.err) == (1, "")
    assembled = run("assemble", path, "--output", tmp_path / "sortie")
    assert (assembled.code, assembled.out) == (1, "")
    assert "Rien n'a été écrit" in assembled.err
    assert not (tmp_path / "sortie").exists()
    for words in (checked.out, assembled.err):
        found = next(part for part in words.split("\n\n") if f"[{rule}]" in part)
        complete(found, rule)
        assert re.search(rf"--> {re.escape(str(path))}:\d+:\d+\n", found)
        assert read in found and near in found, found


def test_a_policy_that_nobody_knows(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    authority = tmp_path / AUTHORITY.name
    authority.write_text(AUTHORITY.read_text("utf-8").replace("ccp-2026", "ccp-2062"), "utf-8")
    done = run("check", path)
    assert done.code == 1
    complete(done.out.split("\n\n")[[("politique-inconnue" in part) for part in done.out.split("\n\n")].index(True)],
             "politique-inconnue")  # fmt: skip
    assert "ccp-2026" in done.out


def test_a_policy_of_the_command_line_that_nobody_knows(tmp_path: Path) -> None:
    done = run("check", place_dossier(tmp_path, GOOD), "--policy", "ccp2026")
    assert (done.code, done.out) == (2, "")
    assert "« ccp2026 » est inconnu. Proche : ccp-2026." in done.err


def test_a_value_of_a_reserved_name_is_no_parameter(tmp_path: Path) -> None:
    """`niveau` and `lots` are settings of the choice, whatever a clause calls its parameters."""
    path = place_dossier(tmp_path, swap("DEC-006: {niveau: socle}", "DEC-006: {niveau: sublime}")(GOOD))
    assert "socle" in refused(path, "schema-choix")


# --------------------------------------------------------------------------------------- files

BYTES: list[tuple[str, bytes, str, str]] = [
    ("empty", b"", "yaml-vide", "Le fichier est vide."),
    ("blank", b" \n\n  \n", "yaml-vide", "Le fichier est vide."),
    ("comments", b"# rien encore\n", "yaml-vide", "Le fichier est vide."),
    ("docx", (ROOT / "templates/neutre.docx").read_bytes(), "yaml-binaire", "un fichier Word"),
    ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "yaml-binaire", "un ancien fichier Word"),
    ("pdf", b"%PDF-1.7\n" + bytes(range(256)), "yaml-binaire", "un fichier PDF"),
    ("utf-16", GOOD.encode("utf-16"), "yaml-encodage", "UTF-16"),
    ("utf-16-le", GOOD.encode("utf-16-le"), "yaml-encodage", "UTF-16"),
    ("cp1252", GOOD.replace("œ", "oe").replace("’", "'").encode("cp1252", "replace"), "yaml-encodage", "Windows-1252"),
    ("big", GOOD.encode() + b"# " + b"x" * 10_000_000, "yaml-taille", "2 Mo au plus"),
    ("list", b"- objet\n- famille\n", "yaml-racine", "ne commence pas par des clés"),
    ("words", "Collecte des déchets\n".encode(), "yaml-racine", "ne commence pas par des clés"),
    ("deep-blocks", b"a:\n" + b"".join(b"  " * n + b"a:\n" for n in range(1, 501)), "yaml-profondeur", "64 niveaux"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "rule", "said"), [case[1:] for case in BYTES], ids=[case[0] for case in BYTES])
def test_what_is_no_dossier(data: bytes, rule: str, said: str, tmp_path: Path) -> None:
    assert said in " ".join(refused(place_dossier(tmp_path, data), rule).split())


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert len(refused(place_dossier(tmp_path, "\n".join(lines)), "yaml-ancre").splitlines()) < 300


def test_a_tag_of_python_runs_nothing(tmp_path: Path) -> None:
    canary = tmp_path / "canari"
    path = place_dossier(tmp_path, GOOD + f"fichiers: !!python/object/apply:os.system ['touch {canary}']\n")
    refused(path, "yaml-etiquette")
    assert not canary.exists()


def test_a_missing_file(tmp_path: Path) -> None:
    said = refused(tmp_path / "rien.dossier.yaml", "fichier-absent")
    assert "Vérifier le chemin, les accents" in said


def test_a_folder_names_the_dossiers_that_it_holds(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    assert "celui-ci contient essai.dossier.yaml" in " ".join(refused(path.parent, "fichier-dossier").split())


def test_another_kind_of_file_is_named_for_what_it_is(tmp_path: Path) -> None:
    place_dossier(tmp_path, GOOD)
    said = refused(tmp_path / AUTHORITY.name, "fichier-autre")
    assert "Ce fichier n'est pas un dossier : son nom finit par « .acheteur.yaml »." in " ".join(said.split())


def test_a_dossier_may_have_any_name(tmp_path: Path) -> None:
    good = run("check", place_dossier(tmp_path, GOOD))
    for name in ("essai", "essai.yml", "essai.txt", "Mon dossier à moi"):
        done = run("check", place_dossier(tmp_path, GOOD, name))
        assert (done.code, done.err) == (good.code, "")


def forbid(monkeypatch: pytest.MonkeyPatch, name: str, error: OSError) -> None:
    """Make the opening of the files of this name fail, as a disk does."""
    real = Path.open

    def opened(self: Path, *arguments: Any, **more: Any) -> Any:
        if self.name == name:
            raise type(error)(error.errno, "English words of the system", str(self))
        return real(self, *arguments, **more)

    monkeypatch.setattr(Path, "open", opened)


@pytest.mark.parametrize("name", ["essai.dossier.yaml", AUTHORITY.name])
def test_a_file_that_may_not_be_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place_dossier(tmp_path, GOOD)
    forbid(monkeypatch, name, PermissionError(errno.EACCES, ""))
    said = refused(path, "fichier-refuse")
    assert "refuse de lire" in said and "Demander le droit de le lire" in said


@pytest.mark.parametrize("code", [*sorted(disk._WORDS), errno.EPROTO])
def test_whatever_the_disk_says_is_told_in_french(code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = place_dossier(tmp_path, GOOD)
    forbid(monkeypatch, path.name, OSError(code, ""))
    refused(path, "fichier-illisible")


@posix
def test_a_file_that_may_really_not_be_read(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("root reads everything")
    refused(path, "fichier-refuse")


def test_a_path_that_is_too_long(tmp_path: Path) -> None:
    done = run("check", tmp_path / ("é" * 300) / "essai.dossier.yaml")
    assert done.code == 2
    complete(done.out, "fichier-illisible" if os.name == "posix" else "fichier-absent")


def test_a_long_path_that_is_missing_says_what_windows_admits(tmp_path: Path) -> None:
    path = tmp_path.joinpath(*["un dossier au nom assez long"] * 9, "essai.dossier.yaml")
    assert "Windows en admet 259" in " ".join(refused(path, "fichier-absent").split())


@posix
def test_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "boucle.dossier.yaml"
    path.symlink_to(path)
    refused(path, "fichier-illisible")


# ----------------------------------------------------------------------------------- authority


def test_a_missing_authority_names_both_files(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, swap("../metropole.acheteur.yaml", "../ville.acheteur.yaml")(GOOD))
    said = refused(path, "fichier-absent")
    line = GOOD.split("\n").index("acheteur: ../metropole.acheteur.yaml") + 1
    assert f"--> {path}:{line}:11" in said
    assert f"voir aussi : {path.parent / '../ville.acheteur.yaml'}" in said
    assert "Le fichier que nomme « acheteur » n'existe pas." in said


def test_an_authority_that_is_a_folder(tmp_path: Path) -> None:
    said = refused(place_dossier(tmp_path, swap("../metropole.acheteur.yaml", "..")(GOOD)), "fichier-dossier")
    assert "un fichier .acheteur.yaml ; celui-ci contient metropole.acheteur.yaml" in " ".join(said.split())


def test_a_faulty_authority_is_shown_with_the_dossier_that_names_it(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    (tmp_path / AUTHORITY.name).write_text(AUTHORITY.read_text("utf-8").replace("qualite:", "qualité:"), "utf-8")
    said = refused(path, "schema-cle-inconnue")
    assert "--> " + str(path.parent / ".." / AUTHORITY.name) + ":3:1" in said
    assert f"voir aussi : {path}:" in said


def test_an_authority_named_the_windows_way(tmp_path: Path) -> None:
    good = run("check", place_dossier(tmp_path, GOOD))
    path = place_dossier(tmp_path, swap("../metropole.acheteur.yaml", "..\\metropole.acheteur.yaml")(GOOD))
    assert run("check", path) == good


def test_an_authority_without_facilitator_is_no_error(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    words = AUTHORITY.read_text("utf-8")
    (tmp_path / AUTHORITY.name).write_text(re.sub(r"facilitateur:\n(  .*\n)+", "", words), "utf-8")
    assert run("check", path).code in (0, 1)
    done = run("assemble", path, "--output", tmp_path / "sortie")
    assert done.code == 0
    assert "facilitateur" in done.out


# --------------------------------------------------------------------------------- whole files


def test_a_concession_is_out_of_scope(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, swap("contrat: marche", "contrat: concession")(GOOD))
    done = run("check", path)
    assert done.code == 3
    assert "Rien n'a été jugé : c'est une concession" in done.out
    assert json.loads(run("check", path, "--format", "json").out)["dossiers"][0]["lots"] == []
    assert "[hors-perimetre] C'est une concession" in run("assemble", path, "--output", tmp_path / "sortie").out


def test_numbers_of_lots_may_be_quoted(tmp_path: Path) -> None:
    good = run("check", place_dossier(tmp_path, GOOD))
    quoted = GOOD.replace("\n  1:\n", '\n  "1":\n').replace("\n  2:\n", "\n  '2':\n").replace("[2]", '["2"]')
    assert quoted != GOOD
    assert run("check", place_dossier(tmp_path, quoted)).out.splitlines()[6:] == good.out.splitlines()[6:]


def test_a_lot_takes_a_clause_out(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, swap("DEC-002: {intensite_maximale: 17}", "DEC-002: false")(GOOD))
    done = run("assemble", path, "--output", tmp_path / "sortie")
    assert done.code == 0, done.err


def test_mark_and_line_ends_of_windows_change_nothing(tmp_path: Path, own_library: Path, broken: Path) -> None:
    good = run("check", place_dossier(tmp_path, GOOD), "--library", own_library)
    for path in (broken / "clauses").rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    path = place_dossier(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    done = run("check", path, "--library", broken)
    assert done.code == good.code
    assert done.out.replace(str(broken), "") == good.out.replace(str(own_library), "")
    prints = [library.load(tree.folder(root).files)[0].fingerprint for root in (own_library, broken)]
    assert prints[0] == prints[1]


def test_accents_and_spaces_in_paths(tmp_path: Path, own_library: Path) -> None:
    folder = tmp_path / "Marchés 2026" / "École & Co"
    shutil.copytree(own_library, folder / "Bibliothèque n° 1")
    path = place_dossier(folder, GOOD, "Collecte à l'école (v2).dossier.yaml")
    done = run("check", path, "--library", folder / "Bibliothèque n° 1")
    assert done.code in (0, 1)
    assert str(path) in done.out
    done = run("assemble", path)
    assert done.code == 0, done.err
    assert (path.parent / "sortie" / "Collecte à l'école (v2).verrou.yaml").is_file()


def test_two_hundred_lots(tmp_path: Path) -> None:
    head = GOOD[: GOOD.index("\nlots:\n")].replace("DEC-011: {lots: [2]}", "DEC-011:")
    lots = "".join(f"  {number}: {{objet: Secteur {number}}}\n" for number in range(1, 200))
    path = place_dossier(tmp_path, f"{head}\nlots:\n{lots}  200: {{objet: Fin, clauses: {{DEC-003: false}}}}\n")
    done = run("check", path)
    assert done.code in (0, 1)
    assert max(len(line) for line in done.out.splitlines()) < 400
    assert "lots 1 à 199" in " ".join(done.out.split())
    assert run("assemble", path, "--output", tmp_path / "sortie").code == 0


def test_a_thousand_unknown_clauses_are_not_told_one_by_one(tmp_path: Path) -> None:
    names = "".join(f"  XAA-{number:03d}:\n" for number in range(1000))
    path = place_dossier(tmp_path, f"objet: Collecte\nfamille: dechets\nclauses:\n{names}")
    for form in ("text", "markdown"):
        done = run("check", path, "--format", form)
        assert done.code == 1
        assert done.out.count("Clause inconnue :") == text.MOST
        assert "… et 980 autres constats [entree-inconnue]." in done.out
    assert run("assemble", path).err.count("Clause inconnue :") == text.MOST
    (lot,) = json.loads(run("check", path, "--format", "json").out)["dossiers"][0]["lots"]
    assert len([item for item in lot["findings"] if item["rule"] == "entree-inconnue"]) == 1000


def test_three_thousand_unknown_keys_are_not_told_one_by_one(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD + "".join(f"cle{number}: x\n" for number in range(3000)))
    said = refused(path, "schema-cle-inconnue")
    assert "… et 2 980 autres constats [schema-cle-inconnue]." in said


def test_a_text_without_end_does_not_fill_the_terminal(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, swap("forme: bons_de_commande", f"forme: {'x' * 200_000}")(GOOD))
    assert len(refused(path, "schema-choix")) < 3000
    path = place_dossier(tmp_path, GOOD + "x" * 200_000 + ": 1\n")
    assert len(refused(path, "yaml-syntaxe")) < 3000


# --------------------------------------------------------------------------------- several files


def test_one_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    good = place_dossier(tmp_path, GOOD, "bon.dossier.yaml")
    bad = place_dossier(tmp_path, "objet: [", "faux.dossier.yaml")
    done = run("check", good, bad, tmp_path / "rien.yaml", good)
    assert (done.code, done.err) == (2, "")
    assert "[yaml-syntaxe]" in done.out and "[fichier-absent]" in done.out
    assert done.out.count(f"Dossier       {good}") == 1
    french_only(done.out[: done.out.index("Dossier  ")])


def test_json_is_one_document_whatever_happens(tmp_path: Path, broken: Path) -> None:
    good = place_dossier(tmp_path, GOOD, "bon.dossier.yaml")
    bad = place_dossier(tmp_path, GOOD.replace("procedure:", "procedur:"), "faux.dossier.yaml")
    done = run("check", good, bad, "--format", "json")
    data = json.loads(done.out)
    assert (done.code, done.err, data["format"]) == (2, "", 1)
    assert [item["file"] for item in data["dossiers"]] == [str(good)]
    (error,) = data["errors"]
    assert error["rule"] == "schema-cle-inconnue"
    assert error["places"][0]["line"] == GOOD.split("procedure:")[0].count("\n") + 1
    for arguments in (["--library", tmp_path / "rien"], ["--library", f"{broken}@v1"]):
        done = run("check", good, "--format", "json", *arguments)
        data = json.loads(done.out)
        assert (done.code, data["dossiers"], len(data["errors"])) == (2, [], 1)


def test_the_same_faulty_authority_is_told_once(tmp_path: Path) -> None:
    paths = [place_dossier(tmp_path, GOOD, f"{name}.dossier.yaml") for name in "ab"]
    (tmp_path / AUTHORITY.name).write_text("nom: [\n", "utf-8")
    assert run("check", paths[0], paths[0]).out.count("erreur[") == 1


# ----------------------------------------------------------------------------------- libraries


def test_thousands_of_unknown_ids_are_told_without_comparing_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    real = difflib.get_close_matches

    def counted(name: str, known: tuple[str, ...], **options: Any) -> Any:
        compared.extend([name] if known else [])
        return real(name, known, **options)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    unknown = "".join(f"  {letter}QQ-{number:03d}:\n" for letter in "ABC" for number in range(400))
    path = tmp_path / "a.dossier.yaml"
    head = "objet: x\nfamille: dechets\nlots: {1: {objet: a}, 2: {objet: b}}\n"
    path.write_text(f"{head}clauses:\n{unknown}", encoding="utf-8")
    done = run("check", path, "--library", ROOT)
    assert done.code == 1
    assert "Clause inconnue : AQQ-000." in done.out
    assert 0 < len(compared) <= 50


@pytest.mark.parametrize(
    "words",
    [("list",), ("show", "DEC-001"), ("explain", "M11"), ("lint",), ("suggest", "DOSSIER"), ("new", "a.dossier.yaml")],
    ids=lambda words: words[0],
)
def test_a_broken_entry_is_named_as_the_reader_finds_it(words: tuple[str, ...], broken: Path, tmp_path: Path) -> None:
    entry = next((broken / "clauses/dechets").glob("DEC-003-*"))
    entry.write_text("id: [\n", encoding="utf-8")
    named = [place_dossier(tmp_path, GOOD) if word == "DOSSIER" else word for word in words]
    done = run(*named, "--library", broken)
    assert done.code == 2
    assert f"--> {entry}:" in done.err + done.out


def test_a_library_with_a_broken_entry_is_told_and_the_rest_is_judged(broken: Path, tmp_path: Path) -> None:
    entry = next((broken / "clauses/dechets").glob("DEC-003-*"))
    entry.write_text(entry.read_text("utf-8").replace("\ntitre:", "\ntitres:"), "utf-8")
    path = place_dossier(tmp_path, GOOD)
    done = run("check", path, "--library", broken)
    assert done.code == 2
    assert f"--> {entry}:" in done.out
    assert "Écrire « titre »." in done.out
    assert "Clause inconnue : DEC-003" not in done.out
    assert "Bilan :" in done.out
    done = run("assemble", path, "--library", broken, "--output", tmp_path / "sortie")
    assert done.code == 2 and f"--> {entry}:" in done.err
    complete(done.err, "schema-cle-inconnue")
    assert not (tmp_path / "sortie").exists()


@pytest.mark.parametrize(
    ("data", "rule"), [(b"", "yaml-vide"), (b"\tid: x", "yaml-tabulation"), (b"\xff\xfeid", "yaml-encodage")]
)
def test_a_library_with_an_unreadable_entry(data: bytes, rule: str, broken: Path, tmp_path: Path) -> None:
    entry = next((broken / "clauses/commun").glob("COM-007-*"))
    entry.write_bytes(data)
    done = run("check", place_dossier(tmp_path, GOOD), "--library", broken)
    assert done.code == 2
    complete(done.out[: done.out.index("Dossier  ")], rule)
    assert f"--> {entry}" in done.out


@pytest.mark.parametrize("name", ["niveau", "lots", "id", "acheteur", "objet", "ccag_penalites"])
def test_a_parameter_whose_name_is_taken(name: str, broken: Path, tmp_path: Path) -> None:
    entry = next((broken / "clauses/dechets").glob("DEC-006-*"))
    taken = f"parametres:\n  {name}: {{titre: Essai, type: texte, origine: acheteur}}\n"
    entry.write_text(entry.read_text("utf-8").replace("parametres:\n", taken, 1), "utf-8")
    done = run("check", place_dossier(tmp_path, GOOD), "--library", broken)
    assert done.code == 2
    complete(done.out[: done.out.index("Dossier  ")], "parametre-reserve")
    line = entry.read_text("utf-8").split("parametres:")[0].count("\n") + 2
    assert f"--> {entry}:{line}:3" in done.out


def test_a_library_whose_root_is_broken_judges_nothing(broken: Path, tmp_path: Path) -> None:
    (broken / "clauses/bibliotheque.yaml").write_text("edition: 2026.4\n", "utf-8")
    said = refused(place_dossier(tmp_path, GOOD), "schema-type", "--library", broken)
    assert f"--> {broken / 'clauses/bibliotheque.yaml'}:1:10" in said
    assert "Bilan" not in said


@pytest.mark.parametrize("given", ["", "clauses/dechets"])
def test_a_folder_that_is_no_library(given: str, broken: Path, tmp_path: Path) -> None:
    (broken / "clauses/bibliotheque.yaml").unlink()
    said = refused(place_dossier(tmp_path, GOOD), "bibliotheque-absente", "--library", broken / given)
    assert str(broken) in said


def test_a_library_that_is_missing_or_a_file(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    assert "Ce dossier n'existe pas." in refused(path, "dossier-absent", "--library", tmp_path / "rien")
    assert "C'est un fichier" in refused(path, "dossier-absent", "--library", path)


def test_the_folder_of_the_clauses_is_the_library_too(broken: Path, tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    assert run("check", path, "--library", broken / "clauses").code == run("check", path).code


@posix
def test_links_of_a_library_that_lead_outside_or_nowhere(broken: Path, tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    secret = tmp_path / "secret.yaml"
    secret.write_text("mot: de passe\n", "utf-8")
    (broken / "clauses/dechets/DEC-990-dehors.clause.yaml").symlink_to(secret)
    loop = broken / "clauses/dechets/DEC-991-boucle.clause.yaml"
    loop.symlink_to(loop)
    done = run("check", path, "--library", broken)
    assert done.code == run("check", path).code
    assert "mot" not in done.out.split()


# ----------------------------------------------------------------------------------------- git


def git(root: Path, *words: str) -> None:
    identity = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@b.fr",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@b.fr",
    }
    outside = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", "-c", "init.defaultBranch=principale", "-c", "commit.gpgsign=false", "-C", str(root), *words]
    subprocess.run(command, check=True, capture_output=True, env={**outside, **identity, "GIT_CONFIG_NOSYSTEM": "1"})


@pytest.fixture
def repository(broken: Path) -> Path:
    """A repository whose tag v1 is the shipped library, and whose next commit breaks an entry."""
    git(broken, "init")
    git(broken, "add", ".")
    git(broken, "commit", "-m", "un")
    git(broken, "tag", "v1")
    entry = next((broken / "clauses/dechets").glob("DEC-003-*"))
    entry.write_text("id: DEC-003\n", "utf-8")
    git(broken, "commit", "-am", "deux")
    return broken


@needs_git
def test_a_revision_of_a_library(repository: Path, tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    good = run("check", path)
    done = run("check", path, "--library", f"{repository}@v1")
    assert (done.code, done.err) == (good.code, "")
    assert f"Bibliothèque  {repository} à la révision v1" in done.out
    assert run("assemble", path, "--library", f"{repository}@v1", "--output", tmp_path / "sortie").code == 0
    done = run("check", path, "--library", f"{repository}@principale")
    assert done.code == 2
    assert f"--> {repository}@principale:clauses/dechets/DEC-003-" in done.out


@needs_git
@pytest.mark.parametrize("name", ["v1", "HEAD~1", "HEAD@{1}", "principale~1"])
def test_revisions_have_many_names(name: str, repository: Path, tmp_path: Path) -> None:
    assert run("check", place_dossier(tmp_path, GOOD), "--library", f"{repository}@{name}").code in (0, 1)


@needs_git
def test_a_library_below_the_top_of_its_repository(repository: Path, tmp_path: Path) -> None:
    (repository / "achats").mkdir()
    git(repository, "checkout", "v1")
    git(repository, "mv", "clauses", "achats/clauses")
    git(repository, "commit", "-m", "trois")
    done = run("check", place_dossier(tmp_path, GOOD), "--library", f"{repository / 'achats'}@HEAD")
    assert done.code in (0, 1), done.out


@needs_git
def test_a_folder_with_an_at_sign(repository: Path, tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    moved = repository.rename(repository.parent / "bib@mairie.fr")
    assert run("check", path, "--library", moved).code == 2
    assert run("check", path, "--library", f"{moved}@v1").code in (0, 1)


@needs_git
def test_a_hook_does_not_lead_git_astray(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "ailleurs/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "ailleurs/index"))
    assert run("check", place_dossier(tmp_path, GOOD), "--library", f"{repository}@v1").code in (0, 1)


@needs_git
@pytest.mark.parametrize("name", ["v9", "--help", "-rf", ";true", "v1 v1"])
def test_an_unknown_revision(name: str, repository: Path, tmp_path: Path) -> None:
    said = refused(place_dossier(tmp_path, GOOD), "git-revision", "--library", f"{repository}@{name}")
    assert f"« {name} »" in said


@needs_git
def test_a_folder_without_repository(own_library: Path, tmp_path: Path) -> None:
    refused(place_dossier(tmp_path, GOOD), "git-depot", "--library", f"{own_library}@v1")


def test_a_revision_without_name(own_library: Path, tmp_path: Path) -> None:
    refused(place_dossier(tmp_path, GOOD), "git-revision", "--library", f"{own_library}@")


def test_a_computer_without_git(own_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused(place_dossier(tmp_path, GOOD), "git-absent", "--library", f"{own_library}@v1")


def test_a_git_that_never_answers(own_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: Any, **__: Any) -> Any:
        raise subprocess.TimeoutExpired("git", 60)

    monkeypatch.setattr(subprocess, "run", late)
    refused(place_dossier(tmp_path, GOOD), "git-lent", "--library", f"{own_library}@v1")


# ------------------------------------------------------------------------------- command line

LINES: list[tuple[list[str], str]] = [
    (["chek", "x"], "Commande inconnue : « chek ». Proche : check"),
    (["essai.dossier.yaml"], "Pour juger ce fichier : clausekit check essai.dossier.yaml"),
    (["verifier"], "Commande inconnue : « verifier ». Choisir parmi : init"),
    (["check"], "Argument manquant 'DOSSIER...'."),
    (["check", "x", "--frmat", "json"], "Option inconnue : '--frmat'. Peut-être '--format' ?"),
    (["check", "x", "--format", "xml"], "« xml » n'est pas l'un de : 'text', 'json', 'markdown', 'sarif', 'docx'."),
    (["check", "x", "--format"], "L'option --format demande une valeur."),
    (["check", "x", "--strict=oui"], "L'option --strict ne prend pas de valeur."),
    (["check", "x", "--stade", "fini"], "n'est pas l'un de : 'brouillon', 'publication'."),
    (["check", "x", "--on", "demain"], "« demain » n'est pas une date AAAA-MM-JJ (exemple : 2026-12-15)."),
    (["check", "x", "--on", "2026-02-30"], "« 2026-02-30 » n'est pas une date AAAA-MM-JJ (exemple"),
    (["check", "x", "--on", "1er mai 2026"], "n'est pas une date AAAA-MM-JJ (écrire 2026-05-01)."),
    (["check", "x", "--on", "20260501"], "n'est pas une date AAAA-MM-JJ"),
    (["check", "x", "--on", "2026-W01-1"], "n'est pas une date AAAA-MM-JJ"),
    (["assemble"], "Argument manquant 'DOSSIER'."),
    (["assemble", "x", "y"], "Argument en trop (y)"),
    (["assemble", "x", "y", "z"], "Arguments en trop (y z)"),
    (["-x"], "Option inconnue : '-x'."),
]


@pytest.mark.parametrize(("arguments", "said"), LINES, ids=[" ".join(line[0]) for line in LINES])
def test_a_command_that_is_mistyped(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    french_only(done.err.replace("COMMANDE", "").replace("text", ""))


def strings_of_click() -> Iterator[tuple[str, str]]:
    """Every message that click marks for translation, with its place."""
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                for given in node.args:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        yield given.value, f"{path.name}:{node.lineno}"


# Told to whoever writes a command, never to whoever runs one; or by parts of click that no command uses
# (progress bars, shell completion, `click.version_option`, `click.style`, `click.get_text_stream`).
FOR_DEVELOPERS = {
    "d",
    "Value must be an iterable.",
    "Could not determine name for option with declarations {decls!r}",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "%(prog)s, version %(version)s",
    "Invalid start character for option ({option})",
    "Couldn't detect Bash version, shell completion is not supported.",
    "Shell completion is not supported for Bash versions older than 4.4.",
    "Unknown color {colour!r}",
    "Choice({choices})",
    "Unknown standard stream '{name}'",
}


def test_every_message_of_click_is_french() -> None:
    untold = {
        message: where
        for message, where in strings_of_click()
        if french.translate(message) == message
        and message not in FOR_DEVELOPERS
        and message not in ("Options", "Arguments")
        and not message.startswith("No options defined but a name was passed")
    }
    assert untold == {}


def test_translations_keep_the_names_that_click_fills() -> None:
    for message, words in french._WORDS.items():
        wanted, given = (set(re.findall(r"\{(\w+)", each)) for each in (message, words))
        assert given <= wanted, message


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_french(name: str) -> None:
    done = run(*([name] if name else []), "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage : clausekit")
    assert not re.search(r"\b(Show this|Options:|Commands:|default:|required|Usage:|and exit)\b", done.out)


# --------------------------------------------------------------------------- the real process


def program(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from clausekit.cli import main; main()", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, **more}


@pytest.mark.parametrize("more", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C"}, {"LANG": "de_DE"}])
def test_output_is_utf_8_whatever_the_console(more: dict[str, str], tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD.replace("objet: Collecte", "objet: Collecte ≥ 3 \u202f😀", 1))
    absent = [tmp_path / "œuvre.yaml", "--library", ROOT / "tests/cases/check/bibliotheque"]  # the smallest
    for arguments in ([path], [*absent, "--format", "json"], absent):
        done = subprocess.run(program("check", *arguments), env=environment(**more), capture_output=True, check=False)
        assert done.stderr == b""
        shown = done.stdout.decode("utf-8")
        assert "≥ 3" in shown or "œuvre" in shown


@posix
def test_a_reader_that_leaves(tmp_path: Path) -> None:
    path = place_dossier(tmp_path, GOOD)
    words = " ".join(f"'{word}'" for word in program("check", *[path] * 30))
    done = subprocess.run(["sh", "-c", f"{words} | head -n 1"], env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Dossier ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["--help"], ["check", EXAMPLE], ["check", EXAMPLE, "--format", "json"]])
def test_an_output_that_is_full(arguments: list[object]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(program(*arguments), env=environment(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    complete(done.stderr.decode(), "disque-plein")


@posix
def test_an_output_that_is_closed() -> None:
    words = " ".join(f"'{word}'" for word in program("check", EXAMPLE))
    done = subprocess.run(["sh", "-c", f"{words} >&-"], env=environment(), stderr=subprocess.PIPE, check=False)
    assert (done.returncode in (0, 1), done.stderr) == (True, b"")


@posix
def test_a_current_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "parti"
    gone.mkdir()
    words = " ".join(f"'{word}'" for word in program("check", "essai.dossier.yaml"))
    done = subprocess.run(
        ["sh", "-c", f"rmdir ../parti; {words}"], cwd=gone, env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 2
    complete((done.stdout + done.stderr).decode(), "dossier-absent")


def test_the_keyboard_stops_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(tree, "library_tree", stopped)
    done = run("check", EXAMPLE)
    assert (done.code, done.err.strip()) == (2, "Interrompu.")


def test_what_nobody_foresaw_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any, **__: Any) -> Any:
        raise RuntimeError("English words")

    monkeypatch.setattr(tree, "library_tree", failing)
    done = run("check", EXAMPLE)
    assert (done.code, done.out) == (2, "")
    assert "erreur[interne]" in done.err and "English" not in done.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(broken: Path) -> None:
    os.mkfifo(broken / "clauses" / "dechets" / "DEC-077-tube.clause.yaml")
    done = run("lint", broken)
    assert (done.code, "Ce n'est pas un fichier ordinaire" in done.out + done.err) == (2, True)


@needs_git
def test_a_program_that_the_repository_names_is_not_run(repository: Path, tmp_path: Path) -> None:
    mark = tmp_path / "execute"
    subprocess.run(["git", "-C", str(repository), "config", "core.fsmonitor", f"touch {mark};:"], check=True)
    repositories.unsaved(repository, within="clauses/")
    assert not mark.exists()
    subprocess.run(["git", "-C", str(repository), "status"], check=True, capture_output=True)
    assert mark.exists(), "git itself runs it: the trap is a real one"


def test_offers_that_are_missing_are_told_alone(tmp_path: Path) -> None:
    done = run("weigh", EXAMPLE, "--offers", tmp_path / "offres.csv")
    assert (done.code, done.out) == (2, "")
    assert "erreur[fichier-absent]" in done.err
    assert "attendu : un fichier .csv d'offres, existant" in done.err


def test_a_folder_that_is_no_library_has_no_edition_to_tell(tmp_path: Path) -> None:
    assert run("lint", tmp_path).out.splitlines()[0] == f"Bibliothèque : {tmp_path}"


def test_a_fiche_under_another_ending_is_refused(tmp_path: Path) -> None:
    done = run("check", EXAMPLE, "--format", "docx", "--output", tmp_path / "fiche.pdf")
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert "Une fiche est un fichier .docx" in done.err


@pytest.mark.parametrize(
    ("arguments", "before"),
    [(("inspect", ""), "inspect"), (("check", "essai.dossier.yaml", ""), "essai.dossier.yaml"),
     (("assemble", "essai.dossier.yaml", "--template", ""), "--template")],
)  # fmt: skip
def test_a_variable_that_a_shell_left_empty(arguments: tuple[str, ...], before: str) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert f"Une valeur est vide, après « {before} »" in done.err
