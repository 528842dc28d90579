"""What `weigh` prints: the price gaps that a criterion offsets, as text, JSON and a small SVG chart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from clausekit import typography as typo
from clausekit import weigh
from clausekit.report import text
from clausekit.weigh import Balance, Ranked, Weighing

_FORMULAS = {
    weigh.LINEAR: "linéaire : note = note maximale × (1 − écart avec le prix le plus bas)",
    weigh.INVERSE: "proportionnelle : note = note maximale × prix le plus bas / prix",
}


def percent(gap: float | None) -> str:
    """« 1,7 % »; « aucun écart » when no price gap costs that many points."""
    if gap is None:
        return "aucun écart de prix"
    return typo.plain(typo.number(round(gap, 1))) + " %"


def _lots(weighing: Weighing) -> str:
    return "" if weighing.lots == ("unique",) else f"Lot {', '.join(weighing.lots)}"


def _rows(weighing: Weighing) -> list[tuple[str, str, str, str]]:
    head = ("Critère", "Points", "Un échelon compense", "Toute l'échelle compense")
    return [
        head,
        *((item.label, f"{item.points:g}", percent(item.one), percent(item.whole)) for item in weighing.balances),
    ]


def _one(weighing: Weighing) -> list[str]:
    formula = _FORMULAS.get(weighing.formula, f"propre au dossier : {weighing.formula}")
    lines = [line for line in (_lots(weighing),) if line]
    lines += [
        f"Prix : {weighing.price:g} points. Formule {formula}.",
        "Offre de base : le prix le plus bas ; les écarts se comptent à partir de lui.",
    ]
    if not weighing.balances:
        return [*lines, "Rien à peser : pas de prix pondéré, ou pas de critère de développement durable distinct."]
    lines += text.table(_rows(weighing), (40, 8, 22, 26))
    if weighing.needed is not None and weighing.target is not None:
        lines.append(
            f"Pour qu'un échelon compense {percent(weighing.target)}, il faudrait {weighing.needed:.3g} points "
            f"(le critère en a {weighing.sustainable:g})."
        )
    return lines


def told(weighings: Iterable[Weighing]) -> str:
    """The weighing of every group of lots."""
    return "\n\n".join("\n".join(_one(weighing)) for weighing in weighings)


def ranking(ranked: Iterable[Ranked]) -> str:
    """Offers in order, with and without the sustainability criteria."""
    rows = [("Rang", "Offre", "Prix", "Points", "Sans le critère")]
    rows += [
        (
            str(item.rank),
            item.offer.name,
            typo.plain(typo.number(item.offer.price)),
            f"{item.points:.2f}".replace(".", ","),
            f"rang {item.rank_without} ({item.points_without:.2f})".replace(".", ","),
        )
        for item in ranked
    ]
    return "\n".join(text.table(rows, (6, 30, 16, 10, 22)))


def data(weighings: Iterable[Weighing]) -> str:
    """The weighing as JSON."""
    return json.dumps([_data(weighing) for weighing in weighings], ensure_ascii=False, indent=2)


def _data(weighing: Weighing) -> dict[str, Any]:
    return {
        "lots": list(weighing.lots),
        "formula": weighing.formula,
        "price": weighing.price,
        "sustainable": weighing.sustainable,
        "target": weighing.target,
        "needed": weighing.needed,
        "balances": [
            {"label": b.label, "points": b.points, "notches": b.notches, "one": b.one, "whole": b.whole}
            for b in weighing.balances
        ],
    }


_ROW, _LEFT, _BAR, _FONT = 26, 300, 300, 13


def _bar(index: int, item: Balance, widest: float) -> str:
    top = 44 + index * _ROW
    label = escape(item.label if len(item.label) <= 42 else item.label[:41] + "…")
    whole, one = item.whole or widest, item.one or 0
    return (
        f'<text x="{_LEFT - 8}" y="{top + 14}" text-anchor="end">{label}</text>'
        f'<rect x="{_LEFT}" y="{top}" width="{whole / widest * _BAR:.1f}" height="18" fill="#c9d6ea"/>'
        f'<rect x="{_LEFT}" y="{top}" width="{one / widest * _BAR:.1f}" height="18" fill="#1f3864"/>'
        f'<text x="{_LEFT + whole / widest * _BAR + 6:.1f}" y="{top + 14}">'
        f"{escape(percent(item.one))} / {escape(percent(item.whole))}</text>"
    )


def chart(weighing: Weighing) -> str:
    """A bar a criterion: dark, what one notch offsets; light, what the whole scale offsets."""
    widest = max([item.whole or 0 for item in weighing.balances] + [1.0])
    height = 60 + _ROW * len(weighing.balances)
    bars = "".join(_bar(index, item, widest) for index, item in enumerate(weighing.balances))
    title = escape(f"Écart de prix compensé {_lots(weighing).lower()}".strip())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" font-family="Arial, sans-serif" '
        f'font-size="{_FONT}"><title>{title}</title><rect width="100%" height="100%" fill="#ffffff"/>'
        f'<text x="8" y="22" font-weight="bold">{title} : un échelon / toute l’échelle</text>{bars}</svg>\n'
    )
