"""The indicators: by device, by family, by theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clausekit import device
from clausekit import typography as typo
from clausekit.portfolio import Portfolio
from clausekit.portfolio.indicator import Indicator
from clausekit.report import portfolio_words as words
from clausekit.report.html import paragraphs
from clausekit.report.portfolio_page.parts import figure, row, table

_KINDS = (device.CLAUSE, device.SPECIFICATION, device.CRITERION, device.RESERVATION)
_KIND_HEADS = ("Clause", "Spécification", "Critère", "Réservation", "Variante, prix", "Marchés", "Part")


def _of_indicator(item: Indicator, total: int) -> str:
    others = item.by_kind[device.VARIANT] + item.by_kind[device.PRICE_LINE]
    counts = (*(item.by_kind[kind] for kind in _KINDS), others, item.number)
    return row(
        item.title, [*(figure(typo.number(count)) for count in counts), figure(words.percent(item.number, total))]
    )


def indicators(caption: str, head: str, found: Iterable[Indicator], total: int) -> str:
    """A table of indicators."""
    return table(caption, (head, *_KIND_HEADS), (_of_indicator(item, total) for item in found), figures=range(1, 8))


def by_family(found: Sequence[Indicator], report: Portfolio) -> str:
    """The indicators, family by family."""
    families = report.order(family for item in found for family in item.by_family)
    rows = [row(item.title, [figure(typo.number(item.by_family.get(name, 0))) for name in families]) for item in found]
    header = ("Thème", *(report.families.get(name, name) for name in families))
    return table("Marchés qui portent le thème, par famille", header, rows, figures=range(1, 1 + len(families)))


def themes(report: Portfolio) -> str:
    """The section of the themes."""
    met, absent = words.shown_themes(report)
    if not met:
        return paragraphs(["Aucun thème."])
    names = ", ".join(item.title.lower() for item in absent)
    told = paragraphs([f"Absents de l'année : {names}."], "soft") if absent else ""
    caption = "Marchés qui portent une entrée sur le thème, par sorte d'entrée"
    return indicators(caption, "Thème", met, len(report.contracts)) + by_family(met, report) + told
