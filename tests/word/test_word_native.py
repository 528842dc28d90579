"""What makes a Word file native, item by item, read in the XML of a written specimen."""

import re
from collections import Counter

import pytest

from clausekit.fragment import Blank, Heading, Item, Paragraph, Ref, Table, Text
from clausekit.mark import Mark, parse
from word_specimen import names, paragraphs, part, said, short, specimen, tree, w, written

DATA = written()
DOCUMENT = tree(DATA)
STYLES = tree(DATA, "word/styles.xml")
NUMBERING = tree(DATA, "word/numbering.xml")


def value(element, path):
    found = element.find("/".join(w(step) for step in path.split("/")))
    return None if found is None else found.get(w("val"))


def style(style_id):
    return next(s for s in STYLES.iter(w("style")) if s.get(w("styleId")) == style_id)


def test_the_whole_fragment_outlines_as_styles_and_text():
    outline = [f"[{style}] {text}" for style, text in paragraphs(DOCUMENT)]
    assert outline[:8] == [
        "[Titre] Cahier des clauses techniques particulières",
        "[Sous-titre] Collecte des déchets ménagers et assimilés",
        "[Titre1] Exécution des prestations",
        "[Titre2] Tri à la source et valorisation des déchets d’exécution",
        "[CKCorps] Le titulaire trie à la source les déchets produits par l’exécution des prestations.",
        "[CKCorps] Les flux séparés sont au minimum\u00a0:",
        "[CKPuce] le bois\u202f;",
        "[CKPuce] le métal\u202f;",
    ]


def test_no_run_has_direct_formatting():
    for properties in DOCUMENT.iter(w("rPr")):
        assert [child.tag for child in properties] == [w("rStyle")]


def test_no_paragraph_has_direct_formatting_but_what_a_page_must_not_part():
    for properties in DOCUMENT.iter(w("pPr")):
        assert {child.tag for child in properties} <= {w("pStyle"), w("keepNext"), w("numPr")}
        assert properties[0].tag == w("pStyle")


def test_every_style_exists_with_the_kind_it_is_used_for():
    kinds = {s.get(w("styleId")): s.get(w("type")) for s in STYLES.iter(w("style"))}
    for tag, kind in (("pStyle", "paragraph"), ("rStyle", "character"), ("tblStyle", "table")):
        used = {element.get(w("val")) for element in DOCUMENT.iter(w(tag))}
        assert {kinds[style_id] for style_id in used} == {kind}


def test_no_paragraph_is_empty():
    for root in (DOCUMENT, tree(DATA, "word/header1.xml"), tree(DATA, "word/footer1.xml")):
        assert all(text for _, text in paragraphs(root))


def test_blocks_without_words_are_left_out():
    wordless = Heading(level=1, content=said(""), target="_Ref_DEC_001_T", mark=specimen().blocks[1].mark)
    data = written(
        short(wordless, Paragraph(content=()), Paragraph(content=said("")), Paragraph(content=said("Un mot.")))
    )
    assert [text for _, text in paragraphs(tree(data))] == ["Titre", "Objet", "Un mot."]


def test_values_left_empty_leave_no_blank_line():
    data = written(short(Paragraph(content=said("Un mot.")), subject=""))
    assert [text for _, text in paragraphs(tree(data))] == ["Titre", "Un mot."]
    assert len(paragraphs(tree(data, "word/header1.xml"))) == 1


def test_header_rows_repeat_and_rows_do_not_split():
    for table in DOCUMENT.iter(w("tbl")):
        rows = list(table.iter(w("tr")))
        assert all(row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in rows)
        assert [row.find(f"{w('trPr')}/{w('tblHeader')}") is not None for row in rows] == [True] + [False] * (
            len(rows) - 1
        )


