# ruff: noqa: E501 - a specimen stands on one line, as it is in the file
"""Files made to harm: read soundly or refused in one sentence, in little time and memory."""

import io
import sys
import time
import warnings
import zipfile

import pytest

import peak
from clausekit import read
from clausekit.finding import UnreadableFile
from read_specimen import NAMES, docx, docx_parts, drafted, para, refusal, table, texts, zipped

SECONDS = 5


@pytest.fixture(autouse=True)
def _in_time():
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


def document(inside: str, *, stored: bool = False) -> bytes:
    parts = {**docx_parts(), "word/document.xml": f"<w:document {NAMES}><w:body>{inside}</w:body></w:document>"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb():
    assert refusal(document("<w:p/>" * 1_000_000)) == "Un élément est anormalement compressé."


def test_a_text_without_end():
    assert refusal(document(f"<w:p><w:r><w:t>{'a' * 11_000_000}</w:t></w:r></w:p>", stored=True)).startswith("Un élément XML du fichier est mal formé")  # fmt: skip
    assert "dépasse 50 Mo" in refusal(document("a" * 53_000_000, stored=True))


@pytest.mark.parametrize("piece", ["<w:p/>", "<w:p><w:pPr/></w:p>", "<w:r><w:tab/></w:r>"])
def test_elements_without_end(piece):
    count = 1_000_001 // piece.count("<")
    assert (
        refusal(document(f"<w:p>{piece * (count + 1)}</w:p>", stored=True)) == "Un élément XML du fichier est démesuré."
    )


def test_paragraphs_without_end():
    assert refusal(document("<w:p/>" * 100_001, stored=True)) == "Le document a plus de 100 000 alinéas."


def test_nesting_without_end():
    depth = 300
    inside = "<w:sdt><w:sdtContent>" * depth + "<w:p/>" + "</w:sdtContent></w:sdt>" * depth
    assert refusal(document(inside)) == "Un élément XML du fichier est mal formé."


def test_deep_nesting_is_read():
    inside = para("au fond")
    for _ in range(70):
        inside = table([f"<w:tc>{inside}</w:tc>"])
    assert texts(drafted(docx(inside)))[-1] == "au fond"


LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {b} '&{a};&{a};'>" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)) + "]>"  # fmt: skip
OUTSIDE = "<!DOCTYPE a [<!ENTITY k SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels"]
)
def test_entities_are_refused(doctype, part):
    parts = docx_parts(para("&k;" if part == "word/document.xml" else "a"))
    parts[part] = doctype + str(parts[part])
    assert "DOCTYPE" in refusal(zipped(parts))


def test_entities_are_refused_under_another_encoding():
    parts = docx_parts()
    parts["word/document.xml"] = ("<?xml version='1.0' encoding='utf-16'?>" + LAUGHS + "<a>&k;</a>").encode("utf-16")
    assert "DOCTYPE" in refusal(zipped(parts))


def doubled(name: str) -> bytes:
    out = io.BytesIO(docx(para("a")))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, "<a/>")
    return out.getvalue()


@pytest.mark.parametrize("name", ["word/document.xml", "WORD/Document.XML"])
def test_a_part_written_twice(name):
    assert refusal(doubled(name)) == "Le fichier contient deux fois le même élément."


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "word/../../a", "C:\\a"])
def test_names_that_climb(name):
    assert refusal(doubled(name)) == "Un élément porte un chemin interdit."


def test_a_locked_zip():
    data = bytearray(docx(para("a")))
    for at in (data.index(b"PK\1\2") + 8, 6):
        data[at] |= 1
    assert refusal(bytes(data)) == "Le fichier est protégé par un mot de passe."


@pytest.mark.parametrize("method", [9, 93])  # Deflate64, Zstandard
def test_a_sound_zip_packed_in_a_way_that_is_not_read(method):
    """Not « abîmé »: nothing is wrong with it, and it is enough to save it again."""
    data = bytearray(docx(para("a")))
    central = data.index(b"word/document.xml", data.index(b"PK\1\2")) - 46
    local = data.index(b"word/document.xml") - 30
    for at in (local + 8, central + 10):
        data[at] = method
    assert refusal(bytes(data)) == "Le fichier est compressé d’une manière que clausekit ne lit pas."


def test_a_part_whose_bytes_changed():
    data = bytearray(document(para("a" * 50), stored=True))
    data[data.index(b"aaaa")] = ord("b")
    assert refusal(bytes(data)).startswith("Le fichier est abîmé")
    with pytest.raises(UnreadableFile) as caught:
        read.draft(bytes(data), file="essai.docx")
    # Never the words of the library, which are English.
    assert caught.value.findings[0].read == "un élément dont le contenu ne se décompresse pas"


def test_xml_that_is_no_xml_is_told_by_its_place():
    with pytest.raises(UnreadableFile) as caught:
        read.draft(document("<w:p></w:r>"), file="essai.docx")
    assert caught.value.findings[0].read.startswith("une faute à la ligne 1, colonne ")


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        (para("a", style="A"), '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'),
        (para("a", properties='<w:numPr><w:ilvl w:val="99"/><w:numId w:val="1"/></w:numPr>'), ""),
        (para("a", properties='<w:numPr><w:ilvl w:val="x"/><w:numId w:val="&#233;"/></w:numPr><w:outlineLvl w:val="-4"/>'), ""),
        (table(['<w:tc><w:tcPr><w:tcW/><w:gridSpan w:val="99999999999999999999"/></w:tcPr>' + para("a") + "</w:tc>"]), ""),
        (para('<w:r><w:fldChar w:fldCharType="end"/><w:t>a</w:t></w:r>'), ""),
        (para('<w:r><w:sym w:char="zz"/><w:t>a</w:t></w:r>'), ""),
    ],
)  # fmt: skip
def test_values_that_make_no_sense(body, styles):
    draft = drafted(docx(body, styles=styles))
    assert texts(draft) == ["a"]
    assert all(
        cell.span <= 63 for block in draft.blocks if hasattr(block, "rows") for row in block.rows for cell in row
    )


def test_a_definition_of_lists_that_goes_round():
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = para("a", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
    assert texts(drafted(docx(body, numbering=numbering, styles=styles))) == ["a"]


LARGEST = """
from read_specimen import *
from test_read_hostile import document
drafted(document("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * int(sys.argv[2]), stored=True))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux counts it")
def test_the_largest_file_that_is_read_stays_small(tmp_path):
    """In a process of its own: the most paragraphs that a document may have."""
    done = peak.run(LARGEST, tmp_path / "peak", "99000")
    assert done.returncode == 0, done.stderr
    assert peak.megabytes(tmp_path / "peak") < 250


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux counts it")
def test_the_measure_of_memory_counts_what_is_taken(tmp_path):
    for taken in (50, 150):
        peak.run(f"held = b'a' * ({taken} << 20)", tmp_path / "peak")
        assert taken < peak.megabytes(tmp_path / "peak") < taken + 60
