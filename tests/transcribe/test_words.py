# ruff: noqa: E501 - a case stands on one line
"""Paragraphs, lists and tables of a document as prose; pieces by headings; what is not carried over is told."""

from __future__ import annotations

import pytest

from clausekit import read, transcribe
from clausekit.transcribe import Transcript
from read_specimen import cell, docx, para, run, table

AUTHOR = 'w:id="1" w:author="Me Martin" w:date="2026-11-22T10:00:00Z"'
SECOND = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>'


def imported(*body: str, piece: str = "CCTP", **parts: tuple[str, str]) -> Transcript:
    return transcribe.transcribe(read.draft(docx(*body, **parts), file="essai.docx", signs=True), piece=piece)


def source(*body: str) -> str:
    [clause] = imported(para("Essai", style="Titre1"), *body).clauses
    [text] = clause.texts
    return text.source


def told(*body: str, **parts: tuple[str, str]) -> list[str]:
    return [item.message for item in imported(para("Essai", style="Titre1"), *body, **parts).remarks]


def test_one_sentence_a_line_in_the_typography_of_the_file() -> None:
    typed = (
        "L’offre “verte”, au sens de l’art. 5, est retenue\u00a0; à 7\u202fheures. Elle dit\u00a0: «\u00a0oui\u00a0»..."
    )
    assert source(para(typed)) == (
        "L'offre « verte », au sens de l'art. 5, est retenue ; à 7 heures.\nElle dit : « oui »…\n"
    )


def test_lists_by_style_and_typed_by_hand() -> None:
    text = source(
        para("Les flux :"), para("le bois ;", style="Puce"), para("le métal.", style="Puce"),
        para("Dans l'ordre :"), para("1. trier ;"), para("2. peser."), para("1. seul."), para("- un tiret."),
    )  # fmt: skip
    assert text == (
        "Les flux :\n\n- le bois ;\n- le métal.\n\nDans l'ordre :\n\n1. trier ;\n2. peser.\n\n1. seul.\n\n- un tiret.\n"
    )


def test_a_list_in_a_list_goes_on_its_item_and_is_told() -> None:
    body = (para("le bois :", style="Puce"), para("brut", style="Puce", properties=SECOND), para("fin.", style="Puce"))
    assert source(*body) == "- le bois :\n  a) brut\n- fin.\n"
    assert any("liste dans une liste" in message for message in told(*body))


def test_a_table_and_what_it_cannot_hold() -> None:
    body = table(
        ["Flux", "Tonnes"],
        ["Bois", "[tonnage] | an"],
        [cell("Total", properties='<w:tcW w:w="0"/><w:gridSpan w:val="2"/>')],
    )
    assert source(body) == "| Flux | Tonnes |\n|---|---|\n| Bois | {{ tonnage }} / an |\n| Total |  |\n"
    messages = told(body)
    assert any("fusionnées" in message for message in messages)
    assert any("« | »" in message for message in messages)
    nested = table(["A", "B"], ["x", cell(table(["y"]), "<w:p/>")])
    assert any("tableau dans un tableau" in message for message in told(nested))


def test_a_line_that_would_be_read_as_an_item_stays_a_sentence() -> None:
    text = source(para("Il renvoie au lot 1. 2. Il suit."))
    assert "\n2. " not in text


def test_a_picture_a_note_a_box_and_the_margins_are_told_with_their_place() -> None:
    note = run("").replace("<w:t", '<w:footnoteReference w:id="2"/><w:t', 1)
    notes = ("footnotes", '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
             '<w:footnote w:id="2"><w:p><w:r><w:t>Voir le guide.</w:t></w:r></w:p></w:footnote></w:footnotes>')  # fmt: skip
    found = imported(
        para("Essai", style="Titre1"),
        para("Un texte", note, "<w:r><w:drawing/></w:r>", "."),
        footnotes=notes,
    )
    assert found.clauses[0].texts[0].source == "Un texte.\n"
    messages = {item.message: item.place.paragraph for item in found.remarks}
    assert messages["Une image ou un objet n'est pas repris."] == "2"
    assert any("Voir le guide." in message for message in messages)


def test_pending_changes_are_taken_and_told() -> None:
    body = para("Un ", f"<w:ins {AUTHOR}>{run('bon ')}</w:ins>", f'<w:del {AUTHOR}><w:r><w:delText>mauvais </w:delText></w:r></w:del>', "texte.")  # fmt: skip
    assert source(body) == "Un bon texte.\n"
    messages = told(body)
    assert any("Me Martin" in message and "bon" in message for message in messages)
    assert any("suppression" in message and "mauvais" in message for message in messages)


def test_headings_open_the_pieces_and_the_clauses() -> None:
    [one] = imported(
        para("Tri", style="Titre1"), para("Texte."), para("Règlement de la consultation", style="Titre2"), para("Remise."),
        para("CCTP, complément du niveau renforcé", style="Titre2"), para("Plus."),
    ).clauses  # fmt: skip
    assert [(text.piece, text.level) for text in one.texts] == [("CCTP", None), ("RC", None), ("CCTP", "renforce")]
    two = imported(para("Tri", style="Titre1"), para("Un."), para("Bruit", style="Titre1"), para("Deux.")).clauses
    assert [clause.title for clause in two] == ["Tri", "Bruit"]
    under = imported(
        para("CCAP", style="Titre1"), para("Tri", style="Titre2"), para("Un."),
        para("RC", style="Titre1"), para("Tri", style="Titre2"), para("Deux."),
    ).clauses  # fmt: skip
    assert [(clause.title, [text.piece for text in clause.texts]) for clause in under] == [("Tri", ["CCAP", "RC"])]


def test_a_document_without_headings_is_one_clause_and_another_piece_may_be_named() -> None:
    [clause] = imported(para("Un texte."), piece="RC").clauses
    assert (clause.title, clause.texts[0].piece) == ("", "RC")


def test_what_stands_before_the_first_title_is_told() -> None:
    assert any(
        "Projet de" in item.message
        for item in imported(para("Projet de Me Martin"), para("Tri", style="Titre1"), para("Un.")).remarks
    )


@pytest.mark.parametrize("body", [(), (para("Tri", style="Titre1"),)])
def test_no_text_no_clause(body: tuple[str, ...]) -> None:
    assert imported(*body).clauses == ()
