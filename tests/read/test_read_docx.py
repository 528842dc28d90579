# ruff: noqa: E501 - a specimen stands on one line, as it is in the file
"""A Word file as a reader sees it: fields, tracked changes, boxes, merges, hidden text, numbers."""

import pytest

from clausekit.draft import Change, Table
from clausekit.mark import Mark, bookmark
from read_specimen import (
    NAMES,
    cell,
    docx,
    docx_parts,
    drafted,
    para,
    refusal,
    relations,
    run,
    shown,
    table,
    texts,
    zipped,
)

INS = '<w:ins w:id="1" w:author="Anne" w:date="2026-03-02T10:00:00Z">{}</w:ins>'
DEL = '<w:del w:id="2" w:author="Bruno" w:date="2026-03-03T10:00:00Z"><w:r><w:delText>{}</w:delText></w:r></w:del>'
MARK = Mark(entry="DEC-014", revision=2, piece="CCTP", ordinal=3)


def said(*body: str, **parts: object) -> list[str]:
    return shown(drafted(docx(*body, **parts)))


def point(name: str, number: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def field(instruction: str, *result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return mark.format("begin") + code + mark.format("separate") + "".join(result) + mark.format("end")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (para("Le ", run("titulaire", "<w:b/>"), " trie."), "Le titulaire trie."),
        (para("un", "<w:r><w:tab/><w:t>deux</w:t></w:r>"), "un\tdeux"),
        (para("un", "<w:r><w:br/><w:t>deux</w:t></w:r>"), "un\ndeux"),
        (para("un", '<w:r><w:br w:type="page"/><w:t>deux</w:t></w:r>'), "un deux"),
        (para("sous", "<w:r><w:noBreakHyphen/><w:t>traitant</w:t></w:r>"), "sous-traitant"),
        (para("envi", "<w:r><w:softHyphen/><w:t>ronnement</w:t></w:r>"), "environnement"),
        (para("au plus ", '<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>', " 50 %"), "au plus ≤ 50 %"),
        (para("Oui ", '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'), "Oui ☐"),
        (para("50\u00a0% des «\u00a0lots\u00a0»\u202f;"), "50 % des « lots » ;"),
        (para("e\u0301cole"), "école"),
        (para("Voir ", field(" REF _Ref1 \\r \\h ", run("2.1")), "."), "Voir 2.1."),
        (para("Page ", '<w:fldSimple w:instr=" PAGE ">' + run("3") + "</w:fldSimple>"), "Page 3"),
        (para(field(" IF " + "</w:instrText></w:r>" + field(" MERGEFIELD a ", run("caché"))
                    + "<w:r><w:instrText>", run("montré"))), "montré"),
        (para("a", '<w:smartTag w:element="x">' + run("b") + "</w:smartTag>", "c"), "abc"),
        (para('<w:hyperlink w:anchor="a">' + run("lien") + "</w:hyperlink>"), "lien"),
        (para("<w:sdt><w:sdtPr/><w:sdtContent>" + run("champ") + "</w:sdtContent></w:sdt>"), "champ"),
        (para("vu ", run("non vu", "<w:vanish/>"), run("vu encore", '<w:vanish w:val="0"/>')), "vu vu encore"),
        (para("vu ", run("non vu", '<w:rStyle w:val="Cache"/>')), "vu"),
        (para("<m:oMath><m:r><m:t>N=P</m:t></m:r><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num>"
              "<m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"), "N=Pa/b"),
        (para('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>'
              '</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>'
              '<w:r><w:fldChar w:fldCharType="end"/></w:r>', " oui"), "☒ oui"),
    ],
)  # fmt: skip
def test_a_paragraph_as_it_is_seen(body, text):
    assert texts(drafted(docx(body))) == [text]


def test_a_field_that_never_ends_hides_nothing():
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF</w:instrText></w:r>'
    assert texts(drafted(docx(para("un", begun, "deux"), para("trois")))) == ["undeux", "trois"]


