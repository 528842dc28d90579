"""What LibreOffice makes of a redline: every change accepted, or refused, by its own commands."""

from __future__ import annotations

from pathlib import Path

import pytest
import redline_edits as edits
from lxml.etree import _Element
from test_word_tracked_moves import noted

import libreoffice
from clausekit.word import redline
from clausekit.word.tracked import Redline
from word_specimen import part, w, written

pytestmark = libreoffice.needed


def texts(body: _Element) -> list[str]:
    """The words of each paragraph, without results of fields: LibreOffice counts those again."""
    return ["".join(_words(item)) for item in body.iter(w("p"))]


def _words(paragraph: _Element) -> list[str]:
    depth, words = 0, []
    for item in paragraph.iter(w("fldChar"), w("t")):
        if item.tag == w("fldChar"):
            depth += {"begin": 1, "end": -1}.get(item.get(w("fldCharType")), 0)
        elif not depth:
            words.append(item.text or "")
    return words


CASES = {
    "mots": (edits.many_words_replaced, edits.sentence_removed, edits.heading_renamed, edits.words_in_bold),
    "clauses": (edits.clause_deleted, edits.clause_moved, edits.paragraph_split),
    "deplaces": (edits.clause_moved_and_edited, edits.list_item_moved, edits.many_words_replaced),
    "tableau-deplace": (edits.table_moved,),
    "listes": (edits.list_item_added, edits.list_item_deleted, edits.level_changed, edits.first_deleted),
    "tableaux": (edits.row_added, edits.row_deleted, edits.cell_changed, edits.cell_paragraph_added),
    "colonnes": (edits.column_deleted, edits.sentence_added),
    "fin": (edits.last_added,),
}


ACTS = (libreoffice.ACCEPT, libreoffice.REJECT)
NOTES, NAMED, SAME = "notes", "auteur", "enregistree"


def pair(case: str) -> tuple[bytes, bytes]:
    """A document before and after its edits."""
    if case == NOTES:
        return _noted()
    old = new = written()
    for seed, edit in enumerate(CASES[case], start=5):
        new = edits.edited(new, edit, seed)
    return old, new


def _noted() -> tuple[bytes, bytes]:
    # LibreOffice 7.4 joins a paragraph to the next one when a tracked call of note ends it: words follow them here.
    end = {"at": "Chaque enlèvement", "then": " Sans frais."}
    old = noted(noted(written(), "Hors bois traité.", "Cette note part.", then=" Sans délai."), "Elle reste.", **end)
    new = noted(noted(written(), "Hors bois peint.", then=" Sans délai."), "Elle reste.", "Elle arrive.", **end)
    return old, edits.edited(new, edits.clause_moved, seed=4)


def tracked(old: bytes, new: bytes) -> Redline:
    return redline(old, new, file="piece.docx", author="Essai", date="2026-11-22T10:00:00Z")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What LibreOffice makes of every document of these tests, started once."""
    base = tmp_path_factory.mktemp("suivi")
    made = {case: tracked(*pair(case)).data for case in (*CASES, NOTES)}
    made[NAMED] = tracked(written(), edits.edited(written(), edits.word_replaced)).data
    for case, data in {**made, SAME: written()}.items():
        (base / f"{case}.docx").write_bytes(data)
    settled = [(f"{case}.docx", f"{act}-{case}.docx", act) for case in (*CASES, NOTES) for act in ACTS]
    libreoffice.saved(base, [*settled, *((f"{case}.docx", f"saved-{case}.docx") for case in (NAMED, SAME))])
    return base


@pytest.mark.parametrize("case", CASES)
def test_libreoffice_gives_back_both_texts(case: str, home: Path) -> None:
    for act, expected in zip(ACTS, reversed(pair(case)), strict=True):
        got = texts(edits.body_of((home / f"{act}-{case}.docx").read_bytes()))
        assert [text for text in got if text] == [text for text in texts(edits.body_of(expected)) if text]


def test_libreoffice_gives_back_the_notes_of_both_texts(home: Path) -> None:
    assert tracked(*pair(NOTES)).moved
    for act, expected in zip(ACTS, reversed(pair(NOTES)), strict=True):
        got = (home / f"{act}-{NOTES}.docx").read_bytes()
        assert edits.notes(got) == edits.notes(expected)
        assert [text for text in texts(edits.body_of(got)) if text] == [
            text for text in texts(edits.body_of(expected)) if text
        ]


def test_libreoffice_shows_who_changed_what(home: Path) -> None:
    xml = part((home / f"saved-{NAMED}.docx").read_bytes(), edits.DOCUMENT).decode()
    assert xml.count('w:author="Essai" w:date="2026-11-22T10:00:00Z"') == 2


def test_a_document_that_libreoffice_has_saved_has_no_changes(home: Path) -> None:
    saved = (home / f"saved-{SAME}.docx").read_bytes()
    assert saved != written()
    assert tracked(written(), saved).data is None
