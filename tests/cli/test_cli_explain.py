"""`clausekit explain`, and the page of every rule."""

from __future__ import annotations

import re

import pytest

from clausekit import dossier, marche, schema, source
from clausekit.explain import explain, names, pages
from clausekit.library import Library
from clausekit.lint import LINTS
from clausekit.rules import COHERENCES, RULES, Case
from conftest import ROOT, run

PAGES = pages()
# Findings of reading and of waivers, that no table of rules holds.
OTHERS = {
    "date-absente",
    "derogation-echue",
    "derogation-incomplete",
    "derogation-inutile",
    "derogation-refusee",
    "id-double",
    "politique-echue",
    "politique-inconnue",
}


def _explain(name: str) -> str:
    done = run("explain", name, "--library", ROOT)
    assert done.code == 0, done.err
    return done.out


def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    assert set(PAGES) == {*RULES, *COHERENCES, *LINTS, *OTHERS}


@pytest.mark.parametrize("slug", PAGES)
def test_a_page_is_complete(slug: str) -> None:
    page = PAGES[slug]
    assert page.checks.endswith(".")
    assert page.waive.endswith(".")
    assert page.wrong != page.right
    for example in (page.wrong, page.right):
        # Comments alone cannot show a fault: each example is YAML that reads.
        assert source.load(example.encode(), file=slug).data


@pytest.mark.parametrize("slug", PAGES)
def test_examples_name_entries_of_the_library(slug: str, shipped: Library) -> None:
    """The passing example can be copied: what it takes exists."""
    taken = source.load(PAGES[slug].right.encode(), file=slug).data.get("clauses") or {}
    assert all(shipped.find(name) for name in taken)


# --- the examples are judged --------------------------------------------------------------------

BASE: dict[str, object] = {
    "objet": "Collecte des déchets",
    "nature": "services",
    "procedure": "appel_offres_ouvert",
    "ccag": "FCS",
    "famille": "dechets",
    "segments": ["collecte"],
    "valeur_estimee": 300000,
    "duree_mois": 48,
    "services_specifiques": False,
    "dates": {"lancement": "2026-12-15"},
    "niveau": "socle",
}
# A rule that several minima set differently: the one that the example answers.
MINIMA = {"clause-presente": "M30", "critere-present": "M37-logistique"}
# Their example is not a dossier's, or no dossier fails them.
NOT_JUDGED = {
    "a-la-main",
    "derogations-listees",
    "entree-retiree",
    "environnement-complet",
    "label-equivalent",
    "niveau-inconnu",
    "part-des-achats",
    "part-des-marches",
    "penalites-ccag",
}


def _contract(example: str, library: Library) -> marche.Marche:
    data = {**BASE, **source.load(example.encode(), file="exemple").data}
    read = source.Source(file="exemple", text=example, data=data)
    assert schema.validate("dossier", read) == ()
    authority = source.load((ROOT / "examples" / "metropole.acheteur.yaml").read_bytes(), file="acheteur")
    return marche.resolve(dossier.read(data), dossier.read_authority(authority.data), library)


def _fails(slug: str, example: str, library: Library) -> bool:
    contract = _contract(example, library)
    if slug in COHERENCES:
        return any(COHERENCES[slug](contract, contract.lots[0]))
    minima = [item for policy in library.policies.values() for item in policy.minima.values() if item.rule == slug]
    wanted = MINIMA.get(slug, minima[0].id)
    minimum = next(item for item in minima if item.id.startswith(wanted))
    outcome = RULES[slug](Case(marche=contract, lot=contract.lots[0], minimum=minimum))
    assert outcome.status in {"met", "missing"}
    return outcome.status == "missing"


@pytest.mark.parametrize("slug", sorted({*RULES, *COHERENCES} - NOT_JUDGED))
def test_the_examples_are_what_they_say(slug: str, shipped: Library) -> None:
    assert _fails(slug, PAGES[slug].wrong, shipped)
    assert not _fails(slug, PAGES[slug].right, shipped)


# --- what is printed ----------------------------------------------------------------------------


def test_a_measure() -> None:
    out = _explain("M13")
    assert "M13-distinct" in out
    assert "M13-poids" in out
    assert "CCP-" not in out
    assert "DEC-G01" in out


def test_a_row_of_a_measure_keeps_to_it() -> None:
    out = _explain("M13b")
    assert "M13-distinct" in out
    assert "M13-poids" not in out


def test_a_measure_without_effect_says_so() -> None:
    assert "n'atteint pas les pièces" in _explain("M1")


def test_a_minimum_shows_where_its_figure_comes_from() -> None:
    out = _explain("M13-poids")
    for words in ("part : 10", "hypothèse", "SPASER 2021-2026, mesure M13", "Exemple en défaut", "Y déroger"):
        assert words in out


def test_a_minimum_of_the_law_opens_no_waiver_but_the_legal_ones() -> None:
    assert "n'en dispense pas" in _explain("CCP-condition-environnementale")
    social = _explain("CCP-condition-sociale")
    assert "cas: 1" in social
    assert "article L. 2112-2-1 du code de la commande publique" in social


@pytest.mark.parametrize("slug", ["critere-distinct", "sommes", "niveaux-croissants", "derogation-refusee"])
def test_a_rule(slug: str) -> None:
    out = _explain(slug)
    for words in ("Ce qui est vérifié", "Exemple en défaut", "Exemple correct", "Y déroger"):
        assert words in out


def test_a_rule_lists_the_minima_that_name_it() -> None:
    out = _explain("condition-environnementale")
    assert "CCP-condition-environnementale" in out
    assert "DEC-003" in out


def test_an_entry_lists_the_minima_that_it_answers() -> None:
    out = _explain("DEC-003")
    assert "CCP-condition-environnementale" in out
    assert "M11-environnement" in out
    assert "CCP-condition-sociale" not in out


def test_everything_has_an_explanation(shipped: Library) -> None:
    for name in names(shipped):
        found = explain(name, shipped)
        assert found is not None, name
        assert found.sections, name
        assert all(section.lines for section in found.sections), name


def test_the_case_of_a_name_does_not_matter() -> None:
    assert _explain("m13B") == _explain("M13b")
    assert _explain("dec-003") == _explain("DEC-003")


def test_an_unknown_name_is_told_with_its_neighbours() -> None:
    done = run("explain", "M13-poid", "--library", ROOT)
    assert done.code == 2
    assert "nom-inconnu" in done.err
    assert "M13-poids" in done.err


def test_every_slug_that_check_prints_is_a_page() -> None:
    sources = [*(ROOT / "src/clausekit/check").glob("*.py"), *(ROOT / "src/clausekit/rules").glob("*.py")]
    printed = {
        slug for path in sources for slug in re.findall(r'rule="([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }
    assert printed <= set(PAGES)
