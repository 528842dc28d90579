"""Policies: known rules, the settings each needs, and where each figure comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausekit import guess, terms
from clausekit.finding import Finding
from clausekit.lint.reading import Reading, at, proposed, told
from clausekit.policy import Minimum
from clausekit.rules import RULES

_RULE = "politique-regle"
# The settings that each rule reads: one of each group is needed, the second tuple is optional.
# A setting that its rule does not read would be ignored without a word.
_SETTINGS: Mapping[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "consideration-presente": ((("consideration",),), ()),
    "part-des-marches": ((("consideration",), ("part",)), ()),
    "part-des-achats": ((("part",),), ()),
    "clause-presente": ((("themes", "types", "consideration"),), ("tous", "piece", "themes", "types", "consideration")),
    "critere-present": ((("themes", "nature"),), ("themes", "nature")),
    "annexe-presente": ((("annexe", "themes"),), ("annexe", "themes")),
    "fait-note": ((("fait",),), ()),
    "a-la-main": ((("regarder",),), ()),
    "poids-minimal": ((("part",),), ()),
    "eparpillement": ((("part",),), ()),
    "proportion-clauses": ((("paliers",),), ()),
    "proportion-sous-criteres": ((("nombre",), ("durables",)), ()),
    "condition-sociale": ((), ("seuil",)),
    "penalite-retard-utile": ((("jours",),), ("jusqu_a",)),
}


def _rule(file: str, minimum: Minimum) -> Iterator[Finding]:
    if minimum.rule in RULES:
        return
    expected, remedy = proposed(minimum.rule, RULES, whole="une règle que « clausekit explain » connaît")
    yield told(
        _RULE,
        f"{minimum.id} nomme la règle « {minimum.rule} », que le programme ne connaît pas.",
        at(file, "minima", minimum.id, "regle"),
        read=minimum.rule,
        expected=expected,
        why="Une règle inconnue ne juge rien.",
        remedy=remedy,
    )


def _severity(file: str, minimum: Minimum) -> Iterator[Finding]:
    if minimum.severity in terms.SEVERITIES:
        return
    expected, remedy = proposed(minimum.severity, terms.SEVERITIES, whole=", ".join(terms.SEVERITIES))
    yield told(
        _RULE,
        f"{minimum.id} : la sévérité « {minimum.severity} » n'existe pas.",
        at(file, "minima", minimum.id, "severite"),
        read=minimum.severity,
        expected=expected,
        why="La sévérité dit ce qu'entraîne un manque.",
        remedy=remedy,
    )


def _settings(file: str, minimum: Minimum) -> Iterator[Finding]:
    if minimum.rule not in RULES:
        return
    needs, may = _SETTINGS.get(minimum.rule, ((), ()))
    for group in needs:
        if not any(minimum.given.get(name) not in (None, "", []) for name in group):
            wanted = " ou ".join(f"« {name} »" for name in group)
            yield told(
                _RULE,
                f"{minimum.id} : la règle « {minimum.rule} » a besoin de {wanted}.",
                at(file, "minima", minimum.id, "avec"),
                read="avec : " + (", ".join(minimum.given) or "rien"),
                expected=f"avec: {{{group[0]}: …}}",
                why="Sans ce réglage, la règle ne sait pas quoi chercher.",
                remedy="L'ajouter sous « avec ».",
            )
    read = {*may, *(name for group in needs for name in group)}
    for name in (name for name in minimum.given if name not in read):
        yield _unread(file, minimum, name, read)


def _unread(file: str, minimum: Minimum, name: str, read: set[str]) -> Finding:
    close = guess.near(name, read)
    return told(
        _RULE,
        f"{minimum.id} : la règle « {minimum.rule} » ne lit pas le réglage « {name} ».",
        at(file, "minima", minimum.id, "avec", name),
        read=name,
        expected=", ".join(close or sorted(read)) or "aucun réglage",
        why="Un réglage que la règle ne lit pas donne l'illusion d'une exigence.",
        remedy=f"Écrire « {close[0]} », ou l'ôter." if close else "L'ôter.",
    )


def _origin(file: str, minimum: Minimum) -> Iterator[Finding]:
    figure = "part" in minimum.given
    lacking = {
        "texte": ("source", bool(minimum.source.strip()) or not figure),
        "hypothese": ("motif", bool(minimum.motive.strip())),
        "decision": ("decision", minimum.decision is not None),
    }
    key, said = lacking.get(minimum.origin, ("origine", False))
    if said:
        return
    what = "le chiffre" if figure else "cette exigence"
    yield told(
        _RULE,
        f"{minimum.id} : rien ne dit d'où vient {what} (origine : {minimum.origin}).",
        at(file, "minima", minimum.id, "origine"),
        read=f"origine: {minimum.origin}, « {key} » absent",
        expected={
            "source": "source: l'endroit du texte",
            "motif": "motif: pourquoi ce chiffre, que le texte ne donne pas",
            "decision": "decision: {organe, date, reference}",
            "origine": "origine: texte | decision | hypothese",
        }[key],
        why="Un chiffre que l'autorité a choisi se montre comme un choix ; celui d'un texte, avec sa place.",
        remedy=f"Compléter « {key} ».",
    )


def _becoming(file: str, minimum: Minimum) -> Iterator[Finding]:
    """A severity that changes at a date: to another one, and while the minimum is in force."""
    found = minimum.becomes
    if found is None:
        return
    if found.severity == minimum.severity:
        yield _idle(file, minimum, "severite", found.severity, "une autre sévérité que celle d'aujourd'hui")
    elif minimum.start and found.day <= minimum.start:
        yield _idle(file, minimum, "le", found.day, f"une date après l'entrée en vigueur ({minimum.start})")
    elif minimum.end and found.day > minimum.end:
        yield _idle(file, minimum, "le", found.day, f"une date avant la fin de l'exigence ({minimum.end})")


def _idle(file: str, minimum: Minimum, key: str, read: str, expected: str) -> Finding:
    return told(
        _RULE,
        f"{minimum.id} : « devient » ne change rien.",
        at(file, "minima", minimum.id, "devient", key),
        read=f"{key}: {read}",
        expected=expected,
        why="Une sévérité datée s'annonce avant sa date, et vaut à partir d'elle.",
        remedy="Corriger la sévérité ou la date, ou ôter « devient ».",
    )


def politique_regle(reading: Reading) -> Iterator[Finding]:
    """A known rule with its settings, a known severity and its date, and a figure whose origin is said."""
    for file, minimum in reading.minima:
        yield from _rule(file, minimum)
        yield from _severity(file, minimum)
        yield from _settings(file, minimum)
        yield from _origin(file, minimum)
        yield from _becoming(file, minimum)
