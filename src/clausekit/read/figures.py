"""How a list prints its figures: 3, iii, C, 03."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST_ROMAN = 4999
_MOST_LETTERS = 780  # Word repeats the letter: zz…z; thirty of them are nobody's list


def _roman(value: int) -> str:
    if not 0 < value <= _MOST_ROMAN:
        return str(value)
    figures = []
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        figures.append(sign * count)
    return "".join(figures)


def _letter(value: int) -> str:
    """Word's way: a … z, aa, bb … zz, aaa."""
    if not 0 < value <= _MOST_LETTERS:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "lowerLetter": _letter,
    "upperLetter": lambda value: _letter(value).upper(),
    "ordinal": lambda value: "1er" if value == 1 else f"{value}e",
    "none": lambda _: "",
}


def figure(value: int, form: str) -> str:
    """A value as a level prints it; a form of another script is printed in figures."""
    return _FORMS.get(form, str)(value)
