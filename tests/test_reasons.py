"""The paragraphs to keep when a contract uses an exception of the law: who, what, why, in the dossier's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

import check_cases as cases
from clausekit import check, dossier, library, marche, source, tree
from clausekit.dossier import Authority
from clausekit.library import Library
from clausekit.reasons import Reason, reasons

MOTIVE = "la tournée mobilise un seul agent, en alternance avec la régie"
WAIVER = {"regles": ["condition-sociale"], "motif": MOTIVE, "decideur": "Directrice des achats", "date": "2026-10-05"}


@pytest.fixture(autouse=True)
def _quick() -> Iterator[None]:
    with cases.libraries_read_once():
        yield


@pytest.fixture(scope="module")
def small() -> Library:
    loaded, findings = library.load(tree.folder(cases.CASES / "bibliotheque").files)
    assert findings == ()
    return loaded


def authority(name: str = "acheteur") -> Authority:
    path = cases.CASES / f"{name}.acheteur.yaml"
    return dossier.read_authority(source.load(path.read_bytes(), file=path.name).data)


def found(small: Library, *, buyer: str = "acheteur", **given: Any) -> tuple[Reason, ...]:
    data = {
        "objet": "Collecte des biodéchets",
        "famille": "dechets",
        "nature": "services",
        "procedure": "appel_offres_ouvert",
        "ccag": "FCS",
        "valeur_estimee": 400_000,
        "duree_mois": 24,
        "dates": {"lancement": "2026-11-02"},
        "clauses": {"EXE-001": None, "EXE-006": None},
        "grille": {"id": "EXE-G01", "niveau": "socle"},
        "lots": {"1": {"objet": "Secteur nord"}, "2": {"objet": "Secteur sud"}},
    }
    contract = marche.resolve(dossier.read({**data, **given}, file="essai"), authority(buyer), small)
    return reasons(check.check(contract, policies=("droit-essai",)), contract)


def waived(case: int, **more: Any) -> dict[str, Any]:
    return {"derogations": [{**WAIVER, "cas": case, **more}]}


def test_no_exception_no_paragraph(small: Library) -> None:
    assert found(small) == ()
    assert found(small, valeur_estimee=100_000) == ()


CASES = {1: "immédiatement disponible", 2: "lien suffisant", 3: "restreindrait la concurrence", 4: "six mois"}


@pytest.mark.parametrize("case", CASES)
def test_each_of_the_four_cases_is_named_with_the_dossiers_own_words(case: int, small: Library) -> None:
    works = {"nature": "travaux", "famille": "travaux", "ccag": "Travaux", "valeur_estimee": 6_000_000, "duree_mois": 5}
    (reason,) = found(small, **waived(case), **(works if case == 4 else {}))
    assert f"le {case}° du II de l'article L. 2112-2-1" in reason.text
    assert CASES[case] in reason.text
    assert "La tournée mobilise un seul agent, en alternance avec la régie." in reason.text
    assert "5 octobre 2026 (Directrice des achats)" in reason.text
    assert [text for name, text in CASES.items() if name != case and text in reason.text] == []


def test_value_threshold_and_launch_are_those_of_the_contract(small: Library) -> None:
    (above,) = found(small, **waived(2))
    assert "400 000 euros hors taxes, supérieur au seuil européen de 216 000 euros" in above.text
    assert "le 2 novembre 2026" in above.text
    (equal,) = found(small, valeur_estimee=216_000, **waived(2))
    assert "216 000 euros hors taxes, égal au seuil européen" in equal.text
    (specific,) = found(small, valeur_estimee=800_000, services_specifiques=True, **waived(2))
    assert "seuil européen de 750 000 euros" in specific.text


def test_a_pouvoir_adjudicateur_and_an_entite_adjudicatrice_do_not_keep_it_alike(small: Library) -> None:
    (ours,) = found(small, **waived(2))
    assert "L. 2184-1" in ours.text
    assert "ccp-l2184-1" in ours.references
    (theirs,) = found(small, buyer="entite", valeur_estimee=500_000, **waived(2))
    assert "L. 2184-1" not in theirs.text
    assert "ccp-l2184-1" not in theirs.references
    assert "III du même article" in theirs.text
    assert "La Régie se fonde" in theirs.text


def test_lots_are_told_when_not_all_are_meant(small: Library) -> None:
    social = {"1": {"objet": "Secteur nord", "clauses": {"EXE-005": None}}, "2": {"objet": "Secteur sud"}}
    (one,) = found(small, lots=social, **waived(2, lots=["2"]))
    assert one.lots == ("2",)
    assert "pour le lot 2 (Secteur sud)." in one.text
    (all_lots,) = found(small, **waived(2))
    assert all_lots.lots == ()
    assert "pour le" not in all_lots.text


def test_a_waiver_that_is_refused_or_useless_gives_no_paragraph(small: Library) -> None:
    assert found(small, **waived(4)) == ()  # services
    assert found(small, **waived(2, decideur=None)) == ()
    assert found(small, valeur_estimee=100_000, **waived(2)) == ()


@pytest.mark.parametrize(
    ("procedure", "article"),
    [("procedure_adaptee", "R. 2113-2"), ("appel_offres_ouvert", "R. 2113-3"), ("sans_publicite", None)],
)
def test_no_lots_with_its_reason(procedure: str, article: str | None, small: Library) -> None:
    facts = {"motif_non_allotissement": "un seul camion suffit"}
    (reason,) = found(small, lots=None, faits=facts, procedure=procedure, valeur_estimee=100_000)
    assert "Un seul camion suffit." in reason.text
    assert ("L. 2113-10" in reason.text) and ("L. 2113-11" in reason.text)
    assert (f"l'article {article}" in reason.text) if article else ("conservées à son dossier" in reason.text)
    assert found(small, faits=facts, valeur_estimee=100_000) == ()  # with lots, there is nothing to justify


def test_ranks_with_their_reason_in_a_formalised_procedure_only(small: Library) -> None:
    ranked = {
        "grille": None,
        "ponderation": "rang",
        "criteres": [{"critere": "EXE-C01", "rang": 2}, {"critere": "prix", "rang": 1}],
        "faits": {"ponderation_impossible": "tout dépend du procédé proposé"},
        "valeur_estimee": 100_000,
    }
    (reason,) = found(small, **ranked)
    assert "1° prix des prestations, 2° performance environnementale" in reason.text
    assert "Tout dépend du procédé proposé." in reason.text
    assert found(small, **ranked, procedure="procedure_adaptee") == ()
    weighted = {**ranked, "ponderation": "points", "criteres": [{"critere": "prix", "poids": 1}]}
    assert found(small, **weighted) == ()


def test_every_reference_is_one_that_may_be_printed(small: Library, shipped: Library) -> None:
    everything = [
        *found(small, **waived(2)),
        *found(small, lots=None, faits={"motif_non_allotissement": "un camion"}, valeur_estimee=1),
        *found(
            small,
            lots=None,
            faits={"motif_non_allotissement": "un camion"},
            procedure="procedure_adaptee",
            valeur_estimee=1,
        ),
    ]
    known = shipped.registers.references
    names = {name for reason in everything for name in reason.references}
    assert {"ccp-r2113-2", "ccp-r2113-3", "ccp-l2112-2-1"} <= names
    assert [name for name in names if known[name].unverified] == []


# --- the command ---------------------------------------------------------------------------------

FILE = "derogation-refusee/ok/motif-2.dossier.yaml"
COMMAND = ("check", FILE, "--library", "bibliotheque", "--policy", "droit-essai")


def test_the_paragraph_comes_after_the_report() -> None:
    plain, asked = cases.run(*COMMAND), cases.run(*COMMAND, "--motifs")
    assert asked.code == plain.code
    assert asked.out.startswith(plain.out.rstrip("\n"))
    added = asked.out[len(plain.out.rstrip("\n")) :]
    assert "MOTIFS À VERSER AU DOSSIER" in added
    assert "Absence de condition d'exécution sociale" in added
    assert "À vérifier avant de signer" in added
    assert max(map(len, added.splitlines())) <= 100


def test_a_dossier_without_exception_says_so() -> None:
    done = cases.run("check", "besoin-entier/ok/sans-maximum.dossier.yaml", *COMMAND[2:], "--motifs")
    assert "Aucun : rien ici n'use d'une exception" in done.out


def test_markdown_and_json_carry_it_when_it_is_asked_for() -> None:
    assert (
        "**Absence de condition d'exécution sociale.**" in cases.run(*COMMAND, "--motifs", "--format", "markdown").out
    )
    told = json.loads(cases.run(*COMMAND, "--motifs", "--format", "json").out)["dossiers"][0]["reasons"]
    assert {"subject", "lots", "text", "references", "look"} == set(told[0])
    assert "reasons" not in json.loads(cases.run(*COMMAND, "--format", "json").out)["dossiers"][0]


def test_a_form_that_cannot_carry_it_is_refused() -> None:
    done = cases.run(*COMMAND, "--motifs", "--format", "sarif")
    assert done.code == 2
    assert "Les motifs se donnent en text, markdown, json" in done.err
