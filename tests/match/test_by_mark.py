"""Clauses are found by their marks, and each edit gives its right status."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from clausekit.draft import Draft, Line
from clausekit.finding import Place
from clausekit.mark import Mark
from clausekit.match import Reference, match
from match_documents import closed, printed

PLACE = Place(file="essai.docx")


def marked(reference: Reference) -> list[Line]:
    mark = Mark(entry=reference.entry, revision=reference.revision, piece=reference.piece, ordinal=0)
    return [
        Line(text=text, place=PLACE, marks=(replace(mark, ordinal=number),))
        for number, text in enumerate(printed(reference, random.Random(6)))
    ]


def judged(lines: list[Line], reference: Reference) -> str:
    before = Line(text="Article 1", heading=1, place=PLACE)
    after = Line(text="Article 9", heading=1, place=PLACE)
    draft = Draft(file="essai.docx", format="docx", blocks=(before, *lines, after))
    [found] = match(draft, [reference], expected=[(reference.entry, reference.piece)])
    assert found.by == "mark"
    return found.status


LONG = [item for item in closed() if len(printed(item, random.Random(6))) >= 5]


@pytest.mark.parametrize("reference", LONG, ids=lambda item: f"{item.entry}-{item.piece}")
def test_each_edit_has_its_status(reference: Reference) -> None:
    lines = marked(reference)
    body = max(range(1, len(lines)), key=lambda number: len(lines[number].text))
    one = lines[body]
    bare = Line(text="Le titulaire en rend compte chaque lundi.", place=PLACE)
    words = one.text.split()
    half = len(words) // 2
    own = {word for item in reference.paragraphs for word in item.words}
    longest = max((word for word in words if word in own), key=len)
    other = replace(one, text=one.text.replace(longest, "jamais"))
    edits = {
        "nothing": (lines, "identical"),
        "insert": ([*lines[:body], bare, *lines[body:]], "changed"),
        "append": ([*lines[:body], replace(one, text=f"{one.text} {bare.text}"), *lines[body + 1 :]], "changed"),
        "split": (
            [
                *lines[:body],
                replace(one, text=" ".join(words[:half])),
                Line(text=" ".join(words[half:]), place=PLACE),
                *lines[body + 1 :],
            ],
            "identical",
        ),
        "replace": ([*lines[:body], other, *lines[body + 1 :]], "changed"),
        "empty": ([*lines[:body], replace(one, text=""), *lines[body + 1 :]], "partial"),
        "delete": ([], "absent"),
        "delete a paragraph": ([*lines[:body], *lines[body + 1 :]], "partial"),
    }
    for name, (after, status) in edits.items():
        assert judged(after, reference) == status, name


def test_a_clause_moved_whole_is_still_itself_and_the_place_follows() -> None:
    first, second = LONG[0], LONG[1]
    moved = [*marked(second), *marked(first)]
    found = match(Draft(file="essai.docx", format="docx", blocks=tuple(moved)), [first, second])
    assert [(item.entry, item.status) for item in found] == [(second.entry, "identical"), (first.entry, "identical")]


def test_a_paragraph_pasted_without_its_mark_still_counts() -> None:
    reference = LONG[0]
    lines = marked(reference)
    body = max(range(1, len(lines)), key=lambda number: len(lines[number].text))
    pasted = Line(text=lines[body].text, place=PLACE)
    heading = Line(text="Autre article", heading=1, place=PLACE)
    assert judged([*lines[:body], *lines[body + 1 :], heading, pasted], reference) == "identical"
