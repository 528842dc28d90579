"""The chain behind each sustainability criterion, drawn link by link; a missing link is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from clausekit import typography as typo
from clausekit.chain import LINKS, Chain
from clausekit.check.verdict import Verdict
from clausekit.marche import Weighted
from clausekit.report import judged

TITLE = "Ce qui tient derrière chaque critère de développement durable"
MISSING = "MANQUE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One criterion, told once for the lots in which its chain is the same.

    `name` is its id and title, `weight` its share (« 10 % », « 8 % (lot 1), 10 % (lots 2, 3) »),
    `lots` names its lots (nothing when they are all). `links` holds for each link of LINKS the words
    that say what holds it, in full and for a narrow column; two empty texts for a missing link.
    """

    name: str
    weight: str
    lots: str
    links: tuple[tuple[str, str], ...]

    @property
    def steps(self) -> Iterator[str]:
        """The links that hold, in order; those that are missing side by side in one step, after MISSING."""
        named = zip(LINKS, self.links, strict=True)
        for missing, group in groupby(named, key=lambda link: not link[1][0]):
            if missing:
                yield f"{MISSING} : " + ", ".join(name for name, _ in group)
            else:
                yield from (words for _, (words, _) in group)


def drawn(verdict: Verdict) -> list[Drawn]:
    """The chains of a dossier, in the order of its lots."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, str]] = {}
    for lot in verdict.lots:
        for chain in lot.chains:
            weights = found.setdefault((_name(chain.criterion), _links(chain)), {})
            weights[lot.lot] = _weight(chain.criterion)
    return [
        Drawn(
            name=name,
            weight=_weights(weights, verdict),
            lots=judged.where(tuple(weights), verdict),
            links=links,
        )
        for (name, links), weights in found.items()
    ]


def _name(item: Weighted) -> str:
    return f"{item.criterion.id} {item.label}" if item.criterion else item.label


def _weight(item: Weighted) -> str:
    if item.effective is not None:
        return typo.plain(typo.percentage(round(item.effective, 2)))
    return f"rang {item.rank}" if item.rank is not None else "sans poids"


def _weights(by_lot: Mapping[str, str], verdict: Verdict) -> str:
    groups: dict[str, list[str]] = {}
    for lot, weight in by_lot.items():
        groups.setdefault(weight, []).append(lot)
    if len(groups) == 1:
        return next(iter(groups))
    return ", ".join(f"{weight} ({judged.where(tuple(lots), verdict)})" for weight, lots in groups.items())


def _links(chain: Chain) -> tuple[tuple[str, str], ...]:
    elements, asked, proofs, clauses, controlled, sanctioned = chain.links
    word = "clause" if len(chain.clauses) == 1 else "clauses"
    told = (
        (f"{elements} d'appréciation", elements.partition(" ")[0]),
        (LINKS[1], asked),
        (proofs, proofs.partition(" ")[0]),
        (f"{word} {clauses}", clauses),
        (LINKS[4] + _only(controlled, clauses), controlled if controlled != clauses else f"chaque {LINKS[3]}"),
        (LINKS[5] + _only(sanctioned, clauses), sanctioned if sanctioned != clauses else f"chaque {LINKS[3]}"),
    )
    return tuple(words if held else ("", "") for words, held in zip(told, chain.links, strict=True))


def _only(held: str, clauses: str) -> str:
    """Which clauses hold the link, when not all of them do."""
    return "" if held == clauses else f" ({held} seulement)"
