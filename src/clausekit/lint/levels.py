"""Levels of ambition: the same parameters, values within bounds, each level stricter than the one below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from clausekit import guess, terms
from clausekit.clause import Clause, Parameter
from clausekit.finding import Finding
from clausekit.library import Entry
from clausekit.lint.reading import Reading, at, parameters_of, told
from clausekit.rules.values import bad_value, expectation

_RULE = "niveaux-croissants"
# What a motive may say without giving a reason.
_EMPTY_WORDS = re.compile(r"règle de la maison|à compléter|à définir|à voir|todo", re.IGNORECASE)
_FEWEST_WORDS = 1
_SENSES = {"plancher": 1, "plafond": -1}
_WHY = "Qui choisit un niveau plus haut doit obtenir au moins autant, et quelque chose de plus."


def _title(level: str) -> str:
    return terms.LEVEL_TITLES[level]


def _same_names(clause: Clause) -> Iterator[Finding]:
    every = {name for values in clause.levels.values() for name in values}
    for level, values in clause.levels.items():
        for name in sorted(every - values.keys()):
            yield told(
                _RULE,
                f"{clause.id} : le niveau {_title(level)} ne donne pas de valeur à « {name} ».",
                at(clause.file, "niveaux", level),
                read=", ".join(values) or "aucune valeur",
                expected=f"{name}: …",
                why="Un paramètre présent dans un niveau l'est dans tous ; sinon le blanc y resterait ouvert.",
                remedy=f"Donner à « {name} » sa valeur au niveau {_title(level)}, ou l'ôter des autres niveaux.",
            )


def _unknown(clause: Clause, level: str, name: str) -> Finding:
    known = guess.near(name, clause.parameters)
    return told(
        _RULE,
        f"{clause.id} : le niveau {_title(level)} fixe « {name} », qui n'est pas un paramètre.",
        at(clause.file, "niveaux", level, name),
        read=name,
        expected=", ".join(known or clause.parameters) or "aucun paramètre",
        why="Une valeur sans paramètre ne s'écrit nulle part.",
        remedy=(f"Écrire « {known[0]} », ou le" if known else "Le") + " déclarer dans « parametres ».",
    )


def _wrong(entry: Entry, parameter: Parameter, value: Any, route: tuple[str, ...]) -> Finding:
    return told(
        _RULE,
        f"{entry.id} : « {value} » ne convient pas pour {parameter.title[:1].lower()}{parameter.title[1:]}.",
        at(entry.file, *route),
        read=str(value),
        expected=expectation(parameter),
        why="Les bornes et le type du paramètre valent aussi pour les valeurs que la bibliothèque propose.",
        remedy="Corriger la valeur, ou les bornes si elles sont trop étroites.",
    )


def _values(clause: Clause) -> Iterator[Finding]:
    for level, values in clause.levels.items():
        for name, value in values.items():
            parameter = clause.parameters.get(name)
            if parameter is None:
                yield _unknown(clause, level, name)
            elif bad_value(parameter, value):
                yield _wrong(clause, parameter, value, ("niveaux", level, name))


def _defaults(entry: Entry) -> Iterator[Finding]:
    for name, parameter in parameters_of(entry).items():
        if parameter.default is not None and bad_value(parameter, parameter.default):
            yield _wrong(entry, parameter, parameter.default, ("parametres", name, "defaut"))


def _gains(clause: Clause, low: Mapping[str, Any], high: Mapping[str, Any]) -> dict[str, float]:
    """By how much each value that has a sense is stricter at the higher level; negative when looser."""
    gains = {}
    for name, parameter in clause.parameters.items():
        before, after = low.get(name), high.get(name)
        if parameter.sense and isinstance(before, (int, float)) and isinstance(after, (int, float)):
            gains[name] = (after - before) * _SENSES[parameter.sense]
    return gains


def _looser(clause: Clause, low: str, high: str, name: str) -> Finding:
    parameter = clause.parameters[name]
    comparison = "au moins" if parameter.sense == "plancher" else "au plus"
    return told(
        _RULE,
        f"{clause.id} : « {name} » est moins exigeant au niveau {_title(high)} qu'au niveau {_title(low)}.",
        at(clause.file, "niveaux", high, name),
        at(clause.file, "niveaux", low, name),
        read=f"{clause.levels[high][name]}",
        expected=f"{comparison} {clause.levels[low][name]} (sens : {parameter.sense})",
        why=_WHY,
        remedy="Corriger la valeur, ou le « sens » du paramètre.",
    )


def _flat(clause: Clause, low: str, high: str) -> Finding:
    return told(
        _RULE,
        f"{clause.id} : le niveau {_title(high)} n'ajoute rien au niveau {_title(low)}.",
        at(clause.file, "niveaux", high),
        at(clause.file, "niveaux", low),
        read="aucune valeur plus stricte, aucun complément",
        expected="une valeur plus stricte pour un paramètre qui a un « sens », ou un complément",
        why=_WHY,
        remedy=f"Relever une valeur, écrire complements.{high}, ou ôter ce niveau.",
    )


def _dropped(clause: Clause, low: str, high: str, piece: str) -> Finding:
    return told(
        _RULE,
        f"{clause.id} : le complément du niveau {_title(low)} dans le {piece} manque au niveau {_title(high)}.",
        at(clause.file, "complements", low, piece),
        read=f"complements.{low}.{piece}, rien pour {high}",
        expected=f"complements.{high}.{piece}, qui en dit au moins autant",
        why="Un complément ne vaut que pour son niveau : sans lui, le niveau plus haut demanderait moins.",
        remedy=f"Reprendre ce complément sous complements.{high}.",
    )


def _steps(clause: Clause) -> Iterator[Finding]:
    levels = [level for level in terms.LEVELS if level in clause.levels]
    for low, high in pairwise(levels):
        gains = _gains(clause, clause.levels[low], clause.levels[high])
        for name in (name for name, gain in gains.items() if gain < 0):
            yield _looser(clause, low, high, name)
        added = clause.complements.get(high) or {}
        for piece in clause.complements.get(low) or {}:
            if piece not in added:
                yield _dropped(clause, low, high, piece)
        if not added and not any(gain > 0 for gain in gains.values()):
            yield _flat(clause, low, high)


def niveaux_croissants(reading: Reading) -> Iterator[Finding]:
    """Same parameters at every level, right values, each level stricter than the one below."""
    for clause in reading.library.clauses.values():
        yield from _same_names(clause)
        yield from _values(clause)
        yield from _steps(clause)
    for entry in reading.entries:
        yield from _defaults(entry)


def _says(motive: str | None) -> bool:
    """Whether a motive gives a reason, beyond saying that the figure is ours or is to be written."""
    left = _EMPTY_WORDS.sub(" ", motive or "")
    return len(re.findall(r"\w{2,}", left)) > _FEWEST_WORDS


def defaut_motive(reading: Reading) -> Iterator[Finding]:
    """A default value is a house figure: its motive gives a reason (the schema only asks for a motive)."""
    for entry in reading.entries:
        for name, parameter in parameters_of(entry).items():
            if parameter.default is not None and not _says(parameter.motive):
                yield told(
                    "defaut-motive",
                    f"{entry.id} : la valeur par défaut de « {name} » n'a pas de motif qui l'explique.",
                    at(entry.file, "parametres", name, "motif"),
                    read=f"defaut: {parameter.default}, motif: {parameter.motive or 'aucun'}",
                    expected='motif: "Règle de la maison : " suivi de la raison du chiffre',
                    why="Un chiffre que la bibliothèque choisit se montre comme un choix, avec sa raison.",
                    remedy="Dire pourquoi cette valeur plutôt qu'une autre, ou ôter la valeur.",
                )
