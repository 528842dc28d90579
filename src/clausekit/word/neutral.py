"""Our neutral style sheet: the XML of each style and list, by role.

`templates/fabrique.py` builds the neutral template from it, and `styles` borrows from it
the roles that an authority's template lacks. The braces are filled with the identifiers of
the sheet that receives the style ({normal}, {corps}, {cellule}, {entete}, {table}, {police}) and with
the lists of its numbering ({titres}, {puces}, {numeros}).

French display works in Word because built-in styles keep their English names in the file
("heading 1") and French identifiers (Titre1), as Word itself writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# Dark enough for 4.5:1 on white (RGAA 3.2); prints well in black and white.
_INK = "1F3864"
_GREY = "595959"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style: `kind` is paragraph, character or table; `xml` its definition, with braces."""

    kind: str
    id: str
    name: str
    properties: str

    def xml(self, names: Mapping[str, str], *, style_id: str | None = None) -> str:
        """The `w:style` element, in a sheet where the roles bear these names."""
        body = f'<w:name w:val="{self.name}"/>{self.properties}'
        custom = ' w:customStyle="1"' if self.name.startswith("CK ") else ""
        head = f'<w:style w:type="{self.kind}"{custom} w:styleId="{style_id or self.id}">'
        return head + body.format_map(names) + "</w:style>"


def _paragraph(
    style_id: str, name: str, *, base: str = "{normal}", follow: str = "", p: str = "", r: str = ""
) -> Style:
    """A paragraph style; `p` and `r` are its paragraph and run properties."""
    following = f'<w:next w:val="{follow}"/>' if follow else ""
    parts = (
        f'<w:basedOn w:val="{base}"/>{following}<w:qFormat/>',
        f"<w:pPr>{p}</w:pPr>" if p else "",
        f"<w:rPr>{r}</w:rPr>" if r else "",
    )
    return Style(kind="paragraph", id=style_id, name=name, properties="".join(parts))


def _character(style_id: str, name: str, r: str) -> Style:
    """A character style; `r` are its run properties."""
    properties = f'<w:basedOn w:val="{{police}}"/><w:qFormat/><w:rPr>{r}</w:rPr>'
    return Style(kind="character", id=style_id, name=name, properties=properties)


def _heading(level: int, *, before: int, after: int, size: int) -> Style:
    """A heading: it stays with what follows, is numbered by the list {titres}."""
    # The first level is the default of w:ilvl, which Word does not write.
    ilvl = f'<w:ilvl w:val="{level - 1}"/>' if level > 1 else ""
    return _paragraph(
        f"Titre{level}",
        f"heading {level}",
        follow="{corps}",
        p=(
            f'<w:keepNext/><w:keepLines/><w:numPr>{ilvl}<w:numId w:val="{{titres}}"/></w:numPr>'
            f'<w:spacing w:before="{before}" w:after="{after}"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>'
        ),
        r=f'<w:b/><w:bCs/><w:color w:val="{_INK}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
    )


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def _border(side: str, *, size: int = 4, space: int = 0, color: str = "A6A6A6") -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


