"""The rules and pictures of a page, by PDFium. Runs in the child process only."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, TypeAlias

import pypdfium2
from pypdfium2 import raw

from clausekit.read.dots import dotted
from clausekit.read.frame import Box, Place
from clausekit.read.sheet import Rule, Sheet

_THIN = 3.0  # points: what is thinner is a rule, what is thicker a box
_SHORTEST = 4.0  # points: a shorter rule is a dot or a letter
_DASH = 20.0  # points: a longer thin picture is the strip of a scan
_MOST_OBJECTS = 60_000
_MOST_POINTS = 20_000
_DEEPEST = 4  # drawings inside drawings
_AN_OBJECT, _A_POINT = 4, 2  # times the work that a letter is
Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class Drawings:
    """The rules and pictures of a page, also those of the forms drawn on it."""

    def __init__(self, sheet: Sheet, place: Place) -> None:
        self._sheet = sheet
        self._place = place
        self._left = _MOST_OBJECTS
        self._points = _MOST_POINTS
        self._box = tuple(ctypes.c_float() for _ in range(4))
        self._at = tuple(map(ctypes.byref, self._box))
        self._mode = ctypes.c_int(), ctypes.c_int()
        self._mode_at = tuple(map(ctypes.byref, self._mode))
        self._point = ctypes.c_float(), ctypes.c_float()
        self._point_at = tuple(map(ctypes.byref, self._point))
        self._dots: tuple[list[Rule], list[Rule]] = ([], [])

    def read(self, page: pypdfium2.PdfPage) -> int:
        """Look at each object drawn; how much work it was, in letters."""
        for index in range(raw.FPDFPage_CountObjects(page.raw)):
            self._object(raw.FPDFPage_GetObject(page.raw, index), _IDENTITY, 0)
        self._sheet.flat += dotted(self._dots[0])
        self._sheet.upright += dotted(self._dots[1])
        return _AN_OBJECT * (_MOST_OBJECTS - self._left) + _A_POINT * (_MOST_POINTS - self._points)

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
        left, bottom, right, top = [value.value for value in self._box]
        if matrix is _IDENTITY:  # nearly all that a page draws
            return self._place(left, bottom, right, top)
        corners = [_moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return self._place(min(xs), min(ys), max(xs), max(ys))

    def _path(self, item: Any, matrix: Matrix) -> None:
        x0, top, x1, bottom = self._bounds(item, matrix)
        if bottom - top <= _THIN or x1 - x0 <= _THIN:
            self._rule(x0, top, x1, bottom)
            return
        raw.FPDFPath_GetDrawMode(item, *self._mode_at)
        if self._mode[1].value:  # the outline is drawn
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
        x, y = self._point
        shape: list[tuple[float, float]] = []
        count = raw.FPDFPath_CountSegments(item)
        self._points -= count
        for index in range(count if self._points >= 0 else 0):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, *self._point_at)
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
