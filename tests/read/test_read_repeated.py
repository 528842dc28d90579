"""What a file repeats, by itself or in its parts, is gone through once or bounded; counted, never timed."""

from __future__ import annotations

import gc
import weakref
from dataclasses import FrozenInstanceError
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausekit.draft import Cell, Line
from clausekit.finding import Place, UnreadableFile
from clausekit.mark import Mark, bookmark
from clausekit.read import child, measure, odf, odtstory, pdfium, pen, ruled, running, styles, survey, wordtable
from clausekit.read.inline import Inline
from clausekit.read.ruled import framed
from clausekit.read.sheet import Rule, Sheet, Word
from clausekit.read.styles import Styles
from read_specimen import NAMES, docx, drafted, odt, para, pdf, refusal, run, table, texts
from read_specimen import Sheet as Page
from steps import growth, steps

TOO_MANY = "Le document a plus de 100 000 alinéas."


def repeated(cell: str, *, rows: int = 1, columns: int = 1) -> bytes:
    """A table of one cell written once for many."""
    held = f'<table:{cell} table:number-columns-repeated="{columns}"><text:p>Prix</text:p></table:{cell}>'
    return odt(
        f'<table:table><table:table-row table:number-rows-repeated="{rows}">{held}</table:table-row></table:table>'
    )


@pytest.mark.parametrize(
    "data",
    [
        b"| a | b |\n|---|---|\n" + b"|" * 40,
        repeated("table-cell", rows=9, columns=9),
        docx(*(para(run(f"a {rank}")) for rank in range(40))),
    ],
    ids=["barres", "cellules répétées", "alinéas"],
)
def test_the_cells_of_a_table_are_paragraphs_and_there_may_be_so_many(data, monkeypatch):
    assert len(texts(drafted(data))) > 30
    for module in (pen, survey):
        monkeypatch.setattr(module, "MOST_LINES", 30)
    assert refusal(data) == TOO_MANY
    with pytest.raises(UnreadableFile) as caught:
        drafted(data)
    assert caught.value.findings[0].remedy == "Le partager en plusieurs fichiers."


def test_covered_cells_repeated_are_bounded(monkeypatch):
    below = '<table:table-cell table:number-rows-spanned="3"><text:p>Prix</text:p></table:table-cell>'
    under = '<table:covered-table-cell table:number-columns-repeated="9"/>'
    data = odt(
        f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in (below, under))}</table:table>"
    )
    (table,) = drafted(data).blocks
    assert [len(row) for row in table.rows] == [1, 1]
    monkeypatch.setattr(odtstory, "MOST_LINES", 8)
    assert refusal(data) == TOO_MANY


def test_a_row_without_cells_is_not_read_again(monkeypatch):
    asked = []
    row = odtstory.Story._row
    monkeypatch.setattr(odtstory.Story, "_row", lambda *given_: asked.append(1) or row(*given_))
    empty = '<table:table-row table:number-rows-repeated="100"/>'
    held = "<table:table-cell><text:p>a</text:p></table:table-cell>"
    full = f'<table:table-row table:number-rows-repeated="3">{held}</table:table-row>'
    assert texts(drafted(odt(f"<table:table>{empty}{full}</table:table>"))) == ["a"] * 3
    assert len(asked) == 1 + 3


def test_a_reader_of_words_goes_with_the_note_it_read():
    """No cycle holds it: while a file is read nothing collects cycles, and there is a reader for each note."""
    gc.disable()
    try:
        reader = Inline(Styles(None))
        gone = weakref.ref(reader)
        del reader
        assert gone() is None
    finally:
        gc.enable()


NOTED = "<w:r><w:footnoteReference w:id='{0}'/></w:r>"


def noted(count: int) -> bytes:
    """A Word file with so many notes, and a style that hides."""
    notes = "".join(f'<w:footnote w:id="{rank}">{para(run(f"Note {rank}"))}</w:footnote>' for rank in range(count))
    hiding = '<w:style w:type="character" w:styleId="C"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = para(run("Tri"), *(NOTED.format(rank) for rank in range(count)))
    return docx(body, styles=hiding, footnotes=("footnotes", f"<w:footnotes {NAMES}>{notes}</w:footnotes>"))


