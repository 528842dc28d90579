"""Values outside a list or bounds, lists too short or with doubles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from clausekit import guess
from clausekit.mismatch.case import Case, Told, own_purpose
from clausekit.mismatch.words import as_read, one_of, subject, to_write, value_told


def no_choice(case: Case) -> Iterator[Told]:
    """A value that is not in the closed list."""
    typed = case.raw() if not isinstance(case.value, str) else case.value
    named = {("null" if choice is None else str(choice)): choice for choice in case.rule}
    ordered = guess.nearest(typed, named)
    near = guess.near(typed, named)
    yield value_told(
        case,
        "schema-choix",
        f"{subject(case)} n'est pas une valeur admise."
        if case.value is not None
        else f"« {case.key} » est sans valeur.",
        f"l'une de ces valeurs : {one_of(ordered)}" if len(ordered) > 1 else one_of(ordered),
        to_write(case, near[0]) if near else "Choisir l'une des valeurs admises.",
    )


def not_constant(case: Case) -> Iterator[Told]:
    """A value that is not the only one admitted."""
    wanted = "false" if case.rule is False else str(case.rule)
    yield value_told(
        case, "schema-choix", f"{subject(case)} n'est pas une valeur admise.", wanted, to_write(case, wanted)
    )


LIMITS: Final = {
    "minimum": ("est plus petit que {0}", "{0} au moins"),
    "maximum": ("est plus grand que {0}", "{0} au plus"),
    "exclusiveMinimum": ("n'est pas plus grand que {0}", "plus de {0}"),
    "exclusiveMaximum": ("n'est pas plus petit que {0}", "moins de {0}"),
}


def beyond(case: Case) -> Iterator[Told]:
    """A number beyond a bound."""
    problem, expected = LIMITS[str(case.error.validator)]
    yield value_told(
        case,
        "schema-borne",
        f"{subject(case)} {problem.format(case.rule)}.",
        expected.format(case.rule),
        "Vérifier la valeur et son unité.",
    )


def too_few(case: Case) -> Iterator[Told]:
    """A list or a mapping with fewer elements than the schema asks for."""
    one, many, some = (
        ("élément", "éléments", "un élément") if isinstance(case.value, list) else ("clé", "clés", "une clé")
    )
    count = len(case.value)
    yield value_told(
        case,
        "schema-vide",
        f"« {case.key} » n'a que {count} {one}." if count else f"« {case.key} » est vide.",
        f"au moins {case.rule} {many if case.rule > 1 else one}",
        f"Ajouter {some}, ou supprimer « {case.key} ».",
    )


def repeated(case: Case) -> Iterator[Told]:
    """The elements that a list holds already."""
    for rank, item in enumerate(case.value):
        if item in case.value[:rank]:
            yield Told(
                rule="schema-doublon",
                message=f"{as_read(item)[0].upper()}{as_read(item)[1:]} est deux fois dans la liste.",
                read=as_read(item),
                expected="chaque élément une seule fois",
                remedy="Supprimer l'élément en trop.",
                route=(*case.route, rank),
            )


def not_admitted(case: Case) -> Iterator[Told]:
    """Whatever no other function tells."""
    yield value_told(
        case,
        "schema-valeur",
        f"{subject(case)} n'est pas une valeur admise.",
        own_purpose(case) or "une valeur que décrit le schéma",
        "Lire la description de la clé dans docs/format.md.",
    )
