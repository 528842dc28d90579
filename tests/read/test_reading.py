"""Documents written by others: what is read of each format, and what is refused, in one French finding."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from clausekit import read
from clausekit.draft import Table, lines
from clausekit.finding import UnreadableFile
from read_specimen import (
    NAMES,
    Sheet,
    cell,
    deflated,
    docx,
    docx_parts,
    drafted,
    odt,
    para,
    pdf,
    run,
    table,
    texts,
    zipped,
)

# --- Word ------------------------------------------------------------------------------------


def test_automatic_numbers_are_those_that_word_prints() -> None:
    data = docx(
        para("Objet", style="Titre1"),
        para("Portée", style="Titre2"),
        para("Le titulaire livre.", style="Puce"),
        para("Pénalités", style="Titre1"),
        para("Retard", style="Titre2"),
    )
    found = [(line.heading, line.number, line.text) for line in drafted(data).lines()]
    assert found == [
        (1, "1", "Objet"),
        (2, "1.1", "Portée"),
        (None, "", "Le titulaire livre."),
        (1, "2", "Pénalités"),
        (2, "2.1", "Retard"),
    ]


def test_changes_are_read_as_accepted_and_kept_apart() -> None:
    inserted = f'<w:ins w:id="1" w:author="Mme B." w:date="2026-11-02T10:00:00Z">{run(" dix jours")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="Mme B."><w:r><w:delText> trente jours</w:delText></w:r></w:del>'
    [line] = drafted(docx(para("Le délai est de", inserted, deleted))).lines()
    assert line.text == "Le délai est de dix jours"
    assert {(change.kind, change.text.strip()) for change in line.changes} == {
        ("insertion", "dix jours"),
        ("deletion", "trente jours"),
    }


def test_content_controls_text_boxes_and_nested_tables_lose_nothing() -> None:
    held = f"<w:sdt><w:sdtPr/><w:sdtContent>{para('Dans un contrôle de contenu')}</w:sdtContent></w:sdt>"
    nested = table([cell("Critères", table(["Prix", "40 %"]), "<w:p/>")])
    found = texts(drafted(docx(held, nested)))
    assert [text for text in found if text] == ["Dans un contrôle de contenu", "Critères", "Prix", "40 %"]


def test_hidden_text_is_not_read() -> None:
    [line] = drafted(docx(para("Visible", run(" caché", "<w:vanish/>")))).lines()
    assert line.text == "Visible"


def test_our_bookmarks_are_marks() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="_ck_DEC_014_r2_T03"/><w:bookmarkEnd w:id="1"/>'
    [line] = drafted(docx(para(mark, "Le titulaire trie."))).lines()
    assert [(item.entry, item.revision, item.piece, item.ordinal) for item in line.marks] == [("DEC-014", 2, "CCTP", 3)]


def test_strict_ooxml_reads_the_same() -> None:
    parts = docx_parts(para("Objet", style="Titre1"))
    strict = {
        name: content.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        if isinstance(content, str)
        else content
        for name, content in parts.items()
    }
    assert texts(drafted(zipped(strict))) == ["Objet"]


# --- OpenDocument, PDF, text -----------------------------------------------------------------


def test_an_odt_has_its_headings_and_tables() -> None:
    body = (
        '<text:h text:outline-level="2">Pénalités</text:h><text:p>Le titulaire<text:s text:c="1"/>paie.</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>Prix</text:p></table:table-cell>"
        "<table:table-cell><text:p>40 %</text:p></table:table-cell></table:table-row></table:table>"
    )
    draft = drafted(odt(body))
    assert draft.format == "odt"
    heading, paragraph, grid = draft.blocks
    assert (heading.heading, heading.text, paragraph.text) == (2, "Pénalités", "Le titulaire paie.")  # type: ignore[union-attr]
    assert isinstance(grid, Table)
    assert grid.texts == (("Prix", "40 %"),)


def test_a_ruled_table_of_a_pdf_keeps_each_weight_beside_its_label() -> None:
    sheet = Sheet()
    sheet.say(60, 60, "Jugement des offres", bold=True, size=14)
    sheet.grid((60, 380, 500), (100, 130, 175, 205))
    for y, label, weight in ((120, "Critères", "Pondération"), (145, "Valeur technique appréciée", "60 %")):
        sheet.say(70, y, label).say(390, y, weight)
    sheet.say(70, 160, "au vu du mémoire").say(70, 195, "Prix").say(390, 195, "40 %")
    draft = drafted(pdf(sheet))
    assert (draft.format, draft.pages) == ("pdf", 1)
    [found] = [block for block in draft.blocks if isinstance(block, Table)]
    rows = [tuple(" ".join(text.split()) for text in row) for row in found.texts]
    assert rows == [
        ("Critères", "Pondération"),
        ("Valeur technique appréciée au vu du mémoire", "60 %"),
        ("Prix", "40 %"),
    ]


def test_a_markdown_file_has_its_headings() -> None:
    draft = drafted("# CCTP\n\nLe titulaire livre.\n".encode("cp1252"))
    assert [(line.heading, line.text) for line in lines(draft.blocks)] == [(1, "CCTP"), (None, "Le titulaire livre.")]


# --- hostile and broken ----------------------------------------------------------------------


def _bomb() -> bytes:
    parts = docx_parts(para("x"))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr("word/media/image1.bin", b"\0" * 300_000_000)
    return out.getvalue()


def _two_documents() -> bytes:
    out = BytesIO(docx(para("premier")))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{para('second')}</w:body></w:document>")
    return out.getvalue()


def _entities(declared: str, used: str) -> bytes:
    parts = docx_parts(para("x"))
    parts["word/document.xml"] = (
        f"<!DOCTYPE d [{declared}]><w:document {NAMES}><w:body>{para(used)}</w:body></w:document>"
    )
    return zipped(parts)


def _laughs() -> bytes:
    declared = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return _entities(declared, "&a9;")


def _deep() -> bytes:
    return docx("<w:p>" * 5000 + "</w:p>" * 5000)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "two document.xml": _two_documents,
    "XXE": lambda: _entities('<!ENTITY e SYSTEM "file:///etc/passwd">', "&e;"),
    "billion laughs": _laughs,
    "traversal": lambda: zipped({**docx_parts(para("x")), "../../evil.xml": "x"}),
    "truncated": lambda: docx(para("x"))[:400],
    "an old .doc": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000),
    "an RTF": lambda: rb"{\rtf1\ansi Le titulaire}",
    "protected pdf": lambda: pdf(Sheet().say(60, 60, "secret"), password="x"),
    "a pdf of images": lambda: pdf(b"x\x9cK/\xd2U\xd0U\xf0\x04\x00\x0e\x8f\x02\xa0"),
    "a broken pdf": lambda: b"%PDF-1.7\n1 0 obj\n<</Type/Cata",
    "nothing": lambda: b"",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_one_french_finding(name: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read.draft(HOSTILE[name](), file="pièce.docx")
    [finding] = refused.value.findings
    assert finding.message.endswith(".")
    assert finding.remedy
    assert "Traceback" not in finding.message
    assert "root:" not in str(finding)


@pytest.mark.parametrize("name", ["bomb", "deep"])
def test_a_bomb_is_read_within_bounds_or_refused(name: str) -> None:
    data = {"bomb": _bomb, "deep": _deep}[name]()
    try:
        draft = read.draft(data, file="pièce.docx")
    except UnreadableFile as refused:
        assert len(refused.findings) == 1
    else:
        assert len(texts(draft)) < 10_000


def test_a_pdf_bomb_ends_in_its_child() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read.draft(pdf(deflated(b"BT /F0 9 Tf 60 60 Td (aaaaaaaa) Tj ET\n", 3_000_000)), file="bombe.pdf")
    assert len(refused.value.findings) == 1
