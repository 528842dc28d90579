"""The report of a year: percentages known by hand, defects of the essential data one by one, and its forms."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from clausekit import decp, device
from clausekit.finding import UnreadableFile
from clausekit.portfolio.count import MISSED, OPEN, REACHED, Count
from clausekit.report import portfolio_words as words
from clausekit.rules import considerations
from conftest import ROOT, run

ENVIRONMENT, SOCIAL, SOLIDARITY = "environnementale", "sociale", "solidaire"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.dossier.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def dossier(family: str, *lines: str, notified: str | None = "2026-03-01", value: int | None = None) -> str:
    """A dossier in as few lines as its meaning takes."""
    head = [
        f"objet: Achat {family}",
        f"famille: {family}",
        f"dates: {{lancement: 2026-01-15, notification: {notified or 'null'}}}",
    ]
    return "\n".join([*head, *([f"valeur_estimee: {value}"] if value else []), *lines]) + "\n"


LIBRARY = ("--library", ROOT)
OWN_CLAUSE = """
clauses_propres:
  - id: PROPRE-01
    titre: Tri sans contrôle
    type: condition_execution
    consideration: environnementale
    themes: [dechets]
    piece_porteuse: CCTP
    textes: {CCTP: Le titulaire trie.}
"""
OWN_CRITERIA = """
criteres:
  - {critere: prix, poids: 60}
  - {titre: Environnement, nature: environnementale, poids: 40}
"""
VAGUE = """
criteres:
  - {critere: prix, poids: 60}
  - {critere: developpement-durable, poids: 40}
"""


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """Seven contracts notified in 2026, and what is set aside."""
    folder = tmp_path / "marchés 2026"
    write(folder, "a", dossier("moyens-generaux", "clauses: {COM-010: }", value=100_000))
    lots = """
lots:
  1: {objet: Premier, montant: {max: 200000}, clauses: {COM-003: , COM-010: }}
  2: {objet: Second, montant: {max: 300000}, reservation: {article: ccp-l2113-12, part: 50}}
