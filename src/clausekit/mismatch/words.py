"""The words that every kind of mismatch is told by: the value as read, how it is to be written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from clausekit.mismatch.case import Case, Told, own_purpose

_MANY: Final = 8


def some_of(names: Iterable[str]) -> str:
    """Names, the first of a long list."""
    listed = list(names)
    return ", ".join(listed[:_MANY]) + (", …" if len(listed) > _MANY else "")


def one_of(choices: Iterable[Any]) -> str:
    """Choices, in the order given."""
    return ", ".join("null" if choice is None else str(choice) for choice in choices)


def as_read(value: Any) -> str:
    """A value as it was read."""
    if value is None:
        return "rien"
    if isinstance(value, bool):
        return f"« {str(value).lower()} »"
    if isinstance(value, str):
        short = " ".join(value.split())
        if not short:
            return "un texte vide"
        return f"le texte « {short if len(short) <= 60 else short[:59] + '…'} »"
    if isinstance(value, int | float):
        return f"le nombre {value}"
    return "une liste" if isinstance(value, list) else "des clés et leurs valeurs"


def was_read(value: Any) -> str:
    """« le texte « x » a été lu »."""
    if value is None:
        return "rien n'a été lu"
    if isinstance(value, list):
        return "une liste a été lue"
    if isinstance(value, dict):
        return "des clés et leurs valeurs ont été lues"
    return f"{as_read(value)} a été lu"


def to_write(case: Case, value: str) -> str:
    """How the value is to be written, with its key when it has one of its own."""
    return f"Écrire : {case.key}: {value}" if case.route and isinstance(case.route[-1], str) else f"Écrire : {value}"


def value_told(case: Case, rule: str, message: str, expected: str, remedy: str) -> Told:
    """What is told of the value itself."""
    return Told(
        rule=rule,
        message=message,
        read=as_read(case.value),
        expected=expected,
        remedy=remedy,
        route=case.route,
        on_key=case.value is None,
        why=own_purpose(case),
    )


def subject(case: Case) -> str:
    """The value as it was read, at the head of a sentence."""
    shown = as_read(case.value)
    return f"{shown[0].upper()}{shown[1:]}"
