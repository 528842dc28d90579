"""What jsonschema says of a file -> findings in French, with the place, the choices and the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from clausekit import guess
from clausekit.finding import Finding, Place, Route

if TYPE_CHECKING:
    from jsonschema import ValidationError

    from clausekit.source import Source

_TYPES: Final = {
    "string": "un texte",
    "number": "un nombre",
    "integer": "un nombre entier",
    "boolean": "oui (true) ou non (false)",
    "array": "une liste",
    "object": "des clés et leurs valeurs",
    "null": "null",
}
_AGREEMENTS: Final = {"array": "est attendue", "object": "sont attendues"}
_WHY: Final = "Une clé ou une valeur mal écrite ne serait pas prise en compte."
_MANY: Final = 8
_EXAMPLE: Final = "Exemple : "
# A value whose kind is wrong is told once: what follows from it is noise.
_RANKS: Final = {"type": 0, "format": 1, "pattern": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One error of jsonschema, with the file and the schema that it is about."""

    error: ValidationError
    source: Source
    schema: Mapping[str, Any]

    @property
    def route(self) -> Route:
        return tuple(self.error.absolute_path)

    @property
    def value(self) -> Any:
        return self.error.instance

    @property
    def rule(self) -> Any:
        """The value of the keyword that failed."""
        return self.error.validator_value

    @property
    def here(self) -> Mapping[str, Any]:
        """The part of the schema that failed; nothing for a plain `false`."""
        return self.error.schema if isinstance(self.error.schema, Mapping) else {}

    @property
    def key(self) -> str:
        """The nearest key above the value."""
        return next((step for step in reversed(self.route) if isinstance(step, str)), "")

    def raw(self) -> str:
        """The value as it is typed."""
        return self.source.raw(self.route)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is specific in a finding; `on_key` puts it on the key rather than on the value."""

    rule: str
    message: str
    read: str
    expected: str
    remedy: str
    route: Route
    on_key: bool = False
    why: str = ""


def _resolve(root: Mapping[str, Any], schema: Any) -> Any:
    while isinstance(schema, Mapping) and "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        schema = {**root["$defs"][name], **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


def _trail(case: _Case) -> Iterator[Mapping[str, Any]]:
    """The parts of the schema that lead to the failing one, from the root."""
    here: Any = _resolve(case.schema, case.schema)
    for step in case.error.absolute_schema_path:
        if isinstance(here, Mapping):
            yield here
        here = _resolve(case.schema, here[step])


def _described(case: _Case, key: str) -> str:
    """What the schema says of a key, looked for from the failing part upwards."""
    for part in reversed(list(_trail(case))):
        known = part.get("properties", {}).get(key)
        if isinstance(known, Mapping):
            text = _resolve(case.schema, known).get("description", "")
            if text:
                return str(text)
    return ""


def _purpose(text: str) -> str:
    return text.split(_EXAMPLE, maxsplit=1)[0].strip()


def example(text: str) -> str:
    """The example that a description ends with, as YAML takes it after a key; nothing without one."""
    if _EXAMPLE not in text:
        return ""
    found = text.split(_EXAMPLE, maxsplit=1)[1].rstrip(". ").split(". ")[0]
    structured = found.startswith(("[", "{", '"')) and not found.startswith(("[[", "{{"))
    return f'"{found}"' if not structured and (": " in found or found.startswith(("[", "{"))) else found


def _own_purpose(case: _Case) -> str:
    above = (str(part["description"]) for part in reversed(list(_trail(case))) if _is_described(part))
    return _purpose(_described(case, case.key) or str(case.here.get("description", "")) or next(above, ""))


def _is_described(part: Mapping[str, Any]) -> bool:
    # A map of properties may well hold one named « description »: that one is no text.
    return isinstance(part.get("description"), str)


def _inside(case: _Case) -> str:
    """Where the keys of a value stand: nothing at the top of the file."""
    if not case.route:
        return ""
    if isinstance(case.route[-1], int):
        return f" dans l'élément {case.route[-1] + 1} de « {case.key} »"
    return f" sous « {case.key} »"


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:_MANY]) + (", …" if len(listed) > _MANY else "")


def _condition(case: _Case) -> tuple[str, str]:
    """When a key is asked for or refused because of others: these, and « parce que « type » vaut « choix » »."""
    branch = next((step for step in reversed(case.error.absolute_schema_path) if step in ("then", "else")), None)
    condition = next((part["if"] for part in reversed(list(_trail(case))) if "if" in part), None)
    if branch is None or condition is None:
        return "", ""
    no = branch == "else"
    for key, part in condition.get("properties", {}).items():
        values = [part["const"]] if "const" in part else part.get("enum", [])
        if values:
            said = " ou ".join(f"« {value} »" for value in values)
            return f"« {key} »", f", parce que « {key} » {'ne vaut pas' if no else 'vaut'} {said}"
    named = " et ".join(f"« {key} »" for key in condition.get("required", []))
    return named, f", parce que {named} {'est absent' if no else 'est présent'}" if named else ""


def _list(choices: Iterable[Any]) -> str:
    return ", ".join("null" if choice is None else str(choice) for choice in choices)


def _shown(value: Any) -> str:
    """A value as it was read."""
    if value is None:
        return "rien"
    if isinstance(value, bool):
        return f"« {str(value).lower()} »"
    if isinstance(value, str):
        short = " ".join(value.split())
        if not short:
            return "un texte vide"
        return f"le texte « {short if len(short) <= 60 else short[:59] + '…'} »"
    if isinstance(value, int | float):
        return f"le nombre {value}"
    return "une liste" if isinstance(value, list) else "des clés et leurs valeurs"


def _was_read(value: Any) -> str:
    if value is None:
        return "rien n'a été lu"
    if isinstance(value, list):
        return "une liste a été lue"
    if isinstance(value, dict):
        return "des clés et leurs valeurs ont été lues"
    return f"{_shown(value)} a été lu"


def _line(case: _Case, value: str) -> str:
    """How the value is to be written, with its key when it has one of its own."""
    return f"Écrire : {case.key}: {value}" if case.route and isinstance(case.route[-1], str) else f"Écrire : {value}"


# --------------------------------------------------------------------------------------- keys


def _known_keys(case: _Case) -> tuple[str, ...]:
    return tuple(case.here.get("properties", {}))


def _is_known(part: Mapping[str, Any], key: str) -> bool:
    return key in part.get("properties", {}) or any(re.search(it, key) for it in part.get("patternProperties", {}))


def _unknown_keys(case: _Case) -> Iterator[_Told]:
    for key in case.value:
        if not _is_known(case.here, key):
            yield _unknown_key(case, key)


def _unknown_key(case: _Case, key: str) -> _Told:
    known = _known_keys(case)
    written = case.value
    near = guess.near(key, [name for name in known if name not in written])
    expected, remedy = _key_choice(case, key, near)
    return _Told(
        rule="schema-cle-inconnue",
        message=f"La clé « {key} » n'est pas connue ici.",
        read=f"« {key} »",
        expected=expected,
        remedy=remedy,
        route=(*case.route, key),
        on_key=True,
    )


def _key_choice(case: _Case, key: str, near: Sequence[str]) -> tuple[str, str]:
    known = _known_keys(case)
    home = _home(case, key)
    if near:
        wanted = f"la clé « {near[0]} »" if len(near) == 1 else f"l'une de ces clés : {_list(near)}"
        return wanted, f"Écrire « {near[0]} »."
    if home:
        return f"la clé « {key} » sous « {home} »", f"Déplacer « {key} » sous « {home} », décalée de deux espaces."
    if case.here.get("patternProperties"):
        form, proposal = _form(next(iter(case.here["patternProperties"])), key)
        also = f", ou l'une de ces clés : {_list(known)}" if known else ""
        return f"{form}{also}", f"Écrire « {proposal} »." if proposal else "Corriger la clé, ou la supprimer."
    left = [name for name in known if name not in case.value]
    return f"l'une de ces clés : {_list(guess.nearest(key, left or known))}", "Supprimer la clé, ou corriger son nom."


def _home(case: _Case, key: str) -> str:
    """The neighbouring key under which this one would be known."""
    for name, part in case.here.get("properties", {}).items():
        resolved = _resolve(case.schema, part)
        if isinstance(resolved, Mapping) and key in resolved.get("properties", {}):
            return str(name)
    return ""


def _missing_keys(case: _Case) -> Iterator[_Told]:
    absent = [key for key in case.rule if key not in case.value]
    slips = {near[0] for name in case.value if (near := guess.near(name, absent)) and _is_slip(case, name)}
    for key in absent:
        # Told once, where the key is misspelt.
        if key not in slips:
            yield _missing_key(case, key)


def _is_slip(case: _Case, name: str) -> bool:
    # The keyword may stand in a branch that names no key: the keys are then those of a part above.
    return not any(_is_known(part, name) for part in (*_trail(case), case.here))


def _missing_key(case: _Case, key: str) -> _Told:
    text = _described(case, key)
    given = f"{key}: {example(text)}" if example(text) else ""
    _, reason = _condition(case)
    where = _inside(case)
    return _Told(
        rule="schema-cle-manquante",
        message=f"Il manque la clé « {key} »{where}{reason}.",
        read=f"les clés {_some(case.value)}" if case.value else "aucune clé",
        expected=f"la clé « {key} »",
        remedy=f"Ajouter{where} la clé « {key} »{', par exemple : ' + given if given else '.'}",
        route=(*case.route, key),
        on_key=True,
        why=_purpose(text),
    )


def _refused_keys(case: _Case) -> Iterator[_Told]:
    """The keys that a branch of the schema says `false` of; jsonschema does not name them."""
    holder = case.source.at(case.route)
    *_, branch = _trail(case)
    others, reason = _condition(case)
    for key, part in branch["properties"].items():
        if part is False and key in holder:
            yield _Told(
                rule="schema-cle-de-trop",
                message=f"La clé « {key} » n'est pas admise{_inside(case) or ' ici'}{reason}.",
                read=f"« {key} »",
                expected=f"pas de clé « {key} » dans ce cas",
                remedy=f"Supprimer « {key} », ou revoir {others}.",
                route=(*case.route, key),
                on_key=True,
            )


# --------------------------------------------------------------------------------------- values


def _value_told(case: _Case, rule: str, message: str, expected: str, remedy: str) -> _Told:
    return _Told(
        rule=rule,
        message=message,
        read=_shown(case.value),
        expected=expected,
        remedy=remedy,
        route=case.route,
        on_key=case.value is None,
        why=_own_purpose(case),
    )


def _type(case: _Case) -> Iterator[_Told]:
    wanted = [case.rule] if isinstance(case.rule, str) else list(case.rule)
    kinds = [name for name in wanted if name != "null"] or wanted
    names = " ou ".join(_type_name(case, name) for name in kinds)
    agreement = _AGREEMENTS.get(kinds[0], "est attendu") if len(kinds) == 1 else "est attendu"
    if names.startswith("une date"):
        agreement = "est attendue"
    message = f"{names[0].upper()}{names[1:]} {agreement}, {_was_read(case.value)}."
    expected = f"{names}, ou null" if len(kinds) < len(wanted) else names
    yield _value_told(case, "schema-type", message, expected, _type_remedy(case, wanted))


def _type_name(case: _Case, name: str) -> str:
    return "une date" if name == "string" and case.here.get("format") == "date" else _TYPES[name]


def _type_remedy(case: _Case, wanted: Sequence[str]) -> str:
    for name in wanted:
        proposal = _PROPOSALS[name](case)
        if proposal:
            return _line(case, proposal)
    if case.value is None:
        return "Écrire une valeur, ou supprimer la clé."
    if "object" in wanted and (act := _keys_remedy(case, wanted)):
        return act
    names = " ou ".join(_type_name(case, name) for name in wanted if name != "null")
    given = example(_described(case, case.key))
    # « Écrire : » is for what the writer meant; an example is not that.
    return f"Écrire {names}, par exemple : {case.key}: {given}" if given else f"Écrire {names}."


def _keys_remedy(case: _Case, wanted: Sequence[str]) -> str:
    """What to do where keys are wanted: « clauses: [DEC-014] », « DEC-014: true », « variantes: non »."""
    if isinstance(case.value, bool) and "null" in wanted:
        mend = f"Ne rien écrire après les deux-points : {case.key}:"
        return mend if case.value else f"Supprimer la ligne. {mend} la retient telle quelle."
    if isinstance(case.value, list) and case.here.get("patternProperties"):
        first = case.value[0] if case.value and isinstance(case.value[0], str) else ""
        return f"Écrire chaque élément sur sa ligne, sans tiret, suivi de deux-points : {first}:" if first else ""
    names = _known_keys(case)
    return f"Écrire sous « {case.key} » l'une de ses clés : {_some(names)}." if names and case.key else ""


def _as_text(case: _Case) -> str:
    raw = case.raw()
    if case.here.get("format") == "date":
        return guess.iso_date(raw) or ""
    scalar = isinstance(case.value, int | float | bool)
    link = isinstance(case.value, list) and raw.startswith("[[")
    return f'"{raw}"' if raw and (scalar or link) else ""


def _as_number(case: _Case) -> str:
    return (guess.number(case.value) or "") if isinstance(case.value, str) else ""


def _as_integer(case: _Case) -> str:
    found = _as_number(case)
    return found if found.lstrip("+-").isdigit() else ""


def _as_boolean(case: _Case) -> str:
    if isinstance(case.value, str):
        return guess.boolean(case.value) or ""
    return {0: "false", 1: "true"}.get(case.value, "") if isinstance(case.value, int) else ""


def _as_list(case: _Case) -> str:
    raw = case.raw()
    return f"[{raw}]" if isinstance(case.value, str | int | float) and "\n" not in str(case.value) else ""


_PROPOSALS: Final[dict[str, Callable[[_Case], str]]] = {
    "string": _as_text,
    "number": _as_number,
    "integer": _as_integer,
    "boolean": _as_boolean,
    "array": _as_list,
    "object": lambda _: "",
    "null": lambda _: "",
}


def _choice(case: _Case) -> Iterator[_Told]:
    typed = case.raw() if not isinstance(case.value, str) else case.value
    named = {("null" if choice is None else str(choice)): choice for choice in case.rule}
    ordered = guess.nearest(typed, named)
    near = guess.near(typed, named)
    yield _value_told(
        case,
        "schema-choix",
        f"{_subject(case)} n'est pas une valeur admise."
        if case.value is not None
        else f"« {case.key} » est sans valeur.",
        f"l'une de ces valeurs : {_list(ordered)}" if len(ordered) > 1 else _list(ordered),
        _line(case, near[0]) if near else "Choisir l'une des valeurs admises.",
    )


def _subject(case: _Case) -> str:
    shown = _shown(case.value)
    return f"{shown[0].upper()}{shown[1:]}"


def _constant(case: _Case) -> Iterator[_Told]:
    wanted = "false" if case.rule is False else str(case.rule)
    yield _value_told(
        case, "schema-choix", f"{_subject(case)} n'est pas une valeur admise.", wanted, _line(case, wanted)
    )


_FORMS: Final = {
    r"^[A-Z]{3}-[0-9]{2,3}$": "l'identifiant d'une clause, comme DEC-014",
    r"^[A-Z]{3}-C[0-9]{2,3}$": "l'identifiant d'un critère, comme DEC-C03",
    r"^[A-Z]{3}-G[0-9]{2,3}$": "l'identifiant d'une grille, comme DEC-G01",
    r"^[A-Z]{3}-A[0-9]{2,3}$": "l'identifiant d'une annexe, comme COM-A02",
    r"^[A-Z]{3}-A?[0-9]{2,3}$": "l'identifiant d'une clause ou d'une annexe, comme COM-007 ou COM-A02",
    r"^([A-Z]{3}-[0-9]{2,3}|PROPRE-[0-9]{2,3})$": "l'identifiant d'une clause, comme DEC-014 ou PROPRE-01",
    r"^PROPRE-[0-9]{2,3}$": "l'identifiant d'une clause du dossier, comme PROPRE-01",
    r"^([A-Z]{3}-[CGA]?[0-9]{2,3}|PROPRE-[0-9]{2,3})$": "l'identifiant d'une entrée, comme DEC-014",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "un identifiant en minuscules sans accent, comme moyens-generaux",
    r"^[a-z0-9]+([.-][a-z0-9]+)*$": "un identifiant de référence, comme ccag-fcs-16.1",
    r"^[a-z][a-z0-9_]*$": "un nom en minuscules sans accent, comme delai_bilan",
    r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$": "un nom de mesure, d'exigence ou de règle, comme M39 ou M13-poids",
    r"^[0-9]{2,8}$": 'le début d\'un code CPV, de deux à huit chiffres, comme "9051"',
    r"^[0-9]{8}(-[0-9])?$": 'un code CPV de huit chiffres, comme "90511000"',
    r"^[0-9]+(\.[0-9]+)*$": 'un numéro d\'article, comme "16.2.3"',
    r"^[0-9A-Za-z][0-9A-Za-z_.-]*$": "un numéro de lot, comme 1 ou 2A",
    r"^[A-Z]{3}$": "trois capitales, comme DEC",
    r"^[0-9]{4}\.[0-9]{1,2}$": 'une année et un rang, comme "2026.4"',
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "une adresse électronique, comme achats@exemple-provence.fr",
    r"^(V-OFF(\+[0-9]+)?|V[0-9]+(\+[0-9]+)?|MEM|GAP)$": "un degré de confiance, comme V-OFF, V-OFF+3, V5, MEM ou GAP",
    r"^(prix|cout|valeur-technique|developpement-durable|delais|qualite|[A-Z]{3}-C[0-9]{2,3})$": (
        "prix, cout, valeur-technique, developpement-durable, delais, qualite, ou l'identifiant d'un critère (DEC-C03)"
    ),
    r"^([0-9A-Za-z][0-9A-Za-z_.-]*|\*)$": "un numéro de lot, comme 1 ou 2A",
    r"^[0-9a-f]{16}$": "seize chiffres et lettres de a à f, que « clausekit review » calcule",
    r"^(sha256:)?[0-9a-f]{8,64}$": "une empreinte, faite de chiffres et des lettres a à f",
    r"^[a-z0-9_+*/(). -]*prix[a-z0-9_+*/(). -]*$": (
        "lineaire, proportionnelle, ou un calcul sur prix, prix_min et note_max, comme note_max * prix_min / prix"
    ),
    r"^[0-9]{1,2}$": "une note entière, comme 0 ou 5",
    r"^\S.*$": "un nom",
    r"^M[0-9]{1,2}$": "le numéro d'une mesure, comme M11",
    r"^M[0-9]{1,2}[a-z]?$": "le numéro d'une mesure, comme M11",
}


def _form(pattern: str, text: str) -> tuple[str, str]:
    """What a pattern asks for, in French, and the text mended to follow it when that is plain."""
    proposals = (guess.identifier(text), guess.slug(text), guess.slug(text, joint="_"), text.upper(), text.strip())
    fitting = (item for item in proposals if item and item != text and re.search(pattern, item))
    return _FORMS.get(pattern, "une autre forme"), next(fitting, "")


def _written(case: _Case) -> Iterator[_Told]:
    if case.here.get("format") == "date":
        yield from _date(case)
        return
    if not case.value.strip():
        yield _value_told(
            case, "schema-vide", "Le texte est vide.", "un texte", "Écrire le texte, ou supprimer la clé."
        )
        return
    form, proposal = _form(case.rule, case.value)
    described = _purpose(str(case.here.get("description", "")))
    yield _value_told(
        case,
        "schema-forme",
        f"{_subject(case)} n'a pas la forme attendue.",
        form if case.rule in _FORMS else described or form,
        _line(case, proposal) if proposal else f"Écrire {_FORMS.get(case.rule, 'la valeur comme dans l’exemple')}.",
    )


def _date(case: _Case) -> Iterator[_Told]:
    proposal = guess.iso_date(case.value)
    known = proposal is None and guess.looks_like_date(case.value)
    message = f"{_subject(case)} n'est pas une date." if not known else f"{_subject(case)} n'existe pas au calendrier."
    yield _value_told(
        case,
        "schema-date",
        f"{_subject(case)} n'est pas écrit comme une date." if proposal else message,
        "une date, année-mois-jour, comme 2026-09-01",
        _line(case, proposal) if proposal else "Écrire la date comme 2026-09-01 (pour le 1er septembre 2026).",
    )


_LIMITS: Final = {
    "minimum": ("est plus petit que {0}", "{0} au moins"),
    "maximum": ("est plus grand que {0}", "{0} au plus"),
    "exclusiveMinimum": ("n'est pas plus grand que {0}", "plus de {0}"),
    "exclusiveMaximum": ("n'est pas plus petit que {0}", "moins de {0}"),
}


def _limit(case: _Case) -> Iterator[_Told]:
    problem, expected = _LIMITS[str(case.error.validator)]
    yield _value_told(
        case,
        "schema-borne",
        f"{_subject(case)} {problem.format(case.rule)}.",
        expected.format(case.rule),
        "Vérifier la valeur et son unité.",
    )


def _too_few(case: _Case) -> Iterator[_Told]:
    one, many, some = (
        ("élément", "éléments", "un élément") if isinstance(case.value, list) else ("clé", "clés", "une clé")
    )
    count = len(case.value)
    yield _value_told(
        case,
        "schema-vide",
        f"« {case.key} » n'a que {count} {one}." if count else f"« {case.key} » est vide.",
        f"au moins {case.rule} {many if case.rule > 1 else one}",
        f"Ajouter {some}, ou supprimer « {case.key} ».",
    )


def _repeated(case: _Case) -> Iterator[_Told]:
    for rank, item in enumerate(case.value):
        if item in case.value[:rank]:
            yield _Told(
                rule="schema-doublon",
                message=f"{_shown(item)[0].upper()}{_shown(item)[1:]} est deux fois dans la liste.",
                read=_shown(item),
                expected="chaque élément une seule fois",
                remedy="Supprimer l'élément en trop.",
                route=(*case.route, rank),
            )


def _other(case: _Case) -> Iterator[_Told]:
    yield _value_told(
        case,
        "schema-valeur",
        f"{_subject(case)} n'est pas une valeur admise.",
        _own_purpose(case) or "une valeur que décrit le schéma",
        "Lire la description de la clé dans docs/format.md.",
    )


_TELLERS: Final[dict[str, Callable[[_Case], Iterator[_Told]]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _type,
    "enum": _choice,
    "const": _constant,
    "pattern": _written,
    "format": _written,
    **dict.fromkeys(_LIMITS, _limit),
    "minItems": _too_few,
    "minProperties": _too_few,
    "uniqueItems": _repeated,
}


# --------------------------------------------------------------------------------------- all


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    groups: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        groups.setdefault(inner.schema_path[0], []).append(inner)
    return list(groups.values())


def _distance(branch: Iterable[ValidationError]) -> tuple[bool, int]:
    errors = list(branch)
    # A branch that wanted another kind of value is not the one the writer had in mind.
    return any(error.validator == "type" and not error.path for error in errors), len(errors)


def _flat(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """The errors, those of the nearest branch standing for a choice between branches."""
    for error in errors:
        branches = _branches(error) if error.validator in ("anyOf", "oneOf") else []
        if branches:
            yield from _flat(min(branches, key=_distance))
        else:
            yield error


def _foremost(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Of the errors on one value, only the most telling of those that say the same thing."""
    kept: dict[Route, ValidationError] = {}
    for error in errors:
        if error.validator not in _RANKS:
            yield error
            continue
        route = tuple(error.absolute_path)
        if route not in kept or _RANKS[str(error.validator)] < _RANKS[str(kept[route].validator)]:
            kept[route] = error
    yield from kept.values()


