"""The facts of a purchase, from options and from questions; each refusal says what is expected."""

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
    from clausekit.dossier import Authority
    from clausekit.library import Library
    from clausekit.new import Brief
    from clausekit.registry import Registers

Value = TypeVar("Value")
_MOST_MATCHES = 20
NATURES = ("fournitures", "services", "travaux")
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


def _one_of(values: Sequence[str]) -> Callable[[str], str]:
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


def _asked_code(registers: Registers) -> str | None:
    """A code or a word, asked until it is understood."""
    while True:
        text = questions.ask("Code CPV, ou un mot du libellé", str)
        if text is None:
            return None
        try:
            return _code(text, registers, True)
        except click.BadParameter as problem:
            click.echo(problem.message, err=True)


def _codes(given: Sequence[str], registers: Registers, active: bool) -> tuple[str, ...]:
    found = [_code(text, registers, active) for text in given]
    if active and not given:
        found = [_asked_code(registers)]
    return tuple(dict.fromkeys(code for code in found if code))


def _family(brief: Brief, library: Library, active: bool) -> Brief:
    """The brief with its family, stated or asked; a family that can be deduced is left to `complete`."""
    from clausekit import new

    registers = library.registers
    if brief.family:
        name = _slug(brief.family)
        asking.choice("--famille", name, registers.families)
        return replace(brief, family=name)
    if new.complete(brief, library).family:
        return brief
    rows = [(item.id, item.title) for item in registers.families.values()]
    if not active:
        names = ", ".join(name for name, _ in rows)
        raise click.UsageError(f"La famille d'achat manque : donner --famille ({names}) ou --cpv.")
    return replace(
        brief, family=questions.insist("Famille d'achat", lambda label: questions.choose(label, rows, skip=False))
    )


def _segments(brief: Brief, library: Library, active: bool) -> Brief:
    from clausekit import new

    known = new.complete(brief, library)
    rows = [(item.id, item.title) for item in library.registers.families[known.family].segments]
    names = [name for name, _ in rows]
    for name in brief.segments:
        if name not in names:
            message = f"« {name} » n'est pas un segment de {known.family}. Segments : {', '.join(names) or 'aucun'}."
            raise click.BadParameter(message, param_hint="--segment")
    if known.segments or not active or not rows:
        return brief
    found = questions.choose("Segment", rows)
    return replace(brief, segments=(found,) if found else ())


def _open_facts(brief: Brief) -> Brief:
    """Value, duration and date, when nobody gave them."""
    rows: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
        ("value", "Valeur estimée du besoin entier, hors taxes (85 000 €, 1,2 M€)", amount),
        ("months", "Durée (48 mois, 4 ans)", months),
        ("launch", "Date de lancement (1er septembre 2026)", day),
    )
    for key, label, read in rows:
        if getattr(brief, key) is None:
            brief = _with(brief, key, questions.ask(label, read))
    return brief


def _closed_facts(brief: Brief, library: Library, authority: Authority) -> Brief:
    """Nature, procedure and CCAG, asked with their proposal; an empty answer leaves the proposal a proposal."""
    from clausekit import new

    for key, label, values in (
        ("nature", "Nature", NATURES),
        ("procedure", "Procédure", tuple(terms.PROCEDURES)),
        ("ccag", "CCAG", CCAGS),
    ):
        if getattr(brief, key) is None:
            proposal = getattr(new.complete(brief, library, authority), key) or ""
            asked = f"{label} : {', '.join(values)}"
            brief = _with(brief, key, questions.ask(asked, _one_of(values), proposal=proposal))
    return brief


def _with(brief: Brief, key: str, value: Any) -> Brief:
    return replace(brief, **{key: value})


def stated_object(given: str | None, active: bool) -> str:
    """The object of the contract, stated or asked."""
    if given:
        return given
    if not active:
        raise click.UsageError("L'objet du marché manque : --objet « Nettoyage des bureaux ».")
    return questions.insist("Objet du marché", lambda label: questions.ask(label, object_of, skip=False))


def gather(brief: Brief, library: Library, authority: Authority, *, active: bool) -> Brief:
    """The brief with its CPV words turned into codes, its names checked, and what is missing asked."""
    codes = _codes(brief.cpv, library.registers, active)
    segments = tuple(_slug(name) for name in brief.segments)
    found = _family(replace(brief, cpv=codes, segments=segments), library, active)
    found = _segments(found, library, active)
    return _closed_facts(_open_facts(found), library, authority) if active else found
