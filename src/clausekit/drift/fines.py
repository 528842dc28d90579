"""Penalties whose amount is no longer that of the dossier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from clausekit import typography as typo
from clausekit.drift.units import Pair, Said, Unit
from clausekit.finding import Finding, Place
from clausekit.rules import said

_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_WHY = "Une pénalité abaissée à la main n'est plus celle que le dossier motive et que le contrôle a jugée."

_Both = tuple[tuple[float, ...], tuple[float, ...]]  # amounts in euros: of the dossier, of the file


def _amounts(text: str, *, penal: bool) -> tuple[float, ...]:
    """Amounts in euros that a text states as penalties; all of them, in a table of penalties."""
    if penal:
        return tuple(item.value for item in said.figures(text) if item.unit == "euro")
    return tuple(value for _, value in said.penalties(_SENTENCE.split(text)))


def _both(pair: Pair) -> _Both:
    penal = bool(pair.old and pair.old.penal)
    old = _amounts(pair.old.text, penal=penal) if pair.old else ()
    return old, _amounts(pair.new.text, penal=penal) if pair.new else ()


def only(pair: Pair) -> bool:
    """Whether nothing differs but amounts of penalties."""
    old, new = _both(pair)
    if old == new or not old:
        return False
    if pair.new is None:
        return bool(pair.old and pair.old.penal)
    digits = all(word[0].isdecimal() for change in pair.changes for word in f"{change.old} {change.new}".split())
    return digits and len(old) == len(new)


def findings(differing: Iterable[Pair], *, name: str, where: Place) -> Iterator[Finding]:
    """One finding a paragraph or a row whose amounts changed."""
    for pair in differing:
        old, new = _both(pair)
        if pair.old is None or old == new or not old:
            continue
        lowered = len(new) < len(old) or any(now < then for then, now in zip(old, new, strict=False))
        yield _finding(pair.old, pair.new, (old, new), name=name, where=where, lowered=lowered)


def _finding(old: Unit, new: Said | None, both: _Both, *, name: str, where: Place, lowered: bool) -> Finding:
    then, now = (" et ".join(typo.plain(typo.euros(value)) for value in values) for values in both)
    told = f"{now} au lieu de {then}" if now else f"{then} au dossier, plus rien ici"
    verb = ("abaissée" if now else "supprimée") if lowered else "relevée"
    return Finding(
        rule="penalite-abaissee",
        severity="bloquante_sauf_motif" if lowered else "avertissement",
        message=f"Une pénalité de {name} a été {verb} : {told}.",
        read=new.text if new else "la ligne n'est plus là",
        expected=old.text,
        places=(new.place if new else where,),
        why=_WHY if lowered else "Le dossier dit un autre montant : le tableau et la clause doivent dire le même.",
        remedy="Revenir au montant du dossier, ou changer la valeur dans le dossier et le juger à nouveau.",
    )
