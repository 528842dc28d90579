"""An authority's template: its own styles and numbering, French names, gaps filled."""

import io
import re

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from clausekit.fragment import Heading, Item, Paragraph, Ref, Table, Text
from clausekit.word.neutral import STYLES
from clausekit.word.shell import opened
from word_specimen import TEMPLATE, W, paragraphs, part, rebuilt, said, short, specimen, tree, w, with_text, written

NS = f'xmlns:w="{W}"'


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def levels(*texts: str, styles: tuple[str, ...] = (), form: str = "decimal") -> str:
    return "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{styles[n]}"/>' if n < len(styles) else "")
        + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for n, text in enumerate(texts)
    )


def add_list(document, number: int, levels_xml: str) -> None:
    numbering = document.part.numbering_part.element
    inside = f'<w:multiLevelType w:val="multilevel"/>{levels_xml}'
    first = numbering.find(qn("w:num"))
    first.addprevious(parse_xml(f'<w:abstractNum {NS} w:abstractNumId="{number}">{inside}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {NS} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def number_style(style, num: int, ilvl: int = 0) -> None:
    numbering = style.element.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = ilvl
    numbering.get_or_add_numId().val = num


@pytest.fixture(scope="module")
def house() -> bytes:
    """What a house style looks like: « AMP … » styles, an « Article » list, a cover."""
    document = docx.Document()
    for level in (1, 2):
        style = document.styles.add_style(f"AMP Article {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {NS} w:val="{level - 1}"/>'))
    body = document.styles.add_style("AMP Corps", WD_STYLE_TYPE.PARAGRAPH)
    body.element.find(qn("w:name")).addnext(parse_xml(f'<w:aliases {NS} w:val="corps maison,CK Corps"/>'))
    add_list(document, 90, levels("Article %1 –", "%1.%2", styles=("AMPArticle1", "AMPArticle2")))
    for level in (1, 2):
        number_style(document.styles[f"AMP Article {level}"], 90, level - 1)
    document.add_paragraph("Préambule", style="AMP Article 1")
    document.add_paragraph("{{ ck_corps }}")
    document.add_paragraph("Fait à Marseille")
    document.sections[0].header.paragraphs[0].text = "{{ piece }} – {{ objet }}"
    return saved(document)


def shell(template: bytes):
    return opened(template, "modele.docx")


def test_the_house_styles_play_the_roles(house):
    ids = shell(house).sheet.ids
    assert (ids["titre1"], ids["titre2"], ids["corps"]) == ("AMPArticle1", "AMPArticle2", "AMPCorps")
    assert (ids["titre"], ids["puce"], ids["numero"], ids["tableau"]) == (
        "Title",
        "ListBullet",
        "ListNumber",
        "TableGrid",
    )


def test_what_the_house_lacks_is_borrowed_on_its_own_body_style(house):
    styles = tree(written(template=house), "word/styles.xml")
    found = {s.get(w("styleId")): s for s in styles.iter(w("style"))}
    for role in ("note", "cellule", "a-completer", "a-verifier"):
        assert found[shell(house).sheet.ids[role]].get(w("customStyle")) == "1"
    assert found["CKNote"].find(w("basedOn")).get(w("val")) == "AMPCorps"


def test_the_house_numbers_its_headings_itself(house):
    root = tree(written(template=house))
    numbered = {properties.getparent()[0].get(w("val")) for properties in root.iter(w("numPr"))}
    assert numbered == {"ListNumber"}  # the items of ordered lists, and nothing else


def test_references_count_the_articles_of_the_template(house):
    heading = Heading(level=1, content=said("Objet"), target="_Ref_DEC_001_T")
    ref = Ref(target="_Ref_DEC_001_T", cached="1")
    data = written(short(heading, Paragraph(content=(Text(text="voir l’article "), ref))), template=house)
    assert paragraphs(tree(data))[2][1] == "voir l’article 2"  # « Préambule » is article 1
    # The words of « Article 2 – » must not come back when Word updates the field.
    assert tree(data).find(f".//{w('instrText')}").text == " REF _Ref_DEC_001_T \\r \\t \\h "


def test_what_surrounds_the_clauses_stays(house):
    texts = [text for _, text in paragraphs(tree(written(short(Paragraph(content=said("Un mot."))), template=house)))]
    assert texts == ["Préambule", "Un mot.", "Fait à Marseille"]


def test_the_house_is_made_to_speak_french(house):
    lang = tree(written(template=house), "word/styles.xml").find(f"{w('docDefaults')}//{w('lang')}")
    assert lang.get(w("val")) == "fr-FR"


def test_a_built_in_heading_wins_when_no_other_is_numbered():
    document = docx.Document()
    style = document.styles.add_style("Encadré", WD_STYLE_TYPE.PARAGRAPH)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {NS} w:val="0"/>'))
    document.add_paragraph("{{ ck_corps }}")
    template = saved(document)
    assert shell(template).sheet.ids["titre1"] == "Heading1"
    # python-docx's headings have no number: ours is linked to them.
    data = written(template=template)
    style = next(s for s in tree(data, "word/styles.xml").iter(w("style")) if s.get(w("styleId")) == "Heading2")
    num = style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}").get(w("val"))
    numbering = tree(data, "word/numbering.xml")
    abstract = next(n for n in numbering.iter(w("num")) if n.get(w("numId")) == num)[0].get(w("val"))
    linked = next(a for a in numbering.iter(w("abstractNum")) if a.get(w("abstractNumId")) == abstract)
    assert [e.get(w("val")) for e in linked.iter(w("pStyle"))] == ["Heading1", "Heading2", "Heading3", "Heading4"]


def test_numbering_properties_stand_where_the_schema_wants_them():
    document = docx.Document()
    document.add_paragraph("{{ ck_corps }}")
    styles = tree(written(template=saved(document)), "word/styles.xml")
    style = next(s for s in styles.iter(w("style")) if s.get(w("styleId")) == "Heading1")
    assert [child.tag for child in style.find(w("pPr"))][:3] == [w("keepNext"), w("keepLines"), w("numPr")]


FRENCH = (
    ("Titre1", "Titre 1", "titre1"),
    ("Titre2", "heading 2", "titre2"),
    ("Listepuces", "List Bullet", "puce"),
    ("x1", "Liste à numéros", "numero"),
    ("Grilledutableau", "Table Grid", "tableau"),
    ("lev", "Strong", "fort"),
    ("Corpsdetexte", "Body Text", "corps"),
    ("Lgende", "caption", "legende"),
)


def bare(*styles: str) -> bytes:
    """A template whose sheet holds only these styles."""
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    sheet = f"<w:styles {NS}>{normal}"
    template = with_text('<w:pStyle w:val="Titre"/>', '<w:pStyle w:val="Normal"/>')
    for name in ("Sous-titre", "CKCorps"):
        template = with_text(f'<w:pStyle w:val="{name}"/>', '<w:pStyle w:val="Normal"/>', template=template)
    return rebuilt(template, {"word/styles.xml": (sheet + "".join(styles) + "</w:styles>").encode()})


@pytest.mark.parametrize(("style_id", "name", "role"), FRENCH)
def test_built_in_styles_are_known_in_french_and_english(style_id, name, role):
    kind = STYLES[role].kind
    template = bare(f'<w:style w:type="{kind}" w:styleId="{style_id}"><w:name w:val="{name}"/></w:style>')
    assert shell(template).sheet.ids[role] == style_id


def test_a_bare_sheet_receives_everything():
    data = written(template=bare())
    used = {style for style, _ in paragraphs(tree(data))}
    known = {s.get(w("styleId")) for s in tree(data, "word/styles.xml").iter(w("style"))}
    assert used <= known
    lang = tree(data, "word/styles.xml").find(f"{w('docDefaults')}//{w('lang')}")
    assert lang.get(w("val")) == "fr-FR"


def test_body_text_is_normal_only_if_it_leaves_space_after():
    spacing = '<w:pPr><w:spacing w:after="160"/></w:pPr>'
    spaced = f"<w:styles {NS}><w:docDefaults><w:pPrDefault>{spacing}</w:pPrDefault></w:docDefaults>"
    template = bare()
    assert shell(template).sheet.ids["corps"] == "CKCorps"
    sheet = part(template, "word/styles.xml").decode().replace(f"<w:styles {NS}>", spaced)
    assert shell(rebuilt(template, {"word/styles.xml": sheet.encode()})).sheet.ids["corps"] == "Normal"


def test_a_style_of_another_kind_does_not_play_the_role():
    template = bare('<w:style w:type="character" w:styleId="CKNote"><w:name w:val="CK Note"/></w:style>')
    assert shell(template).sheet.ids["note"] == "CKNote1"


def test_a_template_without_styles_or_lists_gets_both():
    rels = part(TEMPLATE, "word/_rels/document.xml.rels").decode()
    types = part(TEMPLATE, "[Content_Types].xml").decode()
    for kind in ("styles", "numbering"):
        rels = re.sub(f'<Relationship [^>]*"{kind}.xml"/>', "", rels)
        types = re.sub(f'<Override PartName="/word/{kind}.xml"[^>]*/>', "", types)
    template = rebuilt(
        bare(),
        {
            "word/styles.xml": None,
            "word/numbering.xml": None,
            "word/_rels/document.xml.rels": rels.encode(),
            "[Content_Types].xml": types.encode(),
        },
    )
    data = written(template=template)
    assert b"/word/numbering.xml" in part(data, "[Content_Types].xml")
    assert tree(data, "word/numbering.xml").find(w("abstractNum")) is not None


def test_restarted_lists_use_the_style_s_own_list(house):
    data = written(short(Item(content=said("un"), list_id=1, ordered=True)), template=house)
    numbering = tree(data, "word/numbering.xml")
    nums = {n.get(w("numId")): n[0].get(w("val")) for n in numbering.iter(w("num"))}
    own = shell(house).sheet.numbered
    used = tree(data).find(f".//{w('numPr')}/{w('numId')}").get(w("val"))
    assert used not in (own.num, None)
    assert nums[used] == own.abstract == nums[own.num]


@pytest.mark.parametrize(
    ("texts", "form", "number", "switches"),
    [
        (("%1.", "%1.%2."), "decimal", "2.1", "\\r"),
        (("Article %1", "%1.%2"), "decimal", "2.1", "\\r"),
        (("Titre %1 :", "Article %2 :"), "decimal", "21", "\\w \\t"),
        (("%1.", "%2)"), "upperRoman", "II.I)", "\\w"),
        (("%1", "%1-%2"), "upperLetter", "B-A", "\\r"),
    ],
)
def test_references_print_what_the_list_of_the_template_prints(texts, form, number, switches):
    template = rebuilt(
        TEMPLATE,
        {
            "word/numbering.xml": (
                f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
                + levels(*texts, "%3", "%4", styles=("Titre1", "Titre2", "Titre3", "Titre4"), form=form)
                + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
            ).encode()
        },
    )
    blocks = (
        Heading(level=1, content=said("un")),
        Heading(level=1, content=said("deux")),
        Heading(level=2, content=said("cible"), target="_Ref_DEC_001_T"),
        Paragraph(content=(Ref(target="_Ref_DEC_001_T", cached="2.1"),)),
    )
    root = tree(written(short(*blocks), template=template))
    assert paragraphs(root)[-1][1] == number
    assert root.find(f".//{w('instrText')}").text == f" REF _Ref_DEC_001_T {switches} \\h "


def test_bookmarks_do_not_clash_with_the_template_s(house):
    template = with_text(
        "<w:p>", '<w:p><w:bookmarkStart w:id="41" w:name="_GoBack"/><w:bookmarkEnd w:id="41"/></w:p><w:p>'
    )
    ids = [int(b.get(w("id"))) for b in tree(written(template=template)).iter(w("bookmarkStart"))]
    assert len(ids) == len(set(ids))
    assert min(ids[1:]) == 42


def test_the_width_of_tables_is_that_of_the_template_s_page():
    template = with_text('w:w="11906"', 'w:w="16838.0"')
    assert shell(template).text_width == 16838 - 2 * 1417


def test_custom_properties_of_the_template_are_kept(house):
    data = written(template=house)
    again = rebuilt(data, {"word/document.xml": part(house, "word/document.xml")})
    custom = part(written(short(properties={"clausekit.edition": "9"}), template=again), "docProps/custom.xml").decode()
    assert "CCTP &amp; annexes" in custom
    assert custom.count("clausekit.edition") == 1
    assert ">9<" in custom


def test_the_authors_of_the_template_are_left_behind(house):
    assert b"python-docx" not in part(written(template=house), "docProps/core.xml")


def test_every_block_can_be_written_in_a_house_template(house):
    data = written(specimen(), template=house)
    assert len(list(tree(data).iter(w("tbl")))) == sum(isinstance(b, Table) for b in specimen().blocks)


def headed(levels_xml: str, *linked: int) -> bytes:
    """A template of python-docx whose headings of these levels share one list."""
    document = docx.Document()
    add_list(document, 90, levels_xml)
    for level in linked:
        number_style(document.styles[f"Heading {level}"], 90, level - 1)
    document.add_paragraph("{{ ck_corps }}")
    return saved(document)


@pytest.mark.parametrize(
    ("levels_xml", "linked"),
    [
        (levels("%1."), (1,)),  # a list of one level
        (levels("%1.", "%2)", "%3)"), (1,)),  # Word's plain list: "1.", then "a)"
        (levels("%1.", "%1.%2", "%1.%2.%3"), (1, 2)),
    ],
)
def test_levels_that_the_house_does_not_number_follow_its_list(levels_xml, linked):
    blocks = (
        Heading(level=1, content=said("un")),
        Heading(level=2, content=said("deux")),
        Heading(level=3, content=said("cible"), target="_Ref_DEC_001_T"),
        Paragraph(content=(Ref(target="_Ref_DEC_001_T", cached="1.1.1"),)),
    )
    data = written(short(*blocks), template=headed(levels_xml, *linked))
    assert paragraphs(tree(data))[-1][1] == "1.1.1"
    styles = tree(data, "word/styles.xml")
    nums = [
        style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}").get(w("val"))
        for style in styles.iter(w("style"))
        if style.get(w("styleId")) in ("Heading1", "Heading2", "Heading3", "Heading4")
    ]
    assert nums == ["90"] * 4
    numbering = tree(data, "word/numbering.xml")
    abstract = next(a for a in numbering.iter(w("abstractNum")) if a.get(w("abstractNumId")) == "90")
    assert [lvl.get(w("ilvl")) for lvl in abstract.iter(w("lvl"))] == ["0", "1", "2", "3"]
