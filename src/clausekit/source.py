"""YAML bytes -> data, and the line and column of any route in them.

The only importer of ruamel. Values follow the core scalars of YAML 1.2, so that `non`, `12:30` and
`2026-09-01` stay texts; keys are always texts. What our files have no use for (tags, anchors,
several documents, complex keys) is refused.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from clausekit import encoding
from clausekit.finding import Finding, Place, Route, UnreadableFile

if TYPE_CHECKING:
    from clausekit.syntax import Complaint, Fault

try:
    from _ruamel_yaml import CParser  # type: ignore[import-not-found]
except ImportError:
    # The pure parser gives the same values and positions, twenty times slower.
    CParser = None

FAST: Final = CParser is not None
MAX_DEPTH: Final = 64
# The pure parser takes seconds for a text that long.
_SECOND_READING: Final = 200_000
# Python refuses to turn longer runs of digits into a number, and none of ours is that long.
_MAX_DIGITS: Final = 300

# Beside its own errors, the pure parser lets those of `chr` and `int` through (`"\\UFFFFFFFF"`).
_CHARACTER_ERRORS: Final = (ValueError, OverflowError)
_ERRORS: Final = (YAMLError, *_CHARACTER_ERRORS)

Value: TypeAlias = Any  # dict[str, Value] | list[Value] | str | int | float | bool | None
Position: TypeAlias = tuple[int, int]  # line and column, from 1
_Problem: TypeAlias = tuple[str, int, int, str]  # kind, line, column, what was read
_Next: TypeAlias = Callable[[], Any]

_STARTS = (MappingStartEvent, SequenceStartEvent)
_ENDS = (MappingEndEvent, SequenceEndEvent)
_FLOW_SIGNS = frozenset(":?")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a text is made of, in its order. `kind`: map, list, end (of either) or text.

    `flow` says that a mapping or a list stands between brackets; `style` is the sign that opens a text
    (`"`, `'`, `|`, `>`), empty for a plain one; `text` is what a text says once its quotes, folds and
    escapes are undone. Lines and columns from 1; those of an `end` without bracket mean nothing.
    """

    kind: str
    start: Position
    end: Position
    flow: bool = False
    style: str = ""
    text: str = ""


class _TooDeep(Exception):
    """More nested levels than any of our files needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a value and its key stand; lines and columns from 1."""

    line: int
    column: int
    end: Position
    key: Position
    inside: Mapping[str | int, Spot]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file that was read: `data` is what it holds, the methods say where each thing stands.

    Positions cost a second reading of the text, done the first time that one is asked for.
    """

    file: str
    text: str
    data: dict[str, Value]

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _root(self) -> Spot:
        return _Locator(_events(self.text)).document()

    def at(self, route: Route) -> Value:
        """The value at a route, which must exist."""
        value: Value = self.data
        for step in route:
            value = value[step]
        return value

    def spot(self, route: Route) -> Spot:
        """Where the value at `route` stands; for a missing key, the nearest parent."""
        spot = self._root
        for step in route:
            # Keys are texts here; a caller may well hold lot 1 as a number.
            inner = spot.inside.get(step) or spot.inside.get(str(step))
            if inner is None:
                break
            spot = inner
        return spot

    def position(self, route: Route) -> Position:
        """Line and column of the value at `route`; for a missing key, of the nearest parent."""
        spot = self.spot(route)
        return spot.line, spot.column

    def key_position(self, route: Route) -> Position:
        """Line and column of the key at `route` (of the item itself in a list)."""
        return self.spot(route).key

    def place(self, route: Route) -> Place:
        """The place of the value at `route`, for a finding."""
        line, column = self.position(route)
        return Place(file=self.file, route=route, line=line, column=column)

    def raw(self, route: Route) -> str:
        """The value at `route` as it is typed, or the first line of it."""
        spot = self.spot(route)
        line = self.line_text(spot.line)
        end = spot.end[1] - 1 if spot.end[0] == spot.line else len(line)
        return line[spot.column - 1 : end].rstrip()

    def line_text(self, number: int) -> str:
        """A line of the file, from 1; empty beyond its ends."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def excerpt(self, line: int, column: int) -> str:
        """The line that is read, over a caret."""
        return encoding.excerpt(self.line_text(line), column)


def _fast_events(text: str) -> _Next:
    return CParser(text).get_event  # type: ignore[no-any-return]


def _pure_events(text: str) -> _Next:
    return _strict(YAML(typ="safe", pure=True).parse(text)).__next__


