"""`suggest`: what is required first, few things more, each with its reason; the rules decide, never lists of ids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from clausekit import check, dossier, marche, schema, source
from clausekit.cli.loading import load_purchase
from clausekit.dossier import NO_AUTHORITY, Authority
from clausekit.library import Library
from clausekit.marche import Marche
from clausekit.policy import Minimum
from clausekit.rules import COHERENCES
from clausekit.suggest import (
    LAW,
    POLICY,
    POSSIBLE,
    RECOMMENDED,
    LotSuggestion,
    Proposal,
    Suggestion,
    choice,
    fit,
    paste,
    suggest,
)
from clausekit.suggest.proposal import AUTOMATIC, BLOCKED, COMPANION, EXCLUDED, MISFIT, PRESENT, PROPORTION, RETIRED
from conftest import EXAMPLES

COLLECTION = """
objet: Collecte des déchets ménagers
famille: dechets
segments: [collecte]
nature: services
ccag: FCS
valeur_estimee: 24000000
duree_mois: 48
dates: {lancement: 2026-12-15}
"""
CLEANING = """
objet: Nettoyage de bureaux
famille: moyens-generaux
segments: [nettoyage]
nature: services
ccag: aucun
valeur_estimee: 85000
duree_mois: 24
dates: {lancement: 2026-12-15}
"""
SCHOOL = """
objet: Rénovation d'une école
famille: travaux
segments: [batiment]
nature: travaux
ccag: Travaux
valeur_estimee: 3200000
duree_mois: 14
dates: {lancement: 2026-12-15}
"""


def contract(text: str, library: Library, authority: Authority = NO_AUTHORITY) -> Marche:
    """A dossier written here, resolved; its YAML must suit the schema."""
    read = source.load(text.encode(), file="essai.dossier.yaml")
    assert schema.validate("dossier", read) == ()
    return marche.resolve(dossier.read(read.data, file=read.file), authority, library)


def only(text: str, library: Library, authority: Authority = NO_AUTHORITY) -> LotSuggestion:
    (lot,) = suggest(contract(text, library, authority)).lots
    return lot


def taken(lot: LotSuggestion, *priorities: str) -> dict[str, Proposal]:
    wanted = priorities or (LAW, POLICY, RECOMMENDED)
    return {item.id: item for item in lot.proposals if item.priority in wanted}


def measures(item: Proposal) -> set[str]:
    return {need.minimum.id for need in item.needs}


def cause(lot: LotSuggestion, name: str) -> str | None:
    return next((aside.cause for aside in lot.asides if aside.id == name), None)


def completed(text: str, found: Suggestion, library: Library, authority: Authority = NO_AUTHORITY) -> Marche:
    """The dossier with the block pasted in it, as the user would."""
    return contract(text + paste.block(found) + "\n", library, authority)


def coherence(found: Marche) -> list[str]:
    findings = check.check(found).all_findings()
    return [item.message for item in findings if item.rule in COHERENCES and item.severity == "bloquante"]


# --- what is required ----------------------------------------------------------------------------


def test_the_law_comes_first(shipped: Library) -> None:
    law = taken(only(COLLECTION, shipped), LAW)
    assert "CCP-critere-environnemental" in measures(law["DEC-G01"])
    served = {name for item in law.values() for name in measures(item)}
    assert {"CCP-condition-environnementale", "CCP-condition-sociale", "CCP-critere-environnemental"} <= served


def test_the_policy_comes_next(shipped: Library) -> None:
    policy = taken(only(CLEANING, shipped), POLICY)
    assert "M33-plastique" in measures(policy["COM-009"])
    assert "COM-010" in policy["COM-009"].alternatives


def test_a_social_condition_is_required_only_from_the_european_threshold(shipped: Library) -> None:
    above = taken(only(CLEANING.replace("85000", "216000"), shipped), LAW)
    below = taken(only(CLEANING.replace("85000", "215999"), shipped), LAW)
    assert "CCP-condition-sociale" in {name for item in above.values() for name in measures(item)}
    assert "CCP-condition-sociale" not in {name for item in below.values() for name in measures(item)}


def test_the_law_is_judged_at_the_launch_date(shipped: Library) -> None:
    early = taken(only(CLEANING.replace("2026-12-15", "2026-06-01"), shipped))
    assert "CCP-condition-environnementale" not in {name for item in early.values() for name in measures(item)}


@pytest.mark.parametrize("text", [COLLECTION, CLEANING, SCHOOL])
def test_what_is_proposed_fits_together(text: str, shipped: Library) -> None:
    done = completed(text, suggest(contract(text, shipped)), shipped)
    assert done.lots[0].taken
    assert coherence(done) == []


@pytest.mark.parametrize("text", [COLLECTION, CLEANING, SCHOOL])
def test_once_pasted_the_required_measures_served_are_met(text: str, shipped: Library) -> None:
    found = suggest(contract(text, shipped))
    promised = {
        need.minimum.id
        for item in found.lots[0].proposals
        for need in item.needs
        if need.required and item.priority != POSSIBLE
    }
    states = {
        judged.minimum.id: judged.status
        for lot in check.check(completed(text, found, shipped)).lots
        for judged in lot.minima
    }
    assert promised
    assert {name: states[name] for name in promised} == dict.fromkeys(promised, "met")


@pytest.mark.parametrize("text", [COLLECTION, CLEANING, SCHOOL])
def test_nothing_is_required_twice(text: str, shipped: Library) -> None:
    again = suggest(completed(text, suggest(contract(text, shipped)), shipped))
    assert taken(again.lots[0], LAW, POLICY) == {}


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_complete_examples_need_nothing_more(path: Any, shipped: Library) -> None:
    found = suggest(load_purchase(path, shipped).marche)
    assert found.lots
    assert [taken(lot, LAW, POLICY) for lot in found.lots] == [{}] * len(found.lots)


# --- facts, never ids ------------------------------------------------------------------------------


def _minimum(rule: str, **given: Any) -> Minimum:
    return Minimum(
        id="X1",
        policy="essai",
        title="Essai",
        measure="X1",
        rule=rule,
        when={},
        given=given,
        severity="bloquante",
        start=None,
        end=None,
        scope="lot",
        origin="texte",
        source="",
        references=(),
        motive="",
        advice="",
        decision=None,
    )


def _with_policy(library: Library, *minima: Minimum) -> Library:
    base = library.policies["spaser-amp-2021-2026"]
    policy = replace(base, id="essai", minima={item.id: item for item in minima}, start=None, end=None)
    return replace(library, policies={"essai": policy})


def test_another_policy_needs_no_code(shipped: Library) -> None:
    library = _with_policy(shipped, _minimum("clause-presente", themes=["bruit"], piece="CCTP"))
    assert list(taken(only(COLLECTION, library), POLICY)) == ["DEC-005", "COM-007"]


def test_the_type_asked_decides(shipped: Library) -> None:
    library = _with_policy(shipped, _minimum("clause-presente", themes=["flotte"], types=["specification"]))
    assert next(iter(taken(only(COLLECTION, library), POLICY))) == "DEC-001"


def test_one_clause_by_theme_when_the_policy_says_so(shipped: Library) -> None:
    each = _with_policy(shipped, _minimum("clause-presente", themes=["bruit", "eau"], tous=True))
    one = _with_policy(shipped, _minimum("clause-presente", themes=["bruit", "eau"]))
    assert {"DEC-005", "DEC-006"} <= taken(only(COLLECTION, each), POLICY).keys()
    assert len({"DEC-005", "DEC-006"} & taken(only(COLLECTION, one), POLICY).keys()) == 1


def test_a_new_clause_is_found_without_being_listed(shipped: Library) -> None:
    clause = replace(shipped.clauses["DEC-005"], id="DEC-099", themes=("ilots-chaleur",))
    library = _with_policy(shipped, _minimum("clause-presente", themes=["ilots-chaleur"]))
    library = replace(library, clauses={**library.clauses, clause.id: clause})
    assert "X1" in measures(taken(only(COLLECTION, library), POLICY)["DEC-099"])


def test_what_no_entry_serves_is_said(shipped: Library) -> None:
    library = _with_policy(shipped, _minimum("clause-presente", themes=["ilots-chaleur"]))
    lot = only(COLLECTION, library)
    assert taken(lot, POLICY) == {}
    assert [item.minimum.id for item in lot.remaining] == ["X1"]


def test_a_waived_measure_asks_for_nothing(shipped: Library) -> None:
    waiver = "derogations: [{regles: [M33], motif: Sans objet ici., decideur: Directrice, date: 2026-11-01}]\n"
    assert "COM-009" in taken(only(CLEANING, shipped), POLICY)
    assert "COM-009" not in taken(only(CLEANING + waiver, shipped), POLICY)


def test_an_adopted_charter_is_required_and_a_mere_model_is_not(shipped: Library) -> None:
    adopted = replace(NO_AUTHORITY, adopted=frozenset({"COM-A01"}))
    assert "COM-A01" in taken(only(CLEANING, shipped, adopted), POLICY)
    lot = only(CLEANING, shipped)
    assert "COM-A01" not in taken(lot)
    model = next(item for item in lot.proposals if item.id == "COM-A01")
    assert any("adopté" in fact for fact in model.confirm)


# --- what comes with what --------------------------------------------------------------------------


def test_a_grid_comes_with_its_criteria_and_their_clauses(shipped: Library) -> None:
    lot = only(CLEANING, shipped)
    found = taken(lot, LAW)
    assert found["MOG-G01"].level == "socle"
    for row in ("MOG-C01", "MOG-C04"):
        assert found[row].brought_by == ("MOG-G01",)
        for clause in shipped.criteria[row].clauses:
            assert row in found[clause].brought_by
    assert "MOG-001" in found["COM-007"].brought_by


def test_the_insertion_clause_follows_the_ccag(shipped: Library) -> None:
    text = CLEANING.replace("85000", "900000")
    without = taken(only(text, shipped))
    assert "COM-013" in without
    assert "COM-001" not in without
    with_one = taken(only(text.replace("aucun", "FCS"), shipped))
    assert "COM-001" in with_one
    assert "COM-013" not in with_one


def test_a_ccag_not_yet_chosen_gives_one_wording_with_the_fact_to_confirm(shipped: Library) -> None:
    lot = only(COLLECTION.replace("ccag: FCS\n", ""), shipped)
    found = taken(lot)
    assert "COM-001" in found
    assert found["COM-001"].confirm == ("CCAG : FCS ou Travaux ou TIC ou PI ou MI ou MOE",)
    assert cause(lot, "COM-013") == EXCLUDED


def test_two_wordings_for_contrary_facts_never_come_together(shipped: Library) -> None:
    """TRA-001 is for a CCAG, TRA-002 for none: neither says that it excludes the other."""
    lot = only(SCHOOL.replace("ccag: Travaux\n", ""), shipped)
    assert {"TRA-001"} == {"TRA-001", "TRA-002"} & taken(lot).keys()
    assert cause(lot, "TRA-002") == EXCLUDED


def test_what_only_supports_another_clause_is_never_alone(shipped: Library) -> None:
    lot = only(CLEANING, shipped)
    assert "COM-013" not in taken(lot)
    assert "COM-002" not in taken(lot)
    assert cause(lot, "COM-002") == COMPANION
    assert cause(lot, "COM-A05") == COMPANION


def test_criteria_are_composed_when_no_grid_suits(shipped: Library) -> None:
    text = SCHOOL.replace("batiment", "voirie")
    works = ("TRA-C01", "TRA-C02", "TRA-C03")
    bare = replace(
        shipped,
        grids={"TRA-G01": shipped.grids["TRA-G01"]},
        criteria={name: item for name, item in shipped.criteria.items() if name.startswith("COM") or name in works},
    )
    found = suggest(contract(text, bare))
    (lot,) = found.lots
    assert [share.id for share in lot.criteria] == ["TRA-C02"]
    assert cause(lot, "TRA-G01") == MISFIT
    done = completed(text, found, bare)
    assert coherence(done) == []
    assert sum(item.effective or 0 for item in done.lots[0].criteria) == 100
    assert any("Aucun texte ne fixe ces poids" in rule for rule in found.house)


def test_a_grid_whose_clauses_cannot_be_had_is_left_aside_with_the_reason(shipped: Library) -> None:
    lot = only(COLLECTION.replace("48", "3"), shipped)
    assert cause(lot, "DEC-G01") == BLOCKED
    reason = next(aside.reason for aside in lot.asides if aside.id == "DEC-G01")
    assert "DEC-001" in reason
    assert "durée" in reason
    assert "CCP-critere-environnemental" in {item.minimum.id for item in lot.remaining}


def test_a_grid_comes_down_to_the_level_that_can_be_had(shipped: Library) -> None:
    """From "renforce" up, the grid has the insertion criterion: without its follow-up clause, only "socle" is left."""
    clauses = {name: item for name, item in shipped.clauses.items() if name != "COM-002"}
    assert taken(only(COLLECTION, shipped))["DEC-G01"].level == "renforce"
    assert taken(only(COLLECTION, replace(shipped, clauses=clauses)))["DEC-G01"].level == "socle"


# --- proportion --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "months", "allowed"),
    [
        (89_999, 24, 2),
        (90_000, 24, 4),
        (499_999, 24, 4),
        (500_000, 24, 6),
        (5_000_000, None, 8),
        (None, None, 4),
        (5_000_000, 5, 4),
        (80_000, 5, 1),
        (80_000, 6, 2),
    ],
)
def test_the_house_rule_of_proportion(value: float | None, months: float | None, allowed: int) -> None:
    assert fit.budget(value, months) == allowed


def _advised(lot: LotSuggestion) -> list[str]:
    return [item.id for item in lot.proposals if item.priority == RECOMMENDED and item.kind == "clause"]


def test_a_small_contract_gets_few_recommended_clauses(shipped: Library) -> None:
    small, large = only(CLEANING, shipped), only(CLEANING.replace("85000", "900000"), shipped)
    assert 0 < len(_advised(small)) <= 2 < len(_advised(large)) <= 6
    assert cause(small, "COM-008") == PROPORTION
    assert "COM-008" in _advised(large)


@pytest.mark.parametrize("text", [COLLECTION, CLEANING, SCHOOL])
def test_the_heaviest_comes_first(text: str, shipped: Library) -> None:
    """Required minima by their number, then advice by what it serves for each clause that it adds."""
    known = contract(text, shipped)
    picks = choice.choose(known, known.lots[0], (), fit.level(known, known.lots[0])[0]).picks.values()
    weights = {"a_justifier": 5, "avertissement": 3, "conseil": 1}
    advice = [pick for pick in picks if pick.priority == RECOMMENDED and pick.gain and not pick.brought_by]
    needs = {need.key: need for item in only(text, shipped).proposals for need in item.needs}
    alone = [pick for pick in advice if pick.candidate.kind == "clause" and not pick.candidate.needs]
    worth = [sum(2 if needs[key].yearly else weights[needs[key].severity] for key in pick.gain) for pick in alone]
    assert worth
    assert worth == sorted(worth, reverse=True)
    assert next(pick.priority for pick in picks if pick.priority != RECOMMENDED and not pick.brought_by) == LAW


def test_proportion_is_said_as_a_rule_of_the_house(shipped: Library) -> None:
    assert any(
        rule.startswith("Proportion (règle de la maison)") for rule in suggest(contract(CLEANING, shipped)).house
    )
    reason = next(aside.reason for aside in only(CLEANING, shipped).asides if aside.id == "COM-008")
    assert "proportion" in reason
    assert "M55" in reason


def test_proportion_never_cuts_what_is_required(shipped: Library) -> None:
    lot = only(SCHOOL.replace("3200000", "20000").replace("14", "4"), shipped)
    required = {need.minimum.id for item in taken(lot).values() for need in item.needs if need.required}
    assert {"M14-fin-de-vie", "M14-fdes", "M30", "M32-air-bruit"} <= required


def test_a_clause_and_its_companion_count_as_one_except_in_a_small_contract(shipped: Library) -> None:
    """The follow-up of an insertion clause says nothing without it."""
    text = CLEANING.replace("aucun", "FCS")
    assert {"COM-001", "COM-002"} <= taken(only(text.replace("85000", "90000"), shipped), RECOMMENDED).keys()
    small = only(text, shipped)
    assert cause(small, "COM-001") == PROPORTION
    assert len(_advised(small)) == 2


def test_clauses_already_taken_make_no_room_for_more_advice(shipped: Library) -> None:
    found = suggest(contract(CLEANING, shipped))
    again = suggest(completed(CLEANING, found, shipped))
    assert _advised(found.lots[0])
    assert _advised(again.lots[0]) == []
    assert cause(again.lots[0], "COM-008") == PROPORTION


def test_what_one_took_out_of_the_advice_can_be_proposed_again(shipped: Library) -> None:
    lot = only(CLEANING + "clauses: {MOG-001: , COM-007: }\n", shipped)
    assert _advised(lot) == _advised(only(CLEANING, shipped))


@pytest.mark.parametrize(("value", "level"), [(215_999, "socle"), (216_000, "renforce")])
def test_the_level_follows_the_european_threshold(value: int, level: str, shipped: Library) -> None:
    lot = only(CLEANING.replace("85000", str(value)), shipped)
    assert (lot.level, lot.stated) == (level, False)
    assert {item.level for item in lot.of("clause") if shipped.clauses[item.id].levels} == {level}


def test_a_stated_level_wins(shipped: Library) -> None:
    found = suggest(contract(COLLECTION + "niveau: exemplaire\n", shipped))
    assert (found.lots[0].level, found.lots[0].stated) == ("exemplaire", True)
    assert "niveau: exemplaire" not in paste.block(found).splitlines()


# --- what is left aside ------------------------------------------------------------------------------


def test_entries_added_by_the_engine_are_never_proposed(shipped: Library) -> None:
    automatic = {name for name, clause in shipped.clauses.items() if clause.automatic}
    lot = only(COLLECTION, shipped)
    assert automatic
    assert not automatic & {item.id for item in lot.proposals}
    assert {cause(lot, name) for name in automatic} == {AUTOMATIC}


def test_every_entry_is_proposed_or_set_aside_once(shipped: Library) -> None:
    lot = only(COLLECTION, shipped)
    told = [item.id for item in (*lot.proposals, *lot.asides)]
    assert sorted(told) == sorted(shipped.ids)


def test_a_misfit_has_its_reason(shipped: Library) -> None:
    lot = only(COLLECTION, shipped)
    reasons = {aside.id: aside.reason for aside in lot.asides if aside.cause == MISFIT}
    assert reasons["DEC-008"] == "segment : collecte, alors que l'entrée vaut pour decheteries"
    assert "nature : services" in reasons["COM-A02"]


def test_what_the_dossier_has_is_not_proposed_again(shipped: Library) -> None:
    lot = only(CLEANING + "clauses: {COM-009: {niveau: renforce}}\n", shipped)
    assert "COM-009" not in taken(lot)
    assert cause(lot, "COM-009") == PRESENT


def test_what_a_chosen_clause_excludes_is_left_aside(shipped: Library) -> None:
    text = CLEANING.replace("nettoyage", "traiteur-evenements")
    before = only(text + "clauses: {COM-009: }\n", shipped)
    assert cause(before, "MOG-007") == EXCLUDED
    proposed = only(text, shipped)
    assert "MOG-007" in taken(proposed)
    assert cause(proposed, "COM-009") == EXCLUDED


def test_a_retired_entry_names_its_successor(shipped: Library) -> None:
    old = replace(shipped.clauses["COM-009"], state="retiree", replaced_by="COM-010")
    lot = only(CLEANING, replace(shipped, clauses={**shipped.clauses, "COM-009": old}))
    assert cause(lot, "COM-009") == RETIRED
    assert "COM-010" in next(aside.reason for aside in lot.asides if aside.id == "COM-009")
    assert "COM-010" in taken(lot, POLICY)


def test_a_variant_is_never_proposed_to_a_lot_that_refuses_variants(shipped: Library) -> None:
    # What a specification asks as well (TRA-052) is left out: only the variant answers M44.
    without = {name: clause for name, clause in shipped.clauses.items() if name != "TRA-052"}
    shipped = replace(shipped, clauses=without)
    refusing = only(SCHOOL + "variantes: {autorisees: false}\n", shipped)
    assert cause(refusing, "TRA-012") == EXCLUDED
    assert "M44-renouvelables" in {item.minimum.id for item in refusing.remaining}
    silent = taken(only(SCHOOL, shipped), POLICY)["TRA-012"]
    assert silent.confirm == ("variantes autorisées",)
    allowing = only(SCHOOL + "variantes: {autorisees: true, exigences: Une seule.}\n", shipped)
    assert taken(allowing, POLICY)["TRA-012"].confirm == ()


def test_a_clause_that_a_lot_takes_out_is_left_aside(shipped: Library) -> None:
    found = suggest(contract(CLEANING + "lots: {1: {objet: a, clauses: {COM-009: false}}, 2: {objet: b}}\n", shipped))
    assert [cause(lot, "COM-009") for lot in found.lots] == [EXCLUDED, None]
    assert "COM-009" in taken(found.lots[1])


def test_a_level_is_not_stated_over_clauses_that_rest_on_its_absence(shipped: Library) -> None:
    text = CLEANING.replace("85000", "900000")
    resting = suggest(contract(text + "clauses: {COM-009: }\n", shipped))
    block = paste.block(resting)
    assert resting.lots[0].base_level == "socle"
    assert not block.startswith("niveau:")
    assert "  MOG-001: {niveau: renforce}" in block
    stated = suggest(contract(text + "clauses: {COM-009: {niveau: socle}}\n", shipped))
    assert paste.block(stated).startswith("niveau: renforce")


def test_a_dossier_with_its_own_criteria_gets_no_grid(shipped: Library) -> None:
    own = "criteres: [{critere: prix, poids: 60}, {critere: valeur-technique, poids: 40}]\n"
    lot = only(CLEANING + own, shipped)
    assert lot.of("grid") == ()
    assert lot.criteria == ()
    assert cause(lot, "MOG-G01") == EXCLUDED
    assert "M13-distinct" in {item.minimum.id for item in lot.remaining}


# --- facts that are not stated -----------------------------------------------------------------------


@pytest.mark.parametrize("family", ["dechets", "travaux", "moyens-generaux", "informatique", "autre"])
def test_an_object_and_a_family_are_enough(family: str, shipped: Library) -> None:
    text = f"objet: Essai\nfamille: {family}\n"
    found = suggest(contract(text, shipped))
    (lot,) = found.lots
    assert "CCP-condition-environnementale" in {name for item in taken(lot, LAW).values() for name in measures(item)}
    assert "les segments" in lot.unsaid
    assert coherence(completed(text, found, shipped)) == []


def test_without_a_segment_nothing_bound_to_one_is_picked(shipped: Library) -> None:
    lot = only("objet: Essai\nfamille: dechets\n", shipped)
    assert not any(shipped.find(name).applicable.segments for name in taken(lot))  # type: ignore[union-attr]
    assert "segment : collecte" in next(item.confirm for item in lot.proposals if item.id == "DEC-G01")
    missing = next(item for item in lot.remaining if item.minimum.id == "CCP-critere-environnemental")
    assert "DEC-G01" in missing.perhaps


def test_recommendations_rest_on_stated_facts(shipped: Library) -> None:
    lot = only("objet: Essai\nfamille: travaux\n", shipped)
    assert [item.confirm for item in taken(lot, RECOMMENDED).values()] == [()] * len(taken(lot, RECOMMENDED))
    assert taken(lot, RECOMMENDED)


def test_reasons_are_the_facts_that_match(shipped: Library) -> None:
    found = taken(only(COLLECTION, shipped))
    assert found["DEC-001"].why == (
        "famille : dechets",
        "segment : collecte",
        "nature : services",
        f"durée : 48 mois (au moins {shipped.clauses['DEC-001'].applicable.months.minimum:g} mois)",
    )
    assert found["COM-001"].why == ("CCAG : FCS",)


def test_out_of_scope_proposes_nothing(shipped: Library) -> None:
    found = suggest(contract("objet: Essai\nfamille: dechets\ncontrat: concession\n", shipped))
    assert found.lots == ()
    assert "concession" in str(found.out_of_scope)
    assert paste.block(found) == ""


# --- lots ----------------------------------------------------------------------------------------------

LOTS = """
objet: Bureaux
famille: moyens-generaux
nature: services
ccag: FCS
valeur_estimee: 400000
duree_mois: 36
dates: {lancement: 2026-12-15}
lots:
  1: {objet: Nettoyage, segments: [nettoyage]}
  2: {objet: Réceptions, segments: [traiteur-evenements]}
