"""Figures that stand alone: the weights, prices and quantities of a column, or at the end of dots."""

from __future__ import annotations

import re

_FIGURE = r"(?:sur\s*)?[-–]?\d[\d\s.,]*(?:\s*[%€]|\s*/\s*\d+|\s*(?:points?|pts?|euros?)\b\.?)?(?:\s*(?:HT|TTC))?"
# « 40 % », « 40/100 », « 15 points », « 12 000,00 € », « sur 20 ».
VALUE = re.compile(_FIGURE, re.IGNORECASE)
# Dots or a line drawn from a label to its figure, at the end of a line of print.
# Dots are taken together, from the first of them: a line full of dots is gone through once.
_LED = re.compile(rf"\s*(?<![.…_·])(?<![.…_·]\s)(?:[.…_·]\s?){{3,}}+\s*(?={_FIGURE}\s*$)", re.IGNORECASE)
_DOTS = ".…_·"
_FEWEST_DOTS = 3
_LONGEST_VALUE = 40  # characters
_LONGEST_LEADER = 300


def is_value(text: str) -> bool:
    """Whether a text is a figure alone."""
    return len(text) <= _LONGEST_VALUE and VALUE.fullmatch(text) is not None


def is_led(text: str) -> bool:
    """Whether a line ends on a figure that dots lead to."""
    return _led(text[-_LONGEST_LEADER:]) is not None


def _led(tail: str) -> re.Match[str] | None:
    # Most lines have no dots, and the pattern asks each of their blanks.
    return _LED.search(tail) if sum(map(tail.count, _DOTS)) >= _FEWEST_DOTS else None


def is_leader(text: str) -> bool:
    """Whether a line holds nothing but dots and the figure that they lead to."""
    return len(text) <= _LONGEST_LEADER and _LED.match(text) is not None


def unled(text: str) -> str:
    """A line with a tab for the dots that lead to its figure."""
    tail = text[-_LONGEST_LEADER:]
    found = _led(tail)
    return f"{text[: len(text) - len(tail) + found.start()].rstrip(' .…_·')}\t{tail[found.end() :]}" if found else text
