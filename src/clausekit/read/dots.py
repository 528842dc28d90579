"""Rules drawn dot by dot: small lines or pictures side by side, which each alone would be nothing.

Word prints the dotted border of a table as a row of pictures two points wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausekit.read.sheet import Rule, aligned

_LEVEL = 0.6  # points: dots of one rule stand no further from its line
_GAP = 3.5  # points between two dots of a rule
_LEAST = 20.0  # points: a shorter row of dots is a drawing
_FEWEST = 5
_MOST = 40_000  # on a page; more is a drawing


def dotted(dots: Iterable[Rule]) -> list[Rule]:
    """The rules that dots of one direction make."""
    found = sorted(dots)
    if len(found) > _MOST:
        return []
    return [rule for row in aligned(found, _LEVEL) for rule in _runs(row)]


def _runs(row: list[Rule]) -> Iterator[Rule]:
    """Dots of a line that follow one another closely."""
    run: list[Rule] = []
    for dot in sorted(row, key=lambda item: item.start):
        if run and dot.start - max(item.end for item in run[-2:]) > _GAP:
            yield from _rule(run)
            run = []
        run.append(dot)
    yield from _rule(run)


def _rule(run: list[Rule]) -> Iterator[Rule]:
    start, end = run[0].start, max(dot.end for dot in run)
    if len(run) >= _FEWEST and end - start >= _LEAST:
        yield Rule(sum(dot.at for dot in run) / len(run), start, end)
