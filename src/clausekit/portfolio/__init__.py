"""The year's contracts: the shares that the policies set, declared and effective, and what themes are met.

The unit of count is the contract notified: a lot notified apart is one. Unknown is never counted as no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from clausekit import decp
from clausekit.library import Library
from clausekit.portfolio.contract import Contract, contracts, lacking, out_of_scope
from clausekit.portfolio.count import Line, tally
from clausekit.portfolio.indicator import Indicator, considerations, themes
from clausekit.portfolio.objective import Objective, Result, completed, minima, objective_of, outlived
from clausekit.portfolio.order import by_year, in_order, titles
from clausekit.portfolio.published import Published, published


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What was not counted: broken files (path, reason), copies (path, original), what is out of scope."""

    broken: tuple[tuple[str, str], ...] = ()
    doubles: tuple[tuple[str, str], ...] = ()
    out_of_scope: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """The report of a year. `undated` are (file, number of contracts) without a notification date.

    `dossiers` is how many were read. `notes` are sentences on the policies themselves (one that
    has ended and still applies).
    """

    year: int
    dossiers: int
    contracts: tuple[Contract, ...]
    results: tuple[Result, ...]
    considerations: tuple[Indicator, ...]
    themes: tuple[Indicator, ...]
    families: Mapping[str, str]
    undated: tuple[tuple[str, int], ...]
    other_years: Mapping[str, int]
    aside: Aside
    published: Published | None
    notes: tuple[str, ...]

    def order(self, families: Iterable[str]) -> list[str]:
        """Families, each once, in the order of `families`; those that it does not hold come last."""
        left = set(families)
        return [*(name for name in self.families if name in left), *sorted(left - set(self.families))]


def _line(family: str | None, subject: str, found: list[Contract]) -> Line:
    return Line(
        family=family,
        declared=tally((item.standings[subject].declared, item.amount) for item in found),
        effective=tally((item.standings[subject].effective, item.amount) for item in found),
    )


def _result(objective: Objective, found: list[Contract], families: Iterable[str]) -> Result:
    concerned = [item for item in found if not objective.policy or objective.key in item.objectives]
    lines = [_line(None, objective.subject, concerned)]
    for family in families:
        own = [item for item in concerned if item.family == family]
        lines += [_line(family, objective.subject, own)] if own else []
    return Result(objective=objective, lines=tuple(lines))


def _results(found: list[Contract], year: int, library: Library) -> Iterator[Result]:
    """An objective that concerns no contract (the policy of another authority) is left out."""
    concerned = {key for item in found for key in item.objectives}
    asked = [objective_of(minimum) for minimum in minima(library, year)]
    families = in_order((item.family for item in found), library)
    for objective in completed(item for item in asked if not found or item.key in concerned):
        yield _result(objective, found, families)


def _undated(found: Iterable[Contract]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(item.file for item in found if not item.notified).items())


def portfolio(
    found: Iterable[Contract],
    *,
    year: int,
    library: Library,
    dossiers: int,
    extracts: tuple[decp.Extract, ...] = (),
    aside: Aside | None = None,
) -> Portfolio:
    """The report of a year, from the contracts of every dossier and the extracts of essential data."""
    every = tuple(found)
    dated = [(item, item.notified[:4]) for item in every if item.notified]
    of_year = [item for item, its_year in dated if its_year == str(year)]
    return Portfolio(
        year=year,
        dossiers=dossiers,
        contracts=tuple(of_year),
        results=tuple(_results(of_year, year, library)),
        considerations=considerations(of_year),
        themes=themes(of_year, library),
        families=titles(library),
        undated=_undated(every),
        other_years=by_year(its_year for _, its_year in dated if its_year != str(year)),
        aside=aside or Aside(),
        published=published(extracts, year, library) if extracts else None,
        notes=outlived(library, year),
    )


__all__ = ["Aside", "Contract", "Portfolio", "contracts", "lacking", "out_of_scope", "portfolio"]
