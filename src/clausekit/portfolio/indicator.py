"""Which contracts carry a consideration or a theme, and by which kind of entry (the SPASER's indicators)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from clausekit import device
from clausekit.device import Device
from clausekit.library import Library
from clausekit.portfolio.contract import Contract


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """How many contracts carry a consideration or a theme, and by which kind of entry."""

    id: str
    title: str
    domain: str
    by_kind: Mapping[str, int]
    number: int
    value: float
    by_family: Mapping[str, int]


_EITHER = "environnementale ou sociale"
# Contracts that carry something, each with the kinds of entries that do.
Carried: TypeAlias = list[tuple[Contract, set[str]]]


def _gathered(found: Iterable[Contract], names_of: Callable[[Device], Iterable[str]]) -> dict[str, Carried]:
    """By name (a theme, a consideration), the contracts that carry it."""
    gathered: dict[str, Carried] = {}
    for contract in found:
        own: dict[str, set[str]] = {}
        for item in contract.devices:
            for name in names_of(item):
                own.setdefault(name, set()).add(item.kind)
        for name, kinds in own.items():
            gathered.setdefault(name, []).append((contract, kinds))
    return gathered


def _indicator(met: Carried, *, name: str, title: str, domain: str = "") -> Indicator:
    return Indicator(
        id=name,
        title=title,
        domain=domain,
        by_kind={kind: sum(kind in kinds for _, kinds in met) for kind in device.KINDS},
        number=len(met),
        value=round(sum(item.amount or 0 for item, _ in met), 2),
        by_family=Counter(item.family for item, _ in met),
    )


def considerations(found: Iterable[Contract]) -> tuple[Indicator, ...]:
    """The « dispositifs » of M11: clause, criterion, reservation…, by consideration."""
    gathered = _gathered(found, lambda item: (*item.considerations, *([_EITHER] if item.considerations else [])))
    names = (*device.CONSIDERATIONS, _EITHER)
    return tuple(_indicator(gathered.get(name, []), name=name, title=f"Considération {name}") for name in names)


def themes(found: Iterable[Contract], library: Library) -> tuple[Indicator, ...]:
    """A row for each theme of the register, met or not, then for those that it does not hold."""
    known, gathered = library.registers.themes, _gathered(found, lambda item: item.themes)
    rows = [
        _indicator(gathered.get(name, []), name=name, title=theme.title, domain=theme.domain)
        for name, theme in known.items()
    ]
    others = sorted(set(gathered) - set(known))
    return (*rows, *(_indicator(gathered[name], name=name, title=name) for name in others))
