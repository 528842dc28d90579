"""What jsonschema says of a file -> findings in French, with the place, the choices and the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from clausekit.finding import Finding, Place, Route
from clausekit.mismatch.case import Case, Told, example
from clausekit.mismatch.forms import ill_written
from clausekit.mismatch.keys import missing_keys, refused_keys, unknown_keys
from clausekit.mismatch.kinds import wrong_kind
from clausekit.mismatch.values import LIMITS, beyond, no_choice, not_admitted, not_constant, repeated, too_few

if TYPE_CHECKING:
    from jsonschema import ValidationError

    from clausekit.source import Source

_WHY: Final = "Une clé ou une valeur mal écrite ne serait pas prise en compte."
# A value whose kind is wrong is told once: what follows from it is noise.
_RANKS: Final = {"type": 0, "format": 1, "pattern": 2}

_TELLERS: Final[dict[str, Callable[[Case], Iterator[Told]]]] = {
    "additionalProperties": unknown_keys,
    "required": missing_keys,
    "type": wrong_kind,
    "enum": no_choice,
    "const": not_constant,
    "pattern": ill_written,
    "format": ill_written,
    **dict.fromkeys(LIMITS, beyond),
    "minItems": too_few,
    "minProperties": too_few,
    "uniqueItems": repeated,
}


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    groups: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        groups.setdefault(inner.schema_path[0], []).append(inner)
    return list(groups.values())


def _distance(branch: Iterable[ValidationError]) -> tuple[bool, int]:
    errors = list(branch)
    # A branch that wanted another kind of value is not the one the writer had in mind.
    return any(error.validator == "type" and not error.path for error in errors), len(errors)


def _flat(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """The errors, those of the nearest branch standing for a choice between branches."""
    for error in errors:
        branches = _branches(error) if error.validator in ("anyOf", "oneOf") else []
        if branches:
            yield from _flat(min(branches, key=_distance))
        else:
            yield error


def _foremost(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Of the errors on one value, only the most telling of those that say the same thing."""
    kept: dict[Route, ValidationError] = {}
    for error in errors:
        if error.validator not in _RANKS:
            yield error
            continue
        route = tuple(error.absolute_path)
        if route not in kept or _RANKS[str(error.validator)] < _RANKS[str(kept[route].validator)]:
            kept[route] = error
    yield from kept.values()


def _finding(told: Told, source: Source) -> Finding:
    missing = told.rule == "schema-cle-manquante"
    line, column = source.key_position(told.route) if told.on_key else source.position(told.route)
    return Finding(
        rule=told.rule,
        severity="bloquante",
        message=told.message,
        read=told.read,
        expected=told.expected,
        places=(Place(file=source.file, route=told.route[:-1] if missing else told.route, line=line, column=column),),
        why=told.why or _WHY,
        remedy=told.remedy,
        excerpt=source.excerpt(line, column),
    )


def findings(errors: Iterable[ValidationError], *, source: Source, schema: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The errors of a file in French, from its top to its end, each told once."""
    told: dict[Finding, None] = {}
    for error in _foremost(_flat(errors)):
        case = Case(error=error, source=source, schema=schema)
        # A schema that is just `false` has no keyword: it refuses a key.
        teller = _TELLERS.get(str(error.validator), not_admitted) if error.validator else refused_keys
        told.update(dict.fromkeys(_finding(item, source) for item in teller(case)))
    return tuple(sorted(told, key=lambda finding: (finding.places[0].line or 0, finding.places[0].column or 0)))


def _floats(value: Any, route: Route = ()) -> Iterator[tuple[Route, float]]:
    inside: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    elif isinstance(value, float):
        yield route, value
    for step, inner in inside:
        yield from _floats(inner, (*route, step))


def thousands(source: Source, pattern: re.Pattern[str]) -> tuple[Finding, ...]:
    """Numbers written « 300.000 »: three hundred for YAML, three hundred thousand for whoever wrote it."""
    return tuple(
        _finding(_thousand(source, route, value), source)
        for route, value in _floats(source.data)
        if pattern.fullmatch(source.raw(route))
    )


def _thousand(source: Source, route: Route, value: float) -> Told:
    raw = source.raw(route)
    return Told(
        rule="schema-milliers",
        message=f"« {raw} » se lit {value:g} : le point sépare les décimales, non les milliers.",
        read=f"le nombre {value:g}",
        expected="un nombre sans séparateur de milliers",
        remedy=f"Écrire {raw.replace('.', '')}, ou {value:g} si c'est bien {value:g}.",
        route=route,
        why="Les seuils et les pénalités se jugent sur ce nombre.",
    )


__all__ = [
    "example",
    "findings",
    "thousands",
]
