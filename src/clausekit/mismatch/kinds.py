"""Values of another kind than the one expected, and what the writer probably meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from clausekit import guess
from clausekit.mismatch.case import Case, Told, description, example
from clausekit.mismatch.keys import known_keys
from clausekit.mismatch.words import some_of, to_write, value_told, was_read

_TYPES: Final = {
    "string": "un texte",
    "number": "un nombre",
    "integer": "un nombre entier",
    "boolean": "oui (true) ou non (false)",
    "array": "une liste",
    "object": "des clés et leurs valeurs",
    "null": "null",
}

_AGREEMENTS: Final = {"array": "est attendue", "object": "sont attendues"}


def wrong_kind(case: Case) -> Iterator[Told]:
    """A value of another kind: a text for a number, keys for a list."""
    wanted = [case.rule] if isinstance(case.rule, str) else list(case.rule)
    kinds = [name for name in wanted if name != "null"] or wanted
    names = " ou ".join(_type_name(case, name) for name in kinds)
    agreement = _AGREEMENTS.get(kinds[0], "est attendu") if len(kinds) == 1 else "est attendu"
    if names.startswith("une date"):
        agreement = "est attendue"
    message = f"{names[0].upper()}{names[1:]} {agreement}, {was_read(case.value)}."
    expected = f"{names}, ou null" if len(kinds) < len(wanted) else names
    yield value_told(case, "schema-type", message, expected, _type_remedy(case, wanted))


def _type_name(case: Case, name: str) -> str:
    return "une date" if name == "string" and case.here.get("format") == "date" else _TYPES[name]


def _type_remedy(case: Case, wanted: Sequence[str]) -> str:
    for name in wanted:
        proposal = _PROPOSALS[name](case)
        if proposal:
            return to_write(case, proposal)
    if case.value is None:
        return "Écrire une valeur, ou supprimer la clé."
    if "object" in wanted and (act := _keys_remedy(case, wanted)):
        return act
    names = " ou ".join(_type_name(case, name) for name in wanted if name != "null")
    given = example(description(case, case.key))
    # « Écrire : » is for what the writer meant; an example is not that.
    return f"Écrire {names}, par exemple : {case.key}: {given}" if given else f"Écrire {names}."


def _keys_remedy(case: Case, wanted: Sequence[str]) -> str:
    """What to do where keys are wanted: « clauses: [DEC-014] », « DEC-014: true », « variantes: non »."""
    if isinstance(case.value, bool) and "null" in wanted:
        mend = f"Ne rien écrire après les deux-points : {case.key}:"
        return mend if case.value else f"Supprimer la ligne. {mend} la retient telle quelle."
    if isinstance(case.value, list) and case.here.get("patternProperties"):
        first = case.value[0] if case.value and isinstance(case.value[0], str) else ""
        return f"Écrire chaque élément sur sa ligne, sans tiret, suivi de deux-points : {first}:" if first else ""
    names = known_keys(case)
    return f"Écrire sous « {case.key} » l'une de ses clés : {some_of(names)}." if names and case.key else ""


def _as_text(case: Case) -> str:
    raw = case.raw()
    if case.here.get("format") == "date":
        return guess.iso_date(raw) or ""
    scalar = isinstance(case.value, int | float | bool)
    link = isinstance(case.value, list) and raw.startswith("[[")
    return f'"{raw}"' if raw and (scalar or link) else ""


def _as_number(case: Case) -> str:
    return (guess.number(case.value) or "") if isinstance(case.value, str) else ""


def _as_integer(case: Case) -> str:
    found = _as_number(case)
    return found if found.lstrip("+-").isdigit() else ""


def _as_boolean(case: Case) -> str:
    if isinstance(case.value, str):
        return guess.boolean(case.value) or ""
    return {0: "false", 1: "true"}.get(case.value, "") if isinstance(case.value, int) else ""


def _as_list(case: Case) -> str:
    raw = case.raw()
    return f"[{raw}]" if isinstance(case.value, str | int | float) and "\n" not in str(case.value) else ""


_PROPOSALS: Final[dict[str, Callable[[Case], str]]] = {
    "string": _as_text,
    "number": _as_number,
    "integer": _as_integer,
    "boolean": _as_boolean,
    "array": _as_list,
    "object": lambda _: "",
    "null": lambda _: "",
}
