"""Our clauses in two long documents of an authority: its own styles and list, then titles typed by hand."""

import io

import docx
import pytest
import word_hosts
from docx.oxml import parse_xml
from lxml import etree
from test_word_authority import NS, saved
from test_word_into import blocks, draft, headings, inserted, said, texts

from clausekit.fragment import Heading, Item, Paragraph, Table
from clausekit.word import identity, mapped
from word_specimen import part, tree, w

HOSTS = {"house": word_hosts.house_ccap, "typed": word_hosts.typed_ccap}
DEEP = (
    Heading(level=1, content=said("Développement durable")),
    Heading(level=2, content=said("Déchets")),
    Heading(level=3, content=said("Tri"), target="_Ref_CCAP_tri"),
    Paragraph(content=said("Le titulaire trie ses déchets.")),
)


@pytest.fixture(params=HOSTS, scope="module")
def host(request) -> bytes:
    return HOSTS[request.param]()


@pytest.fixture(scope="module")
def house() -> bytes:
    return word_hosts.house_ccap()


@pytest.fixture(scope="module")
def typed() -> bytes:
    return word_hosts.typed_ccap()


def children(data: bytes) -> list[bytes]:
    """The blocks of the body; what asks for a table of contents to be made again aside."""
    body = tree(data).find(w("body"))
    for sign in body.iter(w("fldChar")):
        sign.attrib.pop(w("dirty"), None)
    return [etree.tostring(child, method="c14n") for child in body]


def ours(data: bytes) -> list[etree._Element]:
    """The blocks that bear a trace of ours."""
    return [
        child
        for child in tree(data).find(w("body"))
        if any(identity.parse(start.get(w("name"), "")) for start in child.iter(w("bookmarkStart")))
    ]


def paragraph(data: bytes, text: str) -> etree._Element:
    return next(p for p in tree(data).iter(w("p")) if "".join(t.text or "" for t in p.iter(w("t"))).endswith(text))


def style_of(element: etree._Element) -> str:
    found = element.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if found is None else found.get(w("val"))


@pytest.mark.parametrize("place", ["auto", "Article 6", "développement durable", "Pénalités", "10"])
def test_only_the_inserted_articles_differ(host, place):
    data = inserted(host, place=place).data
    rest = iter(children(data))
    assert all(child in rest for child in children(host))
    assert len(children(data)) - len(children(host)) == len(ours(data))


def test_headers_footers_and_notes_keep_their_bytes(host):
    data = inserted(host).data
    for name in ("word/header1.xml", "word/footer1.xml", "word/footnotes.xml", "word/settings.xml"):
        assert part(data, name) == part(host, name)


def test_each_rubric_goes_to_the_article_about_it(host):
    steps = inserted(host).steps
    assert "« Développement durable » : à la fin de l’article « 6 " in steps[0]
    assert "« Pénalités et primes » : à la fin de l’article « 8 " in steps[1]


def test_a_typed_table_of_contents_is_no_heading(typed):
    assert [number for number, _ in headings(inserted(typed).data)].count("6.2") == 1
    data = inserted(typed, place="Article 6").data
    found = texts(data)
    assert found.index("Tri des déchets") > found.index("Engagements généraux")


def test_headings_wear_the_styles_of_the_house(house):
    data = inserted(house, *DEEP).data
    assert style_of(paragraph(data, "Déchets")) == "TitreAlinéa"
    assert style_of(paragraph(data, "Le titulaire trie ses déchets.")) == "CorpsCCAP"
    assert not any(style.get(w("styleId"), "").startswith("CKTitre") for style in tree(data, "word/styles.xml"))


def test_a_level_deeper_than_the_styles_of_the_house_goes_on_in_its_list(house):
    tri = paragraph(inserted(house, *DEEP).data, "Tri")
    assert style_of(tri) == "TitreAlinéa"
    assert tri.find(f"{w('pPr')}/{w('numPr')}/{w('ilvl')}").get(w("val")) == "3"
    assert tri.find(f"{w('pPr')}/{w('outlineLvl')}").get(w("val")) == "3"


def test_where_the_list_of_the_house_stops_a_title_is_cited_by_its_words(house):
    numbering = tree(house, "word/numbering.xml")
    abstract = next(a for a in numbering.iter(w("abstractNum")) if a.get(w("abstractNumId")) == "90")
    abstract.remove(abstract.findall(w("lvl"))[3])
    from clausekit.fragment import Ref, Text
    from word_specimen import rebuilt

    short = rebuilt(house, {"word/numbering.xml": etree.tostring(numbering)})
    cited = Paragraph(content=(Text(text="Voir l’article "), Ref(target="_Ref_CCAP_tri", cached="1"), Text(text=".")))
    data = inserted(short, *DEEP, cited).data
    assert paragraph(data, "Tri").find(f"{w('pPr')}/{w('numPr')}/{w('numId')}").get(w("val")) == "0"
    assert "Voir l’article « Tri »." in texts(data)