def _strict(events: Iterable[Any]) -> Iterator[Any]:
    """The events of the pure parser, which stops where the C one does.

    Inside brackets, the C parser knows only YAML 1.1 and takes no `:` or `?` in a bare text.
    """
    depth = 0
    for event in events:
        kind = type(event)
        if kind in _STARTS and (depth or event.flow_style):
            depth += 1
        elif depth and kind in _ENDS:
            depth -= 1
        elif depth and kind is ScalarEvent and not event.style and not _FLOW_SIGNS.isdisjoint(event.value):
            raise MarkedYAMLError(problem="found unexpected ':'", problem_mark=event.start_mark)
        yield event


# An instance per text: ruamel's parsers hold state and are not safe between threads.
_events: Callable[[str], _Next] = _fast_events if FAST else _pure_events


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


def _start(event: Any) -> Position:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _end(event: Any) -> Position:
    return event.end_mark.line + 1, event.end_mark.column + 1


class _Builder:
    """Events -> values, with the problems that do not stop the reading.

    `plain` says that no string needs cleaning: the text is NFC and holds no escape.
    """

    __slots__ = ("_next", "_plain", "problems")

    def __init__(self, following: _Next, *, plain: bool) -> None:
        self._next = following
        self._plain = plain
        self.problems: list[_Problem] = []

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
        self.problems.append((kind, *_start(event), read))


class _Locator:
    """Events -> spots; `doubles` holds, for each key written twice, where it was first."""

    __slots__ = ("_next", "doubles")

    def __init__(self, following: _Next) -> None:
        self._next = following
        self.doubles: dict[Position, Position] = {}

    def document(self) -> Spot:
        """The spot of the whole document."""
        self._next()
        self._next()
        return self._node(self._next(), None, (1, 1))

    def _node(self, event: Any, key: Position | None, absent: Position) -> Spot:
        """The spot of a value; `absent` is where it is said to stand when nothing is written."""
        kind, start, end = type(event), _start(event), _end(event)
        inside: dict[str | int, Spot] = {}
        if kind is ScalarEvent and not event.value and not event.style:
            # The parsers do not agree on where an absent value stands: its key is what one can see.
            start = end = absent
        elif kind in _STARTS:
            last = self._mapping(inside) if kind is MappingStartEvent else self._sequence(inside, start)
            # Without brackets the end is of no use, and the parsers do not agree on it.
            end = _end(last) if event.flow_style else end
        return Spot(line=start[0], column=start[1], end=end, key=key or start, inside=inside)

    def _mapping(self, inside: dict[str | int, Spot]) -> Any:
        while type(event := self._next()) is not MappingEndEvent:
            key = self._node(event, None, _start(event)).key
            value = self._node(self._next(), key, key)
            # Of a key that is no text, only the extent matters: such a file is refused.
            name = encoding.normal(event.value) if type(event) is ScalarEvent else ""
            first = inside.setdefault(name, value)
            if first is not value:
                self.doubles[key] = first.key
        return event

    def _sequence(self, inside: dict[str | int, Spot], here: Position) -> Any:
        while type(event := self._next()) is not SequenceEndEvent:
            inside[len(inside)] = self._node(event, None, here)
        return event


def _mark_of(error: Exception, name: str) -> Position:
    mark = getattr(error, name, None)
    return (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)


def _complaint(error: Exception, lines: list[str]) -> Complaint:
    from clausekit.syntax import Complaint

    line, column = _mark_of(error, "problem_mark")
    context_line, context_column = _mark_of(error, "context_mark")
    return Complaint(
        problem=str(getattr(error, "problem", "") or ""),
        context=str(getattr(error, "context", "") or ""),
        line=line or context_line or 1,
        column=column or context_column or 1,
        context_line=context_line,
        context_column=context_column,
        lines=lines,
    )


def _finding(fault: Fault, *, file: str, lines: list[str], related: tuple[Place, ...] = ()) -> Finding:
    line = lines[fault.line - 1] if 0 < fault.line <= len(lines) else ""
    return Finding(
        rule=fault.rule,
        severity="bloquante",
        message=fault.message,
        read=fault.read,
        expected=fault.expected,
        places=(Place(file=file, line=fault.line, column=fault.column), *related),
        why=encoding.WHY,
        remedy=fault.remedy,
        excerpt=encoding.excerpt(line, fault.column),
    )


