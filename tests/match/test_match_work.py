"""How much work looking for clauses takes, counted: no machine makes these tests pass or fail."""

from __future__ import annotations

import pytest

from clausekit.draft import Draft, Line
from clausekit.finding import Place
from clausekit.inspect import TO_CONFIRM, inspect
from clausekit.mark import Mark
from clausekit.match import IDENTICAL, TOO_MANY_ALIKE, Index, Reference, likeness, match, spoken
from clausekit.match.expected import ANYTHING, Expected
from clausekit.match.folding import words
from clausekit.match.spoken import Spoken
from clausekit.report import inspected

PLACE = Place(file="essai.docx")
FILLED = Expected(words=words("Le titulaire remet au service son bilan"), holes={5: ANYTHING})
ENDED = Expected(words=words("déchets du marché"), holes={0: ANYTHING})


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The lines put face to face with a paragraph."""
    asked = list[tuple[str, ...]]()
    says = spoken.says
    monkeypatch.setattr(spoken, "says", lambda part, line: asked.append(line) or says(part, line))
    return asked


def test_only_lines_that_begin_and_end_alike_are_compared(compared: list[tuple[str, ...]]) -> None:
    told = [
        "Le candidat remet au service des achats son bilan",
        "Le titulaire remet au service des achats son bilan",
        "Le titulaire remet au service des achats son compte",
        "Le titulaire remet au service des écoles son bilan",
        "Il trie les déchets du marché",
    ]
    known = Spoken([words(text) for text in told])
    assert list(known.saying(FILLED)) == [1, 3]
    assert list(known.saying(ENDED)) == [4]
    assert compared == [words(told[rank]) for rank in (1, 3, 4)]


def test_a_line_said_word_for_word_is_found_without_comparing(compared: list[tuple[str, ...]]) -> None:
    exact = Expected(words=words("Le titulaire remet un bilan"))
    known = Spoken([words("Il trie"), exact.words, exact.words])
    assert list(known.saying(exact)) == [1, 2]
    assert compared == []


def test_a_line_said_again_and_again_is_compared_once(compared: list[tuple[str, ...]]) -> None:
    line = words("Le titulaire remet au service des achats son bilan")
    assert list(Spoken([line] * 50).saying(FILLED)) == list(range(50))
    assert len(compared) == 1


def test_lines_put_face_to_face_are_bounded(compared: list[tuple[str, ...]]) -> None:
    lines = [words(f"Le titulaire remet au service {n} son bilan") for n in range(50)]
    assert list(Spoken(lines, 20).saying(FILLED)) == list(range(20))
    assert len(compared) == 20


def document(strays: int) -> tuple[Draft, Reference]:
    """A clause of which one paragraph lost its mark, among others that begin and end like it."""
    title, body = "Bilan", "Le titulaire remet au service des achats son bilan"
    mark = Mark(entry="DEC-001", revision=1, piece="CCTP", ordinal=0)
    near = (f"Le titulaire remet {n} au service des achats son bilan" for n in range(strays))
    ending = (f"Le titulaire remet au service {n} {n} son bilan du jour son bilan" for n in range(strays))
    lines = [Line(text=title, heading=1, place=PLACE, marks=(mark,)), Line(text="Autre", heading=1, place=PLACE)]
    lines += [Line(text=text, place=PLACE) for text in (*near, *ending, body)]
    paragraphs = (Expected(words=words(title), title=True), FILLED)
    reference = Reference(entry="DEC-001", revision=1, piece="CCTP", title=title, paragraphs=paragraphs)
    return Draft(file="essai.docx", format="docx", blocks=tuple(lines)), reference


def test_a_paragraph_that_lost_its_mark_is_found_among_many(compared: list[tuple[str, ...]]) -> None:
    draft, reference = document(0)
    assert [item.status for item in match(draft, [reference])] == [IDENTICAL]
    assert len(compared) == 1


def test_beyond_the_bound_such_a_paragraph_is_told_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoken.Spoken.__init__, "__defaults__", (0,))
    draft, reference = document(0)
    [found] = match(draft, [reference])
    assert (found.status != IDENTICAL, found.unsure) == (True, True)
    told = inspect(draft, Index([reference]))
    assert (told.doubts, told.partial, told.standing(found)) == ((TOO_MANY_ALIKE,), False, TO_CONFIRM)
    assert "DEC-001 (révision 1) Bilan : à confirmer, par son repère" in inspected.as_text([told], {})
    assert [item["status"] for item in inspected.data([told])[0]["clauses"]] == [TO_CONFIRM]


def test_within_the_bound_nothing_is_left_to_confirm() -> None:
    draft, reference = document(300)
    assert [item.unsure for item in match(draft, [reference])] == [False]
    assert inspect(draft, Index([reference])).doubts == ()


def test_strays_are_compared_in_proportion_to_their_number(compared: list[tuple[str, ...]]) -> None:
    draft, reference = document(300)
    match(draft, [reference])
    assert len(compared) <= 2 * 300 + 1


def test_the_stretch_of_a_text_is_looked_for_at_its_likeliest_places() -> None:
    places = dict.fromkeys(range(10000), 0.5) | {7_000: 0.9}
    kept = likeness._likeliest(places)
    assert len(kept) == likeness._MOST_PLACES
    assert kept[0] == (7_000, 0.9)
    assert likeness._around({0: places}) == (7_000 - 3, 7_000)
