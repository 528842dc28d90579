"""A dossier, as far as documents let it be understood: what was read, with its place, and what is left to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from clausekit.inspect import Inspected
from clausekit.library import Library
from clausekit.understood import award, clauses, pieces, purpose, terms
from clausekit.understood.family import UNKNOWN_FAMILY, family
from clausekit.understood.purpose import Object, object_of

_HEAD = (
    "# Dossier compris d'après des pièces : rien n'y est sûr, tout se relit.",
    "# Chaque ligne dit où elle a été lue ; ce qui n'a pas pu l'être est à compléter.",
)


def understood(files: Sequence[Inspected], library: Library, *, path: Callable[[str], str] = str) -> str:
    """The text of a dossier. `path` gives each file as it is named under « fichiers »."""
    read = [item for item in files if item.draft is not None]
    known = [fact for item in read for fact in item.facts]
    values = clauses.read_back(read, library)
    written = [*_HEAD, "", *purpose.written(read), *family(read, library), *terms.written(known), *pieces.pieces(read)]
    written += [*clauses.written(read, library, values), *clauses.annexes(read, library)]
    written += [*award.written(read, known, values), *pieces.files(read, path)]
    return "\n".join(written) + "\n"


__all__ = ["UNKNOWN_FAMILY", "Object", "object_of", "understood"]
