"""Levels of one contract: the same everywhere, or different for a reason that the dossier gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausekit import terms
from clausekit.finding import Finding
from clausekit.marche import Lot, Marche
from clausekit.rules.told import at, told

REASON = "motif_niveaux"

_Levels = tuple[tuple[str, str], ...]  # (lot, level)


def _levels(marche: Marche) -> Mapping[str, dict[str, str]]:
    """The level of each clause that has levels, lot by lot."""
    found: dict[str, dict[str, str]] = {}
    for lot in marche.lots:
        for taken in lot.taken.values():
            if taken.level:
                found.setdefault(taken.clause.id, {})[lot.name] = taken.level
    return found


def _patterns(marche: Marche) -> Mapping[_Levels, list[str]]:
    """Clauses that lots take at different levels, by the way they differ."""
    found: dict[_Levels, list[str]] = {}
    for clause, by_lot in _levels(marche).items():
        if len(set(by_lot.values())) > 1:
            found.setdefault(tuple(by_lot.items()), []).append(clause)
    return found


def _lower(marche: Marche, told_of: frozenset[str]) -> _Levels:
    """Lots set below the contract's level, when no clause has shown it already."""
    default = marche.dossier.whole.level
    if default is None:
        return ()
    return tuple(
        (lot.name, lot.terms.level)
        for lot in marche.lots
        if lot.terms.level
        and terms.LEVELS.index(lot.terms.level) < terms.LEVELS.index(default)
        and lot.name not in told_of
    )


def _said(levels: _Levels) -> str:
    return ", ".join(f"lot {lot} : {terms.LEVEL_TITLES[level]}" for lot, level in levels)


def niveaux_divers(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Two levels of one clause in one contract, or a lot below the contract's level, and no reason written.

    The same for every lot, whatever it takes: it is the contract that is looked at.
    """
    if marche.dossier.facts.get(REASON):
        return
    shown: set[str] = set()
    for levels, clauses in _patterns(marche).items():
        highest = max(terms.LEVELS.index(level) for _, level in levels)
        shown |= {name for name, level in levels if terms.LEVELS.index(level) < highest}
        yield _told(
            marche, f"{', '.join(clauses)} : plusieurs niveaux dans un même marché ({_said(levels)}).", _said(levels)
        )
    lower = _lower(marche, frozenset(shown))
    if lower:
        default = terms.LEVEL_TITLES[marche.dossier.whole.level or ""]
        message = f"Un niveau inférieur à celui du marché, qui est {default} ({_said(lower)})."
        yield _told(marche, message, _said(lower))


def _told(marche: Marche, message: str, read: str) -> Finding:
    return told(
        "niveaux-divers",
        message,
        at(marche, ("faits",) if marche.dossier.facts else ("lots",)),
        severity="conseil",
        read=read,
        expected=f"un seul niveau, ou faits: {{{REASON}: …}}",
        why="Le même service est demandé plus exigeant ici que là : les candidats, puis le comptable, demandent "
        "pourquoi.",
        remedy=f"Aligner les niveaux, ou noter la raison sous « faits: {{{REASON}: …}} ».",
    )
