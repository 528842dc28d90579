"""A criterion that lists what it is judged on before its own weight, cut from that list."""

from __future__ import annotations

from typing import Final

from clausekit.recognise.weights import Weight, weights

_PAIRS: Final = {"(": ")", "[": "]"}
_TOTAL: Final = 100.0
_EQUAL: Final = 0.02
_LEAST: Final = 3
_WHOLES: Final = (10.0, 20.0, 100.0)


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


def closed(text: str) -> tuple[str, str] | None:
    """A criterion with the weight that ends its list, and that list; None when no weight ends one.

    « Valeur technique : méthode 20 %, équipe 30 % : 50 % » weighs 50 %.
    """
    found = weights(text)
    head, colon, _ = text.partition(":")
    if (
        len(found) < _LEAST
        or not colon
        or not all(weight.scale for weight in weights(head))
        or found[0].start < len(head)
    ):
        return None
    last, before = found[-1], text[found[-2].end : found[-1].start]
    if ":" not in before or before.strip(" :;.,)]") or text[last.end :].strip(" :;.,)"):
        return None
    total = sum(weight.value for weight in found[:-1])
    other = {weight.unit for weight in found[:-1]} != {last.unit}
    if not any(abs(total - whole) <= _EQUAL * whole for whole in (last.value, *(_WHOLES if other else ()))):
        return None
    return f"{head.rstrip()} : {text[last.start : last.end]}", text[len(head) + 1 : found[-2].end + 1].strip()


def _closing(text: str, start: int) -> int | None:
    depth, opening = 0, text[start]
    for index in range(start, len(text)):
        depth += (text[index] == opening) - (text[index] == _PAIRS[opening])
        if depth == 0:
            return index
    return None


def _tells(inside: tuple[Weight, ...], outside: tuple[Weight, ...], text: str) -> bool:
    if len(inside) < 2 or len(outside) > 1 or not (outside or text[: inside[0].start].strip(" -–•")):
        return False
    total = sum(weight.value for weight in inside)
    wholes = [weight.value for weight in outside] or [total]
    return any(abs(total - whole) <= _EQUAL * whole for whole in (*wholes, _TOTAL))
