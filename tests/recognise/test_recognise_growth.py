"""How the work of judging grows with the text, counted: no machine makes these tests pass or fail."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit.draft import Table
from clausekit.finding import Place
from clausekit.recognise import (
    amounts,
    brackets,
    extent,
    phrases,
    prefixed,
    recognise,
    sections,
    segments,
    trailing,
    weights,
)
from clausekit.recognise.articles import MOST_LEAD, articles
from clausekit.recognise.entries import Entry
from clausekit.recognise.weights import Weight
from recognise_drafts import draft
from steps import growth

SPACED = re.compile(r"(?P<label>.*[^\W\d].*?)\s+(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\W*")
SIGNED = re.compile(r"(?P<label>.*[^\W\d].*?)\s*[:–—=-]\s*(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\W*")
SIGNS = st.sampled_from(["Prix", "a", "_", "1", "20", "4,5", " ", "\u00a0", ":", "-", "=", ".", ",", "\n", "%", "–"])


@pytest.mark.parametrize(("own", "pattern"), [(trailing.spaced, SPACED), (trailing.signed, SIGNED)])
@given(text=st.lists(SIGNS, max_size=14).map("".join))
def test_the_number_that_ends_a_text_is_the_one_that_its_pattern_finds(own, pattern, text):
    found = pattern.fullmatch(text)
    assert own(text) == ((found["label"], found["n"]) if found else None)


SHAPES = {
    "sans point": "et le titulaire trie les déchets du site {n} à 40 %\n",
    "obligations": "Le titulaire trie au moins 40 % des déchets du site {n}.\n\n",
    "parts": "40 % ",
    "pénalités": "Une pénalité de {n} euros par jour sanctionne le tri des déchets.\n\n",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_work_grows_like_the_text(shape):
    def judging(size: int):
        given_ = draft("# Gestion des déchets\n" + "".join(shape.format(n=n) for n in range(size)))

        def job() -> None:
            for known in (phrases._remembered_short, phrases._remembered, phrases._remembered_long):
                known.cache_clear()  # else the lines of the shorter text would be read already
            recognise(given_)

        return job

    assert growth(judging, 150) < 2.6


def test_brackets_that_list_nothing_are_not_weighed_against_the_rest(monkeypatch):
    asked: list[int] = []
    weighed = brackets.weights
    monkeypatch.setattr(brackets, "weights", lambda text: asked.append(len(text)) or weighed(text))
    text = "".join(f"de la méthode {n} (5 %) et " for n in range(150))
    assert brackets.listed(text) is None
    assert sum(asked) < 3 * len(text)


def test_lines_that_go_on_without_end_make_several_sentences():
    lines = "\n".join("et le titulaire trie les déchets du site" for _ in range(1_000))
    held = [sentence.text for article in articles(draft(lines)) for sentence in article.sentences]
    assert len(held) > 1
    assert max(map(len, held)) <= 5_000


def test_criteria_that_open_others_are_looked_for_by_their_words():
    def gathering(size: int):
        weight = Weight(text="4 %", value=4.0, unit="percent")
        entries = [Entry(label=f"Moyen numéro {n} : équipe", weight=weight, place=Place(file="x")) for n in range(size)]
        return lambda: prefixed.gathered(entries)

    assert growth(gathering, 200) < 2.2


def test_a_label_is_made_bare_once_however_many_stand_before_it(monkeypatch):
    asked: list[str] = []
    fold = segments.words.fold
    monkeypatch.setattr(segments.words, "fold", lambda text: asked.append(text) or fold(text))
    segments._bare.cache_clear()
    names = [f"La valeur technique {n}" for n in range(40)]
    told = [[segments.same(one, other) for other in names] for one in names]
    assert told == [[one == other for other in names] for one in names]
    assert len(asked) == len(names)
    assert segments.same("Le prix", "prix des prestations") and segments.same("L'offre de prix", "Offre")
    assert not segments.same("Prix", "Prixes") and not segments.same("", "Prix")


def test_a_scale_is_the_last_that_begins_before_the_weight_ends():
    scales = [(10, 20), (30, 40)]
    noted = [weights._noted(scales, Weight(text="", value=4.0, unit="points", start=0, end=end)) for end in range(45)]
    assert [end for end, told in enumerate(noted) if told] == [*range(11, 22), *range(31, 42)]


def test_the_end_of_a_clause_is_looked_for_once(monkeypatch):
    asked = []
    search = amounts._STOP.search

    class Counting:
        def search(self, *given_: object) -> re.Match[str] | None:
            asked.append(given_)
            return search(*given_)

    monkeypatch.setattr(amounts, "_STOP", Counting())
    figures = amounts.figures("40 % et " * 500 + "fin. Puis 30 % du lot ; 20 % du reste", Place(file="x"))
    assert [item.text for item in figures[-2:]] == ["30 % du lot", "20 % du reste"]
    assert len(figures) == 502
    assert len(asked) == 3


def test_a_table_of_the_award_is_read_up_to_the_bound():
    rows = "".join(f"| Critère {n} | {n % 90} % |\n" for n in range(2_000))
    passages = sections.passages(draft("# Critères de jugement des offres\n" + rows))
    (table,) = [block for passage in passages for block in passage.blocks if isinstance(block, Table)]
    assert len(table.rows) == sections.MOST_ROWS  # with the title above it, one more than the bound
    assert passages[-1].cut


def test_the_words_that_lead_in_a_list_count_with_each_of_its_items():
    lead = "Le titulaire remet " + "chaque mois " * 200 + ":\n"
    whole = draft(lead + "".join(f"- le bilan {n}\n" for n in range(1_000)))
    cut, said = extent.within(whole)
    assert said
    assert len(cut.blocks) == pytest.approx(extent.MOST_WORK / (MOST_LEAD + 32), rel=0.05)
    longest = max(len(sentence.lead) for article in articles(cut) for sentence in article.sentences)
    assert longest <= MOST_LEAD
    alone = draft("Le titulaire remet :\n" + "".join(f"- le bilan {n}\n" for n in range(1_000)))
    assert extent.within(alone) == (alone, "")
