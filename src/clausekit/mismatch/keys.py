"""Keys that are not known, that are missing or that are not admitted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clausekit import guess
from clausekit.mismatch.case import Case, Told, condition_of, description, example, followed, purpose, trail, under
from clausekit.mismatch.forms import form_of
from clausekit.mismatch.words import one_of, some_of


def known_keys(case: Case) -> tuple[str, ...]:
    """The keys that the failing part of the schema names."""
    return tuple(case.here.get("properties", {}))


def _is_known(part: Mapping[str, Any], key: str) -> bool:
    return key in part.get("properties", {}) or any(re.search(it, key) for it in part.get("patternProperties", {}))


def unknown_keys(case: Case) -> Iterator[Told]:
    """The keys that the schema does not know, each with the one that was meant."""
    for key in case.value:
        if not _is_known(case.here, key):
            yield _unknown_key(case, key)


def _unknown_key(case: Case, key: str) -> Told:
    known = known_keys(case)
    written = case.value
    near = guess.near(key, [name for name in known if name not in written])
    expected, remedy = _key_choice(case, key, near)
    return Told(
        rule="schema-cle-inconnue",
        message=f"La clé « {key} » n'est pas connue ici.",
        read=f"« {key} »",
        expected=expected,
        remedy=remedy,
        route=(*case.route, key),
        on_key=True,
    )


def _key_choice(case: Case, key: str, near: Sequence[str]) -> tuple[str, str]:
    known = known_keys(case)
    home = _home(case, key)
    if near:
        wanted = f"la clé « {near[0]} »" if len(near) == 1 else f"l'une de ces clés : {one_of(near)}"
        return wanted, f"Écrire « {near[0]} »."
    if home:
        return f"la clé « {key} » sous « {home} »", f"Déplacer « {key} » sous « {home} », décalée de deux espaces."
    if case.here.get("patternProperties"):
        form, proposal = form_of(next(iter(case.here["patternProperties"])), key)
        also = f", ou l'une de ces clés : {one_of(known)}" if known else ""
        return f"{form}{also}", f"Écrire « {proposal} »." if proposal else "Corriger la clé, ou la supprimer."
    left = [name for name in known if name not in case.value]
    return f"l'une de ces clés : {one_of(guess.nearest(key, left or known))}", "Supprimer la clé, ou corriger son nom."


def _home(case: Case, key: str) -> str:
    """The neighbouring key under which this one would be known."""
    for name, part in case.here.get("properties", {}).items():
        resolved = followed(case.schema, part)
        if isinstance(resolved, Mapping) and key in resolved.get("properties", {}):
            return str(name)
    return ""


def missing_keys(case: Case) -> Iterator[Told]:
    """The keys that are asked for and absent, those misspelt left to `unknown_keys`."""
    absent = [key for key in case.rule if key not in case.value]
    slips = {near[0] for name in case.value if (near := guess.near(name, absent)) and _is_slip(case, name)}
    for key in absent:
        # Told once, where the key is misspelt.
        if key not in slips:
            yield _missing_key(case, key)


def _is_slip(case: Case, name: str) -> bool:
    # The keyword may stand in a branch that names no key: the keys are then those of a part above.
    return not any(_is_known(part, name) for part in (*trail(case), case.here))


def _missing_key(case: Case, key: str) -> Told:
    text = description(case, key)
    given = f"{key}: {example(text)}" if example(text) else ""
    _, reason = condition_of(case)
    where = under(case)
    return Told(
        rule="schema-cle-manquante",
        message=f"Il manque la clé « {key} »{where}{reason}.",
        read=f"les clés {some_of(case.value)}" if case.value else "aucune clé",
        expected=f"la clé « {key} »",
        remedy=f"Ajouter{where} la clé « {key} »{', par exemple : ' + given if given else '.'}",
        route=(*case.route, key),
        on_key=True,
        why=purpose(text),
    )


def refused_keys(case: Case) -> Iterator[Told]:
    """The keys that a branch of the schema says `false` of; jsonschema does not name them."""
    holder = case.source.at(case.route)
    *_, branch = trail(case)
    others, reason = condition_of(case)
    for key, part in branch["properties"].items():
        if part is False and key in holder:
            yield Told(
                rule="schema-cle-de-trop",
                message=f"La clé « {key} » n'est pas admise{under(case) or ' ici'}{reason}.",
                read=f"« {key} »",
                expected=f"pas de clé « {key} » dans ce cas",
                remedy=f"Supprimer « {key} », ou revoir {others}.",
                route=(*case.route, key),
                on_key=True,
            )
