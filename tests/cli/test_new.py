"""`clausekit new`: a dossier that loads, that says what it proposes, and that never costs anybody their work."""

from __future__ import annotations

import io
import itertools
from pathlib import Path
from typing import Any

import pytest

from clausekit import check, schema, source
from clausekit.cli.loading import load_purchase
from clausekit.dossier import NO_AUTHORITY
from clausekit.library import Library
from clausekit.new import Brief, complete, doubts, new
from clausekit.rules import COHERENCES
from clausekit.typed import Misread, amount, day, months
from conftest import ROOT, run

AUTHORITY = ROOT / "examples" / "metropole.acheteur.yaml"
CLEANING = ("--objet", "Nettoyage des bureaux : siège", "--cpv", "90919200")
FACTS = ("--valeur", "85 000 €", "--duree", "2 ans", "--lancement", "1er septembre 2026")


def _new(path: Path, *options: object) -> Any:
    return run("new", *options, "--output", path, "--library", ROOT, "--sans-questions")


def _data(path: Path) -> Any:
    read = source.load(path.read_bytes(), file=str(path))
    assert schema.validate("dossier", read) == ()
    return read.data


def _refused(done: Any, folder: Path, *words: str) -> None:
    """Exit 2, in French, and nothing written."""
    assert done.code == 2
    assert done.out == ""
    for word in words:
        assert word in done.err
    assert list(folder.iterdir()) == []


# --- what is written -----------------------------------------------------------------------------


def test_a_dossier_is_written_from_few_facts(tmp_path: Path) -> None:
    path = tmp_path / "achat.dossier.yaml"
    done = _new(path, *CLEANING, *FACTS)
    assert done.code == 0, done.err
    data = _data(path)
    assert data["objet"] == "Nettoyage des bureaux : siège"
    assert (data["famille"], data["segments"], data["cpv"]) == ("moyens-generaux", ["nettoyage"], ["90919200"])
    assert (data["valeur_estimee"], data["duree_mois"]) == (85000, 24)
    assert data["dates"] == {"lancement": "2026-09-01", "notification": None}
    assert (data["nature"], data["procedure"], data["ccag"]) == ("services", "procedure_adaptee", "FCS")
    assert data["grille"] == {"id": "MOG-G01", "niveau": "socle"}
    assert {"MOG-001", "COM-009"} <= data["clauses"].keys()


def test_check_finds_it_coherent(tmp_path: Path, shipped: Library) -> None:
    path = tmp_path / "achat.dossier.yaml"
    _new(path, *CLEANING, *FACTS)
    findings = check.check(load_purchase(path, shipped).marche).all_findings()
    assert [item.message for item in findings if item.rule in COHERENCES and item.severity == "bloquante"] == []
    assert run("check", path, "--library", ROOT).code == 0


def test_each_key_has_its_comment_and_proposals_are_said(tmp_path: Path) -> None:
    path = tmp_path / "achat.dossier.yaml"
    _new(path, *CLEANING, *FACTS)
    lines = path.read_text(encoding="utf-8").splitlines()
    for key in ("objet", "nature", "famille", "valeur_estimee", "pieces", "dates", "variantes"):
        at = next(number for number, line in enumerate(lines) if line.startswith(f"{key}:"))
        assert lines[at - 1].startswith("# "), key
    proposed = [line.partition(":")[0] for line in lines if "# proposé, à confirmer : " in line]
    assert proposed == ["nature", "procedure", "ccag", "famille", "segments", "variantes"]
    assert "# acheteur: ../metropole.acheteur.yaml  # à compléter" in lines


def test_what_was_understood_is_shown(tmp_path: Path) -> None:
    out = _new(tmp_path / "achat.dossier.yaml", *CLEANING, *FACTS).out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "valeur du besoin : 85 000 euros hors taxes" in out
    assert "durée : 24 mois" in out
    assert "lancement : 1er septembre 2026 (2026-09-01)" in out
    assert "procédure : procédure adaptée – proposé, 85 000 euros, sous le seuil européen de 216 000 euros" in out


