"""The shares of an objective drawn as bars."""

from __future__ import annotations

import textwrap
from html import escape

from clausekit import typography as typo
from clausekit.portfolio import Portfolio
from clausekit.portfolio.count import NUMBER, Count, Line
from clausekit.portfolio.objective import Objective, Result
from clausekit.report import portfolio_words as words
from clausekit.report.html import say, tag
from clausekit.report.portfolio_page.parts import family, scrolled

_LEFT, _BAR, _WIDTH = 230, 380, 700

_ROW, _THICK, _TOP = 46, 14, 26

_LIGHT, _DEEP = "#9db7d5", "#1f3864"


def _x(rate: float) -> float:
    return round(_LEFT + _BAR * rate / 100, 1)


def _share(part: float, count: Count) -> float:
    return 100 * part / count.total if count.total else 0


def _band(count: Count, top: float, color: str, doubtful: str) -> str:
    """One bar: the yes, then the unknown, hatched; its rate at the end."""
    yes, doubt = _share(count.yes, count), _share(count.doubtful, count)
    bar = f'<rect x="{_LEFT}" y="{top}" width="{_BAR * yes / 100:.1f}" height="{_THICK}" fill="{color}"/>'
    if doubt:
        width = _BAR * doubt / 100
        bar += f'<rect x="{_x(yes)}" y="{top}" width="{width:.1f}" height="{_THICK}" fill="url(#{doubtful})"/>'
    rate = escape(words.rate(count))
    return bar + f'<text x="{_LEFT + _BAR + 8}" y="{top + _THICK - 3}">{rate}</text>'


def _label(name: str, middle: float) -> str:
    parts = textwrap.wrap(name, 32)[:2]
    first = middle + 5 - 7.5 * (len(parts) - 1)
    return "".join(
        f'<text x="{_LEFT - 10}" y="{first + 15 * number}" text-anchor="end">{escape(part)}</text>'
        for number, part in enumerate(parts)
    )


def _bars(line: Line, objective: Objective, top: float, report: Portfolio) -> str:
    bands = [(line.declared, _LIGHT)] + ([(line.effective, _DEEP)] if line.effective is not None else [])
    drawn = _label(family(line, report), top + len(bands) * (_THICK + 2) / 2)
    for number, (tally, color) in enumerate(bands):
        drawn += _band(tally.count(objective.basis), top + number * (_THICK + 2), color, _hatched(objective, line))
    return drawn


def _hatched(objective: Objective, line: Line) -> str:
    """The name of a chart's own hatching: a page holds several charts."""
    return f"doute-{objective.subject}-{objective.id}-{'decp' if line.effective is None else 'dossiers'}"


def _pattern(name: str) -> str:
    return (
        f'<defs><pattern id="{escape(name)}" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"/>'
        '<rect width="2" height="6" fill="#8a8f96"/></pattern></defs>'
    )


def _axis(bottom: float, target: float | None) -> str:
    ticks = "".join(
        f'<line x1="{_x(rate)}" y1="{_TOP - 6}" x2="{_x(rate)}" y2="{bottom}" stroke="#d0d7de"/>'
        f'<text x="{_x(rate)}" y="{_TOP - 12}" text-anchor="middle" fill="#57606a">{rate}{typo.NBSP}%</text>'
        for rate in (0, 25, 50, 75, 100)
    )
    if target is None:
        return ticks
    return ticks + (
        f'<line x1="{_x(target)}" y1="{_TOP - 8}" x2="{_x(target)}" y2="{bottom + 6}" stroke="#a40e26" '
        f'stroke-width="2" stroke-dasharray="5 3"/>'
    )


def chart(result: Result, report: Portfolio) -> str:
    """The shares of an objective, drawn."""
    objective = result.objective
    bottom = _TOP + _ROW * len(result.lines)
    title = f"{words.title(objective)} : part {'des marchés' if objective.basis == NUMBER else 'en valeur'}"
    drawn = "".join(
        _bars(line, objective, _TOP + _ROW * number + 4, report) for number, line in enumerate(result.lines)
    )
    svg = (
        f'<svg width="{_WIDTH}" height="{bottom + 10}" viewBox="0 0 {_WIDTH} {bottom + 10}" role="img" '
        f'font-family="Arial, Helvetica, sans-serif" font-size="13"><title>{say(title)}</title>'
        f"{_pattern(_hatched(objective, result.lines[0]))}{_axis(bottom, objective.target)}{drawn}</svg>"
    )
    return tag("figure", scrolled(svg, title) + tag("figcaption", say(_legend(result))))


def _legend(result: Result) -> str:
    keys = ["barre claire : déclaré"]
    if result.lines[0].effective is not None:
        keys.append("barre foncée : effectif")
    keys.append("hachures : non connu")
    if result.objective.target is not None:
        keys.append(f"tirets : la cible, {typo.percentage(result.objective.target)}")
    return f"{' ; '.join(keys).capitalize()}. Le tableau qui suit donne les mêmes chiffres."
