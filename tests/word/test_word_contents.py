"""A table of contents made again: entries by us, pages by LibreOffice, the rest of the document untouched."""

import io
import shutil

import docx
import pytest
import word_hosts
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree
from test_word_authority import NS, add_list, levels, number_style, saved
from test_word_into import built_in, draft, inserted

from clausekit import read, soffice
from clausekit.cli import sommaire
from clausekit.word import contents_of, pages_of, text_of
from word_specimen import tree, w

TOC = ' TOC \\o "1-2" \\h \\z \\u '


def entry(level: int, label: str, text: str, page: int, anchor: str) -> str:
    """An entry as Word writes it."""
    page_field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {anchor} \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{page}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    said = [f"<w:r><w:rPr><w:b/></w:rPr><w:t>{word}</w:t></w:r><w:r><w:tab/></w:r>" for word in (label, text)]
    style = f'<w:pPr><w:pStyle w:val="TM{level}"/></w:pPr>'
    return f'{style}<w:hyperlink w:anchor="{anchor}">{"".join(said)}{page_field}</w:hyperlink>'


def listed(code: str = TOC, *, entries: bool = True) -> bytes:
    """Three numbered articles, and a table that knows two of them, in « TM » styles of the house."""
    document = docx.Document()
    for n in (1, 2):
        style = document.styles.add_style(f"TM{n}", 1)
        style.element.find(qn("w:name")).set(qn("w:val"), f"toc {n}")
    add_list(document, 90, levels("Article %1 –", "%1.%2", styles=("Heading1", "Heading2")))
    for n in (1, 2):
        number_style(document.styles[f"Heading {n}"], 90, n - 1)
    head = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    first, second = entry(1, "Article 1 –", "Objet", 7, "_Toc111"), entry(2, "1.1", "Lieux", 7, "_Toc112")
    first = first.replace("</w:pPr>", "</w:pPr>" + head, 1)
    if not entries:
        first, second = f"{head}<w:r><w:t>Vide</w:t></w:r>", ""
    for inside in filter(None, (first, second, '<w:r><w:fldChar w:fldCharType="end"/></w:r>')):
        document.element.body[-1].addprevious(parse_xml(f"<w:p {NS}>{inside}</w:p>"))
    document.add_page_break()
    for level, title, name in ((1, "Objet", "_Toc111"), (2, "Lieux", "_Toc112"), (1, "Prix", None)):
        heading = document.add_heading(title, level)
        if name:
            word_hosts.marked(heading, name, 50 + level)
        document.add_paragraph("Le titulaire exécute les prestations.")
        document.add_page_break()
    return saved(document)


def table(data: bytes) -> list[tuple[str, str]]:
    """(style, words with tabs) of the paragraphs of the TOC field."""
    found, depth = [], 0
    for paragraph in tree(data).iter(w("p")):
        began = depth
        for sign in paragraph.iter(w("fldChar")):
            depth += {"begin": 1, "end": -1}.get(sign.get(w("fldCharType")), 0)
        if began or depth:
            style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
            said = "".join((e.text or "") if e.tag == w("t") else "\t" for e in paragraph.iter(w("t"), w("tab"))
                           if e.getparent().tag == w("r"))  # fmt: skip
            if said:
                found.append(("" if style is None else style.get(w("val")), said))
    return found


def filled(data: bytes, *pages: int) -> bytes:
    made = contents_of(data, file="d.docx", draft=draft(data))
    assert made is not None
    done = made.filled({rank: str(page) for rank, page in enumerate(pages)})
    assert done is not None
    return done


def test_entries_are_made_as_those_that_were_there():
    assert table(filled(listed(), 2, 3, 4)) == [
        ("TM1", "Article 1 –\tObjet\t2"),
        ("TM2", "1.1\tLieux\t3"),
        ("TM1", "Article 2 –\tPrix\t4"),
    ]
    bold = [run for run in tree(filled(listed(), 2, 3, 4)).iter(w("r")) if "Prix" in "".join(run.itertext())]
    assert bold[0].find(f"{w('rPr')}/{w('b')}") is not None


def test_a_table_never_made_gets_its_first_entries():
    assert table(filled(listed(entries=False), 2, 3, 4)) == [
        ("TM1", "Article 1 – Objet\t2"),
        ("TM2", "1.1 Lieux\t3"),
        ("TM1", "Article 2 – Prix\t4"),
    ]


def test_every_entry_leads_to_its_heading():
    root = tree(filled(listed(), 2, 3, 4))
    names = {start.get(w("name")) for start in root.iter(w("bookmarkStart"))}
    links = [link.get(w("anchor")) for link in root.iter(w("hyperlink"))]
    assert links[:2] == ["_Toc111", "_Toc112"]
    assert set(links) <= names
    assert len(set(links)) == 3


def test_the_field_stays_a_field_to_be_made_again_by_word():
    root = tree(filled(listed(), 2, 3, 4))
    signs = [sign.get(w("fldCharType")) for sign in root.iter(w("fldChar"))]
    assert signs.count("begin") == signs.count("end") == 4
    first = next(root.iter(w("fldChar")))
    assert first.get(w("dirty")) == "true"
    assert next(root.iter(w("instrText"))).text == TOC


