"""Notes at the foot of the pages of a PDF: out of the flow, with the paragraph that calls them."""

from __future__ import annotations

import pytest

from clausekit.draft import Draft, Line
from clausekit.recognise import criteria
from read_specimen import Sheet, drafted, pdf, shown

FULL = "Le titulaire trie les déchets que produit l'exécution des prestations, les pèse et en rend compte"
NOTE = "Prix des pesées : 40 %"


def called(sheet: Sheet, y: float, text: str, mark: str, rest: str = "", *, lift: float = 4) -> None:
    """A line with a mark in small type, lifted above it."""
    sheet.drawn.append(
        f"BT /F0 11 Tf 72 {842 - y} Td ({text}) Tj /F0 6 Tf {lift} Ts ({mark}) Tj 0 Ts /F0 11 Tf ({rest}) Tj ET"
    )


def page(mark: str = "1", *, lift: float = 4) -> Sheet:
    sheet = Sheet()
    sheet.paragraph(72, 100, FULL, FULL)
    called(
        sheet, 128, "chaque mois. Il remet les bons de pesée", mark, ", avant le dix du mois qui les suit,", lift=lift
    )
    return sheet


def read(*sheets: Sheet) -> tuple[list[str], list[tuple[str, str]], Draft]:
    """The body, the notes with the end of the paragraph that calls each, and the draft."""
    draft = drafted(pdf(*sheets))
    ranks = {line.place.paragraph: line for line in draft.lines()}
    notes = [line for line in draft.around if isinstance(line, Line) and line.place.part == "note"]
    return shown(draft), [(note.text, ranks[note.caller].text[:12] if note.caller else "") for note in notes], draft


def after() -> Sheet:
    sheet = Sheet()
    sheet.paragraph(72, 100, "au service gestionnaire.", "Autre alinéa du cahier.")
    return sheet


@pytest.mark.parametrize("ruled", [True, False])
def test_a_sentence_goes_on_over_the_page_whatever_note_stands_between(ruled: bool) -> None:
    first = page()
    first.say(72, 760, f"1 {NOTE}", size=9)
    if ruled:
        first.rule(72, 748, 216, 748)
    body, notes, draft = read(first, after())
    assert body == [
        f"{FULL} {FULL} chaque mois. Il remet les bons de pesée, avant le dix du mois qui les suit, "
        "au service gestionnaire.",
        "Autre alinéa du cahier.",
    ]
    assert notes == [(NOTE, FULL[:12])]
    assert draft.around[0].place.page == 1
    assert not criteria(draft)


@pytest.mark.parametrize(
    ("mark", "opening", "size", "lift"),
    [
        ("2", "1", 9, 4),  # another figure calls
        ("1", "1", 11, 4),  # print of the text, and no rule
        ("1", "1", 9, -2),  # lowered, as in « CO2 »
    ],
    ids=["other", "print", "lowered"],
)
def test_a_line_that_nothing_calls_is_no_note(mark: str, opening: str, size: float, lift: float) -> None:
    first = page(mark, lift=lift)
    first.say(72, 760, f"{opening} {NOTE}", size=size)
    body, notes, _ = read(first, after())
    assert not notes
    assert any(NOTE in text for text in body)


def test_a_power_calls_no_note() -> None:
    first = page()
    called(first, 142, "Les locaux ont 200 m", "1", " de plus.")
    first.say(72, 760, f"1 {NOTE}", size=9)
    body, notes, _ = read(first, after())
    assert len(notes) == 1
    assert "200 m1 de plus." in " ".join(body)


def test_a_note_goes_on_beneath_the_rule_of_the_next_page() -> None:
    first, second = page(), after()
    first.say(72, 760, "1 Les bons portent la date, l'heure", size=9)
    second.rule(72, 748, 216, 748).say(72, 760, "et le numéro de la benne.", size=9)
    body, notes, _ = read(first, second)
    assert notes == [("Les bons portent la date, l'heure et le numéro de la benne.", FULL[:12])]
    assert body[-1] == "Autre alinéa du cahier."
    alone = read(page("2"), second)[0]
    assert alone[-1] == "et le numéro de la benne."


def test_each_note_has_its_caller_and_a_line_may_begin_with_a_figure() -> None:
    first = page()
    called(first, 160, "Les bennes sont couvertes", "2", ".")
    first.paragraph(72, 740, "1 Fermetures comprises, soit", "3 jours chaque année.", "2 Bâchées.", step=11, size=9)
    _, notes, _ = read(first, after())
    assert notes == [("Fermetures comprises, soit 3 jours chaque année.", FULL[:12]), ("Bâchées.", "Les bennes s")]


def test_a_cell_calls_a_note() -> None:
    sheet = Sheet().grid([72, 300, 520], [100, 120, 140])
    sheet.say(80, 114, "Benne").say(310, 114, "Prix (1)").say(80, 134, "Dix mètres cubes").say(310, 134, "200 euros")
    sheet.paragraph(72, 170, FULL, "chaque année.")
    sheet.say(72, 200, "(1) Hors taxes.", size=9)
    _, notes, draft = read(sheet)
    assert notes == [("Hors taxes.", "Prix")]
    assert shown(draft)[0] == "| Benne | Prix |"


def test_the_foot_of_a_page_in_two_columns_is_left_whole() -> None:
    first = page()
    first.say(72, 760, "1 Prix des pesées à quai", size=9).say(320, 760, "la benne est vidée chaque lundi", size=9)
    body, notes, _ = read(first, after())
    assert not notes
    assert "la benne est vidée" in " ".join(body)