def test_what_has_not_the_style_of_the_text_has_its_print(house):
    data = inserted(house).data
    item = paragraph(data, "peser chaque benne ;")
    assert style_of(item) == "ListNumber"
    assert item.find(f".//{w('rFonts')}").get(w("ascii")) == "Liberation Sans"
    assert item.find(f".//{w('sz')}").get(w("val")) == "20"
    text = paragraph(data, "déchets de chaque site.")
    assert text.find(f".//{w('sz')}") is None


def test_where_empty_lines_part_paragraphs_our_titles_have_room_of_their_own(typed):
    data = inserted(typed).data
    title = paragraph(data, "Pénalités et primes")
    assert int(title.find(f"{w('pPr')}/{w('spacing')}").get(w("before"))) >= 200
    assert "underline" not in (title.find(f".//{w('u')}").get(w("val")) or "")
    assert "8.3 – Pénalités et primes" in ["".join(t.text or "" for t in title.iter(w("t")))]


def test_references_of_the_document_still_lead_to_its_articles(house):
    data = inserted(house, place="1").data
    codes = [code.text for code in tree(data).iter(w("instrText"))]
    assert " REF _Ref9000008 \\r \\h " in codes
    assert "_Ref9000008" in [start.get(w("name")) for start in tree(data).iter(w("bookmarkStart"))]


@pytest.mark.parametrize("kind", ["bookmark", "control"])
def test_a_bookmark_and_a_control_are_places(host, kind):
    document = docx.Document(io.BytesIO(host))
    last = document.paragraphs[-1]
    if kind == "bookmark":
        for name in ("bookmarkStart", "bookmarkEnd"):
            last._element.append(parse_xml(f'<w:{name} {NS} w:id="990" w:name="Ici"/>'.replace(
                ' w:name="Ici"' if name == "bookmarkEnd" else "\0", "")))  # fmt: skip
    else:
        inside = '<w:sdtPr><w:tag w:val="Ici"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent>'
        last._element.addnext(parse_xml(f"<w:sdt {NS}>{inside}</w:sdt>"))
    found = headings(inserted(saved(document), place="Ici").data)
    assert ("12.1", "Développement durable") in found
    assert found[-1] == ("12.2", "Pénalités et primes")


def test_a_second_run_changes_nothing_and_a_change_is_made_in_place(host):
    first = inserted(host)
    again = inserted(first.data)
    assert (again.data, again.kept, again.gone) == (None, (), ())
    changed = inserted(first.data, *blocks("Le titulaire trie à la source."))
    assert (changed.added, changed.updated, changed.kept) == (0, 1, ())


def test_the_roles_that_the_house_lacks_are_told(house):
    found = mapped(house, file="hote.docx", draft=draft(house))
    assert not found.problems
    assert [item.rule for item in found.advice] == []


def test_titles_typed_by_hand_are_told_once(typed):
    found = mapped(typed, file="hote.docx", draft=draft(typed))
    assert [item.rule for item in found.advice] == ["titre-sans-style"]
    assert found.headings == 24


def test_where_titles_are_typed_in_capitals_ours_print_in_capitals(monkeypatch):
    articles = tuple(
        (title.replace("Développement durable", "Facturation"), subs) for title, subs in word_hosts.ARTICLES
    )
    monkeypatch.setattr(word_hosts, "ARTICLES", articles)
    done = inserted(word_hosts.typed_ccap())
    assert "au numéro 11 bis" in done.steps[0]
    assert "ARTICLE 11 bis – Développement durable" in [
        "".join(t.text or "" for t in p.iter(w("t"))) for p in ours(done.data)
    ]
    title = paragraph(done.data, "ARTICLE 11 bis – Développement durable")
    assert all(run.find(f"{w('rPr')}/{w('caps')}") is not None for run in title.iter(w("r")))
    deep = paragraph(done.data, "Tri des déchets")
    assert deep.find(f".//{w('caps')}") is None


def test_a_short_list_stays_with_its_table_in_the_dress_of_the_host(house):
    lines = ("les bacs ;", "les sacs.")
    below = Table(header=((said("Poste"),),), rows=(((said("Tri"),),),), widths=(100,))
    list_ = [Item(content=said(line), list_id=2) for line in lines]
    data = inserted(house, DEEP[0], Paragraph(content=said("Sont suivis :")), *list_, below).data
    found = {"".join(p.itertext()): p.find(f"{w('pPr')}/{w('keepNext')}") for p in tree(data).iter(w("p"))}
    assert all(found[line] is not None for line in lines)