def test_a_table_of_contents_is_one_field_over_many_paragraphs():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = mark.format("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + mark.format("separate")
    assert texts(drafted(docx(para(begin, "1 Objet"), para("2 Prix"), para("3 Lieu", mark.format("end"))))) == [
        "1 Objet", "2 Prix", "3 Lieu",
    ]  # fmt: skip


def test_tracked_changes_are_accepted_and_recorded():
    body = para("Délai de ", DEL.format("dix"), INS.format(run("quinze")), " jours")
    (line,) = drafted(docx(body)).blocks
    assert line.text == "Délai de quinze jours"
    assert line.changes == (
        Change(kind="deletion", text="dix", author="Bruno", date="2026-03-03T10:00:00Z"),
        Change(kind="insertion", text="quinze", author="Anne", date="2026-03-02T10:00:00Z"),
    )


def test_moved_text_is_read_where_it_went():
    gone = '<w:moveFrom w:id="1" w:author="A"><w:r><w:t>Déplacé.</w:t></w:r></w:moveFrom>'
    here = '<w:moveTo w:id="2" w:author="A"><w:r><w:t>Déplacé.</w:t></w:r></w:moveTo>'
    draft = drafted(docx(para(gone), para("Milieu."), para(here)))
    assert texts(draft) == ["", "Milieu.", "Déplacé."]
    assert [change.kind for line in draft.lines() for change in line.changes] == ["deletion", "insertion"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    gone = '<w:rPr><w:del w:id="9" w:author="A"/></w:rPr>'
    assert texts(drafted(docx(para("Le titulaire ", properties=gone), para("trie.")))) == ["Le titulaire trie."]


def test_a_paragraph_deleted_whole_keeps_its_mark_and_takes_no_number():
    gone = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr><w:rPr><w:del w:id="9" w:author="A"/></w:rPr>'
    kept = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>'
    draft = drafted(
        docx(para(point(bookmark(MARK)), DEL.format("Supprimé."), properties=gone), para("a", properties=kept))
    )
    first, second = draft.blocks
    assert (first.text, first.marks, first.changes[0].text) == ("", (MARK,), "Supprimé.")
    assert second.number == "a)"


def test_marks_are_read_inside_before_and_after_a_copy():
    other = Mark(entry="COM-A02", revision=1, piece="ANNEXE", ordinal=0)
    draft = drafted(
        docx(
            point(bookmark(other)),
            para("un", point("_GoBack", 2)),
            para(point(bookmark(MARK) + "_Copy_1", 3), "deux", point(bookmark(MARK), 4)),
        )
    )
    assert [line.marks for line in draft.blocks] == [(other,), (MARK,)]


def test_content_controls_and_unknown_wrappers_hold_paragraphs():
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = control.format(control.format(para("dedans")) + para("aussi"))
    assert said(body + '<w:customXml w:element="a">' + para("encore") + "</w:customXml>") == [
        "dedans",
        "aussi",
        "encore",
    ]


BOX = (
    "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent>"
)


def test_a_text_box_is_read_once_and_apart():
    draft = drafted(docx(para("avant ", "<w:r>" + BOX.format(para("encadré")) + "</w:r>", run(" après"))))
    assert texts(draft) == ["avant après"]
    assert [(line.text, line.place.part) for line in draft.around] == [("encadré", "zone de texte")]


def test_an_old_text_box_has_no_fallback():
    draft = drafted(
        docx(
            para(
                "<w:r><w:pict><v:textbox><w:txbxContent>"
                + para("vieux")
                + "</w:txbxContent></v:textbox></w:pict></w:r>"
            )
        )
    )
    assert texts(draft.around) == ["vieux"]


def test_notes_headers_and_footers_stand_around_once():
    note = f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="-1">{para("____")}</w:footnote><w:footnote w:id="2">{para("Une note.")}</w:footnote></w:footnotes>'
    header = f"<w:hdr {NAMES}>{para('Métropole')}</w:hdr>"
    footer = f"<w:ftr {NAMES}>{para('Page ', field(' PAGE ', run('1')))}</w:ftr>"
    section = "<w:sectPr><w:headerReference r:id='r3'/><w:headerReference w:type='even' r:id='r3'/><w:footerReference r:id='r4'/></w:sectPr>"
    draft = drafted(
        docx(
            para("Prix", style="Titre1"),
            para("Texte", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
            section,
            footnotes=("footnotes", note),
            header1=("header", header),
            footer1=("footer", footer),
        )
    )
    assert [(line.text, line.place.part, line.place.article) for line in draft.around] == [
        ("Une note.", "note", "1 Prix"),
        ("Métropole", "en-tête", None),
        ("Page 1", "pied de page", None),
    ]
    # The note says which paragraph calls it; what nothing calls says nothing.
    assert [line.caller for line in draft.around] == [draft.blocks[1].place.paragraph, "", ""]


def test_cells_merged_across_and_down():
    across, down, rest = '<w:gridSpan w:val="2"/>', '<w:tcW/><w:vMerge w:val="restart"/>', "<w:tcW/><w:vMerge/>"
    body = table(
        [cell("Critères", properties="<w:tcW/>" + across)],
        [cell("Prix", properties=down), "40 %"],
        [cell(properties=rest), ""],
    )
    (found,) = drafted(docx(body)).blocks
    assert isinstance(found, Table)
    assert [[(c.text, c.span, bool(c.blocks)) for c in row] for row in found.rows] == [
        [("Critères", 2, True)],
        [("Prix", 1, True), ("40 %", 1, True)],
        [("", 1, False), ("", 1, True)],
    ]


def test_tables_within_tables_and_rows_in_controls():
    inner = table(["a", "b"])
    row = "<w:sdt><w:sdtContent><w:tr>" + cell("contrôle") + "</w:tr></w:sdtContent></w:sdt>"
    body = table(["avant", cell(para("voir"), inner)]).replace("</w:tbl>", row + "</w:tbl>", 2)
    (outer,) = drafted(docx(body)).blocks
    assert outer.texts == (("avant", "voir\na\nb\ncontrôle"), ("contrôle",))
    assert isinstance(outer.rows[0][1].blocks[1], Table)


def test_a_deleted_row_is_gone():
    gone = "<w:tr><w:trPr><w:del w:id='1' w:author='A'/></w:trPr>" + cell(para(DEL.format("ôtée"))) + "</w:tr>"
    (found,) = drafted(docx(table(["gardée"]).replace("</w:tbl>", gone + "</w:tbl>"))).blocks
    assert found.texts == (("gardée",),)


def test_places_name_article_part_and_rank():
    body = (
        para("Exécution", style="Titre1"),
        para("Tri", style="Titre2"),
        para("Le titulaire trie."),
        table(["cellule"]),
    )
    found = [
        (line.place.part, line.place.article, line.place.paragraph)
        for line in drafted(docx(*body), "cctp.docx").lines()
    ]
    assert found == [
        ("corps", "1 Exécution", "1"),
        ("corps", "1.1 Tri", "2"),
        ("corps", "1.1 Tri", "3"),
        ("tableau", "1.1 Tri", "4"),
    ]


def test_custom_properties_digest_and_format():
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="a" pid="2" name="clausekit.version"><vt:lpwstr>1</vt:lpwstr></property></Properties>'
    )
    draft = drafted(zipped({**docx_parts(para("a")), "docProps/custom.xml": custom}))
    assert draft.format == "docx" and draft.pages is None and len(draft.digest) == 64
    assert draft.properties == {"clausekit.version": "1"}


def test_what_is_not_read_is_said():
    comments = f'<w:comments {NAMES}><w:comment w:id="1">{para("à revoir")}</w:comment></w:comments>'
    data = docx(para("a"), '<w:altChunk r:id="r9"/>', comments=("comments", comments))
    assert drafted(data).doubts == (
        "Le document insère un autre fichier (altChunk), dont le texte n’est pas lu.",
        "Le document porte un commentaire, qui n’est pas lu.",
    )
    assert texts(drafted(data)) == ["a"]
    assert (drafted(data).partial, drafted(docx(para("a"), comments=("comments", comments))).partial) == (True, False)


def test_strict_open_xml_is_read():
    strict = {
        name: content.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, content in docx_parts(para("Prix", style="Titre1")).items()
    }  # fmt: skip
    assert shown(drafted(zipped(strict))) == ["#1 1 Prix"]


def test_macros_are_neither_read_nor_run():
    data = zipped({**docx_parts(para("a")), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert drafted(data).doubts == ("Le fichier contient des macros ; elles n’ont été ni lues ni exécutées.",)


def test_a_file_without_styles_or_numbers_is_read():
    parts = docx_parts(para("a", style="Inconnu", properties='<w:numPr><w:numId w:val="7"/></w:numPr>'))
    kept = {name: content for name, content in parts.items() if "styles" not in name and "numbering" not in name}
    kept["word/_rels/document.xml.rels"] = relations()
    assert shown(drafted(zipped(kept))) == ["a"]


def test_a_document_without_a_body_is_not_a_word_document():
    parts = docx_parts()
    parts["word/document.xml"] = "<a/>"
    assert refusal(zipped(parts)) == "Le fichier ne contient pas de document Word."
