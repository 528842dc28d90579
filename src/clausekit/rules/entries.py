"""Coherence of entries: ids that exist, apply, go together and bring what they need."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache

from clausekit import terms
from clausekit.finding import Finding, Place, Route
from clausekit.marche import Lot, Marche, Unknown, misfits
from clausekit.rules.told import at, chosen_at, told

# A file with thousands of unknown ids is another file: its first ones are enough to see it.
_MOST_COMPARED = 50
_UNKNOWN = {
    "clause": "Clause inconnue",
    "criterion": "Critère inconnu",
    "grid": "Grille inconnue",
    "annex": "Annexe inconnue",
    "level": "Niveau inconnu",
}


def _candidates(item: Unknown, marche: Marche, lot: Lot) -> tuple[str, ...]:
    library = marche.library
    known = {
        "clause": tuple(library.clauses),
        "criterion": (*library.criteria, *terms.CRITERIA),
        "grid": tuple(library.grids),
        "annex": tuple(library.annexes),
        "level": tuple(lot.grid.levels) if lot.grid else terms.LEVELS,
    }
    return known[item.kind]


def entree_inconnue(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """An id that the library does not hold; the nearest ones are proposed, for as many as a person would mend."""
    for number, item in enumerate(lot.unknown):
        known = _candidates(item, marche, lot)
        compared = known if number < _MOST_COMPARED else ()
        yield _unknown_level(item, known) if item.kind == "level" else _unknown_entry(item, compared)


def _unknown_level(item: Unknown, known: tuple[str, ...]) -> Finding:
    return told(
        "entree-inconnue",
        f"{_UNKNOWN[item.kind]} : {item.name}.",
        Place(file=item.file, route=item.route),
        read=item.name,
        expected=", ".join(known),
        why="Une grille donne ses poids niveau par niveau.",
        remedy="Choisir l'un des niveaux de la grille.",
    )


@lru_cache(maxsize=1024)
def _nearest(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The entries that were perhaps meant; first the one that differs by its zeros only (DEC-06, DEC-006)."""
    near = difflib.get_close_matches(name, known, n=5, cutoff=0.4)
    return tuple(sorted(near, key=lambda other: other.replace("0", "") != name.replace("0", ""))[:3])


def _unknown_entry(item: Unknown, known: tuple[str, ...]) -> Finding:
    near = _nearest(item.name, known) if known else ()
    first = f"Écrire {near[0]} si c'est l'entrée voulue" if near else "Chercher l'entrée voulue"
    return told(
        "entree-inconnue",
        f"{_UNKNOWN[item.kind]} : {item.name}.",
        Place(file=item.file, route=item.route),
        read=item.name,
        expected=", ".join(near) if near else "une entrée de la bibliothèque",
        why="Un identifiant désigne une seule entrée de la bibliothèque.",
        remedy=f"{first} ; « clausekit list » les donne toutes.",
    )


