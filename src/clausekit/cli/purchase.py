"""The facts of a purchase as people type them; each refusal says what is expected."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from clausekit import terms
from clausekit.cli import asking, questions

if TYPE_CHECKING:
    from clausekit.cpv import Match
    from clausekit.library import Library
    from clausekit.new import Brief
    from clausekit.registry import Registers

Value = TypeVar("Value")
_MOST_MATCHES = 20
NATURES = ("fournitures", "services", "travaux")
PROCEDURES = tuple(terms.PROCEDURES)
CCAGS = (*terms.CCAGS, terms.NO_CCAG)


def object_of(text: str) -> str:
    """The object, on one line."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    if not words:
        raise ValueError("L'objet du marché est vide.")
    if not words.isprintable():
        raise ValueError("L'objet contient un caractère invisible : le retaper.")
    return words


def typed_option(option: str, read: Callable[[str], Value]) -> Callable[[Any, Any, str | None], Value | None]:
    """A click callback that reads an option, and refuses it in French."""

    def callback(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Value | None:
        if value is None:
            return None
        try:
            return read(value)
        except ValueError as problem:
            raise click.BadParameter(str(problem), param_hint=option) from None

    return callback


def amount(text: str) -> float:
    """Euros before VAT."""
    from clausekit import typed

    return typed.amount(text)


def months(text: str) -> float:
    """A duration in months."""
    from clausekit import typed

    return typed.months(text)


def day(text: str) -> str:
    """An ISO date."""
    from clausekit import typed

    return typed.day(text)


def one_of(values: Sequence[str]) -> Callable[[str], str]:
    """What reads one of a closed list."""

    def read(text: str) -> str:
        found = next((value for value in values if value.casefold() == text.casefold()), None)
        if found is None:
            raise ValueError(f"« {text} » : choisir parmi {', '.join(values)}.")
        return found

    return read


def _slug(text: str) -> str:
    from clausekit import guess

    return guess.slug(text)


def _shown(found: Sequence[Match]) -> str:
    lines = [f"  {match.code}  {match.label} ({match.family})" for match in found[:_MOST_MATCHES]]
    more = len(found) - _MOST_MATCHES
    return "\n".join([*lines, *([f"  … et {more} autres : préciser."] if more > 0 else [])])


def _near(text: str, registers: Registers) -> list[Match]:
    """The codes that begin like the text, by as many digits as there are codes for."""
    from clausekit import cpv

    for digits in range(7, 1, -1):
        codes = [code for code in cpv.labels() if code.startswith(text[:digits])]
        if codes:
            return [found for code in codes if (found := cpv.code(code, registers))]
    return []


def _unknown_code(text: str, registers: Registers) -> click.BadParameter:
    near = _near(text, registers)
    told = f" Codes voisins :\n{_shown(near)}" if near else " Chercher par un mot : --cpv nettoyage."
    return click.BadParameter(f"« {text} » n'est pas un code de la nomenclature CPV 2008.{told}", param_hint="--cpv")


def _by_word(text: str, registers: Registers, active: bool) -> str | None:
    from clausekit import cpv

    found = cpv.search(text, registers)
    if len(found) == 1:
        return found[0].code
    if not found:
        raise click.BadParameter(f"aucun libellé CPV ne contient « {text} ».", param_hint="--cpv")
    if active:
        click.echo(f"Codes CPV pour « {text} » :", err=True)
        return questions.choose("Lequel", [(match.code, match.label) for match in found[:_MOST_MATCHES]])
    raise click.BadParameter(
        f"« {text} » correspond à {len(found)} codes ; en donner un :\n{_shown(found)}", param_hint="--cpv"
    )


def _code(text: str, registers: Registers, active: bool) -> str | None:
    from clausekit import cpv

    if not cpv.is_code(text):
        return _by_word(text, registers, active)
    found = cpv.code(text, registers)
    if found is None:
        raise _unknown_code(text, registers)
    return found.code


def asked_code(registers: Registers) -> str | None:
    """A code or a word, asked until it is understood."""
    while True:
        text = questions.ask("Code CPV, ou un mot du libellé", str)
        if text is None:
            return None
        try:
            return _code(text, registers, True)
        except click.BadParameter as problem:
            click.echo(problem.message, err=True)


def codes(given: Sequence[str], registers: Registers, active: bool) -> tuple[str, ...]:
    """Codes and words turned into codes; a word with several codes is asked about, or refused."""
    found = [_code(text, registers, active) for text in given]
    return tuple(dict.fromkeys(code for code in found if code))


def named(brief: Brief, library: Library) -> Brief:
    """The brief with its family and its segments as the library names them."""
    segments = tuple(_slug(name) for name in brief.segments)
    if not brief.family:
        return replace(brief, segments=segments)
    name = _slug(brief.family)
    asking.choice("--famille", name, library.registers.families)
    return replace(brief, family=name, segments=segments)


def refuse_segments(segments: Sequence[str], family: str, known: Sequence[str]) -> None:
    """Refuse a segment that is not one of the family's."""
    for name in segments:
        if name not in known:
            message = f"« {name} » n'est pas un segment de {family}. Segments : {', '.join(known) or 'aucun'}."
            raise click.BadParameter(message, param_hint="--segment")
