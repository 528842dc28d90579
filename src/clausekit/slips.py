"""Slips of a dossier: names that lead nowhere, and values that no document can print.

They hold before any rule: a lot, a family or a clause that nobody knows is not a choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from clausekit import guess, prose
from clausekit.annex import Annex
from clausekit.assemble.makers import MAKERS
from clausekit.clause import Span
from clausekit.dossier import SINGLE_LOT, Terms
from clausekit.finding import Finding, Place, Route
from clausekit.marche import Lot, Marche
from clausekit.rules import COHERENCES
from clausekit.rules.values import bad_value, expectation

# Rules of coherence without which a text would be missing, or would print nonsense.
_NEEDED = ("entree-inconnue", "niveau-inconnu", "valeur-inconnue")


def _finding(
    rule: str, message: str, marche: Marche, route: Route, *, read: str, expected: str, why: str, remedy: str
) -> Finding:
    return Finding(
        rule=rule,
        severity="bloquante",
        message=message,
        read=read,
        expected=expected,
        places=(Place(file=marche.dossier.file, route=route),),
        why=why,
        remedy=remedy,
    )


def _choices(read: str, known: Iterable[str]) -> tuple[str, str]:
    """What was expected, the nearest first, and the act that mends."""
    names = guess.nearest(read, known)
    near = guess.near(read, names)
    listed = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return listed, f"Écrire « {near[0]} »." if near else "Choisir l'un de ces noms."


def _where(terms: Terms, key: str, marche: Marche) -> Route:
    """Where a lot says a fact: under its own number, or at the top of the file."""
    return ("lots", terms.name, key) if key in marche.dossier.own_keys.get(terms.name, ()) else (key,)


def _families(marche: Marche) -> Iterator[Finding]:
    known = marche.library.registers.families
    for terms in marche.dossier.lots.values():
        if known and terms.family not in known:
            expected, remedy = _choices(terms.family, known)
            yield _finding(
                "famille-inconnue",
                f"La famille « {terms.family} » n'est pas dans la bibliothèque.",
                marche,
                _where(terms, "famille", marche),
                read=terms.family,
                expected=expected,
                why="La famille d'achat décide des clauses qui conviennent et des exigences à juger.",
                remedy=remedy,
            )


def _segments(marche: Marche) -> Iterator[Finding]:
    for terms in marche.dossier.lots.values():
        family = marche.library.registers.families.get(terms.family)
        known = [segment.id for segment in family.segments] if family else []
        route = _where(terms, "segments", marche)
        for number, name in enumerate(terms.segments):
            if family and name not in known:
                expected, remedy = _choices(name, known)
                yield _finding(
                    "segment-inconnu",
                    f"Le segment « {name} » n'est pas dans la famille « {family.id} ».",
                    marche,
                    (*route, number),
                    read=name,
                    expected=expected or "aucun segment",
                    why="Le segment décide des clauses qui conviennent et des exigences à juger.",
                    remedy=remedy,
                )


def _lots(marche: Marche) -> Iterator[Finding]:
    """A lot named by a clause or a waiver, and that the dossier does not have."""
    chosen = [(choice.lots, choice.route) for choice in marche.dossier.whole.clauses.values()]
    waived = [(waiver.lots, waiver.route) for waiver in marche.dossier.waivers]
    known = [name for name in marche.dossier.lots if name != SINGLE_LOT]
    for names, route in (*chosen, *waived):
        for number, name in enumerate(names):
            if name not in known:
                yield _finding(
                    "lot-inconnu",
                    f"Le dossier n'a pas de lot « {name} »." if known else "Le dossier n'a pas de lots.",
                    marche,
                    (*route, "lots", number),
                    read=f"lots: [{', '.join(names)}]",
                    expected=_choices(name, known)[0] if known else "aucune clé « lots »",
                    why="Ce qui ne vise aucun lot ne s'écrit et ne vaut nulle part.",
                    remedy="Écrire les numéros des lots du dossier, ou ôter « lots » pour les viser tous.",
                )


def _withdrawn(marche: Marche) -> Iterator[Finding]:
    """A clause that a lot takes out (`false`), and that nobody had put in."""
    for lot, names in marche.dossier.withdrawn.items():
        for name in names:
            if name not in marche.dossier.whole.clauses:
                expected, remedy = _choices(name, marche.dossier.whole.clauses)
                yield _finding(
                    "retrait-inconnu",
                    f"Le lot {lot} retire {name}, que le dossier ne retient pas.",
                    marche,
                    ("lots", lot, "clauses", name),
                    read=f"{name}: false",
                    expected=expected or "une clause retenue pour tous les lots",
                    why="Un retrait sans objet laisse croire qu'une clause a été ôtée.",
                    remedy=remedy if expected else "Supprimer la ligne.",
                )


def _doubles(marche: Marche) -> Iterator[Finding]:
    counts = Counter(clause.id for clause in marche.dossier.own)
    seen: set[str] = set()
    for number, clause in enumerate(marche.dossier.own):
        if counts[clause.id] > 1 and clause.id in seen:
            yield _finding(
                "id-double",
                f"Deux clauses du dossier portent l'identifiant {clause.id}.",
                marche,
                ("clauses_propres", number, "id"),
                read=clause.id,
                expected="un identifiant qui ne sert qu'une fois",
                why="Une seule des deux serait écrite.",
                remedy="Donner à la seconde le numéro suivant.",
            )
        seen.add(clause.id)


def _reserved(marche: Marche) -> Iterator[Finding]:
    if SINGLE_LOT in marche.dossier.own_keys:
        yield _finding(
            "lot-reserve",
            f"Un lot ne peut pas s'appeler « {SINGLE_LOT} » : c'est le nom d'un marché sans lots.",
            marche,
            ("lots", SINGLE_LOT),
            read=SINGLE_LOT,
            expected="un numéro de lot, comme 1 ou 2A",
            why="Le dossier serait jugé comme un marché sans lots.",
            remedy="Donner un numéro à ce lot ; sans lots, supprimer la clé « lots ».",
        )


def _annexes(marche: Marche) -> Iterator[Finding]:
    """A value that an annex does not ask for, or of another kind than it asks."""
    for terms in marche.dossier.lots.values():
        for number, name in enumerate(terms.annexes):
            annex = marche.library.annexes.get(name)
            if annex is None:
                continue
            for key, value in terms.annex_values.get(name, {}).items():
                yield from _annex_value(annex, key, value, marche, (*terms.annexes_at, number, key))


def _annex_value(annex: Annex, key: str, value: object, marche: Marche, route: Route) -> Iterator[Finding]:
    parameter = annex.parameters.get(key)
    if parameter is None:
        expected, remedy = _choices(key, annex.parameters)
        yield _finding(
            "valeur-inconnue",
            f"{annex.id} n'a pas de paramètre « {key} ».",
            marche,
            route,
            read=key,
            expected=expected or "aucun paramètre",
            why="Une valeur sans paramètre ne s'écrirait nulle part.",
            remedy=remedy if expected else "Supprimer la valeur.",
        )
    elif value is not None and bad_value(parameter, value):
        yield _finding(
            "valeur-hors-bornes",
            f"{annex.id}, « {parameter.title} » : la valeur « {value} » ne convient pas.",
            marche,
            route,
            read=f"« {value} »",
            expected=expectation(parameter),
            why="Les bornes disent entre quelles valeurs l'annexe a été pensée et relue.",
            remedy="Choisir une valeur dans les bornes.",
        )


def _own_texts(marche: Marche) -> Iterator[Finding]:
    """What a clause of the dossier asks of the engine, and that it does not know."""
    for number, clause in enumerate(marche.dossier.own):
        for piece, text in clause.texts.items():
            route = ("clauses_propres", number, "textes", piece)
            for name in prose.computed(text):
                if name not in MAKERS:
                    expected, remedy = _choices(name, MAKERS)
                    yield _finding(
                        "bloc-inconnu",
                        f"{clause.id} demande un bloc calculé « {name} », que clausekit ne connaît pas.",
                        marche,
                        route,
                        read=f"[[={name}]]",
                        expected=expected,
                        why="Rien ne serait écrit à sa place.",
                        remedy=remedy,
                    )


def _own_signs(marche: Marche) -> Iterator[Finding]:
    for number, clause in enumerate(marche.dossier.own):
        for piece, text in clause.texts.items():
            for _, excerpt in prose.stray_signs(text):
                found = _finding(
                    "signe-perdu",
                    f"{clause.id} : « {excerpt} » s'imprimera tel quel.",
                    marche,
                    ("clauses_propres", number, "textes", piece),
                    read=excerpt,
                    expected="{{ nom }}, [[DEC-014]], [[=bloc]] seul dans son paragraphe",
                    why="Le moteur ne comprend que des noms en minuscules sans accent et des identifiants exacts.",
                    remedy="Corriger le signe ; pour l'imprimer vraiment, écrire \\{{ ou \\[[.",
                )
                yield replace(found, severity="avertissement")


def _own_references(marche: Marche) -> Iterator[Finding]:
    known = marche.library.registers.references
    for number, clause in enumerate(marche.dossier.own):
        for rank, item in enumerate(clause.references):
            if known and item.ref not in known:
                expected, remedy = _choices(item.ref, known)
                yield _finding(
                    "reference-inconnue",
                    f"La référence « {item.ref} » n'est pas dans la bibliothèque.",
                    marche,
                    ("clauses_propres", number, "references", rank),
                    read=item.ref,
                    expected=expected,
                    why="Une référence dit son texte et la date où il a été lu.",
                    remedy=remedy,
                )


_TELLERS = (
    _families, _segments, _lots, _reserved, _withdrawn, _annexes, _doubles, _own_texts, _own_signs, _own_references,
)  # fmt: skip


def slips(marche: Marche) -> tuple[Finding, ...]:
    """Names that the dossier uses and that stand for nothing; each told once, whatever the lots."""
    return tuple(dict.fromkeys(finding for tell in _TELLERS for finding in tell(marche)))


def _unprintable(marche: Marche, lot: Lot) -> Iterator[Finding]:
    """Values of another kind than their parameter's: « au moins beaucoup ». Bounds are left to `check`."""
    out_of_bounds = {finding.places[0].route: finding for finding in COHERENCES["valeur-hors-bornes"](marche, lot)}
    for taken in lot.taken.values():
        for name in sorted(taken.chosen & taken.clause.parameters.keys()):
            parameter = replace(taken.clause.parameters[name], bounds=Span())
            if bad_value(parameter, taken.values[name]) and (*taken.route, name) in out_of_bounds:
                yield out_of_bounds[(*taken.route, name)]


def unwritable(marche: Marche) -> tuple[Finding, ...]:
    """Why the documents of a contract would lack a text or print nonsense; empty when they would not."""
    found = list(slips(marche))
    for lot in marche.lots:
        for rule in _NEEDED:
            found += COHERENCES[rule](marche, lot)
        found += _unprintable(marche, lot)
    return tuple(dict.fromkeys(finding for finding in found if finding.severity == "bloquante"))
