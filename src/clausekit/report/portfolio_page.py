"""The report of a year as one HTML page: no outside resource, tables that a screen reader follows, drawn bars."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Iterable, Iterator, Sequence
from html import escape

from clausekit import device
from clausekit import typography as typo
from clausekit.lock import engine
from clausekit.portfolio import Contract, Portfolio
from clausekit.portfolio.count import NUMBER, VALUE, Count, Line, Tally
from clausekit.portfolio.indicator import Indicator
from clausekit.portfolio.objective import SOLIDARITY, Objective, Result
from clausekit.portfolio.published import Published
from clausekit.report import portfolio_words as words
from clausekit.report.html import items, paragraphs, say, tag

_STYLE = """
:root { --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --deep: #1f3864;
  --mark: #a40e26; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; color: var(--ink); background: #fff;
  font: 1rem/1.5 Arial, Helvetica, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 2px solid var(--deep); }
h3 { font-size: 1.08rem; margin: 2rem 0 .4rem; }
p { margin: .4rem 0; }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
.scroll > table { min-width: 38rem; }
.scroll > svg { min-width: 30rem; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0 1.25rem; font-size: .92rem; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid var(--line); padding: .35rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #f0f3f7; }
tbody th { font-weight: normal; }
tr.all th, tr.all td { font-weight: bold; }
td.figure, th.figure { text-align: right; }
.nil { color: var(--soft); }
td small { color: var(--soft); display: block; font-weight: normal; }
.state { font-weight: bold; }
.reached::before { content: "\\2713\\00a0"; }
.missed::before { content: "\\2717\\00a0"; }
.open::before { content: "?\\00a0"; }
.missed { color: var(--mark); }
.reached { color: #0f5a2a; }
figure { margin: .75rem 0; }
figcaption { font-size: .88rem; color: var(--soft); }
svg { max-width: 100%; height: auto; }
ul { margin: .3rem 0 .8rem; padding-left: 1.3rem; }
li { margin: .15rem 0; overflow-wrap: anywhere; }
details { margin: .5rem 0; }
summary { cursor: pointer; font-weight: bold; }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); font-size: .88rem;
  color: var(--soft); }