def test_blanks_are_listed_by_who_fills_them(tmp_path: Path) -> None:
    path = tmp_path / "achat.dossier.yaml"
    _new(
        path,
        "--objet",
        "Collecte",
        "--cpv",
        "90511000",
        "--valeur",
        "24 M€",
        "--duree",
        48,
        "--lancement",
        "2026-12-15",
    )
    text = path.read_text(encoding="utf-8")
    told = text.partition("# Par le facilitateur :\n")[2].partition("# Par ")[0]
    assert "COM-001 – heures_insertion : Volume horaire d'insertion" in told
    assert "DEC-002" not in told
    assert "DEC-002 – source_facteurs" in text.partition("# Par le prescripteur :\n")[2].partition("# Par ")[0]


def test_what_is_stated_is_never_changed(tmp_path: Path) -> None:
    path = tmp_path / "achat.dossier.yaml"
    stated = ("--nature", "fournitures", "--ccag", "aucun", "--procedure", "sans_publicite", "--segment", "habillement")
    done = _new(path, *CLEANING, *FACTS, *stated)
    assert done.code == 0, done.err
    data = _data(path)
    assert (data["nature"], data["ccag"], data["procedure"]) == ("fournitures", "aucun", "sans_publicite")
    assert data["segments"] == ["habillement"]
    assert "attention : le CPV 90919200 est un code de services, le dossier dit fournitures" in done.out


def test_the_authority_is_cited_from_the_dossier_and_its_charters_are_required(tmp_path: Path) -> None:
    (tmp_path / "achats").mkdir()
    (tmp_path / "notre.acheteur.yaml").write_bytes(AUTHORITY.read_bytes())
    path = tmp_path / "achats" / "achat.dossier.yaml"
    done = _new(path, *CLEANING, *FACTS, "--acheteur", tmp_path / "notre.acheteur.yaml")
    assert done.code == 0, done.err
    assert _data(path)["acheteur"] == "../notre.acheteur.yaml"
    assert "COM-A01" in _data(path)["annexes"]
    assert run("check", path, "--library", ROOT).code == 0


def test_the_modeline_stands_only_where_schemas_can_be_reached(tmp_path: Path) -> None:
    near, far = tmp_path / "lib" / "achats" / "a.dossier.yaml", tmp_path / "loin" / "a.dossier.yaml"
    (tmp_path / "lib" / "schemas").mkdir(parents=True)
    (tmp_path / "lib" / "schemas" / "dossier.schema.json").write_text("{}", encoding="utf-8")
    _new(near, *CLEANING)
    _new(far, *CLEANING)
    first = near.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schemas/dossier.schema.json"
    assert "$schema" not in far.read_text(encoding="utf-8")


def test_pieces_hold_those_that_the_clauses_write_in(tmp_path: Path, shipped: Library) -> None:
    path = tmp_path / "achat.dossier.yaml"
    _new(path, "--objet", "Mobilier", "--cpv", "39130000", "--valeur", "300000", "--duree", 36)
    data = _data(path)
    written = {piece for name in data["clauses"] for piece in shipped.clauses[name].texts}
    assert "BPU" in written
    assert written <= data["pieces"].keys()


def test_a_variant_clause_opens_variants(tmp_path: Path) -> None:
    school, cleaning = tmp_path / "a.dossier.yaml", tmp_path / "b.dossier.yaml"
    _new(school, "--objet", "École", "--cpv", "45214210", "--valeur", "3,2 M€", "--duree", 14)
    _new(cleaning, *CLEANING)
    assert "TRA-012" in _data(school)["clauses"]
    assert _data(school)["variantes"]["autorisees"] is True
    assert _data(cleaning)["variantes"]["autorisees"] is False


@pytest.mark.parametrize(
    "objet", ["true", "2026", "- tiret", "a: b # c", "« l'eau » & l’air", 'dit "oui"', "{objet}", "é" * 300]
)
def test_any_object_is_read_back(objet: str, tmp_path: Path) -> None:
    path = tmp_path / "achat.dossier.yaml"
    assert _new(path, "--objet", objet, "--famille", "autre").code == 0
    assert _data(path)["objet"] == objet


