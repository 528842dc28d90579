"""Documents judged without a dossier: what their words allow, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from clausekit import terms
from clausekit.alone import NOT_JUDGED, Answer, alone
from clausekit.draft import Draft, Line
from clausekit.finding import Place
from clausekit.inspect import Inspected, combined, inspect
from clausekit.library import Library
from clausekit.match import Index
from clausekit.report import inspected

DUTY = "Le titulaire trie à la source au moins 70 % des déchets du marché et remet chaque trimestre le bilan de ce tri."
WISH = "La protection de l'environnement est une priorité de l'acheteur."


def document(name: str, *lines: str) -> Inspected:
    """A document: titles begin with « # »."""
    blocks = [
        Line(
            text=text.removeprefix("# "),
            heading=1 if text.startswith("# ") else None,
            place=Place(file=name, article=lines[0].removeprefix("# "), paragraph=str(rank)),
        )
        for rank, text in enumerate(lines, start=1)
    ]
    return inspect(Draft(file=name, format="docx", blocks=tuple(blocks)), Index(()))


def award(*criteria: str) -> Inspected:
    return document("RC.docx", "# Règlement de la consultation", "# Critères d'attribution", *criteria)


def answers(shipped: Library, files: Sequence[Inspected]) -> dict[str, Answer]:
    found = alone(files, shipped, [shipped.policies["spaser-amp-2021-2026"]])
    return {answer.minimum.id: answer for answer in found.answers}


def cctp(*lines: str) -> Inspected:
    return document("CCTP.docx", "# Cahier des clauses techniques particulières", "# Gestion des déchets", *lines)


def test_a_duty_that_can_be_checked_meets_the_measure_with_its_words(shipped: Library) -> None:
    answer = answers(shipped, [cctp(DUTY)])["M11-environnement"]
    assert answer.status == terms.MET
    assert [proof.excerpt for proof in answer.proofs] == [DUTY]
    assert answer.proofs[0].place is not None and answer.proofs[0].place.file == "CCTP.docx"


def test_a_wish_does_not_meet_it(shipped: Library) -> None:
    found = answers(shipped, [cctp(WISH)])
    assert found["M11-environnement"].status == terms.MISSING
    assert found["M11-environnement"].minimum.severity == terms.BLOCKING
    assert found["M11-social"].status == terms.TO_FOLLOW


def test_without_a_binding_piece_nothing_is_missing(shipped: Library) -> None:
    found = answers(shipped, [award("Prix : 60 %", "Valeur technique : 40 %")])
    assert found["M11-environnement"].status == terms.MANUAL
    assert "aucun cahier des charges" in found["M11-environnement"].why


@pytest.mark.parametrize(
    ("weights", "distinct", "weight"),
    [
        (("Prix : 50 %", "Valeur technique : 30 %", "Développement durable : 20 %"), terms.MET, terms.MET),
        (("Prix : 60 %", "Valeur technique : 35 %", "Développement durable : 5 %"), terms.MET, terms.MISSING),
        (("Prix : 60 %", "Valeur technique : 40 %"), terms.MISSING, None),
    ],
)
def test_the_criterion_of_m13_and_its_weight(
    weights: tuple[str, ...], distinct: str, weight: str | None, shipped: Library
) -> None:
    found = answers(shipped, [award(*weights)])
    assert found["M13-distinct"].status == distinct
    assert (found["M13-poids"].status if weight else None) == weight
    assert ("M13-poids" in found) == (weight is not None)


def test_a_floor_says_where_its_figure_comes_from(shipped: Library) -> None:
    found = answers(shipped, [award("Prix : 60 %", "Valeur technique : 35 %", "Performance environnementale : 5 %")])
    assert "plancher de 10 % (plancher de travail, le texte ne donne pas de chiffre)" in found["M13-poids"].why


def test_without_a_regulation_the_criteria_stay_open(shipped: Library) -> None:
    found = answers(shipped, [cctp(DUTY)])
    assert {found[name].status for name in ("M13-distinct", "M13-poids")} == {terms.MANUAL}


