"""Rules that hold whatever the policy: ids, values, sums, and how entries of a dossier fit together."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from clausekit import terms
from clausekit.clause import Clause, Parameter
from clausekit.finding import Finding, Place, Route, Severity
from clausekit.marche import Lot, Marche, Unknown, Weighted, misfits
from clausekit.rules.case import figure

Coherence: TypeAlias = Callable[[Marche, Lot], Iterator[Finding]]
_CENT = 0.01


def _finding(
    rule: str,
    message: str,
    place: Place,
    *,
    severity: Severity = "bloquante",
    read: str | None = None,
    expected: str | None = None,
    why: str = "",
    remedy: str = "",
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        read=read,
        expected=expected,
        places=(place,),
        why=why,
        remedy=remedy,
    )


def _at(marche: Marche, route: Route) -> Place:
    return Place(file=marche.dossier.file, route=route)


def _chosen_at(item: Weighted, lot: Lot) -> Route:
    """Where the dossier chooses a criterion: its own row, or the grid that holds it."""
    return lot.terms.grid.route if lot.terms.grid and not lot.terms.rows else item.route


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
    """An id that the library does not hold; the nearest ones are proposed."""
    for item in lot.unknown:
        known = _candidates(item, marche, lot)
        yield _unknown_level(item, known) if item.kind == "level" else _unknown_entry(item, known)


def _unknown_level(item: Unknown, known: tuple[str, ...]) -> Finding:
    return _finding(
        "entree-inconnue",
        f"{_UNKNOWN[item.kind]} : {item.name}.",
        Place(file=item.file, route=item.route),
        read=item.name,
        expected=", ".join(known),
        why="Une grille donne ses poids niveau par niveau.",
        remedy="Choisir l'un des niveaux de la grille.",
    )


def _nearest(name: str, known: tuple[str, ...]) -> list[str]:
    """The entries that were perhaps meant; first the one that differs by its zeros only (DEC-06, DEC-006)."""
    near = difflib.get_close_matches(name, known, n=5, cutoff=0.4)
    return sorted(near, key=lambda other: other.replace("0", "") != name.replace("0", ""))[:3]


def _unknown_entry(item: Unknown, known: tuple[str, ...]) -> Finding:
    near = _nearest(item.name, known)
    first = f"Écrire {near[0]} si c'est l'entrée voulue" if near else "Chercher l'entrée voulue"
    return _finding(
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
        (item.criterion.id, item.criterion.title, None, _chosen_at(item, lot))
        for item in lot.judged()
        if item.criterion and item.criterion.state == "retiree"
    ]
    found += [(annex.id, annex.title, None, lot.terms.annexes_at) for annex in lot.annexes if annex.state == "retiree"]
    found += [(entry.id, entry.title, None, grid) for entry in (lot.grid,) if entry and entry.state == "retiree"]
    for name, title, successor, route in found:
        yield _finding(
            "entree-retiree",
            f"L'entrée {name} ({title}) est retirée de la bibliothèque.",
            _at(marche, route),
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
                yield _misfit(marche, item.criterion.id, item.label, reason, _chosen_at(item, lot))


def _misfit(marche: Marche, name: str, title: str, reason: str, route: Route) -> Finding:
    return _finding(
        "hors-champ",
        f"{name} ({title}) ne s'applique pas à cet achat.",
        _at(marche, route),
        read=reason,
        expected="une entrée qui vaut pour cet achat",
        why="Une entrée se rattache à l'objet des marchés pour lesquels elle a été écrite.",
        remedy="L'ôter, ou corriger le fait du dossier ; « clausekit suggest » donne les entrées qui conviennent.",
    )


def exclusion(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Two entries that exclude each other, or one that another replaces."""
    told: set[frozenset[str]] = set()
    for taken in lot.taken.values():
        for other in (*taken.clause.excludes, *taken.clause.replaces):
            pair = frozenset({taken.clause.id, other})
            if other in lot.taken and pair not in told:
                told.add(pair)
                yield _finding(
                    "exclusion",
                    f"{taken.clause.id} et {other} ne vont pas ensemble.",
                    _at(marche, taken.route),
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
        for needed in item.criterion.clauses if item.criterion else ():
            if needed not in lot.taken and not _replaced(needed, lot, marche):
                owner = item.criterion.id if item.criterion else ""
                yield _required(marche, owner, needed, _chosen_at(item, lot), "en tire sa force")


def _replaced(needed: str, lot: Lot, marche: Marche) -> bool:
    """Whether the lot takes a clause that stands for the needed one (the wording without a CCAG)."""
    clause = marche.library.clauses.get(needed)
    stand_ins = [name for name in (clause.excludes if clause else ()) if name in lot.taken]
    return bool(stand_ins)


def _required(marche: Marche, owner: str, needed: str, route: Route, link: str) -> Finding:
    entry = marche.library.find(needed)
    title = f" ({entry.title})" if entry else ""
    return _finding(
        "requis-manquant",
        f"{owner} demande {needed}{title}, qui manque.",
        _at(marche, route),
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
            yield _finding(
                "niveau-inconnu",
                f"{taken.clause.id} n'a pas de niveau « {taken.level} ».",
                _at(marche, (*taken.route, "niveau")),
                read=str(taken.level),
                expected=", ".join(taken.clause.levels),
                why="Un niveau fixe les valeurs de la clause.",
                remedy="Choisir l'un des niveaux de la clause.",
            )


def valeur_inconnue(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A value for a parameter that the clause does not declare."""
    for taken in lot.taken.values():
        for name in taken.strangers:
            near = difflib.get_close_matches(name, taken.clause.parameters, n=2, cutoff=0.4)
            yield _finding(
                "valeur-inconnue",
                f"{taken.clause.id} n'a pas de paramètre « {name} ».",
                _at(marche, (*taken.route, name)),
                read=name,
                expected=", ".join(near or taken.clause.parameters) or "aucun paramètre",
                why="Une valeur sans paramètre ne s'écrirait nulle part.",
                remedy=_right_name(near, taken.clause),
            )


def _right_name(near: list[str], clause: Clause) -> str:
    if near:
        return f"Écrire « {near[0]} » si c'est lui."
    return f"« clausekit show {clause.id} » donne les paramètres." if clause.parameters else "Ôter cette valeur."


def valeur_manquante(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A blank that somebody on the buyer's side must still fill. `check` raises it at publication."""
    for taken in lot.taken.values():
        for blank in taken.blanks:
            if blank.filled_by == "candidat":
                continue
            yield _finding(
                "valeur-manquante",
                f"{taken.clause.id}, « {blank.title} » : à compléter par {terms.WHO_TITLES[blank.filled_by]}.",
                _at(marche, taken.route),
                severity="avertissement",
                read=f"{blank.name} sans valeur",
                expected=expectation(blank),
                why="Un blanc publié laisse l'obligation sans mesure.",
                remedy=f"Écrire « {blank.name}: … » sous {taken.clause.id}.",
            )


def expectation(parameter: Parameter) -> str:
    """What a parameter takes: its choices, or its unit and bounds."""
    bounds = parameter.bounds
    words = [_KIND_WORDS[parameter.kind] + (f" ({parameter.unit})" if parameter.unit else "")]
    if parameter.choices:
        words = [", ".join(f"« {choice} »" for choice in parameter.choices)]
    if bounds.minimum is not None:
        words.append(f"au moins {figure(bounds.minimum)}")
    if bounds.maximum is not None:
        words.append(f"au plus {figure(bounds.maximum)}")
    return ", ".join(words)


_KIND_WORDS = {
    "pourcentage": "un pourcentage",
    "nombre": "un nombre",
    "entier": "un nombre entier",
    "montant": "un montant",
    "duree": "une durée",
    "date": "une date AAAA-MM-JJ",
    "texte": "un texte",
    "choix": "un choix",
    "liste": "une liste",
    "tableau": "un tableau",
    "contact": "un contact (nom, telephone, courriel)",
}
_NUMERIC = frozenset({"pourcentage", "nombre", "entier", "montant", "duree"})


def bad_value(parameter: Parameter, value: Any) -> bool:
    """Whether a value has the wrong type for a parameter, or is out of its bounds."""
    if parameter.kind in _NUMERIC:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return True
        return not parameter.bounds.holds(value) or (parameter.kind == "entier" and value != int(value))
    if parameter.kind == "choix":
        return value not in parameter.choices
    if parameter.kind in {"liste", "tableau"}:
        return not isinstance(value, list)
    if parameter.kind == "contact":
        return not isinstance(value, dict)
    return not isinstance(value, str) or (parameter.kind == "date" and not _iso(value))


def _iso(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return figure(value) if isinstance(value, (int, float)) else f"« {value} »"


def valeur_hors_bornes(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """A value of the wrong type, or out of the clause's bounds."""
    for taken in lot.taken.values():
        for name in sorted(taken.chosen & taken.clause.parameters.keys()):
            parameter, value = taken.clause.parameters[name], taken.values[name]
            if bad_value(parameter, value):
                yield _finding(
                    "valeur-hors-bornes",
                    f"{taken.clause.id}, « {parameter.title} » : la valeur {_typed(value)} ne convient pas.",
                    _at(marche, (*taken.route, name)),
                    read=_typed(value),
                    expected=expectation(parameter),
                    why="Les bornes disent entre quelles valeurs la clause a été pensée et relue.",
                    remedy="Écrire le nombre seul : le document imprime l'unité et l'accorde."
                    if parameter.kind in _NUMERIC and isinstance(value, str)
                    else "Choisir une valeur admise, ou faire évoluer la clause dans la bibliothèque.",
                )


def sommes(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Weights add up at every level: criteria to 100 %, sub-criteria to their criterion (or its base)."""
    written = _unit(lot)
    if written == "rang":
        yield from _ranked(lot.criteria)
        return
    if lot.criteria and written == "pourcentage":
        yield from _sum_is(lot.criteria, 100, "critères", " %")
    if lot.criteria and written == "points" and any(item.weight is None for item in lot.criteria):
        yield _unweighted(lot.criteria)
    for item in lot.judged():
        if item.children and any(child.weight is not None for child in item.children):
            yield from _sum_is(item.children, item.base or item.weight or 0, f"sous-critères de « {item.label} »", "")


def _unit(lot: Lot) -> str:
    if lot.terms.rows:
        return lot.terms.unit
    return "pourcentage" if lot.grid else "points"


def _ranked(items: tuple[Weighted, ...]) -> Iterator[Finding]:
    bare = [item for item in items if item.rank is None]
    if bare:
        yield _finding(
            "sommes",
            f"« {bare[0].label} » n'a pas de rang.",
            Place(file=bare[0].file, route=bare[0].route),
            read="sans rang",
            expected="rang: un nombre, 1 pour le plus important",
            why="Des critères hiérarchisés se publient par ordre décroissant d'importance (R. 2152-12).",
            remedy="Donner un rang à chaque critère, ou un poids à chacun.",
        )


def _unweighted(items: tuple[Weighted, ...]) -> Finding:
    bare = next(item for item in items if item.weight is None)
    return _finding(
        "sommes",
        f"« {bare.label} » n'a pas de poids.",
        Place(file=bare.file, route=bare.route),
        read="sans poids",
        expected="poids: un nombre",
        why="Une pondération incomplète ne permet pas de classer les offres.",
        remedy="Donner un poids à chaque critère, ou choisir « ponderation: rang ».",
    )


def _sum_is(items: tuple[Weighted, ...], wanted: float, what: str, unit: str) -> Iterator[Finding]:
    if any(item.weight is None for item in items):
        yield _unweighted(items)
        return
    total = sum(item.weight or 0 for item in items)
    if abs(total - wanted) > _CENT:
        yield _finding(
            "sommes",
            f"Les poids des {what} font {figure(total)}{unit} au lieu de {figure(wanted)}{unit}.",
            Place(file=items[0].file, route=items[0].route[:-1]),
            read=" + ".join(figure(item.weight or 0) for item in items) + f" = {figure(total)}",
            expected=figure(wanted),
            why="Les critères et leur pondération se publient et s'additionnent (R. 2152-11 et R. 2152-12).",
            remedy="Corriger les poids ; si les sous-critères ont leur base, écrire « sur: 100 » sur leur critère.",
        )


COHERENCES: dict[str, Coherence] = {
    "entree-inconnue": entree_inconnue,
    "entree-retiree": entree_retiree,
    "hors-champ": hors_champ,
    "exclusion": exclusion,
    "requis-manquant": requis_manquant,
    "niveau-inconnu": niveau_inconnu,
    "valeur-inconnue": valeur_inconnue,
    "valeur-manquante": valeur_manquante,
    "valeur-hors-bornes": valeur_hors_bornes,
    "sommes": sommes,
}
