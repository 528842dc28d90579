# ruff: noqa: E501 - a specimen of XML or PDF stands on one line, as it is in the file
"""Documents written by hand for the reader: Word and OpenDocument XML, and PDF pages drawn sign by sign."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clausekit import read
from clausekit.draft import Block, Draft, Line, Table, lines
from clausekit.finding import UnreadableFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
TYPES = f'<Types xmlns="{PACKAGE}/content-types"/>'
# Built-in headings under their French identifiers, one list that numbers them, one of bullets.
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Puce"><w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/>
<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Cache"><w:name w:val="Caché"/><w:rPr><w:vanish/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Titre1"/><w:lvlText w:val="Article %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Titre2"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
"""


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs; plain words are a run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = "".join(item if item.startswith("<") else run(item) for item in content)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    inside = "".join(item if item.startswith("<") else para(item) for item in content) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: Iterable[str]) -> str:
    """Rows of cells; plain words are a cell."""
    inside = "".join(
        "<w:tr>" + "".join(item if item.startswith("<") else cell(item) for item in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{inside}</w:tbl>"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*kinds: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(kinds)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def docx_parts(
    *body: str, styles: str = STYLES, numbering: str = NUMBERING, **parts: tuple[str, str]
) -> dict[str, str | bytes]:
    """The parts of a Word file; `parts` are more of them: relationship, content."""
    links = [("styles", "styles.xml"), ("numbering", "numbering.xml")]
    out: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml"), ("custom-properties", "docProps/custom.xml")),
        "word/document.xml": f"<w:document {NAMES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
    }
    for name, (kind, content) in parts.items():
        links.append((kind, f"{name}.xml"))
        out[f"word/{name}.xml"] = content
    out["word/_rels/document.xml.rels"] = relations(*links)
    return out


def docx(*body: str, styles: str = STYLES, numbering: str = NUMBERING, **parts: tuple[str, str]) -> bytes:
    return zipped(docx_parts(*body, styles=styles, numbering=numbering, **parts))


ODF = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
ODF_NAMES = " ".join(
    f'xmlns:{short}="{ODF.format(name)}"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("meta", "meta"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def odt_content(body: str, automatic: str = "") -> str:
    return (
        f"<office:document-content {ODF_NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def odt(body: str, *, automatic: str = "", styles: str = "", master: str = "", **parts: str) -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": odt_content(body, automatic),
            "styles.xml": f"<office:document-styles {ODF_NAMES}><office:styles>{styles}</office:styles>"
            f"<office:master-styles>{master}</office:master-styles></office:document-styles>",
            **{f"{name}.xml": content for name, content in parts.items()},
        }
    )


@dataclass
class Sheet:
    """A page of PDF, A4, drawn from its top left corner."""

    drawn: list[str] = field(default_factory=list)
    turned: int = 0

    def say(self, x: float, y: float, text: str, *, size: float = 11, bold: bool = False) -> "Sheet":
        coded = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.drawn.append(f"BT /F{int(bold)} {size} Tf {x} {842 - y} Td ({coded}) Tj ET")
        return self

    def paragraph(self, x: float, y: float, *texts: str, step: float = 14, **look: float) -> float:
        """Lines one under the other; where the next one goes."""
        for text in texts:
            self.say(x, y, text, **look)  # type: ignore[arg-type]
            y += step
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "Sheet":
        self.drawn.append(f"{x0} {842 - y0} m {x1} {842 - y1} l S")
        return self

    def grid(self, xs: Iterable[float], ys: Iterable[float]) -> "Sheet":
        xs, ys = list(xs), list(ys)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self


def pdf(*sheets: Sheet | bytes, password: str = "") -> bytes:
    """Sheets as a PDF; bytes are a page whose stream is already compressed."""
    key = _Key(password) if password else None
    objects: list[bytes] = []
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(sheets)))
    objects.append(b"<</Type/Catalog/Pages 2 0 R>>")
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(sheets)}>>".encode())
    for bold in ("", "-Bold"):
        font = f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica{bold}/Encoding/WinAnsiEncoding>>"
        objects.append(font.encode())
    objects.append(b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>"
                   b"\nstream\n\x80\nendstream")  # fmt: skip
    for number, sheet in enumerate(sheets):
        turned = sheet.turned if isinstance(sheet, Sheet) else 0
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate {turned}/Contents {7 + 2 * number} 0 R"
            "/Resources<</Font<</F0 3 0 R/F1 4 0 R>>/XObject<</I 5 0 R>>>>>>".encode()
        )
        raw = isinstance(sheet, bytes)
        data = sheet if isinstance(sheet, bytes) else "\n".join(sheet.drawn).encode("cp1252")
        data = key.crypted(data, 7 + 2 * number) if key else data
        head = f"<</Length {len(data)}{'/Filter/FlateDecode' if raw else ''}>>\nstream\n".encode()
        objects.append(head + data + b"\nendstream")
    return _assembled(objects, key)


class _Key:
    """The oldest protection of PDF, RC4 with 40 bits: a few lines, and PDFium asks for the password all the same."""

    PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    NAME = bytes(16)

    def __init__(self, password: str) -> None:
        padded = (password.encode() + self.PAD)[:32]
        self.owner = rc4(hashlib.md5(padded).digest()[:5], padded)
        self.key = hashlib.md5(padded + self.owner + b"\xfc\xff\xff\xff" + self.NAME).digest()[:5]
        self.user = rc4(self.key, self.PAD)

    def crypted(self, data: bytes, number: int) -> bytes:
        key = hashlib.md5(self.key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        return rc4(key, data)

    @property
    def entry(self) -> bytes:
        o, u = self.owner.hex().encode(), self.user.hex().encode()
        return b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + o + b">/U<" + u + b">>>/ID[<" + self.NAME.hex().encode() + b"><" + self.NAME.hex().encode() + b">]"  # fmt: skip


def rc4(key: bytes, data: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _assembled(objects: list[bytes], key: _Key | None) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    encrypt = key.entry if key else b""
    return (
        out
        + f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R".encode()
        + encrypt
        + f">>\nstartxref\n{start}\n%%EOF\n".encode()
    )


def deflated(piece: bytes, times: int) -> bytes:
    """A piece repeated, compressed without ever being whole."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()


def drafted(data: bytes, file: str = "piece") -> Draft:
    return read.draft(data, file=file)


def texts(blocks: Iterable[Block] | Draft) -> list[str]:
    found = blocks.blocks if isinstance(blocks, Draft) else tuple(blocks)
    return [line.text for line in lines(found)]


def shown(draft: Draft) -> list[str]:
    """Lines and rows of a draft, one sign a kind: « #2 7.1 Titre », « - a) item », « | cellule | »."""
    return [text for block in draft.blocks for text in _shown(block)]


def _shown(block: Block) -> Iterable[str]:
    if isinstance(block, Table):
        for row in block.rows:
            yield "| " + " | ".join("^" if not cell.blocks else cell.text for cell in row) + " |"
    else:
        yield told(block)


def told(line: Line) -> str:
    sign = f"#{line.heading}" if line.heading else "-" if line.item else ""
    return " ".join(part for part in (sign, line.number, line.text) if part)


def refusal(data: bytes, file: str = "piece.docx") -> str:
    """The one sentence that refuses a file."""
    try:
        read.draft(data, file=file)
    except UnreadableFile as error:
        (finding,) = error.findings
        assert finding.rule == "document-illisible" and finding.remedy and finding.expected
        assert "\n" not in finding.message
        return finding.message
    raise AssertionError("le fichier est lu")
