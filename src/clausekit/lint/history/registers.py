"""References that changed without having been read again; what else of the registers and policies nothing judges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clausekit.difference.change import CHANGED
from clausekit.difference.registers import Shift, shifts
from clausekit.finding import Finding
from clausekit.library import ROOT
from clausekit.lint.history.compared import Compared
from clausekit.lint.reading import at, told

_READ: Final = "lu_le"
_UNREAD: Final = "a_verifier"
# What a text says of itself: it is read on the text, not chosen here.
_CITED: Final = frozenset({"titre", "court", "article", "ccag", "en_vigueur", "fin", "url"})
_SOME: Final = 3


def _shifts(compared: Compared) -> Iterator[Shift]:
    yield from (item for item in shifts(compared.old, compared.new) if item.file != ROOT)


def _unread(shift: Shift) -> bool:
    """Whether a reference says something else of its text, and the day of its reading has not moved."""
    routes = {figure.route.split(".")[0] for figure in shift.figures}
    return (
        shift.change == CHANGED
        and shift.file.endswith("references.yaml")
        and bool(routes & _CITED)
        and (_READ not in routes)
        and _UNREAD not in routes
    )


def reference_non_relue(compared: Compared) -> Iterator[Finding]:
    """A reference changed, and the day on which its text was read has not."""
    for shift in _shifts(compared):
        if not _unread(shift):
            continue
        names = list(compared.new.registers.references)
        changed = [item for item in shift.figures if item.route.split(".")[0] in _CITED][:_SOME]
        yield told(
            "reference-non-relue",
            f"La référence {shift.id} a changé depuis {compared.revision} sans nouvelle date de lecture.",
            at(shift.file, "references", names.index(shift.id) if shift.id in names else 0),
            read=" ; ".join(f"{item.route} : {item.old or 'rien'} → {item.new or 'rien'}" for item in changed),
            expected=f"un autre jour sous « {_READ} », celui où le texte a été lu",
            why="« lu_le » dit à qui cite l'article quand quelqu'un l'a lu : un article qui change a été relu, ou le "
            "changement n'est pas sûr.",
            remedy=f"Lire le texte et mettre sa date sous « {_READ} » ; s'il n'a pas été lu : « a_verifier: true ».",
            severity="avertissement",
        )


def unjudged(compared: Compared) -> tuple[Shift, ...]:
    """What changed in the registers and policies and has neither a history nor a date that a rule could hold to it."""
    return tuple(item for item in _shifts(compared) if not item.file.endswith("references.yaml"))