def test_the_styles_that_hide_are_looked_for_once(monkeypatch):
    asked = []
    on = styles.on
    monkeypatch.setattr(styles, "on", lambda element: asked.append(1) or on(element))
    drafted(noted(1))
    once = len(asked)
    drafted(noted(6))
    assert len(asked) == 2 * once > 0


@pytest.mark.parametrize("few", [0, 1_000])
def test_a_story_says_the_same_however_it_is_gone_through(few, monkeypatch):
    mark = Mark(entry="DEC-014", revision=2, piece="CCTP", ordinal=0)
    marked = f'<w:bookmarkStart w:id="1" w:name="{bookmark(mark)}"/><w:bookmarkEnd w:id="1"/>' + run("Tri")
    files = noted(2), docx(para(marked), para(run("a"), style="Titre1"))
    before = [drafted(data) for data in files]
    assert before[1].blocks[0].marks == (mark,)
    monkeypatch.setattr(survey, "_FEW", few)
    assert [drafted(data) for data in files] == before


def test_a_style_is_read_once_however_many_are_based_on_it(monkeypatch):
    asked = []
    own = styles._own
    monkeypatch.setattr(styles, "_own", lambda element: asked.append(1) or own(element))
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{n + 1}"/></w:style>' for n in range(40)
    )
    bold = '<w:style w:type="paragraph" w:styleId="S40"><w:rPr><w:b/></w:rPr></w:style>'
    draft = drafted(docx(*(para(run("Tri"), style=f"S{n}") for n in range(40)), styles=chain + bold))
    assert len(asked) <= 42
    assert all(line.strong for line in draft.lines())


RULES = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=12).map(
    lambda told: [Rule(2.0 * at, 2.0 * min(ends), 2.0 * max(ends)) for at, *ends in told]
)


@given(RULES, RULES)
def test_rules_close_what_they_close_one_by_one(flat, upright):
    """Against the plain way: each square asks each rule."""
    cuts, across = [0.0, 8.0, 22.0, 31.0], [0.0, 9.0, 20.0, 38.0]
    middles = [(start + end) / 2 for start, end in pairwise(across)]
    walls = ruled._walls(upright, cuts, across)
    assert [list(wall) for wall in walls] == [
        [any(abs(r.at - cut) <= 3 and r.start - 3 <= middle <= r.end + 3 for r in upright) for middle in middles]
        for cut in cuts
    ]
    touching = {
        (level, plumb) for level in flat for plumb in upright
        if level.start - 3 <= plumb.at <= level.end + 3 and plumb.start - 3 <= level.at <= plumb.end + 3
    }  # fmt: skip
    groups = list(ruled._groups(flat, upright))
    assert all(any(level in levels and plumb in plumbs for levels, plumbs in groups) for level, plumb in touching)
    assert sum(len(levels) + len(plumbs) for levels, plumbs in groups) <= len(flat) + len(upright)


def test_rules_apart_do_not_ask_one_another():
    def grouping(size: int):
        flat = [Rule(10, 20.0 * rank, 20.0 * rank + 10) for rank in range(size)]
        upright = [Rule(20.0 * rank + 15, 0, 20) for rank in range(size)]
        return lambda: list(ruled._groups(flat, upright))

    assert growth(grouping, 100) < 2.4


def gridded(lines: int) -> bytes:
    """A page of so many rows and columns, with two words."""
    page = Page()
    page.paragraph(60, 110, "Prix")
    page.paragraph(360, 110, "Poids")
    for rank in range(lines + 1):
        page.rule(50, 100 + 20 * rank, 50 + 30 * lines, 100 + 20 * rank)
        page.rule(50 + 30 * rank, 100, 50 + 30 * rank, 100 + 20 * lines)
    return pdf(page, page, page)


