"""Templates that are refused, and values that stay text."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausekit.finding import UnreadableFile
from clausekit.fragment import Heading, Item, Paragraph, Table
from clausekit.word import replaced_characters, tags, text_of, write
from clausekit.word.characters import REPLACEMENT, legal
from clausekit.word.refusal import clear_refusal
from clausekit.word.shell import opened
from word_specimen import TEMPLATE, paragraphs, part, rebuilt, said, short, tree, with_paragraph, with_text, written

PAYLOADS = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",  # docxtpl #549
    "{{ self.__init__.__globals__.__builtins__.__import__('os').popen('id').read() }}",  # docxtpl #632
    "{{ 7*7 }}",
    "{{ titre|upper }}",
    "{{ titre.__class__ }}",
    "{{ titre[0] }}",
    "{{ 'texte' }}",
    "{{ titre() }}",
    "{{ inconnu }}",
    "{{ titre",
    "{% for a in titre %}",
    "{%p for a in titre %}",
    "{% raw %}{{ titre }}{% endraw %}",
    "{%tr for a in titre %}",
    "{% include 'autre' %}",
    "{# note #}",
    "{{p titre }}",
    "{{r titre }}",
    "{{- titre -}}",
]


def refused(template: bytes, name: str = "modele.docx"):
    with pytest.raises(UnreadableFile) as caught:
        write(short(), template=template, template_name=name, draft=False, footer="")
    return caught.value.findings


@pytest.mark.parametrize("where", ["word/document.xml", "word/header1.xml", "word/footer1.xml"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_template_may_only_print_known_names(payload, where):
    finding = refused(with_paragraph(payload, where=where))[0]
    assert finding.rule == "modele-code"
    assert finding.places[0].file == "modele.docx"
    assert finding.places[0].part == where
    assert "{{ ck_corps }}" in finding.expected


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_tag_cut_by_word_is_read_whole(payload):
    runs = '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>'.join(payload.replace("<", "&lt;"))
    template = with_text("<w:p>", f"<w:p><w:r><w:t>{runs}</w:t></w:r></w:p><w:p>")
    assert refused(template)[0].rule == "modele-code"


def test_code_hidden_in_an_attribute_is_refused():
    finding = refused(with_text('<w:pStyle w:val="Titre"/>', '<w:pStyle w:val="{{ titre.x }}"/>'))[0]
    assert finding.rule == "modele-code"
    assert "hors du texte visible" in finding.message


def test_code_that_spans_paragraphs_is_refused():
    halves = "<w:p><w:r><w:t>{{ titre</w:t></w:r></w:p><w:p><w:r><w:t>.x }}</w:t></w:r></w:p>"
    assert refused(with_text("<w:p>", halves + "<w:p>"))[0].rule == "modele-code"


def test_every_bad_tag_is_reported_at_once():
    findings = refused(with_paragraph("{{ a }} puis {{ b.c }} puis {% if d %}"))
    assert [finding.read for finding in findings] == ["{{ a }}", "{{ b.c }}", "{% if d %}"]


def test_tags_in_notes_are_rendered_and_checked():
    assert paragraphs(tree(written(template=with_notes("{{ titre }}")), "word/footnotes.xml"))[0][1] == (
        "Cahier des clauses techniques particulières"
    )
    assert refused(with_notes("{{ titre.x }}"))[0].places[0].part == "word/footnotes.xml"


def test_tags_in_endnotes_are_refused_as_nobody_fills_them():
    finding = refused(with_notes("{{ titre }}", kind="endnotes"))[0]
    assert finding.places[0].part == "word/endnotes.xml"


def with_notes(text: str, kind: str = "footnotes") -> bytes:
    singular = kind.removesuffix("s")
    notes = (
        f'<w:{kind} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:{singular} w:id="1">'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{singular}></w:{kind}>"
    )
    office = "openxmlformats"
    types = part(TEMPLATE, "[Content_Types].xml").decode()
    rels = part(TEMPLATE, "word/_rels/document.xml.rels").decode()
    override = (
        f'<Override PartName="/word/{kind}.xml" '
        f'ContentType="application/vnd.{office}-officedocument.wordprocessingml.{kind}+xml"/>'
    )
    relation = (
        f'<Relationship Id="rIdN" Target="{kind}.xml" '
        f'Type="http://schemas.{office}.org/officeDocument/2006/relationships/{kind}"/>'
    )
    return rebuilt(
        TEMPLATE,
        {
            f"word/{kind}.xml": notes.encode(),
            "[Content_Types].xml": types.replace("</Types>", override + "</Types>").encode(),
            "word/_rels/document.xml.rels": rels.replace("</Relationships>", relation + "</Relationships>").encode(),
        },
    )


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "{_{ 7*7 }_}", "A & B <c> \"d\" 'e'", "\ue000ck_corps", "a\nb", "&#123;"]
)
def test_values_that_look_like_tags_are_printed_as_text(payload):
    blocks = (
        Heading(level=1, content=said(payload)),
        Paragraph(content=said(payload)),
        Item(content=said(payload), list_id=1),
        Table(header=((said(payload),),), rows=(((said(payload),),),), widths=(100,), caption=payload),
    )
    fragment = short(*blocks, title=payload, subject=payload, buyer=payload, piece="CCTP")
    data = write(fragment, template=TEMPLATE, template_name="neutre.docx", draft=True, footer=payload)
    texts = text_of(data)
    assert texts[:8] == (payload,) * 8  # title and subject, then the six paragraphs of the blocks
    assert texts[8:] == (f"{payload}\tCCTP", payload, f"{payload}\tPage\u00a01 sur\u00a01")


def test_values_stay_text_in_notes_of_a_template_with_two_sections():
    # docxtpl renders footnotes once for each section: the second pass must find no tag.
    template = with_notes("{{ titre }}")
    section = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>Couverture</w:t></w:r></w:p>"
    template = with_text("<w:body>", "<w:body>" + section, template=template)
    data = written(short(title="{{ 7*7 }}"), template=template)
    assert paragraphs(tree(data, "word/footnotes.xml"))[0][1] == "{{ 7*7 }}"


@settings(deadline=None)  # a whole file is written and read each time
@given(st.text())
def test_any_text_is_found_again(text):
    data = written(short(Paragraph(content=said(text)), title=f"T{text}"))
    shown = legal(text).replace("\r\n", "\n").replace("\r", "\n")
    assert not text or shown in text_of(data)


def test_characters_that_xml_forbids_are_seen_and_reported():
    fragment = short(Paragraph(content=said("avant\x0baprès\ud800")))
    assert f"avant{REPLACEMENT}après{REPLACEMENT}" in text_of(written(fragment))
    (finding,) = replaced_characters(fragment)
    assert (finding.rule, "U+000B, U+D800" in finding.message) == ("caractere-interdit", True)
    assert replaced_characters(short(Paragraph(content=said("rien")))) == ()


# --- where the clauses go ---


def test_the_marker_must_be_there():
    (finding,) = refused(with_text("{{ ck_corps }}", "rien"))
    assert finding.rule == "modele-marque"
    assert "{{ ck_corps }}" in finding.remedy


def test_the_marker_must_be_alone_in_its_paragraph():
    assert refused(with_text("{{ ck_corps }}", "Articles : {{ ck_corps }}"))[0].rule == "modele-marque"


def test_the_marker_must_be_unique():
    assert refused(with_paragraph("{{ ck_corps }}"))[0].rule == "modele-marque"


def test_the_marker_belongs_to_the_body():
    assert refused(with_paragraph("{{ ck_corps }}", where="word/header1.xml"))[0].rule == "modele-marque"


def test_a_marker_that_ends_a_section_keeps_the_section():
    template = with_text(
        '<w:pStyle w:val="CKCorps"/></w:pPr>',
        '<w:pStyle w:val="CKCorps"/><w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr></w:pPr>',
    )
    root = tree(written(short(Paragraph(content=said("Un mot."))), template=template))
    assert len(list(root.iter("{*}sectPr"))) == 2
    assert [text for _, text in paragraphs(root)] == ["Titre", "Objet", "Un mot.", ""]


def test_a_template_that_holds_our_articles_is_refused():
    (finding,) = refused(
        with_text(
            "<w:p>", '<w:p><w:bookmarkStart w:id="0" w:name="_ck_DEC_014_r2_T03"/><w:bookmarkEnd w:id="0"/></w:p><w:p>'
        )
    )
    assert finding.rule == "modele-marque"


# --- what is no sound .docx ---


def message(template: bytes) -> str:
    (finding,) = refused(template)
    assert finding.rule == "modele-illisible"
    assert finding.remedy
    return finding.message


def test_what_is_no_docx_says_what_it_is():
    assert "vide" in message(b"")
    assert "PDF" in message(b"%PDF-1.7 ...")
    assert ".doc" in message(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "n’est pas un fichier Word" in message(b"n'importe quoi")
    assert "abîmé" in message(TEMPLATE[:2000])


def test_an_odt_or_a_workbook_is_named():
    assert ".odt" in message(zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}))
    types = part(TEMPLATE, "[Content_Types].xml").replace(
        b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"
    )
    assert "document Word" in message(rebuilt(TEMPLATE, {"[Content_Types].xml": types}))


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_flipped_bit_is_noticed():
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as archive:
        info = archive.getinfo("word/styles.xml")
    at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    broken = TEMPLATE[:at] + bytes([TEMPLATE[at] ^ 0xFF]) + TEMPLATE[at + 1 :]
    assert "abîmé" in message(broken)


def test_a_template_packed_in_a_way_that_is_not_read_is_not_told_damaged():
    at = TEMPLATE.index(b"PK\1\2")
    broken = bytearray(TEMPLATE)
    broken[at + 10] = 9  # Deflate64
    broken[int.from_bytes(TEMPLATE[at + 42 : at + 46], "little") + 8] = 9
    assert "compressé d’une manière que clausekit ne lit pas" in message(bytes(broken))


def test_strict_open_xml_is_explained():
    rels = part(TEMPLATE, "_rels/.rels").replace(
        b"http://schemas.openxmlformats.org/officeDocument", b"http://purl.oclc.org/ooxml/officeDocument"
    )
    (finding,) = refused(rebuilt(TEMPLATE, {"_rels/.rels": rels}))
    assert "strict" in finding.message


def test_macros_are_refused():
    types = part(TEMPLATE, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert "macros" in message(rebuilt(TEMPLATE, {"[Content_Types].xml": types}))


def test_a_dotx_is_a_template_like_another():
    types = part(TEMPLATE, "[Content_Types].xml").replace(b"document.main+xml", b"template.main+xml")
    data = written(template=rebuilt(TEMPLATE, {"[Content_Types].xml": types}))
    assert b"document.main+xml" in part(data, "[Content_Types].xml")


def test_a_doctype_is_refused_wherever_it_hides():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "DOCTYPE" in message(rebuilt(TEMPLATE, {"word/theme/theme1.xml": bomb}))
    assert "DOCTYPE" in message(
        rebuilt(
            TEMPLATE, {"word/theme/theme1.xml": bomb.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")}
        )
    )


def test_broken_xml_is_refused():
    assert "mal formé" in message(with_text("</w:body>", ""))


def test_paths_do_not_leave_the_archive():
    for name in ("../dehors.xml", "/racine.xml", "word/../../x.xml", "C:\\x.xml"):
        assert "chemin" in message(rebuilt(TEMPLATE, {name: b"<a/>"}))


def test_bombs_are_refused_before_they_are_unpacked():
    assert "compressé" in message(rebuilt(TEMPLATE, {"word/media/a.bin": b"\0" * (8 * 1024**2)}))
    assert "50 Mo" in message(zipped({f"{n}.bin": bytes(11 * 1024**2) for n in range(5)}))
    assert "2000" in message(zipped({f"{n}.bin": b"" for n in range(2001)}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_doubled_members_are_refused():
    out = io.BytesIO(TEMPLATE)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/Document.xml", b"<a/>")
    assert "deux fois" in message(out.getvalue())


def test_the_surprise_of_a_library_becomes_one_sentence():
    with pytest.raises(UnreadableFile, match="structure"), clear_refusal("modele.docx"):
        raise KeyError("word/x.xml")


def test_a_refusal_is_not_remembered_as_a_template():
    opened.cache_clear()
    refused(b"")
    assert opened.cache_info().currsize == 0


def test_a_template_is_compiled_once_for_all_the_documents_of_a_contract(monkeypatch):
    compiled = []
    environment = tags.environment()
    real = environment.compile
    monkeypatch.setattr(environment, "compile", lambda *words, **more: compiled.append(1) or real(*words, **more))
    environment.from_string.cache_clear()
    written()
    once = len(compiled)
    written()
    assert 0 < once == len(compiled)
