"""Footnotes put by hand into a Word file: python-docx has none of them."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NAME = "/word/footnotes.xml"
_RULES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{rank}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for rank, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
_END = b"</w:footnotes>"


def added(document: Document, paragraph: Paragraph, text: str) -> None:
    """A footnote called at the end of a paragraph."""
    part = next((item for item in document.part.package.iter_parts() if item.partname == _NAME), None) or _made(
        document
    )
    number = part.blob.count(b"<w:footnote ") - 1
    note = (
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
    )
    part._blob = part.blob.replace(_END, note.encode() + _END)
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    call = f'<w:r {nsdecls("w")}>{raised}<w:footnoteReference w:id="{number}"/></w:r>'
    paragraph._p.append(parse_xml(call))


def _made(document: Document) -> Part:
    blob = f"<w:footnotes {nsdecls('w')}>{_RULES}".encode() + _END
    part = Part(PackURI(_NAME), _TYPE, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return part
