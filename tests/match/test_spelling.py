"""What differs is told as it is written, not as it was compared."""

from clausekit.library import Library
from clausekit.match import WordChange, of_library, spelled
from clausekit.match.folding import words


def told(old: str, new: str, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    folded = [WordChange(old=" ".join(words(was)), new=" ".join(words(now))) for was, now in changes]
    return [(item.old, item.new) for item in spelled(folded, (old,), (new,))]


def test_accents_capitals_and_signs_come_back():
    change = ("Le délai est de 15 jours.", "L'écart (« à 20 % ») est levé.")
    [(old, new)] = told(*change, change)
    assert (old, new) == ("Le délai est de 15 jours", "L'écart (« à 20 % ») est levé")


def test_words_that_come_twice_are_those_of_the_place():
    old, new = "Il a livré à Lyon.", "Il livré Lyon."
    assert told(old, new, ("a", ""), ("à", "")) == [("a", ""), ("à", "")]


def test_accents_typed_apart_and_lines_cut_are_one_text():
    assert told("Prix", "l\u2019e\u0301cole\n  neuve", ("", "école neuve")) == [("", "école neuve")]


def test_what_stands_nowhere_as_one_passage_is_told_folded():
    assert told("Une part de dix points.", "rien", ("dix, à part", "")) == [("dix a part", "")]
    assert spelled((), ("",), ("",)) == ()


def test_a_blank_of_the_library_is_told_by_three_dots(shipped: Library):
    [reference] = [item for item in of_library(shipped) if (item.entry, item.piece) == ("MOG-005", "CCAP")]
    assert not any("{{" in text or "[[" in text for text in reference.texts)
    [told] = spelled((WordChange(old="realise au moins des heures", new=""),), reference.texts, ())
    assert told.old == "réalise au moins … des heures"


def test_a_long_text_is_told_as_it_was_compared_past_a_bound():
    far = "é " * 20_000 + "Fin à part"
    assert told("x", far, ("", "fin à part")) == [("", "fin a part")]
    many = [("", "é")] * 201
    assert [new for _, new in told("x", "é " * 300, *many)] == [*["é"] * 200, "e"]
