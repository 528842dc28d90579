"""Our clauses in documents of three makes: built-in headings, house styles, numbers typed by hand."""

import io
import re
import zipfile
from copy import deepcopy
from dataclasses import replace

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from test_word_authority import NS, add_list, levels, number_style, saved

from clausekit import match, read
from clausekit.assemble import Output
from clausekit.finding import UnreadableFile
from clausekit.fragment import Blank, Fragment, Heading, Item, Paragraph, Ref, Table, Text, plain
from clausekit.mark import Mark, target
from clausekit.word import clean, guarded, insert, mapped
from word_specimen import part, rebuilt, said, tree, w

NAME = "CCAP.docx"
ARTICLES = ("Objet du marché", "Développement durable", "Pénalités", "Dérogations au CCAG")
PROSE = "Le présent article règle ce que son titre annonce, entre les parties au marché, pour toute sa durée."


def mark(entry: str, ordinal: int) -> Mark:
    return Mark(entry=entry, revision=1, piece="CCAP", ordinal=ordinal)


def blocks(words: str = "Le titulaire trie à la source les déchets de chaque site.", *extra):
    return (
        Heading(level=1, content=said("Développement durable"), target="_Ref_CCAP_dd"),
        Heading(level=2, content=said("Tri des déchets"), target=target("DEC-014", "CCAP"), mark=mark("DEC-014", 0)),
        Paragraph(content=said(words), mark=mark("DEC-014", 1)),
        Item(content=said("peser chaque benne ;"), list_id=1, ordered=True, mark=mark("DEC-014", 2)),
        Item(content=said("signer le bordereau."), list_id=1, ordered=True, mark=mark("DEC-014", 3)),
        Item(content=said("le bois ;"), list_id=2, mark=mark("DEC-014", 4)),
        *extra,
        Heading(level=1, content=said("Pénalités et primes"), target="_Ref_CCAP_penalites"),
        Paragraph(
            content=(Text(text="Le tri est dû selon l’article "), Ref(target=target("DEC-014", "CCAP"), cached="1.1")),
            mark=mark("COM-023", 1),
        ),
        Table(header=((said("Manquement"),), (said("Montant"),)), rows=(((said("Absence de tri"),), (said("150 €"),)),),
              widths=(70, 30)),
    )  # fmt: skip


def fragment(*given) -> Fragment:
    return Fragment(piece="CCAP", title="CCAP", subject="Nettoyage", blocks=given or blocks())


def filled(document, style_1: str, style_2: str, prefix: str = "") -> bytes:
    document.add_paragraph("Sommaire")
    for rank, title in enumerate(ARTICLES, start=1):
        document.add_paragraph(f"{title}", style=style_1)
        document.add_paragraph(PROSE)
        if rank == 2:
            document.add_paragraph("Engagements", style=style_2)
            document.add_paragraph(PROSE + " Il en va ainsi de chaque engagement.")
    return saved(document)


def built_in() -> bytes:
    document = docx.Document()
    for level in (1, 2, 3):
        style = document.styles[f"Heading {level}"].element
        style.set(qn("w:styleId"), f"Titre{level}")
    add_list(document, 90, levels("%1", "%1.%2", "%1.%2.%3", styles=("Titre1", "Titre2", "Titre3")))
    for level in (1, 2, 3):
        number_style(document.styles[f"Heading {level}"], 90, level - 1)
    return filled(document, "Heading 1", "Heading 2")


