"""Events -> values, with the problems that do not stop the reading."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, TypeAlias

from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from clausekit import encoding
from clausekit.source.events import Next, start_of

MAX_DEPTH: Final = 64
# Python refuses to turn longer runs of digits into a number, and none of ours is that long.
_MAX_DIGITS: Final = 300
Value: TypeAlias = Any  # dict[str, Value] | list[Value] | str | int | float | bool | None
Problem: TypeAlias = tuple[str, int, int, str]  # kind, line, column, what was read
_NUMBER_START = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")

_WORDS: Final[dict[str, Value]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

# Looked for in the text: the pure parser drops the directives that it does not know, and takes a
# second end of document for an error.
_DIRECTIVE = re.compile(r"(?: *(?:#.*)?\n)*%")
_DOCUMENT_END = re.compile(r"^\.\.\.(?!\S)", re.MULTILINE)
# What double quotes can bring in by an escape, and that neither XML nor UTF-8 can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class _TooDeep(Exception):
    """More nested levels than any of our files needs."""


def _number(text: str) -> Value:
    if len(text) > _MAX_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text, 0) if text[1:2] in ("o", "x") else int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        # JSON has no infinity: `1e999` stays a text, which the schema then refuses by its name.
        return number if math.isfinite(number) else text
    return text


class Builder:
    """Events -> values, with the problems that do not stop the reading.

    `plain` says that no string needs cleaning: the text is NFC and holds no escape.
    """

    __slots__ = ("_next", "_plain", "problems")

    def __init__(self, following: Next, *, plain: bool) -> None:
        self._next = following
        self._plain = plain
        self.problems: list[Problem] = []

    def document(self) -> Value:
        """The value of the only document; None for an empty stream."""
        self._next()
        start = self._next()
        if type(start) is StreamEndEvent:
            return None
        value = self._node(self._next(), 0)
        self._next()
        after = self._next()
        if type(after) is not StreamEndEvent:
            self._note("documents", after)
        return value

    def _node(self, event: Any, depth: int) -> Value:
        kind = type(event)
        if kind is AliasEvent:
            self._note("ancre", event, f"*{event.anchor}")
            return None
        if event.anchor is not None or event.ctag is not None:
            self._marked(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if depth == MAX_DEPTH:
            raise _TooDeep(event)
        return self._mapping(depth + 1) if kind is MappingStartEvent else self._sequence(depth + 1)

    def _scalar(self, event: Any) -> Value:
        text: str = event.value
        if not event.style:
            if text[:1] in _NUMBER_START and not isinstance(number := _number(text), str):
                return number
            if text in _WORDS:
                return _WORDS[text]
        return text if self._plain else self._clean(event)

    def _mapping(self, depth: int) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        following = self._next
        while True:
            event = following()
            if type(event) is MappingEndEvent:
                return mapping
            key = self._key(event, depth)
            if key in mapping:
                self._note("double", event, key)
            mapping[key] = self._node(following(), depth)

    def _key(self, event: Any, depth: int) -> str:
        if type(event) is not ScalarEvent:
            self._note("complexe", event)
            self._node(event, depth)
            return ""
        if event.anchor is not None or event.ctag is not None:
            self._marked(event)
        if not event.value:
            self._note("sans-cle", event)
        return event.value if self._plain else self._clean(event)

    def _sequence(self, depth: int) -> list[Value]:
        items: list[Value] = []
        following = self._next
        while True:
            event = following()
            if type(event) is SequenceEndEvent:
                return items
            items.append(self._node(event, depth))

    def _clean(self, event: Any) -> str:
        text = encoding.normal(event.value)
        found = _UNWRITABLE.search(text)
        if found:
            self._note("caractere", event, f"U+{ord(found[0]):04X}")
        return text

    def _marked(self, event: Any) -> None:
        if event.anchor is not None:
            self._note("ancre", event, f"&{event.anchor}")
        if event.ctag is not None:
            self._note("etiquette", event, str(event.ctag))

    def _note(self, kind: str, event: Any, read: str = "") -> None:
        self.problems.append((kind, *start_of(event), read))


def _marks(text: str) -> Iterator[Problem]:
    """Lines for the parser itself, that the two parsers do not treat alike."""
    directive = _DIRECTIVE.match(text)
    if directive:
        yield ("directive", *encoding.located(text, directive.end() - 1), "%")
    for found in islice(_DOCUMENT_END.finditer(text), 1, 2) if "\n..." in text else ():
        yield ("documents", *encoding.located(text, found.start()), "...")


def build(text: str, following: Next) -> tuple[Value, list[Problem]]:
    """What a text holds, and the problems that do not stop its reading."""
    builder = Builder(following, plain="\\" not in text and encoding.is_normal(text))
    builder.problems.extend(_marks(text))
    try:
        return builder.document(), builder.problems
    except _TooDeep as deep:
        # Alone: the other problems would be those of a text that nobody wrote by hand.
        return {}, [("profondeur", *start_of(deep.args[0]), "")]