_BORDERS = "".join(_border(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
_TABLE = (
    '<w:basedOn w:val="{table}"/><w:qFormat/>'
    f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>"
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>'
    f"<w:tcPr>{_shade('E4EAF4')}</w:tcPr></w:tblStylePr>"
)
_SMALL = '<w:sz w:val="18"/><w:szCs w:val="18"/>'

# Order matters: a style follows those that it is based on. Between two paragraphs Word
# keeps the larger of their spaces: the body's space before is for what follows a list.
STYLES: Mapping[str, Style] = {
    "corps": _paragraph("CKCorps", "CK Corps", p='<w:spacing w:before="100" w:after="120"/>'),
    # A table leaves no space after it: without this style the text would touch its border.
    "corps-suite": _paragraph(
        "CKCorpsSuite", "CK Corps suite", base="{corps}", follow="{corps}", p='<w:spacing w:before="120"/>'
    ),
    # What announces a list or a table stays with it.
    "annonce": _paragraph(
        "CKAnnonce", "CK Annonce", base="{corps}", follow="{corps}", p='<w:keepNext/><w:spacing w:before="120"/>'
    ),
    "titre": _paragraph(
        "Titre",
        "Title",
        follow="{corps}",
        p='<w:keepNext/><w:keepLines/><w:spacing w:after="60" w:line="240" w:lineRule="auto"/>',
        r=f'<w:b/><w:bCs/><w:color w:val="{_INK}"/><w:sz w:val="36"/><w:szCs w:val="36"/>',
    ),
    "sous-titre": _paragraph(
        "Sous-titre",
        "Subtitle",
        follow="{corps}",
        p='<w:keepLines/><w:spacing w:after="240"/>',
        r=f'<w:color w:val="{_GREY}"/><w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    "titre1": _heading(1, before=360, after=120, size=28),
    "titre2": _heading(2, before=280, after=100, size=24),
    "titre3": _heading(3, before=220, after=80, size=22),
    "titre4": _heading(4, before=180, after=60, size=20),
    "puce": _paragraph(
        "CKPuce",
        "CK Puce",
        base="{corps}",
        p='<w:numPr><w:numId w:val="{puces}"/></w:numPr><w:spacing w:before="0" w:after="60"/>',
    ),
    "numero": _paragraph(
        "CKNumero",
        "CK Numero",
        base="{corps}",
        p='<w:numPr><w:numId w:val="{numeros}"/></w:numPr><w:spacing w:before="0" w:after="60"/>',
    ),
    "note": _paragraph(
        "CKNote",
        "CK Note",
        base="{corps}",
        p=f"<w:pBdr>{_border('left', size=12, space=8)}</w:pBdr>"
        '<w:spacing w:before="120" w:after="120"/><w:ind w:left="227"/>',
        r=f'<w:color w:val="{_GREY}"/>' + _SMALL,
    ),
    "legende": _paragraph(
        "CKLegende",
        "CK Legende",
        follow="{corps}",
        p='<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="80"/>',
        r="<w:b/><w:bCs/>" + _SMALL,
    ),
    "cellule": _paragraph(
        "CKCellule",
        "CK Cellule",
        # Set left even where the body is justified: words would drift apart in a narrow column.
        p='<w:spacing w:before="50" w:after="50" w:line="240" w:lineRule="auto"/><w:jc w:val="left"/>',
        r=_SMALL,
    ),
    "cellule-entete": _paragraph(
        "CKCelluleEntete",
        "CK Cellule en-tête",
        base="{cellule}",
        p="<w:keepNext/>",
        r="<w:b/><w:bCs/>",
    ),
    "cellule-nombre": _paragraph("CKCelluleNombre", "CK Cellule nombre", base="{cellule}", p='<w:jc w:val="right"/>'),
    "cellule-entete-nombre": _paragraph(
        "CKCelluleEnteteNombre", "CK Cellule en-tête nombre", base="{entete}", p='<w:jc w:val="right"/>'
    ),
    "tableau": Style(kind="table", id="CKTableau", name="CK Tableau", properties=_TABLE),
    "fort": _character("lev", "Strong", "<w:b/><w:bCs/>"),
    "a-completer": _character("CKAcompleter", "CK A completer", _shade("FFF2A8")),
    "a-verifier": _character("CKAverifier", "CK A verifier", _shade("FBD4B4")),
}

_TINY = '<w:sz w:val="16"/><w:szCs w:val="16"/>'

# The same roles for a form of one or two pages: 8-point tables, little space between lines.
DENSE: Mapping[str, Style] = {
    **STYLES,
    "corps": _paragraph(
        "CKCorps", "CK Corps", p='<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>', r=_TINY
    ),
    "puce": _paragraph(
        "CKPuce",
        "CK Puce",
        base="{corps}",
        p='<w:numPr><w:numId w:val="{puces}"/></w:numPr><w:spacing w:before="0" w:after="20"/>',
    ),
    "titre": _paragraph(
        "Titre",
        "Title",
        follow="{corps}",
        p='<w:keepNext/><w:keepLines/><w:spacing w:after="60" w:line="240" w:lineRule="auto"/>',
        r=f'<w:b/><w:bCs/><w:color w:val="{_INK}"/><w:sz w:val="28"/><w:szCs w:val="28"/>',
    ),
    # Between two tables that touch: no more than a gap.
    "legende": _paragraph(
        "CKLegende",
        "CK Legende",
        follow="{corps}",
        p='<w:keepNext/><w:keepLines/><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>',
        r="<w:b/><w:bCs/>" + _TINY,
    ),
    "titre1": _heading(1, before=80, after=24, size=19),
    "cellule": _paragraph(
        "CKCellule",
        "CK Cellule",
        p='<w:keepLines/><w:spacing w:before="4" w:after="4" w:line="240" w:lineRule="auto"/><w:jc w:val="left"/>',
        r=_TINY,
    ),
}

# The styles without which a sheet has no default; only our own template needs them.
DEFAULTS = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "<w:qFormat/></w:style>"
    '<w:style w:type="character" w:default="1" w:styleId="Policepardfaut">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableauNormal">'
    '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="Aucuneliste">'
    '<w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
)

# What the braces of STYLES mean in our own template.
OWN_NAMES: Mapping[str, str] = {
    "normal": "Normal",
    "corps": "CKCorps",
    "cellule": "CKCellule",
    "entete": "CKCelluleEntete",
    "table": "TableauNormal",
    "police": "Policepardfaut",
    "titres": "1",
    "puces": "2",
    "numeros": "3",
}


def _level(ilvl: int, form: str, text: str, *, left: int, hanging: int, style: str = "") -> str:
    """One `w:lvl`; `style` links it to a paragraph style."""
    link = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{link}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def _abstract(number: int, nsid: str, kind: str, levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{nsid}"/>'
        f'<w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
    )


def heading_level(ilvl: int, style: str) -> str:
    r"""One level of the headings' list: "1", "1.1", "1.1.1" or "1.1.1.1".

    No word and no final full stop, so that `REF \r` yields these very characters in any
    program ("l’article 4.2"): Word would strip a final stop, others may not.
    """
    indent = (567, 567, 737, 907)[ilvl]
    text = ".".join(f"%{n + 1}" for n in range(ilvl + 1))
    return _level(ilvl, "decimal", text, left=indent, hanging=indent, style=style)


def headings(number: int, styles: tuple[str, ...]) -> str:
    """The multilevel list of headings, linked to their styles."""
    levels = "".join(heading_level(ilvl, style) for ilvl, style in enumerate(styles))
    return _abstract(number, "1C4A0001", "multilevel", levels)


def bullets(number: int, style: str = "") -> str:
    """The list of bullets; an en dash, the French habit, needs no symbol font."""
    texts = ("–", "•", "–")
    levels = "".join(
        _level(n, "bullet", text, left=340 * (n + 1), hanging=227, style=style if n == 0 else "")
        for n, text in enumerate(texts)
    )
    return _abstract(number, "1C4A0002", "hybridMultilevel", levels)


def decimals(number: int, style: str = "") -> str:
    """The list of numbered items, "1.", restarted by one `w:num` for each list."""
    forms = (("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3)"))
    levels = "".join(
        _level(n, form, text, left=510 * (n + 1), hanging=397, style=style if n == 0 else "")
        for n, (form, text) in enumerate(forms)
    )
    return _abstract(number, "1C4A0003", "hybridMultilevel", levels)
