"""How much of a document is judged: the bound is counted in signs and paragraphs, and what is beyond is said."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from clausekit.draft import Cell, Draft, Line, Table
from clausekit.finding import Place
from clausekit.inspect import inspect
from clausekit.match import Index
from clausekit.recognise import extent, phrases, recognise
from clausekit.report import inspected

DUTY = "Le titulaire trie à la source au moins 70 % des déchets du marché et remet chaque trimestre le bilan de ce tri."
A_PAGE = 22  # such paragraphs
SAID = (
    "Le document est trop long pour être jugé en entier : à partir de l'alinéa {}, ses critères, ses considérations et "
    "ses données ne sont pas lus. Le partager en plusieurs fichiers."
)


def line(text: str, rank: int, heading: int | None = None) -> Line:
    return Line(text=text, place=Place(file="CCTP.docx", paragraph=str(rank)), heading=heading)


def document(before: int) -> Draft:
    """An article without end, then one on waste."""
    blocks = [line("1 Cahier des clauses techniques particulières", 1, 1)]
    blocks += [line("Les locaux ouvrent à huit heures.", rank) for rank in range(2, before + 2)]
    blocks += [line("2 Gestion des déchets", before + 2, 1), line(DUTY, before + 3)]
    return Draft(file="CCTP.docx", format="docx", blocks=tuple(blocks))


def bound(monkeypatch: pytest.MonkeyPatch, draft: Draft, blocks: int) -> None:
    """Set the bound so that so many blocks are within it."""
    monkeypatch.setattr(extent, "MOST_WORK", sum(extent._cost(block) for block in draft.blocks[:blocks]))


def test_what_is_within_the_bound_is_left_as_it_is(monkeypatch):
    draft = document(20)
    assert extent.within(draft) == (draft, "")
    bound(monkeypatch, draft, len(draft.blocks))
    assert extent.within(draft) == (draft, "")


def test_what_is_beyond_the_bound_is_not_judged_and_is_said(monkeypatch):
    draft = document(20)
    assert [item.status for item in recognise(draft).considerations] == ["met"]
    bound(monkeypatch, draft, 10)
    cut, said = extent.within(draft)
    assert (cut.blocks, said) == (draft.blocks[:10], SAID.format(11))
    found = recognise(draft)
    assert (found.considerations, found.unread) == ((), (said,))


def test_each_paragraph_counts_besides_its_signs(monkeypatch):
    draft = Draft(file="x", format="docx", blocks=tuple(line("a", rank) for rank in range(1, 101)))
    monkeypatch.setattr(extent, "MOST_WORK", 10 * (extent.A_LINE + 1))
    assert len(extent.within(draft)[0].blocks) == 10


def test_a_table_is_cut_between_two_rows(monkeypatch):
    rows = tuple((Cell(blocks=(line(f"Poste {rank}", rank),)),) for rank in range(1, 9))
    table = Table(rows=rows, place=Place(file="x"))
    draft = Draft(file="x", format="docx", blocks=(table, line("Après", 9)))
    monkeypatch.setattr(extent, "MOST_WORK", 3 * (extent.A_LINE + len("Poste 1")))
    cut, said = extent.within(draft)
    assert cut.blocks == (replace(table, rows=rows[:3]),)
    assert said == SAID.format(4)


def test_an_award_read_in_part_has_no_criterion_told_missing(monkeypatch):
    told = "# 5 Critères d'attribution", "Prix : 60 %", "Valeur technique : 40 %"
    blocks = [line("Règlement de la consultation", 1, 1)]
    blocks += [line(text.removeprefix("# "), rank, 1 if text[0] == "#" else None) for rank, text in enumerate(told, 2)]
    draft = Draft(file="RC.docx", format="docx", blocks=(*blocks, line("6 Divers", 5, 1)))
    assert [item.answer for item in recognise(draft).verdicts] == ["no"]
    bound(monkeypatch, draft, 4)
    (verdict,) = recognise(draft).verdicts
    assert verdict.answer == "to_confirm"
    assert verdict.why.endswith("Le document n'a pas été lu en entier.")


def test_the_reports_say_it(monkeypatch):
    draft = document(20)
    whole = inspect(draft, Index(()))
    assert json.loads(inspected.as_json([whole]))[0]["unread"] == []
    bound(monkeypatch, draft, 10)
    cut = inspect(draft, Index(()))
    assert cut.partial and not whole.partial
    assert json.loads(inspected.as_json([cut]))[0]["unread"] == [SAID.format(11)]
    assert " ".join(SAID.format(11).split()) in " ".join(inspected.as_text([cut], {}).split())


def test_the_bound_is_that_of_a_hundred_and_seventy_full_pages():
    page = A_PAGE * (extent.A_LINE + len(DUTY))
    assert 150 * page < extent.MOST_WORK < 190 * page


def test_the_words_of_each_line_that_is_judged_are_remembered():
    """Each pass asks for them again: with fewer places, all would be read at each."""
    assert phrases._remembered_short.cache_info().maxsize > extent.MOST_WORK / (extent.A_LINE + 1)
