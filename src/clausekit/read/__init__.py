"""Documents that somebody wrote to drafts: .docx, .odt, .pdf, text and Markdown, told by their content."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from clausekit.draft import Draft
from clausekit.finding import UnreadableFile
from clausekit.office import Unsound
from clausekit.read.kind import DOCX, FLAT_ODT, ODT, PDF, Kind, kind, word_only
from clausekit.read.measure import measured
from clausekit.read.refusal import SEND_AGAIN, unreadable

MAX_BYTES: Final = 200 * 1024 * 1024


def draft(data: bytes, *, file: str, signs: bool = False, word: str | None = None) -> Draft:
    """What a document says; `UnreadableFile`, with one finding, when it cannot be read soundly.

    `file` is the name that findings and places give; it decides nothing. `signs`: the words of a Word file hold
    the signs of `draft` too (blanks, links, pictures, notes). `word`: for who reads Word files alone, what is
    expected, in French; another format is refused.
    """
    with _refusals(file, word):
        if len(data) > MAX_BYTES:
            message = f"Le fichier est trop gros : {len(data) // 1024**2} Mo (maximum {MAX_BYTES // 1024**2})."
            raise unreadable(file, message, remedy="Réduire les images du document, ou le partager en plusieurs.")
        with _uncollected():
            found = measured(_read(_kind(data, file, word), data, file, signs=signs))
    return replace(found, digest=hashlib.sha256(data).hexdigest())


def refuse_other(data: bytes, *, file: str, word: str) -> None:
    """`UnreadableFile` for what is no Word file, told as what it is; `word` says what is expected, in French."""
    with _refusals(file, word):
        _kind(data, file, word)


def _kind(data: bytes, file: str, word: str | None) -> Kind:
    known = kind(data, file=file)
    if word:
        word_only(known, file=file)
    return known


@contextmanager
def _refusals(file: str, expected: str | None) -> Iterator[None]:
    """One French finding for whatever stands in the way, with what the caller expected."""
    try:
        yield
    except Unsound as error:
        refused = unreadable(file, error.message, part=error.part, read=error.read, remedy=error.remedy or SEND_AGAIN)
        raise _expecting(refused, expected) from error
    except UnreadableFile as error:
        raise _expecting(error, expected) from error
    except Exception as error:  # a file is no reason for a traceback, whatever it holds
        refused = unreadable(file, "Le document a une structure que clausekit ne sait pas lire.")
        raise _expecting(refused, expected) from error


def _expecting(refused: UnreadableFile, expected: str | None) -> UnreadableFile:
    return UnreadableFile(replace(found, expected=expected or found.expected) for found in refused.findings)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: a draft has none, and each of its walks goes over all that was read so far."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(known: Kind, data: bytes, file: str, *, signs: bool) -> Draft:
    if known.format == DOCX and known.archive:
        from clausekit.read.docx import read as read_docx

        return read_docx(known.archive, file=file, signs=signs)
    if known.format in (ODT, FLAT_ODT):
        from clausekit.read.odt import read as read_odt

        return read_odt(known.archive or data, file=file)
    if known.format == PDF:
        from clausekit.read.pdf import read as read_pdf

        return read_pdf(data, file=file)
    from clausekit.read.plain import read as read_plain

    return read_plain(data, file=file)


__all__ = ["draft", "refuse_other"]