def test_tables_fill_the_width_in_declared_shares():
    table = next(DOCUMENT.iter(w("tbl")))
    width = table.find(f"{w('tblPr')}/{w('tblW')}")
    assert (width.get(w("w")), width.get(w("type"))) == ("5000", "pct")
    assert [column.get(w("w")) for column in table.iter(w("gridCol"))] == ["2721", "2540", "2177", "1632"]
    assert [cell.get(w("w")) for cell in table.find(w("tr")).iter(w("tcW"))] == ["1500", "1400", "1200", "900"]


def test_every_cell_ends_with_a_paragraph_even_an_empty_one():
    table = Table(header=((said("a"),), ()), rows=(((), (said("b"), said("c"))),), widths=(50, 50))
    cells = list(tree(written(short(table))).iter(w("tc")))
    assert [len(cell.findall(w("p"))) for cell in cells] == [1, 1, 1, 2]
    assert all(cell[-1].tag == w("p") for cell in cells)


def test_a_table_states_its_caption_for_screen_readers_too():
    table = next(DOCUMENT.iter(w("tbl")))
    assert value(table, "tblPr/tblCaption") == "Obligations environnementales"
    assert table.getprevious().find(f"{w('pPr')}/{w('pStyle')}").get(w("val")) == "CKLegende"


def test_cells_take_their_style_from_their_column():
    criteria = list(DOCUMENT.iter(w("tbl")))[1]
    head, first = list(criteria.iter(w("tr")))[:2]
    assert paragraphs(head) == [("CKCelluleEntete", "Critères"), ("CKCelluleEnteteNombre", "Pondération")]
    assert paragraphs(first) == [("CKCellule", "1 – Prix des prestations"), ("CKCelluleNombre", "50\u00a0%")]


def test_strong_rows_use_the_strong_character_style():
    criteria = list(DOCUMENT.iter(w("tbl")))[1]
    strong = [any(e.get(w("val")) == "lev" for e in row.iter(w("rStyle"))) for row in criteria.iter(w("tr"))]
    assert strong == [False, True, True, False, False, True]


def test_text_after_a_table_does_not_touch_it():
    after = next(DOCUMENT.iter(w("tbl"))).getnext()
    assert value(after, "pPr/pStyle") == "CKCorpsSuite"


def test_two_tables_in_a_row_stay_two_tables():
    table = Table(header=((said("a"),),), rows=(((said("b"),),),), widths=(100,))
    tables = list(tree(written(short(table, table))).iter(w("tbl")))
    assert tables[0].getnext().tag == w("p")


def test_headings_stay_with_what_follows():
    for level in (1, 2, 3, 4):
        assert style(f"Titre{level}").find(f"{w('pPr')}/{w('keepNext')}") is not None


def test_headings_are_real_ones():
    for level in (1, 2, 3, 4):
        assert value(style(f"Titre{level}"), "name") == f"heading {level}"
        assert value(style(f"Titre{level}"), "pPr/outlineLvl") == str(level - 1)


def test_heading_numbers_come_from_one_multilevel_list():
    num = value(style("Titre1"), "pPr/numPr/numId")
    assert {value(style(f"Titre{level}"), "pPr/numPr/numId") for level in (1, 2, 3, 4)} == {num}
    abstract = abstract_of(num)
    assert value(abstract, "multiLevelType") == "multilevel"
    levels = [(value(lvl, "pStyle"), value(lvl, "lvlText")) for lvl in abstract.iter(w("lvl"))]
    assert levels == [("Titre1", "%1"), ("Titre2", "%1.%2"), ("Titre3", "%1.%2.%3"), ("Titre4", "%1.%2.%3.%4")]


def abstract_of(num):
    found = next(n for n in NUMBERING.iter(w("num")) if n.get(w("numId")) == num)
    wanted = value(found, "abstractNumId")
    return next(a for a in NUMBERING.iter(w("abstractNum")) if a.get(w("abstractNumId")) == wanted)


def test_every_number_resolves():
    for root in (DOCUMENT, STYLES):
        for num in {element.get(w("val")) for element in root.iter(w("numId"))}:
            assert abstract_of(num) is not None


