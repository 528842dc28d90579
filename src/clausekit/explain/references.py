"""A legal reference as a reader needs it: what it is about, how sure we are of it, when it was last read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from clausekit import typography as typo
from clausekit.clause import Citation
from clausekit.library import Library
from clausekit.registry import LegalReference

_CONFIDENCE: Final = re.compile(r"(?P<official>V-OFF)?(?:[V+]*(?P<pages>\d+))?")


def plain_date(day: str) -> str:
    """« 22 août 2026 », with plain spaces."""
    return typo.plain(typo.date(day))


def confidence(found: LegalReference) -> str:
    """How sure we are of a reference, and when it was last read (registry references.yaml)."""
    day = f" le {plain_date(found.read_on)}" if found.read_on else ""
    match = _CONFIDENCE.fullmatch(found.confidence)
    official, count = (match["official"], int(match["pages"] or 0)) if match else (None, 0)
    pages = f"{count} {typo.agree('pages publiques', count)}"
    if found.unverified or not (official or count):
        return f"à vérifier avant de publier, noté{day}"
    if official:
        return f"lu{day} dans une copie du texte officiel{f' et sur {pages}' if count else ''}"
    alone = " ; à confirmer par un juriste" if count == 1 else ""
    return f"lu{day} sur {pages}, le texte officiel n'ayant pu l'être{alone}"


def reference_line(found: LegalReference) -> str:
    """A legal reference: its title, what it is about, how sure we are of it and when it was read."""
    about = f" – {found.about}" if found.about else ""
    ended = f" ; en vigueur jusqu'au {plain_date(found.end)}" if found.end else ""
    return f"{found.title}{about} ({confidence(found)}{ended})"


def references(citations: Iterable[Citation], library: Library) -> list[str]:
    """The references that are cited, each once."""
    known = library.registers.references
    names = dict.fromkeys(item.ref for item in citations)
    return [reference_line(known[name]) if name in known else name for name in names]
