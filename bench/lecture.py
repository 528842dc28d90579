# ruff: noqa: E501 - a specimen of XML or PDF stands on one line, as it is in the file
"""How long reading a document takes, in ratios of one run on one machine.

    python bench/lecture.py

The peer of a Word file is the least that any reader does: unzip it and parse its XML with lxml. The
peer of a PDF is its plain text, drawn by the same library in the same kind of process. Judged by mark: each
clause is held against the words that it should have. Judged without marks: seconds, against 300 texts of which
some are near-duplicates. Times are of processor, children counted; the library is loaded.
"""

import io
import random
import resource
import statistics
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from clausekit import read
from clausekit.inspect import inspect
from clausekit.match import Index, Reference, match, words
from clausekit.match.expected import Expected

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import match_documents

CLAUSES = 260  # with their tables, some 100 pages
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PHRASE = "Le titulaire trie à la source les déchets que produit l’exécution des prestations, les pèse et remet un bilan"
READ, JUDGED, SECONDS, PDF = 2.0, 2.7, 1.0, 5.0  # what is not to be passed: ratios, and seconds without marks
BARE = 3.0  # of a document that Word never worked on, whose XML takes no time to parse: both ratios
IN_A_ROW = 3
PAGES = 40
SIGNS, HOSTILE = 1_400_000, 5.0  # of a text made to harm, and the seconds that it may take
PLAIN = (
    "import sys, pypdfium2; document = pypdfium2.PdfDocument(sys.stdin.buffer.read());"
    "print(sum(len(page.get_textpage().get_text_range()) for page in document))"
)
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


def processor() -> float:
    """Seconds of processor that this process and its children took."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def milliseconds(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Medians; the jobs take turns, so that a slow moment of the machine slows them all.

    Each is done several times in a row, the first of which is not counted: what a job leaves to the allocator to put
    in order (the nodes of a tree of XML) is paid by the next one, which is to be the same.
    """
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            job()
            start = processor()
            for _ in range(IN_A_ROW):
                job()
            times[name].append(1000 * (processor() - start) / IN_A_ROW)
    return {name: statistics.median(taken) for name, taken in times.items()}


def told(name: str, taken: dict[str, float], goal: float) -> bool:
    """Print the ratio of the first job to the second, and say whether it passes the goal."""
    (peer, least), (job, most) = taken.items()
    print(f"{name} : {peer} {least:.1f} ms, {job} {most:.1f} ms, rapport {most / least:.2f} (au plus {goal:g})")
    return most / least > goal


def references() -> tuple[Reference, ...]:
    """What each clause of the document should say, its tables aside."""
    return tuple(
        Reference(entry=f"DEC-{n:03d}", revision=1, piece="CCTP", title="", paragraphs=tuple(expected(n)))
        for n in range(1, CLAUSES + 1)
    )


def expected(n: int) -> list[Expected]:
    told_ = [f"Clause {n}, alinéa {k}. {PHRASE}, {PHRASE}." for k in range(3)]
    told_ += [f"flux {k} de la clause {n}, pesé et tracé" for k in range(3)]
    told_ += [f"bordereau {n}.{r}.{c}" for r in range(10) for c in range(4)] if n % 5 == 0 else []
    return [Expected(words=words(f"Tri des déchets {n}"), title=True), *(Expected(words=words(text)) for text in told_)]


def against_lxml(name: str, data: bytes, *, most: tuple[float, float] = (READ, JUDGED)) -> bool:
    lines = list(read.draft(data, file=name).lines())
    assert sum(line.heading == 2 for line in lines) == CLAUSES
    asked = references()
    index = Index(asked)
    found = match(read.draft(data, file=name), asked, index=index)
    assert [item.status for item in found] == ["identical"] * CLAUSES
    parts = {"lxml": lambda: parsed(data), "lecture": lambda: read.draft(data, file=name)}
    late = told(f"{name}, {len(lines)} alinéas", milliseconds(parts, rounds=5), most[0])
    parts["lecture et jugement"] = lambda: match(read.draft(data, file=name), asked, index=index)
    del parts["lecture"]
    return told(f"{name}, par les marques", milliseconds(parts, rounds=5), most[1]) or late


def without_marks() -> bool:
    own, chance = list(match_documents.shipped()), random.Random(1)
    near = [item for _ in range(3) for item in match_documents.twins(own, chance)]
    asked = match_documents.trial(1, clauses=98)
    texts = [*asked.references, *near][:300]
    index = Index(texts)
    taken = milliseconds({"match": lambda: match(asked.draft, texts, index=index)}, rounds=3)["match"] / 1000
    print(f"sans marques, 2000 alinéas contre {len(texts)} textes : {taken:.2f} s (au plus {SECONDS:g})")
    return taken > SECONDS


def pdf() -> bytes:
    """A contract of so many pages, forty-five lines each."""
    rows = "".join(f"({n}.{n} {PHRASE}) Tj T* " for n in range(45)).replace("\u2019", "'").encode("cp1252")
    page = b"BT /F 9 Tf 15 TL 40 790 Td " + rows + b" ET"
    kids = " ".join(f"{5 + n} 0 R" for n in range(PAGES))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {PAGES}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<</Length {len(page)}>>stream\n".encode() + page + b"\nendstream",
    ]
    objects += [
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R>>"
    ] * PAGES
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    rows_ = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows_}{tail}".encode()


def against_plain_text() -> bool:
    data = pdf()
    assert read.draft(data, file="contrat.pdf").pages == PAGES
    plain = [sys.executable, "-c", PLAIN]
    parts: dict[str, Callable[[], object]] = {
        "texte brut": lambda: subprocess.run(plain, input=data, capture_output=True, check=True),
        "lecture": lambda: read.draft(data, file="contrat.pdf"),
    }
    return told(f"pdf, {PAGES} pages", milliseconds(parts, rounds=5), PDF)


def made_of_our_words(size: int) -> bytes:
    """A text near the longest that is read, of the words of the library at random: each of them means something."""
    chance, known = (
        random.Random(1),
        [word for text in match_documents.shipped() for part in text.paragraphs for word in part.words],
    )
    found, left = list[str](), SIGNS
    while left > 0:
        found.append(" ".join(chance.choices(known, k=size)).capitalize() + ".")
        left -= len(found[-1]) + 2
    return "\n\n".join(found).encode()


def hostile() -> bool:
    """Texts made to be long to judge: seconds, one reading each."""
    index, late = Index(list(match_documents.shipped())), False
    for name, size in (("phrases de 40 mots", 40), ("alinéas de 600 mots", 600)):
        data = made_of_our_words(size)
        start = processor()
        inspect(read.draft(data, file="piege.txt"), index)
        taken = processor() - start
        print(f"piégé, {len(data) // 1000} milliers d'octets, {name} : {taken:.2f} s (au plus {HOSTILE:g})")
        late = late or taken > HOSTILE
    return late


def main() -> int:
    late = [against_lxml("docx retravaillé, 100 pages", docx(4)), without_marks(), against_plain_text(), hostile()]
    # For comparison only: near what `assemble` writes; parsing it takes so little that the ratio is never twice the same.
    against_lxml("docx net, 100 pages", docx(1000), most=(BARE, BARE))
    return int(any(late))


if __name__ == "__main__":
    sys.exit(main())
