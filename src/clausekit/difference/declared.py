"""What the author says of a change: the lines that the history gained."""

from __future__ import annotations

from collections.abc import Sequence

from clausekit.clause import Revision

# The gravest line speaks for all.
_ORDER = ("retrait", "substantielle", "redactionnelle", "creation")


def gained(old: Sequence[Revision], new: Sequence[Revision]) -> tuple[Revision, ...]:
    """The lines whose number the old history has not, the most recent first."""
    known = {line.number for line in old}
    return tuple(line for line in new if line.number not in known)


def nature(lines: Sequence[Revision], *, created: bool = False) -> str | None:
    """The gravest nature of these lines; None when there is none. `created`: of an entry that is new."""
    found = {line.nature for line in lines}
    if created and "creation" in found:
        return "creation"
    return next((name for name in _ORDER if name in found), None)


def reason(lines: Sequence[Revision]) -> str:
    """Their motives, the oldest first."""
    return " ".join(" ".join(line.motive.split()) for line in reversed(lines))


def rewritten(old: Sequence[Revision], new: Sequence[Revision]) -> tuple[tuple[str, str], ...]:
    """The lines that were there and are no longer the same: old words, new words."""
    now = {line.number: line for line in new}
    return tuple(
        (_line(line), _line(now[line.number]) if line.number in now else "")
        for line in old
        if now.get(line.number) != line
    )


def _line(line: Revision) -> str:
    return f"révision {line.number}, {line.date}, {line.nature} : {' '.join(line.motive.split())}"