def _finding(told: _Told, source: Source) -> Finding:
    missing = told.rule == "schema-cle-manquante"
    line, column = source.key_position(told.route) if told.on_key else source.position(told.route)
    return Finding(
        rule=told.rule,
        severity="bloquante",
        message=told.message,
        read=told.read,
        expected=told.expected,
        places=(Place(file=source.file, route=told.route[:-1] if missing else told.route, line=line, column=column),),
        why=told.why or _WHY,
        remedy=told.remedy,
        excerpt=source.excerpt(line, column),
    )


def findings(errors: Iterable[ValidationError], *, source: Source, schema: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The errors of a file in French, from its top to its end, each told once."""
    told: dict[Finding, None] = {}
    for error in _foremost(_flat(errors)):
        case = _Case(error=error, source=source, schema=schema)
        # A schema that is just `false` has no keyword: it refuses a key.
        teller = _TELLERS.get(str(error.validator), _other) if error.validator else _refused_keys
        told.update(dict.fromkeys(_finding(item, source) for item in teller(case)))
    return tuple(sorted(told, key=lambda finding: (finding.places[0].line or 0, finding.places[0].column or 0)))


def _floats(value: Any, route: Route = ()) -> Iterator[tuple[Route, float]]:
    inside: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    elif isinstance(value, float):
        yield route, value
    for step, inner in inside:
        yield from _floats(inner, (*route, step))


def thousands(source: Source, pattern: re.Pattern[str]) -> tuple[Finding, ...]:
    """Numbers written « 300.000 »: three hundred for YAML, three hundred thousand for whoever wrote it."""
    return tuple(
        _finding(_thousand(source, route, value), source)
        for route, value in _floats(source.data)
        if pattern.fullmatch(source.raw(route))
    )


def _thousand(source: Source, route: Route, value: float) -> _Told:
    raw = source.raw(route)
    return _Told(
        rule="schema-milliers",
        message=f"« {raw} » se lit {value:g} : le point sépare les décimales, non les milliers.",
        read=f"le nombre {value:g}",
        expected="un nombre sans séparateur de milliers",
        remedy=f"Écrire {raw.replace('.', '')}, ou {value:g} si c'est bien {value:g}.",
        route=route,
        why="Les seuils et les pénalités se jugent sur ce nombre.",
    )
