"""What cannot be read, as findings in French."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruamel.yaml.error import YAMLError

from clausekit import encoding
from clausekit.finding import Finding, Place
from clausekit.source import events
from clausekit.source.events import Position
from clausekit.source.spots import Locator
from clausekit.source.values import Problem, build

if TYPE_CHECKING:
    from clausekit.syntax import Complaint, Fault

# The pure parser takes seconds for a text that long.
_SECOND_READING: Final = 200_000
# Beside its own errors, the pure parser lets those of `chr` and `int` through (`"\\UFFFFFFFF"`).
CHARACTER_ERRORS: Final = (ValueError, OverflowError)
ERRORS: Final = (YAMLError, *CHARACTER_ERRORS)


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


def _firsts(text: str, problems: list[Problem]) -> dict[Position, Position]:
    if all(kind != "double" for kind, *_ in problems):
        return {}
    try:
        locator = Locator(events.of(text))
        locator.document()
    except YAMLError:
        # A text that only the pure parser has gone through.
        locator = Locator(events.pure(text))
        locator.document()
    return locator.doubles


def told(problems: list[Problem], *, text: str, file: str) -> tuple[Finding, ...]:
    """The problems of a text that a parser has gone through, as findings."""
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


def refused(text: str, file: str, error: Exception) -> tuple[Finding, ...]:
    """The findings of a text that a parser gave up on.

    The pure parser says more than the C one (what it found, not only what it missed), so it is
    asked again; the first complaint is kept where it has none of its own.
    """
    from clausekit import syntax

    hidden = encoding.faults(text, file=file)
    if hidden:
        return hidden
    problems: list[Problem] = []
    try:
        if len(text) < _SECOND_READING:
            _, problems = build(text, events.pure(text))
    except YAMLError as again:
        error = again
    except CHARACTER_ERRORS:
        pass
    if problems:
        return told(problems, text=text, file=file)
    lines = text.split("\n")
    return (_finding(syntax.explain(_complaint(error, lines)), file=file, lines=lines),)