def _firsts(text: str, problems: list[_Problem]) -> dict[Position, Position]:
    if all(kind != "double" for kind, *_ in problems):
        return {}
    try:
        locator = _Locator(_events(text))
        locator.document()
    except YAMLError:
        # A text that only the pure parser has gone through.
        locator = _Locator(_pure_events(text))
        locator.document()
    return locator.doubles


def _told(problems: list[_Problem], *, text: str, file: str) -> tuple[Finding, ...]:
    # The French of refusals is of no use to a run without any: it is not even imported.
    from clausekit import syntax

    lines = text.split("\n")
    firsts = _firsts(text, problems)
    findings = []
    for kind, line, column, read in problems[: encoding.MAX_FINDINGS]:
        first = firsts.get((line, column))
        related = (Place(file=file, line=first[0], column=first[1]),) if first else ()
        fault = syntax.tell(kind, line=line, column=column, read=read, lines=lines)
        findings.append(_finding(fault, file=file, lines=lines, related=related))
    return tuple(findings)


def _marks(text: str) -> Iterator[_Problem]:
    """Lines for the parser itself, that the two parsers do not treat alike."""
    directive = _DIRECTIVE.match(text)
    if directive:
        yield ("directive", *encoding.located(text, directive.end() - 1), "%")
    for found in islice(_DOCUMENT_END.finditer(text), 1, 2) if "\n..." in text else ():
        yield ("documents", *encoding.located(text, found.start()), "...")


def _build(text: str, following: _Next) -> tuple[Value, list[_Problem]]:
    builder = _Builder(following, plain="\\" not in text and encoding.is_normal(text))
    builder.problems.extend(_marks(text))
    try:
        return builder.document(), builder.problems
    except _TooDeep as deep:
        # Alone: the other problems would be those of a text that nobody wrote by hand.
        return {}, [("profondeur", *_start(deep.args[0]), "")]


def _refused(text: str, file: str, error: Exception) -> tuple[Finding, ...]:
    """The findings of a text that a parser gave up on.

    The pure parser says more than the C one (what it found, not only what it missed), so it is
    asked again; the first complaint is kept where it has none of its own.
    """
    from clausekit import syntax

    hidden = encoding.faults(text, file=file)
    if hidden:
        return hidden
    problems: list[_Problem] = []
    try:
        if len(text) < _SECOND_READING:
            _, problems = _build(text, _pure_events(text))
    except YAMLError as again:
        error = again
    except _CHARACTER_ERRORS:
        pass
    if problems:
        return _told(problems, text=text, file=file)
    lines = text.split("\n")
    return (_finding(syntax.explain(_complaint(error, lines)), file=file, lines=lines),)


def load(data: bytes, *, file: str) -> Source:
    """What a YAML file holds. Raises `UnreadableFile`, whose findings say why, in French."""
    text = encoding.decode(data, file=file)
    try:
        value, problems = _build(text, _events(text))
    except _ERRORS as error:
        raise UnreadableFile(_refused(text, file, error)) from None
    if problems:
        raise UnreadableFile(_told(problems, text=text, file=file))
    if value is None:
        raise UnreadableFile([encoding.empty(file)])
    if not isinstance(value, dict):
        raise UnreadableFile(_told([("racine", 1, 1, "")], text=text, file=file))
    return Source(file=file, text=text, data=value)


_KINDS: Final = {MappingStartEvent: "map", SequenceStartEvent: "list", MappingEndEvent: "end", SequenceEndEvent: "end"}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text that `load` has read without a finding."""
    following = _events(text)
    following()
    following()
    depth = 0
    while True:
        event = following()
        kind = type(event)
        if kind is ScalarEvent:
            style, value = event.style or "", event.value
            yield Token(kind="text", start=_start(event), end=_end(event), style=style, text=value)
        elif kind in _KINDS:
            depth += 1 if kind in _STARTS else -1
            flow = kind in _STARTS and bool(event.flow_style)
            yield Token(kind=_KINDS[kind], start=_start(event), end=_end(event), flow=flow)
        if not depth:
            return


def dump(data: dict[str, Value]) -> bytes:
    """Data as YAML in block style, UTF-8, keys in their order: what `load` reads back equal."""
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.allow_unicode = True
    writer.width = _DUMP_WIDTH
    stream = io.BytesIO()
    writer.dump(data, stream)
    return stream.getvalue()


_DUMP_WIDTH = 4096  # no folding: a hash or a sentence stays on its line
