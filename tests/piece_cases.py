"""The cases of `check` with documents: `cases/pieces/<rule>/{ok,ko}/<case>.yaml`, each with its expected output beside.

The documents are those that `cases/pieces/marche.dossier.yaml` assembles to, edited as the case says:

    options: --stade publication     options added to the command
    dossier: {derogations: […]}      keys added to the dossier
    sans_dossier: true               the documents alone are given
    donner: [CCTP, RC]               the documents given; by default the whole folder, without the prescriber's note
    noms: {CCTP: cahier.docx}        another name for a document
    fichiers: {notes.txt: …}         text files beside them
    retouches:                       each names its document under « dans », and does one thing of `_EDITS`;
                                     « absent » leaves it out, « couper » keeps its first bytes only

A passage is any part of a paragraph of the body or of a table, its spaces and apostrophes plain. The expected output
starts with `# sortie: <exit code>` and holds what the terminal shows of the documents;
CLAUSEKIT_CASES=ecrire rewrites it: then read every line of the difference.
"""

from __future__ import annotations

import io
import json
import shlex
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph

import check_cases
import drift_documents as work
import footnotes
from check_cases import Done
from clausekit import alone, library, source, tree
from clausekit.cli.loading import load_purchase

CASES = check_cases.CASES.parent / "pieces"
WRITE = check_cases.WRITE
ALONE = tuple(alone._RULES)  # the rules that judge documents without a dossier
_LIBRARY = check_cases.CASES / "bibliotheque"
_DOSSIER, _FOLDER, _AUTHORITY = "marche.dossier.yaml", "donnees", "acheteur.acheteur.yaml"
_HEAD, _COMPARED = "Dossier  ", "ÉCARTS – "
_POLICY = {True: "spaser-essai", False: "droit-essai"}  # judged without a dossier, and with one


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One set of documents. `rule` and `side` are its folders."""

    path: Path
    rule: str
    side: str

    @property
    def name(self) -> str:
        """A case as pytest names it."""
        return f"{self.rule}/{self.side}/{self.path.stem}"

    @property
    def beside(self) -> Path:
        """The file of the expected output."""
        return self.path.with_suffix(".txt")

    @property
    def said(self) -> Mapping[str, Any]:
        """What the case says."""
        found: Mapping[str, Any] = source.load(self.path.read_bytes(), file=self.path.name).data
        return found


def discover() -> Iterator[Case]:
    """Every case, in order of rule and side."""
    for path in sorted(CASES.glob("*/*/*.yaml")):
        yield Case(path=path, rule=path.parent.parent.name, side=path.parent.name)


# --- the documents -----------------------------------------------------------------------------


def _dossier(case: Case) -> bytes:
    text = (CASES / _DOSSIER).read_text(encoding="utf-8").replace("../check/", "")
    more = case.said.get("dossier")
    return text.encode() + (source.dump(more) if more else b"")


@cache
def _written(dossier: bytes) -> work.Written:
    """What a dossier assembles to."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / _DOSSIER
        path.write_bytes(dossier)
        path.with_name(_AUTHORITY).write_bytes((check_cases.CASES / _AUTHORITY).read_bytes())
        read, _ = library.load(tree.library_tree(str(_LIBRARY), Path(place)).files)
        return work.written(load_purchase(path, read, on=None).marche)


def _every(document: Document) -> Iterator[Paragraph]:
    yield from document.paragraphs
    yield from (item for _, cells in work.rows(document) for item in cells)


def _passage(document: Document, words: str) -> Paragraph:
    found = next((item for item in _every(document) if words in work.plain(item.text)), None)
    assert found is not None, f"no passage says « {words} »"
    return found


def _row(document: Document, words: str) -> Any:
    [(row, _), *_rest] = work.rows(document, words)
    return row


def _replace(document: Document, old: str, said: Mapping[str, Any]) -> None:
    if "ligne" in said:
        cells = work.rows(document, said["ligne"])[0][1]
        work.replaced(next(item for item in cells if old in work.plain(item.text)), old, said["par"])
    else:
        work.replaced(_passage(document, old), old, said["par"])


def _take_out(document: Document, words: str, _said: Mapping[str, Any]) -> None:
    element = _passage(document, words)._p
    element.getparent().remove(element)


def _put_in(document: Document, text: str, said: Mapping[str, Any]) -> None:
    before = _passage(document, said["apres"])
    for line in reversed(text.splitlines()):
        _next_to(before).add_run(line)
    if "titre" in said:  # an article of its own
        title = _next_to(before)
        title.add_run(said["titre"])
        title.style = next(item.style for item in document.paragraphs if item.style.name.startswith("Heading"))


def _next_to(paragraph: Paragraph) -> Paragraph:
    """A new paragraph below another one."""
    put = paragraph._p.makeelement(paragraph._p.tag, {})
    paragraph._p.addnext(put)
    return Paragraph(put, paragraph._parent)


def _put_row(document: Document, cells: list[str], said: Mapping[str, Any]) -> None:
    model = _row(document, said["apres"])
    made = model.table.add_row()
    for cell, text in zip(made.cells, cells, strict=True):
        cell.text = text
    model._tr.addnext(made._tr)


