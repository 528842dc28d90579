"""The two parsers, and the events that both give of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

try:
    from _ruamel_yaml import CParser  # type: ignore[import-not-found]
except ImportError:
    # The pure parser gives the same values and positions, twenty times slower.
    CParser = None


FAST: Final = CParser is not None
Position: TypeAlias = tuple[int, int]  # line and column, from 1
Next: TypeAlias = Callable[[], Any]
STARTS = (MappingStartEvent, SequenceStartEvent)
ENDS = (MappingEndEvent, SequenceEndEvent)
_FLOW_SIGNS = frozenset(":?")


def fast(text: str) -> Next:
    """The events of a text by the C parser."""
    return CParser(text).get_event  # type: ignore[no-any-return]


def pure(text: str) -> Next:
    """The events of a text by the pure parser, which stops where the C one does."""
    return _strict(YAML(typ="safe", pure=True).parse(text)).__next__


def _strict(events: Iterable[Any]) -> Iterator[Any]:
    """The events of the pure parser, which stops where the C one does.

    Inside brackets, the C parser knows only YAML 1.1 and takes no `:` or `?` in a bare text.
    """
    depth = 0
    for event in events:
        kind = type(event)
        if kind in STARTS and (depth or event.flow_style):
            depth += 1
        elif depth and kind in ENDS:
            depth -= 1
        elif depth and kind is ScalarEvent and not event.style and not _FLOW_SIGNS.isdisjoint(event.value):
            raise MarkedYAMLError(problem="found unexpected ':'", problem_mark=event.start_mark)
        yield event


# An instance per text: ruamel's parsers hold state and are not safe between threads.
of: Callable[[str], Next] = fast if FAST else pure


def start_of(event: Any) -> Position:
    """Where an event begins."""
    return event.start_mark.line + 1, event.start_mark.column + 1


def end_of(event: Any) -> Position:
    """Where an event ends."""
    return event.end_mark.line + 1, event.end_mark.column + 1
