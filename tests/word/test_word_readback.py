"""Proof-reading: what a stranger reads in the file, and what makes it refuse one."""

import pytest

from clausekit.finding import UnreadableFile
from clausekit.fragment import Heading, Paragraph, Ref, plain
from clausekit.mark import Mark
from clausekit.word import readback, text_of
from clausekit.word.characters import contents
from word_specimen import TEMPLATE, said, short, specimen, with_text, written

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def around(xml: str, *, where: str = "word/document.xml") -> tuple[str, ...]:
    """What is read in the template with this XML above its paragraphs."""
    return text_of(with_text("<w:p>", f"{xml}<w:p>", where=where))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_all_the_words_of_the_fragment_are_read_in_order():
    expected = [plain(content) for block in specimen().blocks for content in contents(block)]
    texts = list(text_of(written()))
    assert texts[2 : 2 + len(expected)] == expected


def test_headers_footers_come_after_the_body():
    assert text_of(TEMPLATE) == (
        "{{ titre }}",
        "{{ objet }}",
        "{{ ck_corps }}",
        "{{ acheteur }}\t{{ piece }}",
        "{{ objet }}",
        "{{ pied }}\tPage\u00a01 sur\u00a01",
    )


@pytest.mark.parametrize(
    ("xml", "read"),
    [
        (f"<w:p>{run('un')}<w:r><w:tab/></w:r>{run('deux')}</w:p>", "un\tdeux"),
        (f"<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr>{run('un')}</w:p>", "un"),
        (f"<w:p>{run('un')}<w:del w:id='1'><w:r><w:delText>non</w:delText></w:r></w:del></w:p>", "un"),
        (f"<w:p>{run('un')}<w:ins w:id='1'>{run(' ajout')}</w:ins></w:p>", "un ajout"),
        (f"<w:p>{run('un')}<w:moveFrom w:id='1'>{run('parti')}</w:moveFrom></w:p>", "un"),
        (f"<w:sdt><w:sdtContent><w:p>{run('contrôle')}</w:p></w:sdtContent></w:sdt>", "contrôle"),
        (f"<w:p><w:hyperlink>{run('lien')}</w:hyperlink></w:p>", "lien"),
        (
            "<w:p><w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>auteur</w:t><w:br/><w:t>suite</w:t></w:r></w:p>",
            "co\u2011auteur\nsuite",
        ),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>1</w:t></w:r></w:p>", "1"),
    ],
)
def test_words_are_read_wherever_word_puts_them(xml, read):
    assert around(xml)[0] == read


def test_a_text_box_is_read_once_and_apart():
    box = f"<w:txbxContent><w:p>{run('boîte')}</w:p></w:txbxContent>"
    xml = (
        f'<w:p>{run("avant")}<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="w14">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>{run('après')}</w:p>"
    )
    assert around(xml)[:3] == ("avantaprès", "boîte", "{{ titre }}")


def refused(fragment, data: bytes, references=None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        readback.prove(data, fragment, references or {}, ())
    assert {finding.rule for finding in caught.value.findings} == {"document-infidele"}
    return str(caught.value)


def test_a_lost_paragraph_is_noticed():
    fragment = short(Paragraph(content=said("Un.")), Paragraph(content=said("Deux.")))
    assert "« Deux. »" in refused(fragment, written(short(Paragraph(content=said("Un.")))))


def test_paragraphs_out_of_order_are_noticed():
    one, two = Paragraph(content=said("Un.")), Paragraph(content=said("Deux."))
    assert "déplacé" in refused(short(one, two), written(short(two, one)))


def test_tags_left_over_are_noticed():
    assert "balise non remplie" in refused(short(), TEMPLATE)


def test_an_unresolved_reference_of_the_template_is_noticed():
    with pytest.raises(UnreadableFile, match="balise non remplie"):
        written(template=with_text("{{ titre }}", "Voir [[DEC-014]]"))


def test_a_reference_without_its_heading_is_noticed():
    with pytest.raises(UnreadableFile, match="renvoi vers un titre absent : _Ref_DEC_099_T"):
        written(short(Paragraph(content=(Ref(target="_Ref_DEC_099_T", cached="3"),))))


def test_a_mark_written_twice_is_noticed():
    paragraph = Paragraph(content=said("Un."), mark=Mark(entry="DEC-001", revision=1, piece="CCTP", ordinal=1))
    with pytest.raises(UnreadableFile, match="deux fois"):
        written(short(paragraph, paragraph))


def test_a_bookmark_too_long_for_word_is_noticed():
    with pytest.raises(UnreadableFile, match="trop long"):
        written(short(Heading(level=1, content=said("Un."), target="_Ref_" + "A" * 40)))
