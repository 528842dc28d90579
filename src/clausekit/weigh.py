"""How far a criterion separates offers (SPASER, M13): the price gap that its points offset.

With a price formula, an offer dearer by `gap` percent than the lowest loses points; one more
notch of the criterion gives points back. `weigh` says for which gap the two balance.
The base offer is the lowest price: gaps are stated from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from clausekit import calcul, terms
from clausekit.marche import Lot, Marche, Weighted

LINEAR = "lineaire"
INVERSE = "proportionnelle"
_NOTCHES = 5  # the scale taken when a criterion of the dossier states none
_WIDEST = 1000.0  # percent; beyond it an offer is out of any real competition
_STEPS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What a criterion offsets.

    `points` of the total, `notches` of its scale, `one` and `whole` the price gaps (% above the
    lowest price) that one notch and the whole scale offset; None when no gap does.
    """

    label: str
    points: float
    notches: float
    one: float | None
    whole: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """One lot, or lots judged alike. `needed` is the weight for which one notch offsets `target` %."""

    lots: tuple[str, ...]
    formula: str
    price: float
    sustainable: float
    balances: tuple[Balance, ...]
    target: float | None = None
    needed: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer: its price and its marks by criterion label, each on `scale`."""

    name: str
    price: float
    marks: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An offer with its points and rank, with and without the sustainability criteria."""

    offer: Offer
    points: float
    rank: int
    points_without: float
    rank_without: int


def price_points(formula: str, weight: float, gap: float) -> float:
    """Points of an offer dearer by `gap` % than the lowest, for a price criterion of `weight` points.

    `formula`: lineaire, proportionnelle, or an arithmetic expression of `prix`, `prix_min` and
    `note_max`. Raises calcul.Incomputable for an expression that cannot be computed.
    """
    ratio = 1 + gap / 100
    if formula == LINEAR:
        return max(0.0, weight * (1 - (ratio - 1)))
    if formula == INVERSE:
        return weight / ratio
    names = {"prix": 100 * ratio, "prix_min": 100.0, "note_max": weight}
    return max(0.0, calcul.evaluate(formula, names))


def gap_for(points: float, formula: str, weight: float) -> float | None:
    """The gap (% above the lowest price) that costs `points`; None when no gap costs that much."""
    full = price_points(formula, weight, 0)
    if points <= 0:
        return 0.0
    if formula == LINEAR:
        return points / weight * 100 if points <= weight else None
    if full - price_points(formula, weight, _WIDEST) < points:
        return None
    low, high = 0.0, _WIDEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        lost = full - price_points(formula, weight, middle)
        low, high = (middle, high) if lost < points else (low, middle)
    return high


def _balance(item: Weighted, formula: str, price: float) -> Balance:
    points = item.effective or 0.0
    notches = item.criterion.scale.maximum if item.criterion else _NOTCHES
    return Balance(
        label=item.label,
        points=points,
        notches=notches,
        one=gap_for(points / notches, formula, price),
        whole=gap_for(points, formula, price),
    )


def _price(lot: Lot) -> float:
    return sum(item.effective or 0 for item in lot.criteria if item.nature in {"prix", "cout"})


def _sustainable(lot: Lot) -> tuple[Weighted, ...]:
    return tuple(item for item in lot.criteria if item.nature in terms.SUSTAINABLE and item.effective)


def _needed(target: float, formula: str, price: float) -> float:
    """The weight for which one notch of a 0-5 scale offsets `target` %, the price keeping its own."""
    lost = price_points(formula, price, 0) - price_points(formula, price, target)
    return lost * _NOTCHES


def weigh(marche: Marche, *, target: float | None = None) -> tuple[Weighing, ...]:
    """The weighing of each group of lots judged alike, for the dossier's price formula.

    Lots without a weighted price or without a distinct sustainability criterion give a
    weighing without balances.
    """
    formula = str(marche.dossier.scoring.get("prix") or LINEAR)
    found: list[Weighing] = []
    for lot in marche.lots:
        price, items = _price(lot), _sustainable(lot)
        weighing = Weighing(
            lots=(lot.name,),
            formula=formula,
            price=price,
            sustainable=sum(item.effective or 0 for item in items),
            balances=tuple(_balances(items, formula, price)) if price else (),
            target=target,
            needed=_needed(target, formula, price) if target is not None and price else None,
        )
        _add(found, weighing)
    return tuple(found)


def _balances(items: Iterable[Weighted], formula: str, price: float) -> Iterable[Balance]:
    for item in items:
        yield _balance(item, formula, price)
        yield from (_balance(child, formula, price) for child in item.children if child.effective)


def _add(found: list[Weighing], weighing: Weighing) -> None:
    """Lots that are weighed alike are told together."""
    from dataclasses import replace

    for index, other in enumerate(found):
        if replace(other, lots=weighing.lots) == weighing:
            found[index] = replace(other, lots=(*other.lots, *weighing.lots))
            return
    found.append(weighing)


def rank(lot: Lot, offers: Iterable[Offer], formula: str) -> tuple[Ranked, ...]:
    """Offers in order of points; marks are on the scale of each criterion (0-5 by default).

    `points_without` leaves out the sustainability criteria and keeps the other weights as they are.
    """
    offers = tuple(offers)
    lowest = min(offer.price for offer in offers)
    price = _price(lot)

    def points(offer: Offer, keep: Callable[[Weighted], bool]) -> float:
        total = price_points(formula, price, (offer.price / lowest - 1) * 100) if price else 0.0
        leaves = (leaf for item in lot.criteria if keep(item) for leaf in item.walk() if not leaf.children)
        for leaf in leaves:
            if leaf.nature in {"prix", "cout"}:
                continue
            notches = leaf.criterion.scale.maximum if leaf.criterion else _NOTCHES
            total += (leaf.effective or 0) * offer.marks.get(leaf.label, 0.0) / notches
        return total

    whole = {offer.name: points(offer, lambda _: True) for offer in offers}
    bare = {offer.name: points(offer, lambda item: item.nature not in terms.SUSTAINABLE) for offer in offers}

    def place(scores: dict[str, float], name: str) -> int:
        return 1 + sum(score > scores[name] for score in scores.values())

    ranked = (
        Ranked(
            offer=offer,
            points=whole[offer.name],
            rank=place(whole, offer.name),
            points_without=bare[offer.name],
            rank_without=place(bare, offer.name),
        )
        for offer in offers
    )
    return tuple(sorted(ranked, key=lambda item: (item.rank, item.offer.name)))
