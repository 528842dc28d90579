#!/usr/bin/env python3
"""Build our own templates from XML written here.

`neutre.docx` is for those who have none; `fiche.docx` is the form of the *fiche de contrôle*.

    python templates/fabrique.py            write both beside this script
    python templates/fabrique.py --verifier exit 1 when one of them is not what it would write

No tool's default template is used: python-docx's carries hundreds of unused styles, a
custom XML part, American English and a `w:zoom` that fails the schema.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from clausekit.word import neutral, package, parts
from clausekit.word.neutral import DENSE, OWN_NAMES, STYLES, Style, W

FOLDER = Path(__file__).parent

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# Liberation Sans has Arial's metrics: the same lines break on Windows and Linux.
_FONT = "Arial"
_A4_WIDTH, _A4_HEIGHT = 11906, 16838


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What tells one template from the other. Lengths are in twentieths of a point.

    `body` are the paragraphs of the page, a style and a tag each; `foot` is the tag at the left of the
    page numbers. `top` holds the header, `bottom` the footer.
    """

    name: str
    title: str
    styles: Mapping[str, Style]
    side: int
    top: int
    bottom: int
    edge: tuple[int, int]
    body: tuple[tuple[str, str], ...]
    foot: str

    @property
    def width(self) -> int:
        """Between the margins."""
        return _A4_WIDTH - 2 * self.side


NEUTRAL = Look(
    name="neutre.docx",
    title="Modèle neutre",
    styles=STYLES,
    side=1417,
    top=1417,
    bottom=1417,
    edge=(709, 567),
    body=(("Titre", "titre"), ("Sous-titre", "objet"), ("CKCorps", "ck_corps")),
    foot="pied",
)
# The header says the object: the page need not say it again under its title.
SHEET = Look(
    name="fiche.docx",
    title="Modèle de fiche de contrôle",
    styles=DENSE,
    side=737,
    top=964,
    bottom=737,
    edge=(397, 340),
    body=(("Titre", "titre"), ("CKCorps", "ck_corps")),
    foot="titre",
)
LOOKS = (NEUTRAL, SHEET)


def _field(code: str) -> str:
    """A field with a cached result, which Word counts again when it lays pages out."""
    parts_of = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{part}</w:r>" for part in parts_of)


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _document(look: Look) -> str:
    body = "".join(_paragraph(style, _run(f"{{{{ {name} }}}}")) for style, name in look.body)
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'
        f'<w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="{_A4_WIDTH}" w:h="{_A4_HEIGHT}"/>'
        f'<w:pgMar w:top="{look.top}" w:right="{look.side}" w:bottom="{look.bottom}" w:left="{look.side}"'
        f' w:header="{look.edge[0]}" w:footer="{look.edge[1]}" w:gutter="0"/></w:sectPr>'
    )
    return f'<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>{body}{section}</w:body></w:document>'


def _header() -> str:
    first = _run("{{ acheteur }}") + "<w:r><w:tab/></w:r>" + _run("{{ piece }}")
    lines = _paragraph("En-tte", first) + _paragraph("En-tte", _run("{{ objet }}"))
    return f'<w:hdr xmlns:w="{W}">{lines}</w:hdr>'


def _footer(look: Look) -> str:
    pages = _run("Page\u00a0") + _field("PAGE") + _run(" sur\u00a0") + _field("NUMPAGES")
    line = _paragraph("Pieddepage", _run(f"{{{{ {look.foot} }}}}") + "<w:r><w:tab/></w:r>" + pages)
    return f'<w:ftr xmlns:w="{W}">{line}</w:ftr>'