def test_the_file_is_named_after_the_object(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("new", "--objet", "Élagage des arbres", "--famille", "travaux", "--sans-questions", "--library", ROOT)
    assert done.code == 0, done.err
    assert [path.name for path in tmp_path.iterdir()] == ["elagage-des-arbres.dossier.yaml"]
    inside = tmp_path / "achats"
    inside.mkdir()
    assert (
        run("new", inside, "--objet", "Tonte", "--famille", "travaux", "--sans-questions", "--library", ROOT).code == 0
    )
    assert [path.name for path in inside.iterdir()] == ["tonte.dossier.yaml"]


# --- what is proposed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nature", "value", "launch", "procedure"),
    [
        ("services", 215_999, "2026-12-15", "procedure_adaptee"),
        ("services", 216_000, "2026-12-15", "appel_offres_ouvert"),
        ("services", 220_999, "2025-06-01", "procedure_adaptee"),
        ("travaux", 5_403_999, "2026-12-15", "procedure_adaptee"),
        ("travaux", 5_404_000, None, "appel_offres_ouvert"),
    ],
)
def test_the_procedure_follows_the_threshold_of_the_day(
    nature: str, value: float, launch: str | None, procedure: str, shipped: Library
) -> None:
    brief = Brief(object="x", family="autre", nature=nature, value=value, launch=launch)
    assert complete(brief, shipped).procedure == procedure


@pytest.mark.parametrize(
    ("facts", "ccag"),
    [
        ({"cpv": ("90511000",)}, "FCS"),
        ({"cpv": ("45214210",)}, "Travaux"),
        ({"cpv": ("30213100",)}, "TIC"),
        ({"cpv": ("71221000",)}, "MOE"),
        ({"cpv": ("79411000",)}, "PI"),
        ({"family": "informatique", "segments": ("logiciels-services",), "nature": "services"}, "TIC"),
        ({"cpv": ("90511000",), "value": 59_999}, "aucun"),
        ({"cpv": ("90511000",), "value": 60_000}, "FCS"),
        ({"cpv": ("45214210",), "value": 99_999}, "aucun"),
    ],
)
def test_the_ccag_follows_object_and_value(facts: dict[str, Any], ccag: str, shipped: Library) -> None:
    found = complete(Brief(object="x", launch="2026-12-15", **facts), shipped)
    assert found.ccag == ccag
    assert "ccag" in found.proposed


def test_a_small_contract_gets_one_book_and_a_letter(shipped: Library) -> None:
    small = complete(Brief(object="x", cpv=("90919200",), value=20_000), shipped)
    assert small.pieces == {"CCTP": "CCP", "CCAP": "CCP", "RC": "lettre"}
    stated = complete(Brief(object="x", cpv=("90919200",), value=20_000, ccag="FCS"), shipped)
    assert stated.pieces == {"CCTP": "CCTP", "CCAP": "CCAP", "RC": "RC"}


@pytest.mark.parametrize(
    ("family", "segments", "nature"),
    [
        ("travaux", ("batiment",), "travaux"),
        ("travaux", ("maitrise-oeuvre",), "services"),
        ("dechets", (), "services"),
        ("moyens-generaux", ("fournitures-mobilier",), "fournitures"),
        ("moyens-generaux", ("traiteur-evenements",), "services"),
        ("moyens-generaux", (), None),
    ],
)
def test_the_nature_follows_family_and_segment(
    family: str, segments: tuple[str, ...], nature: str | None, shipped: Library
) -> None:
    assert complete(Brief(object="x", family=family, segments=segments), shipped).nature == nature


def test_a_family_that_the_cpv_contradicts_is_kept_and_said(shipped: Library) -> None:
    brief = complete(Brief(object="x", family="dechets", cpv=("45214210",)), shipped)
    assert brief.family == "dechets"
    assert doubts(brief, shipped) == ("le CPV 45214210 relève de la famille travaux, le dossier dit dechets",)


