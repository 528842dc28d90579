"""The year's contracts as the essential data declare them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clausekit import decp, device
from clausekit.device import UNKNOWN, YES
from clausekit.library import Library
from clausekit.portfolio.count import Line, tally
from clausekit.portfolio.objective import SOLIDARITY, Result, completed, minima, objective_of
from clausekit.portfolio.order import by_year, in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The year's contracts as the essential data declare them, and the defects met."""

    files: tuple[str, ...]
    rows: tuple[decp.Row, ...]
    results: tuple[Result, ...]
    doubles: int
    differing: int
    superseded: int
    concessions: int
    undated: int
    unkeyed: int
    absurd: tuple[decp.Row, ...]
    other_years: Mapping[str, int]


def _standing(row: decp.Row, subject: str) -> str:
    if subject != SOLIDARITY:
        return row.standing(subject)
    # A reservation is all that the essential data say of solidarity enterprises.
    words = {decp.fold(word) for word in row.said[device.SOCIAL]}
    return YES if decp.RESERVED in words and row.standing(device.SOCIAL) == YES else UNKNOWN


def _line(family: str | None, subject: str, rows: Iterable[decp.Row]) -> Line:
    declared = tally((_standing(row, subject), row.amount) for row in rows)
    return Line(family=family, declared=declared, effective=None)


def _results(by_family: Mapping[str, list[decp.Row]], year: int, library: Library) -> Iterator[Result]:
    # A row tells its family by its CPV, and none of the other facts by which a minimum may select.
    asked = [minimum for minimum in minima(library, year) if not set(minimum.when) - {"familles"}]
    wanted = {(minimum.policy, minimum.id): minimum.when.get("familles") or () for minimum in asked}
    for objective in completed(objective_of(minimum) for minimum in asked):
        only = wanted.get(objective.key) or tuple(by_family)
        own = {family: rows for family, rows in by_family.items() if family in only}
        lines = [_line(None, objective.subject, (row for rows in own.values() for row in rows))]
        lines += [_line(family, objective.subject, rows) for family, rows in own.items()]
        yield Result(objective=objective, lines=tuple(lines))


def _by_family(rows: Iterable[decp.Row], library: Library) -> dict[str, list[decp.Row]]:
    found: dict[str, list[decp.Row]] = {}
    for row in rows:
        found.setdefault(library.registers.family_of(row.cpv), []).append(row)
    return {family: found[family] for family in in_order(found, library)}


def published(extracts: tuple[decp.Extract, ...], year: int, library: Library) -> Published:
    """The contracts of a year in extracts of essential data, each counted once."""
    rows, doubles, differing = decp.unique(row for extract in extracts for row in extract.rows)
    of_year = [row for row in rows if row.date and row.date[:4] == str(year)]
    return Published(
        files=tuple(extract.file for extract in extracts),
        rows=tuple(of_year),
        results=tuple(_results(_by_family(of_year, library), year, library)),
        doubles=doubles,
        differing=differing,
        superseded=sum(extract.superseded for extract in extracts),
        concessions=sum(extract.concessions for extract in extracts),
        undated=sum(row.date is None for row in rows),
        unkeyed=sum(row.key is None for row in of_year),
        absurd=tuple(row for row in of_year if row.absurd),
        other_years=by_year(row.date for row in rows if row.date and row.date[:4] != str(year)),
    )