"""
    write(folder / "dechets", "b", dossier("dechets", lots))
    write(folder / "travaux", "c", dossier("travaux", OWN_CRITERIA, value=400_000))
    write(folder / "travaux", "d", dossier("travaux", OWN_CLAUSE))
    write(folder, "e", dossier("informatique", "clauses: {NUM-999: }", value=50_000))
    write(folder, "j", dossier("informatique", VAGUE, value=150_000))
    write(folder, "f", dossier("dechets", "clauses: {COM-010: }", notified="2025-12-31"))
    write(folder, "g", dossier("dechets", "clauses: {COM-010: }", notified=None))
    write(folder, "i", dossier("dechets", "contrat: concession"))
    write(folder / ".corbeille", "k", dossier("dechets"))
    return folder


def report(*arguments: object, code: int = 0) -> dict[str, Any]:
    done = run("report", *arguments, "--year", "2026", "--format", "json", *LIBRARY)
    assert done.code == code, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def result(found: dict[str, Any], subject: str) -> dict[str, Any]:
    return next(item for item in found["results"] if item["subject"] == subject)


def classes(count: dict[str, Any]) -> tuple[float, float, float]:
    return count["yes"], count["no"], count["unknown"]


# ------------------------------------------------------------------------- a portfolio by hand


def test_declared_and_effective_are_counted_apart_and_unknown_is_not_no(year: Path) -> None:
    found = result(report(year), ENVIRONMENT)
    whole = found["lines"][0]
    # Declared: a, b1, c and d; b2 has none; e names an unknown clause, j a criterion that does not say.
    assert classes(whole["declared"]["number"]) == (4, 1, 2)
    # Effective: c has a criterion with nothing behind, d a clause without control; j's criterion holds nothing.
    assert classes(whole["effective"]["number"]) == (2, 4, 1)
    assert whole["declared"]["number"]["rate"] == pytest.approx(400 / 7)
    assert whole["declared"]["number"]["known_rate"] == 80
    assert (found["target"], found["declared_situation"], found["effective_situation"]) == (100, "missed", "missed")


def test_by_value_counts_only_known_amounts(year: Path) -> None:
    whole = result(report(year), ENVIRONMENT)["lines"][0]
    assert classes(whole["declared"]["value"]) == (700_000, 300_000, 200_000)
    assert classes(whole["effective"]["value"]) == (300_000, 850_000, 50_000)
    assert whole["declared"]["unvalued"] == 1


def test_the_unknown_may_leave_a_target_open(year: Path) -> None:
    found = result(report(year), SOCIAL)
    whole = found["lines"][0]
    assert classes(whole["declared"]["number"]) == (2, 3, 2)
    assert classes(whole["effective"]["number"]) == (2, 4, 1)
    # 2 of 7 is 28.6 %, and could be 57 %: a target of 30 % is neither reached nor missed.
    assert (found["target"], found["declared_situation"]) == (30, "open")


def test_solidarity_is_a_share_of_value_and_a_reserved_lot_counts(year: Path) -> None:
    found = result(report(year), SOLIDARITY)
    assert (found["basis"], found["target"], found["declared_situation"]) == ("value", 5, "reached")
    assert classes(found["lines"][0]["declared"]["value"]) == (300_000, 0, 900_000)


def test_a_lot_counts_for_one_and_families_sum_to_all(year: Path) -> None:
    lines = result(report(year), ENVIRONMENT)["lines"]
    totals = {line["family"]: line["declared"]["number"]["total"] for line in lines}
    assert totals == {None: 7, "dechets": 2, "travaux": 2, "moyens-generaux": 1, "informatique": 2}


def test_what_is_set_aside_is_told(year: Path) -> None:
    found = report(year)
    assert found["dossiers"] == 9
    assert [Path(item["file"]).name for item in found["undated"]] == ["g.dossier.yaml"]
    assert [Path(item["file"]).name for item in found["out_of_scope"]] == ["i.dossier.yaml"]
    assert found["other_years"] == {"2025": 1}


def test_indicators_by_kind(year: Path) -> None:
    found = report(year)
    kinds = {item["id"]: item["by_kind"] for item in found["considerations"]}
    assert kinds[ENVIRONMENT]["clause"] == 3 and kinds[ENVIRONMENT]["critere"] == 1
    assert kinds[SOCIAL]["clause"] == 1 and kinds[SOCIAL]["reservation"] == 1
    themes = {item["id"]: item for item in found["themes"]}
    assert (themes["emballages"]["number"], themes["emballages"]["value"]) == (2, 300_000)
    assert themes["emballages"]["by_family"] == {"moyens-generaux": 1, "dechets": 1}
    assert themes["dechets"]["by_kind"]["clause"] == 1
    assert themes["handicap"]["by_kind"]["reservation"] == 1
    assert themes["biodiversite"]["number"] == 0


def test_what_lacks_is_named(year: Path) -> None:
    contracts = {Path(item["file"]).name[0] + item["lot"]: item for item in report(year)["contracts"]}
    assert contracts["dunique"]["lacking"][ENVIRONMENT].startswith("PROPRE-01 sans indicateur, preuve")
    assert contracts["cunique"]["lacking"][ENVIRONMENT].startswith("Environnement sans éléments d'appréciation")
    assert "NUM-999" in contracts["eunique"]["doubt"]
    assert "Développement durable" in contracts["junique"]["doubt"]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("", ["unknown", "unknown"]),
        ("true", ["yes", "yes"]),
        ("false", ["no", "no"]),
        ('"2"', ["no", "yes"]),
        ("2", ["no", "yes"]),
    ],
)
def test_who_won_says_whether_it_is_a_solidarity_enterprise(tmp_path: Path, fact: str, expected: list[str]) -> None:
    facts = f"faits: {{attributaire_solidaire: {fact}}}" if fact else ""
    write(tmp_path, "a", dossier("dechets", facts, "lots: {1: {objet: Un}, 2: {objet: Deux}}"))
    assert [item["standings"][SOLIDARITY]["declared"] for item in report(tmp_path)["contracts"]] == expected


def test_an_unknown_annex_leaves_an_absence_sure(tmp_path: Path) -> None:
    write(tmp_path, "a", dossier("dechets", "annexes: [COM-A99]", OWN_CRITERIA))
    (contract,) = report(tmp_path)["contracts"]
    assert contract["standings"][SOCIAL] == {"declared": "no", "effective": "no"}
    # The annex may be the response frame that the criterion's chain lacks.
    assert contract["standings"][ENVIRONMENT] == {"declared": "yes", "effective": "unknown"}


def test_a_reservation_without_its_share_is_declared_only(tmp_path: Path) -> None:
    write(tmp_path, "a", dossier("dechets", "reservation: {article: ccp-l2113-12}"))
    (contract,) = report(tmp_path)["contracts"]
    assert contract["standings"][SOCIAL] == {"declared": "yes", "effective": "no"}
    assert contract["standings"][SOLIDARITY] == {"declared": "yes", "effective": "no"}


def test_a_reservation_for_innovative_companies_is_neither_social_nor_solidary(tmp_path: Path) -> None:
    write(tmp_path, "a", dossier("dechets", "reservation: {article: ccp-l2113-17}"))
    (contract,) = report(tmp_path)["contracts"]
    assert contract["standings"][SOCIAL]["declared"] == "no"
    assert contract["standings"][SOLIDARITY]["declared"] == "unknown"


def test_two_criteria_of_the_same_name_are_told_apart_by_their_nature(tmp_path: Path) -> None:
    rows = (
        "{titre: Engagement, nature: environnementale, poids: 30}",
        "{titre: Engagement, nature: sociale, poids: 10}",
    )
    write(
        tmp_path,
        "a",
        dossier("dechets", "criteres:", "  - {critere: prix, poids: 60}", *(f"  - {row}" for row in rows)),
    )
    found = {item["id"]: item["by_kind"]["critere"] for item in report(tmp_path)["considerations"]}
    assert (found[ENVIRONMENT], found[SOCIAL]) == (1, 1)
    (contract,) = report(tmp_path)["contracts"]
    assert contract["lacking"][ENVIRONMENT].count("Engagement") == 1


def test_the_kinds_counted_are_those_of_the_rules() -> None:
    assert set(device._TYPES) == considerations._COUNTED


# ---------------------------------------------------------------------------- targets are data


def _library(folder: Path, old: str, new: str) -> Path:
    shutil.copytree(ROOT / "clauses", folder / "clauses")
    policy = folder / "clauses" / "exigences" / "spaser-amp-2021-2026.exigences.yaml"
    text = policy.read_text(encoding="utf-8")
    assert text.count(old) == 1
    policy.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def _with_library(folder: Path, library: Path, year: str = "2026") -> dict[str, Any]:
    done = run("report", folder, "--year", year, "--format", "json", "--library", library)
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_a_target_comes_from_the_policy(year: Path, tmp_path: Path) -> None:
    library = _library(
        tmp_path / "biblio", "avec: {consideration: sociale, part: 30}", "avec: {consideration: sociale, part: 25}"
    )
    found = result(_with_library(year, library), SOCIAL)
    assert (found["target"], found["declared_situation"]) == (25, "reached")


def test_an_objective_counts_the_contracts_that_it_selects(year: Path, tmp_path: Path) -> None:
    library = _library(
        tmp_path / "biblio",
        "avec: {consideration: sociale, part: 30}",
        "quand: {familles: [dechets]}\n    avec: {consideration: sociale, part: 30}",
    )
    found = result(_with_library(year, library), SOCIAL)
    assert classes(found["lines"][0]["declared"]["number"]) == (2, 0, 0)
    assert found["declared_situation"] == "reached"


def test_before_a_target_is_in_force_shares_are_counted_without_it(tmp_path: Path) -> None:
    write(tmp_path, "a", dossier("dechets", "clauses: {COM-010: }", notified="2024-03-01"))
    found = _with_library(tmp_path, ROOT, "2024")
    assert {item["subject"]: item["target"] for item in found["results"]} == {
        ENVIRONMENT: None,
        SOCIAL: None,
        SOLIDARITY: None,
    }
    assert result(found, ENVIRONMENT)["lines"][0]["declared"]["number"]["yes"] == 1


def test_a_policy_that_has_ended_says_that_it_still_applies(tmp_path: Path) -> None:
    write(tmp_path, "a", dossier("dechets", "clauses: {COM-010: }", notified="2027-03-01"))
    found = _with_library(tmp_path, ROOT, "2027")
    assert result(found, SOCIAL)["target"] == 30
    assert "2027" in found["notes"][0]


# ------------------------------------------------------------------------------------ 940 known


def test_cli_exact_on_940_dossiers(tmp_path: Path) -> None:
    families = ("dechets", "travaux", "moyens-generaux", "informatique")
    expected: Counter[tuple[str, str]] = Counter()
    for rank in range(940):
        lines, both = [], "no"
        if rank % 47 == 3:
            lines, both = ["clauses: {NUM-999: }"], "unknown"
        elif rank % 4:
            lines, both = ["clauses: {COM-010: }"], "yes"
        elif rank % 8:
            lines, both = [OWN_CLAUSE], "declared"
        notified = f"{2025 if rank % 10 == 9 else 2026}-{rank % 12 + 1:02d}-{rank % 28 + 1:02d}"
        text = dossier(families[rank % 4], *lines, notified=notified, value=1000 + rank)
        write(tmp_path / f"{rank % 12}", f"m{rank}", text)
        if rank % 10 != 9:
            expected["number", both] += 1
            expected["value", both] += 1000 + rank
    whole = result(report(tmp_path), ENVIRONMENT)["lines"][0]
    for basis in ("number", "value"):
        yes, hollow = expected[basis, "yes"], expected[basis, "declared"]
        no, unknown = expected[basis, "no"], expected[basis, "unknown"]
        assert classes(whole["declared"][basis]) == (yes + hollow, no, unknown)
        assert classes(whole["effective"][basis]) == (yes, no + hollow, unknown)
    assert whole["declared"]["number"]["total"] == 846


# --------------------------------------------------------------------------------- rates, words


@pytest.mark.parametrize(
    ("count", "target", "situation"),
    [
        (Count(yes=3, no=7), 30, REACHED),
        (Count(yes=299, no=701), 30, MISSED),
        (Count(yes=2, no=5, unknown=2), 30, OPEN),
        (Count(yes=2, no=5, contradictory=1), 30, OPEN),
        (Count(yes=1, no=9, unknown=1), 30, MISSED),
        (Count(yes=939, no=1), 100, MISSED),
        (Count(yes=940), 100, REACHED),
        (Count(), 30, OPEN),
    ],
)
def test_situation(count: Count, target: float, situation: str) -> None:
    assert count.situation(target) == situation


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(1, 3, "33,3 %"), (9999, 10_000, "99,9 %"), (1, 10_000, "0,1 %"), (0, 5, "0 %"), (5, 5, "100 %"), (0, 0, "—")],
)
def test_a_share_is_never_rounded_into_all_or_nothing(part: int, whole: int, shown: str) -> None:
    assert words.percent(part, whole).replace("\u00a0", " ") == shown


# ------------------------------------------------------------------------------ essential data


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        (["Clause sociale"], "yes"),
        (["Clause sociale", "Critère social"], "yes"),
        (["Pas de considération sociale"], "no"),
        (["Sans objet"], "no"),
        (["Pas de considération sociale", "Clause sociale"], "contradictory"),
        ([], "unknown"),
        (["NC"], "unknown"),
        (["MQ NC"], "unknown"),
        (["INX Clause"], "unknown"),
        (["clause sociale"], "yes"),
        (["Critere social"], "yes"),
        (["CritÃ¨re social"], "yes"),
        (["Marché réservé"], "yes"),
        (["Clause environnementale"], "unknown"),
    ],
)
def test_class_of_what_is_said(said: list[str], standing: str) -> None:
    assert decp.classify(said, SOCIAL) == standing


FIELD = "considerationsSociales"
NESTED = "considerationSociale"


@pytest.mark.parametrize(
    "row",
    [
        {FIELD: {NESTED: ["Clause sociale", "Critère social"]}},
        {FIELD: {NESTED: "Clause sociale, Critère social"}},
        {FIELD: ["Clause sociale", "Critère social"]},
        {FIELD: [{NESTED: "Clause sociale"}, {NESTED: "Critère social"}]},
        {FIELD: "Clause sociale, Critère social"},
        {FIELD: "['Clause sociale', 'Critère social']"},
        {FIELD: '{"considerationSociale": ["Clause sociale", "Critère social"]}'},
        {f"{FIELD}_{NESTED}": "Clause sociale|Critère social"},
        {f"{FIELD}.{NESTED}.0": "Clause sociale", f"{FIELD}.{NESTED}.1": "Critère social"},
    ],
    ids=[
        "nested list",
        "nested text",
        "list",
        "list of objects",
        "joined",
        "python list",
        "json text",
        "flat",
        "numbered",
    ],
)
def test_every_spelling_of_the_field(row: dict[str, Any]) -> None:
    (read,) = decp.read(json.dumps([{"id": "1", **row}]).encode(), file="x.json").rows
    assert {"Clause sociale", "Critère social"} <= set(read.said[SOCIAL])
    assert read.standing(SOCIAL) == "yes"
    assert read.standing(ENVIRONMENT) == "unknown"


MARCHE = {"id": "M1", "acheteur": {"id": "21130001800011"}, "montant": 10, "dateNotification": "2026-05-15"}


@pytest.mark.parametrize(
    "document",
    [
        [MARCHE],
        {"marches": [MARCHE]},
        {"marches": {"marche": [MARCHE]}},
        {"marches": {"marche": MARCHE}},
        {"marche": [MARCHE]},
        {"marches": [{"marche": MARCHE}]},
        {"results": [MARCHE]},
        {"records": [{"fields": MARCHE}]},
        {"marches": {"marche": [MARCHE], "contrat-concession": [{"id": "C1", "dateSignature": "2026-01-01"}]}},
    ],
)
def test_every_shape_of_json(document: Any) -> None:
    extract = decp.read(json.dumps(document).encode(), file="x.json")
    assert [(row.key, row.date, row.amount) for row in extract.rows] == [("21130001800011M1", "2026-05-15", 10)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_every_csv(encoding: str, sign: str) -> None:
    lines = [
        ["acheteur.id", "id", "montant", "dateNotification", "codeCPV", FIELD],
        ["21130001800011", "M1", "1234.5", "15/05/2026", "90511000-2", '"Critère social, Clause sociale"'],
    ]
    data = "\r\n".join(sign.join(cells) for cells in lines).encode(encoding)
    (row,) = decp.read(data, file="x.csv").rows
    assert (row.key, row.amount, row.date, row.cpv) == ("21130001800011M1", 1234.5, "2026-05-15", "90511000")
    assert row.standing(SOCIAL) == "yes"


@pytest.mark.parametrize(
    ("written", "amount", "absurd"),
    [
        (575000, 575000, False),
        ("123 456,78", 123456.78, False),
        ("0", None, True),
        (-5, None, True),
        (99_999_999_999, None, True),
        (999999999, None, True),
        ("9999999.99", None, True),
        (999_000, 999_000, False),
        ("NC", None, False),
        ("", None, False),
        (None, None, False),
    ],
)
def test_amounts(written: Any, amount: float | None, absurd: bool) -> None:
    (row,) = decp.read(json.dumps([{"id": "1", "montant": written}]).encode(), file="x.json").rows
    assert (row.amount, bool(row.absurd)) == (amount, absurd)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026-05-15", "2026-05-15"),
        ("2026-05-15T00:00:00Z", "2026-05-15"),
        ("5/1/2026", "2026-01-05"),
        ("NC", None),
        ("2026-02-31", None),
    ],
)
def test_dates(written: str, date: str | None) -> None:
    (row,) = decp.read(json.dumps([{"id": "1", "dateNotification": written}]).encode(), file="x.json").rows
    assert row.date == date


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"[1, 2]", b'{"a": 1}', b"a;b\n1;2\n", b"\x00\x01"])
def test_what_is_no_extract_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as problem:
        decp.read(data, file="x.json")
    assert problem.value.findings[0].rule == "decp-illisible"


def _extract(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "decp.json"
    whole = [{"acheteur": {"id": "21130001800011"}, "dateNotification": "2026-05-15", **row} for row in rows]
    path.write_text(json.dumps({"marches": whole}), encoding="utf-8")
    return path


def _published(folder: Path, *rows: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = report(_extract(folder, *rows))["published"]
    return found


def test_a_contract_published_twice_counts_once_by_its_latest_publication(tmp_path: Path) -> None:
    old = {"id": "M1", "montant": 10, "datePublicationDonnees": "2026-06-01", FIELD: ["Pas de considération sociale"]}
    new = {**old, "datePublicationDonnees": "2026-07-01", FIELD: ["Clause sociale"]}
    found = _published(tmp_path, old, new, new, {"id": "M2", "montant": 30, FIELD: "NC"})
    assert (found["contracts"], found["doubles"], found["differing"]) == (2, 2, 1)
    whole = result(found, SOCIAL)["lines"][0]["declared"]
    assert classes(whole["number"]) == (1, 0, 1)
    assert classes(whole["value"]) == (10, 0, 30)
    assert (whole["number"]["rate"], whole["number"]["known_rate"]) == (50, 100)


def test_the_four_classes_are_counted_apart(tmp_path: Path) -> None:
    said = ["Clause sociale", "Pas de considération sociale", "", "Pas de considération sociale, Clause sociale"]
    rows = [{"id": f"M{rank}", "montant": 100, FIELD: value} for rank, value in enumerate(said)]
    found = result(_published(tmp_path, *rows), SOCIAL)
    count = found["lines"][0]["declared"]["number"]
    assert (count["yes"], count["no"], count["unknown"], count["contradictory"]) == (1, 1, 1, 1)
    assert (count["rate"], count["known_rate"]) == (25, 50)
    # A target of 30 % is between 25 % and 75 %.
    assert found["declared_situation"] == "open"
    assert found["lines"][0]["effective"] is None


def test_old_versions_other_years_concessions_and_odd_rows_are_set_aside(tmp_path: Path) -> None:
    found = _published(
        tmp_path,
        {"id": "M1", "montant": 5_000_000_000_000},
        {"id": "M1", "montant": 20, "donneesActuelles": "non"},
        {"id": "M2", "dateNotification": "2025-01-01"},
        {"id": "M3", "dateNotification": "NC"},
        {"id": "C1", "nature": "Concession de service"},
        {"acheteur": {}, "objet": "sans identifiant"},
    )
    assert (found["contracts"], found["superseded"], found["concessions"]) == (2, 1, 1)
    assert (found["undated"], found["unkeyed"], found["other_years"]) == (1, 1, {"2025": 1})
    assert [item["written"] for item in found["absurd"]] == ["5000000000000"]
    assert result(found, SOCIAL)["lines"][0]["declared"]["unvalued"] == 2


def test_a_row_has_the_family_of_its_cpv(tmp_path: Path) -> None:
    found = _published(
        tmp_path, {"id": "M1", "codeCPV": "90511000-2"}, {"id": "M2", "codeCPV": "45210000"}, {"id": "M3"}
    )
    assert [line["family"] for line in result(found, SOCIAL)["lines"]] == [None, "dechets", "travaux", "autre"]


def test_dossiers_and_essential_data_are_never_added(year: Path, tmp_path: Path) -> None:
    found = report(year, _extract(tmp_path, {"id": "M1", FIELD: "Clause sociale"}))
    assert result(found, SOCIAL)["lines"][0]["declared"]["number"]["total"] == 7
    assert result(found["published"], SOCIAL)["lines"][0]["declared"]["number"]["total"] == 1


# -------------------------------------------------------------------------------- the command


def test_cli_a_broken_dossier_is_told_and_the_report_is_still_printed(year: Path) -> None:
    write(year, "z", "objet: [\n")
    done = run("report", year, "--year", "2026", *LIBRARY)
    assert done.code == 2
    assert "z.dossier.yaml" in done.err and "erreur[" in done.err
    assert "BILAN 2026" in done.out and "Fichiers illisibles (1)" in done.out
    found = report(year, code=2)
    assert [Path(item["file"]).name for item in found["broken"]] == ["z.dossier.yaml"]
    assert result(found, ENVIRONMENT)["lines"][0]["declared"]["number"]["total"] == 7


def test_cli_a_file_that_does_not_exist_is_told(year: Path) -> None:
    done = run("report", year, year / "rien.json", "--year", "2026", *LIBRARY)
    assert done.code == 2
    assert "rien.json" in done.out and "BILAN 2026" in done.out


def test_cli_an_unforeseen_case_does_not_cost_the_report(year: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clausekit import portfolio

    whole = portfolio.contracts

    def odd(marche: Any) -> Any:
        if marche.dossier.file.endswith("a.dossier.yaml"):
            raise KeyError("x")
        return whole(marche)

    monkeypatch.setattr(portfolio, "contracts", odd)
    done = run("report", year, "--year", "2026", *LIBRARY)
    assert done.code == 2
    assert "cas imprévu (KeyError)" in done.err and "6 marchés notifiés en 2026" in done.out.replace("\u00a0", " ")


def test_cli_a_copy_counts_once(year: Path) -> None:
    (year / "copie de a.dossier.yaml").write_bytes((year / "a.dossier.yaml").read_bytes())
    found = report(year, year / "a.dossier.yaml")
    assert len(found["contracts"]) == 7
    assert len(found["doubles"]) == 1


def test_cli_nothing_to_count_is_3(tmp_path: Path) -> None:
    write(tmp_path, "g", dossier("dechets", notified=None))
    done = run("report", tmp_path, "--year", "2026", *LIBRARY)
    assert done.code == 3
    assert "g.dossier.yaml (1 marché)" in " ".join(done.out.split())


@pytest.mark.parametrize("year_given", ["26", "abc", "3000"])
def test_cli_the_year_is_a_year(tmp_path: Path, year_given: str) -> None:
    done = run("report", tmp_path, "--year", year_given, *LIBRARY)
    assert done.code == 2
    assert "--year" in done.err


def test_cli_no_progress_when_nobody_watches(tmp_path: Path) -> None:
    for rank in range(201):
        write(tmp_path, f"m{rank}", dossier("dechets", value=1000 + rank))
    done = run("report", tmp_path, "--year", "2026", "--format", "json", *LIBRARY)
    assert done.err == ""


def test_cli_progress_when_there_is_much_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from clausekit.cli import report_

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    for count in (200, 201):
        with report_._progress([Path(f"{rank}") for rank in range(count)]) as files:
            assert len(list(files)) == count
        assert ("Lecture des dossiers" in screen.getvalue()) == (count > 200)


def test_cli_a_refused_folder_is_told_and_the_others_are_read(year: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path) == year / "travaux":
            raise PermissionError(13, "refused", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = report(year, code=2)
    assert [Path(item["file"]).name for item in found["broken"]] == ["travaux"]
    assert len(found["contracts"]) == 5


def test_cli_text_lines_hold_in_a_terminal(year: Path, tmp_path: Path) -> None:
    extract = _extract(tmp_path, {"id": "M1", FIELD: "Clause sociale", "montant": 999999999, "codeCPV": "90511000"})
    done = run("report", year, extract, "--year", "2026", *LIBRARY)
    long = [
        line for line in done.out.splitlines() if len(line) > 100 and str(year) not in line and str(extract) not in line
    ]
    assert long == []
    assert "conforme" not in done.out.lower()


# ------------------------------------------------------------------------------------- its forms


def test_cli_csv_is_one_rectangle_for_a_french_spreadsheet(year: Path, tmp_path: Path) -> None:
    output = tmp_path / "bilan.csv"
    assert run("report", year, "--year", "2026", "--output", output, *LIBRARY).code == 0
    data = output.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data and b"\r\r" not in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert all(None not in row and None not in row.values() for row in rows)
    first = rows[0]
    assert (first["oui"], first["non"], first["non_renseigne"], first["total"]) == ("4", "1", "2", "7")
    assert (first["taux"], first["cible"], first["situation"]) == ("57,14", "100", "non atteint")
    themes = [row for row in rows if row["rubrique"] == "thème" and row["objet"] == "Emballages"]
    assert {(row["famille"], row["lecture"]): row["oui"] for row in themes}[("Ensemble", "présence")] == "2"


class _Page(HTMLParser):
    """Opens and closes tags as they come, and keeps what a test asks of them."""

    VOID = frozenset({"meta", "br", "rect", "line"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[tag] += 1
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.faults += [f"{tag} {name}" for name, _ in attrs if name in {"src", "href", "srcset", "data"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def test_cli_html_is_one_page_without_any_resource(year: Path, tmp_path: Path) -> None:
    output = tmp_path / "bilan.html"
    extract = _extract(tmp_path, {"id": "M1", FIELD: "", "objet": "<script>alert(1)</script>"})
    write(year, "é", dossier("dechets", "clauses: {COM-010: }").replace("Achat dechets", '"Achat <b>gras</b> & co"'))
    assert run("report", year, extract, "--year", "2026", "--output", output, *LIBRARY).code == 0
    text = output.read_text(encoding="utf-8")
    assert not re.search(r"https?:|//\w|url\((?!#)|@import|<script|<b>", text)
    page = _Page()
    page.feed(text)
    assert (page.faults, page.open) == ([], [])
    assert page.seen["table"] == page.seen["caption"] and page.seen["svg"] == page.seen["title"] - 1 == 6
    assert len(page.ids) == len(set(page.ids))
    assert '<html lang="fr">' in text and "Achat &lt;b&gt;gras&lt;/b&gt; &amp; co" in text


def test_cli_the_form_is_that_of_the_file_s_name(year: Path, tmp_path: Path) -> None:
    for name, start in (("b.html", "<!doctype"), ("b.json", "{"), ("b.txt", "BILAN"), ("b.csv", "\ufeffannee")):
        output = tmp_path / "sortie" / name
        done = run("report", year, "--year", "2026", "--output", output, *LIBRARY)
        assert done.code == 0 and str(output) in done.out
        assert output.read_text(encoding="utf-8").startswith(start)


def test_every_form_gives_the_same_figures(year: Path) -> None:
    forms = {
        form: run("report", year, "--year", "2026", "--format", form, *LIBRARY).out for form in ("text", "html", "csv")
    }
    for text in forms.values():
        assert re.search("57,14|57,1", text) and re.search("28,57|28,6", text)
