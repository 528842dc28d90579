"""What a parser says, what is told of it, and the words that both kinds of faults share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

KEY = re.compile(r"^(?P<head>\s*(?:- +)*(?P<key>[\w.-]+|\"[^\"]*\"|'[^']*') *:)(?: +(?P<value>.*))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a parser says, in English, and where (lines and columns from 1; 0 when it does not say).

    `context` is where the construct that failed began.
    """

    problem: str
    context: str
    line: int
    column: int
    context_line: int
    context_column: int
    lines: Sequence[str]

    def text(self, number: int) -> str:
        """A line of the file; empty beyond its ends."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands before the faulty character on its line."""
        return self.text(self.line)[: max(self.column - 1, 0)]

    @property
    def after(self) -> str:
        """The faulty character and what follows on its line."""
        return self.text(self.line)[max(self.column - 1, 0) :]

    def previous(self) -> int:
        """Number of the nearest line above that is neither blank nor a comment; 0 when none is."""
        for number in range(self.line - 1, 0, -1):
            if self.text(number).strip() and not self.text(number).lstrip().startswith("#"):
                return number
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A complaint told in French; `line` and `column` are where to act, not where the parser gave up."""

    message: str
    read: str
    expected: str
    remedy: str
    line: int
    column: int
    rule: str = "yaml-syntaxe"


def quoted(value: str) -> str:
    """A value between the quotes that it does not hold itself."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == "'":
        value = value[1:-1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def here(complaint: Complaint, message: str, expected: str, remedy: str, *, read: str = "") -> Fault:
    """A fault where the parser gave up."""
    return Fault(
        message=message,
        read=read or f"« {short(complaint.text(complaint.line))} »",
        expected=expected,
        remedy=remedy,
        line=complaint.line,
        column=complaint.column,
    )


def short(text: str) -> str:
    """A line as a message quotes it: on one line, sixty characters at most."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def moved(fault: Fault, line: int, column: int, text: str) -> Fault:
    """The same fault, told of another place."""
    return Fault(
        message=fault.message,
        read=f"« {short(text)} »",
        expected=fault.expected,
        remedy=fault.remedy,
        line=line,
        column=column,
        rule=fault.rule,
    )


def to_quote(complaint: Complaint, message: str, *, rule: str = "yaml-syntaxe") -> Fault:
    """A text that stands as YAML only between quotes."""
    found = KEY.match(complaint.text(complaint.line))
    # The faulty colon may be the first of a line that goes on with the text of the line above.
    known = found is not None and found["value"] and complaint.column > len(found["head"])
    value = found["value"] if found and known else complaint.text(complaint.line)
    remedy = "Mettre tout le texte entre guillemets, à partir des deux-points de sa clé."
    if found and known and len(value) < 80:
        remedy = f"Mettre le texte entre guillemets : {found['head'].strip()} {quoted(value)}"
    return Fault(
        message=message,
        read=f"« {short(value)} »",
        expected="un texte entre guillemets",
        remedy=remedy,
        line=complaint.line,
        column=complaint.column,
        rule=rule,
    )
