"""The report of a year, for a terminal, a spreadsheet, a browser or a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clausekit import device
from clausekit import typography as typo
from clausekit.finding import Finding
from clausekit.portfolio import Portfolio
from clausekit.portfolio.count import NUMBER, VALUE, Line, Tally
from clausekit.portfolio.indicator import Indicator
from clausekit.portfolio.objective import Objective, Result
from clausekit.portfolio.published import Published
from clausekit.report import portfolio_words as words
from clausekit.report import text

FORMS = ("text", "csv", "html", "json")
_BASES = {NUMBER: "marchés", VALUE: "valeur"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A year's report, the library that it was judged with, and the problems met on the way."""

    library_name: str
    edition: str
    portfolio: Portfolio
    errors: tuple[Finding, ...] = ()


def render(report: Reported, form: str) -> str:
    """The report in one of FORMS."""
    if form == "text":
        return _text(report)
    if form == "html":
        from clausekit.report import portfolio_page

        return portfolio_page.page(report.portfolio, edition=report.edition)
    from clausekit.report import portfolio_data

    if form == "csv":
        return portfolio_data.table(report.portfolio)
    return portfolio_data.document(
        report.portfolio, library_name=report.library_name, edition=report.edition, errors=report.errors
    )


# --- text ------------------------------------------------------------------------------------


_WIDTHS = (25, 8, 29, 30)


def _wrapped(lines: Iterable[str], indent: str = "") -> list[str]:
    return [part for line in lines for part in text.wrap(line, text.WIDTH, first=indent, then=indent)]


def _listed(head: str, lines: tuple[str, ...]) -> list[str]:
    kept = lines[: text.MOST]
    found = text.wrap(f"{head} ({typo.number(len(lines))}) :", text.WIDTH, first="  ", then="  ")
    for line in kept:
        found += text.wrap(line, text.WIDTH, first="    - ", then="      ")
    if len(lines) > len(kept):
        found.append(f"    … et {len(lines) - len(kept)} autres ; --format json les donne tous.")
    return found


def _cell(tally: Tally | None, basis: str) -> str:
    return "—" if tally is None else words.share(tally.count(basis), basis)


def _rows(line: Line, report: Portfolio, bases: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    name = words.ALL if line.family is None else report.families.get(line.family, line.family)
    for basis in bases:
        yield name, _BASES[basis], _cell(line.declared, basis), _cell(line.effective, basis)
        name = ""


def _result(result: Result, report: Portfolio) -> list[str]:
    objective = result.objective
    bases = (objective.basis, VALUE if objective.basis == NUMBER else NUMBER)
    whole = result.lines[0]
    lines = ["", *_wrapped([words.title(objective)])]
    lines += _wrapped([_standing(objective, whole)], "  ")
    rows = [("Famille", "en", "Déclaré", "Effectif")]
    rows += [row for line in result.lines for row in _rows(line, report, bases)]
    lines += text.table(rows, _WIDTHS)
    for head, items in words.to_do(report, objective):
        lines += _listed(head, items)
    return lines


def _standing(objective: Objective, whole: Line) -> str:
    if objective.target is None:
        return f"Cible : {words.target(objective)}."
    declared = words.situation(whole.declared, objective)
    effective = words.situation(whole.effective, objective) if whole.effective else "—"
    return f"Cible : {words.target(objective)}. Déclaré : {declared}. Effectif : {effective}."


_KIND_WIDTHS = (34, 8, 8, 8, 8, 8, 18)


def _kinds(item: Indicator) -> tuple[str, ...]:
    others = item.by_kind[device.VARIANT] + item.by_kind[device.PRICE_LINE]
    shown = (device.CLAUSE, device.SPECIFICATION, device.CRITERION, device.RESERVATION)
    return (*(typo.number(item.by_kind[kind]) for kind in shown), typo.number(others))


def _indicators(found: Iterable[Indicator], head: str, total: int) -> list[str]:
    rows: list[tuple[str, ...]] = [(head, "clause", "spécif.", "critère", "réserv.", "autre", "marchés")]
    for item in found:
        count = f"{typo.number(item.number)}, {words.percent(item.number, total)}"
        rows.append((item.title, *_kinds(item), count))
    return text.table(rows, _KIND_WIDTHS)


def _themes(report: Portfolio) -> list[str]:
    met, absent = words.shown_themes(report)
    lines = _indicators(met, "Thème", len(report.contracts)) if met else ["  Aucun thème."]
    if absent:
        lines += _wrapped([f"Absents de l'année : {', '.join(item.title.lower() for item in absent)}."], "  ")
    return lines


_PUBLISHED_WIDTHS = (20, 7, 9, 9, 9, 9, 23)


def _published_rows(result: Result, report: Portfolio) -> Iterator[tuple[str, ...]]:
    for line in result.lines:
        name = words.ALL if line.family is None else report.families.get(line.family, line.family)
        for basis in (NUMBER, VALUE):
            count = line.declared.count(basis)
            classes = (count.yes, count.no, count.unknown, count.contradictory)
            yield (name, _BASES[basis], *(words.amount(value, basis) for value in classes), words.rates(count))
            name = ""


def _published(found: Published, report: Portfolio) -> list[str]:
    lines = ["", "DONNÉES ESSENTIELLES (DECP), comptées à part", *_wrapped(words.published_opening(found), "  ")]
    for result in found.results:
        objective = result.objective
        lines += ["", *_wrapped([words.title(objective)])]
        head = f"Cible : {words.target(objective)}."
        if objective.target is not None:
            head += f" Déclaré : {words.situation(result.lines[0].declared, objective)}."
        lines += _wrapped(filter(None, [head, words.compared(report, objective.subject)]), "  ")
        heads = ("Famille", "en", "oui", "non", "non rens.", "contrad.", "part")
        lines += text.table([heads, *_published_rows(result, report)], _PUBLISHED_WIDTHS)
    return [*lines, *_wrapped(words.PUBLISHED_LIMITS, "  ")]


def _text(reported: Reported) -> str:
    report = reported.portfolio
    lines = [f"BILAN {report.year} : achats socialement et écologiquement responsables"]
    lines += [f"Bibliothèque {reported.edition} ({reported.library_name})", *_wrapped(words.opening(report))]
    if report.contracts:
        lines += ["", "OBJECTIFS"]
        lines += [line for result in report.results for line in _result(result, report)]
        lines += ["", "PAR QUOI LES CONSIDÉRATIONS SONT PORTÉES (marchés ; un marché peut en avoir plusieurs)"]
        lines += _indicators(report.considerations, "Considération", len(report.contracts))
        lines += ["", "THÈMES (marchés qui en portent une entrée)", *_themes(report)]
    if report.published:
        lines += _published(report.published, report)
    asides = [line for head, items in words.set_aside(report) for line in _listed(head, items)]
    lines += ["", "À PART", *asides] if asides else []
    lines += ["", "COMMENT LIRE, ET CE QUE CE BILAN NE DIT PAS"]
    for limit in words.LIMITS:
        lines += text.wrap(limit, text.WIDTH, first="  - ", then="    ")
    return "\n".join(lines)
