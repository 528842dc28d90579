"""The report of a year as one HTML page: no outside resource, tables that a screen reader follows, drawn bars."""

from __future__ import annotations

from collections.abc import Iterator

from clausekit import device
from clausekit import typography as typo
from clausekit.lock import engine
from clausekit.portfolio import Contract, Portfolio
from clausekit.portfolio.objective import SOLIDARITY
from clausekit.report import portfolio_words as words
from clausekit.report.html import items, paragraphs, say, tag
from clausekit.report.portfolio_page.considered import indicators, themes
from clausekit.report.portfolio_page.objectives import objective_of, published, summary
from clausekit.report.portfolio_page.parts import figure, row, table

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


def _standing(contract: Contract, subject: str) -> str:
    standing = contract.standings[subject]
    said = [{"yes": "oui", "no": "non", "unknown": "?"}[value] for value in (standing.declared, standing.effective)]
    return tag("td", say(" / ".join(said)))


def _contracts(report: Portfolio) -> str:
    rows = [
        row(
            words.name(item),
            [
                tag("td", say(item.object)),
                tag("td", say(report.families.get(item.family, item.family))),
                figure("?" if item.amount is None else words.euros(item.amount)),
                *(_standing(item, subject) for subject in (*device.CONSIDERATIONS, SOLIDARITY)),
            ],
        )
        for item in report.contracts
    ]
    header = ("Marché", "Objet", "Famille", "Montant", "Environnement", "Social", "Solidaire")
    inside = table("Chaque marché compté : déclaré / effectif", header, rows, figures=(3,))
    summary = tag("summary", say(f"Les {words.plural(len(report.contracts), 'marchés')} comptés, un à un"))
    return tag("details", summary + inside) if rows else ""


def _asides(report: Portfolio) -> str:
    lists = [
        tag("h3", say(f"{head} ({typo.number(len(lines))})")) + items(lines) for head, lines in words.set_aside(report)
    ]
    return tag("h2", "À part") + "".join(lists) if lists else ""


def _main(report: Portfolio) -> Iterator[str]:
    if report.contracts:
        yield tag("h2", "Objectifs") + summary(report)
        yield from (objective_of(result, report) for result in report.results)
        yield tag("h2", "Par quoi les considérations sont portées")
        caption = "Marchés par sorte d'entrée ; un marché peut en avoir plusieurs"
        yield indicators(caption, "Considération", report.considerations, len(report.contracts))
        yield tag("h2", "Thèmes") + themes(report)
    if report.published:
        yield published(report.published, report)
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
