r"""Blocks written as WordprocessingML text: styles by name, no direct formatting.

Two exceptions, for which Word has no style: what a page must not part (`whole`) is said paragraph
by paragraph, and a row left empty is as high as what a hand writes in it.

Strings, not a tree: a hundred pages take milliseconds, and the words of a contract are
escaped in one place (`_text`). What the strings hold is read back afterwards (`readback`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import escape

from clausekit.fragment import Blank, Block, Cell, Heading, Inline, Inlines, Item, Paragraph, Ref, Table, Text, plain
from clausekit.mark import Mark, bookmark
from clausekit.word import whole
from clausekit.word.characters import legal
from clausekit.word.numbering import num_xml
from clausekit.word.styles import Sheet

_QUOTES = {'"': "&quot;"}
_OPEN, _CLOSE = "«\u00a0", "\u00a0»"
_KEPT = "<w:keepNext/>"
_ROOM = '<w:trHeight w:val="567" w:hRule="atLeast"/>'  # one centimetre: a signature holds in a row left empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the template imposes on the blocks.

    `references` gives each heading target the number and the field switches of its list;
    `text_width` is in twentieths of a point; `first_id` and `first_num` are free numbers.
    """

    sheet: Sheet
    references: Mapping[str, tuple[str, str]]
    text_width: int
    first_id: int
    first_num: int


def write(blocks: tuple[Block, ...], setting: Setting) -> tuple[str, str]:
    """The XML of the blocks, and that of the lists (`w:num`) that they use."""
    writer = _Writer(setting)
    xml = "".join(writer.blocks(blocks))
    return xml, writer.lists()


