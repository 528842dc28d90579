"""A criterion whose brackets list what it is judged on, each with its weight, cut from that list."""

from __future__ import annotations

from typing import Final

from clausekit.recognise.weights import Weight, weights

_PAIRS: Final = {"(": ")", "[": "]"}
_TOTAL: Final = 100.0
_EQUAL: Final = 0.02


def listed(text: str) -> tuple[str, str] | None:
    """A text without the bracket that lists weights, and what it lists; None when no bracket does.

    « Valeur technique (méthode 20 % ; équipe 30 %) : 50 % » says 50 % of the technical value, then
    20 and 30 of what is below it. The list must make the weight outside, or a whole.
    """
    for start, sign in enumerate(text):
        end = _closing(text, start) if sign in _PAIRS else None
        if end is None or not text[:start].strip():
            continue
        inside, outside = text[start + 1 : end], f"{text[:start].rstrip()} {text[end + 1 :].lstrip()}"
        if _tells(weights(inside), weights(outside), inside):
            return outside.strip(), inside.strip()
    return None


def _closing(text: str, start: int) -> int | None:
    depth, opening = 0, text[start]
    for index in range(start, len(text)):
        depth += (text[index] == opening) - (text[index] == _PAIRS[opening])
        if depth == 0:
            return index
    return None


def _tells(inside: tuple[Weight, ...], outside: tuple[Weight, ...], text: str) -> bool:
    if len(inside) < 2 or len(outside) > 1 or not text[: inside[0].start].strip(" -–•"):
        return False
    total = sum(weight.value for weight in inside)
    wholes = [weight.value for weight in outside] or [total]
    return any(abs(total - whole) <= _EQUAL * whole for whole in (*wholes, _TOTAL))
