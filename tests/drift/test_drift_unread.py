"""A file read in part: what is not found in it is to confirm, and the report says what was not read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import drift_documents as work
from clausekit import terms
from clausekit.cli.loading import Purchase
from clausekit.draft import Draft, Line, Table, lines
from clausekit.drift import Drift, clauses, drift
from clausekit.inspect import Inspected, inspect
from clausekit.match import IDENTICAL, TOO_MANY_ALIKE, Found, Index, match, of_assembly
from clausekit.recognise import extent
from clausekit.report import drifted, inspected

pytestmark = pytest.mark.usefixtures("documents_read_once")

SAID = "Le PDF est trop long pour être lu en entier : la page 9 n’est pas lue."
BLOCKING = {terms.BLOCKING, terms.BLOCKING_UNLESS_REASON}


@pytest.fixture(scope="module")
def written(request: pytest.FixtureRequest) -> work.Written:
    load: Callable[[Path], Purchase] = request.getfixturevalue("purchase")
    return work.written(load(work.example("collecte-dechets")).marche)


def read(written: work.Written, name: str) -> Draft:
    """The draft of a document, which no other test has: what it says is not kept from one test to the next."""
    draft = work.inspected(name, written.files[name]).draft
    assert draft is not None
    return replace(draft)


def cut(draft: Draft, entry: str) -> Draft:
    """The document up to a clause."""
    marked = [any(mark.entry == entry for line in lines((block,)) for mark in line.marks) for block in draft.blocks]
    return replace(draft, blocks=draft.blocks[: marked.index(True)])


def unread(draft: Draft) -> Draft:
    return replace(draft, partial=True, doubts=(SAID,))


def held(written: work.Written, *files: Inspected) -> Drift:
    found = drift(written.marche, written.outputs, files, whole=False)
    return replace(found, findings=tuple(item for item in found.findings if item.rule != "piece-manquante"))


def test_a_clause_not_found_in_a_file_cut_short_is_to_confirm(written: work.Written) -> None:
    part = cut(read(written, "CCTP.docx"), "DEC-005")
    sure = held(written, inspect(part, Index(())))
    found = held(written, inspect(unread(part), Index(())))
    lost = [row.entry for row in sure.rows if row.status == "absent"]
    assert "DEC-005" in lost
    assert [row.entry for row in found.rows if row.status == "to_confirm"] == lost
    assert {row.status for row in found.rows} == {"identical", "to_confirm"}
    assert any(item.severity in BLOCKING for item in sure.findings)
    assert {(item.rule, item.severity) for item in found.findings} == {("clause-ecartee", "a_justifier")}
    assert all(item.message.startswith("À confirmer, car le fichier n'a pas été lu en") for item in found.findings)
    assert (sure.not_judged, found.not_judged) == ((), (f"« CCTP.docx » : {SAID}",))


def test_the_reports_say_to_confirm_and_not_absent(written: work.Written) -> None:
    part = cut(read(written, "CCTP.docx"), "DEC-005")
    found = held(written, inspect(unread(part), Index(())))
    number = sum(row.status == "to_confirm" for row in found.rows)
    assert f"0 absente, {number} à confirmer. Retrouvées" in drifted.summary(found)
    assert {row[2] for row in drifted.rows(found)} == {"à confirmer"}
    assert {item["status"] for item in drifted.data(found)} == {"identical", "to_confirm"}
    assert "confirmer" not in drifted.summary(held(written, inspect(part, Index(()))))


def test_inspect_says_so_of_a_clause_that_the_file_names_and_that_is_not_in_what_was_read(
    written: work.Written,
) -> None:
    index = Index(of_assembly(written.outputs))
    part = cut(read(written, "CCTP.docx"), "DEC-005")
    sure, found = inspect(part, index), inspect(unread(part), index)
    told, doubted = (" ".join(inspected.as_text([item], {}).split()) for item in (sure, found))
    assert (": absente de cette pièce" in told, ": à confirmer, absente" in told) == (True, False)
    assert (": absente de cette pièce" in doubted, ": à confirmer, absente de ce" in doubted) == (False, True)
    assert {item["status"] for item in inspected.data([found])[0]["clauses"]} == {"identical", "to_confirm"}


def test_a_penalty_of_a_table_cut_short_does_not_block(written: work.Written) -> None:
    draft = read(written, "CCAP.docx")
    table = next(block for block in draft.blocks if isinstance(block, Table) and "500 euros par" in str(block.texts))
    rank = draft.blocks.index(table)
    shorter = replace(table, rows=table.rows[:2])
    part = replace(draft, blocks=(*draft.blocks[:rank], shorter))
    assert any(item.rule == "penalite-abaissee" for item in held(written, inspect(part, Index(()))).findings)
    found = held(written, inspect(unread(part), Index(())))
    lowered = [item for item in found.findings if item.rule == "penalite-abaissee"]
    assert lowered and all(item.message.startswith("À confirmer") for item in lowered)
    assert not [item for item in found.findings if item.severity in BLOCKING]


def test_criteria_beyond_the_bound_are_to_confirm_and_clauses_are_still_found(
    written: work.Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = read(written, "RC.docx")
    monkeypatch.setattr(extent, "MOST_WORK", 200)
    found = held(written, inspect(draft, Index(())))
    assert {row.status for row in found.rows} == {"identical"}
    assert {(item.rule, item.severity) for item in found.findings} == {("critere-ecarte", "a_justifier")}
    assert all(item.message.startswith("À confirmer") for item in found.findings)
    [said] = found.not_judged
    assert said.startswith("« RC.docx » : Le document est trop long pour être jugé en entier : à partir")


def test_a_clause_taken_out_of_a_file_read_whole_but_judged_in_part_is_missing(
    written: work.Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extent, "MOST_WORK", 200)
    part = cut(read(written, "CCTP.docx"), "DEC-005")
    found = held(written, inspect(part, Index(())))
    assert found.not_judged
    assert {row.status for row in found.rows} == {"identical", "absent"}
    assert any(item.severity in BLOCKING for item in found.findings)


def test_a_passage_that_was_not_looked_for_everywhere_is_to_confirm(
    written: work.Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsure(*given: Any, **more: Any) -> Iterable[Found]:
        return [replace(item, unsure=item.status != IDENTICAL) for item in match(*given, **more)]

    draft = read(written, "CCTP.docx")
    ranks = [
        rank for rank, block in enumerate(draft.blocks) if isinstance(block, Line) and "DEC-005" in str(block.marks)
    ]
    part = replace(draft, blocks=tuple(block for rank, block in enumerate(draft.blocks) if rank != ranks[-1]))
    sure = held(written, inspect(part, Index(())))
    assert [row.status for row in sure.rows if row.entry == "DEC-005"] == ["partial"]
    assert not any(item.message.startswith("À confirmer") for item in sure.findings)
    monkeypatch.setattr(clauses, "match", unsure)
    found = held(written, inspect(part, Index(())))
    assert [row.status for row in found.rows if row.entry == "DEC-005"] == ["to_confirm"]
    assert found.not_judged == (f"« CCTP.docx » : {TOO_MANY_ALIKE}",)
    [told] = found.findings
    assert told.message.startswith("À confirmer, car trop de passages du fichier se ressemblent : la clause DEC-005")
    assert told.severity not in BLOCKING