def test_lists_restart_one_by_one():
    used = [value(p, "pPr/numPr/numId") for p in DOCUMENT.iter(w("p")) if value(p, "pPr/pStyle") == "CKNumero"]
    assert list(Counter(used).values()) == [3, 2]
    for num in set(used):
        element = next(n for n in NUMBERING.iter(w("num")) if n.get(w("numId")) == num)
        assert value(element, "lvlOverride/startOverride") == "1"


def test_items_of_one_list_number_together_around_a_paragraph():
    item = [Item(content=said(text), list_id=7, ordered=True) for text in ("un", "deux")]
    data = written(short(item[0], Paragraph(content=said("incise")), item[1]))
    assert len({e.get(w("val")) for e in tree(data).iter(w("numId"))}) == 1


def test_bullets_are_a_list_of_their_style():
    assert value(abstract_of(value(style("CKPuce"), "pPr/numPr/numId"))[2], "numFmt") == "bullet"


def test_definitions_stand_before_lists():
    tags = [child.tag for child in NUMBERING]
    assert tags == sorted(tags, key=[w("abstractNum"), w("num")].index)


def test_the_document_speaks_french():
    assert value(STYLES, "docDefaults/rPrDefault/rPr/lang") == "fr-FR"
    assert b"<dc:language>fr-FR</dc:language>" in part(DATA, "docProps/core.xml")


def test_properties_name_the_document():
    core = part(DATA, "docProps/core.xml").decode()
    assert "<dc:title>Cahier des clauses techniques particulières</dc:title>" in core
    assert "<dc:subject>Collecte des déchets ménagers et assimilés</dc:subject>" in core
    assert "<cp:category>CCTP</cp:category>" in core
    assert "created" not in core


def test_custom_properties_are_strings():
    custom = part(DATA, "docProps/custom.xml").decode()
    assert re.findall(r'pid="(\d+)" name="([^"]+)"><vt:lpwstr>([^<]*)', custom) == [
        ("2", "clausekit.edition", "2026.4"),
        ("3", "clausekit.pieces", "CCTP &amp; annexes"),
    ]


def test_bookmarks_are_unique_short_and_paired():
    starts = [(b.get(w("id")), b.get(w("name"))) for b in DOCUMENT.iter(w("bookmarkStart"))]
    ends = [b.get(w("id")) for b in DOCUMENT.iter(w("bookmarkEnd"))]
    assert len({name for _, name in starts}) == len(starts) == len(ends)
    assert {number for number, _ in starts} == set(ends)
    assert all(len(name) <= 40 and name.startswith("_") for _, name in starts)


def test_every_marked_block_bears_its_mark_at_the_head_of_its_paragraph():
    marks = [block.mark for block in specimen().blocks if block.mark]
    points = [b for b in DOCUMENT.iter(w("bookmarkStart")) if parse(b.get(w("name")))]
    assert [parse(b.get(w("name"))) for b in points] == marks
    for point in points:
        assert point.getprevious().tag == w("pPr")
        assert point.getnext().tag == w("bookmarkEnd")
        assert point.getnext().get(w("id")) == point.get(w("id"))


def test_a_table_is_marked_in_its_first_cell():
    point = next(b for b in DOCUMENT.iter(w("bookmarkStart")) if b.get(w("name")) == "_ck_COM_007_r2_T02")
    cell = next(point.iterancestors(w("tc")))
    assert cell.getparent().index(cell) == 1  # after the row's properties


def test_a_table_without_header_is_marked_in_its_first_row():
    mark = Mark(entry="DEC-001", revision=1, piece="CCTP", ordinal=1)
    root = tree(written(short(Table(header=(), rows=(((said("a"),),),), widths=(100,), mark=mark))))
    assert root.find(f".//{w('tc')}//{w('bookmarkStart')}").get(w("name")) == "_ck_DEC_001_r1_T01"
    assert root.find(f".//{w('tblHeader')}") is None