def entree_retiree(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A retired entry, with its successor."""
    grid = ("grille",) if lot.terms.grid is None else lot.terms.grid.route
    found: list[tuple[str, str, str | None, Route]] = [
        (taken.clause.id, taken.clause.title, taken.clause.replaced_by, taken.route)
        for taken in lot.taken.values()
        if taken.clause.state == "retiree"
    ]
    found += [
        (item.criterion.id, item.criterion.title, None, chosen_at(item, lot))
        for item in lot.judged()
        if item.criterion and item.criterion.state == "retiree"
    ]
    found += [(annex.id, annex.title, None, lot.terms.annexes_at) for annex in lot.annexes if annex.state == "retiree"]
    found += [(entry.id, entry.title, None, grid) for entry in (lot.grid,) if entry and entry.state == "retiree"]
    for name, title, successor, route in found:
        yield told(
            "entree-retiree",
            f"L'entrée {name} ({title}) est retirée de la bibliothèque.",
            at(marche, route),
            read=name,
            expected=successor or "une entrée en vigueur",
            why="Une entrée retirée ne s'écrit plus dans un marché nouveau.",
            remedy=f"La remplacer par {successor}." if successor else "L'ôter du dossier.",
        )


def hors_champ(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """An entry that does not apply to this purchase."""
    for taken in lot.taken.values():
        for reason in misfits(taken.clause.applicable, lot.terms, marche.dossier):
            yield _misfit(marche, taken.clause.id, taken.clause.title, reason, taken.route)
    for annex in lot.annexes:
        for reason in misfits(annex.applicable, lot.terms, marche.dossier):
            yield _misfit(marche, annex.id, annex.title, reason, lot.terms.annexes_at)
    if lot.grid and lot.terms.grid:
        for reason in misfits(lot.grid.applicable, lot.terms, marche.dossier):
            yield _misfit(marche, lot.grid.id, lot.grid.title, reason, lot.terms.grid.route)
    for item in lot.judged():
        if item.criterion:
            for reason in misfits(item.criterion.applicable, lot.terms, marche.dossier):
                yield _misfit(marche, item.criterion.id, item.label, reason, chosen_at(item, lot))


def _misfit(marche: Marche, name: str, title: str, reason: str, route: Route) -> Finding:
    return told(
        "hors-champ",
        f"{name} ({title}) ne s'applique pas à cet achat.",
        at(marche, route),
        read=reason,
        expected="une entrée qui vaut pour cet achat",
        why="Une entrée se rattache à l'objet des marchés pour lesquels elle a été écrite.",
        remedy="L'ôter, ou corriger le fait du dossier ; « clausekit suggest » donne les entrées qui conviennent.",
    )


def exclusion(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Two entries that exclude each other, or one that another replaces."""
    seen: set[frozenset[str]] = set()
    for taken in lot.taken.values():
        for other in (*taken.clause.excludes, *taken.clause.replaces):
            pair = frozenset({taken.clause.id, other})
            if other in lot.taken and pair not in seen:
                seen.add(pair)
                yield told(
                    "exclusion",
                    f"{taken.clause.id} et {other} ne vont pas ensemble.",
                    at(marche, taken.route),
                    read=f"{taken.clause.id} ({taken.clause.title}) et {other} ({lot.taken[other].clause.title})",
                    expected="l'une des deux",
                    why="Deux rédactions de la même obligation se contrediraient.",
                    remedy=f"Garder {taken.clause.id} ou {other}.",
                )


def requis_manquant(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A clause or annex that a chosen entry needs."""
    annexes = {annex.id for annex in lot.annexes}
    for taken in lot.taken.values():
        for needed in taken.clause.requires:
            if needed not in lot.taken and needed not in annexes and needed not in lot.automatic:
                yield _required(marche, taken.clause.id, needed, taken.route, "y renvoie")
    for item in lot.judged():
        for needed in item.clauses:
            if needed not in lot.taken and not _replaced(needed, lot, marche):
                owner = item.criterion.id if item.criterion else f"« {item.label} »"
                yield _required(marche, owner, needed, chosen_at(item, lot), "en tire sa force")


def _replaced(needed: str, lot: Lot, marche: Marche) -> bool:
    """Whether the lot takes a clause that stands for the needed one (the wording without a CCAG)."""
    clause = marche.library.clauses.get(needed)
    stand_ins = [name for name in (clause.excludes if clause else ()) if name in lot.taken]
    return bool(stand_ins)


def _required(marche: Marche, owner: str, needed: str, route: Route, link: str) -> Finding:
    entry = marche.library.find(needed)
    title = f" ({entry.title})" if entry else ""
    return told(
        "requis-manquant",
        f"{owner} demande {needed}{title}, qui manque.",
        at(marche, route),
        read=f"{owner} sans {needed}",
        expected=f"{needed} parmi les {'annexes' if '-A' in needed else 'clauses'}",
        why=f"{owner} {link} : sans elle, l'engagement reste sans suite.",
        remedy=f"Ajouter {needed} au dossier.",
    )


def niveau_inconnu(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A level that the clause does not have."""
    for taken in lot.taken.values():
        known = taken.clause.levels or taken.clause.complements
        if taken.level and known and taken.clause.levels and taken.level not in taken.clause.levels:
            yield told(
                "niveau-inconnu",
                f"{taken.clause.id} n'a pas de niveau « {taken.level} ».",
                at(marche, (*taken.route, "niveau")),
                read=str(taken.level),
                expected=", ".join(taken.clause.levels),
                why="Un niveau fixe les valeurs de la clause.",
                remedy="Choisir l'un des niveaux de la clause.",
            )
