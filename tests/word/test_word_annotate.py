"""What is wrong with a template, as Word comments at its place in a copy."""

import docx
import pytest
from docx.oxml import parse_xml
from test_word_authority import NS, add_list, levels, number_style, saved
from test_word_into import draft

from clausekit.finding import UnreadableFile
from clausekit.word import annotated, mapped
from word_specimen import part, tree, w

FAULTS = {
    "{% for lot in lots %}": "modele-code",
    "{{ montant }}": "modele-code",
    "{{ck corps}}": "ancre-mal-ecrite",
    "[[ objet ]]": "ancre-mal-ecrite",
    "«titre»": "ancre-mal-ecrite",
    "{ CK_Corps }": "ancre-mal-ecrite",
    "{{ objet }": "ancre-mal-ecrite",
}


def template(*lines: str, comment: bool = False) -> bytes:
    document = docx.Document()
    first = document.add_paragraph("Modèle de la maison")
    if comment:
        document.add_comment(first.runs, text="À relire en 2027", author="Service", initials="S")
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def notes(data: bytes) -> dict[str, str]:
    """Number of a comment -> its words."""
    return {
        item.get(w("id")): " ".join(t.text or "" for t in item.iter(w("t")))
        for item in tree(data, "word/comments.xml").iter(w("comment"))
    }


def places(data: bytes) -> dict[str, str]:
    """Number of a comment -> the words that it is about."""
    found = {}
    for paragraph in tree(data).iter(w("p")):
        for start in paragraph.findall(w("commentRangeStart")):
            found[start.get(w("id"))] = "".join(t.text or "" for t in paragraph.iter(w("t")))
    return found


def copy(data: bytes):
    found, copied = annotated(data, file="modele.docx", draft=draft(data))
    assert copied is not None
    return found, copied


@pytest.mark.parametrize(("written", "rule"), FAULTS.items())
def test_each_fault_is_said_where_it_stands(written, rule):
    _, copied = copy(template(f"Avant {written} après", "{{ ck_corps }}"))
    told, where = notes(copied), places(copied)
    mine = [number for number, text in told.items() if text.startswith(f"[{rule}]")]
    assert [where[number] for number in mine] == [f"Avant {written} après"]


def test_every_comment_has_its_range_and_its_call():
    _, copied = copy(template(*FAULTS))
    root = tree(copied)
    ends = [item.get(w("id")) for item in root.iter(w("commentRangeEnd"))]
    calls = [item.get(w("id")) for item in root.iter(w("commentReference"))]
    assert sorted(notes(copied)) == sorted(places(copied)) == sorted(ends) == sorted(calls)
    assert len(set(calls)) == len(calls)


def test_the_comments_of_the_template_stay_and_ours_have_other_numbers():
    data = template("{{ montant }}", "{{ ck_corps }}", comment=True)
    _, copied = copy(data)
    before, after = notes(data), notes(copied)
    assert before.items() < after.items()
    assert part(copied, "[Content_Types].xml").count(b"comments+xml") == 1


def test_a_template_without_comments_gets_their_part():
    _, copied = copy(template("{{ montant }}", "{{ ck_corps }}"))
    assert b"/word/comments.xml" in part(copied, "[Content_Types].xml")
    assert b"comments.xml" in part(copied, "word/_rels/document.xml.rels")


def test_nothing_but_comments_is_added():
    data = template("{{ montant }}", "{{ ck_corps }}")
    _, copied = copy(data)
    for name in ("word/styles.xml", "word/numbering.xml"):
        assert part(copied, name) == part(data, name)
    root = tree(copied)
    for tag in ("commentRangeStart", "commentRangeEnd"):
        for item in list(root.iter(w(tag))):
            item.getparent().remove(item)
    for item in list(root.iter(w("commentReference"))):
        run = item.getparent()
        run.getparent().remove(run)
    assert [p.tag for p in root.iter()] == [p.tag for p in tree(data).iter()]


def test_a_fault_of_a_header_is_said_at_the_head_of_the_text():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{acheteur}"
    document.add_paragraph("Cahier des clauses")
    document.add_paragraph("{{ ck_corps }}")
    _, copied = copy(saved(document))
    (number,) = [number for number, text in notes(copied).items() if "ancre-mal-ecrite" in text]
    assert "word/header1.xml" in notes(copied)[number]
    assert places(copied)[number] == "Cahier des clauses"


def test_two_anchors_are_said_at_both():
    _, copied = copy(template("{{ ck_corps }}", "puis {{ ck_corps }}"))
    told = [places(copied)[n] for n, text in notes(copied).items() if text.startswith("[modele-marque]")]
    assert told == ["{{ ck_corps }}", "puis {{ ck_corps }}"]


