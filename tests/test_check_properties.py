"""What holds of any contract: heavier is never worse, a scale changes nothing, an order changes nothing."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import check_cases as cases
from clausekit import check, dossier, library, marche, source, tree
from clausekit.check import Verdict
from clausekit.dossier import Authority
from clausekit.library import Library

WEIGHTS = st.integers(min_value=1, max_value=100)
POLICIES = ("droit-essai", "spaser-essai")


@cache
def read() -> tuple[Library, Authority]:
    loaded, findings = library.load(tree.folder(cases.CASES / "bibliotheque").files)
    assert findings == ()
    path = cases.CASES / "acheteur.acheteur.yaml"
    return loaded, dossier.read_authority(source.load(path.read_bytes(), file=path.name).data)


def judge(**given: Any) -> Verdict:
    data = {
        "objet": "Essai",
        "famille": "dechets",
        "nature": "services",
        "procedure": "appel_offres_ouvert",
        "ccag": "FCS",
        "valeur_estimee": 150_000,
        "duree_mois": 24,
        "dates": {"lancement": "2026-11-02"},
        "clauses": {"EXE-001": None, "EXE-006": None},
        "variantes": {"autorisees": False},
    }
    loaded, authority = read()
    purchase = dossier.read({**data, **given}, file="essai.dossier.yaml")
    return check.check(marche.resolve(purchase, authority, loaded), policies=POLICIES)


def statuses(verdict: Verdict) -> dict[str, str]:
    return {judged.minimum.id: judged.status for lot in verdict.lots for judged in lot.minima}


def told(verdict: Verdict) -> Counter[tuple[str, str]]:
    return Counter((finding.rule, finding.severity) for finding in verdict.all_findings())


def three(price: float, technical: float, durable: float) -> list[dict[str, Any]]:
    return [
        {"critere": "prix", "poids": price},
        {"critere": "valeur-technique", "poids": technical},
        {"critere": "EXE-C01", "poids": durable},
    ]


@given(WEIGHTS, WEIGHTS, WEIGHTS, st.integers(min_value=1, max_value=100), st.sampled_from(["points", "pourcentage"]))
def test_more_weight_never_loses_the_minimal_weight(
    price: int, technical: int, durable: int, more: int, unit: str
) -> None:
    before = judge(criteres=three(price, technical, durable), ponderation=unit)
    after = judge(criteres=three(price, technical, durable + more), ponderation=unit)
    if statuses(before)["M13-poids"] == "met":
        assert statuses(after)["M13-poids"] == "met"


def grid(price: int, technical: int, parts: list[int], written: int, factor: int) -> list[dict[str, Any]]:
    return [
        {"critere": "prix", "poids": price * factor},
        {"critere": "valeur-technique", "poids": technical * factor},
        {
            "critere": "developpement-durable",
            "poids": written * factor,
            "sous": [
                {"critere": "EXE-C01", "poids": parts[0] * factor},
                *({"titre": f"Sous-critère {number}", "poids": part * factor} for number, part in enumerate(parts[1:])),
            ],
        },
    ]


@given(
    WEIGHTS,
    WEIGHTS,
    st.lists(WEIGHTS, min_size=1, max_size=4),
    st.sampled_from([0, 0, 1]),
    st.integers(min_value=2, max_value=97),
)
def test_points_may_all_be_multiplied(price: int, technical: int, parts: list[int], wrong: int, factor: int) -> None:
    written = sum(parts) + wrong
    before = judge(criteres=grid(price, technical, parts, written, 1), ponderation="points")
    after = judge(criteres=grid(price, technical, parts, written, factor), ponderation="points")
    assert statuses(before) == statuses(after)
    assert told(before) == told(after)


CLAUSES = tuple(f"EXE-{number:03}" for number in range(1, 17))


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(CLAUSES), unique=True, max_size=8).flatmap(
        lambda chosen: st.tuples(st.just(chosen), st.permutations(chosen))
    ),
    st.sampled_from(
        [("dechets", "services", "FCS"), ("travaux", "travaux", "Travaux"), ("autre", "fournitures", "aucun")]
    ),
    st.sampled_from([150_000, 400_000, 6_000_000]),
)
def test_the_order_of_clauses_changes_no_verdict(
    orders: tuple[list[str], list[str]], kind: tuple[str, str, str], value: int
) -> None:
    family, nature, ccag = kind
    facts = {"famille": family, "nature": nature, "ccag": ccag, "valeur_estimee": value, "criteres": three(50, 30, 20)}
    first, second = (judge(clauses=dict.fromkeys(order), **facts) for order in orders)
    assert statuses(first) == statuses(second)
    assert told(first) == told(second)
    assert check.exit_code(first, strict=True) == check.exit_code(second, strict=True)


@given(WEIGHTS, WEIGHTS)
def test_a_criterion_without_weight_counts_for_nothing(price: int, technical: int) -> None:
    # The schema refuses a weight of zero; a grid computed elsewhere could still hold one.
    found = statuses(judge(criteres=three(price, technical, 0), ponderation="points"))
    assert found["M13-distinct"] == found["L-critere-environnemental"] == "missing"
    alone = [{"critere": "prix", "poids": price}, {"critere": "EXE-C01", "poids": 0}]
    assert statuses(judge(criteres=alone, ponderation="points"))["L-prix-seul"] == "missing"
