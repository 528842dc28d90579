"""Pages of a PDF to sheets, by PDFium. Runs in the child process only: it is native code fed with anything."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from clausekit.read.drawings import Drawings
from clausekit.read.frame import turner
from clausekit.read.letters import Letters
from clausekit.read.sheet import Sheet


class Locked(Exception):
    """A password is needed."""


class Broken(Exception):
    """Not a PDF that PDFium can open."""


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The document, with its pages still unread."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Locked from error
        raise Broken(str(error)) from error


def has_form(document: pypdfium2.PdfDocument) -> bool:
    """Whether the document has fields to fill in, whose content is not that of its pages."""
    return bool(document.get_formtype() != raw.FORMTYPE_NONE)


def sheets(document: pypdfium2.PdfDocument) -> Iterator[Sheet]:
    """Each page, read and closed."""
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield Sheet(number=index + 1, width=595, height=842)
            continue
        yield _sheet(page, index + 1)
        page.close()


def _sheet(page: pypdfium2.PdfPage, number: int) -> Sheet:
    left, bottom, right, top = page.get_bbox()
    place = turner(page.get_rotation(), (left, bottom, right, top))
    width, height = (right - left, top - bottom) if page.get_rotation() % 180 == 0 else (top - bottom, right - left)
    sheet = Sheet(number=number, width=width, height=height)
    textpage = page.get_textpage()
    letters = Letters(textpage.raw, place, page.get_rotation())
    right, foot = 2 * (width + 1), 2 * (height + 1)
    sheet.words = [  # whose middle is on the page
        word for word in letters.words() if -2 <= word.x0 + word.x1 <= right and -2 <= word.top + word.bottom <= foot
    ]
    textpage.close()
    sheet.work = len(letters.text) + Drawings(sheet, place).read(page)
    return sheet
