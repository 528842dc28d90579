"""The words of a page, by PDFium: letters, their boxes and the look of their type. Runs in the child process only."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from clausekit.read.frame import FALLING, LEVEL, RISING, SLANTED, Box, Place, laid
from clausekit.read.sheet import Word
from clausekit.read.words import signs

_WORD = re.compile("[^\\s\x00\ufeff\u200b]+")
_HYPHENS = str.maketrans("\x02\ufffe", "--")  # PDFium's own signs for a hyphen at the end of a line
# What may call a note at the end of a word, or open one at its beginning.
_CALL = re.compile(r"(\d{1,3}|\*{1,3})[^\w*]{0,3}$")
_OPENING = re.compile(r"(?:\d{1,3}|\*{1,3})(?=[^\W\d_])")
_POWER = re.compile(r"\W*(?:[dcmk]?m|CO)", re.IGNORECASE)  # « m2 » calls no note
_RAISED = 0.85  # of the body of the word
_LIFTED = 0.15  # bodies of type between the foot of a word and that of its call
_PAST_UNICODE = 0x110000
_WIDEST = 0.95  # widths of a letter, in heights of print
_WORD_GAP = 0.28  # in heights of print
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_FORCE_BOLD = 1 << 18
_TURNED = 0.1  # radians
# The same function, its answer left a number.
_TEXT_OBJECT = ctypes.cast(
    raw.FPDFText_GetTextObject, ctypes.CFUNCTYPE(ctypes.c_void_p, raw.FPDF_TEXTPAGE, ctypes.c_int)
)


class Letters:
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
        self._types: dict[int, tuple[float, bool, int]] = {}
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

    def words(self) -> Iterator[Word]:
        """Every word of the page, in the order of the file."""
        for found in _WORD.finditer(self.text):
            first, last = found.start(), found.end() - 1
            opening = None if found[0][0].isalpha() else _OPENING.match(found[0])
            if opening and self._smaller(first, first + opening.end()):
                yield from self._words(first, first + opening.end() - 1)
                first += opening.end()
            yield from self._words(first, last)

    def _words(self, first: int, last: int) -> Iterator[Word]:
        """The word that letters without a blank between them make; several when they stand apart."""
        start = self._box(first)
        end = self._box(last) if last > first else start
        look = self._type(first)
        turn = look[2]
        if last == first or _whole(laid(start, turn), laid(end, turn), last - first + 1):
            yield self._word(first, last, start, end, look)
            return
        begin, before = first, start
        for index in range(first + 1, last + 1):
            box = self._box(index)
            if not _follows(laid(before, turn), laid(box, turn)):
                yield self._word(begin, index - 1, start, before, self._type(begin))
                begin, start = index, box
            before = box
        yield self._word(begin, last, start, before, self._type(begin))

    def _word(self, first: int, last: int, start: Box, end: Box, look: tuple[float, bool, int]) -> Word:
        x0, top, x1, bottom = start
        if last > first:
            # Compared in full, not by `min` and `max`: each word of each page comes by here.
            left, high, right, low = end
            x0, top = left if left < x0 else x0, high if high < top else top
            x1, bottom = right if right > x1 else x1, low if low > bottom else bottom
        body, bold, turn = look
        size = body or bottom - top
        if bottom - top < 1:  # a font without height
            top, bottom = top - size * 0.8, bottom + size * 0.2
        if turn == SLANTED and (last == first or bottom - top < 2 * (x1 - x0)):
            turn = LEVEL
        text = self.text[first : last + 1]
        raised = "" if turn or text[-1].isalpha() else self._raised(text, first)
        return Word(text, x0, top, x1, bottom, size, bold, turn, raised)

    def _raised(self, text: str, first: int) -> str:
        """The figures or the stars printed above the line at the end of a word that begins at `first`."""
        found = _CALL.search(text)
        if found is None or not found.start() or _POWER.fullmatch(text, 0, found.start()):
            return ""
        end = start = found.end(1)
        while start > found.start() and self._smaller(first + start - 1, first):
            start -= 1
        if not 0 < start < end:
            return ""
        low, lifted = self._box(first)[3], self._box(first + end - 1)[3]
        return text[start:end] if low - lifted > _LIFTED * self._type(first)[0] else ""

    def _smaller(self, index: int, other: int) -> bool:
        return self._type(index)[0] < _RAISED * self._type(other)[0]

    def _type(self, index: int) -> tuple[float, bool, int]:
        """The body of a letter, whether it is bold, its turn: asked once for each run of text that the page draws."""
        drawn = _TEXT_OBJECT(self._handle, index)
        known = self._types.get(drawn) if drawn else None
        if known is None:
            size, turn = self._size(index)
            known = size, self._bold(index), turn
            if drawn:
                self._types[drawn] = known
        return known

    def _size(self, index: int) -> tuple[float, int]:
        """The body of the type, for the heights of boxes differ from one font to the next; and the way it is turned."""
        size = raw.FPDFText_GetFontSize(self._handle, index)
        matrix = self._matrix
        if not raw.FPDFText_GetMatrix(self._handle, index, self._matrix_at):
            return float(size), LEVEL
        return float(size * math.hypot(matrix.c, matrix.d)), _turn(matrix.a, matrix.b, self._rotation)

    def _bold(self, index: int) -> bool:
        raw.FPDFText_GetFontInfo(self._handle, index, self._name, 80, self._flags_at)
        key = self._name.value, self._flags.value
        known = self._fonts.get(key)
        if known is None:
            said = key[0].decode("latin-1").lower()
            known = bool(key[1] & _FORCE_BOLD) or any(sign in said for sign in _BOLD_NAMES)
            self._fonts[key] = known
        return known


def _turn(across: float, up: float, rotation: int) -> int:
    """The way of letters that go `across` and `up` on a page shown turned by `rotation` degrees, clockwise."""
    angle = math.atan2(up, across) - math.radians(rotation)
    if abs(math.sin(angle)) < _TURNED:
        return LEVEL
    if abs(math.cos(angle)) < _TURNED:
        return RISING if math.sin(angle) > 0 else FALLING
    return SLANTED


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
    if min(bottom, low) - max(top, high) <= 0:  # slanted text climbs or falls
        return abs(x - right) < height and min(abs(bottom - high), abs(low - top)) < height * 0.2
    return -height < x - right < _WORD_GAP * height
