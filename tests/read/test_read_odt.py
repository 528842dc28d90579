# ruff: noqa: E501 - a specimen stands on one line, as it is in the file
"""An OpenDocument text: numbers of lists and headings, tables, frames, notes, tracked changes, marks."""

import pytest

from clausekit.draft import Change
from clausekit.mark import Mark, bookmark
from read_specimen import ODF_NAMES, drafted, odt, refusal, shown, texts, zipped

MARK = Mark(entry="DEC-014", revision=2, piece="CCTP", ordinal=0)
LISTS = """
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="P1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
"""
OUTLINE = """
<text:outline-style style:name="Outline">
<text:outline-level-style text:level="1" style:num-format="1"/>
<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
</text:outline-style>
"""


def p(text: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(level: int, text: str) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def items(*inside: str, style: str = "L1", more: str = "") -> str:
    listed = "".join(f"<text:list-item>{item}</text:list-item>" for item in inside)
    return f'<text:list text:style-name="{style}" {more}>{listed}</text:list>'


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{p(text) if text else ''}</table:table-cell>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("un<text:s text:c='3'/>deux", "un deux"),
        ("un<text:tab/>deux", "un\tdeux"),
        ("un<text:line-break/>deux", "un\ndeux"),
        ("un\n   deux", "un deux"),
        ("50\u00a0% <text:span>gras</text:span>", "50 % gras"),
        ('vu <text:span text:style-name="cache">non vu</text:span>', "vu"),
        ("<text:a>lien</text:a><office:annotation><text:p>note</text:p></office:annotation>", "lien"),
        ("<text:ruby><text:ruby-base>base</text:ruby-base><text:ruby-text>dessus</text:ruby-text></text:ruby>", "base"),
        ("page <text:page-number>3</text:page-number>", "page 3"),
    ],
)
def test_a_paragraph_as_it_is_seen(inside, text):
    hidden = (
        '<style:style style:name="cache" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    assert texts(drafted(odt(p(inside), automatic=hidden))) == [text]


def test_headings_are_numbered_by_the_outline():
    body = h(1, "Objet") + h(2, "Lieu") + h(2, "Durée") + h(1, "Prix") + h(2, "Forme")
    found = shown(drafted(odt(body, styles=OUTLINE)))
    assert found == ["#1 1 Objet", "#2 1.1 Lieu", "#2 1.2 Durée", "#1 2 Prix", "#2 2.1 Forme"]


def test_headings_without_numbers_may_have_typed_ones():
    assert shown(drafted(odt(h(1, "Article 3 – Prix") + h(2, "Sans numéro")))) == ["#1 3 Prix", "#2 Sans numéro"]


def test_lists_nest_go_on_and_start_again():
    nested = items(p("un"), p("deux") + items(p("détail"), p("autre"), style=""))
    more = items(p("trois"), more='text:continue-numbering="true"')
    anew = items(p("encore"))
    bullets = items(p("puce") + p("suite"), style="P1")
    assert shown(drafted(odt(nested + more + anew + bullets, automatic=LISTS))) == [
        "- 1. un", "- 2. deux", "- a) détail", "- b) autre", "- 3. trois", "- 1. encore", "- puce", "suite",
    ]  # fmt: skip


def test_a_list_followed_by_its_name_and_a_forced_start():
    first = items(p("un"), more='xml:id="l1"')
    other = items(p("puce"), style="P1")
    rest = items(p("deux"), more='text:continue-list="l1"')
    forced = (
        '<text:list text:style-name="L1"><text:list-item text:start-value="7">'
        + p("sept")
        + "</text:list-item></text:list>"
    )
    found = shown(drafted(odt(first + other + rest + forced, automatic=LISTS)))
    assert found == ["- 1. un", "- puce", "- 2. deux", "- 7. sept"]


def test_tables_with_cells_merged_across_and_down():
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        + cell("Critères", 'table:number-columns-spanned="2"')
        + "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>"
        + cell("Prix", 'table:number-rows-spanned="2"') + cell("40 %") + "</table:table-row><table:table-row>"
        + "<table:covered-table-cell/>" + cell("") + "</table:table-row></table:table>"
    )  # fmt: skip
    (found,) = drafted(odt(body)).blocks
    assert [[(c.text, c.span, bool(c.blocks)) for c in row] for row in found.rows] == [
        [("Critères", 2, True)],
        [("Prix", 1, True), ("40 %", 1, True)],
        [("", 1, False), ("", 1, True)],
    ]