def house() -> bytes:
    document = docx.Document()
    for level in (1, 2):
        style = document.styles.add_style(f"AMP Article {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {NS} w:val="{level - 1}"/>'))
    add_list(document, 90, levels("Article %1 –", "%1.%2", "%1.%2.%3", styles=("AMPArticle1", "AMPArticle2")))
    for level in (1, 2):
        number_style(document.styles[f"AMP Article {level}"], 90, level - 1)
    return filled(document, "AMP Article 1", "AMP Article 2")


def two_lists() -> bytes:
    """Articles that one list numbers, and what they hold that another does: it never begins again."""
    document = docx.Document()
    add_list(document, 90, levels("%1.", "%1.%2.", styles=("Heading1",)))
    add_list(document, 91, levels("%1.", "%1.%2.", "%1.%2.%3.", styles=("", "Heading2", "Heading3")))
    number_style(document.styles["Heading 1"], 90, 0)
    for level in (2, 3):
        number_style(document.styles[f"Heading {level}"], 91, level - 1)
    return filled(document, "Heading 1", "Heading 2")


def typed() -> bytes:
    document = docx.Document()
    for rank, title in enumerate(ARTICLES, start=1):
        document.add_paragraph().add_run(f"Article {rank} – {title}").bold = True
        document.add_paragraph(PROSE)
        if rank == 2:
            document.add_paragraph().add_run("2.1 Engagements").bold = True
            document.add_paragraph(PROSE + " Il en va ainsi de chaque engagement.")
    return saved(document)


HOSTS = {"built-in": built_in, "house": house, "typed": typed}


@pytest.fixture(params=HOSTS, scope="module")
def host(request) -> bytes:
    return HOSTS[request.param]()


def draft(data: bytes):
    return read.draft(data, file="hote.docx")


def inserted(data: bytes, *given, place: str = "auto", force: bool = False):
    return insert(fragment(*given), name=NAME, data=data, file="hote.docx", draft=draft(data), place=place, force=force)


def headings(data: bytes) -> list[tuple[str, str]]:
    return [(line.number, line.text) for line in draft(data).lines() if line.heading]


def texts(data: bytes) -> list[str]:
    return [line.text for line in draft(data).lines() if line.text]


def test_rubrics_go_to_the_article_about_them_one_level_below(host):
    assert headings(inserted(host).data) == [
        ("1", "Objet du marché"),
        ("2", "Développement durable"),
        ("2.1", "Engagements"),
        ("2.2", "Développement durable"),
        ("2.2.1", "Tri des déchets"),
        ("3", "Pénalités"),
        ("3.1", "Pénalités et primes"),
        ("4", "Dérogations au CCAG"),
    ]


def test_what_the_document_said_is_still_said_in_the_same_order(host):
    before, after = texts(host), texts(inserted(host).data)
    added = iter(after)
    assert all(text in added for text in before)
    assert len(after) - len(before) == 12  # three headings, two paragraphs, three items, four cells


def test_parts_that_are_not_concerned_keep_their_bytes(host):
    with zipfile.ZipFile(io.BytesIO(host)) as old, zipfile.ZipFile(io.BytesIO(inserted(host).data)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed <= {
        "word/document.xml", "word/styles.xml", "word/numbering.xml", "[Content_Types].xml", "_rels/.rels"
    }  # fmt: skip


def test_styles_of_the_document_are_left_as_they_are(host):
    old = {s.get(w("styleId")): s for s in tree(host, "word/styles.xml").iter(w("style"))}
    new = {s.get(w("styleId")): s for s in tree(inserted(host).data, "word/styles.xml").iter(w("style"))}
    from lxml import etree

    assert all(etree.tostring(style) == etree.tostring(new[name]) for name, style in old.items())


def test_clauses_read_back_identical_by_mark(host):
    references = match.of_assembly((Output(name=NAME, fragment=fragment()),))
    found = match.match(draft(inserted(host).data), references)
    assert {(item.entry, item.by, item.status) for item in found} == {
        ("DEC-014", "mark", "identical"),
        ("COM-023", "mark", "identical"),
    }


def test_cross_references_print_the_number_in_the_document(host):
    assert "Le tri est dû selon l’article 2.2.1" in texts(inserted(host).data)


def test_numbered_items_have_a_list_of_their_own(host):
    data = inserted(host).data
    known = {num.get(w("numId")) for num in tree(host, "word/numbering.xml").iter(w("num"))}
    items = [p for p in tree(data).iter(w("p")) if "benne" in "".join(p.itertext())]
    assert items[0].find(f".//{w('numId')}").get(w("val")) not in known


def test_a_second_run_changes_nothing(host):
    again = inserted(inserted(host).data)
    assert (again.data, again.added, again.updated, again.kept, again.gone) == (None, 0, 0, (), ())


def test_new_words_replace_ours_in_place(host):
    first = inserted(host).data
    again = inserted(first, *blocks("Le titulaire trie à la source tous les déchets."))
    assert (again.added, again.updated, again.kept) == (0, 1, ())
    assert "Le titulaire trie à la source tous les déchets." in texts(again.data)
    assert len(texts(again.data)) == len(texts(first))
    assert headings(again.data) == headings(first)


def retyped(data: bytes, old: str, new: str) -> bytes:
    document = docx.Document(io.BytesIO(data))
    run = next(run for p in document.paragraphs for run in p.runs if old in run.text)
    run.text = run.text.replace(old, new)
    return saved(document)


def test_a_paragraph_that_a_person_changed_is_kept_and_told(host):
    edited = retyped(inserted(host).data, "chaque site", "deux sites")
    same = inserted(edited)
    assert same.data is None
    assert len(same.kept) == 1
    assert "deux sites" in same.kept[0]
    other = inserted(edited, *blocks("Le titulaire trie tout."))
    assert other.data is None
    assert "le dossier dit autre chose" in other.kept[0]
    forced = inserted(edited, *blocks("Le titulaire trie tout."), force=True)
    assert "Le titulaire trie tout." in texts(forced.data)
    assert not any("deux sites" in text for text in texts(forced.data))


def test_a_paragraph_that_a_person_removed_is_not_put_back(host):
    document = docx.Document(io.BytesIO(inserted(host).data))
    gone = next(p for p in document.paragraphs if "chaque site" in p.text)
    gone._element.getparent().remove(gone._element)
    again = inserted(saved(document))
    assert again.data is None
    assert again.kept[0].startswith("supprimé à la main")


def test_a_new_paragraph_goes_to_its_place_and_a_dropped_clause_stays(host):
    first = inserted(host).data
    extra = Paragraph(content=said("Il remet un bilan chaque année."), mark=mark("DEC-014", 5))
    again = inserted(first, *blocks("Le titulaire trie à la source les déchets de chaque site.", extra))
    found = texts(again.data)
    assert again.added == 1
    assert found[found.index("le bois ;") + 1] == "Il remet un bilan chaque année."
    without = inserted(first, *blocks()[:6])
    assert without.data is None
    assert any("COM-023 n’est plus dans le dossier" in text for text in without.gone)


def test_a_clean_file_says_the_same_without_marks(host):
    data = inserted(host).data
    published = clean(data, file="hote.docx")
    assert texts(published) == texts(data)
    assert b"_ck_" not in part(published, "word/document.xml")
    assert b"clausekit" not in part(published, "docProps/custom.xml")
    assert part(data, "word/document.xml").count(b"_Ref_") == part(published, "word/document.xml").count(b"_Ref_") > 0


@pytest.mark.parametrize("place", ["Article 2", "2", "développement durable", "Article 2 – Développement durable"])
def test_a_place_is_named_as_people_name_it(host, place):
    done = inserted(host, place=place)
    assert ("2.3", "Pénalités et primes") in headings(done.data)
    assert "2 Développement durable" in done.steps[0]


def test_an_absent_place_is_refused_with_the_nearest_titles(host):
    with pytest.raises(UnreadableFile) as caught:
        inserted(host, place="Développement durables et sociaux")
    (found,) = caught.value.findings
    assert found.rule == "place-introuvable"
    assert "« 2 Développement durable »" in found.expected


def test_a_bookmark_and_a_content_control_are_places(host):
    point = f'<w:bookmarkStart {NS} w:id="900" w:name="Ici"/>'
    control = f'<w:sdt {NS}><w:sdtPr><w:tag w:val="clauses"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    document = docx.Document(io.BytesIO(host))
    first = next(p for p in document.paragraphs if p.text == PROSE)
    first._element.append(parse_xml(point))
    first._element.append(parse_xml(f'<w:bookmarkEnd {NS} w:id="900"/>'))
    document.element.body[-1].addprevious(parse_xml(control))
    data = saved(document)
    assert headings(inserted(data, place="Ici").data)[1] == ("1.1", "Développement durable")
    assert headings(inserted(data, place="clauses").data)[-1] == ("4.2", "Pénalités et primes")


def bookmarked(data: bytes, first: int, last: int) -> bytes:
    """The same document, a bookmark from the end of a paragraph to the head of another."""
    document = docx.Document(io.BytesIO(data))
    document.paragraphs[first]._element.append(parse_xml(f'<w:bookmarkStart {NS} w:id="900" w:name="Zone"/>'))
    head = document.paragraphs[last]._element
    head.insert(1 if head.pPr is not None else 0, parse_xml(f'<w:bookmarkEnd {NS} w:id="900"/>'))
    return saved(document)


def test_a_bookmark_over_two_articles_is_no_place():
    data = built_in()
    places = [rank for rank, p in enumerate(docx.Document(io.BytesIO(data)).paragraphs) if p.text != PROSE]
    with pytest.raises(UnreadableFile) as refused:
        inserted(bookmarked(data, places[1] + 1, places[2] + 1), place="Zone")
    assert "plusieurs articles" in refused.value.findings[0].message
    # Word ends a bookmark of a whole paragraph at the head of the next one, here the next heading.
    assert inserted(bookmarked(data, places[1] + 1, places[2]), place="Zone").added


def test_headings_of_one_name_are_told_apart():
    document = docx.Document()
    for title in ("Objet", "Pénalités", "Durée", "Pénalités"):
        document.add_heading(title, 1)
        document.add_paragraph(PROSE)
    with pytest.raises(UnreadableFile) as refused:
        inserted(saved(document), place="Pénalités")
    assert "« Pénalités » (après « Objet ») ; « Pénalités » (après « Durée »)" in refused.value.findings[0].expected


def test_words_that_end_a_section_are_told():
    document = docx.Document()
    for title in ("Pénalités", "Litiges"):
        document.add_heading(title, 1)
        document.add_paragraph(PROSE)
    assert "saut de section" not in inserted(saved(document), place="Pénalités").steps[0]
    document.paragraphs[1]._element.get_or_add_pPr().append(parse_xml(f"<w:sectPr {NS}/>"))
    assert "après le saut de section" in inserted(saved(document), place="Pénalités").steps[0]


def test_a_locked_control_is_told():
    document = docx.Document(io.BytesIO(built_in()))
    lock = '<w:tag w:val="zone"/><w:lock w:val="sdtContentLocked"/>'
    control = f"<w:sdt {NS}><w:sdtPr>{lock}</w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    document.element.body[-1].addprevious(parse_xml(control))
    assert "que Word verrouille" in inserted(saved(document), place="zone").steps[0]
    held = document.element.body.find(f".//{qn('w:lock')}")
    held.getparent().remove(held)
    assert "verrouille" not in inserted(saved(document), place="zone").steps[0]


def copied(data: bytes, *, marked: bool) -> bytes:
    """The same document, the article of ours copied at its end: with its marks, or as Word does, without."""
    document = docx.Document(io.BytesIO(data))
    words = next(p for p in document.paragraphs if "trie à la source" in p.text)._element
    copy = deepcopy(words)
    for name in () if marked else ("w:bookmarkStart", "w:bookmarkEnd"):
        for mark_ in copy.findall(qn(name)):
            copy.remove(mark_)
    document.element.body[-1].addprevious(copy)
    return saved(document)


@pytest.mark.parametrize("marked", [True, False])
def test_an_article_that_somebody_copied_is_told_and_neither_is_updated(host, marked):
    first = inserted(host).data
    twice = copied(first, marked=marked)
    new = blocks("Le titulaire trie chaque jour les déchets de tous les sites.")
    done = inserted(twice, *new)
    assert len(done.doubled) == 1
    assert "ni l’un ni l’autre n’est mis à jour" in done.doubled[0]
    said_ = [text for text in texts(done.data or twice) if "trie" in text]
    assert len(said_) == 2
    assert said_[0] == said_[1]
    forced = inserted(twice, *new, force=True)
    assert next(text for text in texts(forced.data) if "trie" in text) == new_words(new)
    assert "la copie est laissée telle quelle" in forced.doubled[0]
    assert not inserted(first, *new).doubled


def new_words(given: tuple) -> str:
    return next(
        plain(block.content) for block in given if isinstance(block, Paragraph) and "trie" in plain(block.content)
    )


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('<w:documentProtection {} w:edit="readOnly" w:enforcement="1"/>', "lecture seule"),
        ('<w:documentProtection {} w:edit="forms" w:enforcement="true"/>', "formulaires"),
        ('<w:documentProtection {} w:edit="trackedChanges" w:enforcement="on"/>', "impose le suivi"),
        ("<w:trackRevisions {}/>", "suivi des modifications est activé"),
        ('<w:documentProtection {} w:edit="readOnly" w:enforcement="0"/>', ""),
        ('<w:trackRevisions {} w:val="false"/>', ""),
    ],
)
def test_a_protected_document_is_told(setting, told):
    document = docx.Document(io.BytesIO(built_in()))
    document.settings.element.insert(1, parse_xml(setting.format(NS)))
    said_ = guarded(saved(document), file="hote.docx")
    assert bool(said_) == bool(told)
    assert told in "".join(said_)


