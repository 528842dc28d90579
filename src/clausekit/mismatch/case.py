"""One error of jsonschema, with the part of the schema that it comes from and what that part says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from clausekit.finding import Route

if TYPE_CHECKING:
    from jsonschema import ValidationError

    from clausekit.source import Source

_EXAMPLE: Final = "Exemple : "


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One error of jsonschema, with the file and the schema that it is about."""

    error: ValidationError
    source: Source
    schema: Mapping[str, Any]

    @property
    def route(self) -> Route:
        """Where the value stands in the file."""
        return tuple(self.error.absolute_path)

    @property
    def value(self) -> Any:
        """The value that failed."""
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
class Told:
    """What is specific in a finding; `on_key` puts it on the key rather than on the value."""

    rule: str
    message: str
    read: str
    expected: str
    remedy: str
    route: Route
    on_key: bool = False
    why: str = ""


def followed(root: Mapping[str, Any], schema: Any) -> Any:
    """A part of the schema, its references followed."""
    while isinstance(schema, Mapping) and "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        schema = {**root["$defs"][name], **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


def trail(case: Case) -> Iterator[Mapping[str, Any]]:
    """The parts of the schema that lead to the failing one, from the root."""
    here: Any = followed(case.schema, case.schema)
    for step in case.error.absolute_schema_path:
        if isinstance(here, Mapping):
            yield here
        here = followed(case.schema, here[step])


def description(case: Case, key: str) -> str:
    """What the schema says of a key, looked for from the failing part upwards."""
    for part in reversed(list(trail(case))):
        known = part.get("properties", {}).get(key)
        if isinstance(known, Mapping):
            text = followed(case.schema, known).get("description", "")
            if text:
                return str(text)
    return ""


def purpose(text: str) -> str:
    """A description without its example."""
    return text.split(_EXAMPLE, maxsplit=1)[0].strip()


def example(text: str) -> str:
    """The example that a description ends with, as YAML takes it after a key; nothing without one."""
    if _EXAMPLE not in text:
        return ""
    found = text.split(_EXAMPLE, maxsplit=1)[1].rstrip(". ").split(". ")[0]
    structured = found.startswith(("[", "{", '"')) and not found.startswith(("[[", "{{"))
    return f'"{found}"' if not structured and (": " in found or found.startswith(("[", "{"))) else found


def own_purpose(case: Case) -> str:
    """What the schema says of the value that failed, or of what holds it; empty when it says nothing."""
    above = (str(part["description"]) for part in reversed(list(trail(case))) if _is_described(part))
    return purpose(description(case, case.key) or str(case.here.get("description", "")) or next(above, ""))


def _is_described(part: Mapping[str, Any]) -> bool:
    # A map of properties may well hold one named « description »: that one is no text.
    return isinstance(part.get("description"), str)


def under(case: Case) -> str:
    """Where the keys of a value stand: nothing at the top of the file."""
    if not case.route:
        return ""
    if isinstance(case.route[-1], int):
        return f" dans l'élément {case.route[-1] + 1} de « {case.key} »"
    return f" sous « {case.key} »"


def condition_of(case: Case) -> tuple[str, str]:
    """When a key is asked for or refused because of others: these, and « parce que « type » vaut « choix » »."""
    branch = next((step for step in reversed(case.error.absolute_schema_path) if step in ("then", "else")), None)
    condition = next((part["if"] for part in reversed(list(trail(case))) if "if" in part), None)
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
