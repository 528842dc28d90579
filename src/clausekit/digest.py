"""The digest of an entry: what binds in it, in one canonical form, whatever its file looks like.

A reading (`lecture`) carries the digest of what was read, so that a text changed since is seen without git.
Reflow, typography, comments, order of keys, explicit defaults, the history and the state change nothing.
The form is a contract: a library holds digests written by earlier versions of the program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from clausekit import prose
from clausekit.finding import Route
from clausekit.typography import fold

Plain: TypeAlias = Any  # what JSON can hold

# 64 bits: a mistake goes unseen once in 10^19. Against forgery no length would do: who can write
# a false text into the file can write its digest, and git says who did.
LENGTH: Final = 16

# What an entry says of itself, and what it tells the buyer without binding anyone. A key that is not named
# here binds: one that a later format adds changes no digest as long as nobody writes it.
_ASIDE: Final = frozenset(
    {
        "etat",
        "lecture",
        "historique",
        "exceptions",
        "pourquoi",
        "vigilance",
        "justification",
        "justification_niveaux",
        "remplace",
        "remplacee_par",
        "parametres.*.motif",
    }
)
# Lists whose order says nothing, by the shape of their route.
_SETS: Final = frozenset({"themes", "requiert", "exclut", "references", "deroge", "clauses"})
# What a key is when it is not written, by the shape of its route.
_DEFAULTS: Final[Mapping[str, Plain]] = {
    "d_office": False,
    "sans_titre": False,
    "debiteur": "titulaire",
    "variantes": "applicable",
    "references.*.a_verifier": False,
    "consequences.*.nature": "penalite",
    "consequences.*.mise_en_demeure": True,
}
_NOTHING: Final[tuple[Plain, ...]] = (None, [], {}, "")

# The last steps of those shapes: most keys are none of them.
_WATCHED: Final = frozenset(shape.rpartition(".")[2] for shape in (*_ASIDE, *_DEFAULTS, "rempli_par"))


def _joined(lines: tuple[prose.Line, ...]) -> str:
    return fold(" ".join(prose.line_source(line) for line in lines))


def _block(block: prose.Block) -> Plain:
    if isinstance(block, prose.Para):
        return _joined(block.lines)
    if isinstance(block, prose.Listing):
        return ["1." if block.ordered else "-", *(_joined(item) for item in block.items)]
    if isinstance(block, prose.Grid):
        return ["|", *([_joined((cell,)) for cell in row] for row in (block.header, *block.rows))]
    if isinstance(block, prose.Title):
        return ["##", fold(block.text)]
    return ["=", block.name]


def _is_prose(route: Route) -> bool:
    return route[0] in {"textes", "complements", "question_crt"} or (route[0] == "sections" and route[-1] == "texte")


def _number(value: float) -> Plain:
    """70 and 70.0 are one figure."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _shape(route: Route) -> str:
    """« parametres.*.motif »: a route without ranks, nor the names that an author chooses."""
    named = route[0] == "parametres"
    steps = ("*" if isinstance(step, int) or (named and rank == 1) else step for rank, step in enumerate(route))
    return ".".join(steps)


def _unsaid(value: Plain, route: Route, beside: Mapping[str, Plain]) -> bool:
    """Whether a key says nothing that its absence would not say."""
    shape = _shape(route)
    if shape == "parametres.*.rempli_par":
        return bool(value == ("candidat" if beside.get("origine") == "offre" else "acheteur"))
    return shape in _ASIDE or (shape in _DEFAULTS and _DEFAULTS[shape] == value)


def _mapping(data: Mapping[str, Plain], route: Route) -> Plain:
    found = {
        key: _canonical(value, (*route, key))
        for key, value in data.items()
        if value not in _NOTHING and not (key in _WATCHED and _unsaid(value, (*route, key), data))
    }
    return {key: value for key, value in found.items() if value not in _NOTHING}


def _sequence(items: list[Plain], route: Route) -> Plain:
    found = [_canonical(item, (*route, number)) for number, item in enumerate(items)]
    unordered = route[0] == "applicable" or _shape(route) in _SETS
    return sorted(found, key=_json) if unordered else found


def _canonical(value: Plain, route: Route) -> Plain:
    if isinstance(value, dict):
        return _mapping(value, route)
    if isinstance(value, list):
        return _sequence(value, route)
    if isinstance(value, str):
        return [_block(block) for block in prose.parse(value)] if _is_prose(route) else fold(value)
    return _number(value)


def _json(value: Plain) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def canonical(data: Mapping[str, Plain]) -> str:
    """What binds in an entry, as one line of JSON; `data` is what its file holds."""
    return _json(_mapping(data, ()))


def digest(data: Mapping[str, Plain]) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of `canonical(data)`."""
    return hashlib.sha256(canonical(data).encode("ascii")).hexdigest()[:LENGTH]
