"""Blanks: declared and used, filled as the engine prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from clausekit import calcul, prose, terms
from clausekit.clause import Clause, Parameter
from clausekit.finding import Finding
from clausekit.library import Entry
from clausekit.lint.reading import Passage, Reading, at, filled_passages, parameters_of, proposed, spot, told

_CCAG_WORDS = frozenset({"ccag", *terms.CCAG_WORDS})


def _slots(passage: Passage) -> Iterator[tuple[int, str, str]]:
    """(line from 0, name, as typed) of each blank of a text."""
    for number, line in enumerate(passage.text.split("\n")):
        if "{{" not in line:
            continue
        typed = iter(re.findall(r"(?<!\\)\{\{[^{}]*\}\}", line))
        for piece in prose.inline(line):
            if isinstance(piece, prose.Slot):
                words = next((word for word in typed if word.strip("{} ") == piece.name), piece.name)
                yield number, piece.name, words


_Written: TypeAlias = tuple[Passage, int, str]  # text, line from 0, words


def _used(entry: Entry, reading: Reading) -> dict[str, list[_Written]]:
    """The names of the blanks of an entry, with every place where each is written; looked for once.

    Not yet as places: most have nothing wrong, and a place costs a second reading of the file.
    """
    known: dict[str, dict[str, list[_Written]]] = reading.memo.setdefault("blanks", {})
    if entry.id in known:
        return known[entry.id]
    found: dict[str, list[_Written]] = known.setdefault(entry.id, {})
    for passage in filled_passages(entry):
        for line, name, words in _slots(passage):
            found.setdefault(name, []).append((passage, line, words))
    return found


def blanc_inconnu(reading: Reading) -> Iterator[Finding]:
    """A blank that is neither a parameter of the entry nor a reserved word."""
    for entry in reading.entries:
        known = {*parameters_of(entry), *terms.RESERVED_WORDS}
        for name, written in _used(entry, reading).items():
            if name in known:
                continue
            whole = ", ".join(parameters_of(entry)) or "les mots réservés (acheteur, objet…)"
            expected, remedy = proposed(name, known, whole=whole)
            yield told(
                "blanc-inconnu",
                f"{entry.id} : le blanc « {name} » n'est ni un paramètre de l'entrée, ni un mot réservé.",
                *(spot(*item, reading) for item in written),
                read="{{ " + name + " }}",
                expected=expected,
                why="Un blanc sans paramètre ne se remplit jamais : le document imprimerait un trou.",
                remedy=remedy,
            )


def _named(entry: Entry) -> frozenset[str]:
    """Parameters that an entry uses elsewhere than in its texts: amounts and formulas."""
    names: set[str] = set()
    for parameter in parameters_of(entry).values():
        names |= calcul.names_in(parameter.formula or "")
    if isinstance(entry, Clause):
        names |= {item.amount for item in entry.consequences if isinstance(item.amount, str)}
        names |= calcul.names_in((entry.control.formula if entry.control else None) or "")
    return frozenset(names)


def blanc_inutilise(reading: Reading) -> Iterator[Finding]:
    """A parameter that nothing uses."""
    for entry in reading.entries:
        used = {*_used(entry, reading), *_named(entry)}
        for name, parameter in parameters_of(entry).items():
            if name not in used:
                yield told(
                    "blanc-inutilise",
                    f"{entry.id} : le paramètre « {name} » ({parameter.title.lower()}) n'est employé nulle part.",
                    at(entry.file, "parametres", name),
                    read=f"{name} déclaré, jamais écrit",
                    expected="{{ " + name + " }} dans un texte ou une formule, ou un montant de conséquence",
                    why="Le prescripteur remplirait une valeur qu'aucun document ne porte.",
                    remedy="L'employer dans le texte, ou l'ôter de « parametres » et des niveaux.",
                )


def ccag_mot(reading: Reading) -> Iterator[Finding]:
    """A word that reads the CCAG, in an entry that a contract without CCAG may take."""
    for entry in reading.entries:
        meets = entry.applicable.ccag
        if meets and terms.NO_CCAG not in meets:
            continue
        used = {name: written for name, written in _used(entry, reading).items() if name in _CCAG_WORDS}
        for name, written in used.items():
            yield told(
                "ccag-mot",
                f"{entry.id} emploie « {name} », alors qu'un marché sans CCAG peut la prendre.",
                *(spot(*item, reading) for item in written),
                read="applicable.ccag : " + (", ".join(meets) or "non dit"),
                expected=f"applicable: {{ccag: [{', '.join(terms.CCAGS)}]}}, ou une partie de cette liste",
                why="Sans CCAG, il n'y a ni nom ni numéro d'article à imprimer.",
                remedy="Limiter l'entrée aux CCAG visés, et écrire une autre entrée pour les marchés sans CCAG.",
            )


def _unit_pattern(parameter: Parameter) -> str | None:
    """What a text would repeat after a blank that prints its unit by itself."""
    if parameter.kind == "pourcentage":
        return r"%|pour\s?cent(?!\w)"
    if parameter.kind == "montant":
        return r"€|euros?(?!\w)"
    if not parameter.unit:
        return None
    first = re.escape(parameter.unit.split(" ")[0].removesuffix("s"))
    return rf"{first}s?(?!\w)"


_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}\s*")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _repeated(passage: Passage, parameter: Parameter, pattern: str) -> Iterator[tuple[int, str]]:
    unit = _compiled(pattern)
    for match in _SLOT.finditer(passage.text):
        after = unit.match(passage.text, match.end()) if match[1] == parameter.name else None
        if after:
            words = match[0] + after[0]
            yield passage.text.count("\n", 0, match.start()), words.split("\n")[0]


def unite_imprimee(reading: Reading) -> Iterator[Finding]:
    """A unit written after a blank that prints it already."""
    for entry in reading.entries:
        for parameter in parameters_of(entry).values():
            pattern = _unit_pattern(parameter)
            for passage in filled_passages(entry) if pattern else ():
                for line, words in _repeated(passage, parameter, pattern or ""):
                    yield told(
                        "unite-imprimee",
                        f"{entry.id} : l'unité de « {parameter.name} » est imprimée deux fois.",
                        spot(passage, line, words, reading),
                        read=words,
                        expected="{{ " + parameter.name + " }} seul",
                        why="Le moteur imprime l'unité du paramètre et l'accorde : « 15 jours », « 85 % ».",
                        remedy="Ôter l'unité du texte.",
                    )