def _unmark(document: Document, _yes: bool, _said: Mapping[str, Any]) -> None:
    for bookmark in document.element.body.xpath(".//w:bookmarkStart"):
        bookmark.getparent().remove(bookmark)
    for name, part in [(part.partname, part) for part in document.part.package.iter_parts()]:
        if name == "/docProps/custom.xml":
            part._blob = part.blob.replace(b"clausekit", b"autre")


def _margin(document: Document, said: Mapping[str, Any], new: str, *, header: bool) -> None:
    """A text of the header or footer, changed (« au_lieu_de »), or put below the others."""
    section = document.sections[0]
    place = section.header if header else section.footer
    if "au_lieu_de" in said:
        found = next(item for item in place.paragraphs if said["au_lieu_de"] in work.plain(item.text))
        work.replaced(found, said["au_lieu_de"], new)
    else:
        place.add_paragraph(new)


def _note(document: Document, text: str, said: Mapping[str, Any]) -> None:
    footnotes.added(document, _passage(document, said["sous"]), text)


_EDITS: Mapping[str, Callable[[Document, Any, Mapping[str, Any]], None]] = {
    "remplacer": _replace,
    "oter": _take_out,
    "oter_ligne": lambda document, words, _: work.taken_out(_row(document, words)),
    "oter_clause": lambda document, entry, _: work.without(document, entry),
    "ajouter": _put_in,
    "ajouter_ligne": _put_row,
    "sans_reperes": _unmark,
    "en_tete": lambda document, new, said: _margin(document, said, new, header=True),
    "pied": lambda document, new, said: _margin(document, said, new, header=False),
    "note": _note,
}


def _edited(data: bytes, said: Mapping[str, Any]) -> bytes:
    if "couper" in said:
        return data[: said["couper"]]
    [name] = _EDITS.keys() & said.keys()
    document, out = docx.Document(io.BytesIO(data)), io.BytesIO()
    _EDITS[name](document, said[name], said)
    document.save(out)
    return out.getvalue()


def _documents(case: Case) -> Iterator[tuple[str, bytes]]:
    said = case.said
    for name, data in _written(_dossier(case)).files.items():
        stem = name.removesuffix(".docx")
        edits = [edit for edit in said.get("retouches", ()) if edit["dans"] == stem]
        given = said.get("donner")
        if any("absent" in edit for edit in edits) or (
            stem.startswith("note-") if given is None else stem not in given
        ):
            continue
        yield said.get("noms", {}).get(stem, name), reduce(_edited, edits, data)
    yield from ((name, text.encode()) for name, text in said.get("fichiers", {}).items())


_FILES: dict[str, tuple[tuple[str, bytes], ...]] = {}


def _files(case: Case) -> tuple[tuple[str, bytes], ...]:
    """The documents of a case, made once: they do not change from one run to the next."""
    return _FILES.get(case.name) or _FILES.setdefault(case.name, tuple(_documents(case)))


# --- the command -------------------------------------------------------------------------------


def _run(case: Case, *more: str) -> Done:
    alone = bool(case.said.get("sans_dossier"))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / _FOLDER
        folder.mkdir()
        (folder.parent / _DOSSIER).write_bytes(_dossier(case))
        (folder.parent / _AUTHORITY).write_bytes((check_cases.CASES / _AUTHORITY).read_bytes())
        for name, data in _files(case):
            (folder / name).write_bytes(data)
        # A folder means that all is given: what is not in it is missing.
        given = [f"{_FOLDER}/{name}" for name, _ in _files(case)] if "donner" in case.said else [_FOLDER]
        words = [*([] if alone else [_DOSSIER]), *given, "--policy", _POLICY[alone], "--library", str(_LIBRARY)]
        options = shlex.split(case.said.get("options", ""))
        with check_cases.libraries_read_once():
            return check_cases.run("check", *words, *options, *more, folder=folder.parent)


def output(case: Case) -> Done:
    """What is compared with the text beside: the words of the terminal, without the verdict on the dossier alone."""
    done = _run(case)
    errors = done.out[: max(0, done.out.find(_HEAD))]
    return Done(code=done.code, out=errors + done.out[max(0, done.out.find(_COMPARED)) :], err="")


def told(case: Case) -> set[str]:
    """The rules that say something against the documents."""
    read = json.loads(_run(case, "--format", "json").out)
    found = {finding["rule"] for finding in check_cases.findings(read)}
    judged = read.get("files", {}).get("minima", ())
    return found | {_rules()[item["id"]] for item in judged if item["status"] == "missing"}


@cache
def _rules() -> Mapping[str, str]:
    """The rule of each minimum of the policy that judges documents alone."""
    read, _ = library.load(tree.library_tree(str(_LIBRARY), CASES).files)
    return {name: item.rule for name, item in read.policies[_POLICY[True]].minima.items()}


def expected(case: Case) -> tuple[int, str]:
    """The exit code and the text that stand beside a case."""
    head, _, text = case.beside.read_text(encoding="utf-8").partition("\n\n")
    return int(head.removeprefix("# sortie: ")), text


def write(case: Case, done: Done) -> None:
    """Rewrite the text beside a case."""
    case.beside.write_text(f"# sortie: {done.code}\n\n{done.out}", encoding="utf-8", newline="\n")


def fails(case: Case) -> bool:
    """Whether a case is no longer what is written beside it."""
    done = output(case)
    return (done.code, done.out) != expected(case)
