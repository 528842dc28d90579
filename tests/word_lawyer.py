"""A Word page edited as a lawyer does: words replaced under tracked changes, in the markup of Word itself."""

from __future__ import annotations

import re

from word_specimen import part, rebuilt

DOCUMENT = "word/document.xml"
LAWYER = "Me Martin"


def tracked(data: bytes, *pairs: tuple[str, str], author: str = LAWYER) -> bytes:
    """Each old words taken out and new words put in, tracked; they stand in one run."""
    xml = part(data, DOCUMENT).decode()
    for rank, (old, new) in enumerate(pairs):
        xml = _replaced(xml, old, new, f'w:id="{9000 + rank}" w:author="{author}" w:date="2026-11-22T10:00:00Z"')
    return rebuilt(data, {DOCUMENT: xml.encode()})


def untracked(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """Words replaced without a trace."""
    xml = part(data, DOCUMENT).decode()
    for old, new in pairs:
        assert old in xml, old
        xml = xml.replace(old, new, 1)
    return rebuilt(data, {DOCUMENT: xml.encode()})


def _replaced(xml: str, old: str, new: str, signed: str) -> str:
    pattern = (
        r"<w:r>((?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?)"
        r'<w:t xml:space="preserve">([^<]*?)' + re.escape(old) + r"([^<]*)</w:t></w:r>"
    )
    found = re.search(pattern, xml)
    assert found, old
    look, before, after = found.groups()

    def run(text: str, tag: str = "t") -> str:
        return f'<w:r>{look}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>' if text else ""

    gone = f"<w:del {signed}>{run(old, 'delText')}</w:del>"
    come = f"<w:ins {signed}>{run(new)}</w:ins>" if new else ""
    return xml[: found.start()] + run(before) + gone + come + run(after) + xml[found.end() :]
