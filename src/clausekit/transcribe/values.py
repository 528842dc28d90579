"""A value as a page prints it, back to what the YAML holds."""

from __future__ import annotations

import re
from typing import Any

from clausekit import guess, typed
from clausekit import typography as typo
from clausekit.clause import Parameter

_NUMBER = re.compile(r"(?P<number>-?\d[\d ]*(?:[.,]\d+)?)\s*(?P<unit>.*)", re.DOTALL)
_BLANK = re.compile(r"\[.*\]|[\s….·_-]*", re.DOTALL)


class Misread(ValueError):
    """A value that cannot be understood; the message is French and says what is expected."""


def absent(text: str) -> bool:
    """Whether a cell holds no value: nothing, dots, or a blank between brackets."""
    return _BLANK.fullmatch(typo.plain(text)) is not None


def read(text: str, parameter: Parameter) -> Any:
    """The value of a parameter. Raises Misread."""
    plain = typo.plain(typo.unset(text))
    if parameter.kind in {"pourcentage", "nombre", "entier", "montant", "duree"}:
        return _number(plain, parameter)
    if parameter.kind == "date":
        try:
            return typed.day(plain)
        except typed.Misread as error:
            raise Misread(str(error)) from None
    if parameter.kind == "choix":
        return _choice(plain, parameter)
    if parameter.kind in {"texte", "contact"} and parameter.kind == "texte":
        return plain
    raise Misread(f"« {plain} » : une valeur de type {parameter.kind} se change dans le fichier.")


def _number(text: str, parameter: Parameter) -> int | float:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise Misread(f"« {text} » n'est pas un nombre.")
    value = float(found["number"].replace(" ", "").replace(",", "."))
    unit, wanted = guess.bare(found["unit"]), _units(parameter, value)
    if unit and unit not in wanted:
        raise Misread(f"« {text} » : l'unité attendue est « {wanted[0]} ».")
    if parameter.kind == "entier" and not value.is_integer():
        raise Misread(f"« {text} » n'est pas un nombre entier.")
    return int(value) if value.is_integer() else value


def _units(parameter: Parameter, value: float) -> tuple[str, ...]:
    """The ways to write the unit of a value, the house's first."""
    if parameter.kind == "pourcentage":
        return ("%", "pour cent")
    unit = parameter.unit or ("euros" if parameter.kind == "montant" else "")
    usual = tuple(guess.bare(item.replace("’", "'")) for item in (typo.agree(unit, value), unit))
    money = ("€", "euros", "euro") if parameter.kind == "montant" else ()
    return (*usual, *money)


def _choice(text: str, parameter: Parameter) -> str:
    known = {guess.bare(choice): choice for choice in map(str, parameter.choices)}
    if guess.bare(text) not in known:
        raise Misread(f"« {text} » n'est pas l'une des réponses : {', '.join(known.values())}.")
    return known[guess.bare(text)]


__all__ = ["Misread", "absent", "read"]
