"""The documents of an example, written once, then edited as a hand would in a word processor."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph

from clausekit import assemble, inspect, packaged, read, word
from clausekit.assemble import Output
from clausekit.drift import Drift, drift
from clausekit.inspect import Inspected
from clausekit.marche import Marche
from clausekit.match import Index

Edit = Callable[[Document], None]
BOUGHT = "nettoyage-ccp"  # the example that tests of the command line keep in a folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A contract, what it assembles to, and the bytes of each document."""

    marche: Marche
    outputs: tuple[Output, ...]
    files: Mapping[str, bytes]


def written(marche: Marche) -> Written:
    """The documents of a contract, as `assemble` writes them."""
    outputs = assemble.assemble(marche).outputs
    template = (packaged.data_root() / "templates" / "neutre.docx").read_bytes()
    files = {
        output.name: word.write(output.fragment, template=template, template_name="neutre.docx", draft=True, footer="")
        for output in outputs
    }
    return Written(marche=marche, outputs=outputs, files=files)


def edited(data: bytes, edit: Edit) -> bytes:
    """A document after an edit."""
    document, out = docx.Document(io.BytesIO(data)), io.BytesIO()
    edit(document)
    document.save(out)
    return out.getvalue()


def inspected(name: str, data: bytes) -> Inspected:
    """A document, read."""
    return inspect.inspect(read.draft(data, file=name), Index(()))


def compared(work: Written, edits: Mapping[str, Edit | None], *, only: Sequence[str] = (), **asked: bool) -> Drift:
    """The drift of the documents once edited; None takes a document out, `only` names those that are given."""
    kept = {name: data for name, data in work.files.items() if not only or name in only}
    files = [
        inspected(name, edited(data, edit) if (edit := edits.get(name)) else data)
        for name, data in kept.items()
        if name not in edits or edits[name] is not None
    ]
    notes = frozenset(name for name in work.files if name.startswith("note-"))
    return drift(work.marche, work.outputs, files, kept=notes, **asked)


def rows(document: Document, *parts: str) -> list[tuple[object, list[Paragraph]]]:
    """The rows of tables that hold all of some words: the row, and the paragraphs of its cells."""
    return [
        (row, [paragraph for cell in row.cells for paragraph in cell.paragraphs])
        for table in document.tables
        for row in table.rows
        if all(part in plain(" ".join(cell.text for cell in row.cells)) for part in parts)
    ]


def plain(text: str) -> str:
    """A text with plain spaces and apostrophes."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def replaced(paragraph: Paragraph, old: str, new: str) -> None:
    """Words changed in a paragraph, its bookmarks kept."""
    said = plain(paragraph.text)
    assert old in said, said
    first, *others = paragraph.runs
    first.text = said.replace(old, new, 1)
    for run in others:
        run.text = ""


def paragraph(document: Document, *parts: str) -> Paragraph:
    """The first body paragraph that holds some words."""
    return next(item for item in document.paragraphs if all(part in plain(item.text) for part in parts))


def without(document: Document, entry: str) -> None:
    """Take out the marked paragraphs and tables of an entry."""
    sign = f"_ck_{entry.replace('-', '_')}_"
    body = document.element.body
    going = False
    for element in list(body):
        if "bookmarkStart" in (xml := element.xml if hasattr(element, "xml") else "") and "_ck_" in xml:
            going = sign in xml
        if going and not element.tag.endswith("sectPr"):
            body.remove(element)


def taken_out(row: object) -> None:
    """Take a row out of its table."""
    element = row._tr  # type: ignore[attr-defined]  # python-docx gives no other way
    element.getparent().remove(element)


def example(name: str) -> Path:
    """The dossier of an example."""
    return Path(__file__).parents[1] / "examples" / name / f"{name}.dossier.yaml"


def lower(document: Document) -> None:
    """Sustainability weighs 5 % less, by hand."""
    _, paragraphs = rows(document, "Développement durable", "15 %")[0]
    replaced(paragraphs[-1], "15 %", "10 %")
