"""Where things stand on a page: from the points of a PDF to those of a reader, whatever way they are turned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
Place: TypeAlias = Callable[[float, float, float, float], Box]
# How letters go, for the reader of the page: from left to right, from foot to top, from top to foot, aslant.
LEVEL: Final = 0
RISING: Final = 1
FALLING: Final = 2
SLANTED: Final = 3


def turner(rotation: int, box: Box) -> Place:
    """From the points of a page, which grow upwards, to those of a reader, which grow downwards."""
    left, bottom, right, top = box
    turns: dict[int, Place] = {
        0: lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0),
        90: lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0),
    }
    return turns[rotation % 360]


def laid(box: Box, turn: int) -> Box:
    """A box as it would lie if its letters went from left to right."""
    if turn == RISING:
        x0, top, x1, bottom = box
        return -bottom, x0, -top, x1
    if turn == FALLING:
        x0, top, x1, bottom = box
        return top, -x1, bottom, -x0
    return box