def test_nothing_but_the_table_and_its_bookmarks_changes():
    def rest(data: bytes) -> list[bytes]:
        body = tree(data).find(w("body"))
        for item in list(body.iter(w("bookmarkStart"), w("bookmarkEnd"))):
            item.getparent().remove(item)
        return [etree.tostring(child, method="c14n") for child in body if not list(child.iter(w("fldChar")))]

    assert rest(filled(listed(), 2, 3, 4)) == rest(listed())


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        (' TOC \\o "1-1" ', ["Objet", "Prix"]),
        (" TOC \\h ", ["Objet", "Lieux", "Prix"]),
        (' TOC \\f \\o "1-1" \\h', ["Objet", "Prix"]),  # as LibreOffice writes it
        (' TOC \\t "Heading 2;1" ', ["Lieux"]),
        (' TOC \\o "1-1" \\t "heading 2,2" ', ["Objet", "Lieux", "Prix"]),
    ],
)
def test_the_field_says_what_is_listed(code, titles):
    pages = range(1, len(titles) + 1)
    found = [words.rpartition("\t")[0] for _, words in table(filled(listed(code), *pages))]
    assert [words.split("\t")[-1] for words in found] == titles


@pytest.mark.parametrize("code", [' TOC \\c "Figure" ', " TOC \\b partie ", " INDEX ", " REF x "])
def test_another_table_is_left_alone(code):
    data = listed(code)
    assert contents_of(data, file="d.docx", draft=draft(data)) is None


def test_a_table_of_entries_marked_by_hand_is_left_alone():
    document = docx.Document(io.BytesIO(listed(' TOC \\f \\o "1-1" ')))
    code = '<w:instrText xml:space="preserve"> TC "Une entrée" </w:instrText>'
    runs = "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    field = runs.replace("</w:r>", f"</w:r><w:r>{code}</w:r>", 1)
    document.element.body[-1].addprevious(parse_xml(f"<w:p {NS}>{field}</w:p>"))
    data = saved(document)
    assert contents_of(data, file="d.docx", draft=draft(data)) is None


def test_a_page_that_is_missing_leaves_the_table_alone():
    made = contents_of(listed(), file="d.docx", draft=draft(listed()))
    assert made.filled({0: "1", 1: "2"}) is None


def test_the_probe_is_read_whatever_is_around():
    assert pages_of(["ckpaq 3 qz ckpbq iv qz", "ckpabq 12 qz", "ckp 3"]) == {0: "3", 1: "iv", 27: "12"}


def test_without_libreoffice_one_sentence_is_said(monkeypatch):
    monkeypatch.setattr(soffice, "program", lambda: None)
    given = listed()
    done = sommaire.refreshed(given, file="d.docx")
    assert done.data == given
    assert done.told.startswith("Sommaire non refait : LibreOffice n'est pas installé")


def test_a_program_that_hangs_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60 &\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(soffice, "program", lambda: str(slow))
    if shutil.which("sh") is None:
        pytest.skip("no shell")
    done = soffice.printed(b"x", seconds=0.5)
    assert (done.pdf, done.fault) == (None, "LibreOffice n'a pas répondu en 0 secondes.")


def test_a_program_that_fails_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(soffice, "program", lambda: str(tmp_path / "absent"))
    assert "n'a pas su" in soffice.printed(b"x").fault


@pytest.mark.soffice
@pytest.mark.skipif(soffice.program() is None, reason="LibreOffice absent")
@pytest.mark.parametrize("host", [word_hosts.house_ccap, built_in], ids=["house", "listed"])
def test_pages_are_those_of_the_printed_document(host):
    pytest.importorskip("pypdfium2")
    data = inserted(host()).data if host is word_hosts.house_ccap else listed()
    done = sommaire.refreshed(data, file="d.docx")
    assert "Sommaire refait" in done.told
    printed = read.draft(soffice.printed(done.data).pdf, file="d.pdf")
    pages = {}
    for line in printed.lines():
        pages.setdefault(" ".join(f"{line.number} {line.text}".split()).casefold(), []).append(line.place.page)
    for _, words in table(done.data):
        title, _, page = words.replace("Article ", "").replace(" – ", " ").replace(" –\t", "\t").rpartition("\t")
        assert int(page) in pages[" ".join(title.split()).casefold()]


def test_the_words_of_the_document_stay():
    before = [text for text in text_of(listed()) if "\t" not in text]
    assert "Le titulaire exécute les prestations." in before
    assert set(before) - set(text_of(filled(listed(), 2, 3, 4))) <= {"Article 1 –\tObjet\t7", "1.1\tLieux\t7"}


def test_a_field_whose_entries_begin_further_down_is_left_alone():
    document = docx.Document()
    document.add_heading("Objet", 1)
    for kind in ("begin", "separate", "end"):
        paragraph = document.add_paragraph()
        word_hosts.add_xml(paragraph, f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>')
        if kind == "begin":
            word_hosts.add_xml(paragraph, f"<w:r><w:instrText>{TOC}</w:instrText></w:r>")
    data = saved(document)
    assert contents_of(data, file="d.docx", draft=draft(data)) is None
