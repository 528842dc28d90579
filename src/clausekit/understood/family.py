"""The family and the segments of the purchase."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from clausekit.inspect import Inspected
from clausekit.library import Library
from clausekit.understood.clauses import recognised

UNKNOWN_FAMILY = "autre"
_CPV = re.compile(r"\b(?P<code>\d{8})(?:-\d)?\b")


def _codes(read: Sequence[Inspected]) -> tuple[str, ...]:
    """The CPV codes that the documents print, in order."""
    lines = (line.text for item in read if item.draft for line in item.draft.lines() if "cpv" in line.text.casefold())
    return tuple(dict.fromkeys(found["code"] for text in lines for found in _CPV.finditer(text)))


def family(read: Sequence[Inspected], library: Library) -> Iterator[str]:
    """The family of the clauses recognised, else that of the CPV codes; the segments in the same way."""
    codes = _codes(read)
    families = Counter(
        family
        for found in recognised(read, library)
        if len(names := library.clauses[found.entry].applicable.families) == 1
        for family in names
    )
    by_code = library.registers.family_of(codes[0]) if codes else UNKNOWN_FAMILY
    family = families.most_common(1)[0][0] if families else by_code
    if families:
        yield f"famille: {family}  # d'après les clauses reconnues"
    elif family != UNKNOWN_FAMILY:
        yield f"famille: {family}  # d'après le code CPV"
    else:
        yield f"famille: {family}  # à préciser : ni clause reconnue ni code CPV ne la disent"
    segments = _segments(read, library, family, codes)
    yield f"segments: [{', '.join(segments)}]" if segments else "# segments:  # à préciser"
    if codes:
        yield f"cpv: [{', '.join(json.dumps(code) for code in codes)}]"


def _segments(read: Sequence[Inspected], library: Library, family: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The segments of the codes; else those that every recognised clause of the family admits."""
    by_code = tuple(dict.fromkeys(filter(None, (library.registers.segment_of(family, code) for code in codes))))
    own = [
        set(applicable.segments)
        for found in recognised(read, library)
        if (applicable := library.clauses[found.entry].applicable).families == (family,) and applicable.segments
    ]
    return by_code or (tuple(sorted(set.intersection(*own))) if own else ())