def test_the_squares_of_a_page_are_work(monkeypatch):
    class Watch:
        asked: list[int] = []  # noqa: RUF012

        def allow(self, work: int) -> None:
            self.asked.append(work)

    (bare, *_), (cut, *_) = (list(pdfium.sheets(pdfium.opened(gridded(lines)))) for lines in (1, 15))
    assert framed(cut).squares == 15 * 15
    assert child._answer(gridded(15), Watch())["read"] == 3
    assert Watch.asked[0] == child.A_PAGE + cut.work + child.A_SQUARE * 15 * 15
    monkeypatch.setattr(child, "MOST_WORK", Watch.asked[0] + bare.work)
    assert child._answer(gridded(15), Watch())["read"] == 2


def test_the_tables_of_a_page_are_looked_for_once_before_its_words_are_taken(monkeypatch):
    asked = []
    drawn = ruled._drawn
    monkeypatch.setattr(ruled, "_drawn", lambda *given_: asked.append(1) or drawn(*given_))
    page = Sheet(number=1, width=595, height=842, words=[Word("Prix", 60, 105, 80, 115, 10, bold=False)])
    framed(page)
    running.take([page])
    assert len(asked) == 1


def test_a_look_is_read_once_however_many_have_it_for_parent(monkeypatch):
    asked = []
    own = odf._Own
    monkeypatch.setattr(odf, "_Own", lambda **given_: asked.append(1) or own(**given_))
    style = '<style:style style:family="paragraph" style:name="S{}" style:parent-style-name="S{}">{}</style:style>'
    bold = '<style:text-properties fo:font-weight="bold"/>'
    chain = "".join(style.format(n, n + 1, bold if n == 39 else "") for n in range(40))
    draft = drafted(odt("".join(f'<text:p text:style-name="S{n}">Tri</text:p>' for n in range(40)), automatic=chain))
    assert len(asked) == 40
    assert all(line.strong for line in draft.lines())


def test_boxes_in_boxes_are_gone_through_once():
    box = "<w:p><w:r><w:txbxContent>{}</w:txbxContent></w:r></w:p>"

    def reading(depth: int):
        inside = para(run("au fond")) * 200
        for _ in range(depth):
            inside = box.format(inside)
        data = docx(inside)
        assert texts(drafted(data).around) == ["au fond"] * 200
        return lambda: drafted(data)

    assert steps(reading(40)) < 1.2 * steps(reading(5))


def test_what_the_pen_writes_is_a_value_like_any_other():
    """Its attributes are set before it is frozen: none is forgotten, and then none changes."""
    told = pen.Told("Tri des déchets", 2, "4.1")
    line = pen.Pen("a.docx").line(told, style="Titre2", depth=3)
    place = Place(file="a.docx", part=pen.BODY, article="4.1 Tri des déchets", paragraph="1")
    assert line == Line(text="Tri des déchets", place=place, heading=2, number="4.1", style="Titre2")
    assert repr(line.place) == repr(place) and hash(line.place) == hash(place)
    cell = pen.square((line,))
    assert cell == Cell(blocks=(line,))
    for value, name in ((line, "text"), (line.place, "file"), (cell, "span")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, "")


def test_only_the_cells_that_cover_others_are_asked_what_they_cover(monkeypatch):
    asked = []
    cover = wordtable.cover
    monkeypatch.setattr(wordtable, "cover", lambda cell: asked.append(1) or cover(cell))
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + para(run("Prix")) + "</w:tc>"
    plain = "<w:tc><w:tcPr><w:tcW/></w:tcPr>" + para(run("40 %")) + "</w:tc>"
    below = "<w:tc><w:tcPr><w:tcW/><w:vMerge/></w:tcPr><w:p/></w:tc>"
    (table_,) = drafted(docx(table([wide], [plain, plain], [below, plain]))).blocks
    assert [[(cell.span, len(cell.blocks)) for cell in row] for row in table_.rows] == [
        [(2, 1)],
        [(1, 1), (1, 1)],
        [(1, 0), (1, 1)],
    ]
    assert len(asked) == 2


@given(st.lists(st.sampled_from(["a", "é" * 90, "b" * 120, " ", "  ", "\t", "\n", " " * 40, "\u00a0"]), max_size=9))
def test_texts_that_need_no_closer_look_fit(parts):
    text = "".join(parts)
    if measure._plain(text):
        assert max(map(len, text.split()), default=0) <= 200 and "  " not in text
        assert measure._BLANK.search(text) is None