def test_references_are_fields_to_a_bookmark_inside_one_heading():
    codes = [code.text for code in DOCUMENT.iter(w("instrText"))]
    assert codes == [" REF _Ref_COM_007_T \\r \\h ", " REF _Ref_DEC_014_T \\r \\h "]
    start = next(b for b in DOCUMENT.iter(w("bookmarkStart")) if b.get(w("name")) == "_Ref_COM_007_T")
    siblings = list(start.itersiblings())
    assert [s.tag for s in siblings] == [w("r"), w("bookmarkEnd")]
    assert siblings[1].get(w("id")) == start.get(w("id"))


def test_the_cached_number_is_the_one_that_the_list_gives():
    ref = Ref(target="_Ref_DEC_001_T", cached="9.9")
    blocks = (
        Heading(level=1, content=said("un")),
        Heading(level=1, content=said("deux")),
        Heading(level=3, content=said("sans niveau 2"), target="_Ref_DEC_001_T"),
        Paragraph(content=(Text(text="voir "), ref)),
    )
    assert paragraphs(tree(written(short(*blocks))))[-1][1] == "voir 2.0.1"


def test_blanks_and_doubtful_references_are_seen_without_direct_formatting():
    used = {
        e.get(w("val")): "".join(t.text for t in e.getparent().getparent().iter(w("t")))
        for e in DOCUMENT.iter(w("rStyle"))
    }
    assert used["CKAcompleter"].startswith("[à compléter")
    assert used["CKAverifier"].endswith("[référence à vérifier]")
    for style_id in ("CKAcompleter", "CKAverifier"):
        assert style(style_id).find(f"{w('rPr')}/{w('shd')}") is not None


def test_header_and_footer_name_the_piece_and_count_pages():
    header = [text for _, text in paragraphs(tree(DATA, "word/header1.xml"))]
    assert header == ["Métropole Aix-Marseille-ProvenceCCTP", "Collecte des déchets ménagers et assimilés"]
    footer = tree(DATA, "word/footer1.xml")
    assert [code.text.strip() for code in footer.iter(w("instrText"))] == ["PAGE", "NUMPAGES"]
    assert paragraphs(footer)[0][1].startswith("édition 2026.4")


def test_the_edition_is_printed_in_drafts_only():
    assert paragraphs(tree(written(draft=False), "word/footer1.xml"))[0][1] == "Page\u00a01 sur\u00a01"


def test_nothing_latent_comes_along():
    assert not [name for name in names(DATA) if "customXml" in name or "theme" in name]
    settings = tree(DATA, "word/settings.xml")
    assert settings.find(w("zoom")).get(w("percent")) == "100"
    assert settings.find(w("updateFields")) is None
    assert STYLES.find(w("latentStyles")) is None


def test_line_breaks_and_tabs_of_a_value_are_word_s_own():
    root = tree(written(short(Paragraph(content=said("un\r\ndeux\ttrois")))))
    assert root.find(f".//{w('br')}") is not None
    assert len(list(root.iter(w("tab")))) == 1


@pytest.mark.parametrize("role", ["corps", "note", "titre", "sous-titre", "legende"])
def test_a_paragraph_takes_the_style_of_its_role(role):
    ids = {"corps": "CKCorps", "note": "CKNote", "titre": "Titre", "sous-titre": "Sous-titre", "legende": "CKLegende"}
    data = written(short(Paragraph(content=said("Un mot."), role=role)))
    assert paragraphs(tree(data))[-1] == (ids[role], "Un mot.")


def test_a_blank_in_a_strong_row_stays_a_blank():
    blank = Blank(name="p", label="Poids", who="acheteur", text="[poids]")
    table = Table(header=((said("a"),),), rows=((((blank,),),),), widths=(100,), strong_rows=frozenset({0}))
    assert [e.get(w("val")) for e in tree(written(short(table))).iter(w("rStyle"))] == ["CKAcompleter"]