_SEGMENTS = [
    ("dechets", "collecte"),
    ("dechets", "tri"),
    ("travaux", "voirie"),
    ("moyens-generaux", "traiteur-evenements"),
]
_FACTS = [(None, None, None), ("aucun", 50_000, 3), ("FCS", 300_000, 24), ("Travaux", 8e6, 48)]


@pytest.mark.parametrize(
    ("place", "nature", "facts"),
    list(itertools.product(_SEGMENTS, [None, "fournitures", "services", "travaux"], _FACTS)),
)
def test_whatever_the_facts_the_dossier_is_coherent(
    place: tuple[str, str], nature: str | None, facts: tuple[Any, Any, Any], tmp_path: Path, shipped: Library
) -> None:
    ccag, value, duration = facts
    brief = Brief(
        object="x", family=place[0], segments=(place[1],), nature=nature, ccag=ccag, value=value, months=duration
    )
    path = tmp_path / "a.dossier.yaml"
    path.write_text(new(brief, shipped, NO_AUTHORITY), encoding="utf-8")
    findings = check.check(load_purchase(path, shipped, on="2026-12-15").marche).all_findings()
    assert [item.message for item in findings if item.rule in COHERENCES and item.severity == "bloquante"] == []


# --- refusals ----------------------------------------------------------------------------------------


def test_a_word_with_several_codes_lists_them(tmp_path: Path) -> None:
    done = _new(tmp_path / "a.dossier.yaml", "--objet", "x", "--cpv", "nettoyage bureaux")
    _refused(done, tmp_path, "90919200  Services de nettoyage de bureaux", "en donner un")


def test_a_word_with_one_code_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.dossier.yaml"
    assert _new(path, "--objet", "x", "--cpv", "mobilier de bureau").code == 0
    assert _data(path)["cpv"] == ["39130000"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--famille", "autre"), ("--objet",)),
        (("--objet", "  ", "--famille", "autre"), ("vide",)),
        (("--objet", "a\x07b", "--famille", "autre"), ("invisible",)),
        (("--objet", "x"), ("--famille", "dechets", "--cpv")),
        (("--objet", "x", "--famille", "dechet"), ("dechets",)),
        (("--objet", "x", "--cpv", "90511001"), ("90511000", "Codes voisins")),
        (("--objet", "x", "--cpv", "zzzz"), ("aucun libellé",)),
        (("--objet", "x", "--famille", "dechets", "--segment", "nettoyage"), ("collecte", "decheteries")),
        (("--objet", "x", "--famille", "autre", "--valeur", "beaucoup"), ("n'est pas un montant",)),
        (("--objet", "x", "--famille", "autre", "--valeur", "85 000 € TTC"), ("hors taxes",)),
        (("--objet", "x", "--famille", "autre", "--duree", "longue"), ("n'est pas une durée",)),
        (("--objet", "x", "--famille", "autre", "--lancement", "31 février 2026"), ("n'est pas une date",)),
        (("--objet", "x", "--famille", "autre", "--nature", "autre"), ("fournitures",)),
        (("--objet", "x", "--famille", "autre", "--acheteur", "absent.acheteur.yaml"), ("fichier-absent",)),
    ],
)
def test_bad_input_is_refused_in_french_and_writes_nothing(
    options: tuple[str, ...], words: tuple[str, ...], tmp_path: Path
) -> None:
    _refused(_new(tmp_path / "a.dossier.yaml", *options), tmp_path, *words)


def test_a_file_is_never_replaced_without_force(tmp_path: Path) -> None:
    path = tmp_path / "a.dossier.yaml"
    path.write_text("# à moi\n", encoding="utf-8")
    done = _new(path, *CLEANING)
    assert done.code == 2
    assert "dossier-existant" in done.err
    assert path.read_text(encoding="utf-8") == "# à moi\n"
    assert _new(path, *CLEANING, "--force").code == 0
    assert _data(path)["famille"] == "moyens-generaux"


def test_the_file_is_given_once(tmp_path: Path) -> None:
    done = run("new", tmp_path / "a", *CLEANING, "--output", tmp_path / "b", "--sans-questions")
    _refused(done, tmp_path, "deux fois")


