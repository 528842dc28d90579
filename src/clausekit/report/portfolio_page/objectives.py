"""The objectives of the policy, their shares and what is published."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import typography as typo
from clausekit.portfolio import Portfolio
from clausekit.portfolio.count import NUMBER, VALUE, Tally
from clausekit.portfolio.objective import Objective, Result
from clausekit.portfolio.published import Published
from clausekit.report import portfolio_words as words
from clausekit.report.html import items, paragraphs, say, tag
from clausekit.report.portfolio_page.chart import chart
from clausekit.report.portfolio_page.parts import details, family, figure, row, table


def _state(tally: Tally | None, objective: Objective) -> str:
    if tally is None or objective.target is None or not tally.number.total:
        return "<td>—</td>"
    state = tally.count(objective.basis).situation(objective.target)
    return tag("td", tag("span", say(words.situation(tally, objective)), class_=f"state {state}"))


def _rate_cell(tally: Tally | None, basis: str) -> str:
    if tally is None:
        return "<td>—</td>"
    count = tally.count(basis)
    if not count.total:
        return figure("—")
    note = f"{words.amount(count.yes, basis)} sur {words.amount(count.total, basis)}"
    known = words.known_rate(count)
    if known:
        note += f" ; {known} ({words.amount(count.doubtful, basis)})"
    return figure(words.rate(count), note)


def summary(report: Portfolio) -> str:
    """Every objective in one table."""
    rows = []
    for result in report.results:
        objective, whole = result.objective, result.lines[0]
        cells = [tag("td", say(words.target(objective)))]
        for tally in (whole.declared, whole.effective):
            cells += [_rate_cell(tally, objective.basis), _state(tally, objective)]
        rows.append(row(words.title(objective), cells))
    header = ("Objectif", "Cible", "Déclaré", "Situation", "Effectif", "Situation")
    return table(f"Les objectifs de {report.year}", header, rows, figures=(2, 4))


def _shares(result: Result, report: Portfolio) -> str:
    rows = [
        row(
            family(line, report),
            [_rate_cell(tally, basis) for basis in (NUMBER, VALUE) for tally in (line.declared, line.effective)],
            "all" if line.family is None else "",
        )
        for line in result.lines
    ]
    header = ("Famille", "Déclaré, en nombre", "Effectif, en nombre", "Déclaré, en valeur", "Effectif, en valeur")
    return table(f"{words.title(result.objective)}, par famille", header, rows, figures=range(1, 5))


def objective_of(result: Result, report: Portfolio) -> str:
    """The section of an objective: its chart, its figures, what is not known."""
    objective, whole = result.objective, result.lines[0]
    standing = [f"Cible : {words.target(objective)}."]
    if objective.target is not None and whole.effective is not None:
        declared, effective = (words.situation(item, objective) for item in (whole.declared, whole.effective))
        standing = [f"{standing[0]} Déclaré : {declared}. Effectif : {effective}."]
    standing += [f"Source : {objective.source}."] if objective.source else []
    lists = "".join(details(head, lines) for head, lines in words.to_do(report, objective))
    drawn = chart(result, report) + _shares(result, report)
    return tag("section", tag("h3", say(words.title(objective))) + paragraphs(standing) + drawn) + lists


def _class_rows(result: Result, report: Portfolio) -> Iterator[str]:
    for line in result.lines:
        number = line.declared.number
        counts = (number.yes, number.no, number.unknown, number.contradictory)
        cells = [figure(typo.number(count)) for count in counts]
        cells += [_rate_cell(line.declared, NUMBER), _rate_cell(line.declared, VALUE)]
        yield row(family(line, report), cells, "all" if line.family is None else "")


def published(found: Published, report: Portfolio) -> str:
    """The section of what the essential data say."""
    parts = [tag("h2", "Données essentielles (DECP), comptées à part")]
    parts.append(items(words.published_opening(found)))
    header = ("Famille", "Oui", "Non", "Non renseigné", "Contradictoire", "Part en nombre", "Part en valeur")
    for result in found.results:
        objective = result.objective
        state = words.situation(result.lines[0].declared, objective)
        told = f"Cible : {words.target(objective)}." + (f" Déclaré : {state}." if objective.target is not None else "")
        lines = filter(None, [told, words.compared(report, objective.subject)])
        parts += [tag("h3", say(words.title(objective))), paragraphs(lines), chart(result, report)]
        caption = f"{words.title(objective)} : ce qui est déclaré"
        parts.append(table(caption, header, _class_rows(result, report), figures=range(1, 7)))
    return "".join(parts) + items(words.PUBLISHED_LIMITS)
