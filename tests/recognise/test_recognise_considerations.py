"""What a piece obliges to, and the many sentences that oblige to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausekit import source
from clausekit.finding import Place
from clausekit.recognise.amounts import figures
from clausekit.recognise.considerations import Consideration, considerations
from recognise_drafts import draft

_FILE = Path(__file__).parent / "considerations.yaml"
CASES = source.load(_FILE.read_bytes(), file=_FILE.name).data["cas"]


def shown(item: Consideration) -> str:
    said = ", ".join(f"{figure.value:g} {figure.unit} ({figure.role})" for figure in item.figures)
    head = " ".join(filter(None, (item.status, item.kind, ",".join(item.themes))))
    return f"{head} : {said}" if said else head


def reading(case: dict[str, str]) -> str:
    return "\n".join(shown(item) for item in considerations(draft(case["texte"]), case["piece"]))


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_case(case):
    assert reading(case) == case["attendu"].strip("\n")


PENALISED = """# 6 Développement durable
## 6.1 Insertion
Le titulaire réserve 350 heures par an à des personnes éloignées de l'emploi.
Une pénalité de 60 € est appliquée par heure d'insertion non réalisée.
# 7 Pièces à remettre
Le titulaire fournit une attestation relative à l'obligation d'emploi des travailleurs handicapés.
"""


def test_a_reminder_of_the_law_is_not_given_the_penalty_of_an_obligation():
    duty, reminder = considerations(draft(PENALISED))
    assert (duty.status, reminder.status) == ("met", "declared")
    assert [figure.role for figure in duty.figures] == ["hours", "penalty"]
    assert reminder.figures == ()


def test_the_words_that_go_with_a_figure_say_that_they_were_cut():
    long = "Au moins 5 % du temps total de travail nécessaire à l'exécution du présent marché sont réservés."
    (share,) = figures(long, Place(file="ccap.md"))
    assert share.text.endswith("à l'exécution du…")
    (whole,) = figures("Au moins 5 % du temps total de travail.", Place(file="ccap.md"))
    assert whole.text == "5 % du temps total de travail"
    (bracketed,) = figures("Le candidat indique ses heures (minimum 210 heures).", Place(file="ae.md"))
    assert bracketed.text == "210 heures"


POLICY = """# 11 Clauses environnementales
Le titulaire s'engage à mettre en œuvre une politique environnementale dans l'exécution du marché.
Les peintures au sol sont titulaires de l'écolabel NF Environnement 331 ou d'un label équivalent.
"""


def test_the_sentence_shown_is_the_one_that_can_be_checked():
    (found,) = considerations(draft(POLICY))
    assert found.status == "met" and found.excerpt.startswith("Les peintures au sol")
