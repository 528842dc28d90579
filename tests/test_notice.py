"""What a notice and the essential data say: exact values, codes of the lists, the RC's own words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from clausekit import library, notice, terms, tree
from clausekit import typography as typo
from clausekit.assemble import assemble, contents
from clausekit.check import check
from clausekit.cli.loading import Purchase, load_purchase
from clausekit.correspondence import correspondences
from clausekit.finding import UnreadableFile
from clausekit.fragment import plain
from clausekit.library import Library
from clausekit.notice import LotNotice
from conftest import EXAMPLES, ROOT, run

DATA = ROOT / "tests" / "data"
ENUMERATIONS = json.loads((DATA / "decp_enumerations.json").read_text(encoding="utf-8"))["enumerations"]
CODES = json.loads((DATA / "eforms_codelists.json").read_text(encoding="utf-8"))["codes"]
CASES = ROOT / "tests" / "cases" / "check"
NESTED = {
    "considerationsSociales": "considerationSociale",
    "considerationsEnvironnementales": "considerationEnvironnementale",
    "techniques": "technique",
    "modalitesExecution": "modaliteExecution",
}
LISTS = {
    "BT-06-Lot": "strategic-procurement",
    "BT-774-Lot": "environmental-impact",
    "BT-775-Lot": "social-objective",
    "BT-805-Lot": "gpp-criteria",
    "BT-71-Lot": "reserved-procurement",
    "BT-539-Lot": "award-criterion-type",
    "BT-5421-Lot": "number-weight",
}


def write(folder: Path, *lines: str, family: str = "dechets") -> Path:
    path = folder / "essai.dossier.yaml"
    path.write_text("\n".join([f"objet: Essai\nfamille: {family}", *lines]) + "\n", encoding="utf-8")
    return path


def data(path: Path) -> dict[str, Any]:
    done = run("notice", path, "--format", "json", "--library", ROOT)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def only(path: Path) -> dict[str, Any]:
    (lot,) = data(path)["lots"]
    found: dict[str, Any] = lot
    return found


def field(lot: dict[str, Any], name: str) -> dict[str, Any]:
    return next(item for item in lot["fields"] if item["name"] == name)


# ------------------------------------------------------------------------------- exact values


def _decp_values(lot: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in lot["decp"].items():
        if isinstance(value, dict):
            assert list(value) == [NESTED[name]]
            yield from ((NESTED[name], item) for item in value[NESTED[name]])
        elif value is not None:
            yield name, value


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_values_are_those_of_the_schema_and_of_the_lists(path: Path) -> None:
    for lot in data(path)["lots"]:
        for name, value in _decp_values(lot):
            assert value in ENUMERATIONS[name]
        for item in lot["fields"]:
            if item["name"] in LISTS:
                assert item["values"] and set(item["values"]) <= set(CODES[LISTS[item["name"]]])
        for criterion in lot["criteria"]:
            assert criterion["BT-539-Lot"] in CODES[LISTS["BT-539-Lot"]]
            assert criterion["BT-5421-Lot"] in CODES[LISTS["BT-5421-Lot"]]


def test_every_correspondence_leads_to_a_value_that_exists() -> None:
    tables = correspondences()
    for kind, name in (("sociale", "considerationSociale"), ("environnementale", "considerationEnvironnementale")):
        assert set(tables.decp["considerations"][kind].values()) == set(ENUMERATIONS[name])
    for form in tables.decp["formes"].values():
        for name, values in form.items():
            assert set(values) <= set(ENUMERATIONS[name])
    assert set(tables.decp["ccag"].values()) == set(ENUMERATIONS["ccag"])
    assert set(tables.decp["procedures"].values()) == set(ENUMERATIONS["procedure"])
    for name, table in tables.eforms.items():
        found = {code for value in table.values() for code in ([value] if isinstance(value, str) else value)}
        assert found <= set(CODES[LISTS[f"{name}-Lot"]])
        assert set(tables.labels[name]) == set(CODES[LISTS[f"{name}-Lot"]])


def test_every_word_of_a_dossier_has_its_correspondence(shipped: Library) -> None:
    tables = correspondences()
    schema = json.loads((ROOT / "schemas" / "dossier.schema.json").read_text(encoding="utf-8"))["properties"]
    assert set(tables.decp["formes"]) == set(schema["forme"]["enum"])
    assert set(tables.decp["ccag"]) == {*terms.CCAGS, terms.NO_CCAG}
    assert set(tables.decp["procedures"]) == set(terms.PROCEDURES)
    domains = {"environnement": "BT-774", "social": "BT-775"}
    for theme in shipped.registers.themes.values():
        if theme.domain in domains:
            assert theme.id in tables.eforms[domains[theme.domain]], theme.id
    for themes in tables.reserved.values():
        assert set(themes) <= set(shipped.registers.themes)


# ------------------------------------------------------------- consistent with what rules find


def _small() -> Library:
    loaded, findings = library.load(tree.folder(CASES / "bibliotheque").files)
    assert findings == ()
    return loaded


def test_a_consideration_is_declared_where_the_rule_finds_one_and_nowhere_else() -> None:
    small, seen = _small(), 0
    for path in sorted(CASES.rglob("*.dossier.yaml")):
        if "bibliotheque: livree" in path.read_text(encoding="utf-8"):
            continue
        try:
            marche = load_purchase(path, small).marche
        except UnreadableFile:
            continue
        if marche.dossier.contract != "marche":
            continue
        verdict = check(marche, policies=("spaser-essai",))
        for lot, judged in zip(notice.notice(marche).lots, verdict.lots, strict=True):
            declared = next(item for item in lot.decp if item.name == "considerationsEnvironnementales").values
            for item in judged.minima:
                if item.minimum.rule == "consideration-presente" and item.status in {terms.MET, terms.MISSING}:
                    seen += 1
                    some = bool(declared) and not declared[0].startswith("Pas de")
                    assert some == (item.status == terms.MET), path
    assert seen > 20


def test_an_absence_stands_alone(tmp_path: Path) -> None:
    lot = only(write(tmp_path, "clauses: {COM-010: }"))
    assert lot["decp"]["considerationsSociales"] == {"considerationSociale": ["Pas de considération sociale"]}
    assert lot["decp"]["considerationsEnvironnementales"] == {
        "considerationEnvironnementale": ["Clause environnementale"]
    }


def test_an_absence_is_not_asserted_when_it_is_not_sure(tmp_path: Path) -> None:
    vague = "criteres: [{critere: prix, poids: 60}, {critere: developpement-durable, poids: 40}]"
    for line in ("clauses: {DEC-999: }", vague):
        lot = only(write(tmp_path, line))
        assert lot["decp"]["considerationsSociales"] is None
        assert field(lot, "considerationsSociales")["why"].startswith("à compléter : ")
        assert field(lot, "BT-06-Lot")["values"] == []


def test_a_specification_is_declared_as_a_clause_and_said_so(tmp_path: Path) -> None:
    lot = only(write(tmp_path, "clauses: {MOG-010: }", family="moyens-generaux"))
    found = field(lot, "considerationsEnvironnementales")
    assert found["values"] == ["Clause environnementale"]
    assert "par usage, une spécification technique se déclare comme clause (MOG-010)" in found["why"]


def test_a_reserved_lot(tmp_path: Path) -> None:
    lot = only(write(tmp_path, "reservation: {article: ccp-l2113-13, part: 50}"))
    assert lot["decp"]["considerationsSociales"] == {"considerationSociale": ["Marché réservé"]}
    assert field(lot, "BT-71-Lot")["values"] == ["res-ws"]
    assert field(lot, "BT-06-Lot")["values"] == ["soc-obj"]
    assert field(lot, "BT-775-Lot")["values"] == ["opp"]
    (section,) = [item for item in lot["sentences"] if item["title"] == "Réservation"]
    assert section["lines"] == [
        "Le marché est réservé en application de l'article L. 2113-13 du code de la commande publique à des structures "
        "dont 50 % au moins des travailleurs sont des personnes visées par cet article."
    ]


def test_an_unknown_reservation_is_left_to_a_person(tmp_path: Path) -> None:
    lot = only(write(tmp_path, "reservation: {article: ccp-l2113-99}"))
    assert field(lot, "BT-71-Lot")["values"] == []
    assert "ccp-l2113-99" in field(lot, "BT-71-Lot")["why"]


def test_facts_that_the_dossier_does_not_state_are_not_invented(tmp_path: Path) -> None:
    lot = only(write(tmp_path))
    assert (lot["decp"]["procedure"], lot["decp"]["ccag"]) == (None, None)
    lot = only(write(tmp_path, "forme: marche_subsequent"))
    assert (lot["decp"]["techniques"], lot["decp"]["modalitesExecution"]) == (None, None)


def test_facts_that_it_states(tmp_path: Path) -> None:
    lot = only(write(tmp_path, "forme: mixte", "procedure: sans_publicite", "ccag: MOE"))
    assert lot["decp"]["modalitesExecution"] == {"modaliteExecution": ["Bons de commande", "Marchés subséquents"]}
    assert lot["decp"]["procedure"] == "Marché passé sans publicité ni mise en concurrence préalable"
    assert lot["decp"]["ccag"] == "Maitrise d'œuvre"


def test_what_holds_nothing_is_declared_with_a_warning(tmp_path: Path) -> None:
    rows = "criteres: [{critere: prix, poids: 60}, {titre: Environnement, nature: environnementale, poids: 40}]"
    lot = only(write(tmp_path, rows))
    assert field(lot, "considerationsEnvironnementales")["values"] == ["Critère environnemental"]
    (warning,) = lot["warnings"]
    assert "rien de complet ne la porte (Environnement, sans éléments d'appréciation" in warning


# ------------------------------------------------------------------------------------ criteria


@pytest.mark.parametrize(
    ("unit", "rows", "numbers", "code"),
    [
        ("pourcentage", "[{critere: prix, poids: 60}, {critere: cout, poids: 40}]", [60, 40], "per-exa"),
        ("points", "[{critere: prix, poids: 12}, {critere: cout, poids: 8}]", [12, 8], "poi-exa"),
        ("rang", "[{critere: prix, rang: 1}, {critere: cout, rang: 2}]", [1, 2], "ord-imp"),
    ],
)
def test_numbers_and_what_they_mean(tmp_path: Path, unit: str, rows: str, numbers: list[int], code: str) -> None:
    lot = only(write(tmp_path, f"ponderation: {unit}", f"criteres: {rows}"))
    assert [item["BT-541-Lot-WeightNumber"] for item in lot["criteria"]] == numbers
    assert {item["BT-5421-Lot"] for item in lot["criteria"]} == {code}
    assert [item["BT-539-Lot"] for item in lot["criteria"]] == ["price", "cost"]
    assert any("BT-733" in warning for warning in lot["warnings"]) == (unit == "rang")


def test_each_lot_has_its_own_weights() -> None:
    lots = data(ROOT / "examples" / "collecte-dechets" / "collecte-dechets.dossier.yaml")["lots"]
    assert [[item["BT-541-Lot-WeightNumber"] for item in lot["criteria"]] for lot in lots] == [
        [45, 35, 20],
        [40, 30, 30],
    ]
    assert "Qualité du tri et réduction des déchets (10 %)" in lots[1]["criteria"][2]["BT-540-Lot"]


def test_a_contract_without_criteria_asks_for_them(tmp_path: Path) -> None:
    lot = only(write(tmp_path))
    assert lot["criteria"] == []
    (section,) = [item for item in lot["sentences"] if item["title"] == "Critères d'attribution"]
    assert "à compléter par l'acheteur" in section["lines"][-1]


# ----------------------------------------------------------------------------------- sentences


def _rc(purchase: Purchase) -> str:
    """Everything that the RC (or the document that serves as RC) prints, folded."""
    outputs = assemble(purchase.marche).outputs
    blocks = [content for output in outputs for content in contents(output.fragment.blocks)]
    return "\n".join(typo.plain(plain(content)) for content in blocks)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_sentences_are_those_of_the_rc(path: Path, purchase: Callable[[Path], Purchase]) -> None:
    found = purchase(path)
    printed = _rc(found)
    for lot in notice.notice(found.marche).lots:
        assert {section.title for section in lot.sections} >= {"Critères d'attribution", "Conditions d'exécution"}
        for line in _sentences(lot):
            # « Pour le lot 2, les variantes… » opens in lower case there.
            assert line in printed or line[:1].lower() + line[1:] in printed, line


def _sentences(lot: LotNotice) -> Iterator[str]:
    for section in lot.sections:
        for line in section.lines:
            bare = line.removeprefix("- ").rstrip(" ;.")
            if section.title == "Critères d'attribution" and " : " in bare:
                yield from bare.rpartition(" : ")[::2]
            else:
                # The RC names the lots beside a condition that only some of them bear.
                yield bare.partition(" (")[0]


def test_bt_70_holds_conditions_only() -> None:
    lot = data(ROOT / "examples" / "nettoyage-ccp" / "nettoyage-ccp.dossier.yaml")["lots"][0]
    (text,) = field(lot, "BT-70-Lot")["values"]
    assert text.startswith("Conditions d'exécution : ") and text.endswith(".")
    assert "écolabellisés" not in text  # a specification
    assert "nettoyage en journée" in text


# --------------------------------------------------------------------------------- the command


def test_cli_says_what_is_a_suggestion() -> None:
    done = run("notice", ROOT / "examples" / "nettoyage-ccp" / "nettoyage-ccp.dossier.yaml")
    assert done.code == 0
    assert "codes suggérés" in done.out and "correspondance de la maison" in done.out
    assert "[maison]" in done.out and "[constat]" in done.out and "[dossier]" in done.out
    assert all(len(line) <= 100 or "examples" in line for line in done.out.splitlines())


def test_cli_lots_that_say_the_same_are_told_once(tmp_path: Path) -> None:
    path = write(tmp_path, "clauses: {COM-010: }", "lots: {1: {objet: Nord}, 2: {objet: Sud}}")
    out = run("notice", path, "--library", ROOT).out
    assert "Lot 1 – Nord ; Lot 2 – Sud" in out
    assert out.count("considerationsSociales") == 1


def test_cli_out_of_scope_is_3(tmp_path: Path) -> None:
    done = run("notice", write(tmp_path, "contrat: concession"), "--library", ROOT)
    assert done.code == 3
    assert "Hors du champ" in done.out


def test_cli_a_broken_dossier_is_2(tmp_path: Path) -> None:
    done = run("notice", write(tmp_path, "clauses: ["), "--library", ROOT)
    assert done.code == 2
    assert done.err.startswith("erreur[")