class _Writer:
    """Counts what must be unique in a document: bookmark identifiers and lists."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._ids = count(setting.first_id)
        self._nums: dict[int, int] = {}
        self._style = {role: escape(style, _QUOTES) for role, style in setting.sheet.ids.items()}

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        """The blocks one by one; those without a word are left out, as nothing spaces with them."""
        after_table = False
        printed = [block for block in blocks if isinstance(block, Table) or plain(block.content)]
        tied = whole.tied(printed)
        for at, block in enumerate(printed):
            if isinstance(block, Table):
                yield from self._table(block, after_table=after_table)
            else:
                yield self._flow(block, after_table=after_table, tied=at in tied)
            after_table = isinstance(block, Table)

    def lists(self) -> str:
        """One list for each `list_id`, that begins at 1."""
        link = self._setting.sheet.numbered
        return "".join(num_xml(num, link.abstract, restart=link.ilvl) for num in self._nums.values())

    def _flow(self, block: Heading | Paragraph | Item, *, after_table: bool, tied: bool) -> str:
        if isinstance(block, Heading):
            runs = self._target(block.target, self._runs(block.content))
            return self._paragraph(f"titre{block.level}", runs, block.mark)
        if isinstance(block, Paragraph):
            role = "corps-suite" if after_table and block.role == "corps" else block.role
            return self._paragraph(role, self._runs(block.content), block.mark, _KEPT if tied else "")
        role = "numero" if block.ordered else "puce"
        numbering = self._numbering(block.list_id) if block.ordered else ""
        return self._paragraph(role, self._runs(block.content), block.mark, (_KEPT if tied else "") + numbering)

    def _paragraph(self, role: str, runs: str, mark: Mark | None = None, properties: str = "") -> str:
        point = "" if mark is None else self._bookmark(bookmark(mark), "")
        return f'<w:p><w:pPr><w:pStyle w:val="{self._style[role]}"/>{properties}</w:pPr>{point}{runs}</w:p>'

    def _numbering(self, list_id: int) -> str:
        num = self._nums.setdefault(list_id, self._setting.first_num + len(self._nums))
        ilvl = self._setting.sheet.numbered.ilvl
        return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num}"/></w:numPr>'

    def _bookmark(self, name: str, inside: str) -> str:
        number = next(self._ids)
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{inside}<w:bookmarkEnd w:id="{number}"/>'

    def _target(self, name: str | None, runs: str) -> str:
        # Inside its one paragraph: a bookmark that holds a paragraph mark breaks REF.
        return runs if name is None else self._bookmark(escape(name, _QUOTES), runs)

    def _runs(self, content: Inlines, *, strong: bool = False) -> str:
        return "".join([self._run(part, strong=strong) for part in content])

    def _run(self, part: Inline, *, strong: bool) -> str:
        if isinstance(part, Text):
            return self._styled("fort" if part.strong or strong else "", part.text)
        if isinstance(part, Ref):
            return self._field(part, self._properties("fort" if strong else ""))
        return self._styled("a-completer" if isinstance(part, Blank) else "a-verifier", part.text)

    def _properties(self, role: str) -> str:
        return f'<w:rPr><w:rStyle w:val="{self._style[role]}"/></w:rPr>' if role else ""

    def _styled(self, role: str, text: str) -> str:
        return f"<w:r>{self._properties(role)}{_text(text)}</w:r>" if text else ""

    def _field(self, ref: Ref, properties: str) -> str:
        number, switches = self._setting.references.get(ref.target, ("", r"\r"))
        if number.startswith(_OPEN):  # a heading without a number is cited by its words
            inside = self._printed(ref.target, switches, number[len(_OPEN) : -len(_CLOSE)], properties)
            return f"<w:r>{properties}{_text(_OPEN)}</w:r>{inside}<w:r>{properties}{_text(_CLOSE)}</w:r>"
        return self._printed(ref.target, switches, number or ref.cached, properties)

    def _printed(self, name: str, switches: str, result: str, properties: str) -> str:
        run = f"<w:r>{properties}"
        code = f" REF {escape(name)} {switches} \\h "
        return (
            f'{run}<w:fldChar w:fldCharType="begin"/></w:r>'
            f'{run}<w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
            f'{run}<w:fldChar w:fldCharType="separate"/></w:r>'
            f"{run}{_text(result)}</w:r>"
            f'{run}<w:fldChar w:fldCharType="end"/></w:r>'
        )

    def _table(self, table: Table, *, after_table: bool) -> Iterator[str]:
        if table.caption:
            yield self._paragraph("legende", self._styled("", table.caption))
        elif after_table:
            # Word joins two tables that touch: nothing but a paragraph parts them.
            yield self._paragraph("legende", "")
        yield f"<w:tbl>{self._table_properties(table)}{self._grid(table)}"
        short = whole.is_short(table)
        if table.header:
            yield self._row(table, table.header, "cellule-entete", header=True, mark=table.mark)
        for at, row in enumerate(table.rows):
            mark = table.mark if at == 0 and not table.header else None
            tied = short and at + 1 < len(table.rows)
            yield self._row(table, row, "cellule", strong=at in table.strong_rows, mark=mark, tied=tied)
        yield "</w:tbl>"

    def _table_properties(self, table: Table) -> str:
        first = 1 if table.header else 0
        caption = f'<w:tblCaption w:val="{escape(legal(table.caption), _QUOTES)}"/>' if table.caption else ""
        return (
            f'<w:tblPr><w:tblStyle w:val="{self._style["tableau"]}"/><w:tblW w:w="5000" w:type="pct"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{0x0600 | first << 5:04X}"'
            f' w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
            f' w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
        )

    def _grid(self, table: Table) -> str:
        columns = (width * self._setting.text_width // sum(table.widths) for width in table.widths)
        return "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in columns) + "</w:tblGrid>"

    def _row(
        self,
        table: Table,
        row: tuple[Cell, ...],
        role: str,
        *,
        header: bool = False,
        strong: bool = False,
        mark: Mark | None = None,
        tied: bool = False,
    ) -> str:
        total = sum(table.widths)
        cells = []
        for at, (cell, width) in enumerate(zip(row, table.widths, strict=True)):
            style = f"{role}-nombre" if at in table.numeric else role
            inside = self._cell(cell, style, strong=strong, mark=mark, tied=tied)
            cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width * 5000 // total}" w:type="pct"/></w:tcPr>{inside}</w:tc>')
            mark = None  # a table is marked once, at the head of its first cell
        uncut = "" if table.splits and not header else "<w:cantSplit/>"
        repeat = "<w:tblHeader/>" if header else ""
        room = "" if any(plain(content) for cell in row for content in cell) else _ROOM
        properties = f"<w:trPr>{uncut}{room}{repeat}</w:trPr>" if uncut or room or repeat else ""
        return f"<w:tr>{properties}{''.join(cells)}</w:tr>"

    def _cell(self, cell: Cell, role: str, *, strong: bool, mark: Mark | None, tied: bool) -> str:
        paragraphs = cell or ((),)  # a cell ends with a paragraph, even an empty one
        return "".join(
            self._paragraph(role, self._runs(content, strong=strong), mark if at == 0 else None, _KEPT if tied else "")
            for at, content in enumerate(paragraphs)
        )


def _text(text: str) -> str:
    """Text as `w:t`, its line breaks and tabs as Word's own."""
    text = escape(legal(text))
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.replace("\n", f"{_CUT[0]}<w:br/>{_CUT[1]}").replace("\t", f"{_CUT[0]}<w:tab/>{_CUT[1]}")
    return f"{_CUT[1]}{text}{_CUT[0]}"


_CUT = ("</w:t>", '<w:t xml:space="preserve">')
