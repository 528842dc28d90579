"""What LibreOffice makes of a redline: every change accepted, or refused, by its own commands."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import redline_edits as edits
from lxml.etree import _Element
from test_word_tracked_moves import noted

from clausekit.word import redline
from word_specimen import part, w, written

pytestmark = [
    pytest.mark.soffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice absent"),
]

MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Suivi" script:language="StarBasic">
Sub Settle(source As String, target As String, act As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim doc : doc = StarDesktop.loadComponentFromURL(ConvertToUrl(source), "_blank", 0, hidden())
  Dim way : way = createUnoService("com.sun.star.frame.DispatchHelper")
  way.executeDispatch(doc.CurrentController.Frame, ".uno:" &amp; act, "", 0, Array())
  Dim form(0) As New com.sun.star.beans.PropertyValue
  form(0).Name = "FilterName" : form(0).Value = "MS Word 2007 XML"
  doc.storeToURL(ConvertToUrl(target), form())
  doc.close(True)
End Sub
</script:module>"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Suivi"/></library:library>"""


def soffice(profile: Path, *words: object) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", *map(str, words)]
    subprocess.run(command, check=False, capture_output=True, timeout=180)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of LibreOffice with our macro; it must have started once before."""
    folder = tmp_path_factory.mktemp("profil")
    soffice(folder, "--terminate_after_init")
    basic = folder / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Suivi.xba").write_text(MODULE, "utf-8")
    (basic / "script.xlb").write_text(LIBRARY, "utf-8")
    return folder


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


@pytest.mark.parametrize("case", CASES)
def test_libreoffice_gives_back_both_texts(case: str, profile: Path, tmp_path: Path) -> None:
    old = new = written()
    for seed, edit in enumerate(CASES[case], start=5):
        new = edits.edited(new, edit, seed)
    made = redline(old, new, file="piece.docx", author="Essai", date="2026-11-22T10:00:00Z")
    source = tmp_path / "suivi.docx"
    source.write_bytes(made.data)
    for act, expected in (("AcceptAllTrackedChanges", new), ("RejectAllTrackedChanges", old)):
        target = tmp_path / f"{act}.docx"
        soffice(profile, f"macro:///Standard.Suivi.Settle({source},{target},{act})")
        got, wanted = texts(edits.body_of(target.read_bytes())), texts(edits.body_of(expected))
        assert [text for text in got if text] == [text for text in wanted if text]


def test_libreoffice_gives_back_the_notes_of_both_texts(profile: Path, tmp_path: Path) -> None:
    # LibreOffice 7.4 joins a paragraph to the next one when a tracked call of note ends it: words follow them here.
    end = {"at": "Chaque enlèvement", "then": " Sans frais."}
    old = noted(noted(written(), "Hors bois traité.", "Cette note part.", then=" Sans délai."), "Elle reste.", **end)
    new = noted(noted(written(), "Hors bois peint.", then=" Sans délai."), "Elle reste.", "Elle arrive.", **end)
    new = edits.edited(new, edits.clause_moved, seed=4)
    made = redline(old, new, file="piece.docx", author="Essai", date="2026-11-22T10:00:00Z")
    assert made.moved
    source = tmp_path / "suivi.docx"
    source.write_bytes(made.data)
    for act, expected in (("AcceptAllTrackedChanges", new), ("RejectAllTrackedChanges", old)):
        target = tmp_path / f"{act}.docx"
        soffice(profile, f"macro:///Standard.Suivi.Settle({source},{target},{act})")
        got = target.read_bytes()
        assert edits.notes(got) == edits.notes(expected)
        assert [text for text in texts(edits.body_of(got)) if text] == [
            text for text in texts(edits.body_of(expected)) if text
        ]


def test_libreoffice_shows_who_changed_what(profile: Path, tmp_path: Path) -> None:
    old = written()
    made = redline(
        old, edits.edited(old, edits.word_replaced), file="p.docx", author="Essai", date="2026-11-22T10:00:00Z"
    )
    source = tmp_path / "suivi.docx"
    source.write_bytes(made.data)
    soffice(profile, "--convert-to", "docx", "--outdir", tmp_path / "sortie", source)
    xml = part((tmp_path / "sortie" / "suivi.docx").read_bytes(), edits.DOCUMENT).decode()
    assert xml.count('w:author="Essai" w:date="2026-11-22T10:00:00Z"') == 2


def test_a_document_that_libreoffice_has_saved_has_no_changes(profile: Path, tmp_path: Path) -> None:
    old = written()
    source = tmp_path / "piece.docx"
    source.write_bytes(old)
    soffice(profile, "--convert-to", "docx", "--outdir", tmp_path / "sortie", source)
    saved = (tmp_path / "sortie" / "piece.docx").read_bytes()
    assert saved != old
    assert redline(old, saved, file="piece.docx", author="Essai", date="2026-11-22T10:00:00Z").data is None
