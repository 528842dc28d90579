"""Is there a criterion of sustainable development of its own (M13), and for how much of 100?"""

from __future__ import annotations

import pytest

from clausekit.recognise import criteria, recognise, verdicts
from recognise_drafts import draft

HEAD = "# Jugement des offres\n"


def verdict(text: str):
    return verdicts(criteria(draft(HEAD + text)))


@pytest.mark.parametrize(
    ("text", "answer", "share"),
    [
        ("- Prix : 60 %\n- Valeur technique : 25 %\n- Performance environnementale : 15 %", "yes", 15),
        ("- Prix : 60 %\n- Valeur technique : 20 %\n- Environnement : 12 %\n- Insertion sociale : 8 %", "yes", 20),
        ("- Prix : 30 points\n- Valeur technique : 20 points\n- Développement durable : 10 points", "yes", 16.67),
        ("- Prix : coefficient 6\n- Qualité technique : coefficient 3\n- RSE : coefficient 1", "yes", 10),
        ("- Prix : 8/20\n- Valeur technique : 9/20\n- Performance environnementale : 3/20", "yes", 15),
        ("- Prix : 60 %\n- Valeur technique : 40 %", "no", 0),
        ("- Prix : 40 %\n- Valeur technique et environnementale : 60 %", "no", 0),
        ("- Prix : 40 %\n- Maîtrise de l'environnement informatique et délais : 60 %", "no", 0),
        ("- Prix : 50 %\n- Qualité et performance environnementale : 50 %", "to_confirm", 50),
    ],
)
def test_answer_and_share(text, answer, share):
    (read,) = verdict(text)
    assert (read.answer, read.share) == (answer, share)


def test_a_sub_criterion_is_not_a_criterion():
    (read,) = verdict(
        "1. Prix (50 %)\n2. Valeur technique (50 %)\n2.1 Équipe (30 %)\n2.2 Démarche environnementale (20 %)"
    )
    assert (read.answer, read.share, read.inside) == ("no", 0, 20)
    assert read.labels == ("Démarche environnementale",)
    assert "sous-critères" in read.why


def test_a_sub_criterion_out_of_a_hundred_weighs_its_share_of_its_criterion():
    below = "- Équipe : 60 points\n- Tri des déchets : 40 points"
    (read,) = verdict(f"Prix : 30 %\nValeur technique : 70 %, selon les sous-critères suivants :\n{below}")
    assert (read.answer, read.inside) == ("no", 28)


def test_ranges_give_bounds():
    (read,) = verdict("- Prix : entre 50 et 60 %\n- Qualité : entre 20 et 30 %\n- Environnement : entre 10 et 20 %")
    assert (read.answer, read.share, read.low, read.high) == ("yes", None, 10, 20)


def test_a_rank_has_no_share():
    (read,) = verdict("Par ordre décroissant d'importance :\n1. Prix\n2. Valeur technique\n3. Développement durable")
    assert (read.answer, read.share) == ("yes", None)
    assert "poids sur 100 inconnu" in read.why


def test_one_verdict_a_lot():
    text = "Lot 1 :\n- Prix : 90 %\n- Environnement : 10 %\nLot 2 :\n- Prix : 70 %\n- Délai : 30 %"
    assert [(read.lot, read.answer) for read in verdict(text)] == [("1", "yes"), ("2", "no")]


def test_nothing_read_is_not_a_no():
    (read,) = verdicts(())
    assert (read.answer, read.share) == ("to_confirm", None)


def test_the_reason_is_a_french_sentence_that_quotes_the_criterion():
    (read,) = verdict("- Prix : 85 %\n- Performance environnementale : 15 %")
    assert read.why == (
        "Critère distinct de développement durable : « Performance environnementale » (15 % ; 15 % du total)."
    )


def judged(text: str):
    return recognise(draft("# Règlement de la consultation\n" + HEAD + text)).verdicts[0]


PHASES = "| Critères | Phase 1 | Phase 2 |\n| Prix | {} | 60 % |\n| Valeur technique | {} | 40 % |"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        # Nothing tells which phase makes the award.
        (PHASES.format("40 %", "60 %"), "to_confirm"),
        (PHASES.format("60 %", "40 %"), "no"),
        # Headings that a page lost: nothing tells which column makes the award.
        ("| Critères | s œ r | u e |\n| Prix | 50 % | 60 % |\n| Valeur technique | 50 % | 40 % |", "to_confirm"),
        ("| Critères | Poids | Points |\n| Prix | 60 % | 60 |\n| Valeur technique | 40 % | 40 |", "no"),
        ("| Critères | Poids | Note |\n| Prix | 60 % | 20 |\n| Valeur technique | 40 % | 20 |", "no"),
        ("| Critères | Lot 1 | Lot 2 |\n| Prix | 50 % | 60 % |\n| Valeur technique | 50 % | 40 % |", "no"),
        # The criteria are in another file: those that a list names may not be all of them.
        ("Les critères d'attribution sont définis à l'annexe 2.\n- Prix\n- Valeur technique", "to_confirm"),
        ("Les critères sont énoncés dans l'avis d'appel à la concurrence.\n- Prix\n- Valeur technique", "to_confirm"),
        ("Les critères de jugement des offres : voir l'avis de publicité.", "to_confirm"),
        # What is told here in full is not changed by what another file details.
        ("Les critères sont détaillés à l'annexe 2 :\n- Prix : 40 %\n- Valeur technique : 60 %", "no"),
        ("Les sous-critères sont définis à l'annexe 2.\n- Prix : 40 %\n- Valeur technique : 60 %", "no"),
        ("Par ordre décroissant d'importance :\n- Prix\n- Valeur technique", "no"),
    ],
)
def test_an_award_that_is_told_elsewhere_or_changes_by_phase_is_to_be_confirmed(text, answer):
    assert judged(text).answer == answer


@pytest.mark.parametrize(
    ("weights", "answer"), [((40, 50), "to_confirm"), ((40, 60), "no"), ((60, 60), "no"), ((30, 20), "no")]
)
def test_weights_that_do_not_reach_a_hundred_leave_a_refusal_open(weights, answer):
    """One criterion may not have been read: « 90 », and not « 50 points », a total that is used."""
    told = "".join(f"- {name} : {weight} points\n" for name, weight in zip(("Prix", "Délai"), weights, strict=True))
    read = recognise(draft("# Règlement de la consultation\n# 7 Jugement des offres\n" + told))
    assert [verdict.answer for verdict in read.verdicts] == [answer]
    assert ("font 90, et non 100" in read.verdicts[0].why) is (answer == "to_confirm")