def test_titles_typed_by_hand_are_said_at_each():
    document = docx.Document()
    document.add_paragraph().add_run("ARTICLE 1 – OBJET").bold = True
    document.add_paragraph().add_run("ARTICLE 2 – PRIX").bold = True
    document.add_heading("3. Litiges", 1)
    document.add_paragraph("{{ ck_corps }}")
    found, copied = copy(saved(document))
    said = {(places(copied)[n], text.split()[0]) for n, text in notes(copied).items()}
    assert {("ARTICLE 1 – OBJET", "[titre-sans-style]"), ("ARTICLE 2 – PRIX", "[titre-sans-style]")} < said
    assert ("3. Litiges", "[numero-tape]") in said
    assert not found.problems


def numbered(*linked: int) -> bytes:
    """A template whose list numbers these levels of headings."""
    document = docx.Document()
    texts = ["%1", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4"]
    add_list(document, 90, levels(*texts, styles=[f"Heading{n}" for n in range(1, 5)]))
    for level in linked:
        number_style(document.styles[f"Heading {level}"], 90, level - 1)
    document.sections[0].header.paragraphs[0].text = "Communauté du Val"
    document.add_heading("Préambule", 1)
    document.add_paragraph("{{ ck_corps }}")
    return saved(document)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (numbered(1, 2, 3, 4), ""),
        (numbered(1, 2), "n’a pas de niveau 3, 4"),
        (template("{{ ck_corps }}"), "Aucun style de titre de ce modèle n’a de numéro automatique"),
    ],
)
def test_a_level_that_the_list_lacks_is_told(data, said):
    advice = [item.message for item in mapped(data, file="m.docx", draft=draft(data)).advice]
    assert any(said in message for message in advice) if said else not advice


def test_a_role_that_no_style_plays_is_told():
    document = docx.Document()
    for name in ("List Bullet", "caption"):
        style = next(s for s in document.styles.element if s.find(w("name")) is not None
                     and s.find(w("name")).get(w("val")) == name)  # fmt: skip
        document.styles.element.remove(style)
    document.add_paragraph("{{ ck_corps }}")
    data = saved(document)
    (found,) = [item for item in mapped(data, file="m.docx", draft=draft(data)).advice if item.rule == "role-absent"]
    assert "liste à puces, légende" in found.message


def test_a_sound_template_has_no_copy():
    data = numbered(1, 2, 3, 4)
    assert annotated(data, file="m.docx", draft=draft(data))[1] is None


def test_what_is_no_document_is_refused():
    with pytest.raises(UnreadableFile):
        annotated(b"PK rien", file="m.docx", draft=draft(numbered(1)))


def test_other_braces_are_nobody_s_business():
    data = template("Les biens { meubles } et [ immeubles ] sont «loués».", "{{ ck_corps }}")
    assert not any(item.rule == "ancre-mal-ecrite" for item in mapped(data, file="m", draft=draft(data)).advice)


def test_comments_keep_the_properties_of_a_paragraph_first():
    document = docx.Document()
    document.add_paragraph("{{ montant }}", style="List Bullet")
    document.element.body.insert(0, parse_xml(f"<w:p {NS}/>"))
    _, copied = copy(saved(document))
    first = next(p for p in tree(copied).iter(w("p")) if p.find(w("commentRangeStart")) is not None)
    assert [child.tag for child in first][:2] == [w("pPr"), w("commentRangeStart")]


def test_the_list_the_header_and_the_footer_of_a_template_are_those_of_the_piece():
    from clausekit.fragment import Heading
    from word_specimen import said, short, written

    source = numbered(1, 2, 3, 4)
    titles = [Heading(level=level, content=said(f"Titre {level}")) for level in (1, 2, 3, 4)]
    data = written(short(*titles), template=source)
    for name in ("word/numbering.xml", "word/header1.xml"):
        lists = [tree(item, name) for item in (source, data)]
        assert [e.tag for e in lists[0].iter()] == [e.tag for e in lists[1].iter()][: len(list(lists[0].iter()))]
    sheet = {style.get(w("styleId")): style for style in tree(data, "word/styles.xml").iter(w("style"))}
    numbers = [sheet[f"Heading{level}"].find(f"{w('pPr')}/{w('numPr')}/{w('numId')}") for level in (1, 2, 3, 4)]
    assert {number.get(w("val")) for number in numbers} == {"90"}
    assert "Communauté du Val" in "".join(tree(data, "word/header1.xml").itertext())
