"""Pages of a PDF to sheets, by PDFium. Runs in the child process only: it is native code fed with anything."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw

from clausekit.read.dots import dotted
from clausekit.read.sheet import Rule, Sheet, Word
from clausekit.read.words import signs

_WORD = re.compile("[^\\s\x00\ufeff\u200b]+")
_HYPHENS = str.maketrans("\x02\ufffe", "--")  # PDFium's own signs for a hyphen at the end of a line
_PAST_UNICODE = 0x110000
_WIDEST = 0.95  # widths of a letter, in heights of print
_WORD_GAP = 0.28  # in heights of print
_THIN = 3.0  # points: what is thinner is a rule, what is thicker a box
_SHORTEST = 4.0  # points: a shorter rule is a dot or a letter
_DASH = 20.0  # points: a longer thin picture is the strip of a scan
_MOST_OBJECTS = 60_000
_MOST_POINTS = 20_000
_DEEPEST = 4  # drawings inside drawings
_AN_OBJECT = 4  # times the work that a letter is
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_FORCE_BOLD = 1 << 18
_TURNED = 0.1  # radians
# The same function, its answer left a number.
_TEXT_OBJECT = ctypes.cast(
    raw.FPDFText_GetTextObject, ctypes.CFUNCTYPE(ctypes.c_void_p, raw.FPDF_TEXTPAGE, ctypes.c_int)
)
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


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
    place = _turner(page.get_rotation(), (left, bottom, right, top))
    width, height = (right - left, top - bottom) if page.get_rotation() % 180 == 0 else (top - bottom, right - left)
    sheet = Sheet(number=number, width=width, height=height)
    textpage = page.get_textpage()
    letters = _Letters(textpage.raw, place, page.get_rotation())
    sheet.words = [word for word in _words(letters) if _inside(word, sheet)]
    textpage.close()
    sheet.work = len(letters.text) + _Drawings(sheet, place).read(page)
    return sheet


def _inside(word: Word, sheet: Sheet) -> bool:
    across, down = word.x0 + word.x1, word.top + word.bottom  # twice where its middle is
    return -2 <= across <= 2 * (sheet.width + 1) and -2 <= down <= 2 * (sheet.height + 1)


Box = tuple[float, float, float, float]
Place = Callable[[float, float, float, float], Box]


def _turner(rotation: int, box: Box) -> Place:
    """From the points of a page, which grow upwards, to those of a reader, which grow downwards."""
    left, bottom, right, top = box
    turns: dict[int, Place] = {
        0: lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0),
        90: lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0),
    }
    return turns[rotation % 360]


def _words(letters: _Letters) -> Iterator[Word]:
    for found in _WORD.finditer(letters.text):
        yield from letters.words(found.start(), found.end() - 1)


class _Letters:
    """The letters of a page. Their boxes are asked for one by one, so as few as will do."""

    def __init__(self, handle: Any, place: Place, rotation: int) -> None:
        self._handle = handle
        self._place = place
        self._rotation = rotation
        self._rect = raw.FS_RECTF()
        self._at = ctypes.byref(self._rect)
        self._name = ctypes.create_string_buffer(80)
        self._flags = ctypes.c_int()
        self._flags_at = ctypes.byref(self._flags)
        self._matrix = raw.FS_MATRIX()
        self._matrix_at = ctypes.byref(self._matrix)
        self._fonts: dict[tuple[bytes, int], bool] = {}
        self._types: dict[int, tuple[float, bool]] = {}
        self.text = self._text()

    def _text(self) -> str:
        """One sign a letter, so that a rank in this text is that of a letter of the page."""
        count = raw.FPDFText_CountChars(self._handle)
        buffer = (ctypes.c_ushort * (count + 1))()
        read = raw.FPDFText_GetText(self._handle, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(0, read - 1)].decode("utf-16-le", "replace")
        if len(text) != count:
            codes = (raw.FPDFText_GetUnicode(self._handle, index) for index in range(count))
            text = "".join(chr(code) if code < _PAST_UNICODE else "\ufffd" for code in codes)
        return signs(text.translate(_HYPHENS))

    def _box(self, index: int) -> Box:
        raw.FPDFText_GetLooseCharBox(self._handle, index, self._at)
        rect = self._rect
        return self._place(rect.left, rect.bottom, rect.right, rect.top)

    def words(self, first: int, last: int) -> Iterator[Word]:
        """The word that letters without a blank between them make; several when they stand apart."""
        start = self._box(first)
        end = self._box(last) if last > first else start
        if last == first or _whole(start, end, last - first + 1):
            yield self._word(first, last, start, end)
            return
        begin, before = first, start
        for index in range(first + 1, last + 1):
            box = self._box(index)
            if not _follows(before, box):
                yield self._word(begin, index - 1, start, before)
                begin, start = index, box
            before = box
        yield self._word(begin, last, start, before)

    def _word(self, first: int, last: int, start: Box, end: Box) -> Word:
        x0, top, x1, bottom = start
        if last > first:
            x0, top, x1, bottom = min(x0, end[0]), min(top, end[1]), max(x1, end[2]), max(bottom, end[3])
        body, bold = self._type(first)
        size = body or bottom - top
        if bottom - top < 1:  # a font without height
            top, bottom = top - size * 0.8, bottom + size * 0.2
        upright = last == first or bottom - top < 2 * (x1 - x0) or self._upright(first)
        text = self.text[first : last + 1]
        return Word(text, x0, top, x1, bottom, size, bold, upright)

    def _type(self, index: int) -> tuple[float, bool]:
        """The body of a letter, and whether it is bold: asked once for each run of text that the page draws."""
        drawn = _TEXT_OBJECT(self._handle, index)
        if not drawn:
            return self._size(index), self._bold(index)
        known = self._types.get(drawn)
        if known is None:
            known = self._types[drawn] = self._size(index), self._bold(index)
        return known

    def _size(self, index: int) -> float:
        """The body of the type: the heights of boxes differ from one font to the next."""
        size = raw.FPDFText_GetFontSize(self._handle, index)
        matrix = self._matrix
        if not raw.FPDFText_GetMatrix(self._handle, index, self._matrix_at):
            return float(size)
        return float(size * math.hypot(matrix.c, matrix.d))

    def _upright(self, index: int) -> bool:
        turn = math.radians(self._rotation)
        return abs(math.sin(raw.FPDFText_GetCharAngle(self._handle, index) - turn)) < _TURNED

    def _bold(self, index: int) -> bool:
        raw.FPDFText_GetFontInfo(self._handle, index, self._name, 80, self._flags_at)
        key = self._name.value, self._flags.value
        known = self._fonts.get(key)
        if known is None:
            said = key[0].decode("latin-1").lower()
            known = bool(key[1] & _FORCE_BOLD) or any(sign in said for sign in _BOLD_NAMES)
            self._fonts[key] = known
        return known


def _whole(start: Box, end: Box, count: int) -> bool:
    """Whether letters, by the first and the last, stand side by side: PDFium sees most gaps."""
    x0, top0, _, bottom0 = start
    x1, top1, right, bottom1 = end
    height = max(bottom0 - top0, bottom1 - top1, 1.0)
    level = min(bottom0, bottom1) - max(top0, top1) > height / 3
    return level and x0 <= x1 and right - x0 < count * height * _WIDEST


def _follows(before: Box, box: Box) -> bool:
    """Whether a letter goes on with the one before it."""
    _, top, right, bottom = before
    x, high, _, low = box
    height = max(bottom - top, low - high, 1.0)
    if min(bottom, low) - max(top, high) <= 0:  # turned text climbs or falls
        return abs(x - right) < height and min(abs(bottom - high), abs(low - top)) < height * 0.2
    return -height < x - right < _WORD_GAP * height


class _Drawings:
    """The rules and pictures of a page, also those of the forms drawn on it."""

    def __init__(self, sheet: Sheet, place: Place) -> None:
        self._sheet = sheet
        self._place = place
        self._left = _MOST_OBJECTS
        self._points = _MOST_POINTS
        self._box = tuple(ctypes.c_float() for _ in range(4))
        self._at = tuple(map(ctypes.byref, self._box))
        self._dots: tuple[list[Rule], list[Rule]] = ([], [])

    def read(self, page: pypdfium2.PdfPage) -> int:
        """Look at each object drawn; how much work it was, in letters."""
        for index in range(raw.FPDFPage_CountObjects(page.raw)):
            self._object(raw.FPDFPage_GetObject(page.raw, index), _IDENTITY, 0)
        self._sheet.flat += dotted(self._dots[0])
        self._sheet.upright += dotted(self._dots[1])
        return _AN_OBJECT * (_MOST_OBJECTS - self._left) + _MOST_POINTS - self._points

    def _object(self, item: Any, matrix: Matrix, depth: int) -> None:
        self._left -= 1
        if self._left < 0:
            return
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, top, x1, bottom = self._bounds(item, matrix)
            area = self._sheet.width * self._sheet.height
            self._sheet.pictured += (x1 - x0) * (bottom - top) / area if area else 0.0
            if min(bottom - top, x1 - x0) <= _THIN and max(bottom - top, x1 - x0) <= _DASH:
                self._dot(x0, top, x1, bottom)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(item), matrix)
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                self._object(raw.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _bounds(self, item: Any, matrix: Matrix) -> Box:
        if not raw.FPDFPageObj_GetBounds(item, *self._at):
            return (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = (value.value for value in self._box)
        corners = [_moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return self._place(min(xs), min(ys), max(xs), max(ys))

    def _path(self, item: Any, matrix: Matrix) -> None:
        x0, top, x1, bottom = self._bounds(item, matrix)
        if bottom - top <= _THIN or x1 - x0 <= _THIN:
            self._rule(x0, top, x1, bottom)
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        if stroke.value:
            self._strokes(item, matrix)
        elif raw.FPDFPath_CountSegments(item) > 6:
            self._strokes(item, matrix, thin_only=True)

    def _rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        if max(x1 - x0, bottom - top) < _SHORTEST:
            self._dot(x0, top, x1, bottom)
        elif x1 - x0 >= bottom - top:
            self._sheet.flat.append(Rule((top + bottom) / 2, x0, x1))
        else:
            self._sheet.upright.append(Rule((x0 + x1) / 2, top, bottom))

    def _dot(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self._dots[0].append(Rule((top + bottom) / 2, x0, x1))
        self._dots[1].append(Rule((x0 + x1) / 2, top, bottom))

    def _strokes(self, item: Any, matrix: Matrix, *, thin_only: bool = False) -> None:
        """The straight sides of a path: a box, or a whole grid drawn at once."""
        own = _times(_matrix(item), matrix)
        for shape in self._shapes(item, own):
            boxes = [(*map(min, a, b), *map(max, a, b)) for a, b in pairwise(shape)]
            if thin_only:  # thin filled boxes, drawn together
                xs, ys = [x for x, _ in shape], [y for _, y in shape]
                boxes = [(min(xs), min(ys), max(xs), max(ys))]
            for box in boxes:
                x0, top, x1, bottom = self._place(*box)
                if bottom - top <= _THIN or x1 - x0 <= _THIN:
                    self._rule(x0, top, x1, bottom)

    def _shapes(self, item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The outlines of a path, curves left out."""
        x, y = ctypes.c_float(), ctypes.c_float()
        shape: list[tuple[float, float]] = []
        count = raw.FPDFPath_CountSegments(item)
        self._points -= count
        for index in range(count if self._points >= 0 else 0):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            if kind != raw.FPDF_SEGMENT_LINETO and shape:
                yield shape
                shape = []
            shape.append(_moved(matrix, x.value, y.value))
            if raw.FPDFPathSegment_GetClose(segment) and len(shape) > 1:
                yield [*shape, shape[0]]
                shape = []
        if shape:
            yield shape


def _matrix(item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, x, y = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + x, e * h + f * j + y)


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
