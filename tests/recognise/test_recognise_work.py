"""How much work reading a document takes, counted: no machine makes these tests pass or fail."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit.finding import Place
from clausekit.inspect import inspect
from clausekit.match import Index
from clausekit.recognise import (
    bounds,
    brackets,
    buyer,
    considerations,
    fits,
    labels,
    levels,
    listed,
    proofs,
    recognise,
    sections,
)
from clausekit.recognise.entries import Entry
from clausekit.recognise.phrases import Phrases, expression
from clausekit.recognise.weights import Weight
from recognise_drafts import draft

LIST = (
    "tri",
    "tri des dechet*",
    "d'eau",
    "oeuvre*",
    "en ... oeuvre",
    "% recycle*",
    "%",
    "a",
    "au",
    "sous-traitan*",
    "c.c.t.p.",
)
PIECES = (
    "tri",
    "des",
    "dechets",
    "d'eau",
    "œuvre",
    "oeuvres",
    "en",
    "mise",
    "%",
    "recycle",
    "sous-traitants",
    "c.c.t.p.",
    "a",
    "aux",
    ",",
    "-",
    "triage",
)


def plain(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """The list as one pattern, the longest phrase first: what `Phrases` must answer like."""
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(expression, ordered))})(?!\w)")


@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.integers(0, 60),
    st.integers(0, 300),
    st.lists(st.sampled_from(LIST), min_size=1, unique=True),
)
def test_a_list_of_phrases_answers_as_its_pattern_does(text, start, end, listed):
    phrases, pattern = Phrases(listed), plain(tuple(listed))
    stop = min(end, len(text))
    for edges in ((0, len(text)), (start, stop)):
        told = [(found.start(), found.end()) for found in phrases.finditer(text, *edges)]
        assert told == [(found.start(), found.end()) for found in pattern.finditer(text, *edges)]
    assert phrases.sub(lambda found: "#" * len(found[0]), text) == pattern.sub(lambda found: "#" * len(found[0]), text)


class Counting:
    """A pattern that counts the places where it is tried."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.tried = pattern, 0

    def match(self, *given: object) -> re.Match[str] | None:
        self.tried += 1
        return self.pattern.match(*given)  # type: ignore[arg-type]


@pytest.mark.parametrize(("word", "tried"), [("marché", 0), ("triangle", 0), ("tri", 5_000)])
def test_a_phrase_is_tried_only_at_words_that_begin_like_it(word, tried):
    phrases = Phrases(("tri des dechet*",))
    phrases.pattern = counting = Counting(phrases.pattern)  # type: ignore[assignment]
    assert phrases.search(f"{word} " * 5_000) is None
    assert counting.tried == tried


def award(lines: int, times: int = 1) -> str:
    told = " ".join(["La note du critère tient compte de ce que le candidat dit de ses moyens."] * times)
    return "# Critères de jugement des offres\n" + "\n".join(f"{told} Point {n}." for n in range(lines))


def test_what_is_told_on_the_judgement_of_offers_is_bounded():
    told = sections.passages(draft(award(500, times=5)))
    signs = sum(len(block.text) for passage in told for block in passage.blocks)
    assert sections.MOST_SIGNS < signs < sections.MOST_SIGNS + 500
    assert told[-1].cut
    rows = sections.passages(draft(award(1_000)))
    assert rows[-1].cut
    assert sum(len(passage.blocks) for passage in rows) == sections.MOST_ROWS + 1


