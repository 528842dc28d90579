"""How long writing a Word file takes, in ratios of one run on one machine.

    python bench/word.py

The peer is docxtpl as its documentation shows it: one template with `{%p for %}` loops. It is
given the same template, the same words and the same features (numbered headings, a bookmark
for each paragraph, one REF field a clause, lists that restart, tables whose header repeats),
and the two files are read and compared before anything is timed.
"""

import io
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from clausekit import word
from clausekit.fragment import Block, Fragment, Heading, Item, Paragraph, Ref, Table, Text
from clausekit.mark import Mark, bookmark, target
from clausekit.word import assembly, readback, shell
from clausekit.word.neutral import W

TEMPLATE = (Path(__file__).parent.parent / "templates" / "neutre.docx").read_bytes()
SENTENCE = (
    "Le titulaire trie à la source les déchets que produit l’exécution des prestations, "
    "les pèse et remet à l’acheteur un bilan par flux, accompagné des bordereaux de suivi. "
)
GOAL = 1.5


def paragraphs(n: int) -> list[str]:
    return [f"Clause {n}, alinéa {k}. {SENTENCE * 2}" for k in range(1, 4)]


def items(n: int) -> list[str]:
    return [f"flux {k} de la clause {n}, pesé et tracé" for k in range(1, 4)]


def cells(n: int) -> list[list[str]]:
    return [[f"{n}.{row}.{column} bordereau" for column in range(4)] for row in range(10)]


def entry_id(n: int) -> str:
    return f"DEC-{n:03d}"