def _edge_style(style_id: str, name: str, side: str, right: int) -> str:
    """The style of headers and footers: small, grey, a rule towards the text, a right tab."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/><w:pPr>'
        f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="4" w:color="A6A6A6"/></w:pBdr>'
        f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>'
        '<w:spacing w:line="240" w:lineRule="auto"/></w:pPr>'
        '<w:rPr><w:color w:val="595959"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr></w:style>'
    )


def _styles(look: Look) -> str:
    fonts = "".join(f' w:{kind}="{_FONT}"' for kind in ("ascii", "eastAsia", "hAnsi", "cs"))
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{fonts}/>"
        '<w:sz w:val="20"/><w:szCs w:val="20"/>'
        '<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="264" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    ours = "".join(style.xml(OWN_NAMES) for style in look.styles.values())
    edges = _edge_style("En-tte", "header", "bottom", look.width)
    edges += _edge_style("Pieddepage", "footer", "top", look.width)
    return f'<w:styles xmlns:w="{W}">{defaults}{neutral.DEFAULTS}{ours}{edges}</w:styles>'


def _numbering() -> str:
    headings = tuple(STYLES[f"titre{level}"].id for level in (1, 2, 3, 4))
    lists = (
        neutral.headings(0, headings),
        neutral.bullets(1, STYLES["puce"].id),
        neutral.decimals(2, STYLES["numero"].id),
    )
    nums = "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
    return f'<w:numbering xmlns:w="{W}">{"".join(lists)}{nums}</w:numbering>'


def _settings() -> str:
    # Mode 15 keeps Word 2013 and later out of compatibility mode.
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting'
        ' w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="fr-FR"/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/></w:settings>'
    )


def _fonts() -> str:
    return (
        f'<w:fonts xmlns:w="{W}"><w:font w:name="{_FONT}"><w:altName w:val="Liberation Sans"/>'
        '<w:panose1 w:val="020B0604020202020204"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _core(look: Look) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f"{look.title}</dc:title><dc:language>fr-FR</dc:language></cp:coreProperties>"
    )


# Numbered rId1 to rId6 in this order; the section names rId4 and rId5.
_FILES = {
    "styles": "word/styles.xml",
    "numbering": "word/numbering.xml",
    "settings": "word/settings.xml",
    "header": "word/header1.xml",
    "footer": "word/footer1.xml",
    "fontTable": "word/fontTable.xml",
}


def _parts(look: Look) -> Mapping[str, str]:
    writers = {
        "styles": partial(_styles, look),
        "numbering": _numbering,
        "settings": _settings,
        "header": _header,
        "footer": partial(_footer, look),
        "fontTable": _fonts,
    }
    return {_FILES[kind]: write() for kind, write in writers.items()}


def _content_types() -> str:
    kinds = {name: f"{_OFFICE}{kind}+xml" for kind, name in _FILES.items()}
    kinds["word/document.xml"] = f"{_OFFICE}document.main+xml"
    kinds["docProps/core.xml"] = parts.KINDS["core"][0]
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in sorted(kinds.items()))
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: tuple[tuple[str, str], ...]) -> str:
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def members(look: Look = NEUTRAL) -> dict[str, bytes]:
    """The XML of every part of a template."""
    related = tuple((f"{_R}/{kind}", name.removeprefix("word/")) for kind, name in _FILES.items())
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            ((f"{_R}/officeDocument", "word/document.xml"), (parts.KINDS["core"][1], "docProps/core.xml"))
        ),
        "docProps/core.xml": _core(look),
        "word/document.xml": _document(look),
        "word/_rels/document.xml.rels": _relationships(related),
        **_parts(look),
    }
    return {name: (_HEAD + text).encode() for name, text in texts.items()}


def _is_current(look: Look) -> bool:
    target = FOLDER / look.name
    written = package.unpack(target.read_bytes(), target.name)
    return {name: member.data() for name, member in written.items()} == members(look)


def main() -> int:
    """Write the templates, or say whether those on disk are up to date."""
    if "--verifier" in sys.argv[1:]:
        return int(not all(map(_is_current, LOOKS)))
    for look in LOOKS:
        data = package.pack(package.entry(name, data) for name, data in members(look).items())
        (FOLDER / look.name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