def test_shares_and_points_are_bounded():
    told = "# Critères de jugement des offres\n" + "\n".join(["Prix 40 % et délai 6 points. " * 10] * 100)
    passages = sections.passages(draft(told))
    assert passages[-1].cut
    assert sum(bounds.figures(block) for passage in passages for block in passage.blocks) == (
        sections.MOST_FIGURES + 20
    )
    assert not sections.passages(draft(told[: len(told) // 2]))[-1].cut


def test_what_is_beyond_the_bound_is_said_not_to_be_read():
    (said,) = recognise(draft(award(3_000))).unread
    assert said == (
        "Ce qui est dit du jugement des offres dépasse 100 000 caractères, 800 lignes ou 1 500 pondérations : au-delà, "
        "les critères ne sont pas lus."
    )
    assert inspect(draft(award(3_000)), Index(())).doubts == (said,)
    assert recognise(draft(award(300))).unread == ()


def test_proofs_around_a_duty_are_looked_for_once_a_sentence(monkeypatch):
    asked = []
    checks = proofs.checks
    monkeypatch.setattr(proofs, "checks", lambda text: asked.append(text) or checks(text))
    count = 60
    names = (chr(97 + n % 26) * (1 + n // 26) for n in range(count))
    lines = "\n".join(f"Le titulaire trie les déchets du bâtiment {name}." for name in names)
    assert considerations(draft(f"# Gestion des déchets\n{lines}"))
    assert len(asked) <= 4 * count


def test_a_sentence_that_lists_without_end_is_not_cut_again_at_each_colon(monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(listed, "_unit", lambda text: asked.append(text) or "none")
    assert listed.listed("Prix: a, b, " * 100, Place(file="x")) == ()
    assert len(asked) == 1
    assert listed.listed("Prix: a, b, " * 1_000, Place(file="x")) == ()
    assert len(asked) == 1


def test_brackets_that_never_close_are_left_soon():
    assert brackets._closing("(" * 3_000 + ")" * 3_000, 0) is None
    assert brackets._closing("(" * 900 + ")" * 900, 0) == 1_799


def test_a_line_of_dots_names_no_buyer():
    # Without bounds, the dots are shared out in as many ways as there are triples of them.
    assert not buyer._LABEL.match("." * 3_000)
    assert buyer._LABEL.match("1.1 acheteur :")


def test_the_kinds_of_criteria_are_asked_only_where_weights_agree(monkeypatch):
    asked = []
    foreign = fits._foreign
    monkeypatch.setattr(fits, "_foreign", lambda *given: asked.append(1) or foreign(*given))
    weights = (Weight(text=f"{n} %", value=n + 0.5, unit="percent") for n in range(60))
    levels.tree([Entry(label="Prix", weight=weight, place=Place(file="x")) for weight in weights])
    assert len(asked) < 200


def test_a_text_that_may_hold_none_of_the_phrases_is_answered_at_once(monkeypatch):
    asked = []
    monkeypatch.setattr(Phrases, "_places", lambda *given: asked.append(1) or ())
    phrases = Phrases(("tri des dechet*",))
    assert phrases.search("le marché est conclu pour un an") is None
    assert not asked
    assert phrases.search("le tri") is None
    assert asked


@pytest.mark.parametrize("rule", ["-" * 5_000, "- " * 2_500, "a-" * 2_500, "'" * 5_000])
def test_a_rule_of_signs_between_two_words_is_gone_over_once(rule):
    # Words that may hold hyphens, among signs that may be hyphens: a rule is cut into them in millions of ways.
    assert Phrases(("selection ... candidats",)).search(f"selection {rule}") is None


def test_up_to_six_words_stand_between_the_words_of_a_phrase():
    phrase = Phrases(("selection ... candidats",))
    assert phrase.search("selection des sous-traitants et d'autres futurs co-candidats -- candidats")
    assert phrase.search("selection (des) --- candidats")[0] == "selection (des) --- candidats"
    assert phrase.search("selection un deux trois quatre cinq six candidats")
    assert phrase.search("selection un deux trois quatre cinq six sept candidats") is None


@given(st.lists(st.sampled_from(["(", ")", "[", "]", "a", " ", "a" * 700]), max_size=40).map("".join))
def test_brackets_are_paired_in_one_pass_as_one_by_one(text):
    each = [(start, brackets._closing(text, start)) for start, sign in enumerate(text) if sign in "(["]
    assert brackets._pairs(text) == [(start, end) for start, end in each if end is not None]


@pytest.mark.parametrize("unit", ["et ", "- ", ", ", "( ", "sur ", "quatre ", "et - ", "note de "])
def test_a_label_of_one_unit_repeated_is_made_bare_in_few_passes(monkeypatch, unit):
    # Taken off one by one, its words would be read again with each of them.
    asked: list[int] = []
    fold = labels.words.fold
    monkeypatch.setattr(labels.words, "fold", lambda text: asked.append(len(text)) or fold(text))
    text = "Prix " + unit * 20_000
    labels.clean(text)
    assert sum(asked) < 40 * len(text)


@pytest.mark.parametrize(
    "label", ["Prix est", "Prix, pondéré sur", "Prix - soixante quinze pour cent (", "Prix, et sur de"]
)
def test_the_words_that_a_label_ends_on_are_taken_off(label):
    assert labels.clean(label) == "Prix"