def mark(n: int, ordinal: int) -> Mark:
    # Ids hold three digits: thousands go to the revision, so that every mark is unique.
    return Mark(entry=entry_id(n % 1000), revision=1 + n // 1000, piece="CCTP", ordinal=ordinal)


def target_of(n: int) -> str:
    return f"{target(entry_id(n % 1000), 'CCTP')}_{n // 1000}"


def clause(n: int, last: int) -> list[Block]:
    other = n % last + 1
    blocks: list[Block] = [Heading(level=2, content=(Text(text=f"Clause {n}"),), target=target_of(n), mark=mark(n, 0))]
    for k, text in enumerate(paragraphs(n), start=1):
        content: tuple[Text | Ref, ...] = (Text(text=text),)
        if k == 3:
            content = (*content, Text(text="Voir l’article "), Ref(target=target_of(other), cached=f"1.{other}"))
        blocks.append(Paragraph(content=content, mark=mark(n, k)))
    for k, text in enumerate(items(n), start=4):
        blocks.append(Item(content=(Text(text=text),), list_id=n, ordered=True, mark=mark(n, k)))
    if n % 5 == 0:
        rows = tuple(tuple(((Text(text=cell),),) for cell in row) for row in cells(n))
        header = tuple(((Text(text=title),),) for title in ("Flux", "Mesure", "Preuve", "Fréquence"))
        blocks.append(Table(header=header, rows=rows, widths=(25, 25, 25, 25)))
    return blocks


def fragment(size: int) -> Fragment:
    blocks = [Heading(level=1, content=(Text(text="Exécution"),))]
    clauses = [block for n in range(1, size + 1) for block in clause(n, size)]
    return Fragment(piece="CCTP", title="CCTP", subject="Collecte", buyer="Métropole", blocks=(*blocks, *clauses))


def point(name: str, number: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'


def line(style: str, runs: str, numbering: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{numbering}</w:pPr>{runs}</w:p>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def tag(text: str) -> str:
    return line("CKCorps", run(text))


def row(before: str, after: str, style: str, names: list[str], *, header: bool) -> str:
    repeat = "<w:tblHeader/>" if header else ""
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="1250" w:type="pct"/></w:tcPr>{line(style, run(name))}</w:tc>' for name in names
    )
    cell = '<w:tc><w:tcPr><w:tcW w:w="5000" w:type="pct"/></w:tcPr>{}</w:tc>'
    lines = [f"<w:tr>{cell.format(line(style, run(mark)))}</w:tr>" if mark else "" for mark in (before, after)]
    return f"{lines[0]}<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{inside}</w:tr>{lines[1]}"


def loops() -> bytes:
    """Our neutral template, with loops in the place of its marker."""
    ref = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> REF {{ c.ref }} \\r \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("{{ c.cached }}")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    numbering = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{{ c.num }}"/></w:numPr>'
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="CKTableau"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1"/></w:tblPr><w:tblGrid>'
        + '<w:gridCol w:w="2268"/>' * 4
        + "</w:tblGrid>"
        + row("", "", "CKCelluleEntete", ["Flux", "Mesure", "Preuve", "Fréquence"], header=True)
        + row(
            "{%tr for r in c.rows %}",
            "{%tr endfor %}",
            "CKCellule",
            [f"{{{{ r[{n}] }}}}" for n in range(4)],
            header=False,
        )
        + "</w:tbl>"
    )
    body = (
        line("Titre1", run("Exécution"))
        + tag("{%p for c in clauses %}")
        + line(
            "Titre2",
            point("{{ c.mark }}", "{{ c.id }}")
            + '<w:bookmarkStart w:id="{{ c.id + 1 }}" w:name="{{ c.target }}"/>'
            + run("{{ c.title }}")
            + '<w:bookmarkEnd w:id="{{ c.id + 1 }}"/>',
        )
        + tag("{%p for p in c.paragraphs %}")
        + line("CKCorps", point("{{ p.mark }}", "{{ p.id }}") + run("{{ p.text }}"))
        + tag("{%p endfor %}")
        + line("CKCorps", point("{{ c.last.mark }}", "{{ c.last.id }}") + run("{{ c.last.text }}") + ref)
        + tag("{%p for p in c.numbered %}")
        + line("CKNumero", point("{{ p.mark }}", "{{ p.id }}") + run("{{ p.text }}"), numbering)
        + tag("{%p endfor %}")
        + tag("{%p if c.rows %}") + table + tag("{%p endif %}")
        + tag("{%p endfor %}")
    )  # fmt: skip
    marker = line("CKCorps", run("{{ ck_corps }}"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                assert marker.encode() in data
                data = data.replace(marker.encode(), body.encode())
            new.writestr(name, data)
    return out.getvalue()


def texts_of(n: int, texts: list[str], first: int) -> list[dict[str, object]]:
    return [
        {"mark": bookmark(mark(n, k)), "id": 10 * n + 1 + k, "text": text} for k, text in enumerate(texts, start=first)
    ]


def context(size: int) -> dict[str, object]:
    clauses = []
    for n in range(1, size + 1):
        first, other = 10 * n, n % size + 1
        ordinary = texts_of(n, paragraphs(n), 1)
        last = {**ordinary.pop(), "text": paragraphs(n)[2] + "Voir l’article "}
        clauses.append(
            {
                "id": first, "mark": bookmark(mark(n, 0)), "target": target_of(n), "title": f"Clause {n}",
                "paragraphs": ordinary, "last": last, "ref": target_of(other), "cached": f"1.{other}",
                "numbered": texts_of(n, items(n), 4), "num": 3 + n, "rows": cells(n) if n % 5 == 0 else [],
            }
        )  # fmt: skip
    return {
        "clauses": clauses,
        "acheteur": "Métropole",
        "piece": "CCTP",
        "objet": "Collecte",
        "titre": "CCTP",
        "pied": "",
    }


def by_docxtpl(template: bytes, values: dict[str, object], size: int) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.render(values, SandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
    numbering = document.docx.part.numbering_part.element
    for _ in range(size):
        num = numbering.add_num(2)
        num.add_lvlOverride(0).add_startOverride(1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def by_clausekit(piece: Fragment, *, cold: bool) -> assembly.Built:
    if cold:
        shell.opened.cache_clear()
    return assembly.build(piece, template=TEMPLATE, template_name="neutre.docx", values=word._values(piece, ""))


def counts(data: bytes) -> dict[str, int]:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    wanted = ("p", "bookmarkStart", "fldChar", "numId", "tblHeader", "cantSplit", "tc")
    return {name: sum(1 for _ in root.iter(f"{{{W}}}{name}")) for name in wanted}


def milliseconds(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Medians; the jobs take turns, so that a slow moment of the machine slows them all."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            times[name].append(1000 * (time.perf_counter() - start))
    return {name: statistics.median(taken) for name, taken in times.items()}


def against_docxtpl(size: int) -> float:
    piece, template, values = fragment(size), loops(), context(size)
    peer, ours = by_docxtpl(template, values, size), by_clausekit(piece, cold=True)
    assert word.text_of(peer) == word.text_of(ours.data), "the two files do not say the same"
    assert counts(peer) == counts(ours.data), (counts(peer), counts(ours.data))
    written = word._values(piece, "")
    taken = milliseconds(
        {
            "docxtpl, boucles {%p for %}": lambda: by_docxtpl(template, values, size),
            "clausekit, modèle à ouvrir": lambda: by_clausekit(piece, cold=True),
            "clausekit, modèle déjà ouvert": lambda: by_clausekit(piece, cold=False),
            "relecture (comptée à part)": lambda: readback.prove(ours.data, piece, ours.references, written.values()),
        },
        rounds=15,
    )
    base = taken["docxtpl, boucles {%p for %}"]
    print(f"{size} clauses, mêmes mots, mêmes signets, renvois, listes et tableaux :")
    for name, value in taken.items():
        print(f"  {name:32} {value:8.1f} ms   x {value / base:.2f}")
    return taken["clausekit, modèle à ouvrir"] / base


def growth() -> float:
    print("croissance (modèle déjà ouvert, par clause ; relecture à part) :")
    each = {}
    for size in (10, 60, 300, 1200):
        piece = fragment(size)
        built = by_clausekit(piece, cold=False)
        written = word._values(piece, "")
        taken = milliseconds(
            {
                "write": lambda piece=piece: by_clausekit(piece, cold=False),
                "prove": lambda built=built, piece=piece, w=written: readback.prove(
                    built.data, piece, built.references, w.values()
                ),
            },
            rounds=7 if size < 1000 else 5,
        )
        each[size] = 1000 * taken["write"] / size
        written_ms, proved_ms = taken["write"], taken["prove"]
        print(f"  {size:5} : {written_ms:8.1f} ms, {each[size]:6.0f} µs par clause ; relecture {proved_ms:8.1f} ms")
    return each[1200] / each[300]


def main() -> int:
    ratio = against_docxtpl(60)
    slope = growth()
    print(f"rapport à docxtpl pour 60 clauses : {ratio:.2f} (but : {GOAL} au plus)")
    print(f"coût d’une clause à 1 200 sur le coût à 300 : {slope:.2f} (linéaire : 1)")
    return int(ratio > GOAL or slope > 1.3)


if __name__ == "__main__":
    sys.exit(main())
