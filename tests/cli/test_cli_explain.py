"""`clausekit explain`: what it prints of each kind of name. The pages themselves: tests/explain/."""

from __future__ import annotations

import pytest

from clausekit.explain import explain, names
from clausekit.library import Library
from conftest import ROOT, run


def _explain(name: str) -> str:
    done = run("explain", name, "--library", ROOT)
    assert done.code == 0, done.err
    return done.out


def _section(out: str, title: str) -> str:
    """The lines under a title."""
    return out.split(f"\n{title}\n", 1)[1].split("\n\n", 1)[0]


# --- measures -----------------------------------------------------------------------------------


def test_a_measure() -> None:
    out = _explain("M13")
    assert "M13-distinct" in out
    assert "M13-poids" in out
    assert "CCP-" not in out
    assert "DEC-G01" in out


@pytest.mark.parametrize("measure", ["M11", "M13", "M17", "M30"])
def test_a_measure_shows_the_examples_of_its_minima(measure: str, shipped: Library) -> None:
    out = _explain(measure)
    policy = shipped.policies["spaser-amp-2021-2026"]
    for minimum in policy.minima.values():
        if minimum.measure == measure:
            assert f"\n{minimum.id}, exemple en défaut\n" in out
            assert f"\n{minimum.id}, exemple correct\n" in out


def test_the_example_of_a_measure_is_on_its_own_subject() -> None:
    assert "COM-001:" in _section(_explain("M17"), "M17-insertion, exemple correct")
    assert "TRA-001:" in _section(_explain("M30"), "M30, exemple correct")
    assert "COM-A03" in _section(_explain("M53"), "M53-cadre, exemple correct")


def test_a_row_of_a_measure_keeps_to_it() -> None:
    out = _explain("M13b")
    assert "M13-distinct" in out
    assert "M13-poids" not in out


def test_a_row_that_nothing_judges_says_so() -> None:
    assert "Aucune exigence ne juge cette ligne" in _explain("M9c")


def test_the_thirteen_measures_without_effect_say_so(shipped: Library) -> None:
    aside = [measure.id for measure in shipped.registers.measures.values() if not measure.documents]
    assert len(aside) == 13
    for name in aside:
        out = " ".join(_explain(name).split())
        assert "n'a pas d'effet sur les pièces d'un marché" in out
        assert "rien à quoi déroger" in out


def test_a_measure_that_only_a_person_judges_opens_no_waiver() -> None:
    out = _explain("M10")
    assert "À regarder" in out
    assert "derogations" not in out


def test_a_reminder_that_the_engine_adds_asks_for_nothing() -> None:
    out = " ".join(_explain("M21-rappel").split())
    assert "le moteur ajoute d'office COM-005" in out
    assert "Exemple en défaut" not in out


# --- minima and rules ---------------------------------------------------------------------------


def test_a_minimum_shows_where_its_figure_comes_from() -> None:
    out = _explain("M13-poids")
    for words in ("part de 10 %", "hypothèse", "SPASER 2021-2026, mesure M13", "Exemple en défaut", "Y déroger"):
        assert words in out


def test_a_minimum_of_the_law_opens_no_waiver_but_the_legal_ones() -> None:
    law = _explain("CCP-condition-environnementale")
    assert "Aucune dérogation : c'est la loi" in law
    assert "Ligne à écrire" not in law
    social = _explain("CCP-condition-sociale")
    assert "cas: 1" in social
    assert "article L. 2112-2-1 du code de la commande publique" in social


def test_the_line_of_a_waiver_has_what_its_severity_wants() -> None:
    assert "decideur" in _section(_explain("M13-distinct"), "Ligne à écrire au dossier")
    assert "decideur" not in _section(_explain("M26-zero-dechet"), "Ligne à écrire au dossier")


def test_a_share_of_the_year_opens_no_waiver() -> None:
    assert "Ligne à écrire" not in _explain("M11-social")


@pytest.mark.parametrize("slug", ["critere-distinct", "sommes", "niveaux-croissants", "derogation-refusee"])
def test_a_rule(slug: str) -> None:
    out = _explain(slug)
    for words in ("Ce qui est vérifié", "Exemple en défaut", "Exemple correct", "Y déroger"):
        assert words in out