def test_rows_repeated_without_end_are_not():
    body = (
        '<table:table><table:table-row table:number-rows-repeated="1000000">'
        + cell("a")
        + "</table:table-row></table:table>"
    )
    (found,) = drafted(odt(body)).blocks
    assert len(found.rows) == 100


def test_frames_notes_headers_and_footers_stand_around():
    frame = f"<draw:frame><draw:text-box>{p('encadré')}</draw:text-box></draw:frame>"
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('une note')}</text:note-body></text:note>"
    page = f"<style:header>{p('Métropole')}</style:header><style:footer>{p('pied')}</style:footer>"
    master = f'<style:master-page style:name="A">{page}</style:master-page><style:master-page style:name="B">{page}</style:master-page>'
    draft = drafted(odt(p(f"avant{frame} après{note}"), master=master))
    assert texts(draft) == ["avant après"]
    assert [(line.text, line.place.part) for line in draft.around] == [
        ("encadré", "zone de texte"), ("une note", "note"), ("Métropole", "en-tête"), ("pied", "pied de page"),
    ]  # fmt: skip
    assert [line.caller for line in draft.around] == ["", draft.blocks[0].place.paragraph, "", ""]


TRACKED = """
<text:tracked-changes>
<text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>Anne</dc:creator>
<dc:date>2026-03-02T10:00:00</dc:date></office:change-info></text:insertion></text:changed-region>
<text:changed-region text:id="c2"><text:deletion><office:change-info><dc:creator>Bruno</dc:creator>
<dc:date>2026-03-03T10:00:00</dc:date></office:change-info><text:p>dix</text:p></text:deletion></text:changed-region>
</text:tracked-changes>
"""


def test_tracked_changes_are_accepted_and_recorded():
    inside = 'Délai de <text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>quinze<text:change-end text:change-id="c1"/> jours'
    (line,) = drafted(odt(TRACKED + p(inside))).blocks
    assert line.text == "Délai de quinze jours"
    assert line.changes == (
        Change(kind="deletion", text="dix", author="Bruno", date="2026-03-03T10:00:00"),
        Change(kind="insertion", text="quinze", author="Anne", date="2026-03-02T10:00:00"),
    )


def test_an_insertion_may_span_paragraphs():
    first = p('avant <text:change-start text:change-id="c1"/>un')
    draft = drafted(odt(TRACKED + first + p('deux<text:change-end text:change-id="c1"/> après')))
    assert [change.text for line in draft.lines() for change in line.changes] == ["un", "deux"]


def test_marks_properties_style_names_and_doubts():
    body = p(f'<text:bookmark text:name="{bookmark(MARK)}"/>Tri<office:annotation/>', "P7")
    automatic = '<style:style style:name="P7" style:family="paragraph" style:parent-style-name="CK_20_Corps"/>'
    meta = f'<office:document-meta {ODF_NAMES}><office:meta><meta:user-defined meta:name="clausekit.version">1</meta:user-defined></office:meta></office:document-meta>'
    draft = drafted(odt(body, automatic=automatic, meta=meta))
    (line,) = draft.blocks
    assert (line.marks, line.style) == ((MARK,), "CK Corps")
    assert draft.properties == {"clausekit.version": "1"}
    assert draft.doubts == ("Le document porte un commentaire, qui n’est pas lu.",)


def test_bold_lines_are_told_by_their_styles():
    bold = '<style:style style:name="G" style:family="{}"><style:text-properties fo:font-weight="bold"/></style:style>'
    automatic = bold.format("paragraph") + bold.format("text")
    body = p("1. Prix", "G") + p('<text:span text:style-name="G">2. Délai</text:span>') + p("3. Autre")
    assert shown(drafted(odt(body, automatic=automatic))) == ["#1 1 Prix", "#1 2 Délai", "- 3. Autre"]


def test_a_hidden_section_is_not_read():
    assert texts(drafted(odt('<text:section text:display="none">' + p("caché") + "</text:section>" + p("vu")))) == [
        "vu"
    ]


def test_a_flat_file_is_read():
    flat = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {ODF_NAMES} office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:body><office:text>{h(1, 'Objet')}</office:text></office:body></office:document>"
    )
    draft = drafted(flat.encode())
    assert (draft.format, shown(draft)) == ("odt", ["#1 Objet"])


def test_a_locked_file_is_refused():
    data = zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": b"\x12\x34",
        "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>",
    })  # fmt: skip
    assert refusal(data) == "Le fichier est protégé par un mot de passe."
