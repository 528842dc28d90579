"""Whether two readings of a file say the same: prose by its blocks, spaces as the engine sets them."""

from __future__ import annotations

from typing import Any, Final

from clausekit.finding import Route
from clausekit.fmt import reflow

SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u202f\u2009"), " ")


def same(old: Any, new: Any, route: Route = ()) -> bool:
    """Whether a value is still what it was; keys may have changed places."""
    if type(old) is not type(new):
        return False
    if isinstance(old, dict):
        return old.keys() == new.keys() and all(same(old[key], new[key], (*route, key)) for key in old)
    if isinstance(old, list):
        return len(old) == len(new) and all(
            same(one, other, (*route, number)) for number, (one, other) in enumerate(zip(old, new, strict=True))
        )
    if isinstance(old, str):
        return bool(_said(old, route) == _said(new, route))
    return bool(old == new)


def _said(text: str, route: Route) -> Any:
    plain = text.translate(SPACES)
    return reflow.flat(plain) if reflow.is_prose(route) else plain