@pytest.mark.parametrize("slug", ["schema-type", "yaml-tabulation", "fichier-autre", "decp-illisible"])
def test_a_finding_of_reading(slug: str) -> None:
    out = _explain(slug)
    for words in ("constat :", "Ce qui est vérifié", "Exemple en défaut", "Exemple correct", "Ce qu'il faut faire"):
        assert words in out


def test_a_rule_lists_the_minima_that_name_it() -> None:
    out = _explain("condition-environnementale")
    assert "CCP-condition-environnementale" in out
    assert "DEC-003" in out


def test_a_reference_says_when_it_was_read_and_how_surely() -> None:
    out = " ".join(_explain("CCP-condition-environnementale").split())
    assert "(lu le 21 novembre 2026 dans une copie du texte officiel et sur 4 pages publiques)" in out


# --- entries ------------------------------------------------------------------------------------


def test_an_entry_lists_the_minima_that_it_answers() -> None:
    out = _explain("DEC-003")
    assert "CCP-condition-environnementale" in out
    assert "M11-environnement" in out
    assert "CCP-condition-sociale" not in out


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("DEC-003", ("Niveaux et valeurs", "Pourquoi ces niveaux", "Contrôle", "Conséquences", "Entrées liées")),
        ("COM-001", ("Valeurs", "Contrôle", "Conséquences")),
        ("DEC-C01", ("Ce qui est jugé", "Justificatifs demandés", "Notation")),
        ("DEC-G01", ("Poids, niveau par niveau",)),
        ("COM-A01", ("Place", "Contenu")),
    ],
)
def test_an_entry_says_what_only_its_kind_has(name: str, titles: tuple[str, ...]) -> None:
    out = _explain(name)
    for title in ("Ce que c'est", "Pourquoi", *titles, "Pour aller plus loin"):
        assert f"\n{title}\n" in out
    assert "\u00a0" not in out


def test_the_levels_of_an_entry_with_their_values() -> None:
    assert "socle 70 %, renforcé 80 %, exemplaire 90 %" in " ".join(_explain("DEC-003").split())


# --- names --------------------------------------------------------------------------------------


def test_everything_has_an_explanation(shipped: Library) -> None:
    for name in names(shipped):
        found = explain(name, shipped)
        assert found is not None, name
        assert found.sections, name
        assert all(section.lines for section in found.sections), name


def test_the_case_of_a_name_does_not_matter() -> None:
    assert _explain("m13B") == _explain("M13b")
    assert _explain("dec-003") == _explain("DEC-003")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("M13-poid", "M13-poids"),
        ("critere-distint", "critere-distinct"),
        ("shema-type", "schema-type"),
        ("dec3", "DEC-003"),
    ],
)
def test_an_unknown_name_is_told_with_its_neighbours(typed: str, meant: str) -> None:
    done = run("explain", typed, "--library", ROOT)
    assert done.code == 2
    assert "nom-inconnu" in done.err
    assert f"Essayer {meant}." in done.err
    assert done.out == ""


def test_a_name_that_nothing_resembles() -> None:
    done = run("explain", "zzzz", "--library", ROOT)
    assert done.code == 2
    assert "nom-inconnu" in done.err


@pytest.mark.parametrize("arguments", [(), ("M13", "--tout")])
def test_a_name_or_the_whole_book(arguments: tuple[str, ...]) -> None:
    done = run("explain", *arguments, "--library", ROOT)
    assert done.code == 2
    assert "--tout" in done.err


# --- forms --------------------------------------------------------------------------------------


def test_a_page_in_markdown() -> None:
    done = run("explain", "critere-distinct", "--format", "markdown", "--library", ROOT)
    assert done.code == 0
    assert done.out.startswith("# critere-distinct – règle d'une politique ou de la loi\n")
    assert "**Exemple en défaut**\n\n```yaml\n" in done.out


def test_a_page_in_a_file(tmp_path) -> None:
    target = tmp_path / "page.md"
    done = run("explain", "M13", "--library", ROOT, "--output", target)
    assert done.code == 0
    assert str(target) in done.out
    assert "# M13 – " in target.read_text(encoding="utf-8")


def test_a_file_is_markdown(tmp_path) -> None:
    target = tmp_path / "page.txt"
    done = run("explain", "M13", "--format", "text", "--library", ROOT, "--output", target)
    assert done.code == 2
    assert "--format text" in done.err
    assert not target.exists()
