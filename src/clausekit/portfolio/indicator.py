"""Which contracts carry a consideration or a theme, and by which kind of entry (the SPASER's indicators)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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


def _indicator(
    found: Sequence[Contract], wanted: Callable[[Device], bool], *, name: str, title: str, domain: str = ""
) -> Indicator:
    carried = [(item, {one.kind for one in item.devices if wanted(one)}) for item in found]
    met = [(item, kinds) for item, kinds in carried if kinds]
    return Indicator(
        id=name,
        title=title,
        domain=domain,
        by_kind={kind: sum(kind in kinds for _, kinds in met) for kind in device.KINDS},
        number=len(met),
        value=round(sum(item.amount or 0 for item, _ in met), 2),
        by_family=Counter(item.family for item, _ in met),
    )


def _counts(consideration: str) -> Callable[[Device], bool]:
    return lambda item: consideration in item.considerations


def _about(theme: str) -> Callable[[Device], bool]:
    return lambda item: theme in item.themes


def considerations(found: Sequence[Contract]) -> tuple[Indicator, ...]:
    """The « dispositifs » of M11: clause, criterion, reservation…, by consideration."""
    rows = [
        _indicator(found, _counts(kind), name=kind, title=f"Considération {kind}") for kind in device.CONSIDERATIONS
    ]
    either = _indicator(found, lambda item: bool(item.considerations), name=_EITHER, title=f"Considération {_EITHER}")
    return (*rows, either)


def themes(found: Sequence[Contract], library: Library) -> tuple[Indicator, ...]:
    """A row for each theme of the register, met or not, then for those that it does not hold."""
    known = library.registers.themes
    met = {theme for item in found for one in item.devices for theme in one.themes}
    rows = [
        _indicator(found, _about(name), name=name, title=theme.title, domain=theme.domain)
        for name, theme in known.items()
    ]
    return (*rows, *(_indicator(found, _about(name), name=name, title=name) for name in sorted(met - set(known))))