# --- questions ---------------------------------------------------------------------------------------


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _answer(monkeypatch: pytest.MonkeyPatch, *answers: str, terminal: bool = True) -> None:
    text = "".join(f"{answer}\n" for answer in answers)
    monkeypatch.setattr("sys.stdin", _Terminal(text) if terminal else io.StringIO(text))
    given = iter(answers)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _prompt="": next(given))


def test_questions_are_asked_in_a_terminal_until_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.dossier.yaml"
    _answer(
        monkeypatch,
        "",  # the object cannot be passed
        "Nettoyage des bureaux",
        "nettoyage bureaux",
        "1",
        "beaucoup",
        "85 k€",
        "2 ans",
        "1er septembre 2026",
        "",  # nature: the proposal
        "",
        "aucun",
    )
    done = run("new", "--output", path, "--library", ROOT)
    assert done.code == 0, done.err
    data = _data(path)
    assert (data["objet"], data["cpv"], data["valeur_estimee"]) == ("Nettoyage des bureaux", ["90919200"], 85000)
    assert (data["duree_mois"], data["dates"]["lancement"]) == (24, "2026-09-01")
    assert (data["nature"], data["ccag"]) == ("services", "aucun")
    text = path.read_text(encoding="utf-8")
    assert "nature: services  # proposé" in text
    assert "ccag: aucun\n" in text
    assert "Il faut une réponse." in done.err
    assert "« beaucoup » n'est pas un montant" in done.err


def test_only_what_is_missing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(monkeypatch, "")  # the CCAG alone
    given = (*CLEANING, *FACTS, "--nature", "services", "--procedure", "procedure_adaptee")
    done = run("new", *given, "--output", tmp_path / "a.dossier.yaml", "--library", ROOT)
    assert done.code == 0, done.err


def test_family_and_segment_are_chosen_in_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.dossier.yaml"
    _answer(monkeypatch, "", "", "9", "1", "2", *[""] * 6)
    done = run("new", "--objet", "Tri", "--output", path, "--library", ROOT)
    assert done.code == 0, done.err
    assert (_data(path)["famille"], _data(path)["segments"]) == ("dechets", ["tri"])
    assert "1. dechets  Déchets et propreté urbaine" in done.err
    assert "donner un numéro de 1 à 5" in done.err


def test_nothing_is_asked_without_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(monkeypatch, terminal=False)
    path = tmp_path / "a.dossier.yaml"
    done = run("new", "--objet", "x", "--famille", "autre", "--output", path, "--library", ROOT)
    assert done.code == 0, done.err
    assert _data(path)["famille"] == "autre"


# --- what is typed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "euros"),
    [
        ("85000", 85000),
        ("85 000 €", 85000),
        ("85\u202f000\u00a0€ HT", 85000),
        ("1,2 M€", 1_200_000),
        ("1.2M€", 1_200_000),
        ("85 k€", 85000),
        ("2 millions d'euros", 2_000_000),
        ("1.200.000", 1_200_000),
        ("12,50 euros", 12.5),
    ],
)
def test_amounts(typed: str, euros: float) -> None:
    assert amount(typed) == euros


@pytest.mark.parametrize("typed", ["", "0", "-5", "85.000", "85 000 € TTC", "1e5", "inf", "environ 85 000", "9" * 40])
def test_amounts_that_cannot_be_understood(typed: str) -> None:
    with pytest.raises(Misread):
        amount(typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("48", 48), ("48 mois", 48), ("4 ans", 48), ("1 an", 12), ("2 ans et 6 mois", 30), ("1,5 an", 18)],
)
def test_durations(typed: str, found: float) -> None:
    assert months(typed) == found


@pytest.mark.parametrize("typed", ["", "0", "quatre", "-1", "48 jours"])
def test_durations_that_cannot_be_understood(typed: str) -> None:
    with pytest.raises(Misread):
        months(typed)


@pytest.mark.parametrize("typed", ["2026-09-01", "1er septembre 2026", "01/09/2026", "1 septembre 2026"])
def test_dates(typed: str) -> None:
    assert day(typed) == "2026-09-01"
