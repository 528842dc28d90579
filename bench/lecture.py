# ruff: noqa: E501 - a specimen of XML or PDF stands on one line, as it is in the file
"""How long reading a document takes, in ratios of one run on one machine.

    python bench/lecture.py

The peer of a Word file is the least that any reader does: unzip it and parse its XML with lxml. The
peer of a PDF is its plain text, drawn by the same library in the same kind of process.
"""

import io
import statistics
import sys
import time
import zipfile
from collections.abc import Callable

from lxml import etree

from clausekit import read

CLAUSES = 260  # with their tables, some 100 pages
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PHRASE = "Le titulaire trie à la source les déchets que produit l’exécution des prestations, les pèse et remet un bilan"
GOAL = 2.0
RUN = '<w:r w:rsidRPr="00A12B3C"><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:lang w:val="fr-FR"/></w:rPr>'


def runs(text: str, size: int) -> str:
    """A text as Word keeps it once it has been worked on: in pieces."""
    words = text.split(" ")
    pieces = [" ".join(words[n : n + size]) for n in range(0, len(words), size)]
    return f'<w:proofErr w:type="spellStart"/>{RUN}'.join(
        f'{RUN if n == 0 else ""}<w:t xml:space="preserve">{piece} </w:t></w:r>' for n, piece in enumerate(pieces)
    )


def line(style: str, text: str, size: int, mark: str = "") -> str:
    head = '<w:p w:rsidR="00A12B3C" w:rsidRDefault="00D45E6F" w:rsidP="00A12B3C">'
    return f'{head}<w:pPr><w:pStyle w:val="{style}"/><w:spacing w:after="120"/><w:jc w:val="both"/></w:pPr>{mark}{runs(text, size)}</w:p>'


def table(n: int, size: int) -> str:
    cell = '<w:tc><w:tcPr><w:tcW w:w="1250" w:type="pct"/></w:tcPr>{}</w:tc>'
    rows = (
        "<w:tr>" + "".join(cell.format(line("Normal", f"bordereau {n}.{r}.{c}", size)) for c in range(4)) + "</w:tr>"
        for r in range(10)
    )
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(rows) + "</w:tbl>"


def clause(n: int, size: int) -> str:
    name = f"_ck_DEC_{n:03d}_r1_T00"
    mark = f'<w:bookmarkStart w:id="{n}" w:name="{name}"/><w:bookmarkEnd w:id="{n}"/>'
    out = line("Titre2", f"Tri des déchets {n}", size, mark)
    out += "".join(line("Normal", f"Clause {n}, alinéa {k}. {PHRASE}, {PHRASE}.", size) for k in range(3))
    out += "".join(line("Puce", f"flux {k} de la clause {n}, pesé et tracé", size) for k in range(3))
    return out + (table(n, size) if n % 5 == 0 else "")


def docx(size: int) -> bytes:
    body = "".join(clause(n, size) for n in range(1, CLAUSES + 1))
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{REL}"><Relationship Id="r" Type="{KIND}officeDocument" Target="word/document.xml"/></Relationships>',
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{REL}"><Relationship Id="s" Type="{KIND}styles" Target="styles.xml"/>'
        f'<Relationship Id="n" Type="{KIND}numbering" Target="numbering.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Puce"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="1.%1"/></w:lvl></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def parsed(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))


def milliseconds(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Medians; the jobs take turns, so that a slow moment of the machine slows them all."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.process_time()
            job()
            times[name].append(1000 * (time.process_time() - start))
    return {name: statistics.median(taken) for name, taken in times.items()}


def against_lxml(name: str, data: bytes) -> float:
    found = read.draft(data, file=name)
    lines = list(found.lines())
    assert sum(line.heading == 2 for line in lines) == CLAUSES
    assert sum(len(line.marks) for line in lines) == CLAUSES
    taken = milliseconds({"lxml": lambda: parsed(data), "read": lambda: read.draft(data, file=name)}, rounds=15)
    ratio = taken["read"] / taken["lxml"]
    print(
        f"{name} : {len(lines)} alinéas ; lxml {taken['lxml']:.1f} ms, lecture {taken['read']:.1f} ms, rapport {ratio:.2f}"
    )
    return ratio


def main() -> int:
    ratios = [against_lxml("docx retravaillé, 100 pages", docx(4)), against_lxml("docx net, 100 pages", docx(1000))]
    return int(ratios[0] > GOAL)


if __name__ == "__main__":
    sys.exit(main())
