"""What the column of remarks of a table lists below a criterion: « Moyens : 15 % / Méthode : 12 % », which make it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from clausekit.finding import Place
from clausekit.recognise.entries import Entry
from clausekit.recognise.fits import TOTAL, close
from clausekit.recognise.labels import clean
from clausekit.recognise.weights import Weight, weights

_LAST: Final = re.compile(r"[:(–—\t-]\s*(?P<weight>\d[^:(–—\t-]{0,12}?)[ .;,)]*$")
_LINK: Final = " :(–—-\t"
_LOWER: Final = 2


def listed(lines: Sequence[str], whole: Weight, place: Place) -> list[Entry]:
    """The sub-criteria of a cell whose lines each end on a weight that its label is parted from; none otherwise."""
    read = [entry for line in lines if (entry := _ended(line, place)) is not None]
    total = sum(entry.weight.value for entry in read if entry.weight)
    alike = {entry.weight.unit for entry in read if entry.weight}
    made = close(total, whole.value) or (close(total, TOTAL) and not close(whole.value, TOTAL))
    return read if 1 < len(read) == len(lines) and len(alike) == 1 and made else []


def _ended(line: str, place: Place) -> Entry | None:
    """« Contrôles (95 % de l'OPM) : 8 % » as its last weight, whatever figures its words hold."""
    last = _LAST.search(line)
    found = weights(last["weight"]) if last else ()
    if last is None or len(found) != 1:
        return None
    label = line[: last.start()].rstrip(_LINK).lstrip("-–•* ")
    name = clean(label) if not weights(label) else " ".join(label.split())
    return Entry(label=name, weight=found[0], place=place, depth=_LOWER) if name else None