@page { size: A4; margin: 15mm 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  table { font-size: 8.5pt; }
  caption { break-after: avoid; }
  h2, h3, section > p { break-after: avoid; }
  tr, figure, section table { break-inside: avoid; }
  .scroll { overflow: visible; }
  .scroll > table, .scroll > svg { min-width: 0; }
}
"""


def _table(caption: str, header: Sequence[str], rows: Iterable[str], figures: Container[int] = ()) -> str:
    """A table that names itself; `figures` are the ranks of the columns of numbers."""
    heads = "".join(
        tag("th", say(head), scope="col", class_="figure" if number in figures else "")
        for number, head in enumerate(header)
    )
    body = tag("tbody", "".join(rows))
    inside = tag("caption", say(caption)) + tag("thead", tag("tr", heads)) + body
    return _scroll(tag("table", inside), caption)


def _scroll(inside: str, name: str) -> str:
    """What a narrow window scrolls rather than squeezes, with the keyboard too."""
    return tag("div", inside, class_="scroll", tabindex="0", role="region", aria_label=name)


def _row(name: str, cells: Iterable[str], class_: str = "") -> str:
    """A row headed by its name; cells are ready to print."""
    return tag("tr", tag("th", say(name), scope="row") + "".join(cells), class_=class_)


def _figure(text: str, note: str = "") -> str:
    small = " " + tag("small", say(note)) if note else ""
    return tag("td", say(text) + small, class_="figure nil" if text == "0" else "figure")


# --- bars ------------------------------------------------------------------------------------

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
    drawn = _label(_family(line, report), top + len(bands) * (_THICK + 2) / 2)
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


def _chart(result: Result, report: Portfolio) -> str:
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
    return tag("figure", _scroll(svg, title) + tag("figcaption", say(_legend(result))))


def _legend(result: Result) -> str:
    keys = ["barre claire : déclaré"]
    if result.lines[0].effective is not None:
        keys.append("barre foncée : effectif")
    keys.append("hachures : non connu")
    if result.objective.target is not None:
        keys.append(f"tirets : la cible, {typo.percentage(result.objective.target)}")
    return f"{' ; '.join(keys).capitalize()}. Le tableau qui suit donne les mêmes chiffres."


# --- objectives ------------------------------------------------------------------------------


def _family(line: Line, report: Portfolio) -> str:
    return words.ALL if line.family is None else report.families.get(line.family, line.family)


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
        return _figure("—")
    note = f"{words.amount(count.yes, basis)} sur {words.amount(count.total, basis)}"
    known = words.known_rate(count)
    if known:
        note += f" ; {known} ({words.amount(count.doubtful, basis)})"
    return _figure(words.rate(count), note)


def _summary(report: Portfolio) -> str:
    rows = []
    for result in report.results:
        objective, whole = result.objective, result.lines[0]
        cells = [tag("td", say(words.target(objective)))]
        for tally in (whole.declared, whole.effective):
            cells += [_rate_cell(tally, objective.basis), _state(tally, objective)]
        rows.append(_row(words.title(objective), cells))
    header = ("Objectif", "Cible", "Déclaré", "Situation", "Effectif", "Situation")
    return _table(f"Les objectifs de {report.year}", header, rows, figures=(2, 4))


def _shares(result: Result, report: Portfolio) -> str:
    rows = [
        _row(
            _family(line, report),
            [_rate_cell(tally, basis) for basis in (NUMBER, VALUE) for tally in (line.declared, line.effective)],
            "all" if line.family is None else "",
        )
        for line in result.lines
    ]
    header = ("Famille", "Déclaré, en nombre", "Effectif, en nombre", "Déclaré, en valeur", "Effectif, en valeur")
    return _table(f"{words.title(result.objective)}, par famille", header, rows, figures=range(1, 5))


def _details(head: str, lines: tuple[str, ...]) -> str:
    return tag("details", tag("summary", say(f"{head} ({typo.number(len(lines))})")) + items(lines))


def _objective(result: Result, report: Portfolio) -> str:
    objective, whole = result.objective, result.lines[0]
    standing = [f"Cible : {words.target(objective)}."]
    if objective.target is not None and whole.effective is not None:
        declared, effective = (words.situation(item, objective) for item in (whole.declared, whole.effective))
        standing = [f"{standing[0]} Déclaré : {declared}. Effectif : {effective}."]
    standing += [f"Source : {objective.source}."] if objective.source else []
    lists = "".join(_details(head, lines) for head, lines in words.to_do(report, objective))
    drawn = _chart(result, report) + _shares(result, report)
    return tag("section", tag("h3", say(words.title(objective))) + paragraphs(standing) + drawn) + lists


# --- indicators ------------------------------------------------------------------------------

_KINDS = (device.CLAUSE, device.SPECIFICATION, device.CRITERION, device.RESERVATION)
_KIND_HEADS = ("Clause", "Spécification", "Critère", "Réservation", "Variante, prix", "Marchés", "Part")


def _indicator(item: Indicator, total: int) -> str:
    others = item.by_kind[device.VARIANT] + item.by_kind[device.PRICE_LINE]
    counts = (*(item.by_kind[kind] for kind in _KINDS), others, item.number)
    return _row(
        item.title, [*(_figure(typo.number(count)) for count in counts), _figure(words.percent(item.number, total))]
    )


def _indicators(caption: str, head: str, found: Iterable[Indicator], total: int) -> str:
    return _table(caption, (head, *_KIND_HEADS), (_indicator(item, total) for item in found), figures=range(1, 8))


def _by_family(found: Sequence[Indicator], report: Portfolio) -> str:
    families = report.order(family for item in found for family in item.by_family)
    rows = [
        _row(item.title, [_figure(typo.number(item.by_family.get(name, 0))) for name in families]) for item in found
    ]
    header = ("Thème", *(report.families.get(name, name) for name in families))
    return _table("Marchés qui portent le thème, par famille", header, rows, figures=range(1, 1 + len(families)))


def _themes(report: Portfolio) -> str:
    met, absent = words.shown_themes(report)
    if not met:
        return paragraphs(["Aucun thème."])
    names = ", ".join(item.title.lower() for item in absent)
    told = paragraphs([f"Absents de l'année : {names}."], "soft") if absent else ""
    caption = "Marchés qui portent une entrée sur le thème, par sorte d'entrée"
    return _indicators(caption, "Thème", met, len(report.contracts)) + _by_family(met, report) + told


# --- essential data --------------------------------------------------------------------------


def _class_rows(result: Result, report: Portfolio) -> Iterator[str]:
    for line in result.lines:
        number = line.declared.number
        counts = (number.yes, number.no, number.unknown, number.contradictory)
        cells = [_figure(typo.number(count)) for count in counts]
        cells += [_rate_cell(line.declared, NUMBER), _rate_cell(line.declared, VALUE)]
        yield _row(_family(line, report), cells, "all" if line.family is None else "")


def _published(found: Published, report: Portfolio) -> str:
    parts = [tag("h2", "Données essentielles (DECP), comptées à part")]
    parts.append(items(words.published_opening(found)))
    header = ("Famille", "Oui", "Non", "Non renseigné", "Contradictoire", "Part en nombre", "Part en valeur")
    for result in found.results:
        objective = result.objective
        state = words.situation(result.lines[0].declared, objective)
        told = f"Cible : {words.target(objective)}." + (f" Déclaré : {state}." if objective.target is not None else "")
        lines = filter(None, [told, words.compared(report, objective.subject)])
        parts += [tag("h3", say(words.title(objective))), paragraphs(lines), _chart(result, report)]
        caption = f"{words.title(objective)} : ce qui est déclaré"
        parts.append(_table(caption, header, _class_rows(result, report), figures=range(1, 7)))
    return "".join(parts) + items(words.PUBLISHED_LIMITS)


# --- the page --------------------------------------------------------------------------------


def _standing(contract: Contract, subject: str) -> str:
    standing = contract.standings[subject]
    said = [{"yes": "oui", "no": "non", "unknown": "?"}[value] for value in (standing.declared, standing.effective)]
    return tag("td", say(" / ".join(said)))


def _contracts(report: Portfolio) -> str:
    rows = [
        _row(
            words.name(item),
            [
                tag("td", say(item.object)),
                tag("td", say(report.families.get(item.family, item.family))),
                _figure("?" if item.amount is None else words.euros(item.amount)),
                *(_standing(item, subject) for subject in (*device.CONSIDERATIONS, SOLIDARITY)),
            ],
        )
        for item in report.contracts
    ]
    header = ("Marché", "Objet", "Famille", "Montant", "Environnement", "Social", "Solidaire")
    table = _table("Chaque marché compté : déclaré / effectif", header, rows, figures=(3,))
    summary = tag("summary", say(f"Les {words.plural(len(report.contracts), 'marchés')} comptés, un à un"))
    return tag("details", summary + table) if rows else ""


def _asides(report: Portfolio) -> str:
    lists = [
        tag("h3", say(f"{head} ({typo.number(len(lines))})")) + items(lines) for head, lines in words.set_aside(report)
    ]
    return tag("h2", "À part") + "".join(lists) if lists else ""


def _main(report: Portfolio) -> Iterator[str]:
    if report.contracts:
        yield tag("h2", "Objectifs") + _summary(report)
        yield from (_objective(result, report) for result in report.results)
        yield tag("h2", "Par quoi les considérations sont portées")
        caption = "Marchés par sorte d'entrée ; un marché peut en avoir plusieurs"
        yield _indicators(caption, "Considération", report.considerations, len(report.contracts))
        yield tag("h2", "Thèmes") + _themes(report)
    if report.published:
        yield _published(report.published, report)
    yield _asides(report)
    yield tag("h2", "Comment lire, et ce que ce bilan ne dit pas") + items(words.LIMITS)
    yield _contracts(report)


def page(report: Portfolio, *, edition: str) -> str:
    """The whole page."""
    title = f"Bilan {report.year} : achats socialement et écologiquement responsables"
    header = tag("header", tag("h1", say(title)) + paragraphs(words.opening(report)))
    footer = tag("footer", say(f"Établi par {engine()} avec la bibliothèque {edition}, d'après les dossiers lus."))
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{say(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"{header}\n<main>\n{chr(10).join(_main(report))}\n</main>\n{footer}\n</body>\n</html>\n"
    )