def test_only_the_rules_that_words_allow_are_answered(shipped: Library) -> None:
    found = answers(shipped, [cctp(DUTY), award("Prix : 60 %", "Valeur technique : 40 %")])
    rules = {answer.minimum.rule for answer in found.values()}
    assert rules == {"consideration-presente", "part-des-marches", "critere-distinct"}


def test_nothing_is_answered_of_files_that_were_not_read(shipped: Library) -> None:
    assert answers(shipped, [Inspected(file="DQE.xlsx", skipped="format « .xlsx »")]) == {}


def test_two_regulations_read_together_are_told(shipped: Library) -> None:
    policies = [shipped.policies["spaser-amp-2021-2026"]]
    one, other = award("Prix : 100 %"), document("Lot 2/RC2.docx", "# Règlement de la consultation", "Prix : 100 %")
    assert alone([one], shipped, policies).not_judged == NOT_JUDGED
    [told] = alone([one, other], shipped, policies).not_judged[len(NOT_JUDGED) :]
    assert told.endswith("2 règlements ont été lus ensemble (RC.docx et RC2.docx)")


FULL = ("Prix : 40 %", "Qualité des denrées : 40 %", "Éco-responsabilité : 20 %")


def test_the_award_that_a_specification_tells_is_read_when_it_is_whole() -> None:
    told = ("# Cahier des clauses techniques particulières", "L'offre est jugée sur les critères suivants :")
    assert [item.label for item in document("CCTP.docx", *told, *FULL).criteria][-1] == "Éco-responsabilité"
    assert document("CCTP.docx", *told, *FULL[:2]).criteria == ()
    assert document("CCTP.docx", *told, "Débit : 60 %", "Pression : 40 %").criteria == ()


def test_a_contract_has_the_criteria_of_its_regulation() -> None:
    told = ("# Cahier des clauses techniques particulières", "L'offre est jugée sur les critères suivants :")
    one, other = combined([document("CCTP.docx", *told, *FULL), award("Prix : 60 %", "Valeur technique : 40 %")])
    assert (one.criteria, one.award) == ((), ())
    assert [item.weight for item in other.criteria] == [60, 40]


SHORT = ("Prix : 40 %", "Valeur technique : 60 %, jugée selon : méthode (20 points), délais (15 points)")


def test_a_list_of_weights_that_makes_no_sum_is_told_with_its_place(shipped: Library) -> None:
    policies = [shipped.policies["spaser-amp-2021-2026"]]
    [told] = alone([award(*SHORT)], shipped, policies).not_judged[len(NOT_JUDGED) :]
    assert "20 points + 15 points = 35, et non 60, le poids de « Valeur technique »" in told.replace("\u00a0", " ")
    assert told.endswith("de RC.docx)")
    assert alone([award("Prix : 40 %", "Valeur technique : 60 %")], shipped, policies).not_judged == NOT_JUDGED


def test_inspect_tells_it_in_words_and_in_data() -> None:
    found = award(*SHORT)
    page = inspected.as_text([found], {})
    assert "Listes de poids à confirmer, non comptées" in page
    assert "Listes de poids" not in inspected.as_text([award("Prix : 40 %", "Valeur technique : 60 %")], {})
    [told] = inspected.data([found])[0]["unclosed"]
    assert (told["under"], told["expected"], told["total"]) == ("Valeur technique", 60, 35)
    assert told["place"]["file"] == "RC.docx"
    assert len(inspected.data([found])[0]["criteria"]) == 2
    assert document("CCTP.docx", "# Cahier des clauses techniques particulières", *SHORT).unclosed == ()


def test_what_is_missing_of_a_document_read_in_part_is_to_confirm(shipped: Library) -> None:
    read = cctp(WISH)
    assert read.draft is not None
    cut = replace(read, draft=replace(read.draft, partial=True, doubts=("La page 2 est une image.",)))
    whole, part = (alone([item], shipped, [shipped.policies["spaser-amp-2021-2026"]]) for item in (read, cut))
    told = {answer.minimum.id: answer for answer in part.answers}["M11-environnement"]
    assert told.status == terms.MANUAL
    assert "dans ce qui a été lu" in told.why
    assert part.not_judged == (*whole.not_judged, "« CCTP.docx » : La page 2 est une image.")