"""


def _pasted(lines: Iterable[str], name: str) -> str:
    return next(line for line in lines if line.strip().startswith(f"{name}:"))


def test_lots_share_what_they_share(shipped: Library) -> None:
    lines = paste.block(suggest(contract(LOTS, shipped))).splitlines()
    assert "lots:" not in _pasted(lines, "COM-007")
    assert "{lots: [1]}" in _pasted(lines, "MOG-001")
    assert "{lots: [2]}" in _pasted(lines, "MOG-006")
    assert len([line for line in lines if line.strip().startswith("COM-007:")]) == 1


def test_each_lot_has_its_own_grid(shipped: Library) -> None:
    block = paste.block(suggest(contract(LOTS, shipped)))
    data = source.load(block.encode(), file="").data
    assert data["lots"]["1"]["grille"]["id"] == "MOG-G01"
    assert data["lots"]["2"]["grille"]["id"] == "MOG-G02"
    assert "grille" not in data


def test_annexes_keep_those_that_the_dossier_has_with_their_values(shipped: Library) -> None:
    text = CLEANING + "annexes: [{id: COM-A01}]\n"
    data = source.load(paste.block(suggest(contract(text, shipped))).encode(), file="").data
    assert data["annexes"] == ["COM-A01", "COM-A03"]


def test_a_clause_of_reservation_waits_for_a_reserved_lot(shipped: Library) -> None:
    assert cause(only(CLEANING, shipped), "COM-041") == EXCLUDED
    reserved = only(CLEANING + "reservation: {article: ccp-l2113-12, part: 50}\n", shipped)
    assert "COM-041" not in {aside.id for aside in reserved.asides}
