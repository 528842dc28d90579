"""A .pdf to a draft. The file is opened in a child process; what comes back is data, made lines here."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from clausekit.draft import Block, Cell, Draft, Line, Table
from clausekit.finding import Place, UnreadableFile
from clausekit.office import SPLIT
from clausekit.read import child, typed
from clausekit.read.listed import Listed
from clausekit.read.pen import FOOTER, HEADER, NOTE, TABLE, Pen
from clausekit.read.refusal import unreadable
from clausekit.read.typed import Told
from clausekit.read.words import clean

_LIBRARY = "pypdfium2"
_ORIGINAL = "Fournir le document d’origine (.docx ou .odt), ou l’exporter à nouveau en .pdf."
_UNLOCK = "L’ouvrir avec son mot de passe, l’enregistrer sans protection, puis recommencer."
_FEW = 2  # pages in a row that are named one by one
_FORM = "Le PDF est un formulaire : ce qui est saisi dans ses champs n’est pas lu."
_OCR = "Fournir le document d’origine (.docx ou .odt), ou en faire reconnaître le texte (OCR) avant de recommencer."
# After this the child is ended from outside, should its own clock have stopped.
_PATIENCE = child.PATIENCE * child.MOST_SECONDS + 5
TOC = "toc 1"
_LEADER = re.compile(r"\s*(?:[.…_·]\s?){4,}\s*")


def read(data: bytes, *, file: str) -> Draft:
    """The draft of a PDF; its pages are numbered from 1, as a reader of PDF shows them."""
    if importlib.util.find_spec(_LIBRARY) is None:
        remedy = 'Installer la lecture des PDF : pip install "clausekit[pdf]".'
        raise unreadable(file, "La lecture des fichiers PDF n’est pas installée.", remedy=remedy)
    answer = _ask(data, file)
    if answer.get("refused") == "locked":
        raise unreadable(file, "Le PDF est protégé par un mot de passe.", remedy=_UNLOCK)
    if answer.get("refused") == "long":
        message = f"Le PDF a {answer['pages']} pages (maximum {child.MOST_PAGES})."
        raise unreadable(file, message, remedy=SPLIT)
    if "refused" in answer:
        raise unreadable(file, "Le PDF est abîmé ou incomplet.", remedy=_ORIGINAL)
    return _draft(answer, file)


def _ask(data: bytes, file: str) -> dict[str, Any]:
    # -P: a module of the current folder does not stand in for one of ours.
    command = [sys.executable, "-P", "-m", child.__name__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _too_long(file) from error
    if done.returncode == child.TOO_LONG:
        raise _too_long(file)
    if done.returncode != 0:
        # Out of memory, native code ends in many ways.
        raise unreadable(file, "Le PDF est trop lourd ou abîmé : sa lecture s’est arrêtée.", remedy=_ORIGINAL)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _too_long(file: str) -> UnreadableFile:
    return unreadable(file, "Le PDF est trop long à lire : il est trop lourd, ou piégé.", remedy=_ORIGINAL)


def _draft(answer: dict[str, Any], file: str) -> Draft:
    pages, pictures, unread = answer["pages"], answer["pictures"], answer["unread"]
    if not pages:
        raise unreadable(file, "Le PDF ne contient aucune page.", remedy=_ORIGINAL)
    if pictures and not answer["blocks"]:
        message = "Ce PDF est fait d’images ; clausekit ne lit que du texte."
        raise unreadable(file, message, remedy=_OCR)
    if not answer["blocks"] or len(unread) == answer["read"]:
        raise unreadable(file, "Le PDF ne contient aucun texte qui se lise.", remedy=_OCR)
    pen, listed = Pen(file), Listed()
    called: dict[int, Place] = {}
    blocks = tuple(_block(item, pen, listed, called) for item in answer["blocks"])
    notes = tuple(_note(item, pen, called.get(rank)) for rank, item in enumerate(answer["notes"], start=1))
    pen.article, pen.caller = None, ""
    around = (*notes, *(_around(item, pen) for item in answer["around"]))
    form = (_FORM,) if answer["form"] else ()
    doubts = (
        *form,
        *_doubt(pictures, "une image", "des images"),
        *_doubt(unread, "illisible", "illisibles"),
        *_beyond(answer["read"], pages),
    )
    partial = bool(pictures or unread) or answer["read"] < pages
    return Draft(file=file, format="pdf", blocks=blocks, around=around, pages=pages, doubts=doubts, partial=partial)


def _doubt(pages: list[int], one: str, many: str) -> Iterable[str]:
    if len(pages) == 1:
        yield f"La page {pages[0]} est {one} : son texte n’est pas lu."
    elif pages:
        yield f"Les pages {_listed(pages)} sont {many} : leur texte n’est pas lu."


def _listed(pages: list[int]) -> str:
    """« 2, 5 à 9 et 12 »: three pages in a row or more are told by the first and the last."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    told = [part for run in runs for part in ([f"{run[0]} à {run[-1]}"] if len(run) > _FEW else map(str, run))]
    return ", ".join(told[:-1]) + f" et {told[-1]}" if len(told) > 1 else told[0]


def _beyond(read: int, pages: int) -> Iterable[str]:
    """What the bound on the work of reading left out."""
    if read < pages:
        left = (
            f"les pages {read + 1} à {pages} ne sont pas lues" if pages - read > 1 else f"la page {pages} n’est pas lue"
        )
        yield f"Le PDF est trop long pour être lu en entier : {left}. Le partager en plusieurs fichiers."


def _around(item: dict[str, Any], pen: Pen) -> Line:
    return pen.line(Told(text=clean(item["text"])), part=HEADER if item["top"] else FOOTER, page=item["page"])


def _note(item: dict[str, Any], pen: Pen, caller: Place | None) -> Line:
    pen.article, pen.caller = (caller.article, caller.paragraph or "") if caller else (None, "")
    return pen.line(Told(text=clean(item["text"])), part=NOTE, page=item["page"])


def _block(item: dict[str, Any], pen: Pen, listed: Listed, called: dict[int, Place]) -> Block:
    """A paragraph or a table; the places that call notes go to `called`, by the rank of the note."""
    page = item["page"]
    if "rows" in item:
        place = pen.here(TABLE, page)
        rows = tuple(tuple(_cell(cell, pen, page, called) for cell in row) for row in item["rows"])
        return Table(rows=rows, place=place)
    text = clean(item["text"])
    if item["contents"]:
        listed.add(text)
        return pen.line(Told(text=_LEADER.sub("\t", text)), page=page, style=TOC)
    said = typed.told(text, strong=item["strong"], large=item["large"])
    found = listed.title(text) if said.heading is None else None
    line = pen.line(typed.announced(found) if found else said, page=page, left=item["left"])
    for rank in item["calls"]:
        called.setdefault(rank, line.place)
    return line


def _cell(cell: dict[str, Any], pen: Pen, page: int, called: dict[int, Place]) -> Cell:
    if cell["paragraphs"] is None:
        return Cell(blocks=(), span=cell["span"])
    texts = map(clean, cell["paragraphs"] or [""])
    lines = tuple(pen.line(typed.told(text, cell=True), part=TABLE, page=page) for text in texts)
    for rank in cell["calls"]:
        # Of several paragraphs, the one that calls is not known.
        called.setdefault(rank, lines[0].place if len(lines) == 1 else replace(lines[0].place, paragraph=None))
    return Cell(blocks=lines, span=cell["span"])