def test_the_table_of_contents_is_to_be_made_again_and_nothing_else():
    field = (
        f'<w:p {NS}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Sommaire</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    document = docx.Document(io.BytesIO(built_in()))
    document.element.body.insert(0, parse_xml(field))
    xml = part(inserted(saved(document)).data, "word/document.xml").decode()
    assert xml.count("w:dirty") == 1
    assert re.search(r'<w:fldChar [^>]*w:dirty="true"/></w:r><w:r><w:instrText> TOC', xml)


def test_without_a_fitting_article_new_ones_stand_before_the_derogations():
    data = built_in()
    for old, new in (("Développement durable", "Facturation"), ("Pénalités", "Résiliation")):
        data = retyped(data, old, new)
    found = headings(inserted(data).data)
    assert [number for number, _ in found] == ["1", "2", "2.1", "3", "4", "4.1", "5", "6"]
    assert found[-1] == ("6", "Dérogations au CCAG")


def test_typed_numbers_do_not_collide_with_the_articles_that_follow():
    data = typed()
    for old, new in (("Développement durable", "Facturation"), ("Pénalités", "Résiliation")):
        data = retyped(data, old, new)
    found = [line.text for line in draft(inserted(data).data).lines()]
    assert "Article 3 bis – Développement durable" in found or any("bis" in text for text in found)


def test_the_manifest_names_what_was_written_beside_the_properties_of_the_document(host):
    found = draft(inserted(host).data).properties
    assert found["clausekit.entrees"] == "DEC-014:1:CCAP COM-023:1:CCAP"


def test_the_map_of_a_document_says_what_plays_each_role(host):
    found = mapped(host, file="hote.docx", draft=draft(host))
    roles = {role.role: role for role in found.roles}
    assert roles["a-completer"].by == ""
    assert roles["puce"].name == "List Bullet"
    assert not found.marker
    assert not found.problems
    assert found.headings == 5


def test_a_revision_does_not_change_the_key_of_a_paragraph(host):
    moved = tuple(replace(block, mark=replace(block.mark, revision=2)) if block.mark else block for block in blocks())
    again = inserted(inserted(host).data, *moved)
    assert (again.added, again.kept, again.gone) == (0, (), ())


def untraced(data: bytes) -> bytes:
    """What « assemble » would have written: the marks of the clauses, without our traces."""
    xml = re.sub(rb'<w:bookmarkStart w:id="(\d+)" w:name="_ck_p_[^>]*/><w:bookmarkEnd w:id="\1"/>', b"",
                 part(data, "word/document.xml"))  # fmt: skip
    custom = part(data, "docProps/custom.xml").replace(b"clausekit.paragraphes", b"autre")
    return rebuilt(data, {"word/document.xml": xml, "docProps/custom.xml": custom})


def adopted(data: bytes, *given, pristine: bool = False, force: bool = False):
    return insert(
        fragment(*given), name=NAME, data=data, file="hote.docx", draft=draft(data), place="auto",
        force=force, pristine=pristine,
    )  # fmt: skip


def test_clauses_that_assemble_wrote_are_followed_from_now_on(host):
    data = untraced(inserted(host).data)
    assert b"_ck_p_" not in part(data, "word/document.xml")
    done = adopted(data)
    assert (done.added, done.updated, done.kept, done.gone) == (0, 0, (), ())
    assert "écrite par « assemble »" in done.steps[0]
    assert texts(done.data) == texts(data)
    assert inserted(done.data).data is None


def test_an_untouched_piece_takes_the_new_words_and_another_keeps_its_own(host):
    data = untraced(inserted(host).data)
    new = blocks("Le titulaire trie tout.")
    assert "Le titulaire trie tout." in texts(adopted(data, *new, pristine=True).data)
    kept = adopted(data, *new)
    assert "Le titulaire trie tout." not in texts(kept.data)
    assert "le dossier dit autre chose" in kept.kept[0]
    assert "Le titulaire trie tout." in texts(adopted(data, *new, force=True).data)
    assert inserted(kept.data, *new).data is None


def test_a_clause_that_was_taken_out_of_a_piece_is_not_put_back_and_a_new_one_is_added(host):
    document = docx.Document(io.BytesIO(untraced(inserted(host).data)))
    gone = next(p for p in document.paragraphs if "chaque site" in p.text)
    gone._element.getparent().remove(gone._element)
    extra = Paragraph(content=said("Il remet un bilan."), mark=mark("DEC-099", 1))
    given = blocks("Le titulaire trie à la source les déchets de chaque site.", extra)
    done = adopted(saved(document), *given)
    assert done.added == 1
    assert any(text.startswith("supprimé à la main") for text in done.kept)
    assert "Il remet un bilan." in texts(done.data)


def blank(after: str = " un bilan chaque année.") -> tuple:
    hole = Blank(name="service", label="Service", who="acheteur", text="[à compléter par l’acheteur : service]")
    content = (Text(text="Le titulaire remet à "), hole, Text(text=after))
    return blocks("Le titulaire trie.", Paragraph(content=content, mark=mark("DEC-014", 6)))


def refilled(data: bytes, typed: str = "la direction des espaces verts") -> bytes:
    return retyped(data, "[à compléter par l’acheteur : service]", typed)


@pytest.mark.parametrize("force", [False, True])
def test_what_somebody_typed_in_a_blank_is_kept_and_told(host, force):
    data = refilled(inserted(host, *blank()).data)
    again = inserted(data, *blank(), force=force)
    assert again.data is None
    assert again.kept == ("blanc rempli à la main, gardé : « la direction des espaces verts »",)


def test_with_force_new_words_come_around_what_was_typed(host):
    data = refilled(inserted(host, *blank()).data)
    again = inserted(data, *blank(" un bilan chaque année, par écrit."), force=True)
    assert "Le titulaire remet à la direction des espaces verts un bilan chaque année, par écrit." in texts(again.data)


def test_blanks_come_back_when_it_is_asked(host):
    data = refilled(inserted(host, *blank()).data)
    done = insert(fragment(*blank()), name=NAME, data=data, file="hote.docx", draft=draft(data), place="auto",
                  force=True, refill=True)  # fmt: skip
    assert any("[à compléter par l’acheteur : service]" in text for text in texts(done.data))


def test_a_control_receives_the_clauses_inside(host):
    hint = "<w:p><w:r><w:t>Cliquez ici pour entrer du texte.</w:t></w:r></w:p>"
    control = (
        f'<w:sdt {NS}><w:sdtPr><w:tag w:val="clauses"/><w:showingPlcHdr/></w:sdtPr>'
        f"<w:sdtContent>{hint}</w:sdtContent></w:sdt>"
    )
    document = docx.Document(io.BytesIO(host))
    document.paragraphs[-1]._element.addnext(parse_xml(control))
    done = inserted(saved(document), place="clauses")
    inside = next(tree(done.data).iter(w("sdtContent")))
    said_there = "".join(inside.itertext())
    assert "chaque site" in said_there
    assert "Cliquez" not in said_there
    assert done.dropped == ("Cliquez ici pour entrer du texte.",)
    assert next(tree(done.data).iter(w("sdt"))).find(f".//{w('showingPlcHdr')}") is None
    assert "dans le contrôle de contenu" in done.steps[0]


def test_a_field_of_a_form_is_no_place_for_articles(host):
    control = (
        f'<w:sdt {NS}><w:sdtPr><w:tag w:val="date"/><w:date/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    )
    document = docx.Document(io.BytesIO(host))
    document.paragraphs[-1]._element.addnext(parse_xml(control))
    done = inserted(saved(document), place="date")
    assert "".join(next(tree(done.data).iter(w("sdtContent"))).itertext()) == ""
    assert "après le contrôle de contenu" in done.steps[0]


def test_typed_references_to_articles_that_move_are_told():
    data = built_in()
    for old, new in (("Développement durable", "Facturation"), ("Pénalités", "Résiliation")):
        data = retyped(data, old, new)
    document = docx.Document(io.BytesIO(data))
    document.add_paragraph("Voir l’article 4, l’article 4 du CCAG, les articles 1 et 4.2, et l’article 3.")
    steps = inserted(saved(document)).steps
    assert "Des articles s’ajoutent : l’article 4 devient 6." in steps
    told = [step for step in steps if "renvoi tapé à relire" in step]
    assert [step.rpartition("(")[2] for step in told] == ["4 devient 6)", "4.2 devient 6.2)"]


def test_references_that_are_fields_are_not_told():
    data = built_in()
    for old, new in (("Développement durable", "Facturation"), ("Pénalités", "Résiliation")):
        data = retyped(data, old, new)
    document = docx.Document(io.BytesIO(data))
    runs = ('<w:t xml:space="preserve">Voir l’article </w:t>', '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> REF x </w:instrText>", '<w:fldChar w:fldCharType="separate"/>', "<w:t>4</w:t>",
            '<w:fldChar w:fldCharType="end"/>')  # fmt: skip
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph._element.append(parse_xml(f"<w:r {NS}>{run}</w:r>"))
    assert not any("renvoi" in step for step in inserted(saved(document)).steps)


def test_typed_sub_articles_never_bear_a_number_twice():
    document = docx.Document(io.BytesIO(typed()))
    point = next(p for p in document.paragraphs if p.text == PROSE and p._element.getprevious() is not None
                 and "Développement" in "".join(p._element.getprevious().itertext()))  # fmt: skip
    for name in ("bookmarkStart", "bookmarkEnd"):
        extra = ' w:name="Ici"' if name == "bookmarkStart" else ""
        point._element.append(parse_xml(f'<w:{name} {NS} w:id="900"{extra}/>'))
    found = [number for number, _ in headings(inserted(saved(document), place="Ici").data)]
    whole = [line.text for line in draft(inserted(saved(document), place="Ici").data).lines()]
    assert found.count("2.1") == 1
    assert any("2.1 bis" in text for text in (*whole, *found))


def sizes(data: bytes) -> dict[str, set[str | None]]:
    """Title -> the sizes of print of its words, in half-points."""
    found = {}
    for paragraph in tree(data).iter(w("p")):
        runs = [run for run in paragraph.iter(w("r")) if run.find(w("t")) is not None]
        printed = [run.find(f"{w('rPr')}/{w('sz')}") for run in runs]
        words = "".join(text.text or "" for text in paragraph.iter(w("t")))
        found[words] = {None if size is None else size.get(w("val")) for size in printed}
    return found


def test_a_level_that_nobody_typed_looks_like_the_nearest_above_it():
    document = docx.Document(io.BytesIO(typed()))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if run.bold:
                run.font.size = Pt(11 if run.text.startswith("2.1") else 16)
    found = sizes(inserted(saved(document)).data)
    assert (found["2.2 Développement durable"], found["2.2.1 Tri des déchets"]) == ({"22"}, {"22"})


def test_a_refusal_speaks_of_a_document_and_not_of_a_template(host):
    with pytest.raises(UnreadableFile) as caught:
        insert(fragment(), name=NAME, data=host[:2000], file="h.docx", draft=draft(host), place="auto")
    (found,) = caught.value.findings
    assert found.rule == "document-illisible"
    assert "modèle" not in f"{found.message} {found.expected} {found.why} {found.remedy}"


def test_our_numbers_below_an_article_that_moves_move_with_it():
    data = built_in()
    data = retyped(data, "Développement durable", "Facturation")  # « 4 Dérogations » becomes 5
    late = Heading(level=1, content=said("Dérogations au CCAG"), target="_Ref_CCAP_derogations")
    cited = Paragraph(content=(Text(text="Voir l’article "), Ref(target="_Ref_CCAP_derogations", cached="3")))
    done = inserted(data, *blocks("Le titulaire trie.", cited), late, Paragraph(content=said("Une phrase.")))
    assert ("5.1", "Dérogations au CCAG") in headings(done.data)
    assert "Voir l’article 5.1" in texts(done.data)
    assert any(step.endswith("au numéro 5.1") for step in done.steps)


def test_a_published_document_is_refused_rather_than_said_twice(host):
    published = clean(inserted(host).data, file="hote.docx")
    with pytest.raises(UnreadableFile) as caught:
        inserted(published)
    assert caught.value.findings[0].rule == "document-sans-repere"


def test_homonyms_are_told_by_the_article_that_holds_them():
    document = docx.Document()
    for lot in ("Lot 1", "Lot 2"):
        document.add_heading(lot, 1)
        for title in ("Objet", "Pénalités"):
            document.add_heading(title, 2)
            document.add_paragraph(PROSE)
    with pytest.raises(UnreadableFile) as refused:
        inserted(saved(document), place="Pénalités")
    assert "« Pénalités » (dans « Lot 1 ») ; « Pénalités » (dans « Lot 2 »)" in refused.value.findings[0].expected


@pytest.mark.parametrize(
    ("place", "told"),
    [("Article 9", "« 1 Objet » ; « 2 Exécution » ; « 3 Pénalités »"), ("2.7", "« 2.1 Délais » ; « 2.2 Réception »")],
)
def test_a_number_that_no_heading_bears_is_answered_by_those_around_it(place, told):
    document = docx.Document()
    for title in ("1. Objet", "2. Exécution", "2.1. Délais", "2.2. Réception", "3. Pénalités"):
        document.add_paragraph().add_run(title).bold = True
        document.add_paragraph(PROSE)
    with pytest.raises(UnreadableFile) as refused:
        inserted(saved(document), place=place)
    assert refused.value.findings[0].expected == f"l’un de ces titres : {told}"


def test_auto_is_told_in_any_letters():
    assert inserted(built_in(), place=" Auto ").added


def test_the_number_of_an_item_is_printed_like_its_words():
    document = docx.Document()
    text = document.styles.add_style("Maison Texte", WD_STYLE_TYPE.PARAGRAPH)
    text.font.size = Pt(9)
    for title in ARTICLES:
        document.add_heading(title, 1)
        document.add_paragraph(PROSE, style=text)
        document.add_paragraph(PROSE + " Il en va ainsi de chaque service.", style=text)
    made = docx.Document(io.BytesIO(inserted(saved(document)).data))
    item = next(paragraph for paragraph in made.paragraphs if paragraph.text.startswith("peser"))
    mark_ = item._p.pPr.find(qn("w:rPr"))
    assert item.runs[0].font.size == Pt(9)
    assert mark_.find(qn("w:sz")).get(qn("w:val")) == "18"
    assert mark_ is item._p.pPr[-1]


def test_each_list_of_a_document_counts_for_itself():
    found = inserted(two_lists(), place="Dérogations au CCAG")
    told = headings(found.data)
    assert told[1:] == [
        ("2", "Développement durable"),
        ("1.1", "Engagements"),
        ("3", "Pénalités"),
        ("4", "Dérogations au CCAG"),
        ("1.2", "Développement durable"),
        ("1.2.1", "Tri des déchets"),
        ("1.3", "Pénalités et primes"),
    ]
    assert found.steps[0].endswith("au numéro 1.2")


def test_an_article_follows_those_of_its_list_whatever_number_their_parts_bear():
    data = two_lists()
    for old, new in (("Développement durable", "Facturation"), ("Pénalités", "Résiliation")):
        data = retyped(data, old, new)
    found = inserted(data)
    assert [number for number, _ in headings(found.data)] == ["1", "2", "1.1", "3", "4", "1.2", "5", "6"]
    assert [step.rpartition(" ")[2] for step in found.steps[:2]] == ["4", "5"]


def test_where_the_list_stops_no_number_is_told():
    document = docx.Document()
    add_list(document, 90, levels("%1", "%1.%2", styles=("Heading1", "Heading2")))
    for level in (1, 2):
        number_style(document.styles[f"Heading {level}"], 90, level - 1)
    found = inserted(filled(document, "Heading 1", "Heading 2"), place="Engagements")
    assert [item for item in headings(found.data) if item[1] in {"Tri des déchets", "Pénalités et primes"}] == [
        ("", "Tri des déchets"),
        ("", "Pénalités et primes"),
    ]
    assert found.steps[0] == "La pièce : à la fin de l’article « 2.1 Engagements »"
    assert any("selon l’article « Tri des déchets »" in text for text in texts(found.data))
